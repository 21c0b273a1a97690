"""Keep my journey: all shared words and no private ones, looked through first, written as a page and a Word file."""

from __future__ import annotations

import builtins
import io
import json
import zipfile
from pathlib import Path

import pytest

from notknowing.activities import journey_files
from notknowing.activities.journey import NAME, NothingWritten, gather, working_folder
from notknowing.activities.journey_files import Chapter, Part
from notknowing.cli import app
from notknowing.work import Store

from .test_week_12 import answer_again


def files_of(folder: Path) -> bytes:
    """Every byte of the two files, the Word file unpacked."""
    held = (folder / f"{NAME}.html").read_bytes()
    word = folder / f"{NAME}.docx"
    if word.is_file():
        with zipfile.ZipFile(word) as archive:
            held += b"".join(archive.read(name) for name in archive.namelist())
    return held


def test_then_and_now_come_first_and_every_week_follows(returning):
    desk = answer_again(returning)
    made = gather(desk.activity.course, returning.folder)
    chapters = made.chapters()
    assert chapters[0].heading == "Then and now"
    first = chapters[0].parts[0].words.replace("\\", "")
    assert first.index("My first words to gareth") < first.index("Today to gareth")
    assert [one.heading.split(":")[0] for one in chapters[1:3]] == ["Week 0", "Week 2"]
    assert "Revised words to farida" in str(chapters)


def test_a_sealed_envelope_stays_sealed(returning):
    seal = returning.open("week00", "0.5")
    seal.type("0.5.therapy_for", "For getting unstuck.")
    seal.press("Seal the envelope")
    assert "unstuck" not in str(gather(returning.course, returning.folder).chapters())
    desk = answer_again(returning)
    desk.press("Open the envelope")
    desk.type("12E.envelope_now", "For being met.")
    assert "unstuck" in str(gather(returning.course, returning.folder).chapters())


def test_private_writing_is_in_no_file(returning):
    pytest.importorskip("docx")
    secret = "Quincunx under the floorboards"
    for page_id, key in (("week01", "1E.body"), ("week09", "9F.changed"), ("week12", "12G.noticed")):
        store = Store.open(page_id, returning.place(page_id))
        store.put(key, f"{secret} {page_id}", private=True)
    once_shared = Store.open("week12", returning.place("week12"))
    once_shared.put("12G.know", f"{secret}, shared at first")
    once_shared.make_private("12G.know")
    earlier = Store.open("week12", returning.place("week12"))
    earlier.put("12G.responsible", f"{secret}, an earlier version")
    earlier.put("12G.responsible", "The later version")
    gather(returning.course, returning.folder).write()
    held = files_of(returning.folder)
    assert b"The later version" in held
    assert b"Quincunx" not in held and b"floorboards" not in held


def test_what_was_typed_cannot_act_in_the_page(returning):
    Store.open("week12", returning.place("week12")).put(
        "12G.noticed", "<script>alert(1)</script> [x](javascript:alert(1)) **b**"
    )
    made = gather(returning.course, returning.folder).write()
    page = made.html.read_text("utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page and 'href="javascript' not in page
    assert 'lang="en-GB"' in page and "://" not in page


def test_the_word_file_has_real_headings_a_language_and_nobody_s_name(returning):
    docx = pytest.importorskip("docx")
    answer_again(returning)
    made = gather(returning.course, returning.folder).write()
    document = docx.Document(io.BytesIO(made.word.read_bytes()))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading 1")]
    assert headings[0] == "Then and now" and any(one.startswith("Week 2") for one in headings)
    assert any(one.style.name == "Quote" and "Today to gareth." in one.text for one in document.paragraphs)
    assert "Revised words to farida." in "".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)  # fmt: skip
    assert document.core_properties.author == "" and document.core_properties.title == "My journey"
    with zipfile.ZipFile(made.word) as archive:
        assert b'w:val="en-GB"' in archive.read("word/styles.xml")
        assert b"w:tblHeader" in archive.read("word/document.xml")


def test_odd_letters_fit_into_a_word_file():
    pytest.importorskip("docx")
    assert journey_files.as_word("T", [], [Chapter("A\x00", (Part("B", "> half \ud83d and \x0b and 🙂"),))])


def test_without_the_part_for_word_the_page_is_written_and_says_so(returning, monkeypatch):
    real = builtins.__import__

    def without_docx(name, *rest, **more):
        if name.startswith("docx"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without_docx)
    made = gather(returning.course, returning.folder).write()
    assert made.word is None and made.html.is_file()
    assert "The Word file was not made" in made.sentence and "Your words are all in the other file" in made.sentence


def test_nothing_written_is_a_sentence(tmp_path, course):
    with pytest.raises(NothingWritten, match="nothing was written"):
        gather(course, tmp_path).write()
    assert list(tmp_path.iterdir()) == []


def test_pages_that_lie_side_by_side_are_found_too(returning, tmp_path):
    flat = tmp_path / "flat"
    flat.mkdir()
    for page_id in ("week00", "week02"):
        name = f"{page_id}.responses.json"
        (flat / name).write_bytes((returning.folder / page_id / name).read_bytes())
    assert list(gather(returning.course, flat).entries) == ["week00", "week02"]
    assert working_folder(flat, "week12") == flat
    assert working_folder(returning.folder / "week12", "week12") == returning.folder


def test_a_damaged_file_costs_only_its_own_page(returning):
    (returning.place("week05") / "week05.responses.json").write_text("{", "utf-8")
    assert list(gather(returning.course, returning.folder).entries) == ["week00", "week02"]


# ---------------------------------------------------------------- the look through the words


def with_names(student) -> None:
    store = Store.open("week12", student.place("week12"))
    store.put("12G.noticed", "Mr Okafor rang me on 07700 900123. Mrs Rahman is in the course.")


def test_what_was_found_is_said_and_nothing_is_blocked(returning):
    with_names(returning)
    desk = returning.open("week12", "12H")
    assert not any(node["label"] == "Write the two files" for node in desk.controls("button"))
    desk.press("Look through my words")
    assert "Mr Okafor" in desk.text and "07700 900123" in desk.text and "Mrs Rahman" not in desk.text
    assert "You decide" in desk.text and "village" in desk.text
    desk.press("Write the two files")
    assert f"{NAME}.html" in desk.text and b"Mr Okafor" in files_of(returning.folder)


def test_the_student_chooses_what_is_left_out(returning):
    with_names(returning)
    desk = returning.open("week12", "12H")
    desk.press("Look through my words")
    desk.choose("12H.leave_out", ["07700 900123"])
    desk.press("Write the two files")
    held = files_of(returning.folder)
    assert b"900123" not in held and b"Mr Okafor" in held and b"left out: a telephone number" in held
    assert "07700 900123" in str(returning.store("week12").get("12G.noticed")), "the words themselves stay"


def test_what_was_found_is_not_handed_in(returning):
    with_names(returning)
    desk = returning.open("week12", "12H")
    desk.press("Look through my words")
    desk.choose("12H.leave_out", ["07700 900123"])
    assert [key for key in returning.store("week12").entries() if key.startswith("12H")] == []


def test_words_written_after_the_look_are_shown_before_they_are_written(returning):
    desk = returning.open("week12", "12H")
    desk.press("Look through my words")
    with_names(returning)
    desk.press("Write the two files")
    assert "have changed since you looked" in desk.text and not (returning.folder / f"{NAME}.html").exists()
    desk.press("Write the two files")
    assert (returning.folder / f"{NAME}.html").exists()


def test_a_folder_that_cannot_be_written_is_a_sentence(returning, monkeypatch):
    desk = returning.open("week12", "12H")
    desk.press("Look through my words")

    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("notknowing.activities.journey.write_whole", full)
    reply = desk.press_key("write")
    assert not reply["ok"] and "disk is full" in reply["message"] and "Your words are safe" in reply["message"]


# ---------------------------------------------------------------- the command


def run(*arguments: str, capsys) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stopped:
        app(list(arguments))
    code = stopped.value.code
    held = capsys.readouterr()
    return code or 0, held.out + held.err


def test_the_command_writes_both_and_says_what_it_found(returning, tmp_path, capsys):
    with_names(returning)
    to = tmp_path / "out"
    code, said = run("journey", "--folder", str(returning.folder), "--to", str(to), "--yes", capsys=capsys)
    assert code == 0 and "Mr Okafor" in said and "you decide" in said and "my-journey.html" in said
    assert b"Mr Okafor" in files_of(to)
    code, said = run(
        "journey", "--folder", str(returning.folder), "--to", str(to), "--leave-out", "--json", capsys=capsys
    )
    assert code == 0 and b"Mr Okafor" not in files_of(to)
    assert json.loads(said[said.index("{") :])["pages"] == ["week00", "week02", "week12"]


def test_the_command_says_in_a_sentence_when_there_is_nothing(tmp_path, capsys):
    code, said = run("journey", "--folder", str(tmp_path), "--yes", capsys=capsys)
    assert code == 1 and "There are no words of yours" in said and "Traceback" not in said
    code, said = run("journey", "--folder", str(tmp_path / "away"), "--yes", capsys=capsys)
    assert code == 1 and "is not there" in said
