"""What the head of a document says of its report: country and period, and whether it says them surely.

What no word of it settles is taken by the best guess, with a doubt. A person who names the report settles it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from r4v_analysis.data.names import folded
from r4v_analysis.intake.documents.document import Document, DocumentError, Line
from r4v_analysis.intake.draft.issuer import names_own_platform
from r4v_analysis.intake.printed.dates import document_period, find_dates
from r4v_analysis.intake.wording import about
from r4v_analysis.intake.words import families
from r4v_analysis.language.formats import N_
from r4v_analysis.values.period import month_end

_TITLE_LINES = 12
_TITLE = 3
_MOST_WORDS = 12
"""Of a line that names a report's country or period; in a longer one they are a part of the story."""
_MOST_IN_TITLE = 30
"""Of the first line, which is the title however long it is, if it is no sentence."""
_WHOLE_REGION, _OF_RESPONSE, _ELSEWHERE, _FROM, _OF_SEVERAL, _ANNUAL, _PUBLISHED = (
    re.compile(families("heads")[name], re.IGNORECASE)
    for name in ("whole", "of_response", "elsewhere", "from_venezuela", "office_of_several", "annual", "published")
)
_ANNUAL_YEAR = re.compile(
    rf"(?<![\d-])(20\d\d)\s+(?:{families('heads')['annual']})|"
    rf"(?:{families('heads')['annual']})\W+(?:[^\W\d]+\W+){{0,2}}(20\d\d)(?!-?\d)",
    re.IGNORECASE,
)
"""A year right beside the words of an annual report."""
_REGION = "XRG"


@dataclass(frozen=True, slots=True)
class Country:
    """A country or region by its code and its names; one that is not of the response is read in no document's head."""

    code: str
    name_en: str
    name_es: str
    is_of_response: bool = True

    @property
    def names(self) -> tuple[str, str]:
        """Both in small letters without accents."""
        return folded(self.name_en), folded(self.name_es)

    @property
    def is_region(self) -> bool:
        """Whether it is more than a country."""
        return self.code.startswith("X")


@dataclass(frozen=True, slots=True)
class Head:
    """Country, first and last day of a report; `doubts` are empty where the document says both surely."""

    country: Country
    start: date
    end: date
    doubts: tuple[str, ...] = ()

    @property
    def report_id(self) -> str:
        """The id of the report, from country and months."""
        return f"{self.country.code}_{self.start:%Y-%m}_{self.end:%Y-%m}"


def read_head(document: Document, countries: Sequence[Country]) -> Head:
    """The head of a document by its own words.

    Raises
    ------
    DocumentError
        No country of the response or no period is printed in it.
    """
    country, doubts = _country(document, [country for country in countries if country.is_of_response])
    start, end, doubt = _period(document)
    of_period = [doubt, _another_period(document, start, end)]
    return Head(country, start, end, (*doubts, *filter(None, of_period)))


def named_head(report_id: str, countries: Sequence[Country]) -> Head:
    """The head that a person gives by the id of a report: country, of the response or not, and months.

    Raises
    ------
    DocumentError
        data/ knows no such country.
    """
    code, first, last = report_id.split("_")[:3]
    found = next((country for country in countries if country.code == code), None)
    if found is None:
        raise DocumentError(f"--report: {code} is no country of data/codes/countries.csv. Correct it, or add it.")
    return Head(found, date.fromisoformat(f"{first}-01"), month_end(date.fromisoformat(f"{last}-01")))


def contradictions(document: Document, head: Head, countries: Sequence[Country]) -> list[str]:
    """What a document says against the country and the months that a person named."""
    told = _named(document.text, [country for country in countries if not country.is_region])
    if head.country.is_region:
        is_named = bool(_OF_RESPONSE.search(document.text) or _WHOLE_REGION.search(f" {folded(document.text)} "))
    else:
        is_named = head.country in told or names_own_platform(document.text, head.country.code)
    if not is_named and told:
        other = N_("the text names another country, and never that of the id that was given: check the id")
        return [about(other, told[0].name_en)]
    if not is_named:
        return [
            about(N_("the text never names the country of the id that was given: check the id"), head.country.name_en)
        ]
    try:
        read = read_head(document, countries)
    except DocumentError:
        return []
    is_other = (read.country, read.start, read.end) != (head.country, head.start, head.end)
    return [about(_OTHER_ID, read.report_id)] if is_other and not read.doubts else []


def title_lines(document: Document) -> list[str]:
    """The lines that name a report: the first, and the short ones of its box that follow."""
    told = [line for line in document.lines if line.text.strip()][:_TITLE_LINES]
    short = [line.text for line in told if line.section == "header" and len(line.text.split()) <= _MOST_WORDS]
    is_title = told and _is_title(told[0])
    return list(dict.fromkeys([*([told[0].text] if is_title else []), *short]))


def _is_title(line: Line) -> bool:
    return len(line.text.split()) <= _MOST_IN_TITLE and not line.text.rstrip().endswith(".")


def _country(document: Document, countries: Sequence[Country]) -> tuple[Country, list[str]]:
    """The country that the title names, or the next words that name one, and what speaks against it."""
    title, header = title_lines(document), [line.text for line in document.lines if line.section == "header"]
    is_of_response = bool(_OF_RESPONSE.search(document.text))
    known = [country for country in countries if not country.is_region or is_of_response]
    for lines in (title[:_TITLE], title, header):
        words = " ".join(line for line in lines if len(line.split()) <= _MOST_WORDS or line in title)
        named = _named(" ".join(lines), known)
        elsewhere = _ELSEWHERE.search(_FROM.sub(" ", words))
        if named:
            return named[0], [*_several(named, document, countries), *_of_region(named[0], elsewhere)]
        if elsewhere:
            raise DocumentError(
                f"{document.name}: expected a country of the response in the title, found {elsewhere.group()!r}. "
                "If the report is of one, or of all 17, give its id, such as --report PER_2023-08_2023-10."
            )
    region = next((country for country in known if country.code == _REGION), None)
    if region and _OF_RESPONSE.search(" ".join(title[:_TITLE])):
        return region, [N_("the title names the response and no country: the whole region is taken")]
    named = _named(document.text, [country for country in countries if not country.is_region])
    if not named:
        raise DocumentError(
            f"{document.name}: expected the name of a country of the response, found none: this may be no "
            "situation report. If it is one, give its id, such as --report PER_2023-08_2023-10."
        )
    return named[0], [N_("the country is the one that the text names most: no title names it")]


def _several(named: Sequence[Country], document: Document, countries: Sequence[Country]) -> Iterator[str]:
    """Doubts of a country that is not the only one of the head, or of which the text says less than of another."""
    if len(named) > 1:
        names = ", ".join(country.name_en for country in named)
        yield about(N_("the head names several countries: the first is taken"), names)
    office = _OF_SEVERAL.search(document.text)
    if office:
        yield about(N_("an office of several countries: their numbers may stand together"), office.group())
    told = _named(document.text, [country for country in countries if not country.is_region])
    if told and not named[0].is_region and told[0] != named[0]:
        yield about(N_("the text names another country more often than that of its head"), told[0].name_en)


def _of_region(country: Country, elsewhere: re.Match[str] | None) -> Iterator[str]:
    if elsewhere and not country.is_region:
        yield about(N_("the head names more than the country"), elsewhere.group())


def _named(text: str, countries: Sequence[Country]) -> list[Country]:
    """Countries by how often a text names them, then by where first."""
    flat = _WHOLE_REGION.sub("all countries of the response", f" {folded(text)} ")
    found = []
    for country in countries:
        places = [flat.find(f" {name} ") for name in country.names if f" {name} " in flat]
        count = sum(flat.count(f" {name} ") for name in set(country.names))
        if places:
            found.append((-count, min(places), country))
    return [country for *_, country in sorted(found, key=lambda item: item[:2])]


def _period(document: Document) -> tuple[date, date, str]:
    """First and last day, and a doubt: by title, line of the period or footnote, else an annual report's year."""
    found = document_period(document)
    if found is not None:
        return found.start, found.end, found.doubt
    for moment in find_dates(document):
        is_window = moment.kind in ("month", "months") and moment.is_year_printed
        is_aside = document.text[: moment.start].endswith("(") or len(moment.line.text.split()) > _MOST_WORDS
        if is_window and not is_aside and moment.line.section == "header" and moment.low <= moment.high:
            return moment.low, moment.high, about(_FIRST_NAMED, moment.text)
    header = " ".join(line.text for line in document.lines if line.section == "header")
    years = [year for found in _ANNUAL_YEAR.findall(header) for year in found if year]
    years = years or (re.findall(r"(?<![\d-])20\d\d(?!-?\d)", header) if _ANNUAL.search(header) else [])
    if not years:
        raise DocumentError(
            f"{document.name}: expected the period that the report covers, in its title or a footnote, found none. "
            "Give the id, such as --report PER_2023-08_2023-10."
        )
    doubt = about(_FIRST_NAMED, years[0]) if len(set(years)) > 1 else ""
    return date(int(years[0]), 1, 1), date(int(years[0]), 12, 31), doubt


_OTHER_ID = N_("the head of the document says another country or other months than the id that was given")
_FIRST_NAMED = N_("the period is the first that the head of the document names")


def _another_period(document: Document, start: date, end: date) -> str:
    """A doubt where the head names months or days that do not lie in the period, and no day of publication."""
    title = title_lines(document)
    for moment in find_dates(document):
        ahead = document.text[: moment.start][-40:]
        is_window = moment.kind != "day" and moment.is_year_printed and moment.line.text in title
        if is_window and not (start <= moment.low and moment.high <= end) and not _PUBLISHED.search(ahead):
            return about(N_("the head names another period than the one taken"), moment.text)
    return ""
