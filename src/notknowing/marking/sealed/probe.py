"""Proof of the seal: a small notebook that tries to get out, run like any submission before the first one.

What it finds is named in the report. Anything it gets hold of stops the marking.
"""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from notknowing.marking.sealed.jobs import Job, run
from notknowing.marking.sealed.limits import Limits
from notknowing.marking.sealed.seal import Nursery, refusal

TRIES = """
import json, os, socket, ctypes, resource
found = {}

def attempt(name, doing):
    try:
        found[name] = doing()
    except BaseException as error:
        found[name] = ""

attempt("the gradebook", lambda: os.path.exists(ASKED["gradebook"]) and ASKED["gradebook"] or "")
attempt("the solutions", lambda: os.path.exists(ASKED["solutions"]) and ASKED["solutions"] or "")
attempt("the submissions", lambda: os.path.exists(ASKED["submitted"]) and ASKED["submitted"] or "")
attempt("the home folder", lambda: " ".join(name for name in os.listdir(ASKED["home"]) if name not in ASKED["shown"]))
attempt("the kernels' sockets", lambda: " ".join(os.listdir("/.outside")))
attempt("other processes", lambda: " ".join(p for p in os.listdir("/proc") if p.isdigit() and int(p) not in (1, os.getpid())))

def to_the_network():
    with socket.socket() as s:
        s.settimeout(1)
        s.connect(("127.0.0.1", ASKED["port"]))
    return "a port of this computer"

def datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.sendto(b"x", ("192.0.2.1", 9))
    return "a datagram"

attempt("the network", to_the_network)
attempt("the network by datagram", datagram)

def write():
    for place in ("/", "/.kernel", "/marking", "/usr", "/etc", "/dev", ASKED["package"]):
        try:
            open(place + "/tried", "w").close()
            return place
        except OSError:
            pass
    return ""

attempt("a place outside its folder to write to", write)
attempt("further namespaces", lambda: "a namespace" if ctypes.CDLL(None).unshare(0x10000000) == 0 else "")
attempt("capabilities", lambda: "" if int([l for l in open("/proc/self/status") if l.startswith("CapEff")][0].split()[1], 16) == 0 else "some")
attempt("unlimited memory", lambda: "" if resource.getrlimit(resource.RLIMIT_AS)[0] > 0 else "all of it")
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Seal:
    """What the probe found. ``line`` is for the report."""

    held: bool
    line: str
    reached: dict[str, str]


def probe(nursery: Nursery, root: Path, limits: Limits | None = None) -> Seal:
    """Run the probe in a kernel of this nursery.

    Raises:
        NoSeal: the probe reached something, or could not be run.
    """
    import notknowing

    home = Path.home()
    with socket.create_server(("127.0.0.1", 0)) as door:
        asked = {
            "gradebook": str(root / "gradebook.db"),
            "solutions": str(root / "solutions"),
            "submitted": str(root / "submitted"),
            "home": str(home),
            "shown": [path.relative_to(home).parts[0] for path in nursery.shown if path.is_relative_to(home)],
            "port": door.getsockname()[1],
            "package": str(Path(notknowing.__file__).parent),
        }
        notebook = new_notebook(cells=[new_code_cell(f"ASKED = {json.dumps(asked)}"), new_code_cell(TRIES)])
        result = run(Job("probe", nbformat.writes(notebook), limits=limits or Limits()), nursery.run)
    if result.failed or result.stopped is not None:
        raise refusal(f"The seal could not be tried ({result.failed or 'the probe did not end'}).")
    said = "".join(one.get("text", "") for one in nbformat.reads(result.notebook, as_version=4).cells[1].outputs)
    try:
        found = json.loads(said)
    except ValueError:
        raise refusal("The seal could not be tried (the probe did not answer).") from None
    reached = {name: what for name, what in found.items() if what}
    if reached:
        raise refusal(f"The seal does not hold here: a submission could reach {', '.join(sorted(reached))}.")
    line = (
        "Sealed with bubblewrap, and tried before the first submission: no network, no gradebook, no solutions, no other "
        "submission, no home folder, nothing to write outside a folder of its own in memory."
    )
    return Seal(True, line, found)
