"""What commands share: options of one name and meaning, and the example at the end of a help."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Sequence
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from r4v_analysis.errors import UsageError

GIVEN: list[str] = []
"""The words of the command that is running, as they were given."""

STDOUT = Path("-")
"""What `-o` names where it means stdout."""


def file_named(given: str | Path) -> Path:
    """The file that `-o` names; `-` alone is stdout, and a file of that name is `./-`."""
    return Path(given) if str(given) == "-" or Path(given) != STDOUT else Path(given).absolute()


def folder_named(given: str | Path) -> Path:
    """The folder that `-o` names."""
    if given == "-":
        raise UsageError("-o: expected a folder, found '-', which is stdout. Name a folder; './-' if that is its name.")
    return Path(given)


if TYPE_CHECKING:
    from r4v_analysis.data.choice import Choice

_COMMA = re.compile(r",(?![^\[]*\])")
"""A comma, but for one of several letters of a pattern: `PER_2021-0[1,2]*`."""


def each(given: list[str] | None) -> list[str]:
    """The words of an option that may be repeated, those of one that lists several by commas one by one.

    A file whose name has a comma stays one; so does what has nothing beside commas.
    """
    words: list[str] = []
    for text in given or ():
        parts = [] if os.path.exists(text) else [part.strip() for part in _COMMA.split(text)]  # noqa: PTH110  --help is quick
        words += list(filter(None, parts)) or [text]
    return words


def each_year(given: list[str] | None) -> list[str]:
    """The same for years, in digits."""
    words = each(given)
    wrong = [word for word in words if not (word.isascii() and word.isdigit())]
    if wrong:
        step = "Write its digits; a range is --since 2021-01 --until 2022-12."
        raise UsageError("\n".join(f"--year: expected a year such as 2022, found {word!r}. {step}" for word in wrong))
    return words


DataDir = Annotated[
    str,
    typer.Option("--data", metavar="DIR", help="Folder with datapackage.json; else R4V_DATA, data/ here or above."),
]
OutputDir = Annotated[
    Path, typer.Option("-o", "--output", metavar="DIR", parser=folder_named, help="Where pages are written.")
]
Workers = Annotated[int, typer.Option("-j", "--jobs", metavar="N", min=0, help="Renders at a time; 0: a core each.")]
Timeout = Annotated[
    float, typer.Option("--timeout", metavar="SECONDS", min=0, help="Longest time of one render; 0: no limit.")
]
Memory = Annotated[
    int | None,
    typer.Option("--memory", metavar="MB", min=0, help="Most memory of one render; 0: no limit; else a fair share."),
]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Render on the workers of this Dask scheduler.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")]

Reports = Annotated[
    list[str] | None,
    typer.Argument(metavar="REPORT", callback=each, help="Ids of reports, or patterns such as 'PER_2021-*'."),
]
Country = Annotated[
    list[str] | None,
    typer.Option("--country", metavar="ISO3", callback=each, help="Reports of a country; several: ECU,PER."),
]
Year = Annotated[
    list[str] | None,
    typer.Option(
        "--year", metavar="Y", callback=each_year, help="Reports whose period ends in a year; several: 2021,2022."
    ),
]
Since = Annotated[str, typer.Option("--since", metavar="YYYY-MM", help="Reports whose period ends then or later.")]
Until = Annotated[str, typer.Option("--until", metavar="YYYY-MM", help="Reports whose period ends then or earlier.")]
Publisher = Annotated[
    list[str] | None,
    typer.Option(
        "--publisher",
        metavar="P",
        callback=each,
        help="Reports of a publisher: the end of an id such as r4v, or platform; several: r4v,platform.",
    ),
]
Notebooks = Annotated[
    list[str] | None,
    typer.Option("--notebook", metavar="NAME", callback=each, help="A notebook's name or path; several by commas."),
]
Questions = Annotated[
    list[str] | None,
    typer.Option(
        "--question", metavar="Q", callback=each, help="funding, reach or regularization; several: funding,reach."
    ),
]


Languages = Annotated[
    list[str] | None,
    typer.Option(
        "--lang",
        metavar="LANG",
        callback=each,
        help="Language of pages, en, es or es-PE; several: en,es-PE; none: en and es.",
    ),
]
Port = Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="0: a free one.")]


def choice_of(
    reports: Reports = None,
    country: Country = None,
    year: Year = None,
    since: Since = "",
    until: Until = "",
    publisher: Publisher = None,
) -> Choice:
    """The reports that a command's words mean."""
    from r4v_analysis.data.choice import Choice

    return Choice(reports or (), country or (), [int(word) for word in year or ()], since, until, publisher or ())


def by_words(command: Callable[..., None]) -> Callable[..., None]:
    """A command that takes the words of `choice_of` where it has the parameter `choice`."""
    words = signature(choice_of, eval_str=True, locals={"Choice": object}).parameters

    @wraps(command)
    def taking_words(**given: object) -> None:
        named = {name: given.pop(name) for name in words}
        command(choice=choice_of(**named), **given)  # type: ignore[arg-type]

    taken: list[Parameter] = []
    for parameter in signature(command, eval_str=True, locals={"Choice": object}).parameters.values():
        taken += words.values() if parameter.name == "choice" else [parameter]
    del taking_words.__wrapped__  # typer would read its parameters
    taking_words.__annotations__ = {parameter.name: parameter.annotation for parameter in taken}
    taking_words.__signature__ = Signature(taken)  # type: ignore[attr-defined]
    return taking_words


def day_asked(as_of: str | None) -> str:
    """What `--as-of` was given; empty where it was left out. An empty one mostly is a variable that is not set."""
    if as_of == "":
        raise UsageError("as_of: expected a date such as '2023-07-31', found ''. Write year-month-day.")
    return as_of or ""


def again(*more: str) -> str:
    """The command that is running, as a person pastes it, with more words."""
    from r4v_analysis.files import program

    return shlex.join([program(), *GIVEN, *more])


def plural(count: int, noun: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def example(*lines: str) -> str:
    """The end of a command's help."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


_NAMES = ("-o", "--output", "--data", "--from", "--source")


def require_names(arguments: Sequence[str]) -> None:
    """Refuse an empty name: it mostly is a variable that is not set, and would be another folder than was meant."""
    for option, value in zip(arguments, [*arguments[1:], "-"], strict=False):
        if option.removesuffix("=") in _NAMES and (option.endswith("=") or not value):
            raise UsageError(
                f"{option.removesuffix('=')}: expected a name, found an empty one. Write one, or leave the option out."
            )
