"""The process that a batch's workers are forked from: it imports everything once.

The caller (`workers`) starts it with a socket, as early as it can. Data that it names through the socket
is loaded for all workers; each descriptor that comes is a new worker's connection: the template forks,
and the fork serves calls from that connection one by one, forking an interpreter for each notebook.
Template and workers have no thread, no event loop and no file of a job; they end with the caller,
whatever ends it.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import pkgutil
import shutil
import signal
import socket
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from r4v_analysis.render.execution.forked import Forks
    from r4v_analysis.render.execution.shell import PipeApp

READY = b"+"
"""What the template sends when it is ready to fork, and when it has loaded data."""

LONGEST_REQUEST = 1 << 16
"""Bytes of what a caller sends at a time: data to load as JSON, or anything beside a descriptor."""

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
"""Environment variables without which numerical libraries start threads when they are imported."""

TOOLS = ("papermill", "nbconvert")
"""What a render needs and a notebook does not."""

SHOWN = ("seaborn", "matplotlib.pyplot", "matplotlib.backends.backend_svg", "matplotlib_inline.backend_inline")
"""What notebooks import of others; imported under a shell, as they would be there."""

OURS = (
    "r4v_analysis.notebook.show.show",
    "r4v_analysis.render.execution.forked",
    "r4v_analysis.render.job",
    "r4v_analysis.render.html.page",
    "r4v_analysis.render.execution.streams",
)
QUESTIONS = "r4v_analysis.analysis."
"""This package's modules that a notebook or a render imports: these, and all whose name begins with a question's."""

LETTERS = "".join(map(chr, (*range(32, 127), *range(161, 256), 0x2013, 0x2019, 0x201C, 0x201D, 0x2212, 0xF7)))
"""What texts of figures are made of: the width of each is measured once and not on every page."""

_PDEATHSIG = 1


def main(descriptor: int) -> None:
    """Import, then load what a caller asks for and fork a worker for each connection that comes."""
    control = socket.socket(fileno=descriptor)
    tempfile.tempdir = str(Path.cwd())  # the caller's for this process, removed with it
    environment = dict(os.environ)
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    app = _imported()
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
            _load(**json.loads(request))
            control.sendall(READY)
    shutil.rmtree(tempfile.tempdir, ignore_errors=True)
    os._exit(0)


def die_with(parent: int, number: int) -> None:
    """Ask for a signal when the parent dies, and leave at once if it is gone already."""
    _libc.prctl(_PDEATHSIG, number)
    if os.getppid() != parent:
        os._exit(1)


_libc = ctypes.CDLL(None)


def _load(data_dir: str, env: dict[str, str]) -> None:
    """Load data under an environment, so that no worker needs to; one that does need it says what is wrong."""
    from r4v_analysis.data import report as data

    before = dict(os.environ)
    os.environ.update(env)
    with suppress(Exception), warnings.catch_warnings():
        dict(data.load(data_dir).tables)  # each is read when it is asked for
    os.environ.clear()
    os.environ.update(before)
    gc.collect()
    gc.freeze()


def _imported() -> PipeApp:
    """Everything that rendering needs, in the order in which a kernel comes to it."""
    from r4v_analysis.render.execution.shell import template_app

    app = template_app()  # before pandas, which looks for a shell when it is imported
    with app.shell.builtin_trap:
        from r4v_analysis.data.check.strict import without_iri_grammars

        with without_iri_grammars(), warnings.catch_warnings():  # filters that these set are not a notebook's
            _import(TOOLS)
        _import((*SHOWN, *_ours()))

    with warnings.catch_warnings():
        _warm()
    return app


def _ours() -> list[str]:
    import r4v_analysis

    names = [module.name for module in pkgutil.walk_packages(r4v_analysis.__path__, "r4v_analysis.")]
    return [name for name in names if name in OURS or name.startswith(QUESTIONS)]


def _import(names: Iterable[str]) -> None:
    for name in names:
        importlib.import_module(name)


def _warm() -> None:
    """Fill the caches that every page would fill: exporters, templates, fonts, locales."""
    import nbformat

    from r4v_analysis.exhibits import canvas, svg
    from r4v_analysis.language import formats as i18n
    from r4v_analysis.render.html import page as site

    cells = [nbformat.v4.new_markdown_cell("# A\n\n*b*"), nbformat.v4.new_code_cell("print(1)")]
    for lang in i18n.LANGUAGES:
        nothing = dict.fromkeys(site.PageContext.__dataclass_fields__, "")
        context = site.PageContext(**{**nothing, "lang": lang, "parameters": {}, "siblings": (), "headlines": ()})  # type: ignore[arg-type]
        site.page(nbformat.v4.new_notebook(cells=cells), context)
    _warm_words()
    with canvas.style():
        figure, axes = canvas.canvas("A", "b", names=["c"], rows=1)
        axes.barh([0], [1], hatch="//")
        svg.for_page(svg.svg_text(figure, "warm", ""), "warm", figure)


@cache
def _measure_letters() -> None:
    """Measure every letter once: after a worker's first page, which may be the only one and does not wait for it."""
    from r4v_analysis.exhibits import canvas

    with canvas.style():
        for weight in ("normal", "bold"):
            canvas.text_width(LETTERS, 10, weight)


def _warm_words() -> None:
    """The words of both languages, and the patterns by which printed numbers are read."""
    import pandas as pd

    from r4v_analysis.language import formats as i18n
    from r4v_analysis.values import quantity as quantities

    day = date(2023, 7, 28)
    pd.DataFrame({"a": [1.5]}).to_csv(lineterminator="\n")
    for lang in i18n.LANGUAGES:
        read = quantities.observed(1.5e6, "at_least", "over 1.5M, más de dos", "warm")
        i18n.format_quantity(read, "people", lang)
        i18n.format_number(0.5, "share", lang)
        i18n.format_date(day, lang)
        i18n.format_period(day, day, lang)
        i18n.country_name("PER", lang)


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
            function, arguments, options = connection.recv()
            forks.fork()
            try:
                answer: tuple[str, Any] = ("done", function(*arguments, **options))
            except Exception as error:
                answer = ("failed", error)
            forks.end()
            connection.send(answer)
            _measure_letters()


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


if __name__ == "__main__":
    main(int(sys.argv[1]))
