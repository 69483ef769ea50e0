"""A fresh kernel of this interpreter for one notebook, gone without a trace afterwards.

It starts from sys.executable and not from a kernelspec that a home folder may hold, speaks over
IPC where the system has it (TCP elsewhere), and keeps connection file, sockets, profile and stderr
in one temporary folder.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

from r4v_analysis.files import scratch
from r4v_analysis.render.execution.environment import STOPPED, KernelStopped, kernel_environment, on_stop
from r4v_analysis.render.execution.limits import OutputFlood

LONGEST_SOCKET_PATH = 100
"""Bytes of a Unix socket's path that every system takes (macOS 104, Linux 108)."""

_log = logging.getLogger("r4v_analysis.render.execution.kernel")
_log.addHandler(logging.NullHandler())
_log.propagate = False
_lock = threading.Lock()
_processes: set[subprocess.Popen[bytes]] = set()
_stopped: set[subprocess.Popen[bytes]] = set()


@contextmanager
def running(
    notebook: NotebookNode,
    *,
    cwd: Path,
    env: Mapping[str, str],
    seconds_left: Callable[[object], int | None],
    count: Callable[[Mapping[str, Any]], None],
    last_words: Callable[[str, int | None], None],
) -> Iterator[NotebookClient]:
    """A client for a notebook with its kernel; whatever happens, the process ends with the block.

    `cwd` and `env` are the kernel's; `seconds_left` is asked before each cell, None means no limit.
    `count` is called with each message that shows something, and ends the kernel if it raises
    OutputFlood. `last_words` is called at the end with what the process wrote to stderr past the
    notebook, never to ours, and its exit code if it had ended by itself.

    Raises
    ------
    KernelStopped
        `stop_kernels` was called meanwhile.
    """
    with scratch() as folder:
        manager = _manager(folder)
        client = _Client(
            notebook,
            km=manager,
            timeout_func=seconds_left,
            startup_timeout=60,
            iopub_timeout=30,
            raise_on_iopub_timeout=True,
            record_timing=False,
            log=_log,
        )
        client.count = count
        log = folder / "stderr.txt"
        options = {"cwd": str(cwd), "env": kernel_environment(env, folder), "stdout": subprocess.DEVNULL}
        try:
            with log.open("wb") as stderr, client.setup_kernel(cleanup_kc=True, stderr=stderr, **options):
                yield client
        finally:
            status = manager.launched.poll() if manager.launched else None
            is_stopped = manager.end()
            last_words(log.read_text(encoding="utf-8", errors="replace"), status)
            if is_stopped:
                raise KernelStopped(STOPPED)


def stop_kernels() -> None:
    """Kill every kernel that this process runs, with its children.

    What waits for one of them gets a KernelStopped.
    """
    with _lock:
        _stopped.update(_processes)
    for process in list(_stopped):
        _kill(process)


class _ThisInterpreter(KernelSpecManager):  # type: ignore[misc]
    """The kernel of sys.executable under every name, whatever kernelspecs are installed."""

    def get_kernel_spec(self, _kernel_name: str) -> KernelSpec:
        command = [sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


class _Manager(AsyncKernelManager):  # type: ignore[misc]
    """A manager whose process `stop_kernels` knows from the moment that it exists."""

    launched: subprocess.Popen[bytes] | None = None

    async def _async_launch_kernel(self, kernel_cmd: list[str], **options: Any) -> None:
        await super()._async_launch_kernel(kernel_cmd, **options)
        self.launched = self.provisioner.process
        with _lock:
            _processes.add(self.launched)

    def end(self) -> bool:
        """Whatever happened before: the process is no more; whether it had been told to stop."""
        if self.launched is None:
            return False
        _kill(self.launched)
        with _lock:
            is_stopped = self.launched in _stopped
            _processes.discard(self.launched)
            _stopped.discard(self.launched)
        return is_stopped


class _Client(NotebookClient):  # type: ignore[misc]
    """A client that sees within a tenth of a second that its kernel has died; nbclient looks once a second."""

    count: Callable[[Mapping[str, Any]], None]

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Also count it: an answer to a cell that prints without end would never come."""
        try:
            self.count(msg)
        except OutputFlood:
            _kill(self.km.launched)
        return super().process_message(msg, cell, cell_index)

    async def _async_poll_kernel_alive(self) -> None:
        while True:
            await asyncio.sleep(0.1)
            try:
                await self._async_check_alive()
            except DeadKernelError:
                self.task_poll_for_reply.cancel()
                return


def _manager(folder: Path) -> _Manager:
    manager = _Manager(kernel_name="python3", kernel_spec_manager=_ThisInterpreter(), shutdown_wait_time=2.0, log=_log)
    manager.connection_file = str(folder / "kernel.json")
    sockets = folder / "k"
    if os.name == "posix" and len(os.fsencode(sockets)) + len("-5") <= LONGEST_SOCKET_PATH:
        manager.transport = "ipc"
        manager.ip = str(sockets)
    return manager


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)  # the kernel leads its own group
        else:
            process.kill()
    process.wait()


on_stop(stop_kernels)
