"""What a server on the Hub does first, as the account it belongs to: puts the pages into the working folder, opens there.

Nothing that a student has changed is written over, as with ``notknowing start``. If the pages cannot be put there, the
server opens all the same, so that everybody reaches their words.
"""

import os
import sys
from pathlib import Path

from notknowing.launch.folder import OWN
from notknowing.launch.start import StartError, start


def working_folder(environment: dict[str, str]) -> Path:
    """Where the server opens: the marking folder for the grader, ``Not-Knowing`` in the home folder for a student."""
    if opens := environment.get("NOTKNOWING_HUB_OPENS"):
        return Path(opens)
    if homes := environment.get("NOTKNOWING_HUB_HOMES"):  # for a trial in which all accounts are one
        return Path(homes) / environment["JUPYTERHUB_USER"] / "Not-Knowing"
    return Path.home() / "Not-Knowing"


def main() -> None:
    """Make the folder ready and become the server."""
    folder = working_folder(dict(os.environ))
    options = [
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]
    if "NOTKNOWING_HUB_OPENS" not in os.environ:
        try:
            start(folder=folder, launch=False)
        except StartError as failure:
            print(failure, file=sys.stderr)
            folder.mkdir(parents=True, exist_ok=True)
        options.append(f"--LabApp.workspaces_dir={folder / OWN / 'workspaces'}")
    os.chdir(folder)
    program = Path(sys.executable).with_name("jupyterhub-singleuser")
    command = [str(program), *sys.argv[1:], f"--ServerApp.root_dir={folder}", *options]
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
