"""Processes that a test started, found again whoever their parent has become."""

import time
from contextlib import suppress
from pathlib import Path


def marked(mark: str) -> list[int]:
    """Running processes whose environment began with `NAME=value`; Linux only."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            is_marked = mark.encode() in (folder / "environ").read_bytes().split(b"\0")
            if is_marked and (folder / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                found.append(int(folder.name))
    return found


LONG = 600
"""Seconds that a process is to last which a test expects to be ended."""


def wait_until(condition, seconds=120):
    """Wait for something that another process does: on a busy machine even one that was killed takes a while."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
