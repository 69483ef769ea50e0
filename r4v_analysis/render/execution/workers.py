"""The workers of this process: forked from one template, each at one call at a time.

The template (`template`) starts with the first call. A call takes an idle worker or has one
forked, so there are as many as there were calls at a time. What a worker's child started is known
here, and killed when it has to be. The template is started anew where the environment has changed.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from r4v_analysis.errors import R4VError
from r4v_analysis.files import scratch_folder
from r4v_analysis.render.execution import probe
from r4v_analysis.render.execution.environment import STOPPED, KernelStopped, kernel_environment, on_stop
from r4v_analysis.render.execution.limits import ending

ENGINE = "R4V_ENGINE"
"""Environment variable: `fresh` has every notebook run in a fresh kernel; empty: forked workers."""

PASSING = {"R4V_CHECKED_DATA", "PYTEST_CURRENT_TEST", ENGINE}
"""Environment variables that come with a call: a template need not be started anew for them."""

LAST_MOMENT = 1.0
"""Seconds that a template has to end when it no longer answers."""

_START = "import sys; from r4v_analysis.render.execution.template import main; main(int(sys.argv[1]), sys.argv[2])"


class NoWorker(R4VError):
    """Workers can't be had here."""


class WorkerDied(R4VError):
    """What was called ended its worker, twice."""


class Worker:
    """A forked process at the other end of a connection; `group` is that of the child it runs."""

    def __init__(self, pid: int, connection: Connection) -> None:
        """A worker that waits for its first call."""
        self.pid, self.connection = pid, connection
        self.group = 0

    def answer(self, request: tuple[Any, ...]) -> tuple[bool, Any]:
        """Whether the function returned there, and what it returned or raised.

        Raises
        ------
        EOFError, OSError
            The worker died.
        """
        self.connection.send(request)
        while True:
            kind, value = self.connection.recv()
            if kind != "began":
                self.group = 0
                return kind == "done", value
            self.group = value

    def end(self) -> None:
        """Kill the worker and what it runs."""
        for group in filter(None, (self.group, self.pid)):
            with suppress(OSError):
                os.killpg(group, signal.SIGKILL)


class Template:
    """The process that workers are forked from, with its folder and its workers.

    `environment` is that of the caller when it started, `preload` names what it has ready (see `template.main`).
    """

    def __init__(self, preload: str, environment: Mapping[str, str]) -> None:
        """Start it; the first `take` waits until it is ready."""
        self.preload, self.environment = preload, environment
        self.folder = scratch_folder()
        self.control, theirs = socket.socketpair()
        self.idle: list[Worker] = []
        self.busy: set[Worker] = set()
        self._lock = threading.Lock()
        self._is_ready = False
        self._loaded = ""
        command = [sys.executable, "-Xfrozen_modules=off", "-c", _START, str(theirs.fileno()), preload]
        with theirs, self._log.open("wb") as stderr:
            self.process = subprocess.Popen(
                command, env=kernel_environment({}, self.folder), cwd=self.folder, pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr, start_new_session=True,
            )  # fmt: skip

    def take(self, env: Mapping[str, str], data_dir: str) -> Worker:
        """An idle worker, or a new one, with this data loaded if no other was.

        Raises
        ------
        NoWorker
            The template did not get ready, or is gone.
        """
        with self._lock:
            worker = self.idle.pop() if self.idle else self._forked(env, data_dir)
            self.busy.add(worker)
        return worker

    def give_back(self, worker: Worker, *, is_alive: bool) -> None:
        """Put a worker among the idle ones; end one that is not to be used again."""
        with self._lock:
            self.busy.discard(worker)
            if is_alive:
                self.idle.append(worker)
        if not is_alive:
            worker.end()
            worker.connection.close()

    def end(self) -> None:
        """Kill template and workers, with what they run, and remove the folder."""
        self.process.kill()
        for worker in [*self.busy, *self.idle]:
            worker.end()
        self.process.wait()
        self.control.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _log(self) -> Path:
        return self.folder / "stderr.txt"

    def _forked(self, env: Mapping[str, str], data_dir: str) -> Worker:
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._require(self._is_ready or self.control.recv(1))
                self._is_ready = True
                self._load(env, data_dir)
                socket.send_fds(self.control, [b"w"], [theirs.fileno()])
            pid = int.from_bytes(self.control.recv(8), "big")
            self._require(pid)
        except OSError as error:
            ours.close()
            raise NoWorker(f"template: expected a process that forks, found: {error}") from None
        return Worker(pid, Connection(ours.detach()))

    def _load(self, env: Mapping[str, str], data_dir: str) -> None:
        """Have the first data that workers will need loaded before they are forked."""
        if data_dir and not self._loaded:
            self.control.sendall(json.dumps({"data_dir": data_dir, "env": dict(env)}).encode("utf-8"))
            self._require(self.control.recv(1))
            self._loaded = data_dir

    def was_killed(self) -> bool:
        """Whether a signal from elsewhere ended the process, which says nothing about the next."""
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(LAST_MOMENT) < 0
        return False

    def _require(self, answer: object) -> None:
        if not answer and self.was_killed():
            raise OSError(f"it ended{ending(self.process.returncode)}")
        if not answer:
            lines = self._log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise OSError(lines[-1] if lines else "it ended without a word")


_lock = threading.Lock()
_template: Template | None = None
_stops = 0
_is_given_up = False
_proving = threading.Lock()
_is_proven = False


def call(
    function: Callable[..., Any],
    *arguments: Any,
    preload: str,
    env: Mapping[str, str],
    data_dir: str = "",
    before: Callable[..., None] | None = None,
    **options: Any,
) -> Any:
    """Call a function of this package in a worker.

    Parameters
    ----------
    function, arguments, options
        As they go through pickle.
    preload
        Module that a new template imports and calls before it forks (see `template.main`).
    env, data_dir
        Data that a new template loads for all its workers, and the environment variables for that.
    before
        Called there with the same arguments before an interpreter is forked, which so has what it fills.

    Raises
    ------
    NoWorker
        This system can't fork safely, forking failed, or a fork shows other things than a kernel
        with what is installed (it is said once); or R4V_ENGINE asks for fresh kernels.
    WorkerDied
        The worker died, and so did another after it.
    KernelStopped
        `environment.stop_all` was called meanwhile.
    Exception
        What the function raised.
    """
    _require_wanted()
    _prove(preload, env, data_dir)
    return _called(preload, env, data_dir, (before, function, arguments, options))


def _called(preload: str, env: Mapping[str, str], data_dir: str, request: tuple[Any, ...]) -> Any:
    stops = _stops
    for _attempt in range(2):
        template, worker = _taken(preload, env, data_dir, stops)
        is_alive = False
        try:
            is_done, value = worker.answer(request)
            is_alive = True
        except (EOFError, OSError):  # once more, with another
            _require_going(stops)
            continue
        finally:
            template.give_back(worker, is_alive=is_alive)
        if is_done:
            return value
        raise value
    raise WorkerDied("worker: expected it to live, found that two died. Run again, or mend the notebook.")


def prepare(preload: str) -> None:
    """Start the template, if it is wanted and does not run: it gets ready beside this process, on another core."""
    if (os.cpu_count() or 1) > 1:
        with suppress(NoWorker):
            _running(preload)


def stop() -> None:
    """Kill the template, its workers and what they run; a later call starts anew."""
    global _template, _stops  # one template a process
    with _lock:
        _stops += 1
        template, _template = _template, None
    if template:
        template.end()


def end_idle() -> None:
    """End the template and its workers if none of them runs anything; a later call starts anew."""
    global _template  # one template a process
    with _lock:
        if _template is None or _template.busy:
            return
        template, _template = _template, None
    template.end()


def _taken(preload: str, env: Mapping[str, str], data_dir: str, stops: int) -> tuple[Template, Worker]:
    for is_last in (False, True):
        template = _running(preload)
        try:
            return template, template.take(env, data_dir)
        except NoWorker as error:
            _require_going(stops)
            if is_last or not template.was_killed():
                _give_up(error)
                raise
    raise AssertionError


def _running(preload: str) -> Template:
    """The template for this process's environment; one for another is ended first."""
    global _template  # one template a process
    _require_wanted()
    environment = {name: value for name, value in os.environ.items() if name not in PASSING}
    with _lock:
        old, is_usable = _template, bool(_template and _template.process.poll() is None)
        if old and ((old.preload, old.environment) != (preload, environment) or not is_usable):
            old.end()
            _template = None
        if not _template:
            _template = Template(preload, environment)
        return _template


def _require_wanted() -> None:
    if sys.platform != "linux" and not _is_given_up:  # macOS has fork, but its own libraries don't bear it
        _give_up(NoWorker(f"template: expected a system that forks safely, found {sys.platform}."))
    if _is_given_up or os.environ.get(ENGINE) == "fresh":
        raise NoWorker("worker: expected that one is wanted, found that fresh kernels are.")


def _prove(preload: str, env: Mapping[str, str], data_dir: str) -> None:
    """Before the first call: see that forks show what kernels show; give them up where they don't."""
    global _is_proven  # a fact of the process

    def forked(folder: Path) -> Any:
        return _called(preload, env, data_dir, (None, probe.answers, (folder,), {}))

    with _proving:
        if _is_proven:
            return
        try:
            different = probe.difference(forked)
        except WorkerDied as error:
            different = str(error)
        if different:
            _give_up(NoWorker(f"notebooks: {different}"))
            end_idle()
            _require_wanted()
        _is_proven = True


def _give_up(error: NoWorker) -> None:
    """From now on fresh kernels; said once."""
    global _is_given_up  # a fact of the process
    if not _is_given_up:
        _is_given_up = True
        _log.warning("%s Each page starts a kernel of its own instead, which takes longer.", error)


def _require_going(stops: int) -> None:
    if stops != _stops:
        raise KernelStopped(STOPPED)


_log = logging.getLogger("r4v_analysis.render.execution.workers")
on_stop(stop)
atexit.register(stop)
