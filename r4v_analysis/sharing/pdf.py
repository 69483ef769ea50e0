"""Pages as tagged PDF files, printed by an installed Chromium.

A PDF stands beside its page and is printed again when the page is newer. Its bytes differ from run
to run, so no manifest lists it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from r4v_analysis.errors import R4VError
from r4v_analysis.files import scratch, write_atomic
from r4v_analysis.render.html.context import summary_file
from r4v_analysis.render.plan import RunPlan

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SECONDS = 120
"""How long one page may take to print."""

_QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)


def chromium() -> str:
    """Path of an installed Chromium: what R4V_CHROMIUM names, else the first of BROWSERS on PATH.

    Raises
    ------
    R4VError
        There is none.
    """
    named = os.environ.get("R4V_CHROMIUM", "")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return found
    where = f"{named!r}, which R4V_CHROMIUM names," if named else f"one of {', '.join(BROWSERS)} on PATH"
    raise R4VError(
        f"--pdf: expected {where} to print pages, found no such browser. "
        "Install Chromium (Debian, Ubuntu: apt-get install chromium), set R4V_CHROMIUM to its path, or leave --pdf out."
    )


def is_current(page: Path) -> bool:
    """Whether a page's PDF is there and not older than the page."""
    pdf = page.with_suffix(".pdf")
    return pdf.is_file() and pdf.stat().st_mtime_ns >= page.stat().st_mtime_ns


def pages_of(planned: RunPlan, output_dir: Path) -> list[Path]:
    """The pages of a plan's jobs and the summary pages beside them, each once."""
    jobs = [output_dir / job.page for job in planned.jobs]
    summaries = [(output_dir / job.folder) / summary_file(job.lang) for job in planned.jobs]
    return list(dict.fromkeys([*jobs, *summaries]))


def print_pages(pages: Iterable[Path], browser: str, workers: int, on_pdf: Callable[[Path], object]) -> list[str]:
    """Print pages whose PDF is missing or older, in their order; a line for each that could not be printed.

    `on_pdf` is called with each PDF that was written.
    """
    wanted = [page for page in pages if page.is_file() and not is_current(page)]
    problems = []
    with ThreadPoolExecutor(max(1, workers)) as pool:
        for page, problem in zip(wanted, pool.map(lambda page: print_page(page, browser), wanted), strict=True):
            if problem:
                problems.append(problem)
            else:
                on_pdf(page.with_suffix(".pdf"))
    return problems


def print_page(page: Path, browser: str) -> str:
    """Print one page beside itself; a line that says what went wrong, empty where nothing did."""
    with scratch("pdf") as folder:
        printed = folder / "page.pdf"
        command = [browser, *_QUIET, *_sandbox(), f"--user-data-dir={folder}/profile", f"--print-to-pdf={printed}"]
        try:
            run = subprocess.run(
                [*command, page.resolve().as_uri()], capture_output=True, text=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return _problem(page, browser, str(error))
        if not printed.is_file():
            return _problem(page, browser, f"exit code {run.returncode}")
        write_atomic(page.with_suffix(".pdf"), printed.read_bytes())
    return ""


def _sandbox() -> list[str]:
    """Chromium's sandbox does not start for root; the page is our own, and its policy lets it fetch nothing."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _problem(page: Path, browser: str, found: str) -> str:
    return f"{page}: expected a PDF from {browser}, found {found.splitlines()[0]}. Open the page and print it by hand."
