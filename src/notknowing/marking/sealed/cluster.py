"""Several jobs at once on a Dask cluster: the same jobs and results as ``workers``, run on other computers.

``Cluster`` is on this side, in the process that records. It looks which Dask workers there are, lets each get ready, and
gives jobs to those that are. What happens there is in ``room``.

What travels: the course's folders, once to each worker; then one notebook at a time as it was made ready, with the files
beside it, under a number. No gradebook, no solutions, no student's folder name, no other submission. What comes back is
plain data. Dask itself trusts whoever can reach its scheduler; see ``docs/scale.md``.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import pickle
import queue
import threading
import time
import uuid
import warnings
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from notknowing import __version__
from notknowing.course.places import bundled
from notknowing.marking.places import MarkingError
from notknowing.marking.sealed import seal
from notknowing.marking.sealed.jail import COURSE_FOLDERS
from notknowing.marking.sealed.jobs import Job, Result
from notknowing.marking.sealed.limits import Limits
from notknowing.marking.sealed.room import READY, REFUSED, standing
from notknowing.marking.sealed.workers import GRACE_SECONDS

CONNECT_SECONDS = 15
"""How long an address may take to answer."""
WORKERS_SECONDS = 60
"""How long a cluster may be without a worker that can mark, at the start and later."""
LOOK_SECONDS = 2.0
LEFT_HERE = ("course/tutor", "datasets/mirror-")
"""Parts of the course's folders that no student's page reads."""
NEEDS_DASK = (
    "Marking on a cluster needs dask.distributed, which is not installed. Nothing has been run or changed. "
    "Install it with: pip install 'notknowing[cluster]'"
)
GIVEN_UP = "the worker of the cluster that it ran on ended or stopped answering, twice"
SETTLING = "settling"


class NoCluster(MarkingError):
    """There is no cluster at an address, or none that can mark."""


@dataclass
class Errand:
    """One job on its way: its future, and when to stop waiting for it."""

    job: Job
    future: Any
    deadline: float


@dataclass
class Hand:
    """One Dask worker: how many jobs it takes at once, whether it is ready, and what it is busy with, by number."""

    address: str
    slots: int
    settling: Errand | None = None
    state: str = SETTLING
    busy: dict[int, Errand] = field(default_factory=dict)


class Cluster:
    """The workers of a Dask cluster, for one round; used as ``Workers`` is."""

    def __init__(self, address: str, root: Path, imports: list[str], limits: Limits):
        """Connect.

        Args:
            address: the scheduler's, for instance ``tcp://10.0.0.1:8786``.
            root: the marking folder, whose course is sent.
            imports: modules that the assignment uses besides the usual ones.
            limits: of one submission.

        Raises:
            NoCluster: dask.distributed is not installed, or nothing answers at the address.
        """
        try:
            from distributed import Client
        except ImportError as absent:
            raise NoCluster(NEEDS_DASK) from absent
        self.address, self.limits = address, limits
        self.round = uuid.uuid4().hex
        self.asked = {
            "round": self.round, "folders": packed(root), "imports": list(imports), "limits": limits.to_json(),
            "warm": seal.WARM, "has": standing(),
        }  # fmt: skip
        self.hands: dict[str, Hand] = {}
        self.waiting: deque[Job] = deque()
        self.results: list[Result] = []
        self.tried: dict[str, int] = {}
        self.lines: list[str] = []
        """Sentences for the report, about workers that were not used or went away."""
        self.news: queue.SimpleQueue[tuple[str, int, Any]] = queue.SimpleQueue()
        self.sealed = ""
        self.number = 0
        self.looked = 0.0
        self.somebody = time.monotonic()
        self.log = logging.getLogger("distributed")
        self.level = self.log.level
        self.log.setLevel(logging.CRITICAL)  # what it says is for the people who run the cluster, and it says it there
        try:
            self.client = _connected(Client, address)
        except Exception as failure:
            self.log.setLevel(self.level)
            raise NoCluster(
                f"No Dask cluster answers at {address}. Nothing has been run or changed. "
                "Look whether its scheduler is running and the address is right, or mark here without --cluster."
            ) from failure

    def __enter__(self) -> Cluster:
        try:
            self._look()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Let the workers put everything away, and disconnect. Takes at most a few seconds, also from a cluster that is gone."""
        closing = threading.Thread(target=self._close, daemon=True)
        closing.start()
        closing.join(10)
        self.log.setLevel(self.level)

    def _close(self) -> None:
        settled = [hand.address for hand in self.hands.values() if hand.state != REFUSED]
        with contextlib.suppress(Exception):
            if settled:
                self.client.run(_courier(), "leave", __version__, self.round, workers=settled, on_error="ignore")
        with contextlib.suppress(Exception):
            self.client.close(timeout=3)

    def ready(self) -> str:
        """Wait until a worker is ready.

        Returns:
            how its submissions are sealed, for the report.

        Raises:
            NoCluster: no worker can mark, or there is none.
        """
        while not self._ready_ones():
            self._look()
            self._hear(0.2)
            self._give_up_on_the_silent()
            if self.hands and all(hand.state == REFUSED for hand in self.hands.values()):
                raise NoCluster(
                    f"No worker of the cluster at {self.address} can mark. Nothing has been run or changed. {self.lines[0]}"
                )
            self._somebody_there("Nothing has been run or changed.")
        return self.sealed

    def run(self, jobs: Iterable[Job], alive: Callable[[], None] = lambda: None) -> Iterator[Result]:
        """Run jobs, giving each result as it comes. Jobs are taken from the iterable as workers become free.

        Args:
            jobs: may be a generator that makes each job ready; it is asked for one more than can be begun.
            alive: called now and then; may raise to stop everything.

        Raises:
            NoCluster: the cluster is gone, or has been without a worker for too long. What was given before stays so.
        """
        source = iter(jobs)
        more = True
        while True:
            self._look()
            while more and len(self.waiting) <= self._free():
                job = next(source, None)
                more = job is not None
                if job is not None:
                    self.waiting.append(job)
                self._begin()
            self._begin()
            busy = any(hand.busy for hand in self.hands.values())
            if not (self.waiting or more or busy or self.results):
                return
            if busy or not self._ready_ones():
                self._hear(0.5)
            self._give_up_on_the_silent()
            done, self.results = self.results, []
            yield from done
            self._somebody_there("What has been marked is kept.")
            alive()

    # -- who is there ----------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Let workers that are new get ready, and give what the lost ones were busy with to others."""
        if time.monotonic() - self.looked < LOOK_SECONDS:
            return
        try:
            there = self.client.nthreads()
        except Exception as failure:
            raise NoCluster(
                f"The cluster at {self.address} does not answer any more. What has been marked is kept. "
                "Give the same command again when it does, or mark the rest here without --cluster."
            ) from failure
        for address in set(self.hands) - set(there):
            self._lost(self.hands[address], "went away")
        for address, slots in there.items():
            if address not in self.hands:
                hand = self.hands[address] = Hand(address, max(slots, 1))
                hand.settling = self._send(hand, 0, "settle", pickle.dumps({**self.asked, "slots": hand.slots}))
        self.looked = time.monotonic()

    def _lost(self, hand: Hand, how: str) -> None:
        if hand.state == READY:
            self.lines.append(f"The worker {hand.address} {how} in the middle; what it had begun was given to others.")
        errands, hand.busy = list(hand.busy.values()), {}
        self.hands.pop(hand.address, None)
        for errand in errands:
            self._again(errand)

    def _again(self, errand: Errand) -> None:
        with contextlib.suppress(Exception):
            errand.future.cancel()
        key = errand.job.key
        self.tried[key] = self.tried.get(key, 0) + 1
        if self.tried[key] > 1:
            self.results.append(Result(key, failed=GIVEN_UP))
        else:
            self.waiting.append(errand.job)

    def _give_up_on_the_silent(self) -> None:
        now = time.monotonic()
        for hand in list(self.hands.values()):
            if hand.settling is not None and now > hand.settling.deadline:
                self._refuse(hand, "it did not get ready in time")
            if any(now > errand.deadline for errand in hand.busy.values()):
                self._lost(hand, "stopped answering")
                self.hands[hand.address] = replace(hand, state=REFUSED)

    def _refuse(self, hand: Hand, why: str) -> None:
        hand.state, hand.settling = REFUSED, None
        self.lines.append(f"The worker {hand.address} is not used: {why}.")

    def _ready_ones(self) -> list[Hand]:
        return [hand for hand in self.hands.values() if hand.state == READY]

    def _somebody_there(self, safe: str) -> None:
        if any(hand.state != REFUSED for hand in self.hands.values()):
            self.somebody = time.monotonic()
        elif time.monotonic() - self.somebody > WORKERS_SECONDS:
            raise NoCluster(
                f"The cluster at {self.address} has no worker that can mark. {safe} "
                "Give the same command again when it has one, or mark here without --cluster."
            )

    # -- jobs there and back ---------------------------------------------------------------------------------------

    def _free(self) -> int:
        return sum(hand.slots - len(hand.busy) for hand in self._ready_ones())

    def _begin(self) -> None:
        for hand in sorted(self._ready_ones(), key=lambda one: len(one.busy) / one.slots):
            while self.waiting and len(hand.busy) < hand.slots:
                job = self.waiting.popleft()
                self.number += 1
                parcel = pickle.dumps(replace(job, key=str(self.number)))
                errand = self._send(hand, self.number, "perform", self.round, parcel)
                hand.busy[self.number] = replace(errand, job=job)

    def _send(self, hand: Hand, number: int, deed: str, *parcel: Any) -> Errand:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a notebook is large is no news here
            future = self.client.submit(
                _courier(), deed, __version__, *parcel, key=f"notknowing-{uuid.uuid4().hex}", workers=[hand.address],
                allow_other_workers=False, pure=False, retries=0,
            )  # fmt: skip
        # The worker's own pool waits for a job twice before it gives up.
        allowed = 2 * (self.limits.notebook_seconds + GRACE_SECONDS) + GRACE_SECONDS
        if deed == "settle":
            allowed += seal.START_SECONDS
        future.add_done_callback(lambda done: self.news.put((hand.address, number, done)))
        return Errand(Job(str(number), ""), future, time.monotonic() + allowed)

    def _hear(self, seconds: float) -> None:
        """Take everything that has been answered, waiting a little for the first."""
        with contextlib.suppress(queue.Empty):
            self._take(*self.news.get(timeout=seconds))
            while True:
                self._take(*self.news.get_nowait())

    def _take(self, address: str, number: int, future: Any) -> None:
        hand = self.hands.get(address)
        errand = hand and (hand.settling if number == 0 else hand.busy.get(number))
        if hand is None or not errand or errand.future is not future:
            return  # of a worker that had been given up
        try:
            said = future.result(timeout=CONNECT_SECONDS)
        except Exception as failure:
            said = (REFUSED, f"it answered with {type(failure).__name__}")
        future.release()
        if number == 0:
            hand.settling = None
            state, words = said
            if state == READY:
                hand.state, self.sealed = READY, words
            else:
                self._refuse(hand, words)
        elif isinstance(said, str):
            del hand.busy[number]
            self.results.append(replace(Result(**json.loads(said)), key=errand.job.key))
        else:  # its nursery has ended, or the worker itself; if it is still there, it is asked to get ready again
            self._lost(hand, "had to begin anew")


def _connected(kind: Callable[..., Any], address: str) -> Any:
    """A client of Dask's. Its own time limit does not hold where something accepts the connection and then says nothing."""
    came: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def connect() -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                came.put(kind(address, timeout=CONNECT_SECONDS, set_as_default=False, name="notknowing"))
        except Exception as failure:
            came.put(failure)

    threading.Thread(target=connect, daemon=True).start()
    client = came.get(timeout=CONNECT_SECONDS + 5)
    if isinstance(client, Exception):
        raise client
    return client


def _courier() -> Callable[..., Any]:
    """What is called there. A function inside a function is sent as it stands, so that a computer without this package,
    or with another version, can say so."""

    def carry(deed: str, version: str, *parcel: Any) -> Any:
        try:
            import notknowing
        except ImportError:
            return "refused", "this package is not installed there"
        if notknowing.__version__ != version:
            return "refused", f"it has version {notknowing.__version__} of this package, and not {version}"
        from notknowing.marking.sealed import room

        return getattr(room, deed)(*parcel)

    return carry


def packed(root: Path) -> bytes:
    """The course's folders as a page may read them: the marking folder's own, else the package's. A zip."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in COURSE_FOLDERS:
            folder = root / name if (root / name).is_dir() else bundled(name)
            for path in sorted(folder.rglob("*")):
                inside = f"{name}/{path.relative_to(folder).as_posix()}"
                if path.is_file() and not path.is_symlink() and not inside.startswith(LEFT_HERE):
                    archive.writestr(inside, path.read_bytes())
    return data.getvalue()
