"""How a run hands over its tasks: enough for every worker, and no more than a little ahead of what ends."""

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from r4v_analysis.render import tasks as carrying
from r4v_analysis.render.work import Result


class Counted:
    """So many tasks, and how many of them were taken."""

    def __init__(self, count):
        self.count, self.taken = count, 0

    def __iter__(self):
        for number in range(self.count):
            self.taken += 1
            yield SimpleNamespace(number=number)


@pytest.fixture
def gate(monkeypatch):
    """What every task waits for."""
    opened = threading.Event()

    def work(task):
        opened.wait(10)
        return Result({str(task.number): b""}, 0.0)

    monkeypatch.setattr(carrying, "run", work)
    return opened


def test_tasks_are_made_as_workers_need_them(gate):
    tasks = Counted(100)
    with carrying.running(iter(tasks), None, 2) as begun:
        assert tasks.taken == 2 * carrying.AHEAD
        gate.set()
        for _ended in range(10):
            begun.next()
        assert tasks.taken == 2 * carrying.AHEAD + 10


def test_every_task_ends_once_with_its_own_result(gate):
    gate.set()
    with carrying.running(iter(Counted(1000)), None, 3) as begun:
        ended = [begun.next() for _number in range(1000)]
        assert not begun
    assert sorted(task.number for task, _result in ended) == list(range(1000))
    assert all(list(result.files) == [str(task.number)] for task, result in ended)


def test_an_executor_of_others_gets_all_that_it_could_need(gate):
    tasks = Counted(2 * carrying.AHEAD_ELSEWHERE)
    with ThreadPoolExecutor(1) as others, carrying.running(iter(tasks), others, 1) as begun:
        assert tasks.taken == carrying.AHEAD_ELSEWHERE
        gate.set()
        assert begun


@pytest.mark.parametrize(("goes_on", "ended"), [(False, [True]), (True, [])])
def test_workers_stay_where_a_run_goes_on(gate, monkeypatch, goes_on, ended):
    gate.set()
    found = []
    monkeypatch.setattr(carrying, "end_workers", lambda: found.append(True))
    with carrying.running(iter(Counted(1)), None, 1, goes_on=goes_on) as begun:
        begun.next()
    assert found == ended
