"""ipykernel's own kernel and shell without sockets: what a forked child runs a notebook's cells in.

The application starts as `ipykernel_launcher` starts it, step by step, but for connections, threads
and streams. Those that a cell can see (stdout, stderr, what writes to their file descriptors) come
in the child. Every message that a kernel would publish goes down one pipe, as JSON.
"""

from __future__ import annotations

import asyncio
import heapq
import importlib.util
import json
import os
import select
import signal
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

from ipykernel import iostream
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session

HEADER = struct.Struct("!Q")
"""Length of the message that follows, in bytes."""

_PARTS = (b"header", b"parent_header", b"metadata", b"content")
"""What a message consists of on the wire, each as JSON, in this order; of headers what their reader reads."""


class PipeSession(Session):  # type: ignore[misc]
    """A session whose messages go down a pipe; nothing is signed, nobody else can reach it.

    What is never the last word (that a cell has begun, its reply) waits for the message after it.
    """

    descriptor = -1
    lock = threading.Lock()
    held = b""

    def send(self, stream: object, msg_or_type: Any, content: Any = None, parent: Any = None, **options: Any) -> Any:
        """Write one message; `stream` is whatever a kernel would have sent it through."""
        del stream
        known = {name: options[name] for name in ("header", "metadata") if options.get(name) is not None}
        message = msg_or_type if isinstance(msg_or_type, dict) else self.msg(msg_or_type, content, parent, **known)
        kind, body = message["msg_type"], message["content"]
        header, parent_header = {"msg_type": kind}, {"msg_id": message["parent_header"].get("msg_id", "")}
        frames = self.serialize({**message, "header": header, "parent_header": parent_header})
        parts = zip(_PARTS, frames[-len(_PARTS) :], strict=True)
        packed = b"{%s}" % b",".join(b'"%s":%s' % part for part in parts)
        is_followed = kind == "execute_reply" or body.get("execution_state") == "busy"
        with self.lock:
            self.held += HEADER.pack(len(packed)) + packed
            if not is_followed:
                _write(self.descriptor, self.held)
                self.held = b""
        return message


OPTIONS = ("--HistoryManager.hist_file=:memory:",)
"""What nbclient starts a kernel with: history in memory has no thread that saves it."""


class Ticker:
    """Calls things later, as the loop of a kernel's output thread does; its thread starts when needed."""

    def __init__(self) -> None:
        """Nothing to do yet."""
        self._waiting: list[tuple[float, int, Callable[[], object]]] = []
        self._changed = threading.Condition()
        self._count = 0

    def call_later(self, seconds: float, call: Callable[[], object]) -> None:
        """Call something after a while, on another thread."""
        with self._changed:
            if not self._count:
                threading.Thread(target=self._run, daemon=True, name="IOPub").start()
            self._count += 1
            heapq.heappush(self._waiting, (time.monotonic() + seconds, self._count, call))
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting or self._waiting[0][0] > time.monotonic():
                    self._changed.wait(self._waiting[0][0] - time.monotonic() if self._waiting else None)
                call = heapq.heappop(self._waiting)[2]
            call()


class OutStream(iostream.OutStream):  # type: ignore[misc]
    """ipykernel's stream, but that `drain` waits for nothing to have all of a file descriptor's content.

    ipykernel reads the descriptor on a thread and gives that some time before it ends a cell: what
    C code or another program wrote at a cell's end can come too late, and with the next cell.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """As ipykernel's."""
        self._reading = threading.Lock()
        super().__init__(*arguments, **options)

    def drain(self) -> None:
        """Take what was written to the descriptor so far."""
        if self._should_watch:
            with self._reading:
                self._take()

    def _watch_pipe_fd(self) -> None:
        try:
            while self._should_watch:
                select.select([self._fid], [], [])
                with self._reading:
                    if not self._take():
                        return
        except Exception:
            self._exc = sys.exc_info()

    def _take(self) -> bool:
        """Publish what is there; False at the end of all writers."""
        while select.select([self._fid], [], [], 0)[0]:
            content = os.read(self._fid, iostream.PIPE_BUFFER_SIZE)
            if not content:
                return False
            self.write(content.decode(errors="replace"))
            os.write(self._original_stdstream_copy, content)
        return True


class Publisher(IOPubThread):  # type: ignore[misc]
    """What streams take for the thread that sends their output: it has no thread and no socket."""

    def __init__(self) -> None:  # IOPubThread's makes a socket's event pipe
        """See the class."""
        self.thread = None
        self.io_loop = Ticker()

    def schedule(self, f: Callable[[], object]) -> None:
        """Call something now."""
        f()


class PipeKernel(IPythonKernel):  # type: ignore[misc]
    """A kernel whose queue is a list: after an error that its cell does not allow, it is over."""

    is_over = False

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        del subshell_id
        self.is_over = True

    async def answer(self, request: dict[str, Any]) -> None:
        """Run one execute request, as `dispatch_shell` does with what comes through a socket."""
        self.set_parent([], request, channel="shell")
        self._publish_status("busy", "shell")
        self.pre_handler_hook()
        try:
            await self.execute_request(None, [], request)
        finally:
            self.post_handler_hook()
        for stream in (self._stdout, self._stderr):
            stream.drain()
        sys.stdout.flush()
        sys.stderr.flush()
        self._publish_status("idle", "shell")


class PipeApp(IPKernelApp):  # type: ignore[misc]
    """The kernel's application: profile, shell, path, inline back end, extensions, start-up files."""

    outstream_class = "r4v_analysis.render.execution.shell.OutStream"
    additions: Mapping[str, str] = MappingProxyType({})
    """Environment variables that the application has set."""

    def init_connection_file(self) -> None:
        """None is written."""

    def init_poller(self) -> None:
        """Whether the parent lives is seen otherwise."""

    def init_sockets(self) -> None:
        """A session and a publisher in place of sockets."""
        self.session = PipeSession(key=b"", parent=self)
        self.iopub_thread = Publisher()
        self.iopub_socket = self.iopub_thread

    def init_heartbeat(self) -> None:
        """Nobody listens."""

    def write_connection_file(self, **_options: Any) -> None:
        """See `init_connection_file`."""

    def log_connection_info(self) -> None:
        """See `init_connection_file`."""

    def init_io(self) -> None:
        """The template keeps its own streams; a child redirects them with `redirect`."""

    def init_signal(self) -> None:
        """A template is ended by its parent."""

    def init_kernel(self) -> None:
        """A kernel without streams."""
        channel = SimpleNamespace(parent_thread=threading.main_thread())
        self.kernel = PipeKernel.instance(
            parent=self,
            session=self.session,
            shell_channel_thread=channel,
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
            _execute_sleep=0.0,  # a pipe keeps the order for which a kernel waits
        )

    def redirect(self) -> None:
        """What the application does with stdout, stderr and the display hook."""
        super().init_io()
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count
        for name in ("_stdout", "_stderr"):
            setattr(self.kernel, name, getattr(sys, name.strip("_")))


def template_app() -> PipeApp:
    """The application, ready to be forked: no thread, no socket, no history file."""
    sys.path[:] = filter(None, sys.path)  # the application puts the working folder where a kernel has it
    before = dict(os.environ)
    app: PipeApp = PipeApp.instance()
    app.initialize(["-f", "", *OPTIONS])
    app.additions = {name: value for name, value in os.environ.items() if before.get(name) != value}
    return app


def serve(app: PipeApp, requests: int, messages: int) -> None:
    """Become the job's interpreter, run what the parent asks, and stay until it has read all of that.

    `requests` and `messages` are file descriptors. The one message of `requests` has folder, environment
    and every cell, so that no cell waits for the parent to have read what the cell before it said.
    """
    setting = receive(requests)
    if setting is not None:
        app.session.descriptor = messages
        _begin(app, setting)
        _answer(app, setting["requests"])
        receive(requests)


def _begin(app: PipeApp, setting: Mapping[str, Any]) -> None:
    """All of a kernel's start that one job is to have for itself."""
    app.session.pid = os.getpid()
    app.session.check_pid = False
    _settle(app, setting)
    app.redirect()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.set_event_loop(asyncio.new_event_loop())


def _answer(app: PipeApp, requests: Iterable[dict[str, Any]]) -> None:
    """Run cells; a recursion in one goes as deep from here as it goes in a kernel."""
    loop = asyncio.get_event_loop()
    for request in requests:
        if not app.kernel.is_over:
            loop.run_until_complete(app.kernel.answer(request))


def request_of(code: str, cell_id: str, *, stop_on_error: bool) -> dict[str, Any]:
    """An execute request as nbclient's client sends it."""
    content = {
        "code": code,
        "silent": False,
        "store_history": True,
        "user_expressions": {},
        "allow_stdin": False,
        "stop_on_error": stop_on_error,
    }
    return {
        "header": {"msg_id": cell_id, "msg_type": "execute_request", "session": "r4v"},
        "parent_header": {},
        "metadata": {},
        "content": content,
        "buffers": [],
    }


def send(descriptor: int, message: Mapping[str, Any]) -> None:
    """Write one message to a pipe."""
    packed = json.dumps(message).encode("utf-8")
    _write(descriptor, HEADER.pack(len(packed)) + packed)


def receive(descriptor: int) -> Any:
    """The next message of a pipe; None where it was closed."""
    header = _read(descriptor, HEADER.size)
    if header is None:
        return None
    packed = _read(descriptor, HEADER.unpack(header)[0])
    return None if packed is None else json.loads(packed)


def _settle(app: PipeApp, setting: Mapping[str, Any]) -> None:
    """Folder, environment, arguments, seeds and standard streams of one job's kernel."""
    folder = Path(setting["folder"])
    os.environ.clear()
    os.environ.update({**setting["env"], **app.additions, "JPY_PARENT_PID": str(os.getppid())})
    os.chdir(setting["cwd"])
    tempfile.tempdir = None  # the template's is not the job's
    connection = str(folder / "kernel.json")
    app.connection_file = connection
    app.config["IPKernelApp"]["connection_file"] = connection
    app.kernel.config["IPKernelApp"]["connection_file"] = connection
    app.kernel.shell.ipython_dir = os.environ["IPYTHONDIR"]
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(launcher.origin if launcher else ""), "-f", connection, *OPTIONS]
    stderr = os.open(folder / "stderr.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(stderr, 2)
    os.close(stderr)
    _reseed()


def _reseed() -> None:
    import random

    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _write(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def _read(descriptor: int, count: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < count:
        part = os.read(descriptor, count - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)
