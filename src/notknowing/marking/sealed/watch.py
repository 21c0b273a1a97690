"""Whether what marks a submission is still what it was before the submission ran. Used inside the kernel.

``remember`` notes which objects stand between a test and its result; ``echo`` gives a number back when they still do.
Code that runs beside a test can in the end imitate anything; this catches what is done to earn marks, and a person
decides what it means.
"""

from __future__ import annotations

import builtins
import sys
from typing import Any

_known: dict[str, Any] = {}
_shell: Any = None

CHANGED = -1.0
"""What ``echo`` gives back when something is no longer what it was."""

_SHELL_METHODS = (
    "run_cell", "run_cell_async", "_run_cell", "run_ast_nodes", "run_code", "showtraceback", "_showtraceback",
    "transform_cell", "transform_ast", "should_run_async",
)  # fmt: skip
_BUILTINS = ("float", "int", "print", "compile", "exec", "eval", "__import__", "AssertionError", "Exception", "repr")
_MARKING = ("notknowing.marking.scoring", "notknowing.marking.formative", "notknowing.work")


def remember(shell: Any) -> None:
    """Note how things are. Called once, before the first cell."""
    global _shell
    _shell = shell
    _known.clear()
    _known.update(_now())


def echo(number: float) -> float:
    """The number given, or ``CHANGED``."""
    return number if changed() == [] else CHANGED


def changed() -> list[str]:
    """Names of what is no longer what it was."""
    now = _now()
    return [name for name, thing in _known.items() if now.get(name) is not thing and now.get(name) != thing]


def _now() -> dict[str, Any]:
    """Everything that is watched, by a name a person understands."""
    shell, found = _shell, {}
    for name in _SHELL_METHODS:
        method = getattr(shell, name, None)
        found[f"shell.{name}"] = getattr(method, "__code__", method)
    found["display hook"] = type(shell.displayhook).__call__
    found["display hook of the shell"] = type(shell.displayhook)
    found["formatter of numbers"] = tuple(
        shell.display_formatter.formatters["text/plain"].type_printers.get(kind)
        for kind in (int, str, bool, type(None))
    )
    found["formatter"] = getattr(shell.display_formatter.format, "__code__", None)
    for name in _BUILTINS:
        found[f"built-in {name}"] = getattr(builtins, name, None)
    for module in [one for one in sys.modules if one.startswith(_MARKING)]:
        for name, thing in vars(sys.modules[module]).items():
            code = getattr(thing, "__code__", None)
            if code is not None:
                found[f"{module}.{name}"] = code
    return found
