"""What a worker of a cluster does: get ready for a round, run jobs, put everything away. Called by ``cluster``.

A worker is there what this computer is to ``workers``: one nursery, tried before its first submission, and for each of the
worker's threads a process that talks to a sealed kernel.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import io
import json
import os
import pickle
import queue
import sys
import tempfile
import threading
import time
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from notknowing.marking.places import MarkingError
from notknowing.marking.sealed import seal
from notknowing.marking.sealed.jobs import Job, Result
from notknowing.marking.sealed.limits import Limits
from notknowing.marking.sealed.probe import probe
from notknowing.marking.sealed.workers import Workers

IDLE_SECONDS = 900
"""A worker that nobody has asked for anything for so long puts its nursery away; asked again, it makes another."""
LIBRARIES = (
    "anywidget", "ipykernel", "ipython", "ipywidgets", "matplotlib", "nbclient", "nbformat", "numpy", "pandas",
    "scikit-learn", "scipy", "statsmodels",
)  # fmt: skip
"""What marks could depend on: a worker has the versions that this computer has, or is not used."""
ROOMS = ("activities", "course", "evidence", "marking", "mirror", "work")
"""Parts of this package that a page or its marks can depend on."""
READY, REFUSED = "ready", "refused"


def standing() -> dict[str, str]:
    """What a result depends on besides the submission and the course: Python, this package's code, the libraries."""
    package = Path(__file__).parents[2]
    code = hashlib.sha256()
    for path in sorted(path for name in ROOMS for path in (package / name).rglob("*.py")):
        code.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    found = {"Python": f"{sys.version_info[0]}.{sys.version_info[1]}", "code": code.hexdigest()}
    for name in LIBRARIES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found


class Room:
    """What a worker keeps for one round: the course, a nursery, and a process for each of the worker's threads."""

    def __init__(self, asked: dict[str, Any]):
        self.asked = asked
        self.free: queue.SimpleQueue[Workers] = queue.SimpleQueue()
        self.said: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
        self.ended = threading.Event()
        self.used = time.monotonic()
        self.nursery: seal.Nursery | None = None
        # What is started ends with the thread that started it, so that one stays for as long as the room is needed.
        threading.Thread(target=self._keep, daemon=True, name="notknowing").start()

    def _keep(self) -> None:
        try:
            with contextlib.ExitStack() as stack:
                root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=seal.PREFIX)))
                (root / "owner").write_text(
                    str(os.getpid())
                )  # a worker that is killed leaves it; the next sweeps it up
                root.chmod(0o755)
                with zipfile.ZipFile(io.BytesIO(self.asked["folders"])) as archive:
                    archive.extractall(root)
                self.nursery = seal.Nursery(root, self.asked["imports"], warm=self.asked["warm"])
                stack.callback(self.nursery.close)
                for _ in range(self.asked["slots"]):
                    self.free.put(stack.enter_context(Workers(1, self.nursery.run)))
                self.nursery.wait()
                line = probe(self.nursery, root, Limits(**self.asked["limits"])).line
                self.said.put((READY, line.replace("tried before the", "tried on each worker before its")))
                while not self.ended.wait(5) and time.monotonic() - self.used < IDLE_SECONDS:
                    pass
        except Exception as failure:
            self.said.put((REFUSED, _why(failure)))
        finally:
            if _ROOMS.get(self.asked["round"]) is self:
                del _ROOMS[self.asked["round"]]

    def perform(self, job: Job) -> Result | None:
        """Run one job; None when the nursery has ended."""
        self.used = time.monotonic()
        workers = self.free.get()
        try:
            result = next(iter(workers.run([job])))
        finally:
            self.free.put(workers)
            self.used = time.monotonic()
        if self.ended.is_set() or self.nursery is None or self.nursery.process.poll() is not None:
            self.ended.set()
            return None
        return result


_ROOMS: dict[str, Room] = {}
"""The rooms of this process, by round."""


def settle(parcel: bytes) -> tuple[str, str]:
    """Get ready for a round on this worker.

    Returns:
        ``ready`` and how submissions are sealed here, or ``refused`` and why, as the end of a sentence.
    """
    asked = pickle.loads(parcel)
    here = standing()
    for name, version in asked["has"].items():
        if here.get(name) != version:
            if name == "code":
                return REFUSED, "the code of its copy of this package differs from this computer's"
            return REFUSED, f"it has {name} {here.get(name, 'not at all')}, and this computer has {version}"
    leave(asked["round"])
    room = _ROOMS[asked["round"]] = Room(asked)
    return room.said.get()


def perform(round_: str, parcel: bytes) -> str | None:
    """Run one job on this worker; its result as JSON, or None when the worker has to get ready again."""
    room = _ROOMS.get(round_)
    job = pickle.loads(parcel)
    try:
        result = room.perform(job) if room is not None else None
    except Exception as failure:
        result = Result(job.key, failed=f"{type(failure).__name__}: {failure}")
    return json.dumps(asdict(result)) if result is not None else None


def leave(round_: str) -> None:
    """The round is over: put everything away."""
    room = _ROOMS.get(round_)
    if room is not None:
        room.ended.set()


def _why(failure: Exception) -> str:
    """The reason alone, as the end of a sentence."""
    if not isinstance(failure, MarkingError):
        return f"it could not get ready ({type(failure).__name__}: {failure})"
    reason = str(failure).partition(" Nothing has been run")[0].rstrip(".")
    return reason[0].lower() + reason[1:]
