"""What stock nbgrader has to be told about this course, in one place.

``nbgrader_config.py`` calls ``configure`` and does nothing else, so that ``nbgrader autograde a1``,
``nbgrader generate_feedback a1``, ``nbgrader zip_collect a1`` and formgrader all behave as ``notknowing`` does. Classes
are named as text throughout, because formgrader prints its settings as JSON.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

import nbgrader
from traitlets.config import Config

PREPROCESSORS = "notknowing.marking.preprocessors"
STOCK = "nbgrader.preprocessors"

SANITISE = [
    f"{PREPROCESSORS}.RecoverWords",  # before ClearOutput: the second copy of the words is an output
    f"{STOCK}.ClearOutput",
    f"{STOCK}.DeduplicateIds",
    f"{STOCK}.OverwriteKernelspec",
    f"{STOCK}.OverwriteCells",
    f"{PREPROCESSORS}.FillManualCells",  # after OverwriteCells, so that a cell put back is filled as well
    f"{PREPROCESSORS}.HarmlessMarkdown",
    f"{STOCK}.CheckCellMetadata",
]
"""What happens to a submission before anything in it runs."""

AUTOGRADE = [
    f"{PREPROCESSORS}.ExecuteToTheEnd",
    f"{STOCK}.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    f"{PREPROCESSORS}.CleanOutputs",
    f"{STOCK}.LimitOutput",
    f"{PREPROCESSORS}.MendScores",  # the last word on outputs before nbgrader turns them into points
    f"{STOCK}.SaveAutoGrades",
    f"{STOCK}.AssignLatePenalties",
    f"{STOCK}.CheckCellMetadata",
]
"""What runs, and what is recorded of it."""

PRIVATE = ["*.private.json", "*.private.*", ".*.private.*"]
"""Private writing. It is on no route: not released, not collected, not copied, not returned."""

IGNORED = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    *PRIVATE,
    "*.lock",
    ".*.lock",
    "*.tmp",
    ".*.tmp",
    "*.tutor.json",
    "seed.yml",
]
"""What nbgrader never copies from folder to folder. The responses files must not be named here: they would be dropped
from the students' own work too, and everybody would score nothing."""

TEXT_STUB = (
    "*Your words from the activity above come here when you hand in. "
    "If the page above does not work, write here instead.*"
)
CODE_STUB = {"python": "# Write here."}
"""What stands in a cell that students fill. nbgrader's own stub raises an error at somebody who has done no wrong."""

FORMGRADER = Path(__file__).parent / "formgrader"
"""Parts of formgrader's pages that stand in for its own, so that nothing is fetched from the internet."""

CELL_SECONDS = 60
"""How long one cell may run before it is stopped and the next one begins."""


def configure(c: Config, root: Path | str) -> None:
    """Set nbgrader's options for the course in ``root``.

    What lateness costs is ``late`` in ``course/module.yml``, read by ``plugins.LateRules``.

    Args:
        c: the configuration object nbgrader hands to its settings file.
        root: the folder that holds ``solutions/`` and ``exercises/``; the gradebook lives there too.
    """
    root = Path(root).absolute()
    find_programs()

    c.CourseDirectory.root = str(root)
    c.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    c.CourseDirectory.source_directory = "solutions"
    c.CourseDirectory.release_directory = "exercises"
    c.CourseDirectory.submitted_directory = "submitted"
    c.CourseDirectory.autograded_directory = "autograded"
    c.CourseDirectory.feedback_directory = "feedback"
    c.CourseDirectory.solution_directory = "worked"  # the default, "solution", is too like ours
    c.CourseDirectory.ignore = list(IGNORED)

    c.GenerateAssignment.post_convert_hook = "notknowing.marking.config.keep_answers_out_of_the_release"
    c.ClearSolutions.text_stub = TEXT_STUB
    c.ClearSolutions.code_stub = dict(CODE_STUB)

    c.ZipCollectApp.extractor_plugin = "notknowing.marking.plugins.CarefulExtractor"
    c.ZipCollectApp.collector_plugin = "notknowing.marking.plugins.VleCollector"
    c.FileNameCollectorPlugin.valid_ext = [".ipynb", ".json"]

    c.Autograde.pre_convert_hook = "notknowing.marking.preflight.before_nbgrader"
    c.Autograde.exclude_overwriting = never_overwritten(root)
    c.Autograde.sanitize_preprocessors = list(SANITISE)
    c.Autograde.autograde_preprocessors = list(AUTOGRADE)
    c.OverwriteCells.add_missing_cells = True
    c.OverwriteCells.missing_cell_notification = "This part was missing from what was handed in and was put back.\n\n"
    c.Execute.timeout = CELL_SECONDS
    c.Execute.shutdown_kernel = "immediate"
    c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=40"]
    c.AssignLatePenalties.plugin_class = "notknowing.marking.plugins.LateRules"

    templates = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
    c.HTMLExporter.extra_template_basedirs = [str(FORMGRADER), str(templates)]

    c.GenerateFeedback.exporter_class = "notknowing.marking.plugins.FeedbackExporter"
    c.GenerateFeedback.preprocessors = [f"{STOCK}.GetGrades"]
    c.GenerateFeedback.post_convert_hook = "notknowing.marking.plugins.only_feedback_goes_back"


def find_programs() -> None:
    """Put the interpreter's own programs first on PATH.

    nbgrader calls ``alembic`` by its bare name when it makes a gradebook. In an environment that was never activated
    that fails, and leaves a gradebook without its version table behind.
    """
    known = os.environ.get("PATH", "").split(os.pathsep)
    for folder in (sysconfig.get_path("scripts"), str(Path(sys.executable).parent)):
        if folder and folder not in known:
            known.insert(0, folder)
    os.environ["PATH"] = os.pathsep.join(known)


def never_overwritten(root: Path) -> dict[str, list[str]]:
    """For each assignment, the students' own files that a file of the same name in ``solutions/`` must not replace.

    Without this, one stray responses file beside a solution would give every student its answers and full marks.
    """
    own: dict[str, list[str]] = {}
    for folder in sorted((root / "solutions").glob("*/")):
        names = {folder.name, *(notebook.stem for notebook in folder.glob("*.ipynb"))}
        stray = {path.name for path in folder.glob("*.responses*.json")}
        own[folder.name] = sorted({f"{name}.responses.json" for name in names} | stray)
    return own


def keep_answers_out_of_the_release(assignment: str, student: str, notebooks: list[str]) -> None:
    """Remove saved answers that nbgrader copied from ``solutions/`` into ``exercises/``.

    Somebody who tries a solution notebook leaves a responses file beside it, and nbgrader copies every file. Called by
    nbgrader after a release; ``notebooks`` are the source notebooks' paths.
    """
    for notebook in notebooks:
        folder = Path(notebook).parents[2] / "exercises" / Path(notebook).parent.name
        for path in folder.glob("*.responses*.json"):
            path.unlink()
