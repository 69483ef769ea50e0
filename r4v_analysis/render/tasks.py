"""Tasks on their way: handed to workers while there is room, taken back in the order in which they end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue

from r4v_analysis.errors import R4VError
from r4v_analysis.render.execution.environment import require_going, stop_all, undisturbed
from r4v_analysis.render.work import Result, Task, end_workers, failed, run

LOOK_EVERY = 0.2
"""Seconds between two looks whether the run is to stop."""

AHEAD = 4
"""Tasks that wait for each worker of this process: what ends is settled while they run."""

AHEAD_ELSEWHERE = 1000
"""Tasks that an executor of others has at a time: nobody here knows how many workers it has."""


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class RunningTasks:
    """Tasks in the order in which they end; true as long as there are any."""

    def __init__(self, tasks: Iterator[Task], executor: Executor, ahead: int) -> None:
        """`tasks` are taken when there is room for them."""
        self._tasks, self._executor, self._ahead = tasks, executor, ahead
        self._futures: dict[Future[Result], Task] = {}
        self._ended: SimpleQueue[Future[Result]] = SimpleQueue()

    def __bool__(self) -> bool:
        """Whether another task will end."""
        return bool(self._futures)

    def submit(self) -> None:
        """Hand over tasks until enough are ahead."""
        while len(self._futures) < self._ahead and (task := next(self._tasks, None)):
            future = self._executor.submit(run, task)
            self._futures[future] = task
            future.add_done_callback(self._ended.put)

    def next(self) -> tuple[Task, Result]:
        """The next task that has ended, and what came of it."""
        future = self._next_future()
        task = self._futures.pop(future)
        self.submit()
        return task, _result(future, task)

    def stop(self) -> None:
        """Cancel what has not begun, and end the kernels of what has."""
        begun = {future for future in self._futures if not future.cancel()}
        while begun:
            stop_all()
            begun = wait(begun, timeout=0.1).not_done

    def _next_future(self) -> Future[Result]:
        while True:
            require_going()
            with suppress(Empty):
                return self._ended.get(timeout=LOOK_EVERY)


@contextmanager
def running(
    tasks: Iterator[Task], executor: Executor | None, workers: int, *, goes_on: bool = False
) -> Iterator[RunningTasks]:
    """Tasks carried by an executor, or by as many threads of this process as there are to be workers.

    What has not begun when the block is left is cancelled, what has is ended; the workers stay where the run
    `goes_on` with other tasks.
    """
    own = None if executor else ThreadPoolExecutor(workers, thread_name_prefix="r4v")
    begun = RunningTasks(tasks, own or executor, AHEAD * workers if own else AHEAD_ELSEWHERE)  # type: ignore[arg-type]
    try:
        begun.submit()
        yield begun
    finally:
        with undisturbed():
            begun.stop()
            if own:
                own.shutdown(cancel_futures=True)
            if own and not goes_on:
                end_workers()


def _result(future: Future[Result], task: Task) -> Result:
    """What came of a task; that whatever carried it broke down is a failure of this render only."""
    try:
        return future.result()
    except CancelledError:
        line = "expected its end, found that it was cancelled: scheduler or workers are gone. Run again."
        return failed(task, R4VError(f"{task.job.notebook.name}: {line}"))
    except Exception as error:
        return failed(task, error)
