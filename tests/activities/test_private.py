"""What is private stays with the person: by default where the page says so, later by a flag, and on every way out."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from IPython.display import HTML

from notknowing.activities import handin, show
from notknowing.activities import page as page_module
from notknowing.activities.transcripts import activity_markdown

from .student import Desk, Student

SECRET = "nobody else reads this line, ever"

PRIVATE_FROM_THE_START = [
    ("week00", "0.1", "0.1.step2"),
    ("week00", "0.6", "0.6.needs"),
    ("week01", "1E", "1E.body"),
    ("week01", "1E", "1E.when"),
]
PRIVATE_ON_REQUEST = [
    ("week01", "1D", "1D.reason_1"),
    ("week01", "1F", "1F.pull_for"),
    ("week01", "1G", "1G.noticed"),
    ("week02", "2H", "2H.know"),
    ("a1", "D", "D.pull"),
]


def reach(student: Student, page_id: str, activity_id: str) -> Desk:
    """Sit down at an activity, and get as far as its boxes."""
    desk = student.open(page_id, activity_id)
    if activity_id == "0.1":
        desk.press_key("0.1.step1|go")
    if activity_id == "1E":
        desk.press("Skip the wait")
    return desk


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def holds(data: bytes | str) -> bool:
    return SECRET.encode() in (data if isinstance(data, bytes) else data.encode())


def ways_out(student: Student, page_id: str, activity_id: str) -> dict[str, bytes]:
    """Everything by which words can leave: files but the private one, the notebook's copy, transcripts, the zip."""
    store, folder = student.store(page_id), student.place(page_id)
    copy = handin.prepare(page_id, folder, course=student.course)
    zipped = handin.write_zip(copy, course=student.course)
    out = {name: data for name, data in everything_in(folder).items() if name != f"{page_id}.private.json"}
    out["zip, unpacked"] = b"".join(unpacked(zipped))
    out["bundle"] = json.dumps(store.bundle(), ensure_ascii=False).encode()
    out["entries"] = repr(store.entries()).encode()
    out["copy shown"] = repr(copy.listed()).encode()
    out["transcript"] = activity_markdown(
        student.course.pages[page_id], activity_id, store.entries(), student.course
    ).encode()
    return out


def unpacked(path: Path) -> list[bytes]:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist()]


@pytest.mark.parametrize(("page_id", "activity_id", "key"), PRIVATE_FROM_THE_START)
def test_private_from_the_start_where_the_page_says_so(student, page_id, activity_id, key):
    desk = reach(student, page_id, activity_id)
    desk.type(key, SECRET)
    assert student.store(page_id).is_private(key)
    assert holds(student.store(page_id).private_path.read_bytes())
    assert [name for name, data in ways_out(student, page_id, activity_id).items() if holds(data)] == []


@pytest.mark.parametrize(("page_id", "activity_id", "key"), PRIVATE_ON_REQUEST)
def test_a_flag_before_the_first_word_keeps_every_word_private(student, page_id, activity_id, key):
    desk = reach(student, page_id, activity_id)
    assert desk.node(f"{key}|private")["value"] == []
    desk.choose(f"{key}|private", ["private"])
    desk.type(key, SECRET)
    assert [name for name, data in ways_out(student, page_id, activity_id).items() if holds(data)] == []
    assert student.open(page_id, activity_id).node(f"{key}|private")["value"] == ["private"]


@pytest.mark.parametrize(("page_id", "activity_id", "key"), PRIVATE_ON_REQUEST)
def test_a_flag_afterwards_takes_every_earlier_copy_out(student, page_id, activity_id, key):
    desk = reach(student, page_id, activity_id)
    desk.type(key, SECRET)
    desk.type(key, f"{SECRET}, and more")
    assert holds(b"".join(ways_out(student, page_id, activity_id).values()))
    reply = desk.change(f"{key}|private", ["private"])
    assert reply["ok"], reply["message"]
    assert "for you only" in desk.text and "zip" in desk.text, "the deleted zip is named"
    assert [name for name, data in everything_in(student.place(page_id)).items() if holds(data)] == [
        f"{page_id}.private.json"
    ]
    assert [name for name, data in ways_out(student, page_id, activity_id).items() if holds(data)] == []


def test_a_flag_taken_away_shares_the_words_as_they_are_now_and_nothing_before_them(student):
    desk = reach(student, "week01", "1E")
    desk.type("1E.body", SECRET)
    desk.type("1E.body", "Something I can say.")
    desk.choose("1E.body|private", [])
    assert not student.store("week01").is_private("1E.body")
    assert student.store("week01").get("1E.body") == "Something I can say."
    assert [name for name, data in ways_out(student, "week01", "1E").items() if holds(data)] == []


def test_the_box_that_starts_out_private_says_so_before_a_word_is_typed(student):
    desk = reach(student, "week01", "1E")
    assert desk.node("1E.body|private")["value"] == ["private"]
    desk.choose("1E.body|private", [])
    desk.type("1E.body", "Shared on purpose.")
    assert not student.store("week01").is_private("1E.body")


def test_what_the_marker_runs_prints_no_private_word_even_in_the_students_own_folder(student, monkeypatch):
    """``nbgrader validate`` runs the notebook where the private file is."""
    desk = reach(student, "week01", "1E")
    desk.type("1E.body", SECRET)
    desk.choose("1E.when|private", [])
    desk.type("1E.when", "A shared line.")
    monkeypatch.chdir(student.place("week01"))
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    shown: list[HTML] = []
    monkeypatch.setattr(page_module, "display", shown.append)
    show("week01", "1E")
    assert "A shared line" in shown[0].data and not holds(shown[0].data)


def test_a_private_answer_still_in_the_notebook_is_not_handed_in(student):
    """Another program may have saved the notebook with an older copy in it, after the words were made private."""
    folder = student.place("week01")
    desk = reach(student, "week01", "1F")
    desk.type("1F.pull_for", SECRET)
    older = student.store("week01").bundle()
    desk.choose("1F.pull_for|private", ["private"])
    node = nbformat.read(folder / "week01.ipynb", as_version=4)
    node.cells[-1].outputs = [nbformat.v4.new_output("display_data", data=older)]
    nbformat.write(node, folder / "week01.ipynb")
    copy = handin.prepare("week01", folder, course=student.course)
    assert not holds(repr(copy))
    assert not holds(b"".join(unpacked(handin.write_zip(copy, course=student.course))))


def test_the_scales_of_a_private_activity_are_private_too(student):
    page = student.course.pages["week01"]
    spec = page.activity("1A").model_copy(update={"status": "private"})
    from notknowing.activities.base import Activity

    desk = Desk(Activity.kinds[spec.kind](student.course, page, spec, student.store("week01")))
    desk.type("1A.gareth.solve", "70")
    assert student.store("week01").is_private("1A.gareth.solve")


def test_where_somebody_lives_and_whom_they_would_rather_not_meet_stay_private(student):
    student.exchange("farida")
    student.open("week00", "0.3").choose("nation", "Wales")
    student.open("week02", "opening").choose("00.nation", "Scotland")
    for page_id in ("week00", "week02"):
        store = student.store(page_id)
        assert not [key for key in store.entries() if key.startswith(("0.3", "00."))]
        assert "Wales" not in json.dumps(store.bundle()) and "Scotland" not in json.dumps(store.bundle())


def test_own_private_words_can_be_read_again_in_the_panel_at_the_end(student):
    reach(student, "week01", "1E").type("1E.body", SECRET)
    desk = student.open("week01", "words")
    assert SECRET in desk.text and "never handed in" in desk.text
