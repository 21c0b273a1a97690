"""Marking on a Dask cluster: the same gradebook as here, and what happens when something of the cluster is missing."""

import json
import os
import pickle
import random
import shutil
import signal
import socket
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from nbformat.v4 import new_code_cell
from tiny_course import hand_in, released

from notknowing.marking.autograde import autograde
from notknowing.marking.nbgrader_room import gradebook
from notknowing.marking.places import MarkingError, read_record
from notknowing.marking.sealed import cluster as client_side
from notknowing.marking.sealed import room, seal
from notknowing.marking.sealed.cluster import Cluster
from notknowing.marking.sealed.jobs import Job, Result
from notknowing.marking.sealed.limits import Limits

sealed = pytest.mark.skipif(sys.platform != "linux" or not shutil.which("bwrap"), reason="needs bubblewrap")
RIGHT = {"A.answer": "swallows"}


def recorded(root, assignment):
    """Everything the gradebook and the marked copies say about everybody, but for keys drawn at random."""
    found = {}
    with gradebook(root) as book:
        for submission in book.assignment_submissions(assignment):
            for notebook in submission.notebooks:
                who = submission.student.id
                found[who] = (notebook.flagged, notebook.late_submission_penalty, str(submission.timestamp))
                for grade in notebook.grades:
                    found[who, grade.name] = (
                        grade.auto_score, grade.manual_score, grade.extra_credit, bool(grade.needs_manual_grade), grade.score, grade.max_score
                    )  # fmt: skip
                for comment in notebook.comments:
                    found[who, "comment", comment.name] = (comment.auto_comment, comment.manual_comment)
    for path in sorted((root / "autograded").glob(f"*/{assignment}/{assignment}*")):
        name = path.relative_to(root).as_posix()
        notes = {key: value for key, value in read_record(path).items() if key != "key"}
        found[name] = notes if name.endswith(".tutor.json") else path.read_bytes()
    return found


def rows_of(report):
    """The report's rows, but for times."""
    return {row.student: (row.status, row.points, row.to_mark, row.person, row.remarks) for row in report.rows}


def everything_handed_in(root):
    hand_in(root, "right", released(root), RIGHT)
    hand_in(root, "cut", b'{"cells": [')
    hand_in(root, "quiet", released(root))


@pytest.fixture(scope="module")
def dask_cluster():
    """Two worker processes of one thread each, on this computer."""
    distributed = pytest.importorskip("distributed", reason="dask.distributed comes with the extra [cluster]")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as running:
        yield running


# ------------------------------------------------------------------------------------------- a real cluster


@sealed
def test_on_a_cluster_the_gradebook_is_the_same_as_here(tiny, dask_cluster):
    everything_handed_in(tiny)
    here = tiny.parent / "here"
    shutil.copytree(tiny, here)
    local = autograde("t1", here, workers=1)
    far = autograde("t1", tiny, cluster=dask_cluster.scheduler_address)
    assert recorded(tiny, "t1") == recorded(here, "t1")
    assert rows_of(far) == rows_of(local)
    assert far.failed == 0 and far.set_aside == 1
    assert "no network" in far.seal and "on each worker" in far.seal
    again = autograde("t1", tiny, cluster="tcp://127.0.0.1:9")  # nothing has changed, so no cluster is asked
    assert [row.student for row in again.rows if row.again and row.status == "graded"] == []
    assert not (tiny / ".marking").exists()


@sealed
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_class_of_a1_on_a_cluster_and_with_one_worker_here(tmp_path, monkeypatch, dask_cluster):
    from notknowing.marking.cohort import SyntheticStudent, hand_in, vle_zip, write
    from notknowing.marking.collect import collect
    from notknowing.marking.demo import SEED, prepare_folder

    monkeypatch.setattr(seal, "WARM", True)
    root = tmp_path / "cluster"
    course = prepare_folder(root)
    due = next(task.due for task in course.module.assignments if task.id == "a1").replace(tzinfo=None)
    chance = random.Random(SEED)
    kinds = ("full", "partial", "silent", "private", "late", "notebook only", "deleted cell", "cut short")
    uploads = []
    for kind in kinds:
        student = SyntheticStudent(f"synthetic-{kind.replace(' ', '-')}", kind, due, [])
        own = tmp_path / "students" / student.name
        shutil.copytree(root / "exercises" / "a1", own)
        write(course, student, own, chance)
        uploads.append((student, student.handed_in, hand_in(course, student, own)))
    vle_zip(tmp_path / "download.zip", uploads)
    collect(tmp_path / "download.zip", "a1", root)
    here = tmp_path / "here"
    shutil.copytree(root, here)
    far = autograde("a1", root, cluster=dask_cluster.scheduler_address)
    local = autograde("a1", here, workers=1)
    assert recorded(root, "a1") == recorded(here, "a1")
    assert rows_of(far) == rows_of(local)
    assert (far.graded, far.set_aside, far.failed) == (7, 1, 0)


@sealed
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_worker_that_is_killed_in_the_middle_costs_nobody_anything(tiny, monkeypatch):
    distributed = pytest.importorskip("distributed", reason="dask.distributed comes with the extra [cluster]")
    for number in range(6):
        notebook = released(tiny)
        notebook.cells.insert(2, new_code_cell("import time; time.sleep(2)", id="wait"))
        hand_in(tiny, f"s{number}", notebook, RIGHT)
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50) as running,
        distributed.Client(running, set_as_default=False) as watcher,
    ):
        victims, known = [], []
        connect = Cluster.__init__
        monkeypatch.setattr(Cluster, "__init__", lambda self, *asked: known.append(self) or connect(self, *asked))

        def on_progress(done, of, row):
            busy = [hand.address for hand in known[0].hands.values() if hand.busy]
            if busy and not victims:
                victims.append(busy[0])
                os.kill(watcher.run(os.getpid, workers=busy[:1])[busy[0]], signal.SIGKILL)

        report = autograde("t1", tiny, on_progress, cluster=running.scheduler_address)
    assert (report.graded, report.failed) == (6, 0)
    assert {row.points for row in report.rows} == {6}
    assert any(victims[0] in line and "in the middle" in line for line in report.lines)


# ------------------------------------------------------------------------------------------ what is missing


def test_without_dask_a_sentence_names_the_command(tiny, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    hand_in(tiny, "one", released(tiny), RIGHT)
    with pytest.raises(
        MarkingError, match=r"not installed. Nothing has been run .* pip install 'notknowing\[cluster\]'"
    ):
        autograde("t1", tiny, cluster="tcp://127.0.0.1:8786")
    assert not (tiny / "autograded").exists()


@pytest.mark.parametrize("kind", ["nobody", "silence", "nonsense"])
def test_an_address_that_does_not_answer_is_a_sentence_after_a_short_wait(tiny, monkeypatch, kind):
    pytest.importorskip("distributed", reason="dask.distributed comes with the extra [cluster]")
    monkeypatch.setattr(client_side, "CONNECT_SECONDS", 1)
    hand_in(tiny, "one", released(tiny), RIGHT)
    with socket.create_server(("127.0.0.1", 0)) as door:
        address = {"nobody": "tcp://127.0.0.1:9", "silence": f"tcp://127.0.0.1:{door.getsockname()[1]}", "nonsense": "ftp:/x"}[kind]  # fmt: skip
        started = time.monotonic()
        with pytest.raises(MarkingError, match=r"No Dask cluster answers at .* Nothing has been run or changed"):
            autograde("t1", tiny, cluster=address)
    assert time.monotonic() - started < 30
    assert not (tiny / "autograded").exists()


# --------------------------------------------------------------------------------- a cluster made of words


class Future:
    def __init__(self, answer):
        self.answer = answer

    def add_done_callback(self, tell):
        if self.answer is not LATER:
            tell(self)

    def result(self, timeout=None):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def release(self):
        pass

    cancel = release


LATER = object()


class Client:
    """Stands where Dask's client does: ``there`` says which workers there are, ``does`` what becomes of an errand."""

    def __init__(self, there, does):
        self.there, self.does, self.sent = there, does, []

    def nthreads(self):
        return dict(self.there)

    def submit(self, function, deed, version, *parcel, workers, **options):
        self.sent.append((workers[0], deed, parcel))
        return Future(self.does(self, workers[0], deed, parcel))

    def run(self, *_, **__):
        pass

    def close(self, timeout=None):
        pass


@pytest.fixture
def made(tmp_path, monkeypatch):
    def make(there, does, limits=None):
        client = Client(there, does)
        monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(Client=lambda *_, **__: client))
        monkeypatch.setattr(client_side, "LOOK_SECONDS", 0.0)
        monkeypatch.setattr(client_side, "WORKERS_SECONDS", 0.2)
        return client, Cluster("tcp://there:1", tmp_path, [], limits or Limits())

    return make


def done(parcel):
    """As a worker answers: it gives back the number it was given, and never a name."""
    job = pickle.loads(parcel[1])
    return json.dumps(vars(Result(job.key, f"ran {job.notebook}")))


def jobs(count):
    return [Job(f"student-{number}", str(number)) for number in range(count)]


def test_every_job_is_run_once_and_no_name_travels(made):
    client, cluster = made({"a": 2, "b": 1}, lambda _, who, deed, parcel: ("ready", "Sealed.") if deed == "settle" else done(parcel))  # fmt: skip
    with cluster:
        assert cluster.ready() == "Sealed."
        results = list(cluster.run(jobs(7)))
    assert {result.key: result.notebook for result in results} == {f"student-{n}": f"ran {n}" for n in range(7)}
    assert not any(b"student-" in pickle.dumps(parcel) for _, _, parcel in client.sent)
    assert cluster.lines == []


def test_what_a_lost_worker_was_busy_with_is_done_by_another(made):
    def does(client, who, deed, parcel):
        if deed == "settle":
            return "ready", "Sealed."
        if who == "a":
            client.there.pop("a", None)
            return LATER
        return done(parcel)

    _, cluster = made({"a": 2, "b": 1}, does)
    with cluster:
        cluster.ready()
        results = list(cluster.run(jobs(5)))
    assert sorted(result.key for result in results) == [f"student-{n}" for n in range(5)]
    assert not any(result.failed for result in results)
    assert cluster.lines == ["The worker a went away in the middle; what it had begun was given to others."]


@pytest.mark.parametrize("answer", [LATER, ValueError("killed"), None])
def test_a_job_whose_workers_end_twice_is_given_up_and_the_others_go_on(made, answer):
    def does(client, who, deed, parcel):
        if deed == "settle":
            return "ready", "Sealed."
        if pickle.loads(parcel[1]).notebook == "2":
            if answer is LATER:
                client.there.pop(who)
                client.there[f"after {who}"] = 1
            return answer
        return done(parcel)

    _, cluster = made({"a": 1, "b": 1}, does)
    with cluster:
        cluster.ready()
        results = {result.key: result for result in cluster.run(jobs(5))}
    assert len(results) == 5
    assert [key for key, result in results.items() if result.failed] == ["student-2"]


def test_a_worker_that_cannot_seal_is_refused_in_a_sentence_and_gets_nothing(made):
    client, cluster = made(
        {"a": 1, "b": 1},
        lambda _, who, deed, parcel: done(parcel) if deed != "settle" else ("ready", "Sealed.") if who == "a" else ("refused", "it has no bubblewrap"),
    )  # fmt: skip
    with cluster:
        cluster.ready()
        assert len(list(cluster.run(jobs(4)))) == 4
    assert cluster.lines == ["The worker b is not used: it has no bubblewrap."]
    assert {who for who, deed, _ in client.sent if deed == "perform"} == {"a"}


@pytest.mark.parametrize(
    ("there", "says"), [({"a": 1}, "The worker a is not used: no."), ({}, "has no worker that can mark")]
)
def test_a_cluster_where_nobody_can_mark_runs_nothing(made, there, says):
    client, cluster = made(there, lambda *_: ("refused", "no"))
    with cluster, pytest.raises(MarkingError, match="Nothing has been run or changed") as told:
        cluster.ready()
    assert says in str(told.value)
    assert not any(deed == "perform" for _, deed, _ in client.sent)


def test_a_cluster_that_vanishes_in_the_middle_stops_in_a_sentence_and_keeps_what_was_done(made):
    def does(client, who, deed, parcel):
        if deed == "settle":
            return "ready", "Sealed."
        if pickle.loads(parcel[1]).notebook == "3":
            client.there.clear()
            return LATER
        return done(parcel)

    _, cluster = made({"a": 1}, does)
    taken = []
    with cluster, pytest.raises(MarkingError, match=r"no worker that can mark. What has been marked is kept"):
        cluster.ready()
        taken.extend(result.key for result in cluster.run(jobs(5)) if taken.append(result.key))
    assert taken == ["student-0", "student-1", "student-2"]


# -------------------------------------------------------------------------------------------- on the worker


def test_what_is_sent_once_is_what_a_page_may_read_and_nothing_else(tmp_path):
    for name in ("gradebook.db", "course/module.yml", "course/tutor/week01.md", "solutions/a1/a1.ipynb", "submitted/x/a1/a1.ipynb"):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    with zipfile.ZipFile(BytesIO(client_side.packed(tmp_path))) as archive:
        names = archive.namelist()
    assert "course/module.yml" in names
    assert {name.split("/")[0] for name in names} == {"course", "datasets", "exercises"}
    assert not any("tutor" in name or "mirror" in name for name in names)


def test_a_worker_with_other_versions_says_which():
    has = room.standing()
    told = room.settle(pickle.dumps({"has": {**has, "numpy": "0.0.1"}}))
    assert told[0] == "refused" and told[1].startswith("it has numpy ") and told[1].endswith("has 0.0.1")
    told = room.settle(pickle.dumps({"has": {**has, "code": "another"}}))
    assert told == ("refused", "the code of its copy of this package differs from this computer's")
    carry = client_side._courier()
    assert carry("settle", "9.9.9", b"")[0] == "refused" and "and not 9.9.9" in carry("settle", "9.9.9", b"")[1]


def test_what_is_called_there_can_be_read_without_this_package(monkeypatch):
    cloudpickle = pytest.importorskip("cloudpickle")
    sent = cloudpickle.dumps(client_side._courier())
    assert b"notknowing.marking.sealed.cluster" not in sent.replace(b"__module__", b"") or pickle.loads(sent)
    monkeypatch.setitem(sys.modules, "notknowing", None)
    assert pickle.loads(sent)("settle", "1") == ("refused", "this package is not installed there")


@sealed
def test_a_worker_whose_seal_cannot_be_tried_is_refused_with_the_reason_alone(tmp_path, monkeypatch):
    asked = {
        "round": "r", "folders": client_side.packed(tmp_path), "imports": [], "limits": Limits().to_json(), "warm": False,
        "has": room.standing(), "slots": 1,
    }  # fmt: skip
    monkeypatch.setattr(seal.shutil, "which", lambda _: None)
    told = room.settle(pickle.dumps(asked))
    assert told == ("refused", "submissions are run inside bubblewrap, which is not installed")
    assert room._ROOMS == {} and room.perform("r", pickle.dumps(Job("1", ""))) is None
    assert not list(Path(tmp_path).glob("autograded"))
