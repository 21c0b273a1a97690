"""What the practice site needs before it can be built: Python for the browser, and the packages as wheels.

Python for the browser is Pyodide. Its runtime is a file that npm gives (``npm pack pyodide@VERSION``); the full
distribution, with numpy, pandas and matplotlib in it, is a file of the Pyodide project's releases. Either can be handed
over as a file. The packages come from the package index as wheels, in the versions that are installed here.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
OPTIONAL = ("pyodide.js",)
LOCK = "pyodide-lock.json"

PACKAGES = """pydantic pydantic-core annotated-types typing-inspection typing-extensions ruamel.yaml filelock anywidget
psygnal ipywidgets jupyterlab-widgets comm traitlets mistune ipython asttokens decorator executing matplotlib-inline
prompt-toolkit pure-eval pygments six stack-data wcwidth jedi parso micropip packaging ipython-pygments-lexers""".split()
"""What the activities and the kernel import, one by one, so that nothing is fetched when the page is open."""

LARGE = ("numpy", "pandas", "matplotlib", "scipy", "statsmodels", "scikit-learn")
"""What plots and statistics need: in the full distribution only."""

MINUTES = 10


class PracticeError(Exception):
    """The practice site cannot be built, and what is missing, in a sentence or two."""


def versions() -> tuple[str, str]:
    """The Pyodide that the installed kernel is made for, and its Python.

    Raises:
        PracticeError: JupyterLite is not installed.
    """
    try:
        import jupyterlite_core  # noqa: F401  # the builder, run as a program of its own
        from jupyterlite_pyodide_kernel.constants import PYODIDE_PYTHON_VERSION, PYODIDE_VERSION
    except ImportError as absent:
        raise PracticeError("The practice site needs JupyterLite, which is not installed. The reading site is built. Install it with: pip install 'notknowing[site]'") from absent  # fmt: skip
    return PYODIDE_VERSION, PYODIDE_PYTHON_VERSION


# ---------------------------------------------------------------------------------------------- the runtime


def lay_runtime(into: Path, given: Path | None, workshop: Path) -> dict[str, Any]:
    """Put Pyodide's files into a folder: from the file that is given, else from npm.

    Returns:
        Pyodide's own list of packages, as it came.

    Raises:
        PracticeError: there is no such file, it is not Pyodide, or not the one that the kernel needs.
    """
    wanted, _ = versions()
    archive = given or _from_npm(wanted, workshop)
    into.mkdir(parents=True)
    try:
        with tarfile.open(archive) as file:
            for member in file:
                name = Path(member.name).name
                if member.isfile() and (name in RUNTIME + OPTIONAL or name.endswith(".whl")):
                    source = file.extractfile(member)
                    if source is not None:
                        with source, (into / name).open("wb") as target:
                            shutil.copyfileobj(source, target)
    except FileNotFoundError:
        raise
    except (tarfile.TarError, EOFError, OSError) as trouble:
        raise PracticeError(f"{archive.name} could not be opened as an archive of Pyodide. The reading site is built. Give the file pyodide-{wanted}.tar.bz2 of the Pyodide project's releases.") from trouble  # fmt: skip
    if missing := [name for name in RUNTIME if not (into / name).is_file()]:
        raise PracticeError(f"{archive.name} has no {missing[0]} in it, so it is not a distribution of Pyodide {wanted}. The reading site is built.")  # fmt: skip
    lock = json.loads((into / LOCK).read_text(encoding="utf-8"))
    found = version_in(into)
    if found and found != wanted:
        raise PracticeError(f"{archive.name} is Pyodide {found}, and the kernel that is installed needs {wanted}. The reading site is built. Give the file pyodide-{wanted}.tar.bz2.")  # fmt: skip
    return lock


def version_in(folder: Path) -> str:
    """The version that a Pyodide says it is; empty where it cannot be told."""
    script = (folder / "pyodide.mjs").read_text(encoding="utf-8", errors="replace")
    found = re.search(r"""=\s*["'](\d{3}\.\d+\.\d+)["']""", script)
    return found[1] if found else ""


def _from_npm(version: str, workshop: Path) -> Path:
    npm = shutil.which("npm")
    sorry = f"The practice site needs Python for the browser: the file pyodide-{version}.tgz from npm (npm pack pyodide@{version}), or pyodide-{version}.tar.bz2 from the Pyodide project's releases. The reading site is built. Give one of them with --pyodide FILE."  # fmt: skip
    if npm is None:
        raise PracticeError(sorry)
    _run([npm, "pack", f"pyodide@{version}", "--silent"], workshop, sorry)
    return workshop / f"pyodide-{version}.tgz"


def _run(command: list[str], folder: Path, sorry: str) -> None:
    try:
        run = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=60 * MINUTES
        )
    except (OSError, subprocess.TimeoutExpired) as trouble:
        raise PracticeError(sorry) from trouble
    if run.returncode:
        last = next((line.strip() for line in reversed((run.stderr or run.stdout).splitlines()) if line.strip()), "")
        raise PracticeError(f"{sorry} The last thing said was: {last[:200].rstrip('.')}.")


# ---------------------------------------------------------------------------------------------- the packages


def wanted_packages(lock: dict[str, Any]) -> list[str]:
    """``name==version`` for each package: the version installed here, else the one that Pyodide names."""
    found = []
    for name in PACKAGES:
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            version = lock["packages"].get(name, {}).get("version")
        found.append(f"{name}=={version}" if version else name)
    return found


def fetch_wheels(into: Path, lock: dict[str, Any]) -> list[Path]:
    """The packages as wheels for the browser's Python, from the package index.

    Raises:
        PracticeError: they cannot be had.
    """
    _, python = versions()
    platform = f"pyemscripten_{lock['info']['abi_version']}_wasm32"
    into.mkdir(parents=True, exist_ok=True)
    pip = _pip()
    sorry = "The practice site needs a few packages from the package index, and they could not be fetched. The reading site is built. See that this computer is online and try again."  # fmt: skip
    abi = f"cp{python.replace('.', '')}"
    asked = ["--python-version", python, "--implementation", "cp", "--abi", abi, "--abi", "none"]
    kinds = ["--no-deps", "--only-binary=:all:", *asked, "--platform", platform, "--dest", str(into)]
    _run([*pip, "download", "--quiet", *kinds, *wanted_packages(lock)], into, sorry)
    return sorted(into.glob("*.whl"))


def _pip() -> list[str]:
    """pip, in whatever way it is here."""
    try:
        importlib.metadata.version("pip")
    except importlib.metadata.PackageNotFoundError:
        if (uv := shutil.which("uv")) is not None:
            return [uv, "tool", "run", "--quiet", "pip"]
        raise PracticeError("The practice site needs pip or uv to fetch a few packages, and neither is installed. The reading site is built. Install one with: python -m ensurepip") from None  # fmt: skip
    return [sys.executable, "-m", "pip"]


def kernel_wheels() -> list[Path]:
    """The wheels that the installed kernel brings with it."""
    import jupyterlite_pyodide_kernel  # noqa: F401

    files = importlib.metadata.files("jupyterlite-pyodide-kernel") or ()
    found = [Path(str(file.locate())) for file in files if file.name.endswith(".whl")]
    return sorted(path for path in found if not path.name.startswith("widgetsnbextension-3"))


# ---------------------------------------------------------------------------------------------- the list of packages


def write_lock(folder: Path, wheels: Iterable[Path], lock: dict[str, Any]) -> list[str]:
    """Rewrite Pyodide's list of packages so that it names what lies beside it, and nothing else.

    Args:
        folder: Pyodide's folder, where the wheels are put as well.
        wheels: the wheels to put there.
        lock: the list as it came.

    Returns:
        The names of the packages to load when the kernel starts.
    """
    packages: dict[str, Any] = {}
    for name, entry in lock["packages"].items():
        if (folder / entry["file_name"]).is_file():  # the full distribution
            packages[name] = entry
    for wheel in wheels:
        target = folder / wheel.name
        if wheel.resolve() != target.resolve():
            shutil.copyfile(wheel, target)
        name, version = wheel.name.split("-")[:2]
        key = re.sub(r"[-_.]+", "-", name).lower()
        packages[key] = {
            "name": key,
            "version": version,
            "file_name": wheel.name,
            "install_dir": "site",
            "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
            "package_type": "package",
            "imports": [name.replace("-", "_")],
            "depends": [],
            "unvendored_tests": False,
        }
    ours = [re.sub(r"[-_.]+", "-", wheel.name.split("-")[0]).lower() for wheel in wheels]
    for entry in packages.values():
        entry["depends"] = [one for one in entry["depends"] if _key(one) in packages or one in packages]
    (folder / LOCK).write_text(json.dumps({**lock, "packages": packages}, indent=1, sort_keys=True), encoding="utf-8")
    for file in folder.glob("*.whl"):  # the full distribution has many that no page needs
        if file.name not in _needed(packages, [*ours, *LARGE]):
            file.unlink()
    kept = {name: entry for name, entry in packages.items() if (folder / entry["file_name"]).is_file()}
    (folder / LOCK).write_text(json.dumps({**lock, "packages": kept}, indent=1, sort_keys=True), encoding="utf-8")
    return [*ours, *(name for name in LARGE if name in kept)]


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _needed(packages: dict[str, Any], names: Iterable[str]) -> set[str]:
    """Files of some packages and of all that they depend on."""
    found: set[str] = set()
    waiting = [name for name in names if name in packages]
    while waiting:
        entry = packages[waiting.pop()]
        if entry["file_name"] not in found:
            found.add(entry["file_name"])
            waiting += [name for one in entry["depends"] if (name := _key(one)) in packages]
    return found


def has_large(lock: dict[str, Any], folder: Path) -> bool:
    """Whether the parts that plots need are there."""
    entries = [lock["packages"].get(name) for name in LARGE[:3]]
    return all(entry and (folder / entry["file_name"]).is_file() for entry in entries)


Tell = Callable[[str], None]
