"""What a sentence says of its number, word by word: a count of people or of services is sure where none is left over.

Known are the people with what stands right behind them, the row's own days and its own place, who did it,
and the words of the list `plain`; whatever else a sentence has may turn the count into another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from r4v_analysis.data.names import folded
from r4v_analysis.intake.draft.box_labels import LABELS
from r4v_analysis.intake.draft.noun_phrase import noun_phrase
from r4v_analysis.intake.draft.place import NAMED_IN
from r4v_analysis.intake.draft.reading import Reading
from r4v_analysis.intake.draft.row import DraftRow
from r4v_analysis.intake.draft.scope import SHARE_ASIDE
from r4v_analysis.intake.draft.setting import Setting
from r4v_analysis.intake.draft.vocabulary import OFFICIALS
from r4v_analysis.intake.printed.date_words import MONTH_NUMBER
from r4v_analysis.intake.words import any_of, families, words

_OWN_DAYS = "\x01"
_COUNT = "\x02"
COUNTED = (
    "people_assisted", "people_trained", "people_informed", "people_attended", "people_referred", "meals",
    "consultations",
)  # fmt: skip
"""What such sentences count."""
TAUGHT = ("people_trained", "people_informed", "people_attended")
_MOST = 8
_PLAIN = families("plain")
_KNOWN = any_of(
    *families("done").values(),
    *(_PLAIN[name] for name in ("who", "done", "what", "grammar")),
    *map(words, ("services", "assisting", "informing", "referring", "people", "adjectives", "staff")),
)
_BESIDE = any_of(words("beside_a_label"), words("about_a_value"))
_THINGS = re.compile(rf"\d[\d.,]*\s+(?=(?:\w+\s+)?(?:{words('services')})(?!\w))", re.IGNORECASE)
"""How many things were given, beside whom they were given to."""
_TWOFOLD = any_of(*(families("doubts")[name] for name in ("vaccinated", "rations")))
"""People assisted, or a count of its own; and meals, or more than one each."""
_TO_DATE = any_of(_PLAIN["to_date"])
_UNITS = families("units")
_OF_TIME = "|".join(
    [_PLAIN["beyond"], words("divisions"), *(_UNITS[name] for name in ("days", "weeks", "months", "years"))]
)
_OF_PLACES = "|".join(_UNITS[name] for name in ("areas", "countries"))


def _open(words_before: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{words_before})\s+(?-i:(?:(?!(?:{_OF_TIME})(?![\w-]))[a-záéíóúñü'’-]+[ ]?){{1,10}})",
        re.IGNORECASE,
    )


_TOPIC = _open(rf"(?:{_PLAIN['topic']})(?!\s(?:\w+\s){{0,2}}(?:{_OF_PLACES})(?!\w))")
_GIVEN, _THINGS_COUNTED = _open(_PLAIN["given"]), _open(_COUNT)
"""What people were taught or told, and what they got: it may be anything, and the sector by it is asked elsewhere."""
_SUBJECT = re.compile(
    rf"^\W*\w[a-záéíóúñ'’-]*(?-i:\s(?!(?:{_OF_TIME})(?![\w-]))[a-záéíóúñü'’-]+){{0,7}}"
    r"(?=\s(?:was|were|has been|have been|fue|fueron)\s)",
    re.IGNORECASE,
)
"""What was given, ahead of the verb: `Rental support was granted to`."""
_SINCE_JANUARY = re.compile(families("times")["since_january"], re.IGNORECASE)
_DAYS = re.compile(rf"(?<!\w)(?:{_PLAIN['days']})", re.IGNORECASE)
_ALWAYS = any_of(_PLAIN["where"])
_OFFICE = re.compile(
    r"\s+(?:from|of|del?)\s+(?:(?:the|la|el)\s+)?[A-ZÁÉÍÓÚÑ][\w'’-]+(?:\s+(?:(?:of|de|and|y)\s+(?:the\s+|la\s+)?)?[A-ZÁÉÍÓÚÑ][\w'’-]+)*"
)
"""Where officials work."""
_WORD = re.compile(r"[^\W_]+(?:[.'’/-][^\W_]+)*|%|\$")
_ABBREVIATION = re.compile(
    r"(?<!\w)(?:(?<!in )(?<!at )(?<!from )(?<!en )(?<!de )(?<!in the )(?<!from the )[A-Z]\w*[A-Z]\w*(?:-\d+)?"
    r"|[A-Z]\w*[A-Z]['’]s)(?!\w)"
)
"""An agency, and no place."""
_PARTS = re.compile(r"\([^()\d]{0,60}\d[^()]{0,120}\)")
_OF_THE_WHOLE = re.compile(
    r"(?:(?<!total )(?<!number )(?<!número )\b(?:of|from|among|de|entre)|\b(?:the|these|those|l[oa]s|est[oa]s))"
    r"(?:\s+(?:the|these|those|l[oa]s|est[oa]s|other|remaining|total|otr[oa]s))*\s+$",
    re.IGNORECASE,
)
"""Before a number of people of whom other words spoke before, or of whom the number ahead is a part."""


def left_over(row: DraftRow, reading: Reading, setting: Setting) -> str:
    """The words of its sentence that nothing accounts for, the first of them; empty where it says all."""
    if found := _OF_THE_WHOLE.search(reading.before):
        return found.group().strip()
    twofold = _TWOFOLD.search(reading.around.text) if row.cells["indicator"] not in TAUGHT else None
    if twofold:
        return twofold.group()
    text = _ALWAYS.sub(" ", _DAYS.sub(" ", _without_people(_text(row, reading))))
    text = _without_place(text, row, setting)
    text = text if text.isupper() else _ABBREVIATION.sub(" ", text)
    text = (_TOPIC if row.cells["indicator"] in TAUGHT else _GIVEN).sub(" ", _SUBJECT.sub(" ", text))
    if row.cells["unit"] != "people":
        text = _THINGS_COUNTED.sub(" ", text)
    if reading.dates or setting.start.month == 1 or row.cells["as_of"]:
        text = _TO_DATE.sub(" ", text)
    rest = list(_unknown(text))
    return " ".join(rest[:_MOST])


def beyond_label(text: str, setting: Setting, *, is_cited: bool = False) -> str:
    """The words on the line of a box's value that are not its label, country, days or plain; the first of them.

    `is_cited`: an abbreviation is who counted, and no other count.
    """
    text = setting.home.own.sub(" ", LABELS.sub(" ", text))
    text = _ABBREVIATION.sub(" ", text) if is_cited and not text.isupper() else text
    rest = [word for word in _WORD.findall(_BESIDE.sub(" ", text)) if not word[0].isdigit() and len(word) > 2]
    return " ".join([word for word in rest if word.casefold() not in MONTH_NUMBER][:_MOST])


def _text(row: DraftRow, reading: Reading) -> str:
    """The sentence with a sign for its number and for each of the row's own days."""
    parts = []
    for words_, start in ((reading.before, reading.around.start), (reading.after, reading.number.end)):
        kept = list(words_)
        for moment in reading.dates:
            at = moment.start - start
            is_own = (moment.low.isoformat(), moment.high.isoformat()) == (
                row.cells["period_start"],
                row.cells["period_end"],
            )
            if is_own and 0 <= at < len(kept):
                kept[at : at + moment.end - moment.start] = _OWN_DAYS * (moment.end - moment.start)
        parts.append("".join(kept))
    text = f"{parts[0]} {_COUNT} {parts[1]}"
    return _SINCE_JANUARY.sub(" ", text) if row.cells["as_of"] else text


def _without_people(text: str) -> str:
    """Without the people behind each number, and without their parts in brackets."""
    text = SHARE_ASIDE.sub("", _PARTS.sub(" ", text))
    kept, place = [], 0
    for match in re.finditer(rf"{_COUNT}(?:\s+(?:of|de)(?=\s))?|(?<![\w.,-])\d[\d.,]*(?=\s)", text):
        phrase = noun_phrase(text[match.end() :])
        if match.start() < place or phrase is None:
            continue
        kept.append(text[place : match.start()])
        place = match.end() + phrase.end
        office = _OFFICE.match(text, place) if OFFICIALS.search(phrase.words) else None
        place = office.end() if office else place
    return " ".join([*kept, text[place:]])


def _without_place(text: str, row: DraftRow, setting: Setting) -> str:
    place = row.cells["place"]

    def own(match: re.Match[str]) -> str:
        name = match["name"]
        is_own = setting.home.is_called(name) or (place and setting.places.get(folded(name)) == place)
        return " " if is_own else match.group()

    return setting.home.own.sub(" ", NAMED_IN.sub(own, text))


def _unknown(text: str) -> Iterator[str]:
    """Words that are in no list, in their order."""
    place = 0
    while match := _WORD.search(text, place):
        known = _KNOWN.match(text, match.start())
        known = known or _THINGS.match(text, match.start())
        place = max(match.end(), known.end()) if known else match.end()
        if not known:
            yield match.group()
