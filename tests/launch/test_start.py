"""``notknowing start`` up to the moment JupyterLab opens, and JupyterLab itself once."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from notknowing.course import load
from notknowing.launch import lab
from notknowing.launch.lab import LOOK, Running, arrange, free_port, open_lab, surroundings
from notknowing.launch.start import StartError, page_named, start
from notknowing.launch.startpage import progress, start_page
from notknowing.work import Store

REPOSITORY = Path(__file__).parents[2]
TODAY = dt.date(2027, 2, 3)


def begin(folder, **options):
    said: list[str] = []
    options.setdefault("course", REPOSITORY / "course")
    started = start(folder=folder, launch=False, today=TODAY, say=said.append, **options)
    return started, "\n".join(said)


def test_a_new_folder_has_the_pages_the_course_and_a_start_page(tmp_path):
    started, said = begin(tmp_path / "mine")
    assert started.laid.is_new
    assert (tmp_path / "mine/week00/week00.ipynb").is_file()
    assert load(start=tmp_path / "mine/week00").path == tmp_path / "mine/course"
    assert "made just now" in said
    assert "asked for with --course" in said, "it says which course was used"


def test_started_inside_the_working_folder_the_packages_course_is_used(tmp_path, monkeypatch):
    begin(tmp_path / "mine")
    monkeypatch.chdir(tmp_path / "mine/week00")
    _, said = begin(tmp_path / "mine", course=None)
    assert "the copy inside the installed package" in said


def test_the_start_page_says_what_is_done_due_and_true(tmp_path):
    begin(tmp_path / "mine")
    with Store.open("week00", tmp_path / "mine/week00", writing=True) as store:
        store.put("0.5.therapy_for", "to be met")
    begin(tmp_path / "mine")
    text = (tmp_path / "mine/Start here.md").read_text(encoding="utf-8")
    course = load(REPOSITORY / "course")
    assert "[Week 0: Setting up the room](week00/week00.ipynb)" in text
    assert "Open since 25 January 2027" in text
    assert "Opens on 8 February 2027" in text
    assert "[Week 0: Setting up the room](week00/week00.ipynb): 1 of 4 activities done." in text
    assert "Due Friday 26 February 2027 at 12:00. That is in 23 days." in text
    assert " ".join(course.module.texts.split()) in text
    assert " ".join(course.module.pilot.split()) in text
    assert "Nobody is watching" in text
    assert "Samaritans: 116 123" in text
    assert "notknowing doctor" in text


def test_the_start_page_scores_nothing_and_exclaims_nothing(tmp_path):
    begin(tmp_path / "mine")
    text = (tmp_path / "mine/Start here.md").read_text(encoding="utf-8")
    assert "!" not in text
    assert "%" not in text


def test_progress_counts_private_work_and_says_nothing_of_it(tmp_path):
    course = load(REPOSITORY / "course")
    page = course.pages["week01"]
    with Store.open("week01", tmp_path, writing=True) as store:
        store.put("1E.state.place", "after", kind="place", private=True)
        store.put("1E.body", "nobody else's business", private=True)
    assert progress(course, page, tmp_path).done == 1
    assert "nobody else" not in start_page(course, tmp_path, TODAY)


def test_damaged_words_do_not_stop_the_start_page(tmp_path):
    begin(tmp_path / "mine")
    path = tmp_path / "mine/week00/week00.responses.json"
    path.write_text("{ half", encoding="utf-8")
    begin(tmp_path / "mine")
    assert path.read_text(encoding="utf-8") == "{ half"


def test_a_page_may_be_named_in_several_ways():
    course = load(REPOSITORY / "course")
    for said in ("2", "02", "week 2", "Week02"):
        assert page_named(course, said) == "week02/week02.ipynb"
    assert page_named(course, "A1") == "a1/a1.ipynb"
    assert page_named(course, None) is None


def test_a_page_that_is_not_there_is_said_and_no_folder_is_made(tmp_path):
    with pytest.raises(StartError, match="no page called week99"):
        begin(tmp_path / "mine", week="week99")
    assert not (tmp_path / "mine").exists()


def test_a_course_that_cannot_be_read_is_said_with_its_line(tmp_path):
    import shutil

    shutil.copytree(REPOSITORY / "course", tmp_path / "course")
    path = tmp_path / "course/module.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("pass_mark: 50", "pass_mark: many"), encoding="utf-8")
    with pytest.raises(StartError, match=r"Your work is safe. Tell your tutor: module.yml, line \d+"):
        begin(tmp_path / "mine", course=tmp_path / "course")


def test_where_jupyterlab_is_missing_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("notknowing.launch.start.missing_programs", lambda: ["jupyterlab"])
    with pytest.raises(StartError, match=r"does not have jupyterlab, so the pages cannot open. Your work is safe"):
        begin(tmp_path / "mine")


def test_a_port_that_is_taken_is_said():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        with pytest.raises(lab.LabError, match=r"Port \d+ is in use"):
            free_port(taken.getsockname()[1])
    assert free_port() >= 1024


def test_the_port_of_a_server_stopped_a_moment_ago_is_free():
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as JupyterLab opens its own
        server.bind(("127.0.0.1", 0))
        server.listen(1)
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as visitor:
            answered, _ = server.accept()
            answered.close()  # the side that closes first keeps the port waiting, as JupyterLab does on Ctrl+C
            assert visitor.recv(1) == b""
    assert free_port(port) == port


def test_the_first_time_week_0_is_opened_beside_the_start_page(tmp_path):
    arrange(tmp_path, ["week00/week00.ipynb"])
    data = json.loads(next((tmp_path / ".notknowing/workspaces").iterdir()).read_text(encoding="utf-8"))["data"]
    dock = data["layout-restorer:data"]["main"]["dock"]
    assert dock["widgets"] == ["markdownviewer-widget:Start here.md", "notebook:week00/week00.ipynb"]
    assert data["layout-restorer:data"]["left"]["collapsed"]


def test_jupyterlab_is_told_our_look_first_and_this_pythons_kernel(monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/somewhere/else")
    env = surroundings("secret")
    assert env["JUPYTER_CONFIG_PATH"].split(":" if sys.platform != "win32" else ";") == [str(LOOK), "/somewhere/else"]
    assert env["JUPYTER_PREFER_ENV_PATH"] == "1"
    assert not any("secret" in part for part in lab.command(Path("/x"), 8888)), (
        "the token is not in the list of processes"
    )


def test_every_setting_of_the_look_exists_in_the_installed_jupyterlab():
    from jupyter_core.paths import jupyter_path

    schemas = next(Path(place) / "lab/schemas" for place in jupyter_path() if (Path(place) / "lab/schemas").is_dir())
    look = json.loads((LOOK / "labconfig/default_setting_overrides.json").read_text(encoding="utf-8"))
    for plugin, settings in look.items():
        extension, _, name = plugin.partition(":")
        schema = json.loads((schemas / extension / f"{name}.json").read_text(encoding="utf-8"))
        assert set(settings) <= set(schema["properties"]), plugin


def test_the_toolbar_says_in_words_what_its_buttons_do():
    look = json.loads((LOOK / "labconfig/default_setting_overrides.json").read_text(encoding="utf-8"))
    shown = {item["label"] for item in look["@jupyterlab/notebook-extension:panel"]["toolbar"] if "label" in item}
    assert shown == {"Open the activities", "Show the code", "Hide the code"}
    assert look["@jupyterlab/shortcuts-extension:shortcuts"]["shortcuts"][0]["keys"] == ["F8"]


def test_a_jupyterlab_that_dies_at_once_is_a_sentence(tmp_path, monkeypatch):
    (tmp_path / ".notknowing").mkdir()
    monkeypatch.setattr(lab, "command", lambda folder, port: [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(lab.LabError, match=r"stopped as soon as it was started. Your work is safe"):
        open_lab(tmp_path)


def test_jupyterlab_opens_with_our_settings_and_closes(tmp_path):
    begin(tmp_path / "mine")
    mine = tmp_path / "mine"
    arrange(mine, ["week00/week00.ipynb"])
    running = open_lab(mine)
    try:
        token = running.url.partition("token=")[2]
        base = running.url.partition("/lab")[0]

        def ask(path: str):
            request = urllib.request.Request(f"{base}{path}", headers={"Authorization": f"token {token}"})
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.loads(answer.read())

        settings = ask("/lab/api/settings/@jupyterlab/docmanager-extension:plugin")
        assert settings["schema"]["properties"]["autosaveInterval"]["default"] == 15
        assert "notebook:week00/week00.ipynb" in json.dumps(ask("/lab/api/workspaces/default"))
        model = ask("/api/contents/week00/week00.ipynb?content=1")
        model["content"]["metadata"]["widgets"] = {"state": "what was typed"}
        body = json.dumps({"type": "notebook", "content": model["content"]}).encode("utf-8")
        headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
        save = urllib.request.Request(f"{base}/api/contents/week00/week00.ipynb", body, headers, method="PUT")
        urllib.request.urlopen(save, timeout=20).read()
        assert "what was typed" not in (mine / "week00/week00.ipynb").read_text(encoding="utf-8")
        assert lab.already_running(mine) is not None
    finally:
        lab.close(running)
    assert running.process.poll() is not None
    assert lab.already_running(mine) is None


def test_ctrl_c_closes_it_and_says_one_sentence(tmp_path):
    class Interrupted:
        def __init__(self):
            self.ended = False

        def wait(self, patience=None):
            if not self.ended:
                self.ended = True
                raise KeyboardInterrupt
            return 0

        def poll(self):
            return None

        def terminate(self):
            self.ended = True

    said = []
    lab.stay(Running("http://127.0.0.1", Interrupted()), said.append)
    assert said == ["JupyterLab is closed. Your words are saved."]


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are not sent on Windows")
def test_being_asked_to_end_counts_as_ctrl_c():
    for name in ("SIGTERM", "SIGHUP"):
        with pytest.raises(KeyboardInterrupt), lab.ending_in_order():
            os.kill(os.getpid(), getattr(signal, name))
            time.sleep(1)


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are not sent on Windows")
def test_when_the_terminal_is_closed_jupyterlab_does_not_go_on_by_itself(tmp_path):
    mine = tmp_path / "mine"
    command = [sys.executable, "-m", "notknowing.cli", "start", "--no-browser", "--folder", str(mine)]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = ""
    while "press Ctrl+C" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    assert "http://127.0.0.1:" in said
    assert lab.already_running(mine) is not None
    process.send_signal(signal.SIGHUP)
    rest, _ = process.communicate(timeout=30)
    assert "JupyterLab is closed. Your words are saved." in rest
    assert "Traceback" not in rest
    assert lab.already_running(mine) is None
