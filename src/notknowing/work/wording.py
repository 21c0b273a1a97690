"""What a person is told about saving. Each message says what happened, that the words are safe, and what to do."""

from __future__ import annotations

import errno

from filelock import Timeout

_REASONS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", "Free some space"),
    errno.EACCES: ("this folder does not allow saving", "Allow it, or move the course to a folder of your own"),
    errno.EROFS: ("this folder does not allow saving", "Move the course to a folder of your own"),
    errno.ENAMETOOLONG: ("the name of the folder is too long", "Move the course to a folder with a shorter name"),
    errno.ENOENT: ("the folder of this notebook is no longer there", "Put it back where it was"),
    errno.EMFILE: ("too many files are open on this computer", "Close some programs"),
}
_REASONS[errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC] = _REASONS[errno.ENOSPC]
_REASONS[errno.EPERM] = _REASONS[errno.EACCES]
_REASONS[errno.ENOTDIR] = _REASONS[errno.ENOENT]
_REASONS[errno.ENFILE] = _REASONS[errno.EMFILE]
_BUSY = ("another window is still saving", "Wait a moment")
_OTHER = ("the computer did not let the file be written", "Wait a moment")

SAVED = "Saved in {name}."
SAVED_PRIVATE = "Saved for you only, in {name}."
TWO_WINDOWS = " Another window had saved different words here; both are kept."
READING_ONLY = "This copy is only being read, so nothing was saved. Open your own notebook to write in it."
NEWER = (
    "{name} was written by a newer version of this course. It is safe and nothing in it will be changed here. "
    "Update the course, then open the notebook again."
)
NEWER_REFUSAL = (
    "Your last words are not on disk yet: {name} belongs to a newer version of this course. "
    "They are still on this page. Update the course, then press Save again."
)
BLOCKED = "{name} could not be opened: {reason}. It has not been changed. {remedy}, then open the notebook again."
UNREADABLE = "{name} could not be read. It has not been changed."
SET_ASIDE = (
    "{name} could not be read. It is kept, unchanged, as {aside}. You can go on working; "
    "your tutor may be able to recover what is in it."
)
DAMAGED = "Part of {name} could not be read. The rest is here."
DAMAGED_KEPT = "Part of {name} could not be read. The rest is here, and the whole file is kept as {aside}."
NOT_ON_DISK = (
    "Your last words are not on disk yet: {reason}. They are still on this page. {remedy}, then press Save again."
)
ALL_SAVED = "Everything is saved."
NOTHING_EARLIER = "There is nothing earlier to go back to. Your words are unchanged."
STEPPED_BACK = "Your earlier words are back. The newer ones are kept in the history."
NOTHING_HERE = "There are no words here yet, so nothing was changed."
BROUGHT_IN = "Your words from the other copy are here again."
PRIVATE_NOW = "These words are now for you only, in {name}. They are not handed in."
CAME_FROM = " They came from {origin}; the copy there was left as it is."
NOT_PRIVATE = "These words are not private yet: {reason}. Nothing is lost. {remedy}, then choose Make private again."
SHARED_NOW = "These words are now in {name}, and are handed in with your work. Earlier private versions were removed."
ALREADY_SHARED = "These words are already shared. Nothing was changed."
NOT_SHARED = "These words are still private: {reason}. Nothing is lost. {remedy}, then choose Share again."
NOT_TOLD = "Your words are saved, but the copy inside the notebook is not up to date. Press Save again."


class Refused(Exception):
    """A file must not be written now. `args[0]` is the whole sentence for the person at the page."""


def reason_and_remedy(error: BaseException) -> tuple[str, str]:
    """Return (what stands in the way, what to do about it), both without a full stop."""
    if isinstance(error, Timeout):
        return _BUSY
    return _REASONS.get(getattr(error, "errno", None) or 0, _OTHER)


def refusal(error: BaseException, template: str = "") -> str:
    """Return the sentence for what could not be written; `template` has places for {reason} and {remedy}."""
    if isinstance(error, Refused):
        return str(error.args[0])
    reason, remedy = reason_and_remedy(error)
    return (template or NOT_ON_DISK).format(reason=reason, remedy=remedy)


def listed(names: list[str]) -> str:
    """Join names as English does: a, b and c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
