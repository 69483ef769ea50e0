"""Printing pages without a real browser; tests/browser/test_reading.py has one."""

import shlex
import sys

import pytest

from r4v_analysis.cli import app
from r4v_analysis.errors import R4VError
from r4v_analysis.sharing import pdf


def browser(folder, script):
    """A stand-in for Chromium that runs a few lines of Python with its arguments."""
    path = folder / "browser"
    command = shlex.join([sys.executable, "-c", f"import sys\n{script}"])  # a shebang can't have a space in its path
    path.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return str(path)


PRINTS = """
target = next(part.split('=', 1)[1] for part in sys.argv if part.startswith('--print-to-pdf='))
open(target, 'w').write(sys.argv[-1])
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "ñ page.en.html"
    path.write_text("<title>T</title>", encoding="utf-8")
    return path


def test_a_page_is_printed_beside_itself_and_not_again_until_it_is_newer(tmp_path, page):
    command, printed = browser(tmp_path, PRINTS), []
    assert pdf.print_pages([page, tmp_path / "none.html"], command, 2, printed.append) == []
    assert printed == [tmp_path / "ñ page.en.pdf"]
    assert printed[0].read_text(encoding="utf-8") == page.as_uri()
    assert pdf.print_pages([page], command, 2, printed.append) == []
    assert len(printed) == 1
    stat = printed[0].stat()
    page.write_text("new", encoding="utf-8")
    import os

    os.utime(printed[0], ns=(stat.st_atime_ns, page.stat().st_mtime_ns - 1))
    pdf.print_pages([page], command, 2, printed.append)
    assert len(printed) == 2


def test_a_browser_that_prints_nothing_is_one_line_and_leaves_no_file(tmp_path, page):
    command = browser(tmp_path, "sys.exit(7)")
    (line,) = pdf.print_pages([page], command, 1, lambda _: None)
    assert line == f"{page}: expected a PDF from {command}, found exit code 7. Open the page and print it by hand."
    assert sorted(path.suffix for path in tmp_path.iterdir()) == ["", ".html"]


def test_a_browser_that_is_not_there_is_said_with_what_to_do(monkeypatch):
    monkeypatch.setenv("R4V_CHROMIUM", "/no/such/browser")
    with pytest.raises(R4VError, match=r"expected '/no/such/browser', which R4V_CHROMIUM names.*found no such browser"):
        pdf.chromium()
    monkeypatch.delenv("R4V_CHROMIUM")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(R4VError, match=r"expected one of chromium, .*Install Chromium .*or leave --pdf out"):
        pdf.chromium()


def test_without_a_browser_nothing_is_rendered(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("R4V_CHROMIUM", "/no/such/browser")
    arguments = ["render", "PER_2020-06_2020-06", "--notebook", "funding_gap", "--pdf", "-o", str(tmp_path / "out")]
    assert app.main(arguments) == app.FAILED
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()
