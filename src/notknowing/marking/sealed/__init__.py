"""Running a stranger's notebook where it can reach nothing, and quickly.

One process, the *nursery*, is started inside bubblewrap with the course's imports already loaded. Each submission gets
a kernel forked from it, which enters namespaces of its own before the first line of the submission runs:

- no network; no process but its own in sight; no socket of any local service;
- Python, the course and the data read-only; a working folder of its own in memory; no gradebook, solutions, home,
  other submissions or released key anywhere in its file system;
- limits on processor time, memory, processes, size of files and of the working folder, printed output and time;
- no capabilities, no way to gain any, and no further namespaces.

The notebook itself never lies in the jail: its cells are sent one by one over a private Unix socket in a folder that
only the marking process can enter. When the kernel's first process ends, the system ends every process it started.

``limits`` how much a submission may use; ``seal`` what can be sealed here, and the proof; ``jail`` the bubblewrap call;
``inside`` what a forked kernel does to itself; ``nursery`` the forking process; ``provisioner`` Jupyter's way to it;
``jobs`` one notebook run, as a pure function; ``workers`` several of them at once; ``canaries`` whether tests were let
run as written.
"""

import sys


def start_lightly() -> None:
    """Leave out a grammar of web addresses that costs a second at every start and that nothing here asks for.

    jsonschema loads it when it is there, for a check that notebooks have no use for (jsonschema issue 1428). Called by
    processes of our own before they import nbformat.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
