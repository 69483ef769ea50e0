"""What the index's script compares reports by: every number once, with its terms, as compact JSON.

A report is a shape (which measures under which terms, shared by reports that print alike) and one
text with its numbers, so that hundreds of reports stay small and any two of them can be compared.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from r4v_analysis.analysis import terms as comparability
from r4v_analysis.analysis.comparison import facts as comparison
from r4v_analysis.analysis.comparison.facts import Fact, Facts
from r4v_analysis.data.report import Data
from r4v_analysis.exhibits import labels
from r4v_analysis.exhibits.quoting import title_of
from r4v_analysis.language.formats import (
    CHOICES,
    LANGUAGES,
    OR_MORE,
    SHARE_WORDS,
    WORDS,
    format_number,
    month_names,
    translator,
)
from r4v_analysis.notebook.notebook_files import NotebookFile
from r4v_analysis.values.quantity import Quantity

FIXED = {comparability.ANY: 0, comparability.UNKNOWN: 1, comparability.OWN_MONTH: 2}
"""Codes that mean something to the script; all others are only the same or not."""

PAGES = ("funding_gap", "sector_reach", "regularization_uptake")
"""The analyses whose pages show the rows of their numbers, and all of them those of the header box."""


class Numbered(dict[Any, int]):
    """Things by the order in which they were met."""

    def number(self, thing: Any) -> int:
        """The thing's number, a new one if it is new."""
        return self.setdefault(thing, len(self))


@dataclass(frozen=True)
class Packed:
    """Reports as the script reads them, in the order of the table's rows; the same in every language.

    `named` are facts that stand for all of one name, by that name's number.
    """

    content: Mapping[str, Any]
    reports: Sequence[Facts]
    named: Sequence[Fact]


def packed(reports: Sequence[Facts]) -> Packed:
    """Every number of the reports, once."""
    measures, units, kinds, shapes, places, leads = (Numbered() for _ in range(6))
    codes = Numbered(FIXED)
    names: dict[tuple[str, ...], tuple[int, Fact]] = {}
    terms: dict[comparability.Terms, tuple[int, ...]] = {}
    parts: dict[tuple[str, comparability.Terms, tuple[str, ...], str, tuple[str, str]], tuple[int, ...]] = {}
    rows = []
    for report in reports:
        facts = report.facts.values()
        shape = []
        for fact in facts:
            name = name_of(fact)
            part = (fact.measure, fact.terms, name, fact.unit, row_of(fact))
            if part not in parts:
                if fact.terms not in terms:
                    kind = kinds.number(tuple(dimension for dimension, _code in fact.terms))
                    terms[fact.terms] = (len(terms), kind, *(codes.number(code) for _dimension, code in fact.terms))
                named = names.setdefault(name, (len(names), fact))
                numbers = measures.number(fact.measure), terms[fact.terms][0], named[0], units.number(fact.unit)
                parts[part] = (*numbers, leads.number(part[-1]))
            shape.append(parts[part])
        period = report.period
        rows.append(
            [
                report.report_id,
                places.number((report.country_iso3, report.publisher)),
                period.start.isoformat()[:7],
                period.end.isoformat()[:7],
                shapes.number(tuple(shape)),
                ",".join(number_text(fact.quantity, fact.counted) for fact in facts),
            ]
        )
    content = {
        "measures": list(measures),
        "units": list(units),
        "terms": [encoded[1:] for encoded in terms.values()],
        "kinds": list(kinds),
        "shapes": [[number for part in shape for number in part] for shape in shapes],
        "places": list(places),
        "rows": list(leads),
        "pages": PAGES,
        "reports": rows,
    }
    return Packed(content, reports, [fact for _number, fact in names.values()])


def index_data(data: Data, pack: Packed, notebooks: Iterable[NotebookFile], lang: str) -> str:
    """JSON in a language that can stand in a script element; what is searched has its names in every language."""
    table = data.tables["countries"]
    languages = sorted(LANGUAGES, key=lambda other: other != lang)
    columns = [table[f"name_{each}"] for each in languages]
    names = dict(zip(table["country_iso3"], zip(*columns, strict=True), strict=True))
    regions = set(table.loc[table["kind"] == "region", "country_iso3"])
    label, *foreign = (labeller(data, each) for each in languages)
    rows = [data.keyed("reports", report.report_id) or {} for report in pack.reports]
    content = {
        **pack.content,
        "labels": [label(fact) for fact in pack.named],
        "also": [" ".join([*(other(fact) for other in foreign), fact.row["sector"]]) for fact in pack.named],
        "titles": [
            " ".join(sorted({title_of(row, each)[0] for each in languages} - {title_of(row, lang)[0]})) for row in rows
        ],
        "places": [
            [code, own, publisher, int(code in regions), " ".join(others)]
            for code, publisher in pack.content["places"]
            for own, *others in [names.get(code, (code,))]
        ],
        "months": [
            list({name.casefold(): name for name in reversed(month)}.values())[::-1]
            for month in zip(*map(month_names, CHOICES), strict=True)
        ],
        "questions": {
            notebook.name: " ".join(dict.fromkeys(map(notebook.title_in, LANGUAGES))) for notebook in notebooks
        },
        **words(lang),
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def number_text(quantity: Quantity, counted: Quantity | None = None) -> str:
    """A quantity in a few letters: `850000a` at least, `m` at most, `r` around, `1500000h50000` rounded.

    Without a letter it is exact; empty: not reported; `<low>high` after the value where the bounds are others. An
    exact one ends in `s500` where it is `counted` as rounded in a difference.
    """
    if counted and counted != quantity and counted.value is not None and counted.high is not None:
        return f"{_short(quantity.value)}s{counted.high - counted.value:.6g}"
    value, low, high = _short(quantity.value), _short(quantity.low), _short(quantity.high)
    if value and quantity.is_about:
        return f"{value}r"
    if value and (low, high) in ((value, ""), ("", value), (value, value)):
        return value + ("a" if not high else "m" if not low else "")
    if quantity.value is not None and quantity.low is not None and quantity.high is not None:
        half = quantity.high - quantity.value
        if abs((quantity.value - quantity.low) - half) < half * 1e-6:
            return f"{value}h{half:.6g}"
    return "" if quantity.is_missing else f"{value}<{low}>{high}"


def _short(number: float | None) -> str:
    return "" if number is None else f"{number:.12g}"


def name_of(fact: Fact) -> tuple[str, ...]:
    """What a fact's label depends on, whatever the language."""
    row = fact.row
    return (row["indicator"], row["sector"], row["stream"] if fact.is_sector else "", fact.measure.partition(".")[0])


def row_of(fact: Fact) -> tuple[str, str]:
    """The analysis whose page shows a fact's row, none for any of them, and the row's id; both empty without a row."""
    row = fact.row
    if fact.is_derived:
        return "", ""
    if row["section"] == "header":
        return "", row["observation_id"]
    if row["programme"]:
        return "regularization_uptake", row["observation_id"]
    is_shown = row["sector"] and not (fact.is_sector and row["stream"] == "non_rmrp")
    return ("sector_reach", row["observation_id"]) if is_shown else ("", "")


def row_address(fact: Fact, report_id: str, pages: Iterable[str]) -> str:
    """Where a fact's row stands among a report's pages (their paths), as the script finds it; empty where in none."""
    notebook, row = row_of(fact)
    for page in pages if row and not fact.quantity.is_missing else ():
        if page.startswith(tuple(f"{report_id}/{name}." for name in ([notebook] if notebook else PAGES))):
            return f"{page}#src-{report_id}-{row}"
    return ""


def labeller(data: Data, lang: str) -> Callable[[Fact], str]:
    """A function that names what a fact counts, in the reader's language."""
    _ = translator(lang).gettext
    indicators, sectors = (_names(data, table, lang) for table in ("indicators", "sectors"))

    def label(fact: Fact) -> str:
        if fact.is_headline:
            return _(labels.HEADER[fact.row["indicator"]])
        if fact.is_derived:
            return _(comparison.DERIVED[fact.row["indicator"]])
        indicator, code = fact.row["indicator"], fact.row["sector"]
        name, sector = indicators.get(indicator) or indicator, sectors.get(code) or code
        if fact.is_sector:
            message = _("{sector}, outside the plan") if fact.row["stream"] == "non_rmrp" else "{sector}"
            return message.format(sector=sector)
        return _("{measure}: {detail}").format(measure=name, detail=sector) if sector else name

    return label


def _names(data: Data, table: str, lang: str) -> dict[str, str]:
    rows = data.tables[table]
    return dict(zip(rows.iloc[:, 0], rows[f"name_{lang}"], strict=True))


def words(lang: str) -> dict[str, object]:
    """The sentences of a comparison and the marks of numbers, as `comparison` and `i18n` write them."""
    _, ngettext = translator(lang).gettext, translator(lang).ngettext
    return {
        "reasons": {name: _(reason) for name, reason in comparability.REASONS.items()},
        "words": {
            "qualified": {name: _(message) for name, message in WORDS.items()},
            "qualified_share": {name: _(message) for name, message in SHARE_WORDS.items()},
            "or_more": _(OR_MORE),
            "range": _("{low} to {high}"),
            "missing": _("not reported"),
            "points": _("{sign}{number} points"),
            "usd": _("US${number}"),
            "minus_usd": _("−US${number}"),
            "one_million": ngettext("{number} million", "{number} million", 1),
            "million": ngettext("{number} million", "{number} million", 2),
            "same": _("no change as printed"),
            "more": _("{number} more"),
            "less": _("{number} less"),
            "between": _("{number} between the printed numbers"),
            "unknown": _("not known"),
            "only_one": _(comparison.ONLY_ONE),
            "not_listed": _(comparison.NOT_LISTED),
            "not_reported": _(comparison.NOT_REPORTED),
            "if_monthly": _("{change}, only if each of the two counts its own month"),
            "measure": _("Measure"),
            "change": _("Change"),
            "can": _("Can these be compared?"),
            "comparable": _("yes"),
            "only_one_country": _("only one of them prints it"),
            "number": _("Number"),
            "report": _("Report"),
            "own_numbers": _("Numbers that only one of the two prints: {count}"),
            "own_caption": _("Numbers that only one of the two reports prints"),
            "header": _("Header box"),
            "derived": _("Computed from the header box"),
            "sectors": _("People reached by sector"),
            "text": _("In the text"),
            "nothing": _("The two reports print no number in common."),
            "same_report": _("Choose two different reports."),
            "pair": _("{country}: {before} and {after}"),
            "period": _("Countries and regions, {period}"),
            "period_of": _("{period} ({count} reports)"),
            "region": _("A region’s number contains those of its countries."),
            "compared": _("Shown: {what}."),
            "newest": _("{name}, newest first"),
            "oldest": _("{name}, oldest first"),
            "highest": _("{name}, highest first"),
            "lowest": _("{name}, lowest first"),
            "first": _("{name}, from A to Z"),
            "last": _("{name}, from Z to A"),
        },
        "marks": marks(lang),
    }


def marks(lang: str) -> list[str]:
    """The marks of a language's numbers: thousands, decimals, and what follows a percentage."""
    sample = format_number(0.5, "share", lang)
    thousands = format_number(12345, "people", lang)
    return [thousands[2], format_number(0.125, "share", lang)[2], sample.replace("50", "")]
