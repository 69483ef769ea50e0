"""Renders on the workers of a real scheduler, on this machine's loopback only; one of them is killed in mid-run."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from processes import marked, wait_until
from small_notebooks import DRAW, contents, write_project

from r4v_analysis.cli import app
from r4v_analysis.data.load import CHECKED
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.errors import R4VError, UsageError
from r4v_analysis.render import cluster, run
from r4v_analysis.render import plan as planning
from r4v_analysis.render import work as jobs
from r4v_analysis.render.execution.limits import NONE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up as Linux has them")

MARK = "R4V_TEST_MARK"
CODES = (DRAW, "import time\ntime.sleep(0.5)", "6 * 7")
NAMES = ("one", "two", "three", "four", "five", "six")


class Dask:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder):
        self.folder, self.file = folder, folder / "scheduler.json"
        self.mark = f"{folder.name}-{os.getpid()}"
        self.processes = []

    def start(self, *arguments):
        command = [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(self.file), "--host", "127.0.0.1"]
        with (self.folder / f"log-{len(self.processes)}.txt").open("w") as log:
            self.processes.append(
                subprocess.Popen(
                    [*command, "--no-dashboard"],
                    cwd=self.folder,
                    env={**os.environ, MARK: self.mark},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )
            )

    def work(self, name):
        self.start("worker", "--no-nanny", "--nthreads", "1", "--local-directory", str(self.folder / name))

    @property
    def address(self):
        wait_until(self.file.exists)
        return json.loads(self.file.read_text())["address"]


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    """A scheduler without workers."""
    result = Dask(tmp_path_factory.mktemp("dask"))
    result.start("scheduler", "--port", "0")
    yield result
    for process in result.processes:
        process.kill()
        process.wait()


@pytest.fixture
def project(tmp_path, data_dir, monkeypatch):
    folder = write_project(tmp_path / "project", data_dir, **dict.fromkeys(NAMES, CODES))
    monkeypatch.chdir(folder)
    monkeypatch.setenv(CHECKED, folder_digest(folder / "data"))
    return folder


def error_of(error, address, folder):
    with pytest.raises(error) as caught, cluster.connected(address, folder):
        pass
    return str(caught.value)


def test_what_keeps_a_run_from_its_workers_is_one_line(dask, project, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    assert error_of(R4VError, "tcp://127.0.0.1:1", project).startswith(
        "scheduler tcp://127.0.0.1:1: expected an answer within 1 s, found none (Connection refused). Start it"
    )
    monkeypatch.setattr(cluster, "PATIENCE", 5)  # the scheduler that has just begun has to answer, too
    assert error_of(R4VError, dask.address, project).endswith(
        f"expected a worker within 5 s, found none. Start some: dask worker {dask.address}."
    )
    assert "expected an address such as tcp://" in error_of(UsageError, "", project)
    assert "found '10.0.0.1:8786'" in error_of(UsageError, "10.0.0.1:8786", project)


@contextmanager
def port(greeting):
    """A port that says this to whoever connects, and no more."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held = []

        def take():
            with suppress(OSError):
                while True:
                    held.append(server.accept()[0])
                    held[-1].sendall(greeting)

        threading.Thread(target=take, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        for connection in held:
            connection.close()


def test_a_port_that_is_no_scheduler_does_not_hold_a_run(project, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with port(b"") as silent:
        begun = time.monotonic()
        line = error_of(R4VError, f"tcp://{silent}", project)
        assert line == f"scheduler tcp://{silent}: expected an answer within 1 s, found none. Start it: dask scheduler."
        assert time.monotonic() - begun < 20  # Dask itself would try for longer
        assert "expected certificates for TLS, found none" in error_of(UsageError, f"tls://{silent}", project)
    with port(b"SSH-2.0-OpenSSH\r\n") as other:
        assert "expected a Dask scheduler, found another program" in error_of(R4VError, f"tcp://{other}", project)


def test_it_is_said_once_that_all_workers_are_gone_and_that_there_are_some_again(monkeypatch, caplog):
    looks = [{"a": 1}, {}, {}, {"b": 1}, {"b": 1}]
    ended = threading.Event()

    class Client:
        def scheduler_info(self):
            if not looks:
                ended.set()
                return {"workers": {"b": 1}}
            return {"workers": looks.pop(0)}

    monkeypatch.setattr(cluster, "LOOK_EVERY", 0.001)
    cluster._watch(Client(), "tcp://x:1", ended)
    assert [record.getMessage().split(":", 3)[-1].strip() for record in caplog.records] == [
        "expected workers, found that all are gone. The run waits for others: dask worker tcp://x:1. Ctrl-C ends it.",
        "workers are there again (1). The run goes on.",
    ]


def test_without_the_extra_it_is_said_what_to_install(project, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert app.main(["render", "--scheduler", "tcp://127.0.0.1:8786"]) == 2
    assert capsys.readouterr().err == (
        "error: --scheduler: expected Dask distributed, found that it is not installed. "
        "Install it: pip install 'r4v-analysis[cluster]'.\n"
    )
    assert not (project / "outputs").exists()


def test_a_run_on_two_workers_outlives_one_of_them(dask, project, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 120)  # both workers begin only now
    plan = planning.plan(languages=["en"])
    dask.work("first")
    dask.work("second")
    events = []

    def kill_one(event):
        events.append(event)
        if len(events) == 1:
            dask.processes[1].send_signal(signal.SIGKILL)

    with cluster.connected(dask.address, project / "data") as executor:
        wait_until(lambda: len(executor.executor._client.scheduler_info()["workers"]) == 2)
        summary = run.render(plan, project / "outputs", executor=executor, on_event=kill_one)
        assert summary.counts == {"rendered": len(NAMES), "current": 0, "skipped": 0, "failed": 0}, [
            event.errors for event in events
        ]
        monkeypatch.setattr(cluster, "this_package", lambda: {"matplotlib": "0.1"})
        with pytest.raises(R4VError, match=r"worker tcp://127.0.0.1:\d+: expected the caller's version of matplotlib"):
            cluster._require_workers(executor.executor._client, dask.address)
    unpacked = list((dask.folder / "second").rglob("r4v-data-*"))
    assert [path.is_dir() for path in unpacked] == [True]
    assert contents(unpacked[0]) == contents(project / "data")
    dask.processes[2].send_signal(signal.SIGTERM)
    wait_until(lambda: set(marked(f"{MARK}={dask.mark}")) == {dask.processes[0].pid})
    here = jobs.render(next(run._tasks(plan.jobs, plan, NONE)))
    found = contents(project / "outputs")
    assert {path: found[path] for path in here.files} == here.files


def test_a_worker_of_another_version_makes_no_page(project):
    plan = planning.plan(languages=["en"])
    task = next(run._tasks(plan.jobs, plan, NONE))
    shipment = cluster.Shipment("0", cluster.packed(project / "data"), cluster.this_package())
    for package, found in ({"r4v-analysis": "0"}, "r4v-analysis"), ({"numpy": "0.1"}, "numpy 0.1 (found "):
        with pytest.raises(R4VError, match="worker: expected the caller's version of") as caught:
            cluster.unpacked(replace(shipment, package=package), jobs.run, task)
        assert found in str(caught.value)


def test_a_task_runs_on_the_unpacked_data(project):
    plan = planning.plan(languages=["en"])
    task = next(run._tasks(plan.jobs, plan, NONE))
    shipment = cluster.Shipment("digest", cluster.packed(project / "data"), cluster.this_package())
    first, second = (cluster.unpacked(shipment, lambda task: task.data_dir, task) for _time in range(2))
    assert first == second != project / "data"
    assert folder_digest(first) == folder_digest(project / "data")


def test_the_same_files_make_the_same_archive(project, data_dir):
    assert cluster.packed(project / "data") == cluster.packed(project / "data") != cluster.packed(data_dir)
