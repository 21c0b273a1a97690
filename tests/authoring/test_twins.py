"""Pages as documents: nothing is missing, nothing of the made-up student is left, and answers come back out of Word."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import pytest

from notknowing.activities.nodes import walk
from notknowing.authoring import twins_import as reading
from notknowing.authoring.twins import TwinError, missing, workshop
from notknowing.authoring.twins_files import check, make
from notknowing.authoring.twins_html import activities_in, html_of
from notknowing.authoring.twins_merge import GAP
from notknowing.authoring.twins_unfold import OWN_WORDS
from notknowing.cli import app
from notknowing.course import load
from notknowing.work import Store

ROOT = Path(__file__).parents[2]
COURSE = load(ROOT / "course")


@pytest.fixture(scope="module")
def shop():
    with workshop(COURSE) as shop:
        yield shop


@pytest.fixture(scope="module")
def week02(shop):
    return shop.twin("week02")


@pytest.fixture(scope="module")
def a1(shop):
    return shop.twin("a1")


@pytest.fixture(scope="module")
def word(week02, tmp_path_factory) -> Path:
    from notknowing.authoring.twins_word import docx_of

    path = tmp_path_factory.mktemp("word") / "week02.docx"
    path.write_bytes(docx_of(week02))
    return path


def fill(path: Path, to: Path, answers: dict[str, str | list[str]]) -> Path:
    """Write into answer places as somebody with Word would: below the mark, or by ticking a box."""
    document = docx.Document(path)
    for table in document.tables:
        for cell in table._cells:
            key = cell.paragraphs[0].text.strip("[]")
            if key not in answers:
                continue
            if isinstance(answers[key], str):
                cell.paragraphs[1].text = answers[key]
                continue
            for line in cell.paragraphs[1:]:
                for text in line._p.iter(f"{reading.W}t"):
                    if text.text in "☐☒":
                        text.text = "☒" if line.text.strip() in answers[key] else "☐"
    document.save(to)
    return to


PLACES: dict = {}


def store_in(folder: Path, page: str = "week02") -> Store:
    folder.mkdir(exist_ok=True)
    return Store.open(page, folder)


def read_in(path: Path, folder: Path, shop, page: str = "week02", **more):
    if page not in PLACES:
        PLACES[page] = shop.twin(page).places()
    with store_in(folder, page) as store:
        brought = reading.bring_in(reading.read_docx(path), COURSE, page, PLACES[page], store, **more)
    return brought, Store.open(page, folder, writing=False)


# ---------------------------------------------------------------------------------------------- what is in a twin


def test_both_forms_have_every_activity_of_the_page(week02, word):
    from notknowing.authoring import twins_word

    wanted = {activity.id for activity in COURSE.page("week02").activities}
    assert activities_in(html_of(week02)) == wanted
    assert twins_word.activities_in(word.read_bytes()) == wanted


def test_an_activity_that_a_document_lacks_is_named(week02):
    found = activities_in(html_of(week02)) - {"2D"}
    assert missing(COURSE.page("week02"), found) == ["week02 2D (The both-knowing ledger) is not in the document."]


def test_the_check_names_files_and_activities_that_are_not_there(week02, tmp_path):
    html = html_of(week02).replace('<section id="activity-2D" data-activity', '<section id="gone"')
    (tmp_path / "week02.html").write_text(html, encoding="utf-8")
    problems = check(COURSE, tmp_path)
    assert "week02.html: week02 2D (The both-knowing ledger) is not in the document." in problems
    assert "week02.docx is not there." in problems and "week01.html is not there." in problems


def test_outcomes_and_signposting_are_in_both_forms(week02, word):
    said = "\n".join(p.text for p in docx.Document(word).paragraphs)
    html = html_of(week02)
    for outcome in COURSE.page("week02").outcomes:
        assert outcome.text in said and outcome.text in re.sub(r"<[^>]+>", "", html).replace("&#x27;", "'")
    assert COURSE.signposting.nobody_watching in said


def test_every_step_of_the_loop_is_there_in_its_order(week02):
    loop = next(part for part in week02.parts if part.id == "2C")
    titles = [node.get("text") or node.get("label") for node in walk(loop.nodes) if node["t"] in {"heading", "reveal"}]
    steps = [int(found[1]) for title in titles if title and (found := re.match(r"Step (\d+) of 11", title))]
    assert steps == [*range(1, 11), *range(1, 11), 11]
    assert {"2C.farida.first.words", "2C.wei-ling.revised.words", "2C.transfer.words"} <= set(loop.places)


def test_silence_and_plain_telling_keep_their_own_places(week02):
    loop = next(part for part in week02.parts if part.id == "2C")
    conditions = {node["label"]: [c["k"] for c in node["children"]] for node in walk(loop.nodes) if node["t"] == "when"}
    assert "2C.transfer.how_long" in conditions["If you choose “Say nothing for now”"]


def test_the_course_says_its_reading_for_each_choice_and_not_before_it(week02):
    retrieval = week02.parts[0]
    reveal = next(node for node in walk(retrieval.nodes) if node["t"] == "reveal")
    cases = next(node for node in reveal["children"] if node["t"] == "cases")["cases"]
    assert cases[0]["label"] == "If you choose “Give advice”"
    assert cases[0]["node"]["text"].startswith("The course would say so too.")
    assert cases[1]["node"]["text"].startswith("The course would answer differently.")
    asked = [node["k"] for node in retrieval.nodes if node["t"] == "choice"]
    kinds = [node["t"] for node in retrieval.nodes]
    assert asked and kinds.index("choice") < kinds.index("reveal")


def test_a_student_s_own_answers_leave_a_gap(a1):
    kappa = next(part for part in a1.parts if part.id == "A2")
    table = next(node for node in walk(kappa.nodes) if node["t"] == "table" and "Yours" in node["head"])
    reveals = [node for node in walk(kappa.nodes) if node["t"] == "reveal"]
    assert any(node is table for reveal in reveals for node in walk([reveal]))  # coding comes first
    assert {line[1] for line in table["rows"]} == {GAP}
    assert all(line[2] not in {GAP, ""} for line in table["rows"])


def test_nothing_of_the_made_up_student_is_printed_but_a_place_for_own_words(week02, a1):
    for twin in (week02, a1):
        html = html_of(twin)
        assert f"{OWN_WORDS} {OWN_WORDS}" not in html
        assert not re.search(r"<textarea[^>]*>[^<]", html) and ">not coded yet<" not in html


def test_the_mirror_is_not_imitated(week02):
    html = html_of(week02)
    assert "A document cannot read. Look for yourself" in html and "<mark" not in html


def test_the_same_page_gives_the_same_document(shop, week02):
    assert html_of(shop.twin("week02")) == html_of(week02)


def test_html_is_one_file_in_british_english_with_headings_in_order(week02, a1):
    for twin in (week02, a1):
        html = html_of(twin)
        assert html.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
        assert "<script" not in html and not re.search(r'(src|href)="https?:', html)
        levels = [int(found) for found in re.findall(r"<h(\d)", html)]
        assert levels.count(1) == 1 and levels[0] == 1
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
        assert all(f"<{one}" in html for one in ("main", "nav", "footer"))
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        assert "Nothing is sent, and nothing is saved" in html


def test_what_a_page_says_is_text_and_never_markup(shop):
    twin = shop.twin("a1b")
    twin.parts[0].nodes.append({"t": "para", "k": "x", "runs": [["", "<script>alert(1)</script>"]], "style": ""})
    assert "<script>alert" not in html_of(twin)


def test_pictures_have_words_and_their_numbers_beside_them(shop):
    html = html_of(shop.twin("week03"))
    pictures = re.findall(r"<figure class=\"nk-picture\">.*?</figure>\s*<details.*?</details>", html, re.DOTALL)
    assert pictures and len(pictures) == html.count('<figure class="nk-picture">')
    for one in pictures:
        assert re.search(r'<img src="data:image/svg\+xml;base64,[^"]+" alt="[^"]{40,}"', one) and "<table" in one


def test_an_unknown_page_is_one_sentence(tmp_path):
    with pytest.raises(TwinError, match=r"There is no page called week99; there are week00.*Nothing was written\."):
        make(COURSE, tmp_path / "out", ["week99"])
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_every_page_of_the_course_has_whole_twins_that_give_back_nothing_when_nothing_was_written(shop, tmp_path):
    made = make(COURSE, tmp_path)
    assert made.problems == [] and check(COURSE, tmp_path) == []
    for page_id in COURSE.pages:
        html = (tmp_path / f"{page_id}.html").read_text(encoding="utf-8")
        assert "notknowing-twins-" not in html and f"{OWN_WORDS} {OWN_WORDS}" not in html, page_id
        brought, store = read_in(tmp_path / f"{page_id}.docx", tmp_path / page_id, shop, page_id)
        assert (brought.read, brought.told, brought.not_there) == ([], [], []), page_id
        assert store.keys() == []


# ---------------------------------------------------------------------------------------------- Word


def test_the_word_file_opens_in_english_with_one_title_and_described_places(word, week02):
    document = docx.Document(word)
    headings = [int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings.count(1) == 1 and all(b <= a + 1 for a, b in zip(headings, headings[1:], strict=False))
    with zipfile.ZipFile(word) as file:
        body = file.read("word/document.xml").decode("utf-8")
        assert 'w:val="en-GB"' in file.read("word/styles.xml").decode("utf-8")
    marks = re.findall(r">\[([^\]<]+)\]<", body)
    assert set(week02.places()) <= set(marks)
    names = re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)"', body)
    assert len(names) == len(set(names)) and set(re.findall(r'w:anchor="([^"]+)"', body)) <= set(names)


def test_answers_written_in_word_become_the_students_words(word, tmp_path, shop):
    answers = {
        "2C.farida.first.words": "Who has not been asked yet?",
        "2C.farida.before.help": "55",
        "2C.farida.pull": ["to reassure"],
        "2A.form_and_effect": ["Give advice"],
        "2D.i_know": "What four sessions can hold.",
    }
    brought, store = read_in(fill(word, tmp_path / "mine.docx", answers), tmp_path / "work", shop)
    assert brought.told == [] and len(brought.read) == 5
    assert store.get("2C.farida.first.words") == "Who has not been asked yet?"
    assert store.get("2C.farida.before.help") == 55 and store.entry("2C.farida.before.help").kind == "number"
    assert store.get("2C.farida.pull") == "reassure" and store.get("2A.form_and_effect") == "Give advice"
    assert store.entry("2C.farida.first.manner") is None  # as it was handed out
    assert brought.summary() == "5 answers were read and saved."


def test_the_marker_sees_what_was_written_in_word(word, tmp_path, shop):
    from notknowing.activities.transcripts import manual_markdown

    path = fill(word, tmp_path / "mine.docx", {"2C.farida.first.words": "Who has not been asked yet?"})
    _, store = read_in(path, tmp_path / "work", shop)
    assert "Who has not been asked yet?" in manual_markdown("week02", "week02-2c", store.entries(), COURSE)


def test_reading_the_same_document_twice_changes_nothing(word, tmp_path, shop):
    path = fill(word, tmp_path / "mine.docx", {"2D.i_know": "What four sessions can hold."})
    read_in(path, tmp_path / "work", shop)
    brought, store = read_in(path, tmp_path / "work", shop)
    assert brought.read == [] and len(brought.same) == 1
    assert store.entry("2D.i_know").history == []


def test_older_words_of_the_page_stay_as_the_version_before(word, tmp_path, shop):
    with store_in(tmp_path / "work") as store:
        store.put("2D.i_know", "Begun in the notebook.")
    path = fill(word, tmp_path / "mine.docx", {"2D.i_know": "Finished in Word."})
    brought, store = read_in(path, tmp_path / "work", shop, saved=datetime.now(UTC) + timedelta(minutes=1))
    assert store.get("2D.i_know") == "Finished in Word." and len(brought.kept_both) == 1
    assert [one["value"] for one in store.entry("2D.i_know").history] == ["Begun in the notebook."]


def test_newer_words_of_the_page_are_never_overwritten(word, tmp_path, shop):
    with store_in(tmp_path / "work") as store:
        store.put("2D.i_know", "Written since.")
    path = fill(word, tmp_path / "mine.docx", {"2D.i_know": "Written before, in Word."})
    brought, store = read_in(path, tmp_path / "work", shop, saved=datetime.now(UTC) - timedelta(days=1))
    assert store.get("2D.i_know") == "Written since."
    assert "Written before, in Word." in [one["value"] for one in store.entry("2D.i_know").history]
    assert "the page had newer words, and they stay" in brought.told[0]


def test_an_empty_place_takes_nothing_away(word, tmp_path, shop):
    with store_in(tmp_path / "work") as store:
        store.put("2D.i_know", "Mine.")
    _, store = read_in(word, tmp_path / "work", shop)
    assert store.get("2D.i_know") == "Mine."


def change_xml(path: Path, to: Path, change) -> Path:
    """The same document with its text changed by a function, as another program might have saved it."""
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(to, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, change(data.decode("utf-8")).encode("utf-8") if name == "word/document.xml" else data)
    return to


def test_a_marked_up_document_is_read_as_if_its_changes_were_accepted(word, tmp_path, shop):
    path = fill(word, tmp_path / "mine.docx", {"2D.i_know": "SLOT"})
    edited = (
        '</w:t></w:r><w:r><w:t xml:space="preserve">What </w:t></w:r>'
        '<w:del w:id="900" w:author="A"><w:r><w:delText>a long course</w:delText></w:r></w:del>'
        '<w:ins w:id="901" w:author="A"><w:r><w:rPr><w:b/></w:rPr><w:t>four sessions</w:t></w:r></w:ins>'
        '<w:moveFrom w:id="902" w:author="A"><w:r><w:t>moved away</w:t></w:r></w:moveFrom>'
        '<w:r><w:t xml:space="preserve"> can hold,</w:t><w:br/><w:t>and what they can\'t.</w:t></w:r><w:r><w:t>'
    )
    marked = change_xml(
        path, tmp_path / "marked.docx", lambda xml: xml.replace("SLOT", edited).replace("Mark", "Other")
    )
    brought, store = read_in(marked, tmp_path / "work", shop)
    assert store.get("2D.i_know") == "What four sessions can hold,\nand what they can't."
    assert len(brought.read) == 1


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not on this machine")
def test_a_document_that_another_program_has_saved_again_is_read(word, tmp_path, shop):
    path = fill(word, tmp_path / "mine.docx", {"2D.i_know": "Mine.", "2C.farida.pull": ["to reassure"]})
    subprocess.run(["pandoc", str(path), "-o", str(tmp_path / "again.docx")], check=True, timeout=60)
    brought, store = read_in(tmp_path / "again.docx", tmp_path / "work", shop)
    assert (store.get("2D.i_know"), store.get("2C.farida.pull")) == ("Mine.", "reassure")
    assert len(brought.read) == 2 and brought.told == [] and brought.not_there == []


def test_boxes_may_be_ticked_by_typing_and_lists_by_writing_the_label(a1, tmp_path, shop):
    from notknowing.authoring.twins_word import docx_of

    path = tmp_path / "a1.docx"
    path.write_bytes(docx_of(a1))
    document = docx.Document(path)
    for table in document.tables:
        for cell in table._cells:
            if cell.paragraphs[0].text == "[A1.t1]":
                cell.paragraphs[1]._p.getparent().remove(cell.paragraphs[1]._p)
                cell.add_paragraph("open question")
            if cell.paragraphs[0].text == "[C.farida.first.manner]":
                for line in cell.paragraphs[1:]:
                    label = line.text.strip()
                    for child in list(line._p):
                        line._p.remove(child)
                    line.add_run(f"[x] {label}" if label == "Say nothing for now" else f"[ ] {label}")
    document.save(path)
    _, store = read_in(path, tmp_path / "work", shop, "a1")
    codes = {code.label: code.id for code in COURSE.page("a1").activity("A1").codes}
    assert store.get("A1.t1") == codes["Open question"] and store.get("C.farida.first.manner") == "silence"


@pytest.mark.parametrize(
    ("key", "wrote", "told"),
    [
        ("2C.farida.before.help", "quite a lot", "“quite a lot” is not a number from 0 to 100, so it was not read."),
        ("2C.farida.before.help", "140", "“140” is not a number from 0 to 100, so it was not read."),
        ("2C.farida.pull", ["to solve", "to reassure"], "More than one answer is ticked, so none was read."),
    ],
)
def test_what_cannot_be_used_is_said_and_not_guessed(word, tmp_path, shop, key, wrote, told):
    brought, store = read_in(fill(word, tmp_path / "mine.docx", {key: wrote}), tmp_path / "work", shop)
    assert brought.read == [] and brought.told[0].endswith(told) and store.keys() == []


def test_private_answers_go_into_the_private_file_alone(tmp_path, shop):
    from notknowing.authoring.twins_word import docx_of

    path = tmp_path / "week00.docx"
    path.write_bytes(docx_of(shop.twin("week00")))
    assert "Private: this stays with you." in "\n".join(p.text for p in docx.Document(path).paragraphs)
    fill(path, path, {"0.6.needs": "Larger type."})
    _, store = read_in(path, tmp_path / "work", shop, "week00")
    assert store.private_entries()["0.6.needs"].value == "Larger type."
    assert not store.path.exists() or "Larger type." not in store.path.read_text(encoding="utf-8")


def test_the_box_that_says_who_reads_an_answer_is_followed(word, tmp_path, shop):
    label = "Keep this private. It stays in this folder and is never handed in."
    path = fill(word, tmp_path / "mine.docx", {"2H.noticed": "That I hurried.", "2H.noticed|private": [label], "2H.know": "Her son."})  # fmt: skip
    _, store = read_in(path, tmp_path / "work", shop)
    assert set(store.private_entries()) == {"2H.noticed"} and set(store.entries()) == {"2H.know"}


def test_a_place_that_was_deleted_is_named_and_the_rest_is_read(word, tmp_path, shop):
    path = fill(word, tmp_path / "mine.docx", {"2D.i_know": "Mine."})
    document = docx.Document(path)
    gone = next(t for t in document.tables if t._cells[0].paragraphs[0].text == "[2D.obliged]")
    gone._tbl.getparent().remove(gone._tbl)
    document.save(path)
    brought, store = read_in(path, tmp_path / "work", shop)
    assert brought.not_there == ["2D.obliged"] and store.get("2D.i_know") == "Mine."


def damaged(tmp_path: Path, word: Path) -> dict[str, Path]:
    whole = word.read_bytes()
    cut, empty, text, foreign = (tmp_path / name for name in ("cut.docx", "empty.docx", "text.docx", "foreign.docx"))
    cut.write_bytes(whole[: len(whole) // 2])
    empty.write_bytes(b"")
    text.write_text("Only text.", encoding="utf-8")
    document = docx.Document()
    document.add_paragraph("An essay.")
    document.save(foreign)
    broken = change_xml(word, tmp_path / "broken.docx", lambda xml: xml[: len(xml) // 2])
    bare = tmp_path / "bare.docx"
    with zipfile.ZipFile(bare, "w") as file:
        file.writestr("something.txt", "else")
    return {"cut": cut, "empty": empty, "text": text, "broken": broken, "bare": bare, "foreign": foreign}


@pytest.mark.parametrize("which", ["cut", "empty", "text", "broken", "bare", "foreign"])
def test_a_damaged_or_foreign_file_gets_one_sentence_and_changes_nothing(which, word, tmp_path):
    with pytest.raises(reading.DocumentError) as said:
        reading.read_docx(damaged(tmp_path, word)[which])
    assert "Nothing was changed." in str(said.value) and "Traceback" not in str(said.value)


def test_a_document_of_another_page_is_refused_by_name(word, tmp_path, shop):
    with pytest.raises(reading.DocumentError, match="the copy of week02, not of week00"):
        read_in(word, tmp_path / "work", shop, "week00")


# ---------------------------------------------------------------------------------------------- the command


def run(*words: str) -> int:
    return app(list(words), standalone_mode=False) or 0


@pytest.fixture
def command(monkeypatch, capsys):
    from typer.main import get_command

    def give(*words: str) -> tuple[int, str, str]:
        code = get_command(app).main(args=[*map(str, words)], prog_name="notknowing", standalone_mode=False)
        out = capsys.readouterr()
        return code, out.out, out.err

    return give


def test_the_command_writes_pages_and_reads_one_back(command, tmp_path):
    course = ("--course", ROOT / "course")
    code, out, _ = command("twins", "a1b", "--to", tmp_path / "twins", *course)
    assert code == 0 and "2 files written" in out and "Every activity is in them." in out
    assert sorted(path.name for path in (tmp_path / "twins").iterdir()) == ["a1b.docx", "a1b.html"]
    fill(tmp_path / "twins" / "a1b.docx", tmp_path / "mine.docx", {"B.because": "Because she asked."})
    (tmp_path / "work").mkdir()
    code, out, _ = command("twins", "import", tmp_path / "mine.docx", "--page", "a1b", "--folder", tmp_path / "work", *course)  # fmt: skip
    assert code == 0 and "1 answer was read and saved." in out
    assert Store.open("a1b", tmp_path / "work", writing=False).get("B.because") == "Because she asked."


def test_the_command_says_plainly_what_it_cannot_do(command, tmp_path):
    course = ("--course", ROOT / "course")
    code, _, err = command("twins", "import", tmp_path / "no.docx", "--page", "a1b", "--folder", tmp_path, *course)
    assert code == 1 and "is not there. Nothing was changed." in err
    code, _, err = command("twins", "nosuch", "--to", tmp_path / "t", *course)
    assert code == 1 and "There is no page called nosuch" in err
    code, _, err = command("twins", "import", tmp_path / "no.docx", "--page", "week99", *course)
    assert code == 2 and "There is no page called week99" in err


def test_word_copies_say_what_they_need(monkeypatch, tmp_path):
    import sys

    monkeypatch.setitem(sys.modules, "docx", None)
    for name in [name for name in sys.modules if name.startswith("notknowing.authoring.twins_word") or name.endswith("twins_ooxml")]:  # fmt: skip
        monkeypatch.delitem(sys.modules, name)
    import notknowing.authoring

    monkeypatch.delattr(notknowing.authoring, "twins_word", raising=False)
    monkeypatch.delattr(notknowing.authoring, "twins_ooxml", raising=False)
    with pytest.raises(TwinError, match="need python-docx"):
        make(COURSE, tmp_path, ["a1b"], ["word"])
