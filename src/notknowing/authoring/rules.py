"""What a rule of ``notknowing check`` may look at, and how it points at a line.

A rule is a small function from the ground to the problems it finds. Rules do not stop one another: each yields what it
sees, and ``check`` gathers everything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from notknowing.course import Course, Problem, line_of
from notknowing.course.models import Client, Page

PAGE_FOLDERS = ("weeks", "assignments")

Steps = tuple[str | int, ...]
"""The way to a value inside a YAML file: ``("activities", 2, "why")``."""


@dataclass(frozen=True)
class Ground:
    """The course with the folder it stands in, and the day.

    root: the folder that holds ``course/``, and in a repository ``solutions/`` and ``exercises/``. today: the day that
    review dates are compared with. texts: the course files as they stand, kept so that each is read once.
    """

    root: Path
    course: Course
    today: dt.date
    texts: dict[str, list[str]] = field(default_factory=dict, compare=False)

    def has_client(self, client_id: str) -> bool:
        """Whether a client has a file. One that cannot be read is reported by itself, and not wherever it is named."""
        return client_id in self.course.clients or (self.course.path / "clients" / f"{client_id}.yml").is_file()

    def has_page(self, page_id: str) -> bool:
        """Whether a page has a file, readable or not."""
        return page_id in self.course.pages or any((self.course.path / folder / f"{page_id}.yml").is_file() for folder in PAGE_FOLDERS)  # fmt: skip

    def is_listed(self, file: str, item_id: str) -> bool:
        """Whether a list such as claims.yml has an entry of that id, sound or not. One that cannot be read has all."""
        if file not in self.course.lines:
            return True
        return any(isinstance(item, dict) and item.get("id") == item_id for item in self.course.lines.get(file) or ())

    def shown(self, file: str) -> str:
        """A course file as the reader of a problem knows it: from the root."""
        try:
            return (self.course.path.relative_to(self.root) / file).as_posix()
        except ValueError:
            return (self.course.path / file).as_posix()

    def at(self, file: str, *steps: str | int, message: str, action: str, near: str = "", warning: bool = False) -> Problem:  # fmt: skip
        """A problem in a course file.

        Args:
            file: the file inside the course folder.
            steps: the way to the value.
            message, action: what is wrong, and what to do.
            near: words of the value; the problem then points at the line they begin on.
            warning: whether it stops nothing.
        """
        line = line_of(self.course.lines.get(file), *steps)
        if near:
            line = self._line_near(file, line, near)
        return Problem(self.shown(file), line, message, action, warning)

    def page(self, page: Page, *steps: str | int, **said: Any) -> Problem:
        """A problem in a page's file; ``said`` as for ``at``."""
        return self.at(page_file(self.course, page.id), *steps, **said)

    def client(self, client: Client, *steps: str | int, **said: Any) -> Problem:
        """A problem in a client's file; ``said`` as for ``at``."""
        return self.at(f"clients/{client.id}.yml", *steps, **said)

    def _line_near(self, file: str, line: int, near: str) -> int:
        """The first line at or after ``line`` on which the words begin, else ``line``."""
        if file not in self.texts:
            self.texts[file] = (self.course.path / file).read_text(encoding="utf-8-sig").splitlines()
        for word_count in (4, 2, 1):
            words = " ".join(near.split()[:word_count])
            for number in range(line - 1, min(line + 60, len(self.texts[file]))):
                if words in self.texts[file][number]:
                    return number + 1
        return line


Rule = Callable[[Ground], Iterator[Problem]]


def page_file(course: Course, page_id: str) -> str:
    """The file a page was read from, inside the course folder."""
    folder = "weeks" if f"weeks/{page_id}.yml" in course.lines else "assignments"
    return f"{folder}/{page_id}.yml"


def leaves(node: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Every value of a parsed YAML file with the way to it."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*steps, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from leaves(value, (*steps, index))
    else:
        yield steps, node


def last_key(steps: Steps) -> str:
    """The nearest key by name: ``clients`` for ``("activities", 2, "clients", 0)``."""
    return next((str(step) for step in reversed(steps) if isinstance(step, str)), "")


def paragraphs(text: str) -> list[str]:
    """A text's paragraphs, each on one line."""
    return [" ".join(block.split()) for block in re.split(r"\n\s*\n", text) if block.strip()]
