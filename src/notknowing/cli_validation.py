"""``notknowing validation``: the pack for a validation panel, as Markdown and Word."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from notknowing.cli_options import CourseFolder, Json
from notknowing.console import complain, give, say

NAME = "validation-pack"


def validation(
    to: Annotated[
        Path | None, typer.Option("--to", help="The folder to write into; dist beside the course when left out.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a pack of other content, such as one you edited.")
    ] = False,
    course: CourseFolder = None,
    as_json: Json = False,
) -> None:
    """Write outcomes, weeks, assessment and what other bodies ask for, for a validation panel."""
    from notknowing.authoring.twins_files import written
    from notknowing.authoring.validation import ValidationError, markdown, pack
    from notknowing.course import load

    found = load(course)
    try:
        blocks = pack(found)
    except ValidationError as failure:
        for problem in failure.problems:
            complain(str(problem))
        raise
    folder = to or found.path.parent / "dist"
    files = {folder / f"{NAME}.md": markdown(blocks).encode("utf-8"), folder / f"{NAME}.docx": _word(blocks, found.module.title)}  # fmt: skip
    other = [path for path, data in files.items() if path.is_file() and path.read_bytes() != data]
    if other and not force:
        raise ValidationError(f"{other[0]} is there with other content, and may have been edited. Nothing was written. Choose another folder with --to, or replace it with --force.")  # fmt: skip
    for path, data in files.items():
        written(path, data)
    if as_json:
        give({"files": list(files)})
        return
    for path in files:
        say(f"Written: {path}")
    say("Every outcome of the module is taught and assessed in this run.")


def _word(blocks: list, title: str) -> bytes:
    from notknowing.authoring.validation import ValidationError

    try:
        from notknowing.authoring.validation_word import docx_of
    except ImportError as absent:
        raise ValidationError("The Word file needs python-docx, which is not installed. Nothing was written. Install the course again as its README says.") from absent  # fmt: skip
    return docx_of(blocks, title)
