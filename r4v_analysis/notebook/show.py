"""What a notebook's first cells call: open a report, and get the one function that shows things."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from r4v_analysis.errors import UsageError
from r4v_analysis.exhibits.exhibit import Chart, Exhibit, Prose, Table, absent
from r4v_analysis.exhibits.svg import described
from r4v_analysis.files import report_folder, write_atomic
from r4v_analysis.language.formats import translator
from r4v_analysis.notebook.parameters import PNG, check_language, injected_faults
from r4v_analysis.notebook.prompt import Report, report
from r4v_analysis.notebook.prompt_exhibit import source_line


def open_report(
    report_id: str, lang: str = "en", as_of: str = "", data_dir: str = "", output_dir: str = ""
) -> tuple[Report, Callable[[Exhibit | None], None]]:
    """A report and a function that shows its exhibits.

    Parameters
    ----------
    report_id
        Such as `PER_2023-05_2023-07`.
    lang
        Language of computed sentences, figures and tables.
    as_of
        ISO date; empty: the report's own.
    data_dir
        Empty: R4V_DATA, then `data/` upward from the working directory, then that of the package's checkout.
    output_dir
        Empty: show only. Else figures and tables are written to its `<report_id>/` too.

    Raises
    ------
    UsageError
        A parameter of another type or value, or one that papermill was given and the notebook
        does not have (papermill itself only logs it); all of them at once.
    DataError
        The data folder has errors; all are listed.
    """
    given = {"report_id": report_id, "lang": lang, "as_of": as_of, "data_dir": data_dir, "output_dir": output_dir}
    faults = [
        f"{name}: expected text, found {value!r}. Write it in quotes (papermill: -r {name} VALUE)."
        for name, value in given.items()
        if not isinstance(value, str)
    ]
    faults += _injected_faults()
    if faults:
        raise UsageError("\n".join(faults))
    check_language(lang)
    found = report(report_id, as_of, data_dir)
    return found, _shower(found, lang, output_dir)


def _shower(report: Report, lang: str, output_dir: str) -> Callable[[Exhibit | None], None]:
    _ = translator(lang).gettext
    source = source_line(report, lang)
    folder = None
    if output_dir:
        folder = report_folder(output_dir, report.report_id, None if report.is_own_vintage else report.as_of)

    def show(exhibit: Exhibit | None) -> None:
        """Show a chart, table or prose, or nothing; write its files where the notebook has an output folder.

        A table without a row says that there is none: a header alone says nothing. Nor does prose without a sentence,
        which would be an empty box.
        """
        if isinstance(exhibit, Table) and not exhibit.rows:
            exhibit = absent(_("No table “{caption}”: there is no number for it.").format(caption=exhibit.caption))
        if exhibit is not None and not (isinstance(exhibit, Prose) and not exhibit.text):
            _display(exhibit, lang, source, folder)

    return show


def _display(exhibit: Exhibit, lang: str, source: str, folder: Path | None) -> None:
    from IPython.display import display

    if isinstance(exhibit, Chart):
        svg = exhibit.svg(source)
        html = exhibit.html(lang, source, svg)
        if folder:
            told = described(svg, exhibit.title, exhibit.alt, exhibit.credit(source))
            write_atomic(folder / "figures" / f"{exhibit.name}.{lang}.svg", told)
            write_atomic(folder / "tables" / f"{exhibit.name}.csv", exhibit.data.csv)
        if folder and os.environ.get(PNG):
            write_atomic(folder / "figures" / f"{exhibit.name}.{lang}.png", exhibit.png(source))
    else:
        html = exhibit.html(lang) if isinstance(exhibit, Table) else exhibit.html()
        if folder and isinstance(exhibit, Table):
            write_atomic(folder / "tables" / f"{exhibit.name}.csv", exhibit.csv)
    bundle: dict[str, Any] = {"text/html": str(html), "text/plain": exhibit.text}
    display(bundle, raw=True)


def _injected_faults() -> list[str]:
    """One line for each parameter that papermill injected and the notebook does not have, or has as another type."""
    from IPython import get_ipython

    shell = get_ipython()
    return injected_faults(list(shell.user_ns.get("In", []))) if shell else []
