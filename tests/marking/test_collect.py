"""Downloads as Blackboard, Moodle and Canvas make them, and downloads that mean harm."""

import io
import json
import stat
import struct
import zipfile

import nbformat
import pytest
from tiny_course import released, responses, with_words_inside

from notknowing.marking.archives import Limits, Refused, leaves_its_folder, members
from notknowing.marking.collect import collect
from notknowing.marking.places import MarkingError
from notknowing.marking.preflight import preflight
from notknowing.marking.vle_names import detect, folder_for, named
from notknowing.work import read_entries

RIGHT = {"A.answer": "swallows"}


def zipped(files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return held.getvalue()


@pytest.fixture
def download(tmp_path):
    def write(files, name="gradebook_CNS_A1_2027-02-26-12-30-00.zip"):
        path = tmp_path / name
        path.write_bytes(zipped(files))
        return path

    return write


@pytest.fixture
def sheet(tiny):
    return nbformat.writes(released(tiny)).encode()


def submission(sheet, values=RIGHT, hour=12):
    return zipped([("t1.ipynb", sheet), ("t1.responses.json", responses(values, hour=hour))])


def folder(root, student):
    return root / "submitted" / student / "t1"


def answer(root, student):
    return read_entries(folder(root, student) / "t1.responses.json")[0]["A.answer"].value


def fates(result):
    return {one.name.rsplit("/", 1)[-1]: one.fate for one in result.files}


# ------------------------------------------------------------------------------------------ the three VLEs

RECEIPT = "Name: Jo Bloggs (jo_bloggs)\nAssignment: A1\nDate Submitted: Friday\nCurrent Grade: Needs Grading\n"


def test_blackboard_latest_attempt_with_its_time(tiny, download, sheet):
    stem = "A1 Listening_ab12cd_attempt"
    source = download([
        (f"{stem}_2027-02-20-09-00-00_t1-submission.zip", submission(sheet, {"A.answer": "early"})),
        (f"{stem}_2027-02-20-09-00-00.txt", RECEIPT),
        (f"{stem}_2027-02-25-10-30-00_t1-submission.zip", submission(sheet, {"A.answer": "late"})),
        (f"{stem}_2027-02-25-10-30-00.txt", RECEIPT),
    ])  # fmt: skip
    result = collect(source, "t1", tiny)
    assert result.vle == "blackboard"
    assert [student.student for student in result.students] == ["ab12cd"]
    assert answer(tiny, "ab12cd") == "late"
    assert (folder(tiny, "ab12cd") / "timestamp.txt").read_text() == "2027-02-25 10:30:00 UTC\n"
    older = list((tiny / "originals" / "ab12cd" / "t1" / "attempts").rglob("*.zip"))
    assert len(older) == 1 and older[0].parent.name == "2027-02-20-09-00-00"
    assert sum(one.fate == "ignored" for one in result.files) == 2


def test_blackboards_summer_time_is_turned_into_utc(tiny, download, sheet):
    collect(download([("A_x1_attempt_2027-07-01-10-00-00_t1.ipynb", sheet)]), "t1", tiny)
    assert (folder(tiny, "x1") / "timestamp.txt").read_text() == "2027-07-01 09:00:00 UTC\n"


def test_a_blackboard_username_with_an_underscore(tiny, download, sheet):
    stem = "A1 Listening_jo_bloggs_attempt_2027-02-20-09-00-00"
    result = collect(download([(f"{stem}_t1.ipynb", sheet), (f"{stem}.txt", RECEIPT)]), "t1", tiny)
    assert [student.key for student in result.students] == ["jo_bloggs"]


@pytest.mark.parametrize("between", ["_assignsubmission_file_/", "_assignsubmission_file/", "_assignsubmission_file_"])
def test_moodle_folders_and_flat(tiny, download, sheet, between):
    source = download([
        (f"Siân O'Neill_4711{between}t1.ipynb", sheet),
        (f"Siân O'Neill_4711{between}t1.responses.json", responses(RIGHT)),
        ("Participant_4712_assignsubmission_file_/t1-submission.zip", submission(sheet)),
        ("Siân O'Neill_4711_assignsubmission_onlinetext_/onlinetext.html", b"<p>hello"),
    ])  # fmt: skip
    result = collect(source, "t1", tiny)
    assert result.vle == "moodle"
    assert [(one.student, one.name) for one in result.students] == [("4711", "Siân O'Neill"), ("4712", "Participant")]
    assert answer(tiny, "4711") == answer(tiny, "4712") == "swallows"
    assert not (folder(tiny, "4711") / "timestamp.txt").exists()
    assert fates(result)["onlinetext.html"] == "ignored"


def test_canvas_names_the_last_upload_and_lateness(tiny, download, sheet):
    source = download([
        ("bloggsjo_LATE_101_9001_t1.ipynb", sheet),
        ("bloggsjo_LATE_101_9002_t1.responses.json", responses({"A.answer": "first"})),
        ("bloggsjo_LATE_101_9005_t1.responses-1.json", responses({"A.answer": "second"})),
        ("anon_102_9003_t1-2.ipynb", sheet),
    ])  # fmt: skip
    result = collect(source, "t1", tiny)
    assert result.vle == "canvas"
    assert [(one.student, one.late) for one in result.students] == [("101", True), ("102", False)]
    assert answer(tiny, "101") == "second"
    assert (folder(tiny, "102") / "t1.ipynb").read_bytes() == sheet
    assert any(path.name == "t1.responses.json" for path in (tiny / "originals" / "101" / "t1" / "attempts").iterdir())


@pytest.mark.parametrize("layout", ["jo/t1.ipynb", "jo/t1/t1.ipynb", "all/jo/t1.ipynb"])
def test_plain_folders(tiny, tmp_path, sheet, layout):
    path = tmp_path / "work" / layout
    path.parent.mkdir(parents=True)
    path.write_bytes(sheet)
    assert [one.student for one in collect(tmp_path / "work", "t1", tiny).students] == ["jo"]
    assert (folder(tiny, "jo") / "t1.ipynb").read_bytes() == sheet


def test_one_students_own_zip(tiny, tmp_path, sheet):
    path = tmp_path / "ab12cd.zip"
    path.write_bytes(submission(sheet))
    assert [one.student for one in collect(path, "t1", tiny).students] == ["ab12cd"]
    assert answer(tiny, "ab12cd") == "swallows"


@pytest.mark.parametrize(
    ("name", "vle", "key", "file"),
    [
        ("A1_2026_x1_attempt_2027-02-20-09-00-00_t1.ipynb", "blackboard", "x1", "t1.ipynb"),
        ("folder/Jo_1_assignsubmission_file_/sub/t1.ipynb", "moodle", "1", "sub/t1.ipynb"),
        ("doe_7_8_my_file-3.ipynb", "canvas", "7", "my_file.ipynb"),
        ("jo/t1.ipynb", "folders", "jo", "t1.ipynb"),
    ],
)
def test_names(name, vle, key, file):
    assert detect([name]) == vle
    found = named(name, vle)
    assert (found.key, found.file) == (key, file)


@pytest.mark.parametrize("key", ["../../x", "a/b", "[abc]*?", "..", "", "x+y"])
def test_a_key_becomes_a_folder_nbgrader_can_work_with(key):
    name = folder_for(key)
    assert name and not set(name) & set("/\\*?[]+") and name not in (".", "..")


# ------------------------------------------------------------------------------------------ what came with it


def test_every_file_has_a_fate_and_nothing_private_is_kept(tiny, download, sheet):
    stem = "A_x1_attempt_2027-02-20-09-00-00"
    source = download([
        (f"{stem}_t1.ipynb", sheet),
        (f"{stem}_t1.private.json", b"for nobody else"),
        (f"{stem}_timestamp.txt", b"2020-01-01 00:00:00 UTC"),
        (f"{stem}_essay.docx", b"PK words"),
        (f"{stem}_t1-submission.zip", zipped([("t1.private (1).json", b"for nobody else")])),
        ("something else.pdf", b"%PDF"),
    ])  # fmt: skip
    result = collect(source, "t1", tiny)
    assert len(result.files) == 6
    assert [one.fate for one in result.files if "private" in one.name] == ["refused", "refused"]
    assert fates(result)["something else.pdf"] == "not understood"
    assert any("essay.docx" in line for line in result.students[0].person)
    kept = b"".join(path.read_bytes() for path in tiny.rglob("*") if path.is_file())
    assert b"for nobody else" not in kept
    assert (folder(tiny, "x1") / "timestamp.txt").read_text() == "2027-02-20 09:00:00 UTC\n"
    json.dumps(result.to_json())
    assert len(result.table()) == 6


def test_two_notebooks_the_newest_words_are_marked_and_none_lost(tiny, download):
    older = nbformat.writes(
        with_words_inside(released(tiny), {"A.answer": "old", "B.text": "only here"}, hour=9)
    ).encode()
    newer = nbformat.writes(with_words_inside(released(tiny), RIGHT, hour=15)).encode()
    stem = "A_x1_attempt_2027-02-20-09-00-00"
    result = collect(download([(f"{stem}_t1.ipynb", older), (f"{stem}_t1 (1).ipynb", newer)]), "t1", tiny)
    assert (folder(tiny, "x1") / "t1.ipynb").read_bytes() == newer
    assert read_entries(folder(tiny, "x1") / "t1.responses.json")[0]["B.text"].value == "only here"
    assert any("More than one notebook" in line for line in result.students[0].person)


def test_nothing_usable_is_still_counted(tiny, download):
    result = collect(download([("A_x1_attempt_2027-02-20-09-00-00_essay.docx", b"PK")]), "t1", tiny)
    assert any("No notebook" in line for line in result.students[0].person)
    assert [one.status for one in preflight("t1", tiny)] == ["set_aside"]


def test_collecting_again_changes_nothing_and_a_repair_stays(tiny, download, sheet):
    source = download(
        [("A_x1_attempt_2027-02-20-09-00-00_t1 (3).ipynb", sheet.replace(b'schema_version": 3', b'schema_version": 9'))]
    )
    collect(source, "t1", tiny)
    preflight("t1", tiny)
    before = (folder(tiny, "x1") / "t1.ipynb").read_bytes()
    again = collect(source, "t1", tiny)
    assert not again.students[0].new
    assert (folder(tiny, "x1") / "t1.ipynb").read_bytes() == before


def test_an_older_download_never_replaces_a_newer_one(tiny, download, sheet):
    def at(day, word):
        return download(
            [(f"A_x1_attempt_2027-02-{day}-09-00-00_t1-submission.zip", submission(sheet, {"A.answer": word}))],
            f"{day}.zip",
        )

    collect(at(25, "newer"), "t1", tiny)
    result = collect(at(20, "older"), "t1", tiny)
    assert answer(tiny, "x1") == "newer"
    assert not result.students[0].new
    collect(at(26, "newest"), "t1", tiny)
    assert answer(tiny, "x1") == "newest"
    assert list((tiny / "originals" / "x1" / "t1" / "earlier").iterdir())


def test_a_class_list_says_who_is_missing(tiny, download, sheet, tmp_path):
    roster = tmp_path / "grades.csv"
    roster.write_text("Last Name,First Name,Username\nA,A,X1\nB,B,x2\n", "utf-16")
    result = collect(
        download(
            [("A_x1_attempt_2027-02-20-09-00-00_t1.ipynb", sheet), ("A_x9_attempt_2027-02-20-09-00-00_t1.ipynb", sheet)]
        ),
        "t1",
        tiny,
        roster,
    )
    assert result.missing == ["x2"]
    assert "Not on the class list: x9." in result.lines


# ------------------------------------------------------------------------------------------ harm


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "a/../../x", "..\\x", "C:\\x", "C:x", "a\x00b", "\\\\server\\x", ""]
)
def test_names_that_lead_out(name):
    assert leaves_its_folder(name)


@pytest.mark.parametrize("name", ["a..b/x", "x", "a/b/c", "...", "A1_x1_attempt_2027-02-20-09-00-00_t1.ipynb"])
def test_names_that_stay(name):
    assert not leaves_its_folder(name)


def test_a_zip_that_climbs_out_leaves_nothing_outside(tiny, download, sheet, tmp_path):
    source = download(
        [
            ("A_x1_attempt_2027-02-20-09-00-00_t1.ipynb", sheet),
            ("../../A_x2_attempt_2027-02-20-09-00-00_t1.ipynb", b"out"),
        ]
    )
    before = {path for path in tmp_path.rglob("*") if tiny not in path.parents}
    result = collect(source, "t1", tiny)
    assert {path for path in tmp_path.rglob("*") if tiny not in path.parents} == before
    assert [one.fate for one in result.unclear()] == ["refused"]
    assert "leads out" in result.unclear()[0].line
    assert [one.student for one in result.students] == ["x1"]


def test_a_link_in_a_zip_is_refused(tiny, tmp_path, sheet):
    path = tmp_path / "links.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("A_x1_attempt_2027-02-20-09-00-00_t1.ipynb", sheet)
        info = zipfile.ZipInfo("A_x1_attempt_2027-02-20-09-00-00_t1.responses.json")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    assert "link" in collect(path, "t1", tiny).unclear()[0].line


def test_a_link_in_a_folder_is_refused(tiny, tmp_path, sheet):
    work = tmp_path / "work" / "jo"
    work.mkdir(parents=True)
    (work / "t1.ipynb").write_bytes(sheet)
    (work / "t1.responses.json").symlink_to("/etc/passwd")
    assert "link" in collect(tmp_path / "work", "t1", tiny).unclear()[0].line


def test_a_bomb_is_refused_before_it_goes_off(tiny, download):
    source = download([("A_x1_attempt_2027-02-20-09-00-00_t1.ipynb", b"0" * 30_000_000)])
    assert "far more" in collect(source, "t1", tiny).unclear()[0].line


def test_a_bomb_inside_the_students_own_zip(tiny, download):
    source = download(
        [("A_x1_attempt_2027-02-20-09-00-00_t1-submission.zip", zipped([("t1.ipynb", b"0" * 30_000_000)]))]
    )
    assert "far more" in collect(source, "t1", tiny).unclear()[0].line


def test_a_zip_that_lies_about_its_size(tmp_path):
    path = tmp_path / "lies.zip"
    path.write_bytes(
        zipped([("jo/t1.ipynb", b"0" * 3_000_000)]).replace(struct.pack("<L", 3_000_000), struct.pack("<L", 10))
    )
    found = list(members(path, Limits(file_bytes=1000)))
    assert found[0].refused and not found[0].data


def test_zips_in_zips_are_opened_once_only(tiny, download, sheet):
    deep = zipped([("deeper.zip", zipped([("t1.ipynb", sheet)]))])
    result = collect(download([("A_x1_attempt_2027-02-20-09-00-00_t1-submission.zip", deep)]), "t1", tiny)
    assert "not opened" in result.unclear()[0].line


def test_too_many_files_and_too_much_altogether(tmp_path):
    path = tmp_path / "many.zip"
    path.write_bytes(zipped([(f"jo/{number}.txt", b"12345") for number in range(20)]))
    with pytest.raises(Refused, match="more than the 10"):
        list(members(path, Limits(count=10)))
    with pytest.raises(Refused, match="more than"):
        list(members(path, Limits(total_bytes=50)))


@pytest.mark.parametrize("what", ["missing", "text", "truncated"])
def test_what_is_no_download_is_said_in_a_sentence(tiny, tmp_path, sheet, what):
    path = tmp_path / "x.zip"
    if what == "text":
        path.write_text("hello")
    if what == "truncated":
        path.write_bytes(zipped([("jo/t1.ipynb", sheet)])[:60])
    with pytest.raises(MarkingError) as refusal:
        collect(path, "t1", tiny)
    assert "Nothing was changed" in str(refusal.value) or "Ask for it" in str(refusal.value)
    assert not (tiny / "submitted").exists()


def test_an_empty_download_is_said(tiny, download):
    assert "right download" in collect(download([("readme.txt", b"x")]), "t1", tiny).lines[0]
