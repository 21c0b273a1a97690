"""Damaged submissions: mended or set aside with a line, the original kept, the others untouched."""

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.nbgraderformat import MetadataValidator
from tiny_course import STUB, hand_in, released, responses, with_words_inside

from notknowing.marking.preflight import before_nbgrader, check, preflight
from notknowing.work import read_entries

WORDS = {"A.answer": "swallows", "B.text": "Ble mae'r gwenoliaid? – café"}


def cell(notebook, grade_id):
    return next(one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def mended(root, student):
    notebook = nbformat.read(root / "submitted" / student / "t1" / "t1.ipynb", as_version=4)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    return notebook


def has_all_parts(notebook, root):
    wanted = [one.metadata.nbgrader for one in released(root).cells if "nbgrader" in one.metadata]
    found = [one.metadata.nbgrader for one in notebook.cells if "nbgrader" in one.metadata]
    return sorted(found, key=str) == sorted(wanted, key=str)


def test_a_sound_submission_is_left_byte_for_byte_as_it_is(tiny):
    folder = hand_in(tiny, "sound", released(tiny), WORDS)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert check("t1", tiny, "sound").status == "fine"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not (tiny / "originals").exists()


def copied_test_cell(notebook):
    notebook.cells.insert(4, copy.deepcopy(notebook.cells[3]))
    notebook.cells[4].id = "copied"


def copied_answer(notebook):
    cell(notebook, "t1-words").source = "My words."
    notebook.cells.append(copy.deepcopy(cell(notebook, "t1-words")))


def deleted_test(notebook):
    notebook.cells.remove(cell(notebook, "t1-count"))


def deleted_answer(notebook):
    notebook.cells.remove(cell(notebook, "t1-words"))


def deleted_activity(notebook):
    del notebook.cells[2]


def changed_type(notebook):
    one = cell(notebook, "t1-count")
    one["cell_type"] = "markdown"
    del one["outputs"], one["execution_count"]


def changed_points(notebook):
    cell(notebook, "t1-count").metadata.nbgrader.points = 500


def unlocked(notebook):
    cell(notebook, "t1-count").metadata.nbgrader.update(locked=False, solution=True)


def emptied_test(notebook):
    cell(notebook, "t1-count").source = "4"


def stripped(notebook):
    for one in notebook.cells:
        one.metadata.pop("nbgrader", None)
    notebook.metadata.clear()


def old_schema(notebook):
    cell(notebook, "t1-count").metadata.nbgrader.schema_version = 1


def new_schema(notebook):
    cell(notebook, "t1-count").metadata.nbgrader.schema_version = 9


def no_schema(notebook):
    del cell(notebook, "t1-count").metadata.nbgrader["schema_version"]


def unknown_mark(notebook):
    notebook.cells.append(new_markdown_cell("mine", metadata={"nbgrader": {"grade_id": "not-ours", "grade": True}}))


def mark_is_a_list(notebook):
    notebook.cells[1].metadata["nbgrader"] = ["what"]


def strange_ids(notebook):
    for one in notebook.cells:
        one["id"] = "same id everywhere"


def wrong_kernel(notebook):
    notebook.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}


DAMAGE = [
    copied_test_cell, copied_answer, deleted_test, deleted_answer, deleted_activity, changed_type, changed_points,
    unlocked, emptied_test, stripped, old_schema, new_schema, no_schema, unknown_mark, mark_is_a_list, strange_ids,
    wrong_kernel,
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_damage_is_mended_and_the_original_kept(tiny, damage):
    notebook = released(tiny)
    damage(notebook)
    folder = hand_in(tiny, "hurt", json.dumps(notebook).encode(), WORDS)
    before = (folder / "t1.ipynb").read_bytes()
    checked = check("t1", tiny, "hurt")
    after = mended(tiny, "hurt")
    assert has_all_parts(after, tiny)
    assert after.metadata.kernelspec.name == "python3"
    assert checked.status == ("fine" if before == (folder / "t1.ipynb").read_bytes() else "repaired")
    if checked.status == "repaired":
        assert checked.lines
        assert (tiny / "originals" / "hurt" / "t1" / "t1.ipynb").read_bytes() == before
    assert read_entries(folder / "t1.responses.json")[0]["A.answer"].value == "swallows"


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_second_look_says_the_same_and_changes_nothing(tiny, damage):
    notebook = released(tiny)
    damage(notebook)
    folder = hand_in(tiny, "hurt", json.dumps(notebook).encode(), WORDS)
    first = check("t1", tiny, "hurt")
    middle = (folder / "t1.ipynb").read_bytes()
    assert check("t1", tiny, "hurt") == first
    assert (folder / "t1.ipynb").read_bytes() == middle


def test_a_copied_answer_is_marked_once_and_nothing_written_is_lost(tiny):
    notebook = released(tiny)
    cell(notebook, "t1-words").source = "The first version."
    other = copy.deepcopy(cell(notebook, "t1-words"))
    other.source, other.id = "The second version.", "other"
    notebook.cells.append(other)
    hand_in(tiny, "twice", notebook)
    checked = check("t1", tiny, "twice")
    after = mended(tiny, "twice")
    assert cell(after, "t1-words").source == "The first version."
    assert "The second version." in [one.source for one in after.cells]
    assert any("both have words" in line for line in checked.person)


def test_an_untouched_original_gives_way_to_the_copy_that_was_written_in(tiny):
    notebook = released(tiny)
    other = copy.deepcopy(cell(notebook, "t1-words"))
    other.source, other.id = "What I wrote.", "other"
    notebook.cells.append(other)
    hand_in(tiny, "copy", notebook)
    check("t1", tiny, "copy")
    after = mended(tiny, "copy")
    assert cell(after, "t1-words").source == "What I wrote."
    assert STUB in [one.source for one in after.cells if "nbgrader" not in one.metadata]


def test_words_typed_into_a_stripped_notebook_are_found_by_their_place(tiny):
    notebook = released(tiny)
    cell(notebook, "t1-words").source = "Typed in another program."
    stripped(notebook)
    for number, one in enumerate(notebook.cells):
        one["id"] = f"new-{number}"
    hand_in(tiny, "colab", notebook)
    check("t1", tiny, "colab")
    assert cell(mended(tiny, "colab"), "t1-words").source == "Typed in another program."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_other_encodings_are_read(tiny, encoding):
    notebook = released(tiny)
    cell(notebook, "t1-words").source = "Café naïve"
    hand_in(tiny, "odd", nbformat.writes(notebook).encode(encoding))
    assert check("t1", tiny, "odd").status == "repaired"
    assert cell(mended(tiny, "odd"), "t1-words").source == "Café naïve"


@pytest.mark.parametrize("name", ["t1 (1).ipynb", "T1-Copy1.ipynb", "my work.ipynb"])
def test_a_wrong_name_is_put_right_by_content(tiny, name):
    data = nbformat.writes(released(tiny)).encode()
    folder = hand_in(tiny, "name", files=[(name, data)])
    checked = check("t1", tiny, "name")
    assert checked.status == "repaired"
    assert repr(name) in checked.lines[0]
    assert [path.name for path in folder.glob("*.ipynb")] == ["t1.ipynb"]
    assert (tiny / "originals" / "name" / "t1" / name).read_bytes() == data


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "zip or a Word file"),
        (b"%PDF-1.7", "PDF"),
        (b"<!doctype html><p>Sign in", "web page"),
        (b'{"cells": [{"cell_type": "mark', "breaks off"),
        (b"[1, 2]", "not a notebook"),
        (b'{"nbformat": 4}', "not a notebook"),
        (b'{"nbformat": 2, "worksheets": [3]}', "version 2"),
        (b"{" * 100_000, "breaks off"),
    ],
)
def test_what_cannot_be_read_is_set_aside_in_a_line(tiny, data, says):
    folder = hand_in(tiny, "gone", data)
    checked = check("t1", tiny, "gone")
    assert checked.status == "set_aside"
    assert len(checked.lines) == 1 and says in checked.lines[0] and "Ask for" in checked.lines[0]
    assert not list(folder.glob("*.ipynb"))
    assert (tiny / "originals" / "gone" / "t1" / "t1.ipynb").read_bytes() == data
    assert check("t1", tiny, "gone") == checked


def test_a_broken_notebook_beside_whole_answers_is_marked_from_the_answers(tiny):
    hand_in(tiny, "half", b'{"cells": [', WORDS)
    checked = check("t1", tiny, "half")
    assert checked.status == "repaired"
    assert any("saved answers are whole" in line for line in checked.person)
    assert has_all_parts(mended(tiny, "half"), tiny)


def test_words_are_saved_from_the_readable_part_of_a_broken_notebook(tiny):
    text = nbformat.writes(with_words_inside(released(tiny), WORDS))
    folder = hand_in(tiny, "cut", text[: text.index("## B. Write")].encode())
    assert check("t1", tiny, "cut").status == "repaired"
    found, _ = read_entries(folder / "t1.responses.json")
    assert found["B.text"].value == WORDS["B.text"]


def test_another_weeks_notebook_is_named(tiny):
    other = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell('show("week01")')])
    hand_in(tiny, "wrong", other)
    checked = check("t1", tiny, "wrong")
    assert checked.status == "set_aside"
    assert "week01" in checked.lines[0]


def test_unreadable_answers_are_left_out_and_a_person_is_told(tiny):
    folder = hand_in(tiny, "corrupt", with_words_inside(released(tiny), WORDS), b'{"schema": 1, "entr')
    checked = check("t1", tiny, "corrupt")
    assert checked.status == "repaired"
    assert any("could not be read" in line for line in checked.person)
    assert not (folder / "t1.responses.json").exists()
    assert (tiny / "originals" / "corrupt" / "t1" / "t1.responses.json").exists()


def test_renamed_answers_are_found_and_joined(tiny):
    files = [("t1.responses (1).json", responses({"A.answer": "newer"}, hour=15))]
    folder = hand_in(tiny, "joined", released(tiny), {"A.answer": "older", "B.text": "kept"}, files=files)
    check("t1", tiny, "joined")
    found, _ = read_entries(folder / "t1.responses.json")
    assert found["A.answer"].value == "newer" and found["B.text"].value == "kept"
    assert sorted(path.name for path in folder.iterdir()) == ["t1.ipynb", "t1.responses.json"]


def test_links_and_private_files_are_removed(tiny, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the tutor's own")
    folder = hand_in(tiny, "sly", released(tiny), files=[("t1.private.json", b"mine alone"), ("pandas.py", b"1")])
    (folder / "t1.responses.json").symlink_to(secret)
    checked = check("t1", tiny, "sly")
    assert sorted(path.name for path in folder.iterdir()) == ["t1.ipynb"]
    assert any("link" in line for line in checked.person)
    kept = b"".join(path.read_bytes() for path in (tiny / "originals").rglob("*") if path.is_file())
    assert b"mine alone" not in kept and b"tutor's own" not in kept
    assert (tiny / "originals" / "sly" / "t1" / "pandas.py").exists()


def test_twenty_megabytes_of_output_are_left_out_but_not_the_words(tiny):
    notebook = with_words_inside(released(tiny), WORDS)
    notebook.cells[3].outputs = [new_output("stream", name="stdout", text="x" * 20_000_000)]
    folder = hand_in(tiny, "loud", notebook)
    checked = check("t1", tiny, "loud")
    assert checked.status == "repaired"
    assert (folder / "t1.ipynb").stat().st_size < 100_000
    assert "gwenoliaid" in (folder / "t1.ipynb").read_text("utf-8")


@pytest.mark.parametrize("minor", [99, 0, "four"])
def test_unusual_format_numbers_are_read(tiny, minor):
    notebook = json.loads(nbformat.writes(released(tiny)))
    notebook["nbformat_minor"] = minor
    hand_in(tiny, "minor", json.dumps(notebook).encode())
    assert check("t1", tiny, "minor").status in ("fine", "repaired")
    assert has_all_parts(mended(tiny, "minor"), tiny)


def test_a_notebook_of_version_3_is_brought_up_to_date(tiny):
    old = nbformat.convert(released(tiny), 3)
    hand_in(tiny, "old", json.dumps(old).encode())
    assert check("t1", tiny, "old").status == "repaired"
    assert has_all_parts(mended(tiny, "old"), tiny)


def test_one_bad_file_never_stops_the_others(tiny, monkeypatch):
    hand_in(tiny, "a-empty", b"")
    hand_in(tiny, "b-crash", released(tiny))
    hand_in(tiny, "c-good", released(tiny), WORDS)
    from notknowing.marking import preflight as room

    ordinary = room._Check.run

    def run(self):
        if self.place.student == "b-crash":
            raise RuntimeError("something nobody thought of")
        return ordinary(self)

    monkeypatch.setattr(room._Check, "run", run)
    seen = []
    results = preflight("t1", tiny, on_progress=lambda done, of, last: seen.append((done, of, last.student)))
    assert [one.status for one in results] == ["set_aside", "set_aside", "fine"]
    assert seen[-1] == (3, 3, "c-good")
    assert "nobody thought of" in (tiny / "marking.log").read_text("utf-8")
    assert not any("Traceback" in line for one in results for line in one.lines)


def test_stock_nbgrader_gets_the_mended_notebook(tiny):
    folder = hand_in(tiny, "hook", files=[("t1 (2).ipynb", nbformat.writes(released(tiny)).encode())])
    notebooks = [str(folder / "t1 (2).ipynb")]
    before_nbgrader(assignment="t1", student="*", notebooks=notebooks)
    assert notebooks == [str(folder / "t1.ipynb")]
