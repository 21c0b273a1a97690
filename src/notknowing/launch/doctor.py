"""``doctor``: looks at an installation and says in plain English what is well, what to mend, and how.

Each check is a small function from the machine to one finding. A check that fails itself is a finding too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from packaging.requirements import Requirement

from notknowing.launch.machine import Machine

OK, MEND, NOTE = "ok", "to mend", "note"
ENOUGH_BYTES = 200 * 2**20
MADE_ON = dt.date(2026, 11, 1)
LONGEST_PATH = 160
"""Windows stops at 260 characters, and a page's file names need about a hundred of them."""

SYNCED = ("OneDrive", "Dropbox", "Google Drive", "GoogleDrive", "iCloud", "Mobile Documents", "Nextcloud")
PAGE_PROGRAMS = {
    "jupyterlab": "jupyterlab",
    "ipykernel": "ipykernel",
    "ipywidgets": "ipywidgets",
    "anywidget": "anywidget",
}
REINSTALL = "Install the course again: uv sync, or pip install --force-reinstall notknowing."


@dataclass(frozen=True)
class Finding:
    """One thing looked at: ``ok``, ``to mend`` or ``note``, a sentence, and what to do where there is something."""

    about: str
    state: str
    sentence: str
    action: str = ""

    def as_dict(self) -> dict[str, str]:
        """The finding as plain data."""
        return asdict(self)


Check = Callable[[Machine], Finding]


def python_is_new_enough(machine: Machine) -> Finding:
    """Python 3.11 or newer."""
    version = ".".join(map(str, machine.python()))
    if machine.python() < (3, 11):
        return Finding("Python", MEND, f"This is Python {version}, and the course needs 3.11 or newer.", "Install a newer Python from python.org, then the course again.")  # fmt: skip
    return Finding("Python", OK, f"Python {version} is new enough.")


def in_an_environment(machine: Machine) -> Finding:
    """An environment of its own keeps other programs from disturbing the course."""
    if machine.is_environment():
        return Finding("Environment", OK, "The course has an environment of its own.")
    return Finding("Environment", NOTE, "The course shares this computer's Python with other programs, and they may change what it needs.", "If something breaks, make an environment: python -m venv .venv")  # fmt: skip


def page_programs(machine: Machine) -> Finding:
    """The programs without which no page opens."""
    missing = [name for name, module in PAGE_PROGRAMS.items() if not machine.has(module)]
    if missing:
        return Finding("Programs for the pages", MEND, f"Not installed: {', '.join(missing)}. Pages cannot open without {'it' if len(missing) == 1 else 'them'}.", REINSTALL)  # fmt: skip
    return Finding("Programs for the pages", OK, "JupyterLab and what the pages need are installed.")


def marking_programs(machine: Machine) -> Finding:
    """nbgrader and the programs for figures."""
    missing = [name for name in ("nbgrader", "matplotlib", "pandas", "scipy") if not machine.has(name)]
    if missing:
        return Finding("Programs for marking and figures", MEND, f"Not installed: {', '.join(missing)}.", REINSTALL)
    return Finding("Programs for marking and figures", OK, "nbgrader and the programs for figures are installed.")


def versions_fit(machine: Machine) -> Finding:
    """Every program is of a version the course was made for."""
    odd = []
    for line in machine.requirements():
        wanted = Requirement(line)
        if wanted.marker and not wanted.marker.evaluate({"extra": ""}):
            continue
        have = machine.version(wanted.name)
        if have is not None and not wanted.specifier.contains(have, prereleases=True):
            odd.append(f"{wanted.name} is {have} and should be {wanted.specifier}")
    if odd:
        return Finding("Versions", MEND, f"{'; '.join(odd)}.", REINSTALL)
    return Finding("Versions", OK, "Every program is of a version the course was made for.")


def kernel_is_ours(machine: Machine) -> Finding:
    """Pages run in the Python that has the course."""
    import sys

    kernel = machine.kernel_python()
    if kernel is None:
        return Finding("Kernel", MEND, "Jupyter has no kernel called python3, so a page opens and nothing in it works.", "Run: python -m ipykernel install --sys-prefix")  # fmt: skip
    if kernel not in ("python", "python3") and Path(kernel).absolute() != Path(sys.executable).absolute():
        return Finding("Kernel", MEND, f"Pages would run in another Python ({kernel}), which may not have the course.", "Run: python -m ipykernel install --sys-prefix --name python3")  # fmt: skip
    return Finding("Kernel", OK, "Pages run in the Python that has the course.")


def alembic_is_found(machine: Machine) -> Finding:
    """nbgrader calls this program by its bare name when it makes a gradebook."""
    where = machine.find("alembic")
    if where is not None:
        return Finding("Gradebook", OK, "nbgrader finds the program it makes a gradebook with.")
    beside = machine.scripts() / "alembic"
    if beside.exists() or beside.with_suffix(".exe").exists():
        return Finding("Gradebook", NOTE, "The program alembic is installed and is not on PATH. The course finds it all the same; nbgrader by itself would not, and would leave a broken gradebook behind.", f"Before you use nbgrader by itself, activate the environment or put {machine.scripts()} on PATH.")  # fmt: skip
    return Finding("Gradebook", MEND, "The program alembic is missing, so nbgrader cannot make a gradebook.", REINSTALL)


def lab_extensions_are_on(machine: Machine) -> Finding:
    """The two extensions that draw the activities."""
    needed = {"@jupyter-widgets/jupyterlab-manager", "anywidget"}
    installed, off = machine.lab_extensions()
    missing, switched_off = sorted(needed - installed), sorted(needed & off)
    if missing:
        return Finding("Activities in JupyterLab", MEND, f"JupyterLab does not find {' and '.join(missing)}, so plain boxes stand in for the activities.", REINSTALL)  # fmt: skip
    if switched_off:
        return Finding("Activities in JupyterLab", MEND, f"{' and '.join(switched_off)} {'is' if len(switched_off) == 1 else 'are'} switched off in JupyterLab.", f"Run: jupyter labextension enable {' '.join(switched_off)}")  # fmt: skip
    return Finding("Activities in JupyterLab", OK, "JupyterLab can draw the activities.")


def nbgrader_is_on(machine: Machine) -> Finding:
    """nbgrader's part of the server: the Validate button, and formgrader for tutors."""
    if "nbgrader.server_extensions.formgrader" in machine.server_extensions():
        return Finding("nbgrader in JupyterLab", OK, "nbgrader's buttons work in JupyterLab.")
    return Finding("nbgrader in JupyterLab", NOTE, "nbgrader's part of JupyterLab is switched off. Students do not need it; tutors do, for formgrader.", "Run: jupyter server extension enable --sys-prefix --py nbgrader")  # fmt: skip


def folder_is_writable(machine: Machine) -> Finding:
    """Words can be saved in the working folder."""
    place = machine.nearest(machine.folder)
    if not place.is_dir():
        return Finding("Your folder", MEND, f"{place} is a file, so {machine.folder} cannot be a folder in it.", "Choose another place with --folder.")  # fmt: skip
    try:
        machine.write_in(place)
    except OSError as failure:
        return Finding("Your folder", MEND, f"Nothing can be written in {place} ({failure.strerror or failure}), so words would not be saved.", "Choose another place with --folder, or ask for the right to write there.")  # fmt: skip
    made = "can be written to" if place == machine.folder else "can be made"
    return Finding("Your folder", OK, f"{machine.folder} {made}.")


def disk_has_room(machine: Machine) -> Finding:
    """Two hundred megabytes."""
    free = machine.free_bytes(machine.nearest(machine.folder))
    if free < ENOUGH_BYTES:
        return Finding("Disk", MEND, f"The disk has {free // 2**20} MB left, and 200 MB are needed to work without worry.", "Empty the bin, or move something large elsewhere.")  # fmt: skip
    return Finding("Disk", OK, "The disk has room.")


def course_is_readable(machine: Machine) -> Finding:
    """The course is there and sound."""
    try:
        course, problems, place = machine.course()
    except FileNotFoundError as failure:
        return Finding("Course", MEND, str(failure), REINSTALL)
    if course is None or problems:
        first = problems[0]
        return Finding("Course", MEND, f"The course cannot be used as it stands: {first.file}, line {first.line}: {first.message}", "Run: notknowing check")  # fmt: skip
    return Finding("Course", OK, f"The course is read from {place}.")


def exercises_are_there(machine: Machine) -> Finding:
    """The students' notebooks travel with the package."""
    try:
        names = machine.exercises()
    except FileNotFoundError:
        names = []
    if not names:
        return Finding("Pages", MEND, "The students' pages are missing from this installation.", REINSTALL)
    return Finding("Pages", OK, f"{len(names)} pages are there.")


def text_is_utf8(machine: Machine) -> Finding:
    """Words with accents survive everywhere."""
    encoding = machine.encoding()
    if encoding.lower().replace("-", "") in {"utf8", "cp65001"}:
        return Finding("Letters", OK, "Text is written as UTF-8.")
    return Finding("Letters", NOTE, f"This computer writes text as {encoding}. The course always uses UTF-8; other programs may garble accents.", "Set PYTHONUTF8=1 to be sure.")  # fmt: skip


def clock_is_sane(machine: Machine) -> Finding:
    """Of two versions of your words the newer one counts, so the clock matters."""
    today = machine.today()
    if today < MADE_ON or today.year > MADE_ON.year + 20:
        return Finding("Clock", MEND, f"This computer says that it is {today.day} {today:%B %Y}. Of two versions of your words the newer counts, so a wrong clock could keep the wrong one.", "Set the date and time.")  # fmt: skip
    return Finding("Clock", OK, "The clock is plausible.")


def port_opens(machine: Machine) -> Finding:
    """JupyterLab talks to the browser over a port of this computer."""
    try:
        machine.open_port()
    except OSError as failure:
        return Finding("Connection", MEND, f"The browser could not reach JupyterLab on this computer ({failure.strerror or failure}).", "Allow Python to use 127.0.0.1 in the firewall or security program.")  # fmt: skip
    return Finding("Connection", OK, "The browser can reach JupyterLab on this computer.")


def one_course_only(machine: Machine) -> Finding:
    """No other copy of this package gets in the way."""
    copies = machine.copies_of_the_course()
    if len(copies) > 1:
        return Finding("Other copies", MEND, f"Python sees {len(copies)} copies of the course ({', '.join(copies)}), and may use the wrong one.", "Uninstall it until none is left, then install it once: pip uninstall notknowing")  # fmt: skip
    found = machine.find("notknowing")
    if found is not None and found.absolute().parent != machine.scripts().absolute():
        return Finding("Other copies", NOTE, f"The command notknowing on PATH belongs to another Python ({found.parent}).", "Activate this environment, or use: python -m notknowing.cli")  # fmt: skip
    return Finding("Other copies", OK, "There is one copy of the course.")


def browser_is_there(machine: Machine) -> Finding:
    """Something to show the pages in."""
    if machine.has_browser():
        return Finding("Browser", OK, "A browser can be opened.")
    return Finding("Browser", NOTE, "No browser can be opened from here.", "Start with --no-browser, and open the address it says in Firefox, Chrome, Edge or Safari.")  # fmt: skip


def cache_is_writable(machine: Machine) -> Finding:
    """matplotlib keeps its list of fonts somewhere."""
    cache = machine.cache_folder()
    place = machine.nearest(cache)
    try:
        machine.write_in(place)
    except OSError:
        return Finding("Figures", NOTE, f"matplotlib cannot keep its list of fonts in {cache}, so each figure takes longer.", "Set MPLCONFIGDIR to a folder that can be written to.")  # fmt: skip
    return Finding("Figures", OK, "Figures can be drawn without delay.")


def path_is_plain(machine: Machine) -> Finding:
    """Long paths, and folders that another program copies elsewhere."""
    path = str(machine.folder)
    synced = next((name for name in SYNCED if name.lower() in path.lower()), None)
    if synced:
        return Finding("Place of your folder", NOTE, f"Your folder is inside {synced}. That makes a copy, and two computers may then change one file at once; private words are copied there as well.", "Close JupyterLab before you change computers, or choose a folder outside it.")  # fmt: skip
    if len(path) > LONGEST_PATH:
        return Finding("Place of your folder", NOTE, f"The way to your folder has {len(path)} characters, and Windows may refuse longer ones.", "Choose a folder nearer the top with --folder.")  # fmt: skip
    return Finding("Place of your folder", OK, "The folder is in a good place.")


def words_are_readable(machine: Machine) -> Finding:
    """Every file of saved words can be read."""
    damaged = machine.unreadable_words()
    if damaged:
        return Finding("Saved words", MEND, f"Not readable: {', '.join(damaged)}. The copy inside the notebook is used in its place, and nothing is written over.", "Keep the file and show it to your tutor.")  # fmt: skip
    return Finding("Saved words", OK, "Every file of saved words can be read.")


CHECKS: list[Check] = [
    python_is_new_enough, in_an_environment, page_programs, marking_programs, versions_fit, kernel_is_ours,
    lab_extensions_are_on, nbgrader_is_on, alembic_is_found, course_is_readable, exercises_are_there,
    folder_is_writable, disk_has_room, words_are_readable, path_is_plain, clock_is_sane, text_is_utf8, port_opens,
    browser_is_there, cache_is_writable, one_course_only,
]  # fmt: skip


def doctor(machine: Machine | None = None) -> list[Finding]:
    """Every finding, in the order of the way in. Never raises."""
    machine = machine or Machine()
    return [_looked_at(check, machine) for check in CHECKS]


def _looked_at(check: Check, machine: Machine) -> Finding:
    try:
        return check(machine)
    except Exception as failure:  # a check that fails is a finding, not a stop
        about = check.__name__.replace("_", " ").capitalize()
        return Finding(
            about, NOTE, f"This could not be looked at ({type(failure).__name__}).", "The other lines still hold."
        )


def is_well(findings: list[Finding]) -> bool:
    """Whether there is nothing to mend."""
    return all(finding.state != MEND for finding in findings)
