"""Seconds that a batch takes before and beside its pages: to plan, to see that nothing changed, to ask data again.

    python benchmarks/planning.py --many 1667 --few 167

Data is synthetic, with reports as full as the shipped one, six renders each (three notebooks, two languages).
Pages are not made: each render gets a dozen small files and the reads of a page. Each line is the command in
a process of its own, but for the first without what importing takes: seconds of a core, so that other work
on the machine does not count, and seconds on the clock. Nothing is written but to a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import synthetic_reports

from r4v_analysis import batch, metrics, pages, planning, summary
from r4v_analysis.beside import noted_by
from r4v_analysis.data import CHECKED, folder_digest
from r4v_analysis.jobs import Result, Task
from r4v_analysis.reads import Reads

ROOT = Path(__file__).resolve().parent.parent
FILES = 12
IMPORTS = "import r4v_analysis.cli, r4v_analysis.batch, r4v_analysis.planning, r4v_analysis.index_page"
TABLES = ("plan-funding", "people-in-need", "sector-reach", "programme-counts", "population")


def main() -> None:
    """Make the folders, time each command, print the table."""
    given = _arguments()
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="r4v-bench-") as name:
        many, few, outputs = Path(name, "many"), Path(name, "few"), Path(name, "outputs")
        synthetic_reports.write_folder(many, given.many)
        synthetic_reports.write_folder(few, given.few)
        none = Path(name, "none")
        start = _seconds(["-c", IMPORTS], many)
        rows = [("start-up: imports", 0, start)]
        rows.append(("plan, data on record as checked", given.many, _less(_render(many, none, "--dry-run"), start)))
        _fill(few, outputs)
        rows.append(("no change", given.few, _less(_render(few, outputs), start)))
        rows.append(("no change, --verify", given.few, _less(_render(few, outputs, "--verify"), start)))
        _touch(few)
        rows.append(("one note changed, --dry-run", given.few, _less(_render(few, outputs, "--dry-run"), start)))
        check = _seconds(["-m", "r4v_analysis.cli", "check", "--data", str(few)], None)
        rows.append(("check of data, once a state", given.few, check))
    print(f"{platform.python_version()}, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}")
    print(f"{'':34}{'reports':>8}{'renders':>8}{'core s':>8}{'clock s':>8}")
    for what, reports, (core, clock) in rows:
        print(f"{what:34}{reports:8}{reports * 6:8}{core:8.2f}{clock:8.2f}")


Seconds = tuple[float, float]
"""Of a core, and on the clock."""


def _less(whole: Seconds, start: Seconds) -> Seconds:
    return whole[0] - start[0], whole[1] - start[1]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=int, default=1667, help="reports that are planned")
    parser.add_argument("--few", type=int, default=167, help="reports whose renders are current")
    return parser.parse_args()


def _render(data: Path, outputs: Path, *flags: str) -> Seconds:
    return _seconds(["-m", "r4v_analysis.cli", "render", "--data", str(data), "-o", str(outputs), *flags], data)


def _seconds(arguments: list[str], data: Path | None) -> Seconds:
    """Of one process, its data taken as checked where it is named."""
    environment = {**os.environ, **({CHECKED: folder_digest(data)} if data else {})}
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, clock


def _fill(data: Path, outputs: Path) -> None:
    """An output folder whose renders are all current."""
    os.environ[CHECKED] = folder_digest(data)
    plan = planning.plan(data_dir=data)

    def made(task: Task) -> Result:
        report = plan.data.noting(Reads()).report(task.job.report_id)
        for table in TABLES:
            report.known(table)
            report.known_of(table, "XRG")
        for table in ("sectors", "stages", "countries", "indicators", "places"):
            report.codes(table)
        _read = report.record, report.events, report.partners, report.observations, report.earlier, report.neighbours
        stem = f"{task.job.folder}/{task.job.notebook.name}"
        files = {f"{stem}-{number}.{task.job.lang}.svg": b"<svg/>" for number in range(FILES - 1)}
        return Result({**files, f"{stem}.{task.job.lang}.html": b"<html/>"}, 0.0, reads=noted_by(report))

    batch.run = made
    pages.context = lambda *_given: None
    metrics.metrics_json = lambda report: str(len(report.record))
    summary.contents = lambda report, *_given: len(report.record)
    summary.summary_page = lambda *_given: "<html/>"
    batch.render(plan, outputs)


def _touch(data: Path) -> None:
    """One number of one report gets another note."""
    path = sorted((data / "observations").iterdir())[0]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(" synthetic people", " made-up people", 1), encoding="utf-8")


if __name__ == "__main__":
    main()
