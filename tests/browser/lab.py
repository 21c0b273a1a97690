"""Real JupyterLab in real Chromium, for the browser tests: a server on this machine and a page in it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from notknowing.launch.lab import LabError, free_port

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
OPEN = "Open the activities"
STILL = 3
"""Looks in a row at which no further activity was drawn: on a busy machine one may be long in coming."""


def own_port() -> int:
    """A free port of this worker's own hundred: two servers that start at once would both find the same one free."""
    first = 9100 + 100 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for port in range(first, first + 100):
        with contextlib.suppress(LabError):
            return free_port(port)
    raise RuntimeError(f"no free port from {first} on")


class Lab:
    """One JupyterLab started with the course's own command, and its address."""

    def __init__(self, folder: Path, *arguments: str):
        self.folder = folder
        self.log = folder.parent / f"{folder.name}-lab.log"
        command = [sys.executable, "-m", "notknowing.cli", "start", "--folder", str(folder), "--no-browser", *arguments]
        if "--port" not in arguments:
            command += ["--port", str(own_port())]
        environment = {**os.environ, "NO_COLOR": "1"}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, env=environment, start_new_session=True
            )
        self.address, self.token = self._wait()

    def _wait(self, seconds: float = 90) -> tuple[str, str]:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            text = self.log.read_text(errors="replace")
            for word in text.split():
                if word.startswith("http://127.0.0.1") and "token=" in word:
                    root, _, token = word.partition("?token=")
                    base = "/".join(root.split("/")[:3])
                    try:
                        urllib.request.urlopen(f"{base}/api?token={token}", timeout=2)
                        return base, token
                    except (OSError, urllib.error.URLError):
                        break
            if self.process.poll() is not None:
                raise RuntimeError(f"the server stopped:\n{text[-3000:]}")
            time.sleep(0.3)
        raise RuntimeError(f"no address in {seconds} s:\n{self.log.read_text(errors='replace')[-3000:]}")

    def api(self, path: str, method: str = "GET") -> Any:
        """Ask the server's own interface; None for an empty answer."""
        request = urllib.request.Request(f"{self.address}/api/{path}?token={self.token}", method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def kernel_pid(self, notebook: str) -> int:
        """The process of the kernel behind a notebook, found by its connection file."""
        kernel = next(s["kernel"]["id"] for s in self.api("sessions") if s["path"].endswith(notebook))
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    line = (folder / "cmdline").read_bytes().decode(errors="replace")
                except OSError:
                    continue
                if kernel in line:
                    return int(folder.name)
        raise RuntimeError("no kernel process found")

    def stop(self) -> None:
        """Stop it as a student would, with Ctrl+C, and then make sure that nothing is left."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)


def where(lab: Lab, path: str) -> str:
    """The address of one notebook, with nothing open from an earlier visit."""
    return f"{lab.address}/lab/tree/{path}?token={lab.token}&reset"


def open_notebook(page: Any, lab: Lab, path: str, *, press: bool = True) -> None:
    """Open a notebook as a student would and press the one labelled button."""
    page.goto(where(lab, path))
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=90_000)
    if press:
        press_open(page)


def press_open(page: Any) -> None:
    """Press "Open the activities" and wait until every activity is drawn."""
    page.get_by_role("button", name=OPEN).first.click()
    wait_drawn(page)


def wait_drawn(page: Any, seconds: float = 90) -> None:
    """Wait until the kernel has come to rest and the number of activities drawn no longer grows."""
    page.wait_for_selector(".nk-body > *", timeout=seconds * 1000)
    page.wait_for_selector(
        ".jp-Notebook-ExecutionIndicator[data-status='idle']", state="attached", timeout=seconds * 1000
    )
    drawn, same, end = -1, 0, time.monotonic() + seconds
    while same < STILL and time.monotonic() < end:
        page.wait_for_timeout(600)
        now = page.locator(".nk-body").count()
        drawn, same = now, same + 1 if now == drawn else 0
