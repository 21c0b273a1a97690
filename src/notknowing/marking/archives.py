"""What is inside a zip or a folder, without trusting it: no way out of it, no links, no bombs."""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from notknowing.marking.places import MarkingError

MB = 2**20


@dataclass(frozen=True)
class Limits:
    """How much may come out of one archive."""

    file_bytes: int = 100 * MB
    total_bytes: int = 2048 * MB
    count: int = 20_000
    ratio: int = 200
    """Unpacked size against packed size, for files of more than a megabyte."""
    inner_bytes: int = 200 * MB
    inner_count: int = 50
    """A student's own zip inside the VLE's holds a notebook and a file of answers; it need not hold more than this."""


LIMITS = Limits()


class Refused(MarkingError):
    """An archive, or one file in it, is not opened. The text says why, for the tutor."""


@dataclass(frozen=True)
class Member:
    """One file: its name inside the archive (with ``/``), and its bytes, or why they were refused."""

    name: str
    data: bytes = b""
    refused: str = ""
    trail: tuple[str, ...] = field(default=())
    """Names of the archives it was found in, outermost first, without the one that was opened."""


def members(source: Path, limits: Limits = LIMITS) -> Iterator[Member]:
    """Every file in a zip or a folder, in order of name. A single file is an archive of one.

    Raises:
        Refused: the archive as a whole cannot be opened or is beyond the limits.
    """
    if source.is_dir():
        yield from _in_folder(source, limits)
    elif zipfile.is_zipfile(source):
        with source.open("rb") as file:
            yield from _in_zip(file, source.name, limits, limits.total_bytes, limits.count)
    elif source.suffix.lower() in {".ipynb", ".json"} and source.is_file():
        yield Member(source.name, _read(source, limits))
    elif not source.exists():
        raise Refused(f"There is no file or folder called {source}. Nothing was changed. Check the name.")
    else:
        raise Refused(
            f"{source.name} is not a zip that can be opened. Nothing was changed. Download it from the VLE again."
        )


def inner_members(data: bytes, name: str, limits: Limits = LIMITS) -> Iterator[Member]:
    """Every file in a student's own zip inside the VLE's, one level deep.

    Raises:
        Refused: it cannot be opened or is beyond the limits.
    """
    for member in _in_zip(io.BytesIO(data), name, limits, limits.inner_bytes, limits.inner_count):
        yield Member(member.name, member.data, member.refused, (name,))


def _in_folder(folder: Path, limits: Limits) -> Iterator[Member]:
    left, count = limits.total_bytes, 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield Member(name, refused="It is a link to another file; links are never followed.")
            continue
        if not path.is_file():
            continue
        count += 1
        if count > limits.count:
            raise Refused(
                f"{folder.name} holds more than {limits.count:,} files. Nothing was changed. Check that it is the right folder."
            )
        member = (
            Member(name, _read(path, limits)) if path.stat().st_size <= limits.file_bytes else _too_large(name, limits)
        )
        left -= len(member.data)
        if left < 0:
            raise Refused(_too_much(folder.name, limits.total_bytes))
        yield member


def _read(path: Path, limits: Limits) -> bytes:
    with path.open("rb") as file:
        return file.read(limits.file_bytes + 1)


def _in_zip(file: io.BufferedIOBase, name: str, limits: Limits, total: int, count: int) -> Iterator[Member]:
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Refused(f"{name} is damaged and cannot be opened. Ask for it once more.") from error
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > count:
            raise Refused(
                f"{name} holds {len(infos):,} files, more than the {count:,} that are allowed. It was not opened."
            )
        left = total
        for info in sorted(infos, key=lambda info: info.filename):
            reason = _objection(info, limits)
            if reason:
                yield Member(_shown(info.filename), refused=reason)
                continue
            try:
                data = _unpacked(archive, info, min(limits.file_bytes, left))
            except _TooMuch:
                if left < limits.file_bytes:
                    raise Refused(_too_much(name, total)) from None
                yield _too_large(_shown(info.filename), limits)
                continue
            except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
                yield Member(_shown(info.filename), refused="It is damaged inside the zip and could not be unpacked.")
                continue
            left -= len(data)
            yield Member(posixpath.normpath(info.filename), data)


class _TooMuch(Exception):
    pass


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """The bytes of one member, counted while they come out: what the zip says of its own size proves nothing."""
    with archive.open(info) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise _TooMuch
    return data


def _objection(info: zipfile.ZipInfo, limits: Limits) -> str:
    name = info.filename
    if stat.S_ISLNK(info.external_attr >> 16):
        return "It is a link to another file; links are never followed."
    if leaves_its_folder(name):
        return "Its name leads out of the zip, to another folder; it was not unpacked."
    if info.flag_bits & 0x1:
        return "It is locked with a password and cannot be read."
    if info.file_size > MB and info.file_size > limits.ratio * max(info.compress_size, 1):
        return "It would unpack to far more than it seems to hold; it was not unpacked."
    if info.file_size > limits.file_bytes:
        return _too_large(name, limits).refused
    return ""


def leaves_its_folder(name: str) -> bool:
    """Whether a name in an archive is absolute, names a drive, or climbs out with ``..``, in either slash."""
    parts = re.split(r"[\\/]", name)
    return not name or "\x00" in name or name[0] in "\\/" or bool(re.match(r"[A-Za-z]:", name)) or ".." in parts


def _shown(name: str) -> str:
    return name if len(name) <= 120 else f"{name[:117]}…"


def _too_large(name: str, limits: Limits) -> Member:
    return Member(name, refused=f"It is larger than {limits.file_bytes // MB} MB and was not unpacked.")


def _too_much(name: str, total: int) -> str:
    return (
        f"{name} unpacks to more than {total // MB:,} MB. It was not collected. Check what it is before trying again."
    )
