"""Where the course is read from: ``--course``, else the nearest ``course/`` upwards, else the copy in the package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

BUNDLED = Path(__file__).parents[1] / "bundled"
"""What travels inside the installed package: ``course``, ``exercises`` and ``datasets``."""

REPOSITORY = Path(__file__).parents[3]
"""The repository, when the package runs from a checkout."""


@dataclass(frozen=True)
class CoursePlace:
    """A folder holding the course, and how it was found."""

    path: Path
    origin: str

    def __str__(self) -> str:
        return f"{self.path} ({self.origin})"


def _holds_course(folder: Path) -> bool:
    return (folder / "module.yml").is_file()


def bundled(name: str) -> Path:
    """``course``, ``exercises`` or ``datasets`` as it travels with the package: installed, or in a checkout.

    Raises:
        FileNotFoundError: the package was installed without it.
    """
    for root in (BUNDLED, REPOSITORY):
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(f"This installation has no {name} folder. Install the package again.")


def find_course(explicit: Path | str | None = None, start: Path | str | None = None) -> CoursePlace:
    """Find the course folder.

    Args:
        explicit: a folder asked for by name (``--course``); used whatever else there is.
        start: where to begin looking upwards; the current folder when not given.

    Raises:
        FileNotFoundError: ``explicit`` holds no ``module.yml``, or no course is found anywhere.
    """
    if explicit is not None:
        folder = Path(explicit).expanduser().resolve()
        if not _holds_course(folder):
            raise FileNotFoundError(f"{folder} holds no module.yml, so it is not a course folder.")
        return CoursePlace(folder, "asked for with --course")
    here = Path(start or Path.cwd()).resolve()
    for parent in (here, *here.parents):
        if _holds_course(parent / "course"):
            return CoursePlace(parent / "course", "nearest course folder upwards")
    return CoursePlace(bundled("course"), "the copy inside the installed package")
