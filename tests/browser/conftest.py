"""A browser for tests, and the pages to open in it: synthetic ones, and those of a real run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import synthetic as synthetic_data
import synthetic_index as indexes
import synthetic_notebook as synthetic
from browsing import FULLEST, MISSING, QUIET, Visit, chromium
from playwright.sync_api import Browser, expect, sync_playwright

from r4v_analysis.data.tables import folder_digest
from r4v_analysis.render.html import page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; without one the tests are skipped, but fail where CI=true."""
    executable = chromium()
    if executable is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    arguments = [*QUIET, *(["--no-sandbox"] if is_root else [])]
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, headless=True, args=arguments)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open a file offline, or an address: `visit(path, width=1280, dark=False, javascript=True)`."""
    with _visits(browser) as opened:
        yield opened


@pytest.fixture(scope="module")
def visits(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """The same, for pages that several tests look at."""
    with _visits(browser) as opened:
        yield opened


@contextmanager
def _visits(browser: Browser) -> Iterator[Callable[..., Visit]]:
    contexts = []

    def opened(path: Path | str, *, width: int = 1280, dark: bool = False, javascript: bool = True) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            offline=isinstance(path, Path),
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        result = Visit(context.new_page())
        result.page.on("request", lambda request: result.requests.append(request.url))
        result.page.on("console", lambda message: result.messages.append(message.text))
        result.page.on("pageerror", lambda error: result.messages.append(str(error)))
        result.page.on("dialog", lambda dialog: (result.messages.append(dialog.message), dialog.dismiss()))
        result.page.goto(path.as_uri() if isinstance(path, Path) else path)
        return result

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def synthetic_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder of synthetic pages: an analysis, a hostile one, a failure, an index."""
    folder = tmp_path_factory.mktemp("synthetic")
    report = folder / "PER_2023-05_2023-07"
    report.mkdir()
    failure = page.failure_page(
        report_id="PER_2023-05_2023-07",
        notebook="sector_reach",
        lang="en",
        cell="cell 4 (fig-gap)",
        error="KeyError: 'funding'",
        traceback="Traceback\n" + "line\n" * 100,
        source="gap = funding.gap(report)",
        parameters={"report_id": "PER_2023-05_2023-07"},
    )
    written = {
        report / "funding_gap.en.html": page.page(synthetic.full(), synthetic.context()),
        report / "regularization_uptake.en.html": hostile_page(),
        report / "sector_reach.en.html": failure,
        folder / "index.html": indexes.index_of(
            indexes.data([indexes.report("PER", "2023-05", "2023-07")], []),
            [indexes.record(report.name, name) for name in indexes.NOTEBOOKS],
        ),
    }
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    return folder


def hostile_page() -> str:
    """A page whose texts are markup, right-to-left, and longer than any line."""
    changes = {
        "title": synthetic.HOSTILE,
        "country": synthetic.RIGHT_TO_LEFT,
        "report_title": "x" * 10_000,
        "platform": synthetic.HOSTILE,
        "headlines": (synthetic.Headline(synthetic.HOSTILE, "9" * 500, synthetic.RIGHT_TO_LEFT),),
    }
    cells = [
        synthetic.prose(f"# T\n\n{synthetic.RIGHT_TO_LEFT}"),
        synthetic.prose("## " + "y" * 1000),
        synthetic.prose("## `<b>` & more"),
        synthetic.code(f"print({synthetic.HOSTILE!r})", synthetic.stream("stdout", synthetic.HOSTILE + "z" * 5000)),
    ]
    return page.page(synthetic.notebook(*cells), synthetic.context(**changes))


@pytest.fixture(scope="session")
def hostile_output(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Path:
    """The output folder of the fullest report with hostile texts in its data: names, printed words, notes."""
    folder = tmp_path_factory.mktemp("hostile")
    data = synthetic_data.hostile(data_dir, folder / "data", FULLEST)
    command = [sys.executable, "-m", "r4v_analysis.cli", "render", FULLEST, "-o", str(folder / "outputs")]
    command += ["--notebook", "regularization_uptake", "--notebook", "sector_reach"]
    environment = {**os.environ, "R4V_CHECKED_DATA": folder_digest(data)}  # the check would refuse such words
    run = subprocess.run(
        [*command, "--data", str(data)], capture_output=True, text=True, timeout=600, check=False, env=environment
    )
    assert run.returncode == 0, run.stderr
    return folder / "outputs"
