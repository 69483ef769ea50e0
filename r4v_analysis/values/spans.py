"""Places in a text that don't overlap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Span(Protocol):
    """Anything with a first place and the place behind its last."""

    @property
    def start(self) -> int:
        """The first place."""

    @property
    def end(self) -> int:
        """The place behind the last one."""


S = TypeVar("S", bound=Span)


def apart(candidates: Iterable[S], length: int) -> list[S]:
    """Candidates that overlap none before them, sorted by place; `length` is that of the text."""
    covered = bytearray(length)
    kept = []
    for candidate in candidates:
        if not any(covered[candidate.start : candidate.end]):
            covered[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
            kept.append(candidate)
    return sorted(kept, key=lambda span: span.start)
