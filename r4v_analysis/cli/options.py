"""What commands share: options of one name and meaning, and the example at the end of a help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DataDir = Annotated[
    str, typer.Option("--data", metavar="DIR", help="Folder with datapackage.json; by default data/, here or above.")
]
OutputDir = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="Where pages are written.")]
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


def example(*lines: str) -> str:
    """The end of a command's help."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)
