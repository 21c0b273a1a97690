"""The process that kernels are forked from. Runs inside the jail: ``python -m notknowing.marking.sealed.nursery``.

It loads the course's imports once, then waits at a Unix socket. One connection is one kernel: the first message asks
for it, later ones signal it, closing the connection ends it. It answers with one JSON object a message:
``{"event": "bound"}`` when the kernel can be talked to, ``{"event": "over", "why": …}`` when it has ended.
Nothing of a submission ever runs in this process.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any

from notknowing.marking.sealed import inside, start_lightly

SOCKET = f"{inside.OUTSIDE}/run/nursery"
LOOK_EVERY = 0.15
"""Seconds between looks at what the kernels use."""

KERNEL_NEEDS = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger", "IPython.core.completer",
    "notknowing.marking.sealed.watch",
)  # fmt: skip
PRELOADED = (
    "numpy.random", "pandas.plotting", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "matplotlib_inline.config",
    "ipywidgets", "anywidget", "notknowing.activities", "notknowing.mirror", "notknowing.work",
    "notknowing.marking.scoring", "notknowing.marking.formative",
)  # fmt: skip
"""Imported before the first fork. One that is not installed is passed over: a page that needs it says so itself."""


@dataclass
class Kernel:
    """One kernel: the connection that asked for it, its processes as seen from here, and its limits."""

    connection: Connection
    job: str = ""
    keeper: int = 0
    """The child that waits for the kernel, and for which we wait."""
    keeper_ended: int = -1
    process: int = 0
    """The kernel's own process, the first of its namespace: when it ends, everything it started ends."""
    news: int = -1
    limits: dict[str, Any] = field(default_factory=dict)
    why: str = ""


def preload(warm: bool, further: Sequence[str] = ()) -> None:
    """Import what pages import, and read the course once.

    Args:
        warm: whether to load more than what a kernel itself needs.
        further: what this assignment imports besides.
    """
    start_lightly()
    for name in (*KERNEL_NEEDS, *(PRELOADED if warm else ()), *further):
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    os.chdir(Path(inside.WORK).parent)
    if warm:
        with contextlib.suppress(Exception):  # a course that cannot be read is the page's to report
            from notknowing.course import load

            load(start=Path(inside.WORK).parent)
    gc.collect()
    gc.freeze()


class Nursery:
    """Accepts connections and forks a kernel for each."""

    def __init__(self) -> None:
        self.listener = Listener(SOCKET, "AF_UNIX", backlog=16)
        self.door = self.listener._listener._socket.fileno()  # type: ignore[attr-defined]
        Path(SOCKET).chmod(0o600)
        self.kernels: dict[int, Kernel] = {}

    def run(self) -> None:
        """Serve until the jail ends."""
        looked = 0.0
        while True:
            watched = {self.door: None}
            for kernel in self.kernels.values():
                watched |= {
                    fd: kernel for fd in (kernel.connection.fileno(), kernel.news, kernel.keeper_ended) if fd >= 0
                }
            ready, _, _ = select.select(list(watched), [], [], LOOK_EVERY)
            for fd in ready:
                kernel = watched[fd]
                if kernel is None:
                    connection = self.listener.accept()
                    self.kernels[connection.fileno()] = Kernel(connection)
                elif fd == kernel.news:
                    self._hear(kernel)
                elif fd == kernel.keeper_ended:
                    self._over(kernel)
                elif not kernel.connection.closed and fd == kernel.connection.fileno():
                    self._asked(kernel)
            if time.monotonic() - looked > LOOK_EVERY:
                self._look()
                looked = time.monotonic()

    # -- one kernel's life ---------------------------------------------------------------------------------------

    def _asked(self, kernel: Kernel) -> None:
        try:
            message = json.loads(kernel.connection.recv_bytes())
        except (EOFError, OSError, ValueError):
            self._end(kernel, "given up")
            if not kernel.keeper:
                self._forget(kernel)
            return
        if message["do"] == "start" and not kernel.keeper:
            self._fork(kernel, message)
        elif message["do"] == "signal" and kernel.process:
            with contextlib.suppress(ProcessLookupError):
                os.kill(kernel.process, message["number"])
        elif message["do"] == "end":
            self._end(kernel, message.get("why", "asked to"))

    def _fork(self, kernel: Kernel, message: dict[str, Any]) -> None:
        kernel.job, kernel.limits = message["job"], message["limits"]
        kernel.news, tell = os.pipe()
        keeper = os.fork()
        if keeper == 0:
            _keep(self, tell, message)
        os.close(tell)
        kernel.keeper, kernel.keeper_ended = keeper, os.pidfd_open(keeper)

    def _hear(self, kernel: Kernel) -> None:
        """What the kernel says before the submission begins: its process number, then that it is ready."""
        said = os.read(kernel.news, 4096).decode(errors="replace")
        for line in said.splitlines():
            word, _, rest = line.partition(" ")
            if word == "process":
                kernel.process = int(rest)
            elif word == "bound":
                _say(kernel, event="bound", process=kernel.process)
            elif word == "failed":
                kernel.why = rest
        if not said:
            os.close(kernel.news)
            kernel.news = -1

    def _end(self, kernel: Kernel, why: str) -> None:
        kernel.why = kernel.why or why
        for process in (kernel.process, kernel.keeper):
            if process:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                    return  # the keeper ends by itself after the kernel

    def _over(self, kernel: Kernel) -> None:
        while kernel.news >= 0:  # a last word, why it failed
            self._hear(kernel)
        _, status = os.waitpid(kernel.keeper, 0)
        _say(kernel, event="over", why=kernel.why, status=os.waitstatus_to_exitcode(status))
        self._forget(kernel)

    def _forget(self, kernel: Kernel) -> None:
        for number, one in list(self.kernels.items()):
            if one is kernel:
                del self.kernels[number]
        for fd in (kernel.news, kernel.keeper_ended):
            if fd >= 0:
                os.close(fd)
        kernel.connection.close()

    # -- what they use -------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """End every kernel whose processes together are too many or too large."""
        running = [kernel for kernel in self.kernels.values() if kernel.process]
        if not running:
            return
        children, sizes = _processes()
        for kernel in running:
            family, todo = set(), [kernel.process]
            while todo:
                one = todo.pop()
                if one not in family:
                    family.add(one)
                    todo += children.get(one, [])
            if len(family) > kernel.limits["processes"]:
                self._end(kernel, "processes")
            elif sum(sizes.get(one, 0) for one in family) > kernel.limits["total_memory"]:
                self._end(kernel, "memory")


def _processes() -> tuple[dict[int, list[int]], dict[int, int]]:
    """Children of every process in sight, and the memory that is each one's own, in bytes."""
    children: dict[int, list[int]] = {}
    sizes: dict[int, int] = {}
    page = os.sysconf("SC_PAGE_SIZE")
    for name in os.listdir("/proc"):  # noqa: PTH208 - several times a second
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:  # noqa: PTH123
                    parent = int(file.read().rpartition(b")")[2].split()[1])
                with open(f"/proc/{name}/statm", "rb") as file:  # noqa: PTH123
                    resident, shared = (int(one) for one in file.read().split()[1:3])
            except (OSError, ValueError, IndexError):
                continue
            children.setdefault(parent, []).append(int(name))
            sizes[int(name)] = (resident - shared) * page
    return children, sizes


def _say(kernel: Kernel, **what: Any) -> None:
    with contextlib.suppress(OSError, ValueError):
        kernel.connection.send_bytes(json.dumps(what).encode())


# ------------------------------------------------------------------------------------------------ in the children


def _keep(nursery: Nursery, tell: int, message: dict[str, Any]) -> None:
    """The first child: enter the namespaces, fork the kernel's process, wait for it. Does not return."""
    code = 1
    try:
        os.setsid()
        nursery.listener._listener._socket.close()  # type: ignore[attr-defined]
        for kernel in nursery.kernels.values():
            for fd in (kernel.news, kernel.keeper_ended):
                if fd >= 0:
                    os.close(fd)
            kernel.connection._close()  # type: ignore[attr-defined]
        inside.leave_the_rest()
        ready, say_ready = os.pipe()
        process = os.fork()
        if process == 0:
            try:
                os.close(ready)
                _become_kernel(say_ready, tell, message)
            except BaseException as error:
                with contextlib.suppress(OSError):
                    os.write(tell, f"failed {type(error).__name__} {error}\n".encode()[:1000])
            finally:
                os._exit(1)
        os.close(say_ready)
        os.write(tell, f"process {process}\n".encode())
        if os.read(ready, 1):
            inside.close_the_shaft()
            os.write(tell, b"bound\n")
        os.close(tell)
        _, status = os.waitpid(process, 0)
        code = abs(os.waitstatus_to_exitcode(status))
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.write(tell, f"failed {type(error).__name__} {error}\n".encode()[:1000])
    finally:
        os._exit(code)


def _become_kernel(say_ready: int, tell: int, message: dict[str, Any]) -> None:
    """The second child: furnish, shut the door, and be an IPython kernel until the end."""
    inside.furnish(message["job"], message["files"], message["limits"]["disk"])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL if number != signal.SIGINT else signal.default_int_handler)
    nothing = os.open("/dev/null", os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(nothing, fd)
    for fd in range(3, 512):
        if fd not in (say_ready, tell):
            with contextlib.suppress(OSError):
                os.close(fd)
    os.environ.update(message["env"])
    os.environ["MPLCONFIGDIR"] = "/tmp/matplotlib"
    _seed()
    inside.shut_the_door(message["limits"])

    from ipykernel.kernelapp import IPKernelApp

    held = json.loads(Path(f"{inside.KERNEL}/kernel.json").read_text("utf-8"))
    where = Path(f"/tmp/{os.urandom(8).hex()}.json")
    where.write_text(json.dumps({**held, "ip": f"{inside.KERNEL}/k"}), "utf-8")
    sys.argv = ["kernel"]
    app = IPKernelApp.instance()
    app.initialize(["-f", str(where), *dict.fromkeys(["--IPKernelApp.log_level=40", *message["arguments"]])])
    _print_at_most(message["limits"]["printed"], app)
    from notknowing.marking.sealed import watch

    watch.remember(app.shell)
    where.unlink()
    os.close(tell)
    os.write(say_ready, b"b")
    os.close(say_ready)
    app.start()


def _seed() -> None:
    """Two submissions must not draw the same numbers by accident of the fork, nor one submission others each time."""
    import random

    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()


def _print_at_most(characters: int, app: Any) -> None:
    """Drop what one cell prints beyond a limit, where it is printed, so that nobody has to carry it."""
    left = {"stdout": characters, "stderr": characters}

    def limited(stream: Any) -> None:
        write = stream.write

        def write_some(text: str) -> int | None:
            room = left[stream.name]
            if room <= 0:
                return len(text)
            left[stream.name] = room - len(text)
            return write(text if len(text) <= room else text[:room] + "\n")

        stream.write = write_some

    def begin(*_: Any) -> None:
        left.update(stdout=characters, stderr=characters)

    for stream in (sys.stdout, sys.stderr):
        limited(stream)
    app.shell.events.register("pre_run_cell", begin)


def main() -> None:
    """Load, then serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the tutor's word to the marking process, which ends us
    preload(sys.argv[1] == "warm", sys.argv[2:])
    nursery = Nursery()
    assert len(list(Path("/proc/self/task").iterdir())) == 1, "a process with threads cannot be forked safely"
    nursery.run()


if __name__ == "__main__":
    main()
