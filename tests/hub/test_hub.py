"""The Hub's files: who gets in, what opens for whom, and that private words stay out of nbgrader's exchange."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from traitlets.config import Config

from notknowing.launch.lab import LOOK
from notknowing.launch.start import StartError
from notknowing.marking.config import IGNORED
from notknowing.work import Store

ROOT = Path(__file__).parents[2]
HUB = ROOT / "hub"
SECRET = "Nobody but me has read this sentence."
EARLIER = "What I wrote first and took back."


def settings(file: str) -> Config:
    """A settings file as Jupyter reads it."""
    config = Config()
    runpy.run_path(str(HUB / file), init_globals={"get_config": lambda: config})
    return config


@pytest.fixture
def machine(tmp_path, monkeypatch) -> Path:
    """A machine's folders, and the settings that name them."""
    for name in ("state", "exchange", "marking", "homes"):
        (tmp_path / name).mkdir()
    (tmp_path / "state" / "students.txt").write_text("# spring\nasha\n\nben\n", encoding="utf-8")
    for name, value in {
        "STATE": "state", "EXCHANGE": "exchange", "MARKING_FOLDER": "marking", "HOMES": "homes",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"NOTKNOWING_HUB_{name}", str(tmp_path / value))
    monkeypatch.setenv("NOTKNOWING_HUB_GRADER", "grader")
    monkeypatch.setenv("NOTKNOWING_HUB_COURSE", "trial")
    monkeypatch.delenv("NOTKNOWING_HUB_OPENS", raising=False)
    return tmp_path


# -- the settings


def test_only_those_on_a_list_get_in(machine):
    c = settings("jupyterhub_config.py")
    assert c.Authenticator.allowed_users == {"asha", "ben", "grader"}
    assert c.Authenticator.allow_all is False
    assert c.JupyterHub.authenticator_class == "pam", "a trial has to ask for the dummy by name"
    assert c.JupyterHub.bind_url.startswith("http://127.0.0.1:"), "nothing without TLS is reached from outside"


def spawned(name: str) -> SimpleNamespace:
    spawner = SimpleNamespace(user=SimpleNamespace(name=name), environment={}, cmd=[], default_url="")
    settings("jupyterhub_config.py").Spawner.pre_spawn_hook(spawner)
    return spawner


def test_a_students_server_has_the_courses_settings_and_no_way_to_the_marking_folder(machine):
    server = spawned("asha")
    paths = server.environment["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert paths == [str(HUB / "student"), str(HUB / "everyone"), str(LOOK)]
    assert server.cmd == [sys.executable, str(HUB / "server.py")]
    assert "NOTKNOWING_HUB_OPENS" not in server.environment
    extensions = json.loads((HUB / "student/jupyter_server_config.json").read_text())["ServerApp"][
        "jpserver_extensions"
    ]
    assert not extensions["nbgrader.server_extensions.formgrader"]
    assert extensions["nbgrader.server_extensions.assignment_list"]


def test_the_grader_opens_in_the_marking_folder(machine):
    server = spawned("grader")
    assert server.environment["NOTKNOWING_HUB_OPENS"] == str(machine / "marking")
    assert server.environment["JUPYTER_CONFIG_PATH"] == str(HUB / "everyone")


# -- what a server does first


@pytest.fixture
def becomes(monkeypatch, machine) -> list[list[str]]:
    """The commands that the server would become. Nothing is started."""
    seen: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, command: seen.append(command))
    monkeypatch.setattr(sys, "argv", ["server.py", "--port=1"])
    monkeypatch.setenv("JUPYTERHUB_USER", "asha")
    monkeypatch.chdir(machine)
    return seen


def test_a_students_pages_are_put_there_and_nothing_of_theirs_is_written_over(machine, becomes, monkeypatch):
    asked = []

    def start(folder, launch):
        asked.append((folder, launch))
        folder.mkdir(parents=True)

    monkeypatch.setattr("notknowing.launch.start.start", start)
    runpy.run_path(str(HUB / "server.py"), run_name="__main__")
    folder = machine / "homes" / "asha" / "Not-Knowing"
    assert asked == [(folder, False)], "by the very function of 'notknowing start', which leaves changed pages alone"
    (command,) = becomes
    assert command[0].endswith("jupyterhub-singleuser") and "--port=1" in command
    assert f"--ServerApp.root_dir={folder}" in command
    assert "--LabApp.extension_manager=readonly" in command


def test_words_are_reached_even_when_the_pages_cannot_be_put_there(machine, becomes, monkeypatch, capsys):
    def start(folder, launch):
        raise StartError("The course cannot be read. Your work is safe.")

    monkeypatch.setattr("notknowing.launch.start.start", start)
    runpy.run_path(str(HUB / "server.py"), run_name="__main__")
    assert len(becomes) == 1
    assert "Your work is safe" in capsys.readouterr().err


def test_nothing_is_put_into_the_marking_folder(machine, becomes, monkeypatch):
    monkeypatch.setenv("NOTKNOWING_HUB_OPENS", str(machine / "marking"))
    monkeypatch.setattr("notknowing.launch.start.start", lambda **_: pytest.fail("the grader has no working folder"))
    runpy.run_path(str(HUB / "server.py"), run_name="__main__")
    assert f"--ServerApp.root_dir={machine / 'marking'}" in becomes[0]
    assert list((machine / "marking").iterdir()) == []


# -- the exchange, with nbgrader's own classes


def through_the_exchange(machine: Path, ignore: list[str], submit: str) -> tuple[Path, Path]:
    """Release a page, let a student submit it, collect it. Returns what lay in the exchange and what was collected."""
    from nbgrader import exchange
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory

    student = machine / "homes" / "asha" / "Not-Knowing"
    shutil.copytree(ROOT / "exercises" / "week01", machine / "marking" / "exercises" / "week01")
    shutil.copytree(ROOT / "exercises" / "week01", student / "week01")
    with Store.open("week01", student / "week01") as store:
        store.put("1F.pull_for", EARLIER)
        store.put("1F.pull_for", "When he said roundabouts, I wanted to mend it.")
        store.put("1E.note", SECRET)
        store.make_private("1E.note")

    def config(**more: object) -> Config:
        c = settings("everyone/nbgrader_config.py")
        c.CourseDirectory.ignore = ignore
        c.ExchangeFactory.submit = submit
        c.CourseDirectory.assignment_id = "week01"
        c.CourseDirectory.root = str(machine / "marking")
        c.CourseDirectory.release_directory = "exercises"
        c.Exchange.assignment_dir = str(student)
        c.Exchange.cache = str(machine / "homes" / "asha" / "cache")
        return c

    def step(kind: str, student_id: str) -> None:
        c = config()
        c.CourseDirectory.student_id = student_id
        course = CourseDirectory(config=c)
        made = getattr(exchange.ExchangeFactory(config=c), kind)
        made(coursedir=course, authenticator=Authenticator(config=c), config=c).start()

    (machine / "exchange").chmod(0o777)
    step("ReleaseAssignment", "*")
    step("Submit", "asha")
    step("Collect", "*")
    return machine / "exchange" / "trial", machine / "marking" / "submitted" / "asha" / "week01"


def files_with(folder: Path, words: str) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and words in path.read_text(encoding="utf-8")]


def test_words_go_through_the_exchange_and_private_words_do_not(machine):
    c = settings("everyone/nbgrader_config.py")
    assert c.CourseDirectory.ignore == IGNORED
    exchange, collected = through_the_exchange(machine, c.CourseDirectory.ignore, c.ExchangeFactory.submit)
    assert set(files_with(collected, "roundabouts")) == {"week01.responses.json", "week01.ipynb"}
    assert (collected / "timestamp.txt").is_file(), "lateness is counted by it"
    assert {path.name for path in exchange.iterdir()} >= {"inbound", "outbound"}
    for folder in (exchange, collected, machine / "homes" / "asha" / "cache"):
        assert files_with(folder, SECRET) == files_with(folder, EARLIER) == []
    assert not (exchange / "inbound").stat().st_mode & 0o044, "a student cannot list what others submitted"


@pytest.mark.slow
def test_each_of_the_two_settings_stands_alone(machine):
    """What they are for. If nbgrader ever does this by itself, the warning in docs/hub.md can go."""
    ours, stock = (
        settings("everyone/nbgrader_config.py").ExchangeFactory.submit,
        "nbgrader.exchange.default.ExchangeSubmit",
    )
    for name, ignore, submit in (
        ("neither", [".ipynb_checkpoints"], stock),
        ("list", IGNORED, stock),
        ("copy", [], ours),
    ):
        folder = machine / name
        for part in ("exchange", "marking", "homes"):
            (folder / part).mkdir(parents=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NOTKNOWING_HUB_EXCHANGE", str(folder / "exchange"))
            _, collected = through_the_exchange(folder, ignore, submit)
        assert bool(files_with(collected, SECRET)) == (name == "neither")
        assert bool(files_with(collected, EARLIER)) == (name != "copy")


def test_a_folder_that_is_no_page_is_submitted_as_nbgrader_does(tmp_path, monkeypatch):
    from notknowing.marking.exchange import Submit

    copied = []
    monkeypatch.setattr(
        "nbgrader.exchange.default.ExchangeSubmit.do_copy", lambda self, *names: copied.append(names[:2])
    )
    (tmp_path / "extra").mkdir()
    Submit.do_copy(object.__new__(Submit), str(tmp_path / "extra"), "there")
    assert copied == [(str(tmp_path / "extra"), "there")]


# -- the files around it


def test_no_students_work_goes_into_an_image():
    kept_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {"submitted", "gradebook.db*", "**/*.responses.json", "**/*.private.json"} <= set(kept_out)
    assert json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())["build"]["dockerfile"] == "../Dockerfile"


def test_the_guide_names_every_setting_and_every_file():
    guide = (ROOT / "docs" / "hub.md").read_text(encoding="utf-8")
    source = (HUB / "jupyterhub_config.py").read_text(encoding="utf-8")
    for name in ("GRADER", "MARKING_FOLDER", "EXCHANGE", "COURSE", "STATE", "URL", "AUTHENTICATOR", "SPAWNER"):
        assert f"`NOTKNOWING_HUB_{name}`" in guide and name in source
    for file in ("jupyterhub_config.py", "server.py", "everyone/nbgrader_config.py", "container.py"):
        assert f"hub/{file}" in guide and (HUB / file).is_file()
    for words in ("Nobody has taught with it", "No image was built", "for trials alone"):
        assert words in guide


# -- the Hub itself


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


@pytest.mark.slow
def test_the_hub_starts_and_opens_a_students_pages(machine):
    """With a dummy authenticator and one account of the system, where JupyterHub and a proxy are installed."""
    pytest.importorskip("jupyterhub")
    requests = pytest.importorskip("requests")
    here = Path(sys.executable).parent
    path = os.pathsep.join([str(here), os.environ["PATH"]])
    if shutil.which("configurable-http-proxy", path=path) is None:
        pytest.skip("no configurable-http-proxy")
    url = f"http://127.0.0.1:{free_port()}"
    trial = {"AUTHENTICATOR": "dummy", "SPAWNER": "simple", "URL": url}
    env = os.environ | {"PATH": path, "HOME": str(machine)} | {f"NOTKNOWING_HUB_{k}": v for k, v in trial.items()}
    command = [
        sys.executable, "-m", "jupyterhub", "-f", str(HUB / "jupyterhub_config.py"), "--DummyAuthenticator.password=trial",
        f"--SimpleLocalProcessSpawner.home_dir_template={machine}/homes/{{username}}", "--Spawner.args=--allow-root",
        f"--JupyterHub.hub_port={free_port()}", f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{free_port()}",
    ]  # fmt: skip

    def sign_in(name: str, password: str = "trial"):
        session = requests.Session()
        session.get(f"{url}/hub/login", timeout=30)
        token = session.cookies.get("_xsrf", path="/hub/")
        data = {"username": name, "password": password, "_xsrf": token}
        return session, session.post(f"{url}/hub/login", data=data, allow_redirects=False, timeout=30).status_code

    def until(true, seconds: int) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, (machine / "hub.log").read_text(encoding="utf-8")[-2000:]
            time.sleep(1)

    def answers() -> bool:
        try:
            return requests.get(f"{url}/hub/api", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    with (machine / "hub.log").open("wb") as log:
        hub = subprocess.Popen(command, cwd=machine, env=env, stdout=log, stderr=log)
    try:
        until(answers, 60)
        assert sign_in("mallory")[1] == 403, "on no list"
        assert sign_in("asha", "guess")[1] == 403
        student, code = sign_in("asha")
        assert code == 302
        student.get(f"{url}/hub/spawn/asha", timeout=60)
        until(lambda: '"jupyter-config-data"' in student.get(f"{url}/user/asha/lab", timeout=60).text, 120)
        listed = student.get(f"{url}/user/asha/api/contents/", timeout=30).json()["content"]
        names = {item["name"] for item in listed}
        assert {"Start here.md", "week00", "a1"} <= names and "a1b" not in names
        assert student.get(f"{url}/user/asha/formgrader", timeout=30).status_code == 404
        assert student.get(f"{url}/user/asha/assignments?course_id=trial", timeout=30).json()["success"]
    finally:
        hub.terminate()
        hub.wait(30)
