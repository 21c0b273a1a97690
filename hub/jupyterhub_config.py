"""A JupyterHub for this course on one machine, with nbgrader's exchange. docs/hub.md goes through it step by step.

Start it with:  jupyterhub -f hub/jupyterhub_config.py

Students open their pages in ``Not-Knowing`` in their home folder, and submit with nbgrader's Assignments. The account
that marks opens in the marking folder and has Formgrader. Nobody gets in who is on neither list.
"""

import os
import sys
from pathlib import Path

c = get_config()

HERE = Path(__file__).resolve().parent


def setting(name: str, otherwise: str) -> str:
    """A setting from the environment, as from the unit file that starts the Hub."""
    return os.environ.get(f"NOTKNOWING_HUB_{name}", otherwise)


def names_in(path: Path) -> set[str]:
    """The account names in a file, one on each line. A line that begins with # is an explanation."""
    if not path.is_file():
        return set()
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return {line for line in lines if line and not line.startswith("#")}


# ---- What to set for your machine

# The account that marks, and the folder with solutions, exercises and the gradebook. Only that account may read it.
GRADER = setting("GRADER", "grader")
MARKING_FOLDER = Path(setting("MARKING_FOLDER", "/srv/not-knowing/marking"))

# Where work is released and collected. The accounts of all students and the grader reach it. See docs/hub.md.
os.environ.setdefault("NOTKNOWING_HUB_EXCHANGE", "/srv/nbgrader/exchange")
os.environ.setdefault("NOTKNOWING_HUB_COURSE", "not-knowing")

# Lists of account names, and where the Hub keeps its own state.
STATE = Path(setting("STATE", "/srv/jupyterhub"))
STUDENTS = names_in(STATE / "students.txt")

# ---- The Hub

# Reached from this machine alone: put a web server with TLS in front of it.
c.JupyterHub.bind_url = setting("URL", "http://127.0.0.1:8000")
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.JupyterHub.db_url = f"sqlite:///{STATE / 'jupyterhub.sqlite'}"
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")

# The accounts of this machine. Put your institution's sign-on here, and keep the two lines below it.
c.JupyterHub.authenticator_class = setting("AUTHENTICATOR", "pam")
c.Authenticator.allowed_users = STUDENTS | {GRADER}
c.Authenticator.allow_all = False

# ---- What opens for whom

c.JupyterHub.spawner_class = setting("SPAWNER", "jupyterhub.spawner.LocalProcessSpawner")
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
c.Spawner.env_keep = [
    "PATH", "VIRTUAL_ENV", "LANG", "LC_ALL", "NOTKNOWING_HUB_EXCHANGE", "NOTKNOWING_HUB_COURSE", "NOTKNOWING_HUB_HOMES",
]  # fmt: skip


def prepare(spawner) -> None:
    """Decide what a server begins with, just before it starts. What is done in a home is done by its own account."""
    from notknowing.launch.lab import LOOK

    spawner.cmd = [sys.executable, str(HERE / "server.py")]
    if spawner.user.name == GRADER:
        paths = [HERE / "everyone"]
        spawner.environment = {"NOTKNOWING_HUB_OPENS": str(MARKING_FOLDER)}
        spawner.default_url = "/lab"
    else:
        paths = [HERE / "student", HERE / "everyone", LOOK]
        spawner.environment = {}
        spawner.default_url = "/lab/tree/Start%20here.md"
    spawner.environment |= {
        "JUPYTER_CONFIG_PATH": os.pathsep.join(str(path) for path in paths),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }


c.Spawner.pre_spawn_hook = prepare
