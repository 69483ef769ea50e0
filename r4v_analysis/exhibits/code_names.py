"""What stands for a code in a table that people read, in their language, and the code that a name stands for."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from r4v_analysis.exhibits.labels import BASES, EVENTS, QUALIFIERS, ROLES, SECTIONS, SEXES, UNITS
from r4v_analysis.language.formats import LANGUAGES, N_, translator

WORDS: Mapping[str, Mapping[str, str]] = {
    "basis": BASES,
    "qualifier": {**QUALIFIERS, "between": N_("between")},
    "role": ROLES,
    "sex": SEXES,
    "unit": UNITS,
    "event": EVENTS,
    "section": {**SECTIONS, "sector_table": N_("Sector table")},
    "age_group": {"child": N_("under 18"), "adult": N_("18 and above")},
    "known_from_basis": {
        "printed": N_("printed in the source"),
        "address": N_("from the source's address or name"),
        "given": N_("given at import"),
        "assumed": N_("assumed"),
    },
    "requirements_scope": {
        "own": N_("the country's own"),
        "derived": N_("the country's own, derived"),
        "repeated": N_("repeated for several countries"),
    },
    "stream": {
        "rmrp": N_("within the plan"),
        "non_rmrp": N_("outside the plan"),
        "all": N_("within and outside the plan"),
    },
    "plan_type": {"rmrp": N_("R4V's plan"), "hrp": N_("humanitarian plan of the country")},
    "series": {
        "before_2021_11": N_("R4V, before November 2021"),
        "from_2021_11": N_("R4V, from November 2021"),
        "unhcr_end_year": N_("UNHCR, end of year"),
    },
    "measure": {
        "present_in_country": N_("living in the country"),
        "arrived": N_("ever arrived"),
        "eligible": N_("eligible for a programme"),
        "expected_by_plan": N_("expected by a plan"),
        "refugees": N_("refugees, UNHCR's statistics"),
        "asylum_seekers": N_("asylum-seekers, UNHCR's statistics"),
        "oip": N_("other people in need of international protection, UNHCR's statistics"),
        "ooc": N_("others of concern, UNHCR's statistics"),
    },
    "language": {"en": N_("English"), "es": N_("Spanish")},
}
"""Words of codes that no table of codes holds, by column."""
TABLES: Mapping[str, str] = {
    "country_iso3": "countries",
    "sector": "sectors",
    "population_group": "population-groups",
    "indicator": "indicators",
    "stage": "stages",
    "programme": "programmes",
    "place": "places",
}
"""Tables of codes by the column that holds them."""


def names_of_codes(tables: Mapping[str, pd.DataFrame], lang: str) -> dict[str, dict[str, str]]:
    """Names of codes in a language, by column and code."""
    _ = translator(lang).gettext
    found = {column: {code: _(word) for code, word in words.items()} for column, words in WORDS.items()}
    for column, table in TABLES.items():
        if table in tables:
            rows = tables[table]
            own = rows[f"name_{lang}"] if f"name_{lang}" in rows else rows.iloc[:, 0]
            named = own.fillna(rows["name"]) if "name" in rows else own
            if column == "place" and lang == "en":
                named = rows["name"]
            found[column] = dict(zip(rows.iloc[:, 0].astype(str), named.astype(str), strict=True))
    return found


def codes_of_words(column: str) -> dict[str, str]:
    """Codes by themselves and by their words in every language, in small letters; empty for another column."""
    words = WORDS.get(column, {})
    named = {translator(lang).gettext(word).casefold(): code for lang in LANGUAGES for code, word in words.items()}
    return {**named, **{code: code for code in words}}
