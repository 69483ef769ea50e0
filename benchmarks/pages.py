"""Seconds a page: ours against the loop that people write, papermill in a pool, and plain functions.

    python benchmarks/pages.py --pages 12 --slow 4 --rounds 1

Every way renders pages of this project's reports and notebooks, in one run, one way after the other.
The slow ways get fewer pages (--slow). `ratio` is to the naive loop. Nothing is written but to a
temporary folder.
"""

from __future__ import annotations

import argparse
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
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from r4v_analysis import batch, jobs, planning, workers
from r4v_analysis.data import CHECKED
from r4v_analysis.jobs import Task
from r4v_analysis.limits import NONE

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
POOL = 2
IMPORTS = "import pandas as pd\nimport matplotlib.pyplot as plt\nimport seaborn as sns\nimport r4v_analysis as r4v"


def main() -> None:
    """Run every way, print the table."""
    given = _arguments()
    os.chdir(ROOT)
    plan = planning.plan()
    os.environ[CHECKED] = plan.data.digest  # the check of data is once a batch, and no part of what is compared
    tasks = list(itertools.islice(itertools.cycle(batch._tasks(plan.jobs, plan, NONE)), given.pages))
    with tempfile.TemporaryDirectory(prefix="r4v-bench-") as name:
        folder = Path(name)
        ways = _ways(tasks, given.slow, folder)
        seconds: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for _round, (way, call) in itertools.product(range(given.rounds), ways.items()):
            with _peak() as peak:
                seconds[way].append((call(), 0.0))
            seconds[way][-1] = (seconds[way][-1][0], peak[0])
            print(f"{way}: {seconds[way][-1][0]:.3f} s a page", file=sys.stderr)
    _print_table(seconds, given)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=24, help="pages of the fast ways")
    parser.add_argument("--slow", type=int, default=4, help="pages of the naive loop and of stock papermill")
    parser.add_argument("--rounds", type=int, default=1)
    return parser.parse_args()


def _ways(tasks: list[Task], slow: int, folder: Path) -> dict[str, Callable[[], float]]:
    reports = list(dict.fromkeys(task.job.report_id for task in tasks))
    empty = _imports_only(folder)
    return {
        "naive loop": lambda: _per_page(unspared, tasks[:slow], folder),
        "naive loop, data not checked": lambda: _per_page(naive, tasks[:slow], folder),
        "stock papermill, pool of 2": lambda: _pooled(stock, tasks[:slow]),
        "ours, cold": lambda: _command(reports, folder / "ours", "--force"),
        "ours, warm": lambda: _threads(jobs.run, tasks),
        "no change": lambda: _command(reports, folder / "ours"),
        "plain functions, pool of 2": lambda: _pooled(plain, tasks),
        "fixed cost: naive loop": lambda: _per_page(naive, [empty] * 2, folder),
        "fixed cost: ours, one core": lambda: _per_page(lambda task, _: jobs.run(task), [empty] * 10, folder, warm=1),
        "one page, cold": lambda: _command(reports[:1], folder / "one", "--notebook", "funding_gap"),
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
    """The same calls without a notebook: numbers, figures as SVG, files, one template filled."""
    import IPython.display
    import nbformat

    from r4v_analysis import site

    outputs: list[str] = []
    IPython.display.display = lambda bundle, **_options: outputs.append(bundle["text/html"])
    with tempfile.TemporaryDirectory(prefix="r4v-bench-") as name:
        space: dict[str, Any] = {"__name__": "plain"}
        for cell in json.loads(task.job.notebook.text)["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), space)  # noqa: S102  the project's own notebook
            if "parameters" in cell["metadata"].get("tags", []):
                space.update({**_parameters(task), "output_dir": name})
        page = site.page(nbformat.v4.new_notebook(cells=[]), task.context) + "".join(outputs)
        (Path(name) / "page.html").write_text(page, encoding="utf-8")
    return len(page)


def _parameters(task: Task) -> Mapping[str, object]:
    return {**task.job.parameters, "data_dir": str(task.data_dir)}


_exporters: list[Any] = []


def _exporter() -> Any:
    if not _exporters:
        from nbconvert.exporters import HTMLExporter

        _exporters.append(HTMLExporter())
    return _exporters[0]


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


def _print_table(seconds: Mapping[str, list[tuple[float, float]]], given: argparse.Namespace) -> None:
    middle = {way: statistics.median(one for one, _memory in runs) for way, runs in seconds.items()}
    print(f"{platform.python_version()}, {batch.cores()} cores, load {os.getloadavg()[0]:.1f}, ", end="")
    print(f"{given.pages} pages ({given.slow} of the slow ways), {given.rounds} rounds, medians\n")
    print("| way | seconds a page | pages a minute | peak memory, MB | ratio |\n| --- | ---: | ---: | ---: | ---: |")
    for way, one in middle.items():
        base = middle["fixed cost: naive loop" if way.startswith("fixed") else "naive loop"]
        memory = max(memory for _one, memory in seconds[way])
        print(f"| {way} | {one:.3f} | {60 / one:.0f} | {memory:.0f} | {base / one:.1f} |")


if __name__ == "__main__":
    main()
