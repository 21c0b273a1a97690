"""Notebooks as Jupyter saves them, carrying copies of saved words."""

from __future__ import annotations

from pathlib import Path

import nbformat


def notebook_with(*bundles: dict, path: Path | None = None) -> nbformat.NotebookNode:
    """A notebook as Jupyter saves it, each bundle in an output of its own; written to `path` when one is given."""
    cells = [nbformat.v4.new_markdown_cell("# Week 2\n\nSome *text*, ünïcode, 日本.", id="title")]
    for number, bundle in enumerate(bundles):
        cell = nbformat.v4.new_code_cell("nk.show()", id=f"cell-{number}", execution_count=number + 1)
        cell.outputs = [nbformat.v4.new_output("display_data", data=dict(bundle), metadata={})]
        cells.append(cell)
    node = nbformat.v4.new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    )
    if path is not None:
        path.parent.mkdir(exist_ok=True)
        nbformat.write(node, path)
    return node
