"""Every released notebook runs from top to bottom, in a folder like a student's, with nothing on stderr."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.parent.name for path in (ROOT / "exercises").glob("*/*.ipynb"))
GRADED = {"a1", "a2", "a3", "week02"}
"""Pages that every run also runs as nbgrader does: the assignments, and one week for all."""


def ran(folder: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> nbformat.NotebookNode:
    shutil.copytree(ROOT / "exercises" / page, folder / page)
    shutil.copytree(ROOT / "course", folder / "course")
    notebook = nbformat.read(folder / page / f"{page}.ipynb", as_version=4)
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder / page)}}
    )
    return client.execute()


@pytest.mark.parametrize("page", PAGES)
def test_a_released_notebook_runs_and_is_quiet(page, tmp_path, monkeypatch):
    notebook = ran(tmp_path, page, monkeypatch)
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [o.get("evalue") for o in outputs if o.output_type == "error"] == []
    assert [o.text for o in outputs if o.output_type == "stream" and o.name == "stderr"] == []
    drawn = [o for o in outputs if "application/vnd.jupyter.widget-view+json" in o.get("data", {})]
    assert len(drawn) == sum(cell.cell_type == "code" and "show(" in cell.source for cell in notebook.cells)


@pytest.mark.parametrize(
    "page", [pytest.param(page, marks=() if page in GRADED else pytest.mark.slow) for page in PAGES]
)
def test_under_nbgrader_a_notebook_writes_nothing_and_shows_no_controls(page, tmp_path, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    before = sorted(path.name for path in (ROOT / "exercises" / page).iterdir() if not path.name.startswith("."))
    notebook = ran(tmp_path, page, monkeypatch)
    assert sorted(path.name for path in (tmp_path / page).iterdir()) == before
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert not [o for o in outputs if "application/vnd.jupyter.widget-view+json" in o.get("data", {})]
