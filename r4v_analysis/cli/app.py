"""The command `r4v`: its verbs, in the files beside this one, and how errors become lines and exit codes.

Modules that import pandas, papermill or frictionless are imported by the command that needs them, when it is called,
so that `--help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from r4v_analysis.cli import console
from r4v_analysis.cli.backtest import backtest
from r4v_analysis.cli.bundle import bundle
from r4v_analysis.cli.check import check
from r4v_analysis.cli.export import export
from r4v_analysis.cli.folder import add, init, remove, undo
from r4v_analysis.cli.import_ import import_
from r4v_analysis.cli.intake import intake
from r4v_analysis.cli.lab import lab
from r4v_analysis.cli.list import list_
from r4v_analysis.cli.options import GIVEN, example, require_names
from r4v_analysis.cli.preview import preview
from r4v_analysis.cli.render import render, report
from r4v_analysis.cli.serve import serve
from r4v_analysis.cli.verify import verify
from r4v_analysis.errors import R4VError, UsageError, system_line
from r4v_analysis.render.execution.environment import end_on_signals
from r4v_analysis.version import __version__

DONE, FAILED, USAGE, STOPPED = 0, 1, 2, 130
"""Exit codes: done; data or a render failed; wrong usage; Ctrl-C."""

ParserError: type[Exception] = typer.BadParameter.__bases__[0]
"""What typer raises for wrong arguments; it has no public name there."""

app = typer.Typer(
    name="r4v",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(
    invoke_without_command=True,
    epilog=example("r4v render PER_2023-05_2023-07 --notebook funding_gap"),
)
def r4v(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Analyses of R4V situation reports: funding gap, sector reach, regularization uptake."""
    if version:
        console.result(__version__)
        raise typer.Exit


def _add(name: str, command: Callable[..., None], *examples: str, **settings: Any) -> None:
    app.command(name, epilog=example(*examples), **settings)(command)


_add(
    "list",
    list_,
    "r4v list",
    "r4v list --country PER --year 2021 --question reach",
    "r4v list --changes",
    "r4v list --scores",
)
_add("check", check, "r4v check", "r4v check --country PER", "r4v check --data my-country/data")
_add(
    "import",
    import_,
    "r4v import fts fts_requirements_funding_per.csv --as-of 2026-04-18",
    "r4v import fts 1069 --fetch",
    "r4v import r4v consolidated_2022.xlsx --as-of 2023-02-15 --reports",
)
_add(
    "render",
    render,
    "r4v render",
    "r4v render PER_2023-05_2023-07 --notebook regularization_uptake -p target 70000",
    "r4v render --country PER --since 2022-03 --until 2022-06 --question reach --dry-run",
    "r4v render 'PER_2021-*'",
    "r4v render --all --scheduler tcp://10.0.0.1:8786",
)
_add("report", report, "r4v report")
_add(
    "lab",
    lab,
    "r4v lab",
    "r4v lab --no-browser",
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
_add("init", init, "r4v init my-data", "r4v init my-data --report CHL_2023-08_2023-10")
_add("add", add, "r4v add PER_2023-08_2023-10", "r4v add PER_2023-08_2023-10 --data my-data")
_add("remove", remove, "r4v remove PER_2023-08_2023-10", "r4v remove PER_2023-08_2023-10 --data my-data")
_add("intake", intake, "r4v intake report.pdf -o draft", "r4v intake report.pdf -o draft --accept --by AB")
_add("undo", undo, "r4v undo")
_add(
    "export",
    export,
    "r4v export xlsx --lang es -o peru.xlsx PER_2023-05_2023-07",
    "r4v export csv > every-printed-number.csv",
    "r4v export fts --as-of 2026-05-01",
)
_add("bundle", bundle, "r4v bundle PER_2023-05_2023-07 --lang es -o peru.zip")
_add("preview", preview, "r4v preview path/to/mine.ipynb PER_2023-05_2023-07")
_add("backtest", backtest, "r4v backtest", "r4v backtest --as-of 2023-07-31")
_add("serve", serve, "r4v serve", "r4v serve -o somewhere --port 8000")
_add("verify", verify, "r4v verify PER_2023-05_2023-07 --source report.pdf")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code. Errors are lines on stderr, a traceback is a bug."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    GIVEN[:] = given
    if arguments is None:
        end_on_signals()
        console.begin()
    try:
        require_names(given)
        code = app(_joined_pairs(given) or ["--help"], prog_name="r4v", standalone_mode=False)
        console.end()
    except (KeyboardInterrupt, typer.Abort):
        code = STOPPED
    except BrokenPipeError:  # `r4v list | head`
        console.discard(sys.stdout)
        return FAILED
    except (OSError, MemoryError) as error:
        console.errors([_line_of(error)])
        return FAILED
    except ParserError as error:
        text = error.format_message().rstrip(".")  # type: ignore[attr-defined]
        console.errors([f"{text}{'' if text.endswith('?') else '.'} See r4v --help."])
        return USAGE
    except R4VError as error:
        console.errors(str(error).splitlines())
        return USAGE if isinstance(error, UsageError) else FAILED
    if code == STOPPED:  # typer makes Ctrl-C this code
        console.message("Stopped. What is done stays done; the same command goes on from there.")
    return code if isinstance(code, int) else DONE


def _line_of(error: OSError | MemoryError) -> str:
    """An error of the system as one line; of one without a file's name, stdout may be the cause."""
    try:
        if isinstance(error, OSError) and error.filename is None:
            console.end()
    except R4VError as lost:
        return str(lost)
    except BrokenPipeError:
        pass
    return system_line(error)


def _joined_pairs(arguments: Sequence[str]) -> list[str]:
    """`-p NAME VALUE` as `-p NAME=VALUE`: typer has no option of two values that may be repeated."""
    result: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        result.append(argument)
        if argument in ("-p", "--parameter"):
            name = next(rest, "")
            value = None if "=" in name else next(rest, None)
            result.append(name if value is None else f"{name}={value}")
        elif argument == "--":
            result += rest
    return result
