"""A marking folder with one tiny assignment, t1."""

import shutil

import nbformat
import pytest
from tiny_course import CONFIG, generate, source_notebook


@pytest.fixture(scope="session")
def tiny_template(tmp_path_factory):
    root = tmp_path_factory.mktemp("tiny")
    shutil.copy(CONFIG, root)
    (root / "solutions" / "t1").mkdir(parents=True)
    nbformat.write(source_notebook(), root / "solutions" / "t1" / "t1.ipynb")
    generate(root)
    return root


@pytest.fixture
def tiny(tiny_template, tmp_path):
    """A fresh copy of the marking folder, released and in the gradebook, with nothing handed in."""
    root = tmp_path / "marking"
    shutil.copytree(tiny_template, root)
    return root


@pytest.fixture(scope="session", autouse=True)
def _small_pages_need_no_warm_start():
    """The tiny assignment imports nothing of the course, so its kernels are forked from a process that loads nothing."""
    from notknowing.marking.sealed import seal

    seal.WARM = False
    yield
    seal.WARM = True
