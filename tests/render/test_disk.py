"""What can happen to an output folder during a run: one clear error each, nothing lost."""

import errno
import json
import os
import shutil
import subprocess
import sys
import time

import pytest
import synthetic
from small_notebooks import contents, write_project
from test_batch import worker

from r4v_analysis.data.load import CHECKED
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.errors import R4VError
from r4v_analysis.files import write_atomic
from r4v_analysis.render import manifest, plan, run

REPORT = synthetic.REPORT_ID


@pytest.fixture
def project(tmp_path, data_dir, monkeypatch):
    """A project of three notebooks whose renders take no kernel."""
    folder = write_project(tmp_path / "project", data_dir, one=("1",), two=("2",), three=("3",))
    monkeypatch.chdir(folder)
    monkeypatch.setattr("r4v_analysis.render.tasks.run", worker)
    monkeypatch.setenv("R4V_ENGINE", "fresh")
    monkeypatch.setenv(CHECKED, folder_digest(folder / "data"))
    return folder


@pytest.fixture
def small_disk(tmp_path):
    """A file system of a megabyte; only an administrator of Linux can have one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    if sys.platform != "linux" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def render(output, **options):
    events = []
    run.render(plan.plan(languages=["en"]), output, workers=1, on_event=events.append, **options)
    return {event.notebook: event.status for event in events}


def error_of(output):
    with pytest.raises(R4VError) as caught:
        render(output)
    (line,) = str(caught.value).splitlines()
    return line


def test_a_full_disk_is_one_error_and_what_is_done_stays_done(project, small_disk, monkeypatch):
    def two_is_large(task):
        result = worker(task)
        is_large = task.job.notebook.name == "two"
        return run.Result({**result.files, task.job.page: b"x" * (2 << 20)}, 0.1) if is_large else result

    output = small_disk / "outputs"
    render(output)
    before = contents(output)
    assert json.loads(before["manifest.json"])
    synthetic.edit_cell(project / "data", "reports.csv", 2, "title", "Changed")
    monkeypatch.setenv(CHECKED, folder_digest(project / "data"))
    monkeypatch.setattr("r4v_analysis.render.tasks.run", two_is_large)
    assert error_of(output).endswith(
        "expected to write it, found: No space left on device. Free some space and run again; what is done stays done."
    )
    after = contents(output)
    assert after[f"{REPORT}/two.en.html"] == before[f"{REPORT}/two.en.html"]
    assert not [path for path in after if "/." in path or path.startswith(".")]
    monkeypatch.setattr("r4v_analysis.render.tasks.run", worker)
    assert render(output)["two"] == "rendered"


def test_a_read_only_disk_is_one_error(project, small_disk):
    output = small_disk / "outputs"
    render(output)
    before = contents(output)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert "found: Read-only file system. Mend its permissions, or name another folder with -o." in error_of(output)
    assert contents(output) == before


def test_outputs_that_are_removed_during_the_run_are_one_error_and_the_next_run_makes_them(project):
    output = project / "outputs"

    def remove(event):
        if event.notebook == "two":
            shutil.rmtree(output)

    with pytest.raises(R4VError, match=r"expected 6 files that this run wrote, found that \d were removed meanwhile"):
        run.render(plan.plan(languages=["en"]), output, workers=1, on_event=remove)
    render(output)
    for name in ("one", "two", "three"):
        assert (output / REPORT / f"{name}.en.html").is_file()


def test_a_file_that_is_removed_while_its_record_is_made_is_rendered_again(project, monkeypatch):
    written = manifest.write_if_changed

    def lost(path, content):
        written(path, content)
        if path.name == "two.en.html":
            path.unlink()

    monkeypatch.setattr(manifest, "write_if_changed", lost)
    with pytest.raises(R4VError, match=r"two\.en\.html' among them"):
        render(project / "outputs")
    monkeypatch.setattr(manifest, "write_if_changed", written)
    assert render(project / "outputs") == {"one": "current", "three": "current", "two": "rendered"}


def test_a_clock_that_steps_back_changes_nothing(project, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 86_400)
    render(project / "outputs")
    for path in (project / "outputs").rglob("*"):
        os.utime(path, (now + 86_400, now + 86_400))
    assert set(render(project / "outputs").values()) == {"current"}
    synthetic.edit_cell(project / "data", "reports.csv", 2, "title", "Changed")
    monkeypatch.setenv(CHECKED, folder_digest(project / "data"))
    assert set(render(project / "outputs").values()) == {"rendered"}
    seconds = [render["seconds"] for render in json.loads((project / "outputs/manifest.json").read_text())["renders"]]
    assert min(seconds) >= 0


def test_a_folder_that_is_removed_just_before_a_write_is_made_again(tmp_path, monkeypatch):
    from r4v_analysis import files

    named = files.secrets.token_hex

    def once_too_late(count):
        monkeypatch.setattr(files.secrets, "token_hex", named)
        shutil.rmtree(tmp_path / "a")
        return named(count)

    monkeypatch.setattr(files.secrets, "token_hex", once_too_late)
    write_atomic(tmp_path / "a" / "page.html", "whole")
    assert contents(tmp_path) == {"a/page.html": b"whole"}


def test_a_file_that_is_too_large_leaves_the_old_one(tmp_path):
    write_atomic(tmp_path / "page.html", "old")
    script = (
        "import resource, sys; from pathlib import Path; from r4v_analysis.files import write_atomic\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))\n"
        "try:\n    write_atomic(Path(sys.argv[1]), 'n' * 1000)\nexcept OSError as error:\n    print(error.errno)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "page.html")], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == errno.EFBIG
    assert contents(tmp_path) == {"page.html": b"old"}
