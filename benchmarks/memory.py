"""Memory and open files of each process of a long run: after 10, 100, 300 and 1,000 renders.

    python benchmarks/memory.py                 # 1,002 renders in two workers: some minutes
    python benchmarks/memory.py --reports 20    # a look: 120 renders

One `r4v render`'s work over synthetic reports as full as the shipped one, each page another. At each mark no
new page begins; once those at work are done, what each process holds is read: memory as its proportional
share, so that pages which the template and its workers share are counted once over all. Prints a Markdown
table. Nothing is written but to a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import synthetic_reports
from pages import ROOT, _machine, _share

from r4v_analysis.render import plan as planning
from r4v_analysis.render import preload
from r4v_analysis.render import run as batch
from r4v_analysis.render.execution import workers
from r4v_analysis.render.job import Event

WORKERS = 2
MARKS = (10, 100, 300, 1000)


class Gate(ThreadPoolExecutor):
    """Threads that begin no call while the gate is shut."""

    def __init__(self) -> None:
        """The gate is open."""
        super().__init__(WORKERS)
        self.is_open, self.at_work = threading.Event(), threading.Semaphore(WORKERS)
        self.is_open.set()

    def submit(self, call: Callable[..., Any], /, *given: Any, **options: Any) -> Future[Any]:
        """The same, once the gate is open."""

        def passed() -> Any:
            self.is_open.wait()
            with self.at_work:
                return call(*given, **options)

        return super().submit(passed)

    def empty(self) -> None:
        """Shut the gate and wait until nobody is at work."""
        self.is_open.clear()
        for _worker in range(WORKERS):
            self.at_work.acquire()
        for _worker in range(WORKERS):
            self.at_work.release()


class Samples:
    """What each process held at each mark: MB of memory, and open files."""

    def __init__(self, gate: Gate) -> None:
        """Nothing yet."""
        self.gate, self.count = gate, 0
        self.found: dict[int, dict[str, tuple[float, int]]] = {}

    def event(self, event: Event) -> None:
        """Count a render; look at a mark."""
        if event.status != "rendered":
            sys.exit("\n".join(event.errors))
        self.count += 1
        if self.count in MARKS:
            self.gate.empty()
            self.found[self.count] = {name: (_share(pid), _files(pid)) for name, pid in _processes().items()}
            print(f"{self.count} renders: {self.found[self.count]}", file=sys.stderr)
            self.gate.is_open.set()


def main() -> None:
    """Render, look, print."""
    given = _arguments()
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="r4v-bench-") as folder, Gate() as gate:
        data = synthetic_reports.write_folder(Path(folder, "data"), given.reports)
        samples, started = Samples(gate), time.perf_counter()
        workers.prepare(preload.__name__)
        plan = planning.plan(data_dir=data)
        summary = batch.render(plan, Path(folder, "outputs"), executor=gate, on_event=samples.event)
        minutes = (time.perf_counter() - started) / 60
        workers.end_idle()
    print(f"{_machine()}; {len(plan.jobs)} renders in {minutes:.1f} minutes.\n")
    _print(samples.found)
    print(f"\nMost of a worker or of one notebook in it, resident: {sorted(summary.peaks.values())} MB.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=167, help="synthetic reports, six renders each")
    return parser.parse_args()


def _processes() -> dict[str, int]:
    """The caller, the template and its workers by name; workers in the order of their ids."""
    template = workers._template
    if template is None:
        return {"caller": os.getpid()}
    pids = sorted(worker.pid for worker in {*template.idle, *template.busy})
    named = {f"worker {number}": pid for number, pid in enumerate(pids, 1)}
    return {"caller": os.getpid(), "template": template.process.pid, **named}


def _files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def _print(found: dict[int, dict[str, tuple[float, int]]]) -> None:
    names = list(dict.fromkeys(name for held in found.values() for name in held))
    print(f"| after renders | {' | '.join(f'{name}, MB | files' for name in names)} |")
    print(f"| ---: |{' ---: | ---: |' * len(names)}")
    for count, held in found.items():
        cells = [f"{held[name][0]:.0f} | {held[name][1]}" if name in held else " | " for name in names]
        print(f"| {count:,} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
