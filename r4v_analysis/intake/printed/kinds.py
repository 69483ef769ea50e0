"""Digits that are no figure, and why: dates, years, laws, page numbers, names, notes, telephones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from r4v_analysis.intake.documents.document import Document
from r4v_analysis.intake.printed.date_words import date_spans, years_in
from r4v_analysis.intake.words import words
from r4v_analysis.values.spans import apart

REASONS = {
    "date": "a date or a span of dates",
    "year": "a year",
    "time": "a time of day, or hours of service",
    "legal number": "the number of a law, decree, resolution or article",
    "page number": "a page's number",
    "ordinal": "an ordinal: it tells an order",
    "footnote mark": "a footnote's mark",
    "phone": "a telephone number",
    "list number": "the number of an item or heading",
    "name": "part of a name",
    "page furniture": "part of the page around the text",
    "address": "part of an address or link",
    "age": "an age that names a group",
    "duration": "a length of time",
}
"""Why a number is no figure, by its kind."""

_NO = r"(?:N\s?[°ºo]s?\.?|N\.\s?[°º]|Nro\.?|No\.|Nos\.|N[uú]m\.?|#)"
_LAW, _SERIES = (f"(?:{words(name)})" for name in ("laws", "series"))
_MISPRINT = rf"\d{{1,3}}(?:\.\d{{1,3}})*\.\d{{3}}\s+(?:{words('people')}|{words('households')})(?!\w)"
"""A count whose groups are misprinted, and no number of a chapter."""
_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "address",
        r"[^\s@]{1,64}@[^\s@]{1,200}|(?:https?://|www\.)\S+|\b[\w-]{1,63}\.(?:org|int|com|net|"
        r"info|gob\.pe|pe)(?:/\S*)?",
    ),
    (
        "phone",
        r"\+\d[\d ().-]{6,}\d|\(\d{1,3}\)\s?\d{3}[ -]?\d{3,4}|(?<![\w.,/-])9\d{2}[ -]?\d{3}[ -]?\d{3}(?![\w/])|"
        r"\b0800[ -]\d[\d -]{3,}\d|(?<![\w.,$/-])0\d[ -]?\d{6,7}(?![\w,.]*\d)",
    ),
    (
        "phone",
        r"(?i:\b(?:tel|telf|tel[eé]fono|phone|whatsapp|hotline|cell|cel|fax|helpline|anexo)\b\.?:?\s*(?:N[°º]"
        r"\s*)?)\+?\d{2,}(?:[ -]\d{2,})*(?![\d,.]*\d)",
    ),
    (
        "phone",
        r"\b(?i:l[ií]nea|hotline|helpline|central|line(?=\s+1\d\d\b))\s+(?:(?i:gratuita|telef[oó]nica|de ayuda|"
        r"number)\s+)?"
        r"\d{3,4}(?![\d,.]*\d)",
    ),
    (
        "address",
        r"\b(?:(?i:c[oó]digo postal|post(?:al)?\s?code|zip(?:\scode)?|apartado(?:\spostal)?|p\.?\s?o\.?\s?box)|"
        r"C\.?P\.?(?=\W*\d{5}))\s?:?\s*\d{2,8}(?:-\d{3,4})?(?![\d.,]*\d|\s+[a-záéíóúñ])",
    ),
    ("page furniture", r"(?m)\+\s?\d{1,3}\s(?:more|m[aá]s)\b|^[^\S\n]*\+[^\S\n]?\d{1,2}[^\S\n]*$"),
    (
        "page furniture",
        r"(?m)^(?=[^\n]{0,90}(?:Brief|Report|Update|Factsheet|Fact Sheet|Bulletin|Snapshot|Informe|Reporte|Bolet[ií]n|"
        r"[Ss]itrep|SITREP|www\.|P[aá]gina))[^\n|]{3,80}\|[^\S\n]*\d{1,3}[^\S\n]*$",
    ),
    (
        "legal number",
        rf"\b{_LAW}(?:\s+(?:[A-ZÁÉÍÓÚ][\w.]*|del?|No))?\s*(?:{_NO}\s*)?\d[\d.,]*\d?(?:[-/][\w.]+)*(?:(?:\s*,\s*|"
        rf"\s+(?:and|y|to|a|e)\s+|-)(?:\d{{4,5}}|\d+(?:[-/]\w+)*(?!\s+[a-záéíóúñ]{{4,}}))(?![\w,.%]*\d))*",
    ),
    (
        "legal number",
        r"(?<![\w.,/-])(?!(?:19|20)\d\d-(?:19|20)\d\d(?!-[A-Z]))\d{1,5}-(?:19|20)\d\d(?:-[A-Z]{2,}[\w/-]*|"
        r"-[A-Z][a-z]+)?(?![\d])",
    ),
    ("legal number", r"(?<![\w.,/-])\d{1,5}/(?:19|20)\d\d(?:-[A-Z]{2,}[\w/-]*)(?![\d])"),
    (
        "name",
        rf"(?i:\b(?:situation report|sitrep|reporte? de situaci[oó]n|informe de situaci[oó]n|"
        rf"bolet[ií]n|bulletin|flash update|factsheet))[^\S\n]*(?:{_NO}|[-–|])?[^\S\n]*\d{{1,3}}(?![\d.,/]|"
        rf"\s+(?:"
        rf"{'|'.join(('January', 'Feb', 'March', 'April', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'))}"
        rf"))",
    ),
    ("name", rf"(?<!\w){_NO}\s?\d[\d.,/-]*(?:-\w+)*"),
    (
        "page number",
        r"(?i:\b(?:page|p[áa]gina|p[áa]g\.|pp?\.)\s*\d+(?:\s*(?:of|de|/|-|–)\s*\d+)?|(?<![\w.,])\d+\s*\|\s*(?:"
        r"page|p[áa]gina|p[áa]g))",
    ),
    (
        "age",
        r"(?i:\b(?:under|aged?|over|above|below|menores de|mayores de|between|entre|from|de|"
        r"ages)(?:\s+|-)(?:los\s+)?\d{1,2}(?:\s*(?:-|–|and|to|y|a)\s*\d{1,2})?\s*(?:-\s*)?(?:years?(?:\s+of\s+"
        r"age|\s+old|-old)|years?(?=\s*\()|a[ñn]os(?:\s+de\s+edad)?(?=\W)))",
    ),
    (
        "age",
        r"(?i:(?<![\w.,])\d{1,2}(?:\s*(?:-|–|and|to|y|a)\s*\d{1,2})?[\s-]years?[\s-](?:of[\s-]age|"
        r"olds?)\b|(?<![\w.,])\d{1,2}(?:\s*(?:-|–|y|a)\s*\d{1,2})?\s+a[ñn]os\s+de\s+edad|\b(?:aged|"
        r"menores de|mayores de)\s+(?:los\s+)?\d{1,2}(?:\s*(?:-|–|and|to|y|a)\s*\d{1,2})?(?!\d|"
        r"[.,]\d)|\bunder(?:-|\s)(?:5|18|five|12)s?\b(?!\s*%|[.,]\d)|\b0\s?-\s?5\b)",
    ),
    (
        "age",
        r"(?i:(?<![\w.,])\d{1,2}\s?(?:[-–]|to|a)\s?\d{1,2}\s+(?:years?|a[ñn]os|age[- ]group)\b|"
        r"\b(?:older|younger) than \d{1,2}\b(?![.,]?\d)|\b(?:mayores|menores) a \d{1,2}\b(?![.,]?\d)|"
        r"\bover-?\d0s\b|(?<![\w.,])\d{1,2}\s?\+(?=\s+(?:years?|a[ñn]os))|"
        r"(?<![\w.,])\d{1,2}\s+(?:years|a[ñn]os)\s+(?:and|or|y|o)\s+(?:older|above|over|younger|m[aá]s|menos)\b)",
    ),
    (
        "time",
        r"(?i:\b(?:from|de|entre|between)\s+(?:las\s+)?\d{1,2}\s*(?:to|a|hasta|y|and|[-–])\s*(?:las\s+)?\d{1,2}\s*"
        r"(?:h(?:(?:ou)?rs?)?|horas|[ap]\.?\s?m)\b\.?|\ba las? \d{1,2}(?![.,]?\d|\s+(?:personas|familias))\b|"
        r"(?<![\w.,])\d{1,2}h\d{2}\b|(?<![\w.,])\d{1,2}\.\d{2}\s?(?:h|hrs|horas|[ap]\.?m)\b)",
    ),
    (
        "time",
        r"\b\d{1,2}:\d{2}(?:\s*[ap]\.?\s?m\b\.?)?|(?i:(?<![\w.,])\d{1,2}\s?(?:a\.m\.|p\.m\.|"
        r"am\b|pm\b))|\b24\s?/\s?7\b|\b24[ -](?:hours?|horas)(?:\s+(?:a day|al d[ií]a|del d[ií]a))?\b|"
        r"\b7 (?:days a week|d[ií]as a la semana)",
    ),
    (
        "duration",
        r"(?i:\b(?:last|past|next|first|últim[oa]s|próxim[oa]s|primer[oa]s|hace)\s+\d{1,2}\s+(?:days?|years?|d[ií]as|a[ñn]os)\b|"
        r"(?<![\w.,])\d{1,2}\s+years?\s+ago\b|(?<![\w.,])\d{1,2}(?:,000|00)?-?\s?days?[- ]window)",
    ),
    ("footnote mark", r"(?<![\w.,])\d{1,2}\s(?=www\.|https?://)"),
    ("name", r"\b(?:COVID|SARS-CoV|VIH|HIV|CoV|H\d+N)-?\d+|\bCOVID\s19\b|\bH1N1\b"),
    (
        "name",
        rf"(?<!\w){_SERIES}[^\S\n]*(?:{_NO}\s*)?\d{{1,3}}(?:\.\d{{1,2}})?(?:(?:,|,? and|,? y| &) \d{{1,2}}(?!\w))*"
        rf"(?![\d]|[.,]\d|\s?%|\s+(?:people|persons|refugees|personas|families|familias))",
    ),
    ("ordinal", r"(?<![\w.,])\d{1,3}(?:st|nd|rd|th|[ºª°](?!\s?C)|er|ro|da|do|ra|to|ta|va|vo|no|na|mo|ma)\b"),
    ("ordinal", r"(?<![\w.,])\d{1,3}[ºª](?=\s)"),
    ("name", rf"(?<![\w.,$])(?!\d{{1,3}}(?:\.\d{{3}})+(?!\d))(?!{_MISPRINT})\d+(?:\.\d+){{2,}}(?![\d,])"),
)
_COMPILED = [(kind, re.compile(pattern)) for kind, pattern in _PATTERNS]
_RAISED = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
_AFTER_METRE = re.compile(r"\b(?:m|km|cm)$")
_GLUED_NOTE = re.compile(
    r"(?:(?<=[a-záéíóúñ]{3})|(?<=[a-záéíóúñ)][.,;:])|(?<=[a-záéíóúñ]\)))\d{1,2}(?=[\s.,;:)]|$)(?![.,]\d)"
)
_BRACKET_NOTE = re.compile(r"\[\d{1,2}\]")
_NOTE_START = re.compile(r"(?m)^[^\S\n]{0,20}(\d{1,2})\s{1,9}(?=[A-ZÁÉÍÓÚÑ¿\"“])")
_ITEM = re.compile(r"(?m)^[^\S\n]{0,20}(?:[-•▪●*–]\s{0,9})?(\d{1,2}(?:\.\d{1,2})?)[.)-]\s{1,9}(?=\D)")
_ENUMERATED = re.compile(r"\((\d)\)(?=\s)")
_INLINE = re.compile(r"(?<!\S)(\d{1,2})\.(?=\s+[A-ZÁÉÍÓÚÑ¿\"“])")
_FEWEST_INLINE = 3
"""Items `1. … 2. … 3. …` of one line; fewer may be sentences that end in a number."""
_WORD_WITH_DIGIT = re.compile(
    r"(?<![\w])(?=[\w-]{0,40}\d)[^\W\d_]\w{0,40}(?:-\w{1,40}){0,4}|(?<![\w.,-])\d+(?=[^\W\d_])[\w-]+"
)
_UNIT_TAIL = re.compile(
    r"\d+(?:[KkMBm]|MM|bn|mn|kg|km|g|l|m[23²³]?|cm|mm|tn|h|hrs?|min|ml|ha|x)|\d+[-–]?(?:day|"
    r"month|year|week|hour|person|bed|member|meter|point)s?"
)


@dataclass(frozen=True, slots=True)
class NoFigure:
    """A place whose digits are no figure; `kind` is a key of REASONS."""

    start: int
    end: int
    kind: str


def no_figures(document: Document) -> list[NoFigure]:
    """The places of a document whose digits are no figures, in order, none inside another."""
    text = document.text
    candidates = chain(
        _patterns(text, "first"),
        _dates(text),
        _notes(text),
        _items(text),
        _patterns(text, "then"),
        _words(text),
        _page_numbers(document),
    )
    return apart(candidates, len(text))


def _patterns(text: str, turn: str) -> Iterator[NoFigure]:
    early = ("address", "phone", "legal number", "page furniture")
    for kind, pattern in _COMPILED:
        if (kind in early) == (turn == "first"):
            for match in pattern.finditer(text):
                if re.search(r"\d", match.group()):
                    yield NoFigure(match.start(), match.end(), kind)


def _dates(text: str) -> Iterator[NoFigure]:
    for span in date_spans(text):
        if re.search(r"\d", text[span.start : span.end]):
            yield NoFigure(span.start, span.end, "date")
    for _, start, end in years_in(text):
        yield NoFigure(start, end, "year")


def _notes(text: str) -> Iterator[NoFigure]:
    marks = set()
    for match in _RAISED.finditer(text):
        if not _AFTER_METRE.search(text[max(0, match.start() - 4) : match.start()]):
            marks.add(match.group().translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")))
            yield NoFigure(match.start(), match.end(), "footnote mark")
    for pattern in (_GLUED_NOTE, _BRACKET_NOTE):
        for match in pattern.finditer(text):
            marks.add(re.sub(r"\D", "", match.group()))
            yield NoFigure(match.start(), match.end(), "footnote mark")
    for match in _NOTE_START.finditer(text):
        if match[1] in marks:
            yield NoFigure(match.start(1), match.end(1), "footnote mark")


def _items(text: str) -> Iterator[NoFigure]:
    for match in _ITEM.finditer(text):
        yield NoFigure(match.start(1), match.end(1), "list number")
    for line in re.finditer(r"[^\n]+", text):
        bracketed = list(_ENUMERATED.finditer(line.group()))
        is_list = len(bracketed) > 1 and all(
            int(match[1]) in (1, before + 1)
            for match, before in zip(bracketed, [0, *(int(match[1]) for match in bracketed)], strict=False)
        )
        inline: list[re.Match[str]] = []
        for match in _INLINE.finditer(line.group()):
            if int(match[1]) == len(inline) + 1:
                inline.append(match)
        for match in [*(bracketed if is_list else ()), *(inline if len(inline) >= _FEWEST_INLINE else ())]:
            yield NoFigure(line.start() + match.start(), line.start() + match.end(), "list number")


def _words(text: str) -> Iterator[NoFigure]:
    """Digits inside a word: R4V, 4W, COVID-19; not 60kg, 3-day or 5K."""
    for match in _WORD_WITH_DIGIT.finditer(text):
        if not _UNIT_TAIL.fullmatch(match.group()) and not re.match(r"(?:US|USD|S)\d", match.group()):
            yield NoFigure(match.start(), match.end(), "name")


def _page_numbers(document: Document) -> Iterator[NoFigure]:
    start = 0
    for line in document.lines:
        short = line.text if len(line.text) < 40 else ""
        alone = re.fullmatch(r"\s*[-–|]?\s*(\d{1,3})\s*[-–|]?\s*", short)
        if alone and (line.place == "margin" or (line.page == int(alone[1]) and not line.box)):
            yield NoFigure(start + alone.start(1), start + alone.end(1), "page number")
        start += len(line.text) + 1
