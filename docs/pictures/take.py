"""Takes the README's pictures from the running course: real JupyterLab, a real demonstration, a real check.

    uv run python docs/pictures/take.py

Needs Chromium. Everything happens in a temporary folder; only the pictures are written here.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser.lab import CHROMIUM, FLAGS, Lab, open_notebook  # noqa: E402

TERMINAL = (
    "<body style='margin:0;background:#1f2328'><pre style='margin:0;padding:18px 22px;color:#f2efe6;"
    "font:15px/1.45 DejaVu Sans Mono,monospace;white-space:pre-wrap;width:1010px'>{}</pre>"
)


def run(*command: str, folder: Path) -> str:
    """What a command prints, with the prompt above it and no colours."""
    env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "TERM": "dumb"}
    done = subprocess.run(
        [sys.executable, "-m", "notknowing.cli", *command], cwd=folder, env=env, capture_output=True, text=True
    )
    return f"$ notknowing {' '.join(command)}\n" + re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


def terminal(browser: Any, text: str, name: str) -> None:
    """A picture of what a command printed."""
    page = browser.new_page(viewport={"width": 1054, "height": 200})
    page.set_content(TERMINAL.format(html.escape(text)))
    page.screenshot(path=HERE / name, full_page=True)
    page.close()


def week_one(browser: Any, lab: Lab) -> None:
    """The pull meter, half filled in."""
    page = browser.new_page(viewport={"width": 1060, "height": 1120})
    open_notebook(page, lab, "week01/week01.ipynb")
    page.keyboard.press("Control+b")  # the list of files
    for name, value in (("solve", "60"), ("reassure", "75"), ("interpret", "20")):
        box = page.locator(f"[data-k='1A.gareth.{name}'] input[type=text]")
        box.fill(value)
        box.blur()
    page.wait_for_timeout(1500)
    page.evaluate("document.querySelector(\"[data-k='1A.gareth.head']\").scrollIntoView()")
    page.wait_for_timeout(600)
    page.screenshot(path=HERE / "week01.png")
    page.close()


def loop(browser: Any, lab: Lab) -> None:
    """The rewriting loop at the three other ways to begin, and the mirror."""
    page = browser.new_page(viewport={"width": 1060, "height": 1500})
    open_notebook(page, lab, "week02/week02.ipynb")
    page.keyboard.press("Control+b")

    def forward(step: str) -> None:
        page.locator(f"[data-k='2C.farida.{step}.go'] button").first.click()
        page.wait_for_timeout(700)

    forward("meet")
    page.locator("[data-k='2C.farida.pull'] label").nth(1).click()
    forward("pull")
    area = page.locator("[data-k='2C.farida.first.words'] textarea")
    area.fill(
        "It's not wrong at all, you're doing so well. Have you thought about asking for a carer's assessment? What was it like when he said Shirin?"
    )
    area.blur()
    forward("first")
    page.locator("[data-k='2C.farida.before.help'] input[type=text]").fill("60")
    page.locator("[data-k='2C.farida.before.sure'] input[type=text]").fill("50")
    page.locator("[data-k='2C.farida.before.sure'] input[type=text]").blur()
    for step in ("rate", "hints", "swap"):
        forward(step)
    noticed = page.locator("[data-k='2C.farida.noticed'] textarea")
    noticed.fill("The second hears who has not spoken yet. Mine answers her before asking.")
    noticed.blur()
    page.wait_for_timeout(1200)
    page.evaluate("document.querySelector(\"[data-k='2C.farida.contrast.head']\").scrollIntoView()")
    page.wait_for_timeout(600)
    page.screenshot(path=HERE / "loop.png")
    forward("contrast")
    page.wait_for_timeout(1200)
    page.evaluate("document.querySelector(\"[data-k='2C.farida.mirror.head']\").scrollIntoView()")
    page.wait_for_timeout(600)
    page.screenshot(path=HERE / "mirror.png")
    page.close()


def formgrader(browser: Any, folder: Path) -> None:
    """One portfolio answer in stock Formgrader, served from the demonstration's folder."""
    port, token = 8931, "pictures"
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        f"--ServerApp.root_dir={folder}",
        f"--IdentityProvider.token={token}",
    ]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        page = browser.new_page(viewport={"width": 1060, "height": 900})
        for _ in range(60):
            try:
                page.goto(f"http://127.0.0.1:{port}/lab?token={token}")  # sets the cookie that Formgrader needs
                page.goto(f"http://127.0.0.1:{port}/formgrader/gradebook/a1/a1")
                break
            except Exception:
                page.wait_for_timeout(1000)
        page.wait_for_selector("table a", timeout=30_000)
        page.locator("table a").first.click()
        page.wait_for_selector(".nbgrader_cell, .score", timeout=30_000)
        page.wait_for_timeout(1500)
        page.get_by_role("heading", name="C, client 1").first.evaluate(
            "el => { el.scrollIntoView(); scrollBy(0, -70); }"
        )
        page.wait_for_timeout(500)
        page.screenshot(path=HERE / "formgrader.png")
        page.close()
    finally:
        server.terminate()
        server.wait(15)


def planted(folder: Path) -> None:
    """A copy of the course with five mistakes a lead might make."""
    for name in ("course", "exercises", "solutions", "datasets"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy2(ROOT / "nbgrader_config.py", folder)
    changes = [
        ("weeks/week01.yml", "question:", "questoin:"),
        ("weeks/week02.yml", "transfer: tomasz", "transfer: thomas"),
        ("module.yml", "pass_mark: 50", "pass_mark: fifty"),
        ("clients/gareth.yml", "age: 58", "age: 15"),
        ("claims.yml", "grade: B", "grade: C"),
    ]
    for file, old, new in changes:
        path = folder / "course" / file
        text = path.read_text(encoding="utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


def main() -> None:
    """Take them all."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        wrong = folder / "wrong"
        wrong.mkdir()
        planted(wrong)
        lines = run("check", folder=wrong).replace(str(wrong), "…").splitlines()
        terminal(browser, "\n".join(line for line in lines if not line.startswith("Warning")), "check.png")
        shown = run("demo", "--folder", str(folder / "demo"), folder=ROOT).replace(str(folder), "…")
        terminal(browser, shown, "demo.png")
        formgrader(browser, folder / "demo")
        lab = Lab(folder / "Not-Knowing")
        try:
            week_one(browser, lab)
            loop(browser, lab)
        finally:
            lab.stop()
        browser.close()


if __name__ == "__main__":
    main()
