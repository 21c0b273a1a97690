"""One notebook run, as a pure function: notebook, files and limits in; executed notebook, flags and timings out.

No gradebook, no folder and no student's name comes this far, so a job can run in another process or on another
computer.
"""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output

from notknowing.marking.sealed.canaries import MARK, silenced, with_canaries
from notknowing.marking.sealed.limits import Limits
from notknowing.marking.sealed.provisioner import SealedManager

STOPPED = {
    "": "The page stopped running part-way.",
    "time": "The page was still running after its time was up.",
    "memory": "The page used more memory than a submission may.",
    "processes": "The page started more programs than a submission may.",
    "output": "The page gave out more than a submission may.",
}
AND_SO = "What came before is marked; the marked parts after it count as 0 until you look."
ARGUMENTS = ["--HistoryManager.hist_file=:memory:"]


@dataclass(frozen=True)
class Job:
    """What is to be run: a notebook as nbgrader has made it ready, and the files beside it."""

    key: str
    notebook: str
    files: dict[str, bytes] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)


@dataclass
class Result:
    """What came of it. ``failed`` is for whoever looks after the software: then there is no notebook."""

    key: str
    notebook: str = ""
    stopped: str | None = None
    """Why the page did not run to its end: a key of ``STOPPED``; None when it did."""
    withheld: list[str] = field(default_factory=list)
    """Marked parts whose tests were not let run as written."""
    seconds: float = 0.0
    failed: str = ""


class _Run(NotebookClient):
    """Runs cells as nbgrader's ``Execute`` does: errors are recorded and the next cell runs."""

    def __init__(self, notebook: NotebookNode, manager: SealedManager, limits: Limits):
        super().__init__(
            notebook,
            km=manager,
            timeout=limits.cell_seconds,
            interrupt_on_timeout=True,
            allow_errors=True,
            raise_on_iopub_timeout=True,
            iopub_timeout=10,
            store_widget_state=False,
            record_timing=False,
            error_on_timeout={
                "ename": "CellTimeoutError",
                "evalue": "",
                "traceback": ["CellTimeoutError: No reply from kernel before timeout"],
            },
            extra_arguments=ARGUMENTS,
        )
        self.on_cell_executed = _note_the_error
        self.room = limits.sent
        self.ran = 0

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Take one message, unless the whole page has said too much by now."""
        if msg["msg_type"] in ("stream", "display_data", "execute_result", "update_display_data", "error", "comm_open", "comm_msg"):  # fmt: skip
            self.room -= len(str(msg["content"]))
            if self.room < 0:
                self.km.provisioner.end("output")
                return None
        return super().process_message(msg, cell, cell_index)

    async def run(self) -> None:
        """Every cell, until the end or until the kernel has ended."""
        await self.km.start_kernel(extra_arguments=self.extra_arguments)
        self.kc = self.km.client()
        self.kc.start_channels()
        await self.kc.wait_for_ready(timeout=60)
        self.kc.allow_stdin = False
        for index, cell in enumerate(self.nb.cells):
            self.ran = index
            # An echo has to be remembered: IPython asks the last remembered cell whether results are to be shown.
            await self.async_execute_cell(cell, index, store_history=cell.metadata.get(MARK) != "fail")
        self.ran = len(self.nb.cells)

    async def close(self) -> None:
        """End the kernel and its channels."""
        if self.kc is not None:
            self.kc.stop_channels()
        if self.km.provisioner is not None:
            self.km.provisioner.end("asked to")
            if self.km.has_kernel:
                await asyncio.wait_for(self.km.provisioner.wait(), 10)
        await self.km._async_cleanup_resources()
        self.km.context.destroy(linger=0)


def _note_the_error(cell: NotebookNode, cell_index: int, execute_reply: dict[str, Any]) -> None:
    """As nbgrader does: an error that the kernel reports and nothing shows is shown, so that it counts."""
    content = execute_reply["content"]
    if content["status"] != "error":
        return
    if any(one.output_type == "error" and one.ename == content["ename"] for one in cell.outputs):
        return
    lines = content["traceback"] or ["ERROR: An error occurred while showtraceback was disabled"]
    cell.outputs.append(new_output("error", ename=content["ename"], evalue=content["evalue"], traceback=lines))


def run(job: Job, nursery: Path) -> Result:
    """Run one notebook in a sealed kernel. Never raises for what a submission does.

    Args:
        job: what to run.
        nursery: the run folder of the nursery to ask for a kernel.
    """
    started = time.perf_counter()
    try:
        result = _run_whatever_runs(job, nursery)
    except Exception as error:
        result = Result(job.key, failed=f"{type(error).__name__}: {error}")
    result.seconds = round(time.perf_counter() - started, 3)
    return result


def _run_whatever_runs(job: Job, nursery: Path) -> Result:
    """In a loop of its own, and in a thread of its own where a loop runs already, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(_run(job, nursery))
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, _run(job, nursery)).result()


def _number_as_without(cells: list[NotebookNode]) -> None:
    """Number cells and results as if there had been no canaries among them."""
    extra = 0
    for cell in cells:
        if cell.metadata.get(MARK) == "echo":
            extra += 1
        elif cell.cell_type == "code" and cell.execution_count:
            cell.execution_count = max(cell.execution_count - extra, 1)
            for output in cell.outputs:
                if output.output_type == "execute_result" and output.execution_count:
                    output.execution_count = max(output.execution_count - extra, 1)


async def _run(job: Job, nursery: Path) -> Result:
    notebook = nbformat.reads(job.notebook, as_version=4)
    cells, canaries = with_canaries(notebook)
    longer = NotebookNode({**notebook, "cells": cells})
    manager = SealedManager(nursery, job.files, job.limits)
    client = _Run(longer, manager, job.limits)
    clock = threading.Timer(
        job.limits.notebook_seconds, lambda: manager.provisioner and manager.provisioner.end("time")
    )
    clock.daemon = True
    stopped: str | None = None
    clock.start()
    try:
        await client.run()
        notebook.metadata["language_info"] = {"name": "python"}
    except (DeadKernelError, RuntimeError, TimeoutError) as error:
        if isinstance(error, RuntimeError) and "did not start" in str(error):
            raise
        stopped = ""
    finally:
        clock.cancel()
        await client.close()
    if stopped is not None:
        why = manager.provisioner.why
        stopped = why if why in STOPPED else ""
        for cell in cells[client.ran :]:
            if cell.cell_type == "code":
                cell.outputs = [new_output("error", ename="Stopped", evalue="the page stopped here", traceback=[])]
    return Result(job.key, nbformat.writes(notebook), stopped=stopped, withheld=silenced(canaries, cells, client.ran))
