"""The clients of the course, for the tests of the mirror."""

from __future__ import annotations

import pytest
from mirror_files import ROOT

from notknowing.course import load


@pytest.fixture(scope="session")
def clients():
    """Every client by id, swaps too."""
    return load(start=ROOT).clients


@pytest.fixture(scope="session")
def main_clients(clients):
    """The thirteen clients of the course itself."""
    return {name: one for name, one in clients.items() if one.swap_of is None and name != "worked-example"}
