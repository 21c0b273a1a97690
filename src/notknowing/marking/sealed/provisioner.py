"""Jupyter's way to a sealed kernel: the provisioner ``notknowing-sealed``.

Named in a kernel specification, or by ``JUPYTER_DEFAULT_PROVISIONER_NAME=notknowing-sealed`` for any tool that starts
kernels, stock ``nbgrader autograde`` included. The kernel's working folder is a copy in memory of the one asked for:
its files can be read and changed there, and nothing comes back.
"""

from __future__ import annotations

import asyncio
import atexit
import base64
import contextlib
import json
import os
import shutil
import threading
import time
import uuid
from importlib.metadata import EntryPoint
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerBase, KernelProvisionerFactory

from notknowing.marking.sealed.inside import own
from notknowing.marking.sealed.limits import Limits

NAME = "notknowing-sealed"
GROUP = KernelProvisionerFactory.GROUP_NAME
FILES_BYTES = 20 * 2**20
"""More than this in the working folder is not copied into the jail."""
LARGEST_MESSAGE = 96 * 2**20
_OWN: dict[str, Any] = {}
PASSED_ON = ("NBGRADER_EXECUTION", "JPY_SESSION_NAME")


class SealedProvisioner(KernelProvisionerBase):
    """Asks the nursery for a kernel, signals it, ends it."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.run: Path | None = None
        """The nursery's folder; one is started for this process when nobody has set it."""
        self.limits = Limits()
        self.files: dict[str, bytes] | None = None
        """What lies in the working folder; taken from the folder that is asked for when nobody has set it."""
        self.why = ""
        self._connection: Connection | None = None
        self._talking = threading.Lock()
        self._code: int | None = None
        self._folder: Path | None = None

    # -- what jupyter_client asks for ------------------------------------------------------------------------------

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started here and has not been seen to end."""
        return self._connection is not None

    async def poll(self) -> int | None:
        """None while it runs."""
        self._hear()
        return self._code if self._connection is None else None

    async def wait(self) -> int | None:
        """Until it has ended."""
        while await self.poll() is None:
            await asyncio.sleep(0.004)
        return self._code

    async def send_signal(self, signum: int) -> None:
        """To the kernel's own process."""
        if signum == 0:
            return
        self._tell({"do": "signal", "number": int(signum)})

    async def kill(self, restart: bool = False) -> None:
        """End it and everything it started."""
        self.end("asked to")

    async def terminate(self, restart: bool = False) -> None:
        """The same: there is nothing for the kernel to tidy up."""
        self.end("asked to")

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the folder of its sockets."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Lay out the folder for sockets and write the connection file into it."""
        folder = kwargs.get("cwd") or Path.cwd()
        if self.run is None:
            self.run = _own_nursery(Path(folder))
        job = uuid.uuid4().hex[:12]
        self._folder = self.run / job
        self._folder.mkdir(mode=0o700)
        own(self._folder)
        manager = self.parent
        manager.transport, manager.ip = "ipc", str(self._folder / "k")
        manager.shell_port, manager.iopub_port, manager.stdin_port, manager.hb_port, manager.control_port = (
            1,
            2,
            3,
            4,
            5,
        )
        manager.connection_file = str(self._folder / "kernel.json")
        manager.write_connection_file()
        own(self._folder / "kernel.json")
        self.connection_info = manager.get_connection_info()
        if self.files is None:
            self.files = files_of(Path(folder))
        environment = kwargs.pop("env", None) or dict(os.environ)
        self._asked = {
            "do": "start",
            "job": job,
            "files": {name: base64.b64encode(data).decode() for name, data in self.files.items()},
            "env": {name: environment[name] for name in PASSED_ON if name in environment},
            "limits": self.limits.to_json(),
            "arguments": list(kwargs.pop("extra_arguments", [])),
        }
        return await super().pre_launch(cmd=["sealed"], **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Ask for the kernel and wait until it can be talked to.

        Raises:
            RuntimeError: the kernel ended before it could be talked to.
        """
        assert self.run is not None
        self._code = None
        self._connection = Client(str(self.run / "nursery"), "AF_UNIX")
        self._tell(self._asked)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self._connection is None:
                break
            if self._connection.poll(0.05) and self._hear() == "bound":
                return self.connection_info
        self.end("did not start")
        raise RuntimeError(f"The kernel did not start: {self.why or 'no answer'}")

    # -- ours ------------------------------------------------------------------------------------------------------

    def end(self, why: str) -> None:
        """End the kernel, from any thread; ``why`` is kept as the reason unless it has one already."""
        self._tell({"do": "end", "why": why})

    def _tell(self, message: dict[str, Any]) -> None:
        with self._talking:
            if self._connection is not None:
                with contextlib.suppress(OSError, ValueError):  # when it has ended, its last word can still be heard
                    self._connection.send_bytes(json.dumps(message).encode())

    def _hear(self) -> str:
        """What the nursery has said since, the last word of it."""
        heard = ""
        while self._connection is not None:
            try:
                if not self._connection.poll(0):
                    break
                message = json.loads(self._connection.recv_bytes())
            except (EOFError, OSError, ValueError):
                self._gone()
                break
            heard = message["event"]
            if heard == "over":
                self.why, self._code = message["why"], message["status"]
                self._gone()
        return heard

    def _gone(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._code = 1 if self._code is None else self._code


class SealedClient(AsyncKernelClient):
    """Is ready as soon as the kernel answers on both channels; the stock client waits 0.2 s longer to be sure."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        """Ask until an answer has come by both ways."""
        deadline = time.monotonic() + (timeout or 60)
        while time.monotonic() < deadline:
            asked = self.kernel_info()
            until = time.monotonic() + 0.5
            while time.monotonic() < until:
                if await self.iopub_channel.msg_ready():
                    message = await self.iopub_channel.get_msg(timeout=1)
                    if message["parent_header"].get("msg_id") and message["content"].get("execution_state") == "idle":
                        await self._empty(asked)
                        return
                elif self.parent is not None and not await self.parent._async_is_alive():
                    raise RuntimeError("Kernel died before replying to kernel_info")
                else:
                    await asyncio.sleep(0.002)
        raise RuntimeError("Kernel didn't respond in time")

    async def _empty(self, asked: str) -> None:
        """Take the answers off the shell channel, the last of them at least."""
        while True:
            message = await self.shell_channel.get_msg(timeout=10)
            self._handle_kernel_info_reply(message)
            if message["parent_header"].get("msg_id") == asked:
                return

    wait_for_ready = _async_wait_for_ready  # type: ignore[assignment]


class SealedManager(AsyncKernelManager):
    """A kernel manager for sealed kernels, whatever kernel specifications this computer has."""

    client_class = "notknowing.marking.sealed.provisioner.SealedClient"

    def __init__(self, run: Path, files: dict[str, bytes], limits: Limits, **kwargs: Any):
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.MAXMSGSIZE, LARGEST_MESSAGE)
        super().__init__(context=context, **kwargs)
        self.run, self.files, self.limits = run, files, limits
        self._kernel_spec = KernelSpec(
            argv=["sealed"],
            display_name="Python 3, sealed",
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": NAME}},
        )

    async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
        """Choose our provisioner, also where the package's entry points have not been read again since an update."""
        known = KernelProvisionerFactory.instance(parent=self.parent).provisioners
        known.setdefault(NAME, EntryPoint(NAME, f"{__name__}:SealedProvisioner", GROUP))
        self.kernel_id = self.kernel_id or uuid.uuid4().hex
        provisioner = SealedProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        provisioner.run, provisioner.files, provisioner.limits = self.run, self.files, self.limits
        self.provisioner = provisioner
        return await super()._async_pre_start_kernel(**kwargs)

    async def _async_start_kernel(self, **kwargs: Any) -> None:
        """Start it."""
        self._attempted_start = True
        command, kwargs = await self._async_pre_start_kernel(**kwargs)
        await self._async_launch_kernel(command, **kwargs)
        await self._async_post_start_kernel(**kwargs)

    start_kernel = _async_start_kernel  # type: ignore[assignment]


def files_of(folder: Path) -> dict[str, bytes]:
    """The ordinary files right in a folder, but for notebooks: a sealed kernel is sent its cells one by one."""
    found: dict[str, bytes] = {}
    room = FILES_BYTES
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.is_symlink() or not path.is_file() or path.suffix == ".ipynb":
            continue
        room -= path.stat().st_size
        if room < 0:
            break
        found[path.name] = path.read_bytes()
    return found


def _own_nursery(folder: Path) -> Path:
    """A nursery for this process, for tools that know nothing of ours: started once, ended with the process."""
    from notknowing.marking.sealed.seal import Nursery

    root = str(folder.absolute().parents[min(2, len(folder.absolute().parents) - 1)])
    if root not in _OWN:
        running = Nursery(Path(root))
        running.wait()
        atexit.register(running.close)
        _OWN[root] = running
    return _OWN[root].run
