"""The practice site: the weekly pages as notebooks that run in the browser alone, by JupyterLite.

Nothing is submitted and nothing leaves the browser. Where an activity draws a picture and the parts for that are not
supplied, the page says so and points to the reading site. The built site asks no other host for anything.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import nbformat

import notknowing
from notknowing.authoring.bundle import BundleError, build_wheel, lay_out_source, students_files, supervised
from notknowing.authoring.practice_parts import (
    PracticeError,
    Tell,
    fetch_wheels,
    has_large,
    kernel_wheels,
    lay_runtime,
    versions,
    write_lock,
)
from notknowing.authoring.rules import Ground
from notknowing.authoring.scaffold import slug
from notknowing.authoring.site import PRACTICE, SHEET, _footer, _header, public
from notknowing.authoring.twins import page_name
from notknowing.authoring.twins_files import written
from notknowing.authoring.twins_html import document
from notknowing.course import Course
from notknowing.course.models import Page

PLACE = "practice"
BANNER = (
    "**Practice only: nothing is submitted.** What you write stays in this browser, on this device. It can be lost when "
    "the browser's data are cleared, and in a private window it is. To hand something in, use the course itself."
)
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@jupyterlite/pyodide-kernel-extension", "anywidget", "notknowing")
READ_INSTEAD = """# Nothing to type here. Press “Open the activities” at the top.
from notknowing.authoring.in_browser import read_instead

read_instead("{page}", "{activity}")"""
SETTLED = "from notknowing.authoring.in_browser import settle_in\n\nsettle_in()"
"""Stands in the first cell: saving works otherwise in a browser."""
KERNEL = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}


@dataclass
class Practice:
    """What was built."""

    folder: Path
    files: list[str] = field(default_factory=list)
    elsewhere: dict[str, list[str]] = field(default_factory=dict)
    """Page id to the activities that are only to be read."""


def build(course: Course, folder: Path, *, pyodide: Path | None = None, tell: Tell = lambda line: None) -> Practice:
    """Build the practice site inside a reading site.

    Args:
        course: the course, beside the source of the package.
        folder: the folder of the reading site; ``practice`` in it is replaced.
        pyodide: a file of Pyodide: the full distribution, or the runtime alone as npm gives it.
        tell: told what is being done.

    Raises:
        PracticeError: something that it needs is missing, in a sentence that names it.
    """
    versions()
    if pyodide is not None and not pyodide.is_file():
        raise FileNotFoundError(2, "No such file", str(pyodide))
    course, _ = public(course)
    pages = {name: page for name, page in course.pages.items() if name.startswith("week")}
    with tempfile.TemporaryDirectory(prefix="notknowing-practice-") as place:
        workshop = Path(place)
        lite = workshop / "lite"
        runtime = lite / "static" / "pyodide"
        tell("Python for the browser")
        lock = lay_runtime(runtime, pyodide.resolve() if pyodide else None, workshop)
        complete = has_large(lock, runtime)
        elsewhere = {} if complete else needing(course, list(pages))
        tell("Packages")
        wheels = [*fetch_wheels(workshop / "wheels", lock), *kernel_wheels(), _own_wheel(course, workshop)]
        names = write_lock(runtime, wheels, lock)
        for page_id, page in pages.items():
            notebook = practice_notebook(course, page, elsewhere.get(page_id, []))
            target = lite / "files" / page_id / f"{page_id}.ipynb"
            target.parent.mkdir(parents=True)
            nbformat.write(notebook, target)
        configure(lite, course.module.title, names)
        tell("JupyterLite")
        _build_lite(lite, workshop / "built")
        _put(workshop / "built", folder / PLACE)
    front = document("Practice", front_page(course, pages, elsewhere), header=_header(course, PRACTICE, PRACTICE), footer=_footer(course), sheet=SHEET)  # fmt: skip
    written(folder / PRACTICE, front.encode("utf-8"))
    return Practice(folder, [PRACTICE, f"{PLACE}/"], elsewhere)


def needing(course: Course, page_ids: list[str]) -> dict[str, list[str]]:
    """Page id to the activities that need numpy, pandas or matplotlib. Tried out in a program without them."""
    run = subprocess.run(
        [sys.executable, "-m", "notknowing.authoring.practice_needs", str(course.path), *page_ids],
        capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    if run.returncode:
        raise PracticeError("The activities could not be tried out for the practice site. The reading site is built. Run notknowing check first.")  # fmt: skip
    return json.loads(run.stdout)


def practice_notebook(course: Course, page: Page, elsewhere: list[str]) -> Any:
    """A week's notebook as students get it, less everything that is handed in or marked, with a banner on top.

    Args:
        course: the course, with ``exercises`` beside it.
        page: the week.
        elsewhere: ids of activities that are only to be read on the reading site.
    """
    path = course.path.parent / "exercises" / page.id / f"{page.id}.ipynb"
    node = nbformat.read(path, as_version=4)
    left_out = {f"a-{slug(name)}": name for name in elsewhere}
    graded = {f"a-{slug(one.id)}" for one in page.activities if one.status == "graded"}
    cells = []
    for cell in node.cells:
        if "nbgrader" in cell.metadata or cell.id in graded:
            continue
        if cell.id in left_out:
            cell.source = READ_INSTEAD.format(page=page.id, activity=left_out[cell.id])
        if cell.id == "opening":
            first, _, rest = cell.source.partition("\n")
            cell.source = "\n".join((first, SETTLED, rest))
        cells.append(cell)
        if cell.id == "title":
            fixed = {"editable": False, "deletable": False}
            cells.append(nbformat.v4.new_markdown_cell(BANNER, id="practice-only", metadata=fixed))
    node.cells = cells
    node.metadata["kernelspec"] = dict(KERNEL)
    return node


def configure(lite: Path, title: str, names: list[str]) -> None:
    """Write JupyterLite's settings: where Python lies, what is loaded with it, and a calm page."""
    settings = {
        "@jupyterlite/pyodide-kernel-extension:kernel": {
            "pyodideUrl": "./static/pyodide/pyodide.mjs",
            "disablePyPIFallback": True,
            "loadPyodideOptions": {"lockFileURL": "./static/pyodide/pyodide-lock.json", "packages": names},
        }
    }
    config = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {"appName": f"{title}: practice only", "litePluginSettings": settings, "disabledExtensions": ["@jupyterlab/extensionmanager-extension"]},
    }  # fmt: skip
    (lite / "jupyter-lite.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    shutil.copyfile(OVERRIDES, lite / "overrides.json")
    extensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    found = [extensions / name for name in EXTENSIONS]
    if missing := [path.name for path in found if not path.is_dir()]:
        raise PracticeError(f"The practice site needs the JupyterLab extension {missing[0]}, which is not installed. The reading site is built. Install again with: pip install 'notknowing[site]'")  # fmt: skip
    built = {"LiteBuildConfig": {"federated_extensions": [str(path) for path in found], "ignore_sys_prefix": True, "no_sourcemaps": True, "no_unused_shared_packages": False, "apps": ["notebooks"], "contents": ["files"]}}  # fmt: skip
    (lite / "jupyter_lite_config.json").write_text(json.dumps(built, indent=1), encoding="utf-8")


OVERRIDES = Path(notknowing.__file__).parent / "launch" / "jupyter" / "labconfig" / "default_setting_overrides.json"


def _own_wheel(course: Course, workshop: Path) -> Path:
    """This package as a wheel, with nothing in it but what students may have."""
    root = course.path.parent
    try:
        lay_out_source(
            root, students_files(root, supervised(Ground(root, course, dt.date.today()))), workshop / "stage"
        )
        return build_wheel(workshop / "stage", workshop / "own")
    except BundleError as trouble:
        raise PracticeError(f"{trouble} The reading site is built.") from trouble


def _build_lite(lite: Path, output: Path) -> None:
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(lite), "--output-dir", str(output)]
    run = subprocess.run(command, cwd=lite, capture_output=True, text=True, errors="replace")
    if run.returncode or not (output / "notebooks" / "index.html").is_file():
        said = next((line.strip() for line in reversed((run.stderr + run.stdout).splitlines()) if line.strip()), "")
        raise PracticeError(f"JupyterLite could not build the practice site. The reading site is built. The last thing said was: {said[:300].rstrip('.')}.")  # fmt: skip


def _put(built: Path, target: Path) -> None:
    """Replace an earlier practice site in one step."""
    passing = target.with_name(f".{target.name}.part")
    if passing.exists():
        shutil.rmtree(passing)
    shutil.move(built, passing)
    if target.exists():
        shutil.rmtree(target)
    passing.rename(target)


def front_page(course: Course, pages: Mapping[str, Page], elsewhere: Mapping[str, list[str]]) -> str:
    """The page from which practice begins: what it is, and each week with what is only to be read."""
    items = []
    for page in pages.values():
        only = elsewhere.get(page.id, [])
        said = ""
        if only:
            links = ", ".join(f'<a href="{page.id}.html#activity-{escape(one)}">{escape(one)}</a>' for one in only)
            said = f'<p class="nk-quiet">To be read, because they need pictures or tables: {links}.</p>'
        items.append(
            f'<li><p><a href="{PLACE}/notebooks/index.html?path={page.id}/{page.id}.ipynb">{escape(page_name(page))}</a></p>{said}</li>'
        )
    banner = BANNER.replace("**", "")
    return (
        f'<div class="nk-group nk-notice"><p><strong>{escape(banner)}</strong></p></div>'
        "<p>Each page opens as a notebook in this browser. The first one takes up to a minute, because Python has to be "
        "loaded. Then press “Open the activities”. Download the notebook before you leave, if you want to keep it.</p>"
        f"<h2>Weeks</h2><ul>{''.join(items)}</ul>"
    )
