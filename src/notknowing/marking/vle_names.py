"""Who handed in what, read from the names a VLE gives to files.

Sources: Moodle ``mod/assign/downloader.php`` (folders since 3.1, or flat), Canvas ``lib/content_zipper.rb``, and for
Blackboard the names that kwurst/bb-file-cleanup and CodeGrade's parser read. Blackboard Ultra was not verified.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Vle = Literal["blackboard", "moodle", "canvas", "folders"]

_ATTEMPT_TIME = r"\d{4}-\d{2}-\d{2}-\d{2}-\d{2}-\d{2}"
_BLACKBOARD = re.compile(
    rf"^(?P<assignment>.*)_(?P<key>[^_/]+)_attempt_(?P<time>{_ATTEMPT_TIME})(?P<file>_[^/]+(?:/.+)?|/.+|\.txt)$"
)
_MOODLE = re.compile(r"^(?P<name>[^/]*?)_(?P<key>\d+)_assignsubmission_(?P<what>file|onlinetext)(?:_?/|_)(?P<file>.+)$")
_CANVAS = re.compile(
    r"^(?P<name>[^/_]+(?:_[^/_0-9][^/_]*)*?)(?P<late>_LATE)?_(?P<key>\d+)_(?P<attachment>\d+)_(?P<file>.+)$"
)
_AGAIN = re.compile(r"-(\d{1,2})(?=\.[^./]+$)")
_RECEIPT_NAME = re.compile(r"^Name:\s*(?P<name>.*?)\s*\((?P<key>[^()]+)\)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Named:
    """What one name says. ``key`` is what the VLE knows the student by; ``file`` is the student's own file name."""

    vle: Vle
    key: str
    file: str
    name: str = ""
    time: datetime | None = None
    """Of the attempt, in the institution's own time: only Blackboard says it."""
    order: int = 0
    """Among attempts without a time, later ones have higher numbers."""
    late: bool = False
    receipt: bool = False


def detect(names: list[str]) -> Vle:
    """Which VLE most of the names come from; ``folders`` when none of its patterns fits."""
    votes: Counter[Vle] = Counter()
    for name in names:
        for vle in ("blackboard", "moodle", "canvas"):
            if named(name, vle) is not None:
                votes[vle] += 1
                break
    return votes.most_common(1)[0][0] if votes else "folders"


def named(path: str, vle: Vle, usernames: frozenset[str] = frozenset()) -> Named | None:
    """Read one name, with ``/`` between folders; None when it is not of this VLE's form.

    Args:
        path: the name inside the archive. Folders the VLE or a colleague put around it are passed over.
        vle: whose form to read.
        usernames: known usernames, for those Blackboard ones that hold an underscore.
    """
    parts = path.split("/")
    for start in range(len(parts)):
        found = _READERS[vle]("/".join(parts[start:]), usernames)
        if found is not None:
            return found
    return None


def _blackboard(path: str, usernames: frozenset[str]) -> Named | None:
    match = _BLACKBOARD.match(path)
    if match is None:
        return None
    before = f"{match['assignment']}_{match['key']}"
    longer = [user for user in usernames if before.endswith(f"_{user}")]
    key = max(longer, key=len) if longer else match["key"]
    try:
        moment = datetime.strptime(match["time"], "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        moment = None
    receipt = match["file"] == ".txt"
    return Named("blackboard", key, "" if receipt else match["file"].lstrip("_/"), time=moment, receipt=receipt)


def _moodle(path: str, _: frozenset[str]) -> Named | None:
    match = _MOODLE.match(path)
    if match is None:
        return None
    return Named("moodle", match["key"], match["file"], match["name"], receipt=match["what"] == "onlinetext")


def _canvas(path: str, _: frozenset[str]) -> Named | None:
    match = _CANVAS.match(path)
    if match is None or "_assignsubmission_" in path or "_attempt_" in path:
        return None
    again = _AGAIN.search(match["file"])
    # Attachment ids only grow, so they order uploads even where the "-1" is the student's own.
    order = int(match["attachment"]) * 100 + (int(again[1]) if again else 0)
    return Named(
        "canvas",
        match["key"],
        _AGAIN.sub("", match["file"]) if again else match["file"],
        match["name"],
        order=order,
        late=bool(match["late"]),
    )


def _folders(path: str, _: frozenset[str]) -> Named | None:
    student, _, file = path.partition("/")
    return Named("folders", student, file) if file else None


_READERS = {"blackboard": _blackboard, "moodle": _moodle, "canvas": _canvas, "folders": _folders}


def username_in_receipt(text: str) -> tuple[str, str] | None:
    """Username and name from Blackboard's receipt for an attempt."""
    match = _RECEIPT_NAME.search(text)
    return (match["key"], match["name"]) if match else None


def folder_for(key: str) -> str:
    """A student's key as the name of a folder nbgrader can work with: no slash, no wildcard, no ``+``."""
    safe = re.sub(r"[^\w.@-]", "-", key.strip()).strip(".")
    return safe or "student"
