"""A papermill engine that runs a notebook in a fork of this process; only a worker uses it.

The worker has imported everything (see `template`) and has no thread, so a fork is a kernel
that is ready in milliseconds. Outputs become cells by nbclient's own code, from the messages that a
kernel would have published.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import select
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbclient.util import run_hook
from nbformat import NotebookNode
from papermill.engines import Engine, papermill_engines

from r4v_analysis.files import scratch
from r4v_analysis.render.execution import engine, shell
from r4v_analysis.render.execution.environment import die_with, kernel_environment
from r4v_analysis.render.execution.limits import confine

NAME = "r4v-forked"
"""What the engine is registered as with papermill."""

LOOK_EVERY = 0.1
"""Seconds between two looks whether the child lives."""

PIPE_BYTES = 1 << 20
"""What a child can say before its reader listens, where the system allows as much."""

LAST_MOMENT = 1.0
"""Seconds that a child has to end once it has nothing more to say."""


class Interpreter:
    """A forked child that waits for a notebook's cells. `pid` is also its process group's."""

    def __init__(self, pid: int, requests: int, messages: int) -> None:
        """The parent's ends of the child's pipes."""
        self.pid, self.requests, self.messages = pid, requests, messages
        self.status: int | None = None
        self._buffer = bytearray()

    def send(self, message: dict[str, Any]) -> None:
        """Ask something; a child that is gone is noticed when its answer is awaited."""
        with suppress(BrokenPipeError):
            shell.send(self.requests, message)

    def receive(self, seconds: float | None, watched: int) -> dict[str, Any] | None:
        """The next message; None when the time is over. `watched` is read for its end only.

        Raises
        ------
        DeadKernelError
            The child has ended, and everything that it sent was read.
        SystemExit
            `watched` was closed: nobody waits for the notebook any more.
        """
        end = None if seconds is None else time.monotonic() + seconds
        while (message := self._next()) is None:
            left = LOOK_EVERY if end is None else min(LOOK_EVERY, end - time.monotonic())
            ready = select.select([self.messages, watched], [], [], max(0.0, left))[0]
            if watched in ready:
                self.end()
                raise SystemExit
            if self.messages in ready and (part := os.read(self.messages, PIPE_BYTES)):
                self._buffer += part
            elif self.messages in ready or (not ready and self._has_ended()):
                self._close_reading()
                raise DeadKernelError("Kernel died")
            elif end is not None and time.monotonic() >= end:
                return None
        return message

    def end(self) -> None:
        """Kill the child and what it started."""
        for descriptor in (self.requests, self.messages):
            with suppress(OSError):
                os.close(descriptor)
        with suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)
        if self.status is None:
            with suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(self.pid, 0)

    def _has_ended(self) -> bool:
        if self.status is None:
            with suppress(ChildProcessError):
                ended, status = os.waitpid(self.pid, os.WNOHANG)
                self.status = os.waitstatus_to_exitcode(status) if ended else None
        return self.status is not None

    def _next(self) -> dict[str, Any] | None:
        size = shell.HEADER.size
        if len(self._buffer) < size:
            return None
        end = size + shell.HEADER.unpack(self._buffer[:size])[0]
        if len(self._buffer) < end:
            return None
        message: dict[str, Any] = json.loads(bytes(self._buffer[size:end]))
        del self._buffer[:end]
        return {**message, "msg_type": message["header"]["msg_type"], "buffers": []}

    def _close_reading(self) -> None:
        """Nothing of a message that was cut off counts; a child closes its pipe just before it has ended."""
        self._buffer.clear()
        end = time.monotonic() + LAST_MOMENT
        while not self._has_ended() and time.monotonic() < end:
            time.sleep(0.01)


class Forks:
    """Makes the interpreters of a worker. `watched` ends with the one who wants the results."""

    def __init__(self, app: shell.PipeApp, watched: int, tell: Callable[[int], None]) -> None:
        """`tell` is called with each child's id before the child does anything."""
        self.app, self.watched, self.tell = app, watched, tell
        self.current: Interpreter | None = None

    def fork(self) -> None:
        """Have an interpreter ready, if there is none.

        A worker calls it before it does anything else: a cell's stack begins with this one's.
        """
        if self.current:
            return
        theirs, requests = os.pipe()
        messages, answers = os.pipe()
        with suppress(OSError):  # a figure goes in at once, and its writer goes on
            fcntl.fcntl(answers, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        parent = os.getpid()
        pid = os.fork()
        if not pid:
            self._become(parent, theirs, answers, [requests, messages])
        os.close(theirs)
        os.close(answers)
        self.current = Interpreter(pid, requests, messages)
        self.tell(pid)

    def _become(self, parent: int, requests: int, messages: int, not_ours: list[int]) -> NoReturn:
        """The head of a process group that dies with its parent and holds none of its files.

        From here a cell's stack is as deep as in a kernel, so that recursion ends at the same depth.
        """
        try:
            die_with(parent, signal.SIGKILL)
            os.setpgid(0, 0)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            for descriptor in (*not_ours, self.watched):
                os.close(descriptor)
            shell.serve(self.app, requests, messages)
        finally:
            os._exit(0)

    @contextmanager
    def child(self) -> Iterator[Interpreter]:
        """The interpreter that is ready, gone with the block."""
        self.fork()
        if self.current is None:
            raise RuntimeError("forked engine: expected a child, found none.")
        try:
            yield self.current
        finally:
            self.end()

    def end(self) -> None:
        """End the interpreter that there is."""
        current, self.current = self.current, None
        if current:
            current.end()


_UNHEARD = SimpleNamespace(
    session=SimpleNamespace(msg=lambda *_given, **_named: None), shell_channel=SimpleNamespace(send=lambda _msg: None)
)
"""Takes what nbclient's output widgets tell a kernel of their outputs: a child that runs ahead of its reader can't
hear it. The page shows these outputs all the same."""

FORKS: Forks | None = None
"""Set by a worker, once."""


class ForkedEngine(Engine):  # type: ignore[misc]
    """A papermill engine: one fork of this process for each notebook."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, _kernel_name: str, *, run: engine.Run, **_options: Any) -> None:
        """Run every cell; the first error that its cell does not allow ends it."""
        if FORKS is None:
            raise RuntimeError("forked engine: expected to run in a worker, found that this process is none.")
        run.executed = nb_man.nb
        client = NotebookClient(nb_man.nb, record_timing=False, log=_log)
        client.kc = _UNHEARD
        with _folder(run) as folder, FORKS.child() as child:
            confine(child.pid, run.limits)
            env = kernel_environment(run.env, folder)
            requests = dict(_requests(client, nb_man.nb.cells))
            child.send({"folder": str(folder), "cwd": str(run.cwd), "env": env, "requests": list(requests.values())})
            try:
                for run.index, cell in enumerate(nb_man.nb.cells):
                    if run.index in requests:
                        _take_answer(client, child, cell, run, FORKS.watched)
            finally:
                run.status = child.status
            client.set_widgets_metadata()


papermill_engines.register(NAME, ForkedEngine)
_log = logging.getLogger("r4v_analysis.render.execution.forked")
_log.addHandler(logging.NullHandler())
_log.propagate = False


@contextmanager
def _folder(run: engine.Run) -> Iterator[Path]:
    """The private folder of a kernel; what the child wrote to stderr is kept from it."""
    with scratch() as folder:
        try:
            yield folder
        finally:
            with suppress(FileNotFoundError):
                run.keep((folder / "stderr.txt").read_text(encoding="utf-8", errors="replace"))


def _requests(client: NotebookClient, cells: list[NotebookNode]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Which cells are run, by place, and how each is asked for."""
    for index, cell in enumerate(cells):
        if cell.cell_type == "code" and cell.source.strip() and client.skip_cells_with_tag not in _tags(cell):
            allowed = "raises-exception" in _tags(cell)
            yield index, shell.request_of(cell.source, _id_of(index), stop_on_error=not allowed)


def _id_of(index: int) -> str:
    return f"cell-{index}"


def _take_answer(client: NotebookClient, child: Interpreter, cell: NotebookNode, run: engine.Run, watched: int) -> None:
    """What nbclient's `execute_cell` does once it has asked, on pipes."""
    client.code_cells_executed += 1
    cell.outputs = []
    client.clear_before_next_output = False
    limit = run.seconds_left()
    reply = _answered(client, child, cell, run, limit, watched)
    if reply is None:
        raise CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", limit or 0, cell)
    _finished(client._check_raise_for_error(cell, run.index, reply))


def _answered(
    client: NotebookClient,
    child: Interpreter,
    cell: NotebookNode,
    run: engine.Run,
    limit: int | None,
    watched: int,
) -> dict[str, Any] | None:
    """The reply to a cell, its outputs put in place; None when the time is over."""
    end = None if limit is None else time.monotonic() + limit
    reply = None
    while True:
        message = child.receive(None if end is None else end - time.monotonic(), watched)
        if message is None:
            return None
        if message["parent_header"].get("msg_id") != _id_of(run.index):
            continue  # of a thread that an earlier cell left behind
        kind = message["msg_type"]
        if kind == "execute_reply":
            reply = message
        elif kind == "status":
            if message["content"]["execution_state"] == "idle":
                return reply
        else:
            client.process_message(message, cell, run.index)
            run.count(message)


def _finished(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that waits for nothing: nbclient's check has no hook to wait for."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise RuntimeError(f"nbclient: expected a check that waits for nothing, found one that does ({run_hook.__name__}).")


def _tags(cell: NotebookNode) -> list[str]:
    tags: list[str] = cell.metadata.get("tags", [])
    return tags
