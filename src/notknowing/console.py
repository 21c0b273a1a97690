"""How the command line speaks: sentences, tables without drawn lines, plain data, and troubles in one sentence."""

from __future__ import annotations

import json
import sys
import tempfile
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from typer.core import TyperGroup

from notknowing.course import CourseError

NotUnderstood: type[Exception] = typer.BadParameter.__mro__[2]
"""What typer raises when a command line makes no sense; its name differs between typer's versions."""

MEND, ODD, STOPPED = 1, 2, 130


class Plain(TyperGroup):
    """The command line, with every trouble in one sentence."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> Any:
        """Run one command and leave with an exit code."""
        given = list(sys.argv[1:] if args is None else args)
        debug = "--debug" in given
        given = [arg for arg in given if arg != "--debug"]
        standalone = extra.pop("standalone_mode", True)
        code = self._code(given, prog_name, debug, extra)
        if standalone:
            sys.exit(code)
        return code

    def _code(self, given: list[str], prog_name: str | None, debug: bool, extra: dict[str, Any]) -> int:
        try:
            done = super().main(args=given, prog_name=prog_name, standalone_mode=False, **extra)
            code = done if isinstance(done, int) and not isinstance(done, bool) else 0
            if code == STOPPED:  # typer has caught Ctrl+C before us
                raise KeyboardInterrupt
            return code
        except NotUnderstood as odd:
            said = odd.format_message().strip().rstrip(".")
            said = said if said.endswith("?") else f"{said}."
            help_with = next((arg for arg in given if arg in self.commands), "")
            complain(
                f"{said} Nothing was changed. To see how it is used: notknowing {help_with} --help".replace("  ", " ")
            )
            return ODD
        except (KeyboardInterrupt, typer.Abort):
            complain("Stopped. What was finished before stays as it is.")
            return STOPPED
        except Exception as failure:
            complain(in_words(failure))
            if debug:
                complain(f"What happened in detail is in {_written_down()}")
            return MEND


def in_words(failure: Exception) -> str:
    """Any failure as a sentence or two: what happened, that work is safe, what to do."""
    if isinstance(failure, CourseError):
        first = failure.problems[0]
        return f"The course cannot be read. Nothing was changed. {first} To see everything at once: notknowing check"
    if type(failure).__module__.startswith("notknowing."):
        return str(failure)
    if isinstance(failure, PermissionError):
        return f"{failure.filename or 'A file'} may not be opened or written to. Nothing was lost. Check who may use it, or choose another folder."  # fmt: skip
    if isinstance(failure, FileNotFoundError):
        what = f"{failure.filename} is not there." if failure.filename else str(failure)
        return f"{what} Nothing was changed. Check the name and the folder."
    if isinstance(failure, OSError) and failure.errno == 28:
        return "The disk is full. Nothing that was saved before is lost. Free some space and try again."
    return f"Something unforeseen happened ({type(failure).__name__}). Nothing that was saved before is lost. Add --debug to write down the details, and show them to whoever looks after the course."  # fmt: skip


def _written_down() -> Path:
    """Put the present traceback into a file of its own."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="notknowing-", suffix=".log", delete=False) as file:
        file.write(traceback.format_exc())
    return Path(file.name)


def say(text: str = "") -> None:
    """A sentence for whoever called."""
    Console(highlight=False, soft_wrap=True).print(text, markup=False)


def complain(text: str) -> None:
    """A sentence about trouble, on the error stream."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(text, markup=False)


def give(data: Any) -> None:
    """Plain data as JSON, for another program."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=1, default=str))


def table(title: str, columns: list[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table without drawn lines, so that it reads well aloud and in a file."""
    shown = Table(title=title, box=None, title_justify="left", pad_edge=False)
    for column in columns:
        shown.add_column(column, overflow="fold", justify="left")
    for row in rows:
        shown.add_row(*("" if value is None else str(value).replace("[", "\\[") for value in row))
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 200  # a file or another program has no edge to wrap at
    console.print(shown)
