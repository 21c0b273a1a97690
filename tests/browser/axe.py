"""axe-core on a page's own output: the notebook's activities, not JupyterLab around them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python

SCRIPT = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Any, where: str = ".jp-OutputArea") -> list[str]:
    """What axe finds inside ``where``, one line each; empty when nothing."""
    page.add_script_tag(path=SCRIPT)
    found = page.evaluate(
        "([where, tags]) => axe.run(where, {runOnly: tags}).then(r => r.violations)",
        [where, RULES],
    )
    return [f"{one['impact']} {one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]
