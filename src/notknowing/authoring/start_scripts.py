"""The two files that open the course by double-click: a ``.bat`` for Windows, a ``.command`` for macOS.

Each makes an environment of its own beside itself the first time, puts the program into it, and starts the course. A
newer zip brings its own pair, and students' work is in neither folder. They were written with care and run on Linux as far
as that goes; nobody has yet run them on Windows or macOS, and both say so.
"""

from __future__ import annotations

WINDOWS = "Start (Windows).bat"
MACOS = "Start (macOS).command"

NO_PYTHON = "Python 3.11.5 or newer was not found. Install it from python.org, then double-click this file again."
NOT_UNPACKED = (
    "The program is not beside this file. Unpack the whole zip first, then double-click this file in the folder."
)
NOT_INSTALLED = (
    "The program could not be put in place. See that this computer is online, then double-click this file again."
)
SAFE = "Nothing you have written is lost."
FIRST_TIME = "Making the course ready. This takes some minutes, once, and needs the internet."


def start_scripts(wheel: str) -> dict[str, bytes]:
    """Both files, by name.

    Args:
        wheel: the file name of the program beside them.
    """
    return {WINDOWS: _windows(wheel).replace("\n", "\r\n").encode("ascii"), MACOS: _macos(wheel).encode("ascii")}


def _windows(wheel: str) -> str:
    return f"""\
@echo off
rem Opens the course. Double-click this file in the unpacked folder. Not yet tested on Windows: if something is odd,
rem tell your tutor, and use the two commands in "Read me first.txt".
cd /d "%~dp0"
if not exist "{wheel}" goto notunpacked
if exist "room\\ready" goto open
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11, 5))" || goto nopython
echo {FIRST_TIME}
py -3 -m venv room || goto notinstalled
"room\\Scripts\\python.exe" -m pip install -c constraints.txt "{wheel}" || goto notinstalled
echo ready> "room\\ready"
:open
"room\\Scripts\\python.exe" -m notknowing.cli start %*
if errorlevel 1 pause
exit /b
:notunpacked
echo {NOT_UNPACKED}
pause
exit /b 1
:nopython
echo {NO_PYTHON} {SAFE}
pause
exit /b 1
:notinstalled
echo {NOT_INSTALLED} {SAFE}
pause
exit /b 1
"""


def _macos(wheel: str) -> str:
    return f"""\
#!/bin/bash
# Opens the course. Double-click this file in the unpacked folder. Not yet tested on macOS: if something is odd, tell your
# tutor, and use the two commands in "Read me first.txt". If macOS will not open it: Control-click it, then choose Open.
cd "$(dirname "$0")" || exit 1

stop() {{
  echo "$1"
  read -r -p "Press Return to close. "
  exit 1
}}

[ -f "{wheel}" ] || stop "{NOT_UNPACKED}"
if [ ! -f room/ready ]; then
  python=""
  for one in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$one" -c "import sys; sys.exit(sys.version_info < (3, 11, 5))" 2> /dev/null; then
      python="$one"
      break
    fi
  done
  [ -n "$python" ] || stop "{NO_PYTHON} {SAFE}"
  echo "{FIRST_TIME}"
  "$python" -m venv room || stop "{NOT_INSTALLED} {SAFE}"
  room/bin/python -m pip install -c constraints.txt "{wheel}" || stop "{NOT_INSTALLED} {SAFE}"
  touch room/ready
fi
room/bin/python -m notknowing.cli start "$@"
"""
