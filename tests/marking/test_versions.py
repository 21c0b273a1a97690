"""Work is marked by the version that the student was given, and never by another key without a word."""

import json
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tiny_course import CONFIG, STUB, hand_in, nbgrader_mark, released, with_words_inside

from notknowing.authoring.release import release
from notknowing.marking.autograde import ONE_VERSION, autograde
from notknowing.marking.feedback import feedback
from notknowing.marking.kept import By, Given, course_for, differing, marked_parts, stamp_of, version_key
from notknowing.marking.nbgrader_room import gradebook
from notknowing.marking.places import Place, note, read_record
from notknowing.marking.released import RECORD, VERSIONS, kept_at, versions
from notknowing.marking.sealed import seal

REPOSITORY = CONFIG.parent
COURSE = ("module.yml", "signposting.yml", "assignments/a1.yml", "clients/gareth.yml", "clients/farida.yml",
          "clients/wei-ling.yml")  # fmt: skip
NEEDS_BWRAP = pytest.mark.skipif(sys.platform != "linux" or not seal.shutil.which("bwrap"), reason="needs bubblewrap")

COUNTING = """\
import json, pathlib
answer = json.loads(pathlib.Path("a1.responses.json").read_text())["entries"].get("A.answer", {}).get("value")
table = pathlib.Path("table.csv").read_text().strip()
### BEGIN HIDDEN TESTS
from notknowing.course import load
KEY = "swallows"
print(f"The course reads {KEY}. The client was {load().clients['farida'].name}. The table said {table}.")
4 if answer == KEY else 1
### END HIDDEN TESTS
"""


def change(root, file, old, new):
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def solution():
    return new_notebook(
        metadata={"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}},
        cells=[
            new_markdown_cell("# Small: one page", id="title"),
            new_markdown_cell("## A. Count", id="h-a"),
            new_code_cell(COUNTING, id="a1-count", metadata=nbgrader_mark("a1-count", grade=True, locked=True, points=4)),
            new_markdown_cell("## C. Write", id="h-c"),
            new_markdown_cell(STUB, id="a1-c-1", metadata=nbgrader_mark("a1-c-1", grade=True, solution=True, points=6)),
        ],
    )  # fmt: skip


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory):
    """A course with a1 locked twice: another key, another name and another table in the second. ``given`` holds both copies."""
    root = tmp_path_factory.mktemp("versions") / "marking"
    for name in COURSE:
        (root / "course" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REPOSITORY / "course" / name, root / "course" / name)
    shutil.copytree(REPOSITORY / "course/briefs", root / "course/briefs")
    for name in ("claims.yml", "references.yml"):
        (root / "course" / name).write_text("[]\n", "utf-8")
    shutil.copy(CONFIG, root)
    (root / "solutions/a1").mkdir(parents=True)
    nbformat.write(solution(), root / "solutions/a1/a1.ipynb")
    (root / "solutions/a1/table.csv").write_text("one\n", "utf-8")
    release(root, ["a1"], lock=True)
    given = {1: released(root, "a1")}
    change(root, "solutions/a1/a1.ipynb", "swallows", "martins")
    change(root, "course/clients/farida.yml", "name: Mrs Farida Rahman", "name: Mrs Anjum Rahman")
    (root / "solutions/a1/table.csv").write_text("two\n", "utf-8")
    release(root, ["a1"], new_version=True)
    given[2] = released(root, "a1")
    return root, given


@pytest.fixture
def course(two_versions, tmp_path):
    """A fresh marking folder, and what students were given by version."""
    root = Path(shutil.copytree(two_versions[0], tmp_path / "marking"))
    return root, two_versions[1]


def by(root, student="ada"):
    return Given(root, "a1", [student]).by[student]


# ------------------------------------------------------------------------------------- by which version


def test_each_is_marked_by_its_own_version_and_the_present_one_is_read_from_where_it_lies(course):
    root, given = course
    hand_in(root, "ada", given[1], {"A.answer": "swallows"}, "a1")
    hand_in(root, "bo", given[2], {"A.answer": "swallows"}, "a1")
    found = Given(root, "a1", ["ada", "bo"])
    first, second = versions(root)["a1"]
    assert found.by["ada"] == By(first, True, remarks=["Marked by version 1, which it was made with."])
    assert found.by["bo"] == By(second)
    assert (found.now(), found.earlier(), found.lines()) == (["bo"], {first: ["ada"]}, [])


def test_where_nothing_was_locked_nothing_is_looked_at_or_said(course):
    root, given = course
    (root / RECORD).unlink()
    hand_in(root, "ada", given[1], {}, "a1")
    assert by(root) == By()


def test_a_notebook_without_a_version_or_with_a_strange_one_is_marked_by_the_latest_and_the_tutor_is_told(course):
    root, given = course
    for stamp, says in (
        (None, "The notebook does not say which version of a1 it was made with. It is marked by version 2."),
        ("1", "The notebook does not say which version of a1 it was made with. It is marked by version 2."),
        ({"version": 7, "print": "0" * 24}, "It was made with version 7 of a1, of which the record knows nothing, and is marked by version 2."),
        ({"version": 1, "print": "0" * 24}, "It was made with version 1 of a1, of which the record knows nothing, and is marked by version 2."),
    ):  # fmt: skip
        notebook = nbformat.from_dict(json.loads(json.dumps(given[1])))
        notebook.metadata["notknowing"] = stamp
        hand_in(root, "ada", notebook, {}, "a1")
        found = by(root)
        assert (found.version, found.earlier, found.refused) == (None, False, "")
        assert found.person[0].startswith(says)
        assert len(found.person) == 1


def test_a_version_of_which_no_copy_was_kept_is_marked_by_the_latest_and_the_tutor_is_told(course):
    root, given = course
    shutil.rmtree(root / VERSIONS)
    hand_in(root, "ada", given[1], {}, "a1")
    hand_in(root, "bo", given[2], {}, "a1")
    assert by(root, "bo") == By(versions(root)["a1"][1])
    found = by(root)
    assert (found.version, found.earlier, found.refused) == (None, False, "")
    assert found.person == ["It was made with version 1 of a1, of which no copy was kept, and is marked by version 2. See that nothing which changed counts against the student."]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "wrong"),
    [
        ("solutions/a1/a1.ipynb", "swallows", "swifts", "its notebook with the key has changed"),
        ("course/clients/farida.yml", "Farida Rahman", "Nobody", "has changed"),
        ("solutions/a1/table.csv", "one", "three", "a file beside its notebook has changed"),
        ("exercises/a1/a1.ipynb", "A. Count", "A. Count!", "the students' copy in it has changed"),
    ],
)
def test_an_edited_copy_is_refused_in_one_sentence_with_what_to_do(course, file, old, new, wrong):
    root, given = course
    change(kept_at(root, "a1", 1), file, old, new)
    hand_in(root, "ada", given[1], {}, "a1")
    found = by(root)
    assert found.refused.startswith("It was made with version 1 of a1, and solutions/.versions/a1/1 is no longer as it was kept (")  # fmt: skip
    assert found.refused.endswith("so it was not marked: put that folder back from the last version that worked, then mark again.")  # fmt: skip
    assert wrong in found.refused
    assert Given(root, "a1", ["ada"]).earlier() == {}


def test_an_edited_copy_of_the_present_version_holds_nobody_up(course):
    root, given = course
    change(kept_at(root, "a1", 2), "solutions/a1/a1.ipynb", "martins", "swifts")
    hand_in(root, "bo", given[2], {}, "a1")
    assert by(root, "bo") == By(versions(root)["a1"][1])


def test_a_key_changed_after_the_lock_is_not_marked_by(course):
    root, given = course
    change(root, "solutions/a1/a1.ipynb", "martins", "swifts")
    hand_in(root, "bo", given[2], {}, "a1")
    found = Given(root, "a1", ["bo"])
    assert (found.by["bo"].version.version, found.by["bo"].earlier) == (2, True)
    (line,) = found.lines()
    assert line.startswith(
        "What is in solutions is no longer a1 as it was locked, so the copy that was kept is marked by."
    )


def test_a_version_that_was_put_back_in_its_place_is_read_from_there(course):
    root, given = course
    shutil.copytree(kept_at(root, "a1", 1), root, dirs_exist_ok=True)
    hand_in(root, "ada", given[1], {}, "a1")
    hand_in(root, "bo", given[2], {}, "a1")
    found = Given(root, "a1", ["ada", "bo"])
    assert (found.by["ada"].earlier, found.by["bo"].earlier) == (False, True)


def test_a_lock_by_another_version_of_the_program_is_said(course):
    root, given = course
    change(root, RECORD, "package: '", "package: '0.0.")
    hand_in(root, "ada", given[1], {}, "a1")
    (line,) = Given(root, "a1", ["ada"]).lines()
    assert line.startswith("Version 1 of a1 was locked with version 0.0.")


# ------------------------------------------------------------------------------------- what a submission says


def test_the_version_is_found_in_a_notebook_that_is_damaged_or_misnamed_or_of_another_encoding(course):
    root, given = course
    listed = versions(root)["a1"]
    text = nbformat.writes(given[1])
    for name, data in (
        ("a1.ipynb", text[: text.rindex("nbformat_minor")].encode()),
        ("a1 (3).ipynb", text.encode()),
        ("a1.ipynb", text.encode("utf-16")),
    ):
        folder = hand_in(root, "ada", assignment="a1", files=[(name, data)])
        assert stamp_of(Place(root, "a1", "ada"), listed) == listed[0].stamp, name
        shutil.rmtree(folder)


def test_a_stamp_written_into_a_cell_is_no_stamp(course):
    root, given = course
    notebook = nbformat.from_dict(json.loads(json.dumps(given[2])))
    del notebook.metadata["notknowing"]
    notebook.cells.append(new_markdown_cell(json.dumps({"notknowing": versions(root)["a1"][0].stamp}), id="mine"))
    for data in (nbformat.writes(notebook).encode(), nbformat.writes(notebook)[:-30].encode()):
        hand_in(root, "ada", data, {}, "a1")
        assert stamp_of(Place(root, "a1", "ada"), versions(root)["a1"]) is None


def test_another_page_handed_in_beside_it_does_not_decide(course):
    root, given = course
    other = nbformat.from_dict(json.loads(json.dumps(given[2])))
    other.metadata["notknowing"] = {"version": 1, "print": "f" * 24}
    hand_in(root, "ada", assignment="a1", files=[("a0.ipynb", nbformat.writes(other).encode()), ("z.ipynb", nbformat.writes(given[1]).encode())])  # fmt: skip
    assert by(root).version.version == 1


def test_a_result_stays_good_when_the_next_version_comes(course):
    """What was marked by version 1 while that was in solutions is the same as what is marked by the kept copy."""
    root, given = course
    hand_in(root, "ada", given[1], {}, "a1")
    place, first = Place(root, "a1", "ada"), versions(root)["a1"][0]
    assert version_key(place, By(first)) == version_key(place, By(first, True))
    assert version_key(place, By(first)) != version_key(place, By(versions(root)["a1"][1]))


# ------------------------------------------------------------------------------------- what the gradebook counts


def test_how_marked_parts_differ_is_said_part_by_part(course):
    root, _ = course
    assert marked_parts(root, "a1") == {"a1-count": 4, "a1-c-1": 6}
    assert differing({"a": 3, "b": 1.5}, {"a": 3, "b": 1.5}) == ""
    assert differing({"a": 3, "b": 1.5}, {"a": 4, "c": 2}) == (
        "a has 3 points and not 4, b is not in the gradebook, c is only in the gradebook"
    )


def test_parts_that_the_gradebook_does_not_count_set_a_version_aside_with_what_to_do(course):
    root, given = course
    change(root, "solutions/a1/a1.ipynb", '"points": 4', '"points": 5')
    release(root, ["a1"], new_version=True)
    hand_in(root, "ada", given[1], {}, "a1")
    hand_in(root, "cy", released(root, "a1"), {}, "a1")
    found = Given(root, "a1", ["ada", "cy"])
    assert found.register(None) == []
    with gradebook(root) as book:
        found.look_at_the_gradebook(book)
    assert found.by["cy"].refused == ""
    assert found.by["ada"].refused == (
        "It was made with version 1 of a1, and the gradebook counts other parts than version 1 has (a1-count has 4 points "
        "and not 5), so it was not marked: copy this folder without gradebook.db and autograded, copy what is in "
        "solutions/.versions/a1/1 over it, and mark it there."
    )


def test_points_that_marks_are_out_of_are_not_changed_by_a_later_version(course):
    root, given = course
    hand_in(root, "ada", given[1], {}, "a1")
    Given(root, "a1", ["ada"]).register(None)
    with gradebook(root) as book:
        book.update_or_create_student("ada")
        book.update_or_create_submission("a1", "ada")
    change(root, "solutions/a1/a1.ipynb", '"points": 4', '"points": 5')
    release(root, ["a1"], new_version=True)
    hand_in(root, "cy", released(root, "a1"), {}, "a1")
    found = Given(root, "a1", ["ada", "cy"])
    assert found.register(None) == ["The gradebook goes on counting the parts of a1 that it has marks for."]
    with gradebook(root) as book:
        found.look_at_the_gradebook(book)
        assert book.find_graded_cell("a1-count", "a1", "a1").max_score == 4
    assert found.by["ada"] == By(versions(root)["a1"][0], True, remarks=found.by["ada"].remarks)
    assert "a1-count has 5 points and not 4" in found.by["cy"].refused
    assert "solutions/.versions/a1/3 over it" in found.by["cy"].refused


def test_without_a_seal_the_tutor_is_told_of_each_that_was_made_with_another_version(course):
    root, given = course
    hand_in(root, "ada", given[1], {}, "a1")
    hand_in(root, "bo", given[2], {}, "a1")
    found = Given(root, "a1", ["ada", "bo"])
    assert found.without_a_seal("bo") == []
    assert found.without_a_seal("ada") == ["It was made with version 1 of a1 and is marked by version 2. See that nothing which changed counts against the student."]  # fmt: skip


def test_feedback_is_written_with_the_course_of_its_version(course):
    root, _ = course
    for student, number in (("ada", 1), ("bo", 2), ("cy", None), ("di", 9)):
        note(root / "autograded" / student / "a1", "a1", version=number)
    found = course_for(root, "a1", None)
    assert found(Place(root, "a1", "ada")).clients["farida"].name == "Mrs Farida Rahman"
    assert [found(Place(root, "a1", student)) for student in ("bo", "cy", "di")] == [None, None, None]


# ------------------------------------------------------------------------------------- sealed, from end to end


@pytest.fixture(scope="module")
def marked(two_versions, tmp_path_factory):
    """A class with both versions in it, marked."""
    root = Path(shutil.copytree(two_versions[0], tmp_path_factory.mktemp("marked") / "marking"))
    given = two_versions[1]
    hand_in(root, "first-right", given[1], {"A.answer": "swallows"}, "a1")
    hand_in(root, "first-wrong", given[1], {"A.answer": "martins"}, "a1")
    hand_in(root, "first-inside", with_words_inside(given[1], {"A.answer": "swallows"}, "a1"), assignment="a1")
    hand_in(root, "first-damaged", nbformat.writes(given[1])[:-20].encode(), {"A.answer": "swallows"}, "a1")
    hand_in(root, "second-right", given[2], {"A.answer": "martins"}, "a1")
    hand_in(root, "second-wrong", given[2], {"A.answer": "swallows"}, "a1")
    bare = nbformat.from_dict(json.loads(json.dumps(given[2])))
    del bare.metadata["notknowing"]
    hand_in(root, "silent", bare, {"A.answer": "martins"}, "a1")
    tampered = nbformat.from_dict(json.loads(json.dumps(given[1])))
    tampered.cells[2].source = "4"
    hand_in(root, "first-tampered", tampered, {"A.answer": "martins"}, "a1")
    return root, autograde("a1", root, workers=2)


@pytest.mark.slow
@NEEDS_BWRAP
class TestSealed:
    def test_everybody_has_the_marks_of_their_own_version(self, marked):
        rows = {row.student: (row.status, row.points, row.out_of) for row in marked[1].rows}
        assert rows == {
            "first-right": ("graded", 4, 4),
            "first-wrong": ("graded", 1, 4),
            "first-inside": ("graded", 4, 4),
            "first-damaged": ("graded", 4, 4),
            "first-tampered": ("graded", 1, 4),
            "second-right": ("graded", 4, 4),
            "second-wrong": ("graded", 1, 4),
            "silent": ("graded", 4, 4),
        }
        assert marked[1].seal and marked[1].lines.count(marked[1].seal) == 1

    def test_the_kernel_and_the_feedback_show_the_course_the_data_and_the_key_of_that_version(self, marked):
        root, _ = marked
        pages = {one.student: one.path.read_text("utf-8") for one in feedback("a1", root)}
        first = "The course reads swallows. The client was Mrs Farida Rahman. The table said one."
        second = "The course reads martins. The client was Mrs Anjum Rahman. The table said two."
        for student, text in pages.items():
            assert (first in text, second in text) == (student.startswith("first"), not student.startswith("first"))
            assert ("Write: Mrs Farida Rahman" in text) == student.startswith("first")
            assert ("Write: Mrs Anjum Rahman" in text) == (not student.startswith("first"))

    def test_only_one_that_says_nothing_asks_for_a_person_and_the_others_say_their_version(self, marked):
        rows = {row.student: row for row in marked[1].rows}
        assert rows["first-right"].person == rows["second-right"].person == []
        assert rows["first-right"].remarks == ["Marked by version 1, which it was made with."]
        assert rows["silent"].person == ["The notebook does not say which version of a1 it was made with. It is marked by version 2."]  # fmt: skip
        notes = {name: read_record(Place(marked[0], "a1", name).notes)["version"] for name in rows}
        assert notes == {name: 1 if name.startswith("first") else 2 if name.startswith("second") else None for name in rows}  # fmt: skip

    def test_nothing_of_the_earlier_folder_stays_and_nothing_is_run_twice(self, marked):
        root, _ = marked
        assert not (root / ".marking").exists()
        assert not [path for path in root.rglob("*") if path.is_symlink()]
        again = autograde("a1", root)
        assert [row.again for row in again.rows] == [False] * 8
        assert again.seal == ""

    def test_an_edited_copy_sets_new_work_aside_and_leaves_what_was_marked_by_it(self, marked, tmp_path):
        root = Path(shutil.copytree(marked[0], tmp_path / "marking"))
        change(kept_at(root, "a1", 1), "solutions/a1/a1.ipynb", "swallows", "martins")
        hand_in(root, "first-wrong", assignment="a1", values={"A.answer": "swallows"})
        rows = {row.student: row for row in autograde("a1", root).rows}
        assert (rows["first-right"].status, rows["first-right"].points) == ("graded", 4)
        assert "is no longer as it was kept" in rows["first-right"].person[0]
        assert (rows["first-wrong"].status, rows["first-wrong"].points) == ("set aside", None)
        assert not Place(root, "a1", "first-wrong").autograded.exists()
        assert (rows["second-right"].status, rows["second-right"].person) == ("graded", [])

    def test_a_version_with_other_points_is_set_aside_and_marked_where_the_sentence_says(self, marked, tmp_path):
        root = Path(shutil.copytree(marked[0], tmp_path / "marking"))
        change(root, "solutions/a1/a1.ipynb", '"points": 4', '"points": 5')
        change(root, "solutions/a1/a1.ipynb", "martins", "swifts")
        release(root, ["a1"], new_version=True)
        hand_in(root, "third", released(root, "a1"), {"A.answer": "swifts"}, "a1")
        report = autograde("a1", root)
        rows = {row.student: row for row in report.rows}
        assert "The gradebook goes on counting the parts of a1 that it has marks for." in report.lines
        assert (rows["third"].status, rows["third"].points) == ("set aside", None)
        assert "a1-count has 5 points and not 4" in rows["third"].person[0]
        assert (
            rows["silent"]
            .person[0]
            .startswith("It does not say which version of a1 it was made with, and the gradebook")
        )
        assert {(row.points, row.out_of) for name, row in rows.items() if name[:5] in ("first", "secon")} == {
            (4, 4),
            (1, 4),
        }

        # The sentence, word for word: copy this folder without gradebook.db and autograded, copy the version over it.
        other = Path(shutil.copytree(root, tmp_path / "other", ignore=shutil.ignore_patterns("gradebook.db", "autograded")))  # fmt: skip
        shutil.copytree(kept_at(other, "a1", 3), other, dirs_exist_ok=True)
        rows = {row.student: row for row in autograde("a1", other).rows}
        assert (rows["third"].status, rows["third"].points, rows["third"].out_of) == ("graded", 4, 5)
        assert {rows[name].status for name in rows if name.startswith(("first", "second"))} == {"set aside"}

    def test_a_part_added_later_sets_its_version_aside_and_a_key_of_the_same_parts_is_still_its_own(
        self, marked, tmp_path
    ):
        root = Path(shutil.copytree(marked[0], tmp_path / "marking"))
        notebook = nbformat.read(root / "solutions/a1/a1.ipynb", as_version=4)
        notebook.cells.append(new_code_cell("'to read'", id="a1-read", metadata=nbgrader_mark("a1-read", locked=True)))
        notebook.cells[2].source = notebook.cells[2].source.replace("martins", "swifts")
        nbformat.write(notebook, root / "solutions/a1/a1.ipynb")
        release(root, ["a1"], new_version=True)
        hand_in(root, "third", released(root, "a1"), {"A.answer": "swifts"}, "a1")
        rows = {row.student: row for row in autograde("a1", root).rows}
        assert (rows["third"].status, rows["third"].points) == ("graded", 4), "nbgrader kept the cells of version 2"
        notebook.cells.append(new_code_cell("1", id="a1-more", metadata=nbgrader_mark("a1-more", grade=True, locked=True, points=1)))  # fmt: skip
        nbformat.write(notebook, root / "solutions/a1/a1.ipynb")
        release(root, ["a1"], new_version=True)
        hand_in(root, "fourth", released(root, "a1"), {"A.answer": "swifts"}, "a1")
        rows = {row.student: row for row in autograde("a1", root).rows}
        assert rows["fourth"].status == "set aside"
        assert "a1-more is not in the gradebook" in rows["fourth"].person[0]
        assert rows["third"].points == 4

    def test_a_persons_mark_on_the_first_version_stays_when_it_is_marked_again(self, marked, tmp_path):
        root = Path(shutil.copytree(marked[0], tmp_path / "marking"))
        with gradebook(root) as book:
            grade = book.find_grade("a1-c-1", "a1", "a1", "first-right")
            grade.manual_score, grade.needs_manual_grade = 5, False
            book.db.commit()
        rows = {row.student: row for row in autograde("a1", root, force=True).rows}
        assert (rows["first-right"].points, rows["first-right"].person) == (4, [])
        with gradebook(root) as book:
            assert book.find_grade("a1-c-1", "a1", "a1", "first-right").score == 5


@pytest.mark.slow
@NEEDS_BWRAP
def test_on_a_cluster_each_has_the_marks_of_their_own_version_too(course):
    distributed = pytest.importorskip("distributed", reason="dask.distributed comes with the extra [cluster]")
    root, given = course
    for student, number, answer in (("ada", 1, "swallows"), ("bo", 2, "martins"), ("cy", 2, "swallows")):
        hand_in(root, student, given[number], {"A.answer": answer}, "a1")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as running:
        report = autograde("a1", root, cluster=running.scheduler_address)
    assert {row.student: row.points for row in report.rows} == {"ada": 4, "bo": 4, "cy": 1}
    printed = Place(root, "a1", "ada").marked_notebook.read_text("utf-8")
    assert "The client was Mrs Farida Rahman. The table said one." in printed


@pytest.mark.slow
def test_marked_without_a_seal_the_report_says_that_one_version_was_used(course):
    root, given = course
    hand_in(root, "ada", given[1], {"A.answer": "swallows"}, "a1")
    report = autograde("a1", root, unsafe=True)
    assert ONE_VERSION.format("a1") in report.lines
    (row,) = report.rows
    assert (row.status, row.points) == ("graded", 1)
    assert row.person[0].startswith("It was made with version 1 of a1 and is marked by version 2.")
