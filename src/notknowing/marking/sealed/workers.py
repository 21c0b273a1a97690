"""Several jobs at once, each in a process of its own that talks to a sealed kernel.

A worker is an ordinary process on this side of the jail: it sends cells and takes outputs, and runs nothing of a
submission. One that does not answer in time, or ends, is replaced; its job is tried once more and then given up.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

from notknowing.marking.sealed.jobs import Job, Result

GRACE_SECONDS = 60
"""More than a notebook's own time limit before a worker is taken for stuck."""
BEGIN = (
    "from notknowing.marking import sealed; sealed.start_lightly(); "
    "from notknowing.marking.sealed.workers import main; main()"
)
GIVEN_UP = "the worker stopped answering, twice"


@dataclass
class Worker:
    """One process, and what it is busy with."""

    process: subprocess.Popen
    connection: Connection
    job: Job | None = None
    deadline: float = 0.0

    @classmethod
    def start(cls, nursery: Path) -> Worker:
        """Start one that takes its kernels from ``nursery``."""
        ours, theirs = socket.socketpair()
        process = subprocess.Popen(
            [sys.executable, "-c", BEGIN, str(theirs.fileno()), str(nursery)],
            pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        theirs.close()
        return cls(process, Connection(ours.detach()))

    def give(self, job: Job) -> None:
        """Hand it a job."""
        self.job, self.deadline = job, time.monotonic() + job.limits.notebook_seconds + GRACE_SECONDS
        with contextlib.suppress(OSError):  # if it has ended, that is noticed when its answer is waited for
            self.connection.send_bytes(pickle.dumps(job))

    def close(self) -> None:
        """End it."""
        self.connection.close()
        self.process.kill()
        self.process.wait()


class Workers:
    """A pool of workers for one nursery."""

    def __init__(self, count: int, nursery: Path):
        self.nursery = nursery
        self.pool = [Worker.start(nursery) for _ in range(max(count, 1))]
        self.tried: dict[str, int] = {}

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.pool:
            worker.close()

    def run(self, jobs: Iterable[Job], alive: Callable[[], None] = lambda: None) -> Iterator[Result]:
        """Run jobs, giving each result as it comes. Jobs are taken from the iterable as workers become free.

        Args:
            jobs: may be a generator that makes each job ready; it is asked for one more than can be begun.
            alive: called now and then; may raise to stop everything.
        """
        source = iter(jobs)
        waiting: deque[Job] = deque()
        more = True
        while True:
            while more and len(waiting) <= sum(worker.job is None for worker in self.pool):
                job = next(source, None)
                more = job is not None
                if job is not None:
                    waiting.append(job)
                self._begin(waiting)
            self._begin(waiting)
            if not waiting and not more and all(worker.job is None for worker in self.pool):
                return
            yield from self._finished(waiting, 0.5)
            alive()

    def _begin(self, waiting: deque[Job]) -> None:
        for worker in self.pool:
            if worker.job is None and waiting:
                worker.give(waiting.popleft())

    def _finished(self, waiting: deque[Job], seconds: float) -> list[Result]:
        busy = {worker.connection: worker for worker in self.pool if worker.job is not None}
        results = []
        for connection in wait(list(busy), timeout=seconds):
            worker = busy[connection]
            try:
                result = pickle.loads(worker.connection.recv_bytes())
            except (EOFError, OSError, pickle.UnpicklingError):
                results += self._replace(worker, waiting)
                continue
            worker.job = None
            results.append(result)
        for worker in list(busy.values()):
            if worker.job is not None and worker in self.pool and time.monotonic() > worker.deadline:
                results += self._replace(worker, waiting)
        return results

    def _replace(self, worker: Worker, waiting: deque[Job]) -> list[Result]:
        job = worker.job
        worker.close()
        self.pool[self.pool.index(worker)] = Worker.start(self.nursery)
        assert job is not None
        self.tried[job.key] = self.tried.get(job.key, 0) + 1
        if self.tried[job.key] > 1:
            return [Result(job.key, failed=GIVEN_UP)]
        waiting.append(job)
        return []


def serve(connection: Connection, nursery: Path) -> None:
    """Be a worker until the other side closes the connection."""
    from notknowing.marking.sealed.jobs import run

    while True:
        try:
            job = pickle.loads(connection.recv_bytes())
        except (EOFError, OSError):
            return
        connection.send_bytes(pickle.dumps(run(job, nursery)))


def usual_number() -> int:
    """As many workers as this process may use processors."""
    with contextlib.suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def main() -> None:
    """Be a worker; what it needs is on the command line."""
    from notknowing.marking.sealed.inside import die_with_parent

    die_with_parent()
    serve(Connection(int(sys.argv[1])), Path(sys.argv[2]))
