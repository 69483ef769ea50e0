"""What a system can do to a command: one line and an exit code, never a traceback."""

import errno
import os
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import synthetic

from r4v_analysis.cli import app, console
from r4v_analysis.errors import system_line
from r4v_analysis.files import file_digest
from r4v_analysis.render.execution import environment

pytestmark = pytest.mark.process

PYTHON = shlex.quote(sys.executable)

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")


@pytest.fixture
def data(tmp_path, data_dir):
    return synthetic.write_folder(tmp_path / "data", data_dir)


def run(command, cwd):
    """Exit code, stdout and stderr of a shell's command line; `r4v` is this interpreter's."""
    line = command.replace("r4v ", f"{PYTHON} -m r4v_analysis.cli ", 1)
    done = subprocess.run(["sh", "-c", line], cwd=cwd, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr.splitlines()


@needs_full
def test_a_result_that_stdout_does_not_take_is_one_line(data):
    assert run("r4v list --data data >/dev/full", data.parent) == (
        1,
        "",
        [
            "error: stdout: expected that it takes the result, found: No space left on device. "
            "Send it elsewhere, or free space."
        ],
    )
    code, _out, err = run("r4v list --data data >&-", data.parent)
    assert code == 1
    assert len(err) == 1
    assert err[0].startswith("error: stdout: expected that it takes the result, found: Bad file descriptor.")


@needs_full
@pytest.mark.parametrize("stderr", ["/dev/full", "&-"])
def test_a_stderr_that_takes_nothing_ends_no_command(data, stderr):
    code, out, _err = run(f"r4v list --data data 2>{stderr}", data.parent)
    assert code == 0
    assert out.startswith(synthetic.REPORT_ID)


def test_a_working_folder_that_was_removed_is_named(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"cd {gone} && rmdir {gone} && {PYTHON} -m r4v_analysis.cli list"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        "error: working folder: expected it to be there, found that it was removed. "
        "Change to another one, and run again.\n"
    )


@pytest.mark.parametrize("command", [["render", "--all"], ["undo"]])
def test_without_a_folder_for_temporary_files_the_command_says_how_to_name_one(capsys, data, monkeypatch, command):
    from r4v_analysis.data import change

    monkeypatch.chdir(data.parent)
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/nowhere"])
    now = {"reports.csv": file_digest(data / "reports.csv")}
    monkeypatch.setattr(change, "_record", lambda _folder: ("x", {"reports.csv": None}, now))
    code = app.main([*command, "--data", "data"])
    lines = capsys.readouterr().err.splitlines()
    assert code == 1
    assert [line for line in lines if line.startswith("error: ")] == lines[-1:]
    assert (
        "temporary files: expected a folder for them, found none that can be written. Set TMPDIR to one." in lines[-1]
    )


def test_what_nobody_foresaw_is_a_line_too(capsys, monkeypatch, data):
    def broken(*_given, **_options):
        raise OSError(errno.EIO, "Input/output error", "data/reports.csv")

    monkeypatch.setattr("r4v_analysis.cli.check.checked", broken)
    assert app.main(["check", "--data", str(data)]) == 1
    assert capsys.readouterr().err == (
        "error: 'data/reports.csv': expected that it can be used, found: Input/output error. "
        "Check the disk, and restore the file.\n"
    )


def test_an_error_without_words_and_one_of_memory_are_said():
    assert system_line(OSError("cable pulled")).startswith("system: expected that it can be used, found: cable pulled.")
    assert "(-j 1)" in system_line(MemoryError())


@pytest.mark.parametrize("arguments", [["-o", ""], ["--output="], ["--data", ""], ["--from", ""]])
def test_an_empty_name_is_wrong_usage(capsys, arguments):
    assert app.main(["bundle", *arguments]) == 2
    assert "expected a name, found an empty one" in capsys.readouterr().err


def test_a_folder_can_not_be_stdout(capsys, data, monkeypatch):
    monkeypatch.chdir(data.parent)
    assert app.main(["render", "-o", "-"]) == 2
    assert capsys.readouterr().err.startswith("error: -o: expected a folder, found '-', which is stdout.")


def test_a_dash_is_stdout_and_nothing_else_is_printed_there(data):
    code, out, _err = run("r4v export csv --data data -o -", data.parent)
    assert code == 0
    assert out.splitlines()[0].startswith("report_id,country_iso3")
    assert "-\n" not in out.splitlines(keepends=True)
    assert not (data.parent / "-").exists()


def test_a_pipe_is_written_through_and_stays_one(tmp_path, capsys):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    console.write_result(pipe, "all of it\n")
    assert reader.communicate(timeout=20)[0] == b"all of it\n"
    assert pipe.is_fifo()
    assert capsys.readouterr().out == ""


def test_a_link_stays_and_its_file_is_written(tmp_path, capsys):
    (tmp_path / "there").mkdir()
    (tmp_path / "link.csv").symlink_to("there/file.csv")
    console.write_result(tmp_path / "link.csv", "new\n")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "there" / "file.csv").read_text() == "new\n"
    assert capsys.readouterr().out == f"{tmp_path / 'link.csv'}\n"


@needs_full
def test_a_device_is_written_to_and_never_replaced(capsys):
    with pytest.raises(app.UsageError, match=r"-o '/dev/full': expected to write it, found: No space left on device"):
        console.write_result(Path("/dev/full"), "x")
    assert Path("/dev/full").is_char_device()


def test_a_closed_terminal_ends_a_command_as_a_signal_does_but_not_under_nohup():
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        environment.end_on_signals()
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        environment.end_on_signals()
        with pytest.raises(SystemExit) as ended:
            os.kill(os.getpid(), signal.SIGHUP)
        assert ended.value.code == 128 + signal.SIGHUP
    finally:
        environment._ending.clear()
        for number, handler in before.items():
            signal.signal(number, handler)
