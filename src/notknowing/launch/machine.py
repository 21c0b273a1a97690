"""This computer as the doctor sees it: one small question each, so that every fault can be put on in a test."""

from __future__ import annotations

import datetime as dt
import importlib.util
import locale
import os
import shutil
import socket
import sys
import sysconfig
import tempfile
import webbrowser
from importlib import metadata
from pathlib import Path

from notknowing.course import Course, Problem, bundled
from notknowing.course import read as read_course
from notknowing.launch.folder import default_folder


class Machine:
    """Answers about this computer, this Python and one working folder.

    Args:
        folder: the working folder; ``Not-Knowing`` in the home folder when not given.
        course: the course folder, or None to look for it.
    """

    def __init__(self, folder: Path | str | None = None, course: Path | str | None = None):
        self.folder = Path(folder).expanduser().absolute() if folder else default_folder()
        self.course_asked_for = course

    # -- Python and its programs -----------------------------------------------------------------------------

    def python(self) -> tuple[int, ...]:
        """Major, minor and micro version."""
        return tuple(sys.version_info[:3])

    def is_environment(self) -> bool:
        """Whether this Python is an environment of its own, and not the computer's."""
        return sys.prefix != sys.base_prefix or "CONDA_PREFIX" in os.environ

    def has(self, module: str) -> bool:
        """Whether a module can be imported."""
        try:
            return importlib.util.find_spec(module) is not None
        except (ImportError, ValueError):
            return False

    def requirements(self) -> list[str]:
        """What the course asks for, as in its own metadata: ``jupyterlab<5,>=4.4``."""
        return metadata.requires("notknowing") or []

    def version(self, program: str) -> str | None:
        """The version of an installed program, or None."""
        try:
            return metadata.version(program)
        except metadata.PackageNotFoundError:
            return None

    def scripts(self) -> Path:
        """Where this Python keeps its programs."""
        return Path(sysconfig.get_path("scripts"))

    def find(self, program: str) -> Path | None:
        """Where a program is found on PATH."""
        found = shutil.which(program)
        return Path(found) if found else None

    def copies_of_the_course(self) -> list[str]:
        """The versions of this package that Python can see; more than one is one too many."""
        seen = {}
        for entry in metadata.distributions(name="notknowing"):
            place = str(getattr(entry, "_path", entry.version))
            seen[str(Path(place).resolve())] = entry.version
        return sorted(seen.values())

    # -- Jupyter ---------------------------------------------------------------------------------------------

    def kernel_python(self) -> str | None:
        """The Python that a page would run in, or None where the kernel ``python3`` is not there."""
        from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

        before = os.environ.get("JUPYTER_PREFER_ENV_PATH")
        os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # as start does
        try:
            return KernelSpecManager().get_kernel_spec("python3").argv[0]
        except (NoSuchKernel, IndexError):
            return None
        finally:
            if before is None:
                os.environ.pop("JUPYTER_PREFER_ENV_PATH")
            else:
                os.environ["JUPYTER_PREFER_ENV_PATH"] = before

    def lab_extensions(self) -> tuple[set[str], set[str]]:
        """JupyterLab's installed extensions, and those that are switched off."""
        from jupyter_core.paths import jupyter_path
        from jupyterlab.commands import get_app_dir
        from jupyterlab_server.config import get_federated_extensions, get_page_config

        paths = jupyter_path("labextensions")
        off = get_page_config(paths, str(Path(get_app_dir()) / "settings")).get("disabledExtensions", [])
        return set(get_federated_extensions(paths)), set(off)

    def server_extensions(self) -> set[str]:
        """Jupyter's server extensions that are switched on."""
        from jupyter_core.paths import jupyter_config_path
        from jupyter_server.services.config.manager import ConfigManager

        found = ConfigManager(read_config_path=jupyter_config_path()).get("jupyter_server_config")
        switched = found.get("ServerApp", {}).get("jpserver_extensions", {})
        return {name for name, on in switched.items() if on}

    # -- the folder, the disk, the clock ---------------------------------------------------------------------

    def write_in(self, folder: Path) -> None:
        """Write a file in a folder and take it away again. Raises OSError when it cannot be done."""
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".notknowing-", suffix=".tmp") as probe:
            probe.write(b"may this folder be written to?")
            probe.flush()

    def free_bytes(self, folder: Path) -> int:
        """Free space where a folder is."""
        return shutil.disk_usage(folder).free

    def today(self) -> dt.date:
        """The day, as this computer has it."""
        return dt.date.today()

    def encoding(self) -> str:
        """How text files are written where nobody says how."""
        return locale.getpreferredencoding(False)

    def cache_folder(self) -> Path:
        """Where matplotlib keeps what it remembers."""
        if asked := os.environ.get("MPLCONFIGDIR"):
            return Path(asked)
        if sys.platform.startswith("linux"):
            return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matplotlib"
        return Path.home() / ".matplotlib"

    # -- the way to the page ---------------------------------------------------------------------------------

    def open_port(self) -> None:
        """Open a port of this computer and connect to it. Raises OSError when it cannot be done."""
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen(1)
            with socket.create_connection(server.getsockname(), timeout=3):
                pass

    def has_browser(self) -> bool:
        """Whether a browser can be asked to open a page."""
        try:
            webbrowser.get()
        except webbrowser.Error:
            return False
        return True

    # -- the course ------------------------------------------------------------------------------------------

    def course(self) -> tuple[Course | None, list[Problem], str]:
        """The course, what is wrong with it, and where it is. Raises FileNotFoundError when there is none."""
        from notknowing.course import find_course

        place = find_course(self.course_asked_for)
        course, problems = read_course(place.path)
        return course, [problem for problem in problems if not problem.warning], str(place)

    def exercises(self) -> list[str]:
        """The names of the students' notebooks. Raises FileNotFoundError when there are none."""
        return sorted(path.stem for path in bundled("exercises").glob("*/*.ipynb"))

    def unreadable_words(self) -> list[str]:
        """Files of saved words in the working folder that cannot be read."""
        from notknowing.work import read_entries

        return [
            str(path.relative_to(self.folder))
            for path in sorted(self.folder.glob("*/*.responses.json"))
            if read_entries(path)[1]
        ]

    def nearest(self, folder: Path) -> Path:
        """The folder itself, or the nearest one above it that exists."""
        return next(place for place in (folder, *folder.parents) if place.exists())
