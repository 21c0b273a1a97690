"""Starts JupyterLab for a student: quiet, on this computer only, at the right page."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from urllib.parse import quote

from notknowing.launch.folder import OWN, START_PAGE

LOOK = Path(__file__).parent / "jupyter"
"""Jupyter's settings for this course: how a page looks, and what is done to a notebook before it is saved."""

EXTENSIONS = Path(__file__).parent / "labextensions"
"""The one command the course adds to JupyterLab."""

HOST = "127.0.0.1"
PATIENCE = 60.0
"""Seconds to wait for JupyterLab to answer."""


class LabError(Exception):
    """JupyterLab did not start. The text is for the student: what happened, that work is safe, what to do."""


@dataclass(frozen=True)
class Running:
    """A JupyterLab that answers. ``process`` is None when somebody had started it before."""

    url: str
    process: subprocess.Popen | None = None


def missing_programs() -> list[str]:
    """Which of the programs that a page needs are not installed."""
    return [
        name
        for name in ("jupyterlab", "ipykernel", "ipywidgets", "anywidget")
        if importlib.util.find_spec(name) is None
    ]


def free_port(wanted: int | None = None) -> int:
    """A port of this computer that can be opened: the one asked for, else the first free one from 8888 on.

    Raises:
        LabError: the one asked for is taken, or none can be opened.
    """
    candidates = [wanted] if wanted else [*range(8888, 8988), 0]
    for port in candidates:
        with contextlib.suppress(OSError, OverflowError), socket.socket() as tried:
            if os.name == "posix":
                # A server stopped a moment ago leaves its port waiting; JupyterLab may open it, so it counts as free.
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((HOST, port))
            return tried.getsockname()[1]
    if wanted:
        raise LabError(
            f"Port {wanted} is in use or may not be opened. Your work is safe. Leave --port out, and a free one is found."
        )
    raise LabError(
        "No port of this computer can be opened, so JupyterLab cannot be reached. Your work is safe. Run: notknowing doctor"
    )


def already_running(folder: Path) -> Running | None:
    """A JupyterLab that was started in this folder before and still answers."""
    from jupyter_server.serverapp import list_running_servers

    for server in list_running_servers():
        same = Path(server.get("root_dir", "")).absolute() == folder.absolute()
        if same and _answers(f"{server['url']}api"):
            return Running(f"{server['url']}lab?token={server['token']}")
    return None


def arrange(folder: Path, pages: list[str]) -> None:
    """Decide what is open when JupyterLab begins: the start page and these pages, the last one in front.

    Args:
        folder: the working folder.
        pages: notebooks, from the working folder.
    """
    from jupyterlab_server.workspaces_handler import WorkspacesManager

    shown = [f"markdownviewer-widget:{START_PAGE}", *(f"notebook:{page}" for page in pages)]
    data = {
        "layout-restorer:data": {
            "main": {
                "dock": {"type": "tab-area", "currentIndex": len(shown) - 1, "widgets": shown},
                "mode": "multiple-document",
                "current": shown[-1],
            },
            "down": {"size": 0, "widgets": []},
            "left": {"collapsed": True, "visible": True, "widgets": ["filebrowser"]},
            "right": {"collapsed": True, "visible": True, "widgets": []},
            "relativeSizes": [0, 1, 0],
        },
        shown[0]: {"data": {"path": START_PAGE, "factory": "Markdown Preview"}},
        **{f"notebook:{page}": {"data": {"path": page, "factory": "Notebook"}} for page in pages},
    }
    raw = json.dumps({"data": data, "metadata": {"id": "default"}})
    WorkspacesManager(str(folder / OWN / "workspaces")).save("default", raw)


def command(folder: Path, port: int) -> list[str]:
    """How JupyterLab is started."""
    options = [
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.open_browser=False",
        f"--LabApp.workspaces_dir={folder / OWN / 'workspaces'}",
        f"--LabApp.extra_labextensions_path={EXTENSIONS}",
        # Offline by default: no news, no question whether there is a newer version, no list of extensions.
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    return [sys.executable, "-m", "jupyterlab", *options]


def surroundings(token: str) -> dict[str, str]:
    """The environment JupyterLab is started in: our settings first, this Python's kernel and programs first."""
    env = dict(os.environ)
    paths = [str(LOOK), *filter(None, env.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep))]
    scripts = sysconfig.get_path("scripts")
    return env | {
        "JUPYTER_CONFIG_PATH": os.pathsep.join(paths),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_TOKEN": token,
        "PATH": os.pathsep.join([scripts, env.get("PATH", "")]),
    }


def open_lab(folder: Path, port: int | None = None) -> Running:
    """Start JupyterLab and wait until it answers.

    Raises:
        LabError: it did not, and why as far as can be told.
    """
    if missing := missing_programs():
        raise LabError(f"This Python does not have {' and '.join(missing)}, so the pages cannot open. Your work is safe. Install the course again, or run: notknowing doctor")  # fmt: skip
    port, token = free_port(port), secrets.token_hex(24)
    log = folder / OWN / "jupyterlab.log"
    # Its own process group: Ctrl+C is for us, and JupyterLab is then asked to close in an orderly way.
    apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {"start_new_session": True}
    with log.open("wb") as said:
        process = subprocess.Popen(command(folder, port), env=surroundings(token), stdin=subprocess.DEVNULL, stdout=said, stderr=said, **apart)  # fmt: skip
    running = Running(f"http://{HOST}:{port}/lab?token={token}", process)
    try:
        _wait(running, f"http://{HOST}:{port}/api", log)
    except BaseException:
        close(running)
        raise
    return running


def _wait(running: Running, url: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if _answers(url):
            return
        if running.process is not None and running.process.poll() is not None:
            raise LabError(
                f"JupyterLab stopped as soon as it was started. Your work is safe. Run: notknowing doctor. What JupyterLab said is in {log}"
            )
        time.sleep(0.15)
    raise LabError(
        f"JupyterLab did not answer within a minute. Your work is safe. Try once more, or run: notknowing doctor. What JupyterLab said is in {log}"
    )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True  # it is there, and wants its token
    except (OSError, ValueError):
        return False


def address(running: Running, page: str | None = None) -> str:
    """Where to go: the arrangement made before, or one page."""
    if page is None:
        return running.url
    before, _, token = running.url.partition("?")
    return f"{before}/tree/{quote(page)}?{token}"


def show_in_browser(url: str) -> bool:
    """Open the address. Returns whether a browser could be asked to."""
    try:
        return webbrowser.open(url)
    except (webbrowser.Error, OSError):
        return False


def close(running: Running, patience: float = 8.0) -> None:
    """Ask JupyterLab to close, and insist when it does not."""
    process = running.process
    if process is None or process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextlib.contextmanager
def ending_in_order() -> Iterator[None]:
    """While this lasts, being asked to end (the terminal is closed, the computer shuts down) counts as Ctrl+C.

    Without it JupyterLab would go on by itself, with nobody to close it.
    """

    def end(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), end) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def stay(running: Running, say: Callable[[str], None]) -> None:
    """Stay until JupyterLab closes or Ctrl+C is pressed, and say one sentence then."""
    if running.process is None:
        return
    try:
        running.process.wait()
        say("JupyterLab has closed. Your words are saved.")
    except KeyboardInterrupt:
        close(running)
        say("JupyterLab is closed. Your words are saved.")
