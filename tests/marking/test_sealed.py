"""The seal: what code in a submission can reach, use up and leave behind, and whether tests can be forged."""

import asyncio
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from tiny_course import nbgrader_mark

from notknowing.marking.places import MarkingError
from notknowing.marking.sealed import seal
from notknowing.marking.sealed.jobs import Job, run
from notknowing.marking.sealed.limits import MIB, Limits
from notknowing.marking.sealed.probe import probe

pytestmark = pytest.mark.skipif(sys.platform != "linux" or not seal.shutil.which("bwrap"), reason="needs bubblewrap")

QUICK = Limits(cell_seconds=4, notebook_seconds=12, cpu_seconds=12)


@pytest.fixture(scope="module")
def nursery(tmp_path_factory):
    root = tmp_path_factory.mktemp("marking")
    for name in ("solutions", "submitted"):
        (root / name).mkdir()
    (root / "gradebook.db").write_bytes(b"everybody's marks")
    running = seal.Nursery(root, imports=["notknowing.work"], warm=False)
    running.root = root
    running.wait()
    yield running
    running.close()


def ran(nursery, *sources, limits=QUICK, files=None):
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    result = run(Job("x", nbformat.writes(notebook), files or {}, limits), nursery.run)
    assert not result.failed, result.failed
    return result, nbformat.reads(result.notebook, as_version=4).cells


def printed(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


def error(cell):
    return next((output.ename for output in cell.outputs if output.output_type == "error"), None)


# ------------------------------------------------------------------------------------- what can be reached


def test_the_probe_finds_the_seal_whole_and_says_so(nursery):
    found = probe(nursery, nursery.root, QUICK)
    assert found.held and "no network" in found.line and "no gradebook" in found.line


def test_a_seal_that_leaks_stops_the_marking_before_the_first_submission():
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:  # what lies under /tmp is out of sight in any case
        (Path(folder) / "solutions").mkdir()
        Path(folder).chmod(0o755)
        running = seal.Nursery(Path(folder), warm=False, extra=[Path(folder)])
        try:
            running.wait()
            with pytest.raises(seal.NoSeal, match="could reach the solutions"):
                probe(running, Path(folder), QUICK)
        finally:
            running.close()


@pytest.mark.parametrize(
    ("what", "source"),
    [
        ("the gradebook", "open({root!r} + '/gradebook.db', 'rb').read()"),
        ("other submissions", "import os; os.listdir({root!r} + '/submitted')"),
        ("a key in the home folder", "open({home!r} + '/.ssh/id_rsa').read()"),
        ("the password file", "open('/etc/shadow').read()"),
        ("the network", "import socket; socket.create_connection(('127.0.0.1', {port}), 2)"),
        ("names on the network", "import socket; socket.getaddrinfo('example.org', 80)"),
        ("local services", "import socket; s = socket.socket(socket.AF_UNIX); s.connect('/var/run/docker.sock')"),
        ("the course's own files", "open({package!r} + '/__init__.py', 'a')"),
        ("the tutor's disk, by way of the sockets", "open('/.kernel/x', 'w').write('x')"),
        ("more privileges", "import os; os.setuid(0)"),
        ("another root", "import os; os.chroot('/tmp')"),
        ("the parent's memory", "open('/proc/1/mem', 'rb').read(1); import os; os.kill(2, 0)"),
    ],
)
def test_out_of_reach(nursery, what, source):
    import socket

    import notknowing

    with socket.create_server(("127.0.0.1", 0)) as door:
        source = source.format(
            root=str(nursery.root), home=str(Path.home()), port=door.getsockname()[1], package=str(Path(notknowing.__file__).parent)
        )  # fmt: skip
        _, cells = ran(nursery, source)
    assert error(cells[0]) is not None, what


def test_one_submission_never_meets_another(nursery):
    ran(nursery, "open('mine.txt', 'w').write('x'); open('/tmp/mine.txt', 'w').write('x')")
    _, cells = ran(nursery, "import os; print(os.listdir('.'), os.listdir('/tmp'), os.listdir('/dev/shm'))")
    assert "mine" not in printed(cells[0])


def test_files_beside_the_notebook_are_there_and_nothing_comes_back(nursery):
    files = {"a1.responses.json": b"{}"}
    _, cells = ran(nursery, "import os; print(os.listdir('.')); os.remove('a1.responses.json')", files=files)
    assert "a1.responses.json" in printed(cells[0]) and error(cells[0]) is None
    assert files == {"a1.responses.json": b"{}"}


def test_a_page_runs_also_where_an_event_loop_is_running(nursery):
    async def as_in_a_notebook():
        return ran(nursery, "print(6 * 7)")

    _, cells = asyncio.run(as_in_a_notebook())
    assert printed(cells[0]) == "42\n"


def test_nothing_of_the_tutors_environment_is_passed_on(nursery, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "do-not-tell")
    _, cells = ran(nursery, "import os; print(os.environ)")
    assert "do-not-tell" not in printed(cells[0]) and "'NBGRADER_EXECUTION': 'autograde'" in printed(cells[0])


# ------------------------------------------------------------------------------------- what can be used up


def test_a_memory_bomb_is_an_error_and_the_rest_runs(nursery):
    result, cells = ran(nursery, "x = bytearray(10 * 2**30)", "print('still here')")
    assert error(cells[0]) == "MemoryError" and printed(cells[1]) == "still here\n" and result.stopped is None


def test_many_small_programs_that_together_take_too_much_memory_end(nursery):
    source = "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n        x = bytearray(100 * 2**20); time.sleep(60)\ntime.sleep(60)"
    result, _ = ran(nursery, source, limits=Limits(cell_seconds=8, notebook_seconds=20, total_memory=400 * MIB))
    assert result.stopped == "memory"


def test_a_fork_bomb_ends_and_leaves_nothing(nursery):
    source = "import os, time\nos.setsid\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        time.sleep(0.1)"
    result, _ = ran(nursery, source)
    assert result.stopped is not None or result.seconds < 30
    assert processes_in(nursery) == 0


def test_detached_programs_end_with_the_submission(nursery):
    source = "import subprocess\nfor _ in range(5):\n    subprocess.Popen(['sleep', '600'], start_new_session=True)\nprint('away')"
    _, cells = ran(nursery, source)
    assert printed(cells[0]) == "away\n" and processes_in(nursery) == 0


def processes_in(nursery):
    """How many processes the nursery has under it, itself and bubblewrap's own apart."""
    for _ in range(50):
        children = below(nursery.process.pid)
        if len(children) <= 2:
            break
        time.sleep(0.05)
    return max(len(children) - 2, 0)


def below(pid):
    listing = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout.split()
    parents = dict(zip(map(int, listing[::2]), map(int, listing[1::2]), strict=True))
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def test_an_endless_loop_is_interrupted_and_the_next_cell_runs(nursery):
    result, cells = ran(
        nursery, "while True: pass", "print('after')", limits=Limits(cell_seconds=2, notebook_seconds=12)
    )
    assert error(cells[0]) in ("CellTimeoutError", "KeyboardInterrupt")
    assert printed(cells[1]) == "after\n" and result.stopped is None


def test_a_loop_that_will_not_be_interrupted_ends_with_its_time(nursery):
    stubborn = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    result, cells = ran(
        nursery, "print('before')", stubborn, "print('never')", limits=Limits(cell_seconds=2, notebook_seconds=6)
    )
    assert result.stopped is not None and printed(cells[0]) == "before\n" and error(cells[2]) == "Stopped"
    assert result.seconds < 30


def test_the_whole_page_has_a_time_too(nursery):
    result, cells = ran(
        nursery, *["import time; time.sleep(2)"] * 8, limits=Limits(cell_seconds=10, notebook_seconds=5)
    )
    assert result.stopped == "time" and error(cells[0]) is None and error(cells[-1]) == "Stopped"


def test_much_printing_is_cut_where_it_is_printed(nursery):
    source = "line = 'x' * 999\nfor _ in range(50_000):\n    print(line)"
    result, cells = ran(nursery, source, "print('after')", limits=Limits(cell_seconds=20, notebook_seconds=30))
    assert len(printed(cells[0])) < 3 * MIB and printed(cells[1]) == "after\n" and result.stopped is None


def test_much_output_of_another_kind_ends_the_page(nursery):
    source = "from IPython.display import HTML, display\nfor _ in range(40):\n    display(HTML('x' * 4_000_000))"
    result, cells = ran(
        nursery, "print('before')", source, limits=Limits(cell_seconds=20, notebook_seconds=40, sent=20 * MIB)
    )
    assert result.stopped == "output" and printed(cells[0]) == "before\n"
    assert len(result.notebook) < 60 * MIB


def test_a_full_disk_is_an_error_in_the_page_alone(nursery):
    source = "n = 0\nfor n in range(1000):\n    open(f'f{n}', 'wb').write(b'x' * 2**20)"
    _, cells = ran(nursery, source, "print(n < 140)")
    assert error(cells[0]) == "OSError" and printed(cells[1]) == "True\n"


def test_a_large_file_is_an_error_in_the_page_alone(nursery):
    _, cells = ran(nursery, "open('f', 'wb').write(b'x' * 100 * 2**20)", "print('on')")
    assert error(cells[0]) == "OSError" and printed(cells[1]) == "on\n"


@pytest.mark.parametrize("source", ["import os; os._exit(3)", "import os; os.abort()", "import ctypes; ctypes.string_at(0)", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV); import time; time.sleep(0.1); ctypes = __import__('ctypes'); ctypes.string_at(0)"])  # fmt: skip
def test_a_crash_keeps_what_came_before(nursery, source):
    result, cells = ran(nursery, "print('before')", source, "print('never')")
    assert result.stopped == "" and printed(cells[0]) == "before\n" and error(cells[2]) == "Stopped"


def test_killing_the_kernel_from_inside_does_nothing(nursery):
    result, cells = ran(nursery, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "print('on')")
    assert result.stopped is None and printed(cells[1]) == "on\n"


# ------------------------------------------------------------------------------------- forged tests

TEST = "assert answer == 42\nprint('reason')\n2.5"


def marked(nursery, *sources, test=TEST):
    cells = [new_code_cell(source) for source in sources]
    cells.append(new_code_cell(test, metadata=nbgrader_mark("the-test", grade=True, locked=True, points=4)))
    result = run(Job("x", nbformat.writes(new_notebook(cells=cells)), {}, QUICK), nursery.run)
    assert not result.failed and result.stopped is None
    return result.withheld


FORGERIES = {
    "assertions emptied by an AST transformer": """
import ast
class Empty(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.copy_location(ast.Pass(), node)
get_ipython().ast_transformers.append(Empty())""",
    "every cell emptied by an AST transformer": """
import ast
class Empty(ast.NodeTransformer):
    def visit_Module(self, node): node.body = []; return node
get_ipython().ast_transformers.append(Empty())""",
    "assertions taken out of the text": """
get_ipython().input_transformers_post.append(lambda lines: [l for l in lines if not l.startswith('assert')])""",
    "numbers that look larger": """
get_ipython().display_formatter.formatters['text/plain'].for_type(float, lambda f, p, c: p.text('4.0'))""",
    "another formatter": """
f = get_ipython().display_formatter
old = type(f).format
type(f).format = lambda self, o, include=None, exclude=None: ({'text/plain': '4'}, {})""",
    "another display hook": """
import sys
d = type(get_ipython().displayhook)
old = d.__call__
d.__call__ = lambda self, r=None: old(self, 4.0 if r is not None else None)""",
    "no results at all": "get_ipython().ast_node_interactivity = 'none'",
    "run_cell that forgives": """
shell = get_ipython()
old = shell.run_cell_async
async def forgiving(*a, **k):
    r = await old(*a, **k)
    r.error_in_exec = r.error_before_exec = None
    return r
shell.run_cell_async = forgiving
shell.showtraceback = lambda *a, **k: None""",
    "run_code that runs nothing": """
shell = get_ipython()
async def nothing(*a, **k): return False
shell.run_code = nothing""",
    "errors shown nowhere": """
shell = get_ipython()
old = shell.run_code
async def run_code(code, result=None, **k):
    try:
        exec(code, shell.user_global_ns, shell.user_ns)
    except BaseException: pass
    return False
shell.run_code = run_code""",
    "a float of one's own": "import builtins; builtins.float = lambda x: 4.0",
    "marking functions replaced": "import notknowing.work; notknowing.work.read_entries = lambda *a: ({}, [])",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_test_is_noticed(nursery, name):
    first = "import notknowing.work" if "marking functions" in name else "pass"
    assert marked(nursery, "answer = 42", first, FORGERIES[name]) == ["the-test"]


def test_a_test_run_as_written_is_not(nursery):
    assert marked(nursery, "answer = 42") == []
    assert marked(nursery, "answer = 41") == []


# ------------------------------------------------------------------------------------- refusing, and tidying up


def test_without_bubblewrap_nothing_runs_and_a_sentence_says_what_to_do(tmp_path, monkeypatch):
    from notknowing.marking.autograde import autograde

    monkeypatch.setattr(seal.shutil, "which", lambda name: None)
    with pytest.raises(MarkingError, match=r"not installed\. Nothing has been run or changed\..*--unsafe"):
        autograde("a1", tmp_path)
    assert not (tmp_path / "gradebook.db").exists()


@pytest.mark.parametrize(("platform", "way_out"), [("darwin", "Linux container"), ("win32", "WSL 2")])
def test_other_systems_are_told_plainly(tmp_path, monkeypatch, platform, way_out):
    monkeypatch.setattr(seal.sys, "platform", platform)
    with pytest.raises(seal.NoSeal, match=way_out):
        seal.in_principle()


def test_a_nursery_that_cannot_start_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(
        seal.Jail, "command", lambda self, arguments: ["sh", "-c", "echo bwrap: no permission >&2; exit 1"]
    )
    said = r"could not be sealed \(bwrap: no permission\)\. Nothing"
    with pytest.raises(seal.NoSeal, match=said), seal.nursery(tmp_path) as running:
        running.wait()


def test_nothing_is_left_of_a_nursery_whose_owner_was_killed(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from notknowing.marking.sealed.seal import Nursery; "
        "n = Nursery(Path(sys.argv[1]), warm=False); n.wait(); print(n.process.pid, n.folder, flush=True); time.sleep(60)"
    )
    owner = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    pid, folder = owner.stdout.readline().split()
    inside = below(int(pid)) | {int(pid)}
    assert len(inside) >= 2
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    deadline = time.monotonic() + 10
    while any(is_alive(one) for one in inside) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(is_alive(one) for one in inside)
    seal.sweep()
    assert not Path(folder).exists()


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_its_folder_is_closed_to_others(nursery):
    assert nursery.folder.stat().st_mode & 0o777 == 0o700
    assert str(nursery.folder).startswith(tempfile.gettempdir())
    assert (nursery.run / "nursery").stat().st_mode & 0o777 == 0o600
