"""One run at a time in an output folder, whatever became of the one before."""

import json
import os
import platform
import signal
import subprocess
import sys

import pytest
from small_notebooks import contents

from r4v_analysis.errors import R4VError
from r4v_analysis.render.lock import HOLDER as HELD_BY
from r4v_analysis.render.lock import NAME, alone_in

HOLDER = """
import sys, time
from pathlib import Path
from r4v_analysis.render.lock import alone_in
with alone_in(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the folder."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_nothing_is_left_of_a_lock(tmp_path):
    with alone_in(tmp_path):
        assert json.loads((tmp_path / HELD_BY).read_text())["pid"] == os.getpid()
    assert contents(tmp_path) == {}


def test_a_second_run_is_told_who_holds_the_folder(tmp_path, holder):
    with pytest.raises(R4VError) as caught, alone_in(tmp_path):
        pass
    assert str(caught.value).startswith(
        f"output folder {str(tmp_path)!r}: expected to be the only run that writes it, found that process "
        f"{holder.pid} on {platform.node()} has been at it since 20"
    )
    assert str(caught.value).endswith(". Wait until it ends, or name another folder with -o.")
    assert (tmp_path / NAME).exists()


def test_threads_of_one_process_exclude_each_other_too(tmp_path):
    with alone_in(tmp_path), pytest.raises(R4VError, match=f"process {os.getpid()} on"), alone_in(tmp_path):
        pass


def test_a_dead_runs_lock_is_taken_over_and_what_it_had_begun_to_write_goes(tmp_path, holder):
    begun = tmp_path / "PER" / ".page.en.html.abc.part"
    begun.parent.mkdir()
    begun.write_text("ha")
    (tmp_path / "PER" / "page.en.html").write_text("whole")
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / NAME).exists()
    with alone_in(tmp_path):
        assert json.loads((tmp_path / HELD_BY).read_text())["pid"] == os.getpid()
    assert contents(tmp_path) == {"PER/page.en.html": b"whole"}


def test_an_unreadable_lock_still_holds(tmp_path, holder):
    (tmp_path / HELD_BY).write_text("")
    with pytest.raises(R4VError, match="found that another one is at it"), alone_in(tmp_path):
        pass


def test_a_folder_that_is_removed_meanwhile_takes_its_lock_with_it(tmp_path):
    folder = tmp_path / "outputs"
    folder.mkdir()
    with alone_in(folder):
        (folder / NAME).unlink()
        (folder / HELD_BY).unlink()
        folder.rmdir()
        folder.mkdir()
        (folder / NAME).write_text("another's")
    assert contents(folder) == {NAME: b"another's"}
