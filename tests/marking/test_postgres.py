"""PostgreSQL as the gradebook: the same marks as in nbgrader's usual file, against a server that these tests start."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy import inspect
from test_cluster import recorded, rows_of
from tiny_course import hand_in, released

from notknowing.marking.autograde import autograde
from notknowing.marking.marks import marks_of
from notknowing.marking.nbgrader_room import MarkingError, gradebook

RIGHT = {"A.answer": "swallows"}


def program(name):
    """A program of PostgreSQL's; Debian keeps some of them away from PATH."""
    found = [shutil.which(name), *sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)]
    return next((str(path) for path in found if path), None)


pytestmark = [
    pytest.mark.skipif(sys.platform != "linux" or not shutil.which("bwrap"), reason="needs bubblewrap"),
    pytest.mark.skipif(not (program("initdb") and program("postgres")), reason="PostgreSQL is not installed here"),
]


@pytest.fixture(scope="module")
def server():
    """A server of this file's own: no network, a socket in a temporary folder, gone afterwards."""
    psycopg = pytest.importorskip("psycopg", reason="psycopg comes with the extra [postgres]")
    as_whom = {}
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a socket's path may hold about a hundred characters
    if os.geteuid() == 0:  # the server refuses root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        as_whom = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    subprocess.run(
        [program("initdb"), "-D", folder / "data", "-U", "marking", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
        check=True, capture_output=True, cwd=folder, **as_whom,
    )  # fmt: skip
    running = subprocess.Popen(
        [program("postgres"), "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **as_whom,
    )  # fmt: skip
    try:
        for _ in range(300):
            try:
                psycopg.connect(host=str(folder), user="marking", dbname="postgres").close()
                break
            except psycopg.OperationalError:
                time.sleep(0.1)
        yield folder
    finally:
        running.terminate()
        running.wait()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def there(tiny, server, request):
    """The tiny course with its gradebook in a database of its own, and beside it the same with the usual file."""
    import psycopg

    name = f"t{abs(hash(request.node.name))}"
    with psycopg.connect(host=str(server), user="marking", dbname="postgres", autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
    hand_in(tiny, "right", released(tiny), RIGHT)
    hand_in(tiny, "quiet", released(tiny))
    here = tiny.parent / "here"
    shutil.copytree(tiny, here)
    (tiny / "gradebook.db").unlink()
    with (tiny / "nbgrader_config.py").open("a") as settings:
        settings.write(f'\nc.CourseDirectory.db_url = "postgresql://marking@/{name}?host={server}"\n')
    return tiny, here


def lists_of_formgrader(root):
    with gradebook(root) as book:
        lists = [book.student_dicts(), book.submission_dicts("t1"), book.notebook_submission_dicts("t1", "t1")]
        return [sorted(({k: v for k, v in row.items() if k != "id"} for row in rows), key=str) for rows in lists]


def test_the_marks_and_formgraders_lists_are_the_same_as_with_the_usual_file(there):
    far, here = there
    reports = [autograde("t1", root, workers=1) for root in (far, here)]
    assert recorded(far, "t1") == recorded(here, "t1")
    assert rows_of(reports[0]) == rows_of(reports[1])
    assert lists_of_formgrader(far) == lists_of_formgrader(here)
    assert not (far / "gradebook.db").exists()
    for root in there:  # so that marking one submission takes no longer when many are recorded
        with gradebook(root) as book:
            assert {"grade_by_notebook_id"} <= {index["name"] for index in inspect(book.engine).get_indexes("grade")}


@pytest.mark.slow
def test_a_persons_mark_stays_and_what_has_not_changed_is_not_marked_again(there):
    for root in there:
        autograde("t1", root, workers=1)
        with gradebook(root) as book:
            grade = book.find_grade("t1-words", "t1", "t1", "right")
            grade.manual_score, grade.needs_manual_grade = 5, False
            book.find_comment("t1-words", "t1", "t1", "right").manual_comment = "Für Sie: “gut”."
            book.db.commit()
        assert not any(row.again for row in autograde("t1", root, workers=1).rows)
        hand_in(root, "right", values={"A.answer": "warn"})
        assert [row.student for row in autograde("t1", root, workers=1).rows if row.again] == ["right"]
    far, here = there
    assert recorded(far, "t1") == recorded(here, "t1")
    assert {who: vars(mark) for who, mark in marks_of("t1", far).items()} == {
        who: vars(mark) for who, mark in marks_of("t1", here).items()
    }


@pytest.mark.slow
def test_a_run_that_was_cut_short_goes_on(there, monkeypatch):
    from notknowing.marking.sealed.rounds import Round

    far, here = there
    put = Round._record
    calls = []

    def once(self, begun, result):
        calls.append(begun.place.student)
        if len(calls) == 1:
            self.stages.record(begun.place.student, result.notebook)  # half of it is in the gradebook, uncommitted
            raise KeyboardInterrupt
        put(self, begun, result)

    monkeypatch.setattr(Round, "_record", once)
    with pytest.raises(KeyboardInterrupt):
        autograde("t1", far, workers=1)
    autograde("t1", far, workers=1)
    autograde("t1", here, workers=1)
    assert recorded(far, "t1") == recorded(here, "t1")
    assert not (far / ".marking").exists()


@pytest.mark.slow
def test_stock_nbgrader_marks_into_it_too(there):
    far, here = there
    reports = [autograde("t1", root, unsafe=True) for root in (far, here)]
    assert not any(report.failed for report in reports)
    found = [recorded(root, "t1") for root in (far, here)]
    for name in [name for name in found[0] if str(name).endswith(".ipynb")]:  # stock notes when each cell ran
        assert found[0].pop(name) and found[1].pop(name)
    assert found[0] == found[1]


def test_a_server_that_does_not_answer_is_a_sentence_without_the_password(tiny):
    pytest.importorskip("psycopg", reason="psycopg comes with the extra [postgres]")
    hand_in(tiny, "right", released(tiny), RIGHT)
    with (tiny / "nbgrader_config.py").open("a") as settings:
        settings.write('\nc.CourseDirectory.db_url = "postgresql://me:swordfish@127.0.0.1:9/marks"\n')
    with pytest.raises(MarkingError, match=r"does not answer. Nothing was changed") as told:
        autograde("t1", tiny)
    assert "swordfish" not in str(told.value)
    assert not (tiny / "autograded").exists()
    with pytest.raises(MarkingError, match=r"does not answer. Nothing was changed"), gradebook(tiny):
        raise AssertionError("a gradebook was opened")


def test_without_the_driver_a_sentence_names_the_command(tiny, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with (tiny / "nbgrader_config.py").open("a") as settings:
        settings.write('\nc.CourseDirectory.db_url = "postgresql+psycopg://me@127.0.0.1:9/marks"\n')
    with pytest.raises(MarkingError, match=r"psycopg, is not installed. Nothing was changed. .*notknowing\[postgres\]"):
        autograde("t1", tiny)
