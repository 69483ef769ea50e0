"""The process that a batch's workers are forked from: it imports everything once.

The caller (`workers`) starts it with a socket, as early as it can. Data that it names through the socket
is loaded for all workers; each descriptor that comes is a new worker's connection: the template forks,
and the fork serves calls from that connection one by one, forking an interpreter for each notebook.
Template and workers have no thread, no event loop and no file of a job; they end with the caller,
whatever ends it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import shutil
import signal
import socket
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any

from r4v_analysis.render.execution.environment import die_with

if TYPE_CHECKING:
    from r4v_analysis.render.execution.forked import Forks
    from r4v_analysis.render.execution.shell import PipeApp

READY = b"+"
"""What the template sends when it is ready to fork, and when it has loaded data."""

LONGEST_REQUEST = 1 << 16
"""Bytes of what a caller sends at a time: data to load as JSON, or anything beside a descriptor."""

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
"""Environment variables without which numerical libraries start threads when they are imported."""


def main(descriptor: int, preloaded: str) -> None:
    """Import, then load what a caller asks for and fork a worker for each connection that comes.

    `preloaded` names a module with two functions: `begin` imports and makes what workers share, `load` reads a
    data folder for them.
    """
    control = socket.socket(fileno=descriptor)
    tempfile.tempdir = str(Path.cwd())  # the caller's for this process, removed with it
    environment = dict(os.environ)
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    preload = importlib.import_module(preloaded)
    app = _begun(preload)
    os.environ.clear()
    os.environ.update(environment)
    if _threads() != 1:
        raise RuntimeError(f"template: expected one thread, found {_threads()} ({threading.enumerate()}).")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    control.sendall(READY)
    while True:
        request, descriptors, *_rest = socket.recv_fds(control, LONGEST_REQUEST, 1)
        if descriptors and not _fork_worker(control, descriptors[0]):
            control.close()
            _serve(app, Connection(descriptors[0]))
            os._exit(0)
        if not request:
            break
        if not descriptors:
            _load(preload, **json.loads(request))
            control.sendall(READY)
    shutil.rmtree(tempfile.tempdir, ignore_errors=True)
    os._exit(0)


def _load(preload: ModuleType, data_dir: str, env: dict[str, str]) -> None:
    """Load data under an environment."""
    before = dict(os.environ)
    os.environ.update(env)
    preload.load(data_dir)
    os.environ.clear()
    os.environ.update(before)
    gc.collect()
    gc.freeze()


def _begun(preload: ModuleType) -> PipeApp:
    """The application, with everything imported that will be needed, under a shell as a notebook would import it."""
    from r4v_analysis.render.execution.shell import template_app

    app = template_app()  # before pandas, which looks for a shell when it is imported
    with app.shell.builtin_trap:
        preload.begin()
        with warnings.catch_warnings():
            importlib.import_module("r4v_analysis.render.execution.forked")
    return app


def _threads() -> int:
    """Threads of this process, those of libraries too where the system tells."""
    with suppress(OSError):
        return len(list(Path("/proc/self/task").iterdir()))
    return threading.active_count()


def _fork_worker(control: socket.socket, descriptor: int) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid:
        os.close(descriptor)
        control.sendall(pid.to_bytes(8, "big"))
        return pid
    die_with(parent, signal.SIGTERM)
    os.setpgid(0, 0)
    return 0


def _serve(app: PipeApp, connection: Connection) -> None:
    """Call what comes through a connection, one by one, until it is closed."""
    from r4v_analysis.render.execution import engine, forked

    forks = forked.Forks(app, connection.fileno(), lambda pid: connection.send(("began", pid)))
    forked.FORKS = forks
    engine.use(forked.NAME)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with _ended_by(forks), suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            before, function, arguments, options = connection.recv()
            try:
                if before:
                    before(*arguments)
                forks.fork()
                answer: tuple[str, Any] = ("done", function(*arguments, **options))
            except Exception as error:
                answer = ("failed", error)
            forks.end()
            connection.send(answer)


@contextmanager
def _ended_by(forks: Forks) -> Iterator[None]:
    """A worker whose template is gone takes the notebook that it runs with it."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        forks.end()
        os._exit(1)

    signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        forks.end()
