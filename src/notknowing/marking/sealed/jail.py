"""The bubblewrap call: what the nursery and its kernels can see of this computer."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from dataclasses import dataclass, field
from pathlib import Path

from notknowing.course.places import BUNDLED, REPOSITORY
from notknowing.marking.sealed.inside import KERNEL, OUTSIDE, WORK

COURSE_FOLDERS = ("course", "datasets", "exercises")
"""What a page may read besides Python. ``solutions`` is not among them."""

ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "fonts", "alternatives")


@dataclass(frozen=True)
class Jail:
    """What to show. ``root`` is the marking folder, whose ``course`` a page would find above its own folder."""

    root: Path
    run: Path
    """A private folder on this computer for the sockets between kernels and clients."""
    extra: list[Path] = field(default_factory=list)
    """Further folders to show read-only, for a test."""

    def command(self, arguments: list[str]) -> list[str]:
        """The whole command line, ending in ``arguments``."""
        command = ["bwrap", "--die-with-parent", "--new-session", "--clearenv"]
        command += ["--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", "marking"]
        if os.geteuid() != 0:  # root needs no namespace of users here; each kernel gets one and is nobody in it
            command += ["--unshare-user"]
        command += self._system()
        shown = self._bound()
        # Folders on the way are made first: bubblewrap would make them for its own user's eyes alone.
        for folder in sorted({parent for _, target in shown for parent in target.parents} - {Path("/"), Path("/usr")}):
            command += ["--dir", str(folder)]
        for path, target in shown:
            command += ["--ro-bind", str(path), str(target)]
        command += ["--proc", "/proc", "--dir", "/dev"]
        for device in ("null", "zero", "full", "random", "urandom"):
            command += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
        for folder in ("/tmp", "/dev/shm", WORK, KERNEL, OUTSIDE):
            command += ["--dir", folder]
        command += ["--bind", str(self.run), f"{OUTSIDE}/run"]
        if os.geteuid() == 0:
            # bubblewrap covers parts of root's /proc, and then the system refuses a kernel one of its own unless a
            # whole one is in sight. It is in the covered part.
            command += ["--bind", "/proc", f"{OUTSIDE}/proc"]
        for name, value in self.environment().items():
            command += ["--setenv", name, value]
        return [*command, "--remount-ro", "/", "--chdir", "/", "--", *arguments]

    def _bound(self) -> list[tuple[Path, Path]]:
        """Every folder besides the system's own, and where in the jail it is shown."""
        return [(path, path) for path in self._python()] + self._course()

    def shown(self) -> list[Path]:
        """The folders that can be seen inside, under the names they have there."""
        return [target for _, target in self._bound()]

    def environment(self) -> dict[str, str]:
        """The nursery's environment, complete: nothing of the tutor's is passed on."""
        return {
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": "/tmp",
            "LANG": "C.UTF-8",
            "TZ": os.environ.get("TZ", ""),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "MPLCONFIGDIR": f"{OUTSIDE}/run/matplotlib",
            "PYTHONDONTWRITEBYTECODE": "1",
            "OPENBLAS_NUM_THREADS": "1",  # a process with threads cannot be forked safely
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "NBGRADER_EXECUTION": "autograde",
        }

    def _system(self) -> list[str]:
        """``/usr`` and what belongs to it, as the distribution lays it out, and the little of ``/etc`` that is needed."""
        parts = ["--ro-bind", "/usr", "/usr"]
        for name in ("bin", "lib", "lib64", "lib32", "sbin"):
            path = Path("/") / name
            if path.is_symlink():
                parts += ["--symlink", str(path.readlink()), str(path)]
            elif path.is_dir():
                parts += ["--ro-bind", str(path), str(path)]
        for name in ETC:
            if (Path("/etc") / name).exists():
                parts += ["--ro-bind", f"/etc/{name}", f"/etc/{name}"]
        return [*parts, "--ro-bind", str(self.run / "passwd"), "/etc/passwd"]

    def _python(self) -> list[Path]:
        """The interpreter, its standard library, the environment and this package, outermost folders only."""
        found = {Path(sys.base_prefix), Path(sys.prefix), Path(sys.executable).resolve().parents[1]}
        found |= {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
        found |= {Path(entry) for entry in sys.path if entry and "site-packages" in entry}
        found.add(Path(__file__).parents[3])
        kept: list[Path] = []
        for path in sorted({one for one in found if one.is_dir()} - {Path("/usr"), Path("/")}):
            if not any(path.is_relative_to(other) for other in (*kept, Path("/usr"))):
                kept.append(path)
        return kept + self.extra

    def _course(self) -> list[tuple[Path, Path]]:
        """The course as the package finds it, and the marking folder's own beside the working folder."""
        shown = []
        for name in COURSE_FOLDERS:
            if (self.root / name).is_dir():
                shown.append((self.root / name, Path(WORK).parent / name))
            if (REPOSITORY / name).is_dir() and not (BUNDLED / name).is_dir():
                shown.append((REPOSITORY / name, REPOSITORY / name))
        return shown


def lay_out(run: Path) -> None:
    """Put into the run folder what the jail takes from it: a list of users with nobody in it, and the list of fonts."""
    (run / "passwd").write_text("nobody:x:65534:65534:nobody:/tmp:/bin/false\n")
    fonts = run / "matplotlib"
    fonts.mkdir(exist_ok=True)
    for path in _font_lists():
        shutil.copyfile(path, fonts / path.name)


def _font_lists() -> list[Path]:
    """matplotlib's list of fonts, which takes it seconds to make; none when it was never made here."""
    home = Path(os.environ.get("MPLCONFIGDIR") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache") / "matplotlib")
    return sorted(home.expanduser().glob("fontlist-*.json"))
