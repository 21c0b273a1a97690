"""What happens to a notebook on its way to the disk, when JupyterLab was started by this course."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from notknowing.work.notebook_copy import take_out

WIDGET = "application/vnd.jupyter.widget-view+json"
"""An activity as JupyterLab draws it. Without its kernel it is an empty box, so it is not kept."""


def before_saving(model: dict[str, Any], path: str = "", contents_manager: Any = None, **_: Any) -> None:
    """Take out of a notebook what must not be in the file: drawn activities, widget state, anything private.

    Called by Jupyter before each save. It changes the notebook in place, and whatever happens the save goes on.

    Args:
        model: Jupyter's model of the file being saved.
        path: where it is saved, from the folder JupyterLab was started in.
        contents_manager: knows that folder.
    """
    if model.get("type") != "notebook" or not isinstance(model.get("content"), dict):
        return
    notebook = model["content"]
    cleaned(notebook)
    folder = Path(getattr(contents_manager, "root_dir", "") or ".") / Path(path.lstrip("/")).parent
    for page, keys in private_keys(folder).items():
        for key in keys:
            take_out(notebook, page, key)


def cleaned(notebook: dict[str, Any]) -> None:
    """Remove drawn activities and widget state from a notebook, in place. The copy of the words stays."""
    notebook.get("metadata", {}).pop("widgets", None)
    for cell in notebook.get("cells") or []:
        if isinstance(cell, dict) and isinstance(cell.get("outputs"), list):
            cell["outputs"] = [output for output in cell["outputs"] if WIDGET not in _data(output)]


def _data(output: Any) -> dict[str, Any]:
    data = output.get("data") if isinstance(output, dict) else None
    return data if isinstance(data, dict) else {}


def private_keys(folder: Path) -> dict[str, list[str]]:
    """The keys of everything private in a folder, page by page. An unreadable file names none."""
    found = {}
    for path in sorted(folder.glob("*.private.json")):
        try:
            entries = json.loads(path.read_text(encoding="utf-8")).get("entries", {})
            found[path.name.removesuffix(".private.json")] = sorted(entries)
        except (OSError, ValueError, AttributeError, TypeError):
            continue
    return found
