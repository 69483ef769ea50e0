"""Seconds that a batch takes before and beside its pages: to check data, to plan, to see that nothing changed.

    python benchmarks/planning.py --many 1667 --few 167

Data is synthetic, with reports as full as the shipped one, six renders each (three notebooks, two languages).
Pages are not made: each render gets a dozen small files. Each line is a whole command
in a process of its own, as a person starts it: what was checked before is known by the manifest alone. Seconds
of a core, so that other work on the machine counts less, and seconds on the clock; the middle of three, by the
clock, where a line says so. Nothing is written but to a temporary folder.
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

from r4v_analysis.analysis import record
from r4v_analysis.data.load import CHECKED
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.render import manifest, tasks
from r4v_analysis.render import plan as planning
from r4v_analysis.render import run as batch
from r4v_analysis.render.html import context as pages
from r4v_analysis.render.html import summary
from r4v_analysis.render.work import Result, Task

ROOT = Path(__file__).resolve().parent.parent
FILES = 12
IMPORTS = "import r4v_analysis.cli, r4v_analysis.render.run, r4v_analysis.render.plan, r4v_analysis.render.html.index"
_COMMAND = ["-m", "r4v_analysis.cli"]
PLANNED, UNCHANGED = 10.0, 1.0
"""Seconds on the clock that are wanted at most: 10,000 renders planned; no change over 1,000 renders."""

TABLES = ("plan-funding", "people-in-need", "sector-reach", "programme-counts", "population")


def main() -> None:
    """Make the folders, time each command, print the table."""
    given = _arguments()
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="r4v-bench-") as name:
        many, few, outputs = Path(name, "many"), Path(name, "few"), Path(name, "outputs")
        synthetic_reports.write_folder(many, given.many)
        synthetic_reports.write_folder(few, given.few)
        none, checked = Path(name, "none"), Path(name, "checked")
        rows = [("start-up: imports (of three)", 0, _middle(["-c", IMPORTS]), 0.0)]
        rows.append(
            ("check of data, a new state", given.many, _seconds([*_COMMAND, "check", "--data", str(many)]), 0.0)
        )
        rows.append(("plan, data not checked yet", given.many, _seconds(_render(many, none, "--dry-run")), PLANNED))
        _put_on_record(many, checked)
        rows.append(
            ("plan, data on record as checked", given.many, _seconds(_render(many, checked, "--dry-run")), PLANNED)
        )
        _fill(few, outputs)
        rows.append(("no change (of three)", given.few, _middle(_render(few, outputs)), UNCHANGED))
        rows.append(("no change, --verify", given.few, _seconds(_render(few, outputs, "--verify")), 0.0))
        _touch(few)
        rows.append(("one note changed, --dry-run", given.few, _seconds(_render(few, outputs, "--dry-run")), 0.0))
        rows.append(("check of data, a new state", given.few, _seconds([*_COMMAND, "check", "--data", str(few)]), 0.0))
    load = os.getloadavg()[0]
    print(f"{platform.python_version()}, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}; load {load:.1f} after")
    print(f"{'':34}{'reports':>8}{'renders':>8}{'core s':>8}{'clock s':>8}{'wanted':>8}")
    for what, reports, (core, clock), wanted in rows:
        print(f"{what:34}{reports:8}{reports * 6:8}{core:8.2f}{clock:8.2f}{f'{wanted:8.1f}' if wanted else ''}")


Seconds = tuple[float, float]
"""Of a core, and on the clock."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--many", type=int, default=1667, help="reports that are planned")
    parser.add_argument("--few", type=int, default=167, help="reports whose renders are current")
    return parser.parse_args()


def _render(data: Path, outputs: Path, *flags: str) -> list[str]:
    return [*_COMMAND, "render", "--data", str(data), "-o", str(outputs), *flags]


def _middle(arguments: list[str]) -> Seconds:
    """Of three runs the one that took the middle time."""
    return sorted((_seconds(arguments) for _run in range(3)), key=lambda seconds: seconds[1])[1]


def _seconds(arguments: list[str]) -> Seconds:
    """Of one process that is told nothing of what was checked."""
    environment = {name: value for name, value in os.environ.items() if name != CHECKED}
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, clock


def _put_on_record(data: Path, outputs: Path) -> None:
    """An output folder without a render whose manifest says that this state of data was checked."""
    outputs.mkdir()
    book = manifest.read_manifest(outputs)
    book.checked = manifest.checked_state(folder_digest(data))
    book.write()


def _fill(data: Path, outputs: Path) -> None:
    """An output folder whose renders are all current, and whose manifest says that their data was checked."""
    plan = planning.plan(data_dir=data)

    def made(task: Task) -> Result:
        report = plan.data.report(task.job.report_id)
        for table in TABLES:
            report.known(table)
            report.known_of(table, "XRG")
        for table in ("sectors", "stages", "countries", "indicators", "places"):
            report.codes(table)
        _read = report.record, report.events, report.partners, report.observations, report.earlier, report.neighbours
        stem = f"{task.job.folder}/{task.job.notebook.name}"
        files = {f"{stem}-{number}.{task.job.lang}.svg": b"<svg/>" for number in range(FILES - 1)}
        return Result({**files, f"{stem}.{task.job.lang}.html": b"<html/>"}, 0.0)

    tasks.run = made
    pages.context = lambda *_given: None
    record.metrics_json = lambda report: str(len(report.record))
    summary.summary_page = lambda *_given: "<html/>"
    batch.render(plan, outputs)


def _touch(data: Path) -> None:
    """One number of one report gets another note."""
    path = sorted((data / "observations").iterdir())[0]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(" synthetic people", " made-up people", 1), encoding="utf-8")


if __name__ == "__main__":
    main()
