"""What a container does when it starts: puts the pages into a folder, and opens JupyterLab so that it is reached from outside.

``notknowing start`` listens to its own machine alone, and from outside a container that cannot be reached. Publish the port
to your own machine only: ``docker run -p 127.0.0.1:8888:8888 …``. The address with its token is printed.
"""

import os
import secrets
from pathlib import Path

from notknowing.launch.lab import arrange, command, surroundings
from notknowing.launch.start import start

PORT = 8888


def main() -> None:
    """Make the folder ready and become JupyterLab."""
    folder = Path(os.environ.get("NOTKNOWING_FOLDER", Path.home() / "Not-Knowing")).absolute()
    start(folder=folder, launch=False)
    arrange(folder, [])
    token = secrets.token_hex(24)
    asked = [option for option in command(folder, PORT) if not option.startswith("--ServerApp.ip=")]
    print(f"Open this address in a browser: http://127.0.0.1:{PORT}/lab?token={token}", flush=True)
    os.chdir(folder)
    os.execve(asked[0], [*asked, "--ServerApp.ip=0.0.0.0"], surroundings(token))


if __name__ == "__main__":
    main()
