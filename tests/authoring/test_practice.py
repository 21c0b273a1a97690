"""The practice site: what goes into it, what it refuses, and how it says so. Built for real in the browser tests."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from notknowing.authoring import in_browser, practice_parts
from notknowing.authoring.practice_parts import LOCK, RUNTIME, PracticeError, has_large, lay_runtime, write_lock
from notknowing.authoring.site_practice import configure, front_page, needing, practice_notebook
from notknowing.course import load

ROOT = Path(__file__).parents[2]
COURSE = load(ROOT / "course")
pytest.importorskip("jupyterlite_pyodide_kernel", reason="JupyterLite comes with the extra [site]")


def archive(path: Path, *, version: str | None = None, without: str = "", wheels: dict | None = None) -> Path:
    """A file like Pyodide's, with as little in it as can be."""
    version = version or practice_parts.versions()[0]
    packages = {name: {"name": name, "version": "1.0", "file_name": file, "imports": [name], "depends": depends} for name, (file, depends) in (wheels or {}).items()}  # fmt: skip
    contents = dict.fromkeys(RUNTIME, b"x")
    contents["pyodide.mjs"] = f'var v="{version}";'.encode()
    contents[LOCK] = json.dumps({"info": {"abi_version": "2026_0"}, "packages": packages}).encode()
    contents |= {file: b"wheel" for file, _ in (wheels or {}).values()}
    with tarfile.open(path, "w:gz") as file:
        for name, data in contents.items():
            if name == without:
                continue
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            file.addfile(member, io.BytesIO(data))
    return path


def test_the_runtime_is_taken_from_the_file_that_is_given(tmp_path):
    lock = lay_runtime(tmp_path / "pyodide", archive(tmp_path / "it.tgz"), tmp_path)
    assert lock["packages"] == {} and {path.name for path in (tmp_path / "pyodide").iterdir()} == set(RUNTIME)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: archive(path, without="pyodide.asm.wasm"), r"has no pyodide\.asm\.wasm in it"),
        (
            lambda path: archive(path, version="300.1.2"),
            r"is Pyodide 300\.1\.2, and the kernel that is installed needs",
        ),
        (lambda path: (path.write_text("text", encoding="utf-8"), path)[1], "could not be opened as an archive"),
    ],
)
def test_another_file_is_refused_in_a_sentence_that_says_what_is_needed(tmp_path, make, said):
    with pytest.raises(PracticeError, match=said) as refused:
        lay_runtime(tmp_path / "pyodide", make(tmp_path / "it.tgz"), tmp_path)
    assert "The reading site is built." in str(refused.value)


def test_without_npm_and_without_a_file_it_names_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(practice_parts.shutil, "which", lambda name: None)
    with pytest.raises(PracticeError, match=r"pyodide-[\d.]+\.tgz from npm .* Give one of them with --pyodide FILE"):
        lay_runtime(tmp_path / "pyodide", None, tmp_path)


def test_without_jupyterlite_it_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "jupyterlite_core", None)
    with pytest.raises(PracticeError, match=r"pip install 'notknowing\[site\]'"):
        practice_parts.versions()


def test_the_list_of_packages_names_what_lies_there_and_nothing_else(tmp_path):
    wheels = {
        "numpy": ("numpy-1.0-cp314.whl", []),
        "pandas": ("pandas-1.0-cp314.whl", ["numpy", "pytz", "gone"]),
        "pytz": ("pytz-1.0-py3.whl", []),
        "matplotlib": ("matplotlib-1.0-cp314.whl", ["numpy"]),
        "astropy": ("astropy-1.0-cp314.whl", ["numpy"]),
    }
    folder = tmp_path / "pyodide"
    lock = lay_runtime(folder, archive(tmp_path / "full.tgz", wheels=wheels), tmp_path)
    assert has_large(lock, folder)
    own = tmp_path / "ruamel_yaml-0.19.1-py3-none-any.whl"
    own.write_bytes(b"own")
    names = write_lock(folder, [own], lock)
    written = json.loads((folder / LOCK).read_text(encoding="utf-8"))["packages"]
    assert names == ["ruamel-yaml", "numpy", "pandas", "matplotlib"]
    assert set(written) == {"ruamel-yaml", "numpy", "pandas", "pytz", "matplotlib"}
    assert written["pandas"]["depends"] == ["numpy", "pytz"]
    assert written["ruamel-yaml"]["sha256"] == hashlib.sha256(b"own").hexdigest()
    assert not (folder / "astropy-1.0-cp314.whl").exists()


def test_the_runtime_alone_has_no_parts_for_plots(tmp_path):
    lock = lay_runtime(tmp_path / "pyodide", archive(tmp_path / "it.tgz"), tmp_path)
    assert not has_large(lock, tmp_path / "pyodide")


def test_activities_that_need_more_than_plain_python_are_found():
    assert needing(COURSE, ["week00", "week03"]) == {"week03": ["3B", "3C", "3D"]}


def test_a_practice_notebook_has_a_banner_and_nothing_that_is_marked():
    notebook = practice_notebook(COURSE, COURSE.page("week01"), [])
    assert "Practice only: nothing is submitted." in notebook.cells[1].source
    assert all("nbgrader" not in cell.metadata for cell in notebook.cells)
    assert not any("come here when you hand in" in cell.source for cell in notebook.cells)
    assert {f"a-1{letter}" for letter in "abcdefg"} <= {cell.id for cell in notebook.cells}
    opening = next(cell for cell in notebook.cells if cell.id == "opening").source
    assert opening.startswith("# Nothing to type here.") and opening.index("settle_in()") < opening.index("show(")


def test_what_needs_plots_says_so_and_points_to_the_reading_site():
    notebook = practice_notebook(COURSE, COURSE.page("week03"), ["3B"])
    cell = next(cell for cell in notebook.cells if cell.id == "a-3b")
    assert 'read_instead("week03", "3B")' in cell.source and "show(" not in cell.source
    assert next(cell for cell in notebook.cells if cell.id == "a-3c").cell_type == "code"


def test_the_pointer_names_the_activity_and_its_place(monkeypatch):
    shown: list = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    in_browser.read_instead("week03", "3B")
    assert shown[0].address == "../../week03.html#activity-3B" and "without the parts for that" in shown[0].words


def test_the_front_page_has_the_banner_every_week_and_what_is_only_to_be_read():
    pages = {name: page for name, page in COURSE.pages.items() if name in {"week00", "week03"}}
    html = front_page(COURSE, pages, {"week03": ["3B"]})
    assert "nothing is submitted" in html
    assert "practice/notebooks/index.html?path=week00/week00.ipynb" in html
    assert '<a href="week03.html#activity-3B">3B</a>' in html


def test_the_kernel_is_told_to_ask_nobody(tmp_path):
    configure(tmp_path, "A course", ["pydantic"])
    config = json.loads((tmp_path / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    kernel = config["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert kernel["disablePyPIFallback"] is True
    assert kernel["pyodideUrl"].startswith("./") and kernel["loadPyodideOptions"]["lockFileURL"].startswith("./")
    assert "http" not in json.dumps(kernel) and "practice only" in config["appName"]


def test_outside_a_browser_nothing_is_changed():
    from notknowing.work import cabinet

    before = cabinet.FileLock
    in_browser.settle_in()
    assert cabinet.FileLock is before


def test_in_a_browser_saving_waits_for_no_lock_file(monkeypatch, tmp_path):
    from notknowing.work import Store, cabinet

    monkeypatch.setattr(cabinet, "FileLock", cabinet.FileLock)
    monkeypatch.setattr(sys, "platform", "emscripten")
    in_browser.settle_in()
    with Store.open("week00", tmp_path) as store:
        assert store.put("0.1.step2", "A cup.").ok
    assert list(tmp_path.glob(".*lock")) == [] and Store.open("week00", tmp_path).get("0.1.step2") == "A cup."


def test_a_file_that_is_not_there_is_named(tmp_path):
    from notknowing.authoring.site_practice import build

    with pytest.raises(FileNotFoundError):
        build(COURSE, tmp_path, pyodide=tmp_path / "no.tar.bz2")


def test_the_client_of_the_supervised_part_is_on_no_public_page():
    from notknowing.authoring.site import public

    course, kept_back = public(COURSE)
    assert kept_back == ["a1b"] and "a1b" not in course.pages and "worked-example" not in course.clients
    assert public(replace(COURSE, pages={"week00": COURSE.pages["week00"]}))[1] == []
