"""What commands share: options of one name and meaning, and the example at the end of a help."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from r4v_analysis.errors import UsageError

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
    list[str] | None, typer.Argument(metavar="REPORT", help="Ids of reports, or patterns such as 'PER_2021-*'.")
]
Country = Annotated[
    list[str] | None, typer.Option("--country", metavar="ISO3", help="Reports of a country; may be repeated.")
]
Year = Annotated[
    list[int] | None, typer.Option("--year", metavar="Y", help="Reports whose period ends in a year; may be repeated.")
]
Since = Annotated[str, typer.Option("--since", metavar="YYYY-MM", help="Reports whose period ends then or later.")]
Until = Annotated[str, typer.Option("--until", metavar="YYYY-MM", help="Reports whose period ends then or earlier.")]
Publisher = Annotated[
    list[str] | None,
    typer.Option("--publisher", metavar="P", help="Reports of a publisher: the end of an id such as r4v, or platform."),
]
Questions = Annotated[
    list[str] | None,
    typer.Option("--question", metavar="Q", help="funding, reach or regularization; may be repeated."),
]


def choice_of(
    reports: Sequence[str] | None,
    country: Sequence[str] | None,
    year: Sequence[int] | None,
    months: tuple[str, str],
    publisher: Sequence[str] | None,
) -> Choice:
    """The reports that a command's words mean; `months` are the first and the last."""
    from r4v_analysis.data.choice import Choice

    return Choice(reports or (), country or (), year or (), *months, publisher or ())


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
