"""How much one render may take: time, memory, output."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from r4v_analysis.errors import UsageError

MEGABYTE = 1 << 20

LONGEST_OUTPUT = 10 * MEGABYTE
"""Characters that a notebook may show and print: some ten times those of the longest page."""


class OutputFlood(Exception):
    """A notebook has printed more than anyone will read."""


@dataclass(frozen=True)
class Limits:
    """Limits of one render; None: none.

    `seconds` are for the whole notebook. `memory_mb` is what its interpreter may allocate on top of
    what it begins with, in megabytes of 2**20 bytes; each process that it starts may as much.
    """

    seconds: float | None = None
    memory_mb: int | None = None


NONE = Limits()

_CGROUP = Path("/sys/fs/cgroup/memory.max")


def checked_limits(seconds: float, memory_mb: int | None, renders: int = 1) -> Limits:
    """Limits as a person gives them, where 0 means none.

    Without `memory_mb`, each of `renders` that run at a time may take an equal share of this machine's.

    Raises
    ------
    UsageError
        This system can't limit the memory of another process.
    """
    if memory_mb and sys.platform != "linux":
        raise UsageError(
            f"--memory: expected Linux, which can limit another process, found {sys.platform}. Leave the option out."
        )
    if memory_mb is None and sys.platform == "linux":
        memory_mb = machine_memory_mb() // renders
    return Limits(seconds or None, memory_mb or None)


def machine_memory_mb() -> int:
    """Memory of this machine, or of the container that this process runs in."""
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    with suppress(OSError, ValueError):  # no such file; the word `max`
        limits.append(int(_CGROUP.read_text(encoding="ascii")))
    return min(limits) // MEGABYTE


def confine(pid: int, limits: Limits) -> None:
    """Have the system refuse a process more memory; what it holds now does not count.

    Private writable memory counts, so that libraries and files that are only mapped do not.
    """
    if limits.memory_mb is None:
        return
    import resource

    with suppress(ProcessLookupError):  # whoever waits for it will see that it has ended
        allowed = _writable_bytes(pid) + limits.memory_mb * MEGABYTE
        resource.prlimit(pid, resource.RLIMIT_DATA, (allowed, allowed))


def size_of(message: Mapping[str, Any]) -> int:
    """Characters that a message of a kernel adds to the notebook."""
    content = message["content"]
    return len(content.get("text", "")) + sum(len(str(value)) for value in content.get("data", {}).values())


def ending(status: int | None) -> str:
    """How a process ended, from its exit code (negative: a signal): `, by SIGKILL`."""
    import signal

    if status is None:
        return ""
    if status >= 0:
        return f", with exit code {status}"
    name = signal.Signals(-status).name if -status in set(signal.Signals) else f"signal {-status}"
    return f", by {name}" + (", as a system does that is short of memory" if name == "SIGKILL" else "")


def _writable_bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        raise ProcessLookupError(pid) from None
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:"))
