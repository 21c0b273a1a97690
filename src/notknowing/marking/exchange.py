"""Handing in through nbgrader's exchange, as on a JupyterHub: what goes is the copy that the student was shown.

nbgrader's own ``submit`` copies the whole folder. With it would go earlier versions of every answer and, unless it is told
otherwise, the file with private words. ``c.ExchangeFactory.submit`` names this class in hub/everyone/nbgrader_config.py.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeSubmit

from notknowing.activities.handin import prepare, write_zip
from notknowing.course import CourseError, load


class Submit(ExchangeSubmit):
    """``nbgrader submit`` and the button in Assignment List, with the same copy that the last activity shows."""

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Write what is handed in to ``dest``. A folder that is no page of the course is copied as nbgrader does."""
        folder = Path(src)
        try:
            course = load(start=folder)
            if folder.name not in course.pages:
                super().do_copy(src, dest, log)
                return
            archive = write_zip(prepare(folder.name, folder, course=course), course=course)
        except (CourseError, OSError) as failure:
            self.fail(f"Nothing was handed in, and your work is safe. The copy could not be made: {failure}")
            return
        Path(dest).mkdir(parents=True)
        with zipfile.ZipFile(archive) as copy:
            copy.extractall(dest)
