"""Which reports are meant: by id or pattern, by country, year, months and publisher.

Words of one kind are alternatives, kinds narrow each other: Peru or Ecuador, and of 2022. A report is of the
year and month in which its period ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase

from r4v_analysis.data.names import folded
from r4v_analysis.data.publisher import publisher_of
from r4v_analysis.errors import UsageError, nearest, nearest_number, suggestion
from r4v_analysis.files import check_report_id

PLATFORM = "platform"
"""Publisher of a report whose id names no other: the platform itself."""
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_PATTERN = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person asked for; empty: no limit.

    `reports` are ids or patterns such as `PER_2021-*`; `countries` codes or names; `years` have four digits or are the
    last two; `since` and `until` months such as `2022-03`, both included; `publishers` the ends of ids (`r4v`), or
    `platform`.
    """

    reports: Sequence[str] = ()
    countries: Sequence[str] = ()
    years: Sequence[int] = ()
    since: str = ""
    until: str = ""
    publishers: Sequence[str] = ()

    @property
    def is_all(self) -> bool:
        """Whether nothing was asked for in particular."""
        return not any(getattr(self, field.name) for field in fields(self))

    @property
    def words(self) -> dict[str, str]:
        """What was asked for by field, as it was written: `--country PER or --country CHL`."""
        return {
            name: " or ".join(f"{option} {word}".lstrip() for word in given)
            for name, option, given in (
                ("reports", "", self.reports),
                ("countries", "--country", self.countries),
                ("years", "--year", self.years),
                ("since", "--since", [self.since] * bool(self.since)),
                ("until", "--until", [self.until] * bool(self.until)),
                ("publishers", "--publisher", self.publishers),
            )
            if given
        }


@dataclass(frozen=True, slots=True)
class Listed:
    """A report as far as it can be chosen by: its id, country and the last month of its period (`2022-03`)."""

    report_id: str
    country_iso3: str
    month: str


def names_of(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The same for rows of the code table as text."""
    columns = ("country_iso3", "name_en", "name_es")
    return {folded(row[column]): row["country_iso3"] for row in rows for column in columns if row.get(column)}


def choose(reports: Sequence[Listed], names: Mapping[str, str], choice: Choice) -> tuple[list[str], list[str]]:
    """Ids of the reports that are meant, and a line for each word that means nothing here.

    `names` are countries' codes by their folded names. Ids come in the order in which they were asked for, else in
    that of the reports.
    """
    ids, problems = _by_id([report.report_id for report in reports], choice.reports)
    codes, faults = _codes(choice.countries, names, {report.country_iso3 for report in reports})
    problems += [*faults, *_faults(reports, choice)]
    if problems:
        return [], problems
    taken, years = set(ids), {_whole_year(year, reports) for year in choice.years}
    tests: dict[str, Callable[[Listed], bool]] = {
        "reports": lambda report: report.report_id in taken,
        "countries": lambda report: report.country_iso3 in codes,
        "years": lambda report: _year(report) in years,
        "since": lambda report: report.month >= choice.since,
        "until": lambda report: report.month <= choice.until,
        "publishers": lambda report: _publisher(report) in choice.publishers,
    }
    asked = {name: tests[name] for name in choice.words}
    kept = {report.report_id for report in reports if all(test(report) for test in asked.values())}
    found = [id_ for id_ in ids if id_ in kept]
    return found, [] if found or choice.is_all else [_none(reports, choice.words, asked)]


def _by_id(known: Sequence[str], asked: Sequence[str]) -> tuple[list[str], list[str]]:
    """Ids that are named or match a pattern, each once; all of them where none is asked for."""
    found: dict[str, None] = {}
    problems = []
    for word in asked:
        is_pattern = bool(_PATTERN.search(word))
        alike = [id_ for id_ in known if fnmatchcase(id_, word)] if is_pattern else [word] * (word in known)
        found.update(dict.fromkeys(alike))
        if not alike:
            problems.append(_unknown_pattern(word, known) if is_pattern else _unknown_id(word, known))
    return list(found) if asked else list(known), problems


def _unknown_pattern(word: str, known: Sequence[str]) -> str:
    start = _PATTERN.split(word)[0]
    near = suggestion(f"{start}*", {f"{id_[: len(start)]}*" for id_ in _alike(word, known)})
    return f"report_id: expected a pattern that some report matches, found {word!r}. {near}"


def _unknown_id(word: str, known: Sequence[str]) -> str:
    try:
        check_report_id(word)
    except UsageError as error:
        return f"{error} {suggestion(word, known)}"
    return f"report_id: expected a report of the data, found {word!r}. {suggestion(word, _alike(word, known))}"


def _alike(word: str, known: Sequence[str]) -> Sequence[str]:
    """Ids of the publisher that a word ends in, else of documents; all where there are none."""
    publishers = {id_: publisher_of(id_) for id_ in known}
    own = next((name for name in publishers.values() if name and word.endswith(f"_{name}")), "")
    return [id_ for id_ in known if publishers[id_] == own] or known


def _codes(asked: Sequence[str], names: Mapping[str, str], there: Collection[str]) -> tuple[set[str], list[str]]:
    """Codes of the countries that are asked for, and a line for each that no report is of."""
    codes = {word: names.get(folded(word), "") for word in asked}
    near = {name: code for name, code in names.items() if code in there}
    return set(codes.values()), [
        f"--country: expected one that a report is of, found {word!r}. {_country_near(word, near)}"
        for word, code in codes.items()
        if code not in there
    ]


def _country_near(word: str, names: Mapping[str, str]) -> str:
    codes = set(names.values())
    near = nearest(word.title(), {name.title() for name in names if name.upper() not in codes})
    return f"Nearest: {near!r}." if near and len(word) > 3 else suggestion(word.upper(), codes)


def _faults(reports: Sequence[Listed], choice: Choice) -> list[str]:
    """Years, months and publishers that no report can be of."""
    years = {_year(report) for report in reports}
    publishers = sorted({_publisher(report) for report in reports})
    problems = [
        f"--year: expected a year that a report is of, found {year}. "
        f"Nearest: {nearest_number(_whole_year(year, reports), years)}."
        for year in choice.years
        if years and _whole_year(year, reports) not in years
    ]
    problems += [
        f"--publisher: expected one that reports are of, found {word!r}. {suggestion(word, publishers)}"
        for word in choice.publishers
        if word not in publishers
    ]
    wrong = [
        f"{name}: expected a month such as 2022-03, found {month!r}. Write year-month."
        for name, month in (("--since", choice.since), ("--until", choice.until))
        if month and not _MONTH.fullmatch(month)
    ]
    if not wrong and choice.since and choice.until and choice.since > choice.until:
        wrong = [f"--until: expected {choice.since} (--since) or later, found {choice.until}. Change the order."]
    return problems + wrong


def _year(report: Listed) -> int:
    return int(report.month[:4])


def _whole_year(year: int, reports: Sequence[Listed]) -> int:
    """A year of which the last two digits may be all that was given: that of a report, else one of this century."""
    if not 0 <= year < 100:
        return year
    return next((whole for whole in map(_year, reports) if whole % 100 == year), 2000 + year)


def _publisher(report: Listed) -> str:
    return publisher_of(report.report_id) or PLATFORM


def _none(reports: Sequence[Listed], words: Mapping[str, str], tests: Mapping[str, Callable[[Listed], bool]]) -> str:
    """That no report is all that was asked for, and how many there are without each of the words."""
    there = []
    for left_out, said in words.items():
        others = [test for name, test in tests.items() if name != left_out]
        months = sorted(report.month for report in reports if all(test(report) for test in others))
        if months:
            span = " to ".join(dict.fromkeys((months[0], months[-1])))
            there.append(f"Without {said}: {len(months):,}, of {span}.")
    step = " ".join(there) or "No two of these go together: leave some of them out."
    return f"reports: expected one that is all of this: {', '.join(words.values())}; found none. {step}"
