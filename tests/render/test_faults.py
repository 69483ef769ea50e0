"""Killed at any moment: nothing half written, no process left, and the next run makes what an undisturbed one makes.

`make test-faults` kills fifty times; the moments of a round are always the same part of a run.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from processes import LONG, marked, wait_until
from small_notebooks import DRAW, contents, write_project

from r4v_analysis.data.load import CHECKED
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.render import lock

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up as Linux has them")

ROUNDS = int(os.environ.get("R4V_FAULTS", "1"))
VICTIMS = ("parent", "kernel", "worker", "template")
"""By their distance from the command that was started: parent 0, template 1, worker 2, kernel 3."""

CLOCKED = ("seconds", "peak_mb", "reason", "stats")
"""What two runs may put on record differently of the same render."""

DEPTHS = {"parent": 0, "template": 1, "worker": 2, "kernel": 3}
CHILD = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep({LONG})'])"
CODES = (DRAW, "import time\ntime.sleep(0.15)", CHILD, "time.sleep(0.15)\n6 * 7")
NOTEBOOKS = dict.fromkeys(("one", "two", "three", "four"), CODES)


class Project:
    """A project whose runs can be told from everything else by an environment variable."""

    def __init__(self, folder: Path, data_dir: Path) -> None:
        self.folder = write_project(folder / "project", data_dir, **NOTEBOOKS)
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.mark = f"R4V_TEST_MARK={folder.name}-{os.getpid()}"
        name, _equals, value = self.mark.partition("=")
        own = {name: value, "TMPDIR": str(self.temporary), CHECKED: folder_digest(self.folder / "data")}
        self.environment = {**os.environ, **own}

    def start(self, output: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "r4v_analysis.cli", "render", "--lang", "en", "-j", "2", "-o", output]
        streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=self.folder, env=self.environment, **streams)

    def run(self, output: str) -> None:
        process = self.start(output)
        errors = process.communicate(timeout=120)[1]
        assert process.returncode == 0, errors

    def left(self) -> list[int]:
        """Processes of any run, those too that nobody is the parent of any more."""
        return marked(self.mark)

    def visible(self, output: str) -> dict[str, bytes]:
        found = contents(self.folder / output)
        return {path: found[path] for path in found if not path.rpartition("/")[2].startswith(".")}


@pytest.fixture(scope="module")
def project(tmp_path_factory, data_dir):
    return Project(tmp_path_factory.mktemp("faults"), data_dir)


@pytest.fixture(scope="module")
def undisturbed(project):
    """Seconds and files of a run that nothing happens to."""
    started = time.monotonic()
    project.run("undisturbed")
    seconds = time.monotonic() - started
    return seconds, project.visible("undisturbed")


def without_manifest(files):
    return {path: content for path, content in files.items() if path != "manifest.json"}


def records(files):
    """What a manifest says, but for when, how long and why it was made."""
    renders = json.loads(files["manifest.json"])["renders"]
    return [{key: value for key, value in render.items() if key not in CLOCKED} for render in renders]


def kill(process: subprocess.Popen, victim: str, chance: random.Random) -> None:
    """Kill the parent, or one of those at the victim's depth; the deepest there are where it has none yet."""
    levels = [[psutil.Process(process.pid)]]
    while levels[-1]:
        below = []
        for one in levels[-1]:
            with suppress(psutil.NoSuchProcess):
                below += one.children()
        levels.append(below)
    level = min(DEPTHS[victim], len(levels) - 2)
    with suppress(psutil.NoSuchProcess):
        chance.choice(levels[level]).send_signal(signal.SIGKILL)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_kill_leaves_nothing_half_done_and_the_next_run_finishes_the_rest(project, undisturbed, number):
    seconds, expected = undisturbed
    victim, output, chance = VICTIMS[number % len(VICTIMS)], f"killed-{number}", random.Random(number)  # noqa: S311
    process = project.start(output)
    time.sleep(chance.uniform(0.2 if victim == "parent" else 0.5, 1.0) * seconds)
    if process.poll() is None:
        kill(process, victim, chance)
    process.communicate(timeout=60)
    wait_until(lambda: not project.left())
    for path, content in without_manifest(project.visible(output)).items():
        assert path.startswith("failures/") or path in ("index.html", "index.es.html") or content == expected[path], (
            path
        )
    project.run(output)
    found = contents(project.folder / output)
    assert lock.NAME not in found
    assert without_manifest(found) == without_manifest(expected)
    assert records(found) == records(expected)
    wait_until(lambda: not project.left())
