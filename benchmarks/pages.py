"""Seconds a page: ours against the loop that people write, papermill in a pool, and plain functions.

    python benchmarks/pages.py                        # make bench: some ten minutes on two quiet cores
    python benchmarks/pages.py --pages 12 --slow 3    # a look

Every way renders pages of this project's reports and notebooks, in one run, one way after the other. The
slow ways get a sample of the pages, evenly spaced. Prints a Markdown table and whether the targets hold.
Nothing is written but to a temporary folder.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from r4v_analysis.data.load import CHECKED
from r4v_analysis.render import plan as planning
from r4v_analysis.render import run as batch
from r4v_analysis.render import work as jobs
from r4v_analysis.render.execution import limits, workers
from r4v_analysis.render.execution.limits import NONE
from r4v_analysis.render.tasks import cores
from r4v_analysis.render.work import Task

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
POOL = 2
IMPORTS = "import pandas as pd\nimport matplotlib.pyplot as plt\nimport seaborn as sns\nimport r4v_analysis as r4v"
REPORT = "PER_2023-05_2023-07"
CHECKS, BARE = "naive loop", "naive loop, data not checked"
STOCK, COLD, WARM = "stock papermill, pool of 2", "ours, cold", "ours, warm"
SAME, PLAIN = "no change", "plain functions, pool of 2"
FORKED_PLAIN = "plain functions, a fork a page, pool of 2"
FIXED_NAIVE, FIXED = "fixed cost: naive loop", "fixed cost: ours, one core"
ALONE, NEXT = "one page alone, cold", "one page more"


@dataclass(frozen=True)
class Way:
    """One way of rendering: `call` gives seconds a page, over so many `pages`, so many of them `at_once`."""

    call: Callable[[], float]
    pages: int
    at_once: int = 1


def main() -> None:
    """Run every way, print the tables."""
    given = _arguments()
    os.chdir(ROOT)
    plan = planning.plan()
    os.environ[CHECKED] = plan.data.digest  # the check of data is once a batch, and no part of what is compared
    tasks = list(itertools.islice(itertools.cycle(batch._tasks(plan.jobs, plan, NONE)), given.pages))
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="r4v-bench-") as folder:
        ways = _ways(tasks, tasks[:: max(1, len(tasks) // given.slow)][: given.slow], Path(folder))
        found: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for _round, (name, way) in itertools.product(range(given.rounds), ways.items()):
            with _peak() as peak:
                seconds = way.call()
            found[name].append((seconds, peak[0] / way.at_once))
            print(f"{name}: {seconds:.3f} s a page", file=sys.stderr)
    middle = {way: statistics.median(seconds for seconds, _memory in runs) for way, runs in found.items()}
    print(f"{_machine()}; load {load:.1f} before; {given.rounds} rounds, medians.\n")
    _print_table(ways, middle, {way: max(memory for _seconds, memory in runs) for way, runs in found.items()})
    _print_targets(middle)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100, help="pages of the fast ways")
    parser.add_argument("--slow", type=int, default=6, help="pages of the naive loop and of stock papermill")
    parser.add_argument("--rounds", type=int, default=1)
    return parser.parse_args()


def _ways(tasks: list[Task], sample: list[Task], folder: Path) -> dict[str, Way]:
    reports = list(dict.fromkeys(task.job.report_id for task in tasks))
    empty, many = _imports_only(folder), len(tasks)
    return {
        CHECKS: Way(lambda: _per_page(unspared, sample, folder), len(sample)),
        BARE: Way(lambda: _per_page(naive, sample, folder), len(sample)),
        STOCK: Way(lambda: _pooled(stock, sample), len(sample), POOL),
        COLD: Way(lambda: _command(reports, folder / "ours", "--force", "-j", str(POOL)), many, POOL),
        WARM: Way(lambda: _threads(jobs.run, tasks), many, POOL),
        SAME: Way(lambda: _command(reports, folder / "ours"), many),
        PLAIN: Way(lambda: _pooled(plain, tasks), many, POOL),
        FORKED_PLAIN: Way(lambda: _pooled(partial(plain_in_fork, _one_a_notebook(tasks)), tasks), many, POOL),
        FIXED_NAIVE: Way(lambda: _per_page(naive, [empty] * 2, folder), 2),
        FIXED: Way(lambda: _per_page(lambda task, _: jobs.run(task), [empty] * 10, folder, warm=1), 10),
        ALONE: Way(lambda: _alone(folder), 3),
        NEXT: Way(lambda: _next(tasks), 6),
    }


def naive(task: Task, folder: Path) -> None:
    """What people write: two commands a page."""
    executed = folder / "naive.ipynb"
    flags = {name: "-r" if isinstance(value, str) else "-p" for name, value in _parameters(task).items()}
    given = [argument for name, flag in flags.items() for argument in (flag, name, str(_parameters(task)[name]))]
    source = folder / f"{task.job.notebook.name}.ipynb"
    source.write_text(task.job.notebook.text, encoding="utf-8")
    here = task.job.notebook.path.parent if task.job.notebook.path.is_file() else folder
    _run([str(BIN / "papermill"), "--no-progress-bar", str(source), str(executed), *given, "--cwd", str(here)])
    _run([str(BIN / "jupyter"), "nbconvert", "--to", "html", str(executed)])


def unspared(task: Task, folder: Path) -> None:
    """The same as it is without a batch that has checked the data for all pages."""
    with _without_check():
        naive(task, folder)


@contextmanager
def _without_check() -> Iterator[None]:
    checked = os.environ.pop(CHECKED)
    try:
        yield
    finally:
        os.environ[CHECKED] = checked


def stock(task: Task) -> None:
    """Papermill's library with its own kernels, and one exporter a process."""
    import nbformat
    import papermill

    with tempfile.TemporaryDirectory(prefix="r4v-bench-") as name:
        source, executed = Path(name) / "in.ipynb", Path(name) / "out.ipynb"
        source.write_text(task.job.notebook.text, encoding="utf-8")
        papermill.execute_notebook(
            source, executed, {**_parameters(task), "output_dir": name}, progress_bar=False, cwd=ROOT / "notebooks"
        )
        html, _resources = _exporter().from_notebook_node(nbformat.read(executed, as_version=4))
        (Path(name) / "out.html").write_text(html, encoding="utf-8")


def plain(task: Task) -> int:
    """The same calls without a notebook: numbers, figures as SVG, files, one template filled with all of it."""
    import IPython.display
    from nbformat import NotebookNode, v4

    from r4v_analysis.notebook import prose
    from r4v_analysis.render.html import page as site

    outputs: list[NotebookNode] = []
    IPython.display.display = lambda bundle, **_options: outputs.append(_output(bundle))
    with tempfile.TemporaryDirectory(prefix="r4v-bench-") as name:
        space: dict[str, Any] = {"__name__": "plain"}
        document = v4.reads(task.job.notebook.text)
        for cell in document.cells:
            if cell.cell_type != "code":
                continue
            exec(cell.source, space)  # noqa: S102  the project's own notebook
            cell.outputs, outputs = outputs, []
            if "parameters" in cell.metadata.get("tags", []):
                space.update({**_parameters(task), "output_dir": name})
        told = prose.translated(document, task.job.notebook.catalogue(task.job.lang), task.job.lang)
        page = site.page(told, task.context)
        (Path(name) / "page.html").write_text(page, encoding="utf-8")
    return len(page)


def plain_in_fork(warm: list[Task], task: Task) -> None:
    """The same in a process of its own, which no other page can have changed: the least that keeps pages apart.

    What it is forked from has made the `warm` pages before.
    """
    if not gc.get_freeze_count():
        for each in warm:
            plain(each)
        gc.collect()
        gc.freeze()
    child = os.fork()
    if not child:
        status = 1
        try:
            plain(task)
            status = 0
        finally:
            os._exit(status)
    if os.waitpid(child, 0)[1]:
        raise SystemExit(f"{task.job.page}: expected a page, found that its process failed.")


def _output(bundle: Mapping[str, str]) -> Any:
    from nbformat import NotebookNode

    return NotebookNode(output_type="display_data", metadata=NotebookNode(), data=NotebookNode(bundle))


def _parameters(task: Task) -> Mapping[str, object]:
    return {**task.job.parameters, "data_dir": str(task.data_dir)}


_exporters: list[Any] = []


def _exporter() -> Any:
    if not _exporters:
        from nbconvert.exporters import HTMLExporter

        _exporters.append(HTMLExporter())
    return _exporters[0]


def _one_a_notebook(tasks: list[Task]) -> list[Task]:
    return list({task.job.notebook.name: task for task in tasks}.values())


def _imports_only(folder: Path) -> Task:
    """A page of a notebook that imports what ours import, and draws nothing."""
    import nbformat

    cells = [
        nbformat.v4.new_markdown_cell("# Imports\n", id="title"),
        nbformat.v4.new_code_cell('report_id = ""\nlang = "en"\nas_of = ""\ndata_dir = ""\noutput_dir = ""',
                                  metadata={"tags": ["parameters"]}, id="parameters"),
        nbformat.v4.new_code_cell(IMPORTS, id="imports"),
    ]  # fmt: skip
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = folder / "imports.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    plan = planning.plan(notebooks=[str(path)])
    return next(batch._tasks(plan.jobs, plan, NONE))


def _alone(folder: Path) -> float:
    """A command for one page, from nothing to its file; the middle one of three."""
    options = ("--notebook", "funding_gap", "--lang", "en")
    return statistics.median(_command([REPORT], folder / f"one-{number}", *options) for number in range(3))


def _next(tasks: list[Task]) -> float:
    """A page more of a run that goes on, rendered alone: the middle one of six."""
    jobs.run(tasks[0])
    return statistics.median(_timed(lambda task=task: _require_good([jobs.run(task)])) for task in tasks[-6:])  # type: ignore[misc]


def _per_page(call: Callable[[Task, Path], object], tasks: list[Task], folder: Path, warm: int = 0) -> float:
    for task in tasks[:warm]:
        call(task, folder)
    return _timed(lambda: [call(task, folder) for task in tasks]) / len(tasks)


def _threads(call: Callable[[Task], jobs.Result], tasks: list[Task]) -> float:
    """Our jobs in two workers that have rendered before."""
    with ThreadPoolExecutor(POOL) as pool:
        list(pool.map(call, tasks[: 2 * POOL]))
        seconds = _timed(lambda: _require_good(list(pool.map(call, tasks))))
    workers.end_idle()
    return seconds / len(tasks)


def _pooled(call: Callable[[Task], object], tasks: list[Task]) -> float:
    """Two processes that have done a page each before."""
    with ProcessPoolExecutor(POOL, mp_context=get_context("spawn")) as pool:
        list(pool.map(call, tasks[:POOL]))
        return _timed(lambda: list(pool.map(call, tasks))) / len(tasks)


def _command(reports: list[str], output: Path, *options: str) -> float:
    """`r4v render`, from nothing to the last file; seconds a page."""
    command = [sys.executable, "-m", "r4v_analysis.cli", "render", *reports, "-o", str(output), "--json", *options]
    environment = {name: value for name, value in os.environ.items() if name != CHECKED}
    started = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started
    summary = json.loads(done.stdout.splitlines()[-1])
    return seconds / (summary["rendered"] + summary["current"])


def _require_good(results: list[jobs.Result]) -> None:
    wrong = [line for result in results for line in result.errors]
    if wrong:
        raise SystemExit("\n".join(wrong))


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def _peak() -> Iterator[list[float]]:
    """Highest memory of this process's descendants, proportional share, in MB; looked at five times a second."""
    peak = [0.0]
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(0.2):
            peak[0] = max(peak[0], sum(map(_share, _descendants(os.getpid()))))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        is_over.set()
        thread.join()


def _descendants(pid: int) -> list[int]:
    import psutil

    return [process.pid for process in psutil.Process(pid).children(recursive=True)]


def _share(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _machine() -> str:
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    memory = limits.machine_memory_mb() / 1024
    size = f"{cores()} cores ({model}), {memory:.0f} GB"
    return f"{date.today():%-d %B %Y}, Python {platform.python_version()}, {size}"


def _print_table(ways: Mapping[str, Way], seconds: Mapping[str, float], memory: Mapping[str, float]) -> None:
    print("| way | pages | seconds a page | pages a minute | peak memory, MB a render | times the naive loop |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for way, one in seconds.items():
        base = seconds[FIXED_NAIVE if way.startswith("fixed") else BARE]
        print(f"| {way} | {ways[way].pages} | {one:.3f} | {60 / one:.0f} | {memory[way]:.0f} | {base / one:.1f} |")


def _print_targets(seconds: Mapping[str, float]) -> None:
    """Each target of the project with what was measured; ratios are to the loop that is spared the check of data."""
    rows = [
        ("naive loop ÷ ours, cold", seconds[BARE] / seconds[COLD], ">=", 20),
        ("stock papermill in a pool ÷ ours, cold", seconds[STOCK] / seconds[COLD], ">=", 5),
        ("ours, warm ÷ plain functions", seconds[WARM] / seconds[PLAIN], "<=", 1.25),
        ("fixed cost of a page, seconds", seconds[FIXED], "<=", 0.15),
        ("fixed cost: naive loop ÷ ours", seconds[FIXED_NAIVE] / seconds[FIXED], ">=", 30),
        ("one page alone from a cold start, seconds", seconds[ALONE], "<=", 4),
        ("one page more, seconds", seconds[NEXT], "<=", 1),
    ]
    print("\n| target | wanted | measured | holds |\n| --- | ---: | ---: | --- |")
    for name, value, sign, wanted in rows:
        is_held = value >= wanted if sign == ">=" else value <= wanted
        print(f"| {name} | {'at least' if sign == '>=' else 'at most'} {wanted} | {value:.2f} | {_yes(is_held)} |")


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


if __name__ == "__main__":
    main()
