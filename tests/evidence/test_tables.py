"""Reading tables: typed, cached without being shared, and plain about what is not there."""

from __future__ import annotations

import pytest

from notknowing.evidence import tables

NAME = "alliance-meta-analyses"


def test_a_table_is_yours_to_change():
    mine = tables.read(NAME)
    mine.loc[0, "estimate"] = 99
    assert tables.read(NAME).loc[0, "estimate"] != 99


def test_whole_numbers_stay_whole_and_empty_cells_are_missing():
    row = tables.row(NAME, "flueckiger_2018_overall")
    assert (row["estimate"], row["ci95_low"], row["ci95_high"], row["k"]) == (0.278, 0.256, 0.299, 295)
    assert isinstance(row["k"], int) and row["year"] == 2018
    assert tables.cell(NAME, "flueckiger_2018_internet", "ci95_low") is None
    row["estimate"] = 99
    assert tables.cell(NAME, "flueckiger_2018_overall", "estimate") == 0.278


def test_a_row_is_found_by_what_stands_first_whatever_its_type():
    assert tables.row("eight-studies-synthetic", "A")["n"] == tables.row("eight-studies-synthetic", "A")["n"]
    assert tables.row("three-views-synthetic", "5")["session"] == 5


def test_what_is_said_about_a_table():
    about = tables.resource("v-shapes-synthetic")
    assert about.synthetic and about.caption.startswith("Synthetic data. ")
    assert about.units["rating"] and [column.name for column in about.columns] == ["person", "session", "rating"]
    assert not tables.resource(NAME).synthetic and tables.resource(NAME).caption == tables.resource(NAME).title
    assert NAME in tables.names()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: tables.read("no-such"), "There is no table called 'no-such'. There are: "),
        (lambda: tables.resource("no-such"), "There is no table called 'no-such'"),
        (lambda: tables.row(NAME, "nobody_1900"), "has no row 'nobody_1900'"),
        (lambda: tables.cell(NAME, "horvath_2011", "p"), "has no column 'p'"),
    ],
)
def test_what_is_not_there_is_said(call, says):
    with pytest.raises(ValueError) as raised:
        call()
    assert says in str(raised.value)


def test_a_table_that_was_left_out_of_this_copy_is_said_to_be(tmp_path, monkeypatch):
    package = (tables.bundled("datasets") / "datapackage.json").read_text(encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(package, encoding="utf-8")
    monkeypatch.setattr(tables, "bundled", lambda _: tmp_path)
    for kept in (tables._package, tables._read, tables._rows):
        kept.cache_clear()
    with pytest.raises(ValueError, match="not part of this copy"):
        tables.read("sessions-synthetic")
    with pytest.raises(ValueError, match="There is no table called 'mirror-gold'"):
        tables.read("mirror-gold")
    for kept in (tables._package, tables._read, tables._rows):
        kept.cache_clear()
