"""Options that several commands take, each said once: the same name means the same thing everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Assignment = Annotated[str, typer.Argument(help="The assignment: a1.")]
CourseFolder = Annotated[
    Path | None,
    typer.Option("--course", help="The course folder to use; else the nearest one upwards, else the package's."),
]
Json = Annotated[bool, typer.Option("--json", help="Print plain data for another program.")]
Root = Annotated[Path, typer.Option("--root", help="The marking folder, with solutions and submitted in it.")]
Vle = Annotated[str | None, typer.Option(help="blackboard, moodle or canvas; module.yml's when left out.")]
