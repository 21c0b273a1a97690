"""What a forked kernel does to itself before the first line of a submission runs. Linux only.

Called in order by ``nursery``: ``leave_the_rest`` in a first child, the keeper, which then forks the kernel's own process;
``furnish`` and ``shut_the_door`` in that one, ``close_the_shaft`` in the keeper when the kernel's sockets are there. Everything raises ``OSError`` when the system refuses, and then nothing of
the submission runs.
"""

from __future__ import annotations

import base64
import ctypes
import os
import resource
import signal
from pathlib import Path
from typing import Any

OUTSIDE = "/.outside"
"""Where the jail keeps what only the nursery may see; covered before a submission runs."""
KERNEL = "/.kernel"
"""The kernel's own sockets."""
WORK = "/marking/autograded"
HERE = f"{WORK}/student/page"
"""The working folder: as deep as nbgrader's, so that a course folder upwards is found as it is there."""
NOBODY = 65534

_CLONE_NEWNS, _CLONE_NEWIPC, _CLONE_NEWUSER, _CLONE_NEWPID = 0x00020000, 0x08000000, 0x10000000, 0x20000000
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 1, 2, 4, 8
_MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 32, 4096, 16384, 1 << 18
_MS_RELATIME = 1 << 21
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
_CAP_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _prctl(option: int, value: int, what: str) -> None:
    _checked(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), what)


def _mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    arguments = [one.encode() if one is not None else None for one in (source, target, kind)]
    data = options.encode() if options else None
    _checked(_libc.mount(*arguments, ctypes.c_ulong(flags), data), f"mount {target}")


def die_with_parent() -> None:
    """Ask the system to end this process when the one that forked it ends."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, "die with parent")


def leave_the_rest() -> None:
    """Enter namespaces of one's own for users, mounts, processes (from the next fork on) and shared memory."""
    if os.getuid() == 0:  # marking as root: be nobody before anything else
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        _prctl(_PR_SET_DUMPABLE, 1, "own the files of this process")
    die_with_parent()
    user, group = os.getuid(), os.getgid()
    _checked(_libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNS | _CLONE_NEWPID | _CLONE_NEWIPC), "namespaces")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {group} 1")


def furnish(job: str, files: dict[str, str], disk: int) -> None:
    """Put up this job's own file systems, hide the nursery's, and lay out the student's files.

    Args:
        job: the folder under ``OUTSIDE/run`` that holds this kernel's sockets.
        files: name to content in base64; written into the working folder.
        disk: bytes for each of the three places that can be written.
    """
    die_with_parent()
    _mount("none", "/", None, _MS_REC | _MS_PRIVATE)
    _mount(f"{OUTSIDE}/run/{job}", KERNEL, None, _MS_BIND)
    _mount("proc", "/proc", "proc", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC)
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
    for place in (WORK, "/tmp", "/dev/shm"):
        held = {path: os.open(path, os.O_PATH) for path in _mounted_below(place)}
        _mount("tmpfs", place, "tmpfs", _MS_NOSUID | _MS_NODEV, f"size={disk},nr_inodes=8192,mode=0700")
        for path, number in held.items():  # Python itself, where it was installed below /tmp
            Path(path).mkdir(parents=True, exist_ok=True)
            _mount(f"/proc/self/fd/{number}", path, None, _MS_BIND | _MS_REC)
            os.close(number)
    _mount("tmpfs", OUTSIDE, "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_RDONLY, "size=4096,nr_inodes=4,mode=0500")
    here = Path(HERE)
    here.mkdir(parents=True)
    for name, data in files.items():
        (here / Path(name).name).write_bytes(base64.b64decode(data))
    os.chdir(here)


def _mounted_below(place: str) -> list[str]:
    """What the jail shows below a folder, outermost first."""
    mounts = Path("/proc/self/mountinfo").read_text().splitlines()
    paths = [mount.split()[4].replace("\\040", " ") for mount in mounts]
    return sorted(path for path in paths if path.startswith(f"{place}/"))


def close_the_shaft() -> None:
    """Make the folder of the kernel's sockets read-only once they are there: it lies on the tutor's disk.

    Called by the keeper, which shares the kernel's file systems and has kept the right to change them.
    """
    # What the disk was mounted with has to be said again, or the system takes it for an attempt to be rid of it.
    held = os.statvfs(KERNEL).f_flag
    kept = held & (_MS_NOSUID | _MS_NODEV | _MS_NOEXEC | os.ST_NOATIME | os.ST_NODIRATIME)
    kept |= _MS_RELATIME if held & os.ST_RELATIME else 0
    _mount("none", KERNEL, None, _MS_REMOUNT | _MS_BIND | _MS_RDONLY | kept)


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def shut_the_door(limits: dict[str, Any]) -> None:
    """Set the limits, and give up every capability for good."""
    for which, value in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_FSIZE, limits["file_size"]),
        (resource.RLIMIT_NOFILE, 512),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(which)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(which, (value, value))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # too large a file is an error in the cell, not the kernel's end
    last = int(Path("/proc/sys/kernel/cap_last_cap").read_text())
    for capability in range(last + 1):
        _prctl(_PR_CAPBSET_DROP, capability, "drop a capability")
    header, sets = _Header(_CAP_VERSION_3, 0), (_Sets * 2)()
    _checked(_libc.capset(ctypes.byref(header), ctypes.byref(sets)), "drop all capabilities")
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, "no new privileges")


def own(path: Path) -> None:
    """From outside: give a file or folder to the user that kernels run as, when marking runs as root."""
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)
