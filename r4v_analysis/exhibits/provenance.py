"""Where a number comes from: the row of data/ behind a source id, whichever table or report it is in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup

from r4v_analysis.data.cells import as_date, as_text, row_quantity
from r4v_analysis.data.publisher import DOCUMENTLESS, publisher_of
from r4v_analysis.data.queries import Record
from r4v_analysis.data.report import Report, once_a_report
from r4v_analysis.exhibits import labels, quoting, wordings
from r4v_analysis.language.formats import (
    N_,
    format_list,
    format_number,
    format_quantity,
    format_short_date,
    translator,
)
from r4v_analysis.values.metric import Metric, source_anchor
from r4v_analysis.values.quantity import Quantity, observed

SHOWN_ELSEWHERE = ("programme_events/", "partners/")
"""Sources that a page shows in a table of their own."""

_NAMES = {
    "requirements_usd": N_("{number} required"),
    "funding_usd": N_("{number} funded"),
    "people_in_need": N_("{number} in need"),
    "people_targeted": N_("{number} targeted"),
}
_VALUES = {
    "plan_funding": {"requirements_usd": "usd", "funding_usd": "usd"},
    "people_in_need": {"people_in_need": "people", "people_targeted": "people"},
    "sector_reach": {"people_reached": "people"},
    "population": {"value": "people"},
    "programme_counts": {"value": ""},
    "programme_events": {},
}
"""The columns of each table that hold numbers, with their unit (empty: the row's own)."""


@dataclass(frozen=True)
class Origin:
    """One row of data/ behind numbers of a page.

    `row` are its cells, `position` is its place among its table's rows of the same report or
    country; `values` are its numbers, by column, with
    their unit.
    """

    source: str
    row: Record
    position: int
    values: Sequence[tuple[str, Quantity, str]]

    @property
    def table(self) -> str:
        """`plan_funding`, …; `observations` for a report's number."""
        name = self.source.split("/", 1)[0]
        return name if name in _VALUES else "observations"

    @property
    def anchor(self) -> str:
        """Where on a page the row stands."""
        return source_anchor(self.source)

    @property
    def known_from(self) -> date | None:
        """The day from which the number was known; None for a report's, which its report knows."""
        return as_date(self.row["known_from"]) if "known_from" in self.row else None

    def number(self, lang: str) -> str:
        """The row's number or numbers with their qualifiers."""
        return "; ".join(self.numbers(lang))

    def numbers(self, lang: str) -> list[str]:
        """The same, a text each; where the row has none, that it is not reported."""
        _ = translator(lang).gettext
        given = [(name, quantity, unit) for name, quantity, unit in self.values if not quantity.is_missing]
        return [
            _(_NAMES.get(name, "{number}")).format(number=_text(quantity, unit, lang)) for name, quantity, unit in given
        ] or [_("not reported")]


def _text(quantity: Quantity, unit: str, lang: str) -> str:
    """A number to its last digit: this is where a reader checks it."""
    if quantity.qualifier == "exact" and quantity.value is not None and unit != "share":
        return format_number(quantity.value, unit, lang, 1.0)
    return format_quantity(quantity, unit, lang)


def origins(report: Report, sources: Iterable[str]) -> list[Origin]:
    """The rows behind source ids: the report's own in the order of print, earlier reports', other tables'.

    An id that a page shows elsewhere is left out.

    Raises
    ------
    KeyError
        An id that no row of data/ has.
    """
    wanted = sorted({source for source in sources if not source.startswith(SHOWN_ELSEWHERE)})
    found = [origin(report, source) for source in wanted]
    return sorted(found, key=lambda item: _place(report, item))


@once_a_report
def origin(report: Report, source: str) -> Origin:
    """The row behind one source id, such as `PER_2023-05_2023-07/funding` or `plan_funding/PER_2021_RREG21_v1`."""
    name, _, key = source.partition("/")
    table, equal = "observations", {"report_id": name, "observation_id": key}
    if name in _VALUES:
        table = name.replace("_", "-")
        equal = {str(report.data.table(table).columns[0]): key}
    queries = report.data.queries
    found = queries.positions(table, **equal)
    if not len(found):
        raise KeyError(f"no row of data/ is called {source!r}")
    position = int(found[0])
    row = queries.record(table, position)
    return Origin(source, row, queries.place(table, position), _numbers(name, row))


def _numbers(name: str, row: Record) -> list[tuple[str, Quantity, str]]:
    if name not in _VALUES:
        return [("value", row_quantity(row), str(row["unit"]))]
    qualifier, printed = as_text(row.get("qualifier")) or "exact", as_text(row.get("printed"))
    units = {column: unit or str(row["unit"]) for column, unit in _VALUES[name].items()}
    return [
        (column, observed(float(row[column]), qualifier, printed, unit=unit), unit) for column, unit in units.items()
    ]


def _place(report: Report, item: Origin) -> tuple[int, str, str, int]:
    if item.table != "observations":
        return 2, item.table, as_text(item.row.get("country_iso3")), item.position
    is_own = str(item.row["report_id"]) == report.report_id
    return (0 if is_own else 1), str(item.row["report_id"]), "", item.position


def place(report: Report, item: Origin, lang: str) -> Markup | str:
    """The section, and the page where it is known, in which a document prints the number; empty where none does."""
    if item.table != "observations" or publisher_of(str(item.row["report_id"])) in DOCUMENTLESS:
        return ""
    _ = translator(lang).gettext
    found = labels.place_in_report(report, item.row, lang)
    if page := as_text(item.row.get("page")):
        return _("{place}, page {page}").format(place=found, page=page)
    return found


def heading(report: Report, item: Origin, lang: str) -> Markup | str:
    """What rows of a source stand under: its title, linked, and since when it is known; empty for the report's own."""
    if item.table != "observations":
        return _table_source(report, item, lang)
    return "" if str(item.row["report_id"]) == report.report_id else source_name(report, item, lang)


def source_line(report: Report, sources: Iterable[str], lang: str) -> Markup | str:
    """The line under a figure whose numbers come from other tables: what their rows cite, each once."""
    _ = translator(lang).gettext
    names = [source_name(report, item, lang) for item in origins(report, sources) if item.table != "observations"]
    if not names:
        return ""
    return Markup(_("Source: {list}.")).format(list=Markup("; ").join(dict.fromkeys(names)))  # noqa: S704  an own message


_ROOM = 160
"""Letters of a source line that names rows' sources one by one."""


def cited_line(report: Report, sources: Iterable[str], listed: Metric, lang: str) -> Markup:
    """The line under a figure that names its rows' sources: as many as fit, and how many more `listed` leads to."""
    _ = translator(lang).gettext
    names = list(dict.fromkeys(source_name(report, item, lang) for item in origins(report, sources)))
    lengths = accumulate(len(Markup(name).striptags()) + 2 for name in names)  # noqa: S704  to measure it
    fitting = max(1, sum(length <= _ROOM for length in lengths))
    shown = Markup("; ").join(names[:fitting])
    if fitting == len(names):
        return Markup(_("Source: {list}.")).format(list=shown)  # noqa: S704  an own message
    more = Markup('<a href="#{}">{}</a>').format(listed.anchor, _("{number} more").format(number=len(names) - fitting))
    return Markup(_("Source: {list}, and {more}.")).format(list=shown, more=more)  # noqa: S704  an own message


def _table_source(report: Report, item: Origin, lang: str) -> Markup | str:
    _ = translator(lang).gettext
    name = source_name(report, item, lang)
    if item.known_from is None:
        return name
    day = format_short_date(item.known_from, lang)
    return Markup(_("{source}, known from {day}")).format(source=name, day=day)  # noqa: S704  an own message


def source_name(report: Report, item: Origin, lang: str) -> Markup | str:
    """The report, file or site that a row cites, linked if it has an address."""
    cited = as_text(item.row.get("source_report_id")) or str(item.row.get("report_id", ""))
    if cited:
        row = report.data.report(cited).row
        return address_link(as_text(row["source_url"]), quoting.title(row, lang))
    address, file = as_text(item.row.get("source_url")), as_text(item.row.get("source_file"))
    if (found := _COMMITTED.fullmatch(file)) and urlsplit(address).hostname == "github.com":
        return address_link(address, _committed(found, urlsplit(address).path.strip("/"), lang))
    return address_link(address, wordings.note(report, file, lang)) if file else site_link(address)


_COMMITTED = re.compile(r"(?P<path>.+?) @(?P<commit>\w+)(?: \(first @\w+\))?(?:, sheets? (?P<sheets>.+))?")
"""A file of a repository in the state of a commit, as source_file has it."""
_OWNERS = {"response4venezuelans": "R4V", "OCHA-DAP": "OCHA"}
"""Organizations by the names of their accounts."""


def _committed(found: re.Match[str], repository: str, lang: str) -> str:
    """`R4V (response4venezuelans/R4RMRP2022) on GitHub: file data/Proportions.xlsx, version 1ce9709c, sheet Target`."""
    _, ngettext = translator(lang).gettext, translator(lang).ngettext
    owner = _OWNERS.get(repository.partition("/")[0])
    sheets = found["sheets"].split(" and ") if found["sheets"] else []
    message = _("{owner} on GitHub: file {path}, version {version}")
    if sheets:
        message = ngettext(
            "{owner} on GitHub: file {path}, version {version}, sheet {sheets}",
            "{owner} on GitHub: file {path}, version {version}, sheets {sheets}",
            len(sheets),
        )
    return message.format(
        owner=f"{owner} ({repository})" if owner else repository,
        path=found["path"],
        version=found["commit"],
        sheets=format_list(sheets, lang),
    )


def site_link(address: str) -> Markup | str:
    """The site that an address names, as a link to it."""
    return address_link(address, urlsplit(address).hostname or address)


def address_link(address: str, text: str) -> Markup | str:
    """A text as a link to an address of the web; the bare text where the address is none."""
    if not address.startswith(("http://", "https://")):
        return text
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(address, text)


def subject(report: Report, item: Origin, lang: str) -> str:
    """What a row of another table is about: country and year, sector and month, programme and day."""
    row = item.row
    _ = translator(lang).gettext
    if item.table == "plan_funding":
        return labels.plan_year(report, str(row["country_iso3"]), row["year"], lang)
    if item.table in ("people_in_need", "sector_reach"):
        group = as_text(row["population_group"])
        sector = labels.sector_and_group(report, row["sector"], "" if group == "all" else group, lang)
        if row["country_iso3"] != report.country_iso3:
            country = labels.named(report, "countries", str(row["country_iso3"]), lang)
            sector = _("{country}, {sector}").format(country=country, sector=sector)
    if item.table == "people_in_need":
        return _("{sector}, {year}").format(sector=sector, year=row["year"])
    if item.table == "sector_reach":
        return _("{sector}, {year}").format(sector=sector, year=f"{row['month']:%Y-%m}")
    return day_text(row["date_low"], row["date_high"], lang)


def day_text(low: pd.Timestamp, high: pd.Timestamp, lang: str) -> str:
    """A day, or the interval that holds it."""
    _ = translator(lang).gettext
    if low == high:
        return format_short_date(low, lang)
    return _("between {low} and {high}").format(low=format_short_date(low, lang), high=format_short_date(high, lang))


def frame(items: Sequence[Origin]) -> pd.DataFrame:
    """The origins as a table to download: a line a number, with its source's cells."""
    columns = ("qualifier", "basis", "printed", "section", "known_from", "source_url", "source_file", "note")
    records = [
        {
            "source": item.source,
            "number": name,
            "value": quantity.value,
            "unit": unit,
            **{column: item.row.get(column) for column in columns},
        }
        for item in items
        for name, quantity, unit in item.values
    ]
    return pd.DataFrame(records, columns=["source", "number", "value", "unit", *columns])
