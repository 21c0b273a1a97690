"""What can be sealed on this computer, and the nursery's life from outside.

Linux with bubblewrap seals. macOS has only the deprecated ``sandbox-exec`` and no namespaces; Windows has nothing light
that Python could use. There the command refuses unless ``--unsafe`` is said, and the way out is a container or WSL 2.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from notknowing.marking.places import MarkingError
from notknowing.marking.sealed.jail import Jail, lay_out

PREFIX = "notknowing-"
WARM = True
"""Whether a nursery loads the course's imports; tests of small pages do better without."""
START_SECONDS = 180
UNSAFE = "To mark without a seal all the same, with every line of every submission running as you, add --unsafe."
ADVICE = {
    "linux": "Install the package bubblewrap (on Ubuntu 23.10 and later also its AppArmor profile), then run this again.",
    "darwin": "macOS cannot contain a notebook's network and files from here. Mark in a Linux container or on a Linux server.",
    "win32": "Windows cannot contain a notebook from here. Mark inside WSL 2 or a Linux container.",
}


class NoSeal(MarkingError):
    """Submissions cannot be sealed on this computer."""


def refusal(reason: str) -> NoSeal:
    """Why marking does not begin, what that means and what to do, in words for a tutor."""
    advice = ADVICE.get(sys.platform, "Mark on Linux with bubblewrap.")
    return NoSeal(f"{reason} Nothing has been run or changed. {advice} {UNSAFE}")


def in_principle() -> None:
    """Look whether this system could seal at all, without starting anything.

    Raises:
        NoSeal: it could not.
    """
    if sys.platform != "linux":
        raise refusal("Submissions cannot be sealed on this system.")
    if shutil.which("bwrap") is None:
        raise refusal("Submissions are run inside bubblewrap, which is not installed.")


class Nursery:
    """A running nursery: its process and the private folder of its sockets."""

    def __init__(
        self, root: Path, imports: Sequence[str] = (), extra: list[Path] | None = None, warm: bool | None = None
    ):
        """Start one.

        Args:
            root: the marking folder, whose ``course`` pages are shown.
            imports: modules to load besides the usual ones, because the assignment uses them.
            extra: further folders to show, read-only.
            warm: load the course's imports before the first kernel; without them it starts sooner and kernels later.
                ``WARM`` when not given.

        Raises:
            NoSeal: this system cannot seal.
        """
        in_principle()
        # Socket paths may hold about a hundred characters, so the folder is not put somewhere deep.
        sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        (self.folder / "owner").write_text(str(os.getpid()))
        self.run = self.folder / "run"
        self.run.mkdir(mode=0o711)  # the folder above is closed to everybody else
        lay_out(self.run)
        self.errors = (self.folder / "errors").open("w+b")
        module = "notknowing.marking.sealed.nursery"
        jail = Jail(Path(root), self.run, extra or [])
        self.shown = jail.shown()
        command = jail.command(
            [sys.executable, "-I", "-m", module, "warm" if (WARM if warm is None else warm) else "cold", *imports]
        )
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.errors, env={"PATH": os.environ.get("PATH", "")}
        )  # fmt: skip

    def wait(self) -> None:
        """Until it answers.

        Raises:
            NoSeal: it ended instead, because the system does not allow what the seal needs.
        """
        deadline = time.monotonic() + START_SECONDS
        while not (self.run / "nursery").exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.errors.seek(0)
                said = self.errors.read().decode(errors="replace").strip().splitlines()
                self.close()
                reason = said[-1][:200] if said else "it did not answer"
                raise refusal(f"Submissions could not be sealed ({reason}).")
            time.sleep(0.01)

    def close(self) -> None:
        """End it, every kernel forked from it and everything they started; remove the folder."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def sweep() -> None:
    """Remove what runs that were killed have left behind in the folder for temporary files."""
    for owner in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/owner"):
        with contextlib.suppress(OSError, ValueError):
            if owner.stat().st_uid == os.geteuid() and not Path(f"/proc/{int(owner.read_text())}").exists():
                shutil.rmtree(owner.parent, ignore_errors=True)


@contextlib.contextmanager
def nursery(root: Path, imports: Sequence[str] = ()) -> Iterator[Nursery]:
    """A nursery for as long as the block runs. It may still be loading when the block begins."""
    running = Nursery(root, imports)
    try:
        yield running
    finally:
        running.close()
