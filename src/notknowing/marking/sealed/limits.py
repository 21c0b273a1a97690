"""How much one submission may use while it is marked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """Limits on one submission. Sizes in bytes, times in seconds of wall clock unless said otherwise."""

    cell_seconds: int = 60
    """After this a cell is interrupted and the next one begins."""
    notebook_seconds: int = 180
    """After this the whole submission is stopped; what finished cells earned stays."""
    cpu_seconds: int = 180
    """Processor time of any one process."""
    memory: int = 2048 * MIB
    """Address space of any one process. Python with the course's libraries begins at about 0.7 GiB of it."""
    total_memory: int = 2048 * MIB
    """Resident memory of all processes of the submission together, looked at a few times a second."""
    processes: int = 64
    file_size: int = 64 * MIB
    disk: int = 128 * MIB
    """All files in the working folder together; as much again in ``/tmp`` and ``/dev/shm``. They live in memory."""
    printed: int = 1 * MIB
    """Characters one cell may print; what comes after is dropped where it is printed."""
    sent: int = 64 * MIB
    """Bytes of output of any kind, from the whole notebook; beyond this the submission is stopped."""

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)
