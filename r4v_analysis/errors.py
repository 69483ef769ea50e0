"""What can be wrong, and how it is said: one line, with what to do next."""

from __future__ import annotations

import difflib
import errno
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

_MOST_ALLOWED, _FIRST_ALLOWED = 40, 8
"""Words that a line lists whole, and how many it shows of more."""

Severity = Literal["error", "finding"]


class Message(str):
    """What is said in English, with the template and the values that it was made of: a page says it in its language.

    The catalogues know the template. A value is a number where it is to be read, a text where it is to be typed. One
    whose name ends in a column's is a code of it (`role`, `other__role`, `row[role]`), in `code` of the message's own.
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Self:
        """The template with its values."""
        self = super().__new__(cls, template.format(**values) if values else template)
        self.template, self.values = template, values
        return self

    def of(self, **values: Any) -> Self:
        """The same template with values."""
        return type(self)(self.template, **values)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or odd, in data or parameters.

    `severity` is `error` where an analysis can't stand on it, `finding` where the source itself
    is inconsistent and the analyses show it. `rule` is a stable name, `where` a file, row and
    column, `message` says what was expected, what was found and what to do next. `rows` are those that it
    speaks for, where they are more than the one in `where`.
    """

    where: str
    message: str
    rule: str
    severity: Severity = "error"
    rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class R4VError(Exception):
    """Base of every error that this package raises on purpose: its lines say what to do next."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback, which would hide those lines."""
        return [f"{type(self).__name__}: {line}" for line in str(self).splitlines()]


class UsageError(R4VError):
    """A parameter, an id or a path that can't be used as given."""


class MixedBasis(R4VError):
    """Counts of people on different bases were to share a sum, a rank or an interval."""


class DataError(R4VError):
    """Data that can't be loaded; `problems` lists everything that is wrong, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """One line a problem."""
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(word: str, allowed: Iterable[str]) -> str | None:
    """The allowed word closest to a mistyped one, or None where none is close."""
    choices = {choice.casefold(): choice for choice in sorted(allowed, reverse=True)}
    mistyped = str(word).casefold()
    close = difflib.get_close_matches(mistyped, choices, n=8, cutoff=0.6)
    if not close:
        return None
    alike = [choice for choice in close if _likeness(mistyped, choice) == _likeness(mistyped, close[0])]
    return choices[max(alike, key=lambda choice: _alike_from_the_start(mistyped, choice))]


def nearest_number(number: int, allowed: Iterable[int]) -> int:
    """The allowed number closest to a mistyped one: of the same digits, else of most of them, else the next in size."""

    def distance(choice: int) -> tuple[bool, float, int]:
        is_turned = sorted(str(choice)) == sorted(str(number))
        return not is_turned, -_likeness(str(number), str(choice)), abs(choice - number)

    return min(allowed, key=distance)


def _alike_from_the_start(one: str, other: str) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, other, one).ratio()


def suggestion(word: str, allowed: Iterable[str]) -> Message:
    """`Nearest: 'protection'.`, or where nothing is near all allowed words; of very many the first ones and a count."""
    allowed = sorted(allowed)
    near = nearest(word, allowed)
    if near is not None:
        return Message("Nearest: {code!r}.", code=near)
    shown = allowed if len(allowed) <= _MOST_ALLOWED else allowed[:_FIRST_ALLOWED]
    codes, count = ", ".join(map(repr, shown)), len(allowed) - len(shown)
    told = Message("Allowed: {every__code} and {count:,} more.") if count else Message("Allowed: {every__code}.")
    return told.of(every__code=codes, count=count)


def reason(error: OSError) -> str:
    """What the system says, without numbers and names: `No space left on device`."""
    return error.strerror or " ".join(str(error).split()) or type(error).__name__


def system_line(error: OSError | MemoryError) -> str:
    """An error of the system that nothing more is known of, as one line with what to do next."""
    if isinstance(error, MemoryError):
        return (
            "memory: expected enough for this, found none left. Close other programs, or render fewer at a time (-j 1)."
        )
    if error.args and isinstance(error.args[0], list):  # shutil.Error: what was copied, where to, why not
        source, _target, found = error.args[0][0]
        return f"{source}: expected a file that can be copied, found: {found}. Mend it and run again."
    found = reason(error)
    if found.startswith("No usable temporary directory"):
        return "temporary files: expected a folder for them, found none that can be written. Set TMPDIR to one."
    if not _has_working_folder():
        return (
            "working folder: expected it to be there, found that it was removed. Change to another one, and run again."
        )
    where = " and ".join(repr(str(name)) for name in (error.filename, error.filename2) if name is not None)
    step = _STEPS.get(error.errno or 0, "Mend that and run again.")
    return f"{where or 'system'}: expected that it can be used, found: {found}. {step}"


_STEPS = {
    errno.ENOSPC: "Free some space and run again.",
    errno.EROFS: "Name another folder, or have it made writable.",
    errno.EACCES: "Mend its permissions and run again.",
    errno.EPERM: "Mend its permissions and run again.",
    errno.ENOENT: "Check the name, or restore it.",
    errno.EISDIR: "Move the folder that has this name.",
    errno.ENOTDIR: "Check the name: a part of it is a file.",
    errno.EIO: "Check the disk, and restore the file.",
    errno.ENAMETOOLONG: "Give it a shorter name.",
    errno.EMFILE: "Raise the limit of open files (ulimit -n), or render fewer at a time (-j 1).",
}


def _has_working_folder() -> bool:
    try:
        os.getcwd()  # noqa: PTH109  errors imports no pathlib: --help is quick
    except OSError:
        return False
    return True
