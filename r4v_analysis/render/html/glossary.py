"""The words that pages use as terms, each in a sentence that a reader without the field can follow."""

from __future__ import annotations

from r4v_analysis.language.formats import N_, translator

_FUNDING, _REACH, _REGULARIZATION = "funding_gap", "sector_reach", "regularization_uptake"

_COMMON = {
    N_("As of"): N_(
        "The day up to which a page uses what was known; later numbers change nothing above it. Where how finished "
        "plan years ended is taken from later copies, the page says so and names them."
    ),
    N_("Basis"): N_(
        "What a count of people counts: everyone of a period, only those who are new in it, all since January, or a "
        "stock on a date. Counts of two bases are never added or compared."
    ),
    N_("Not less than, not more than"): N_(
        "The interval that a number lies in if every printed number is as exact as its last digit."
    ),
    N_("Qualifier"): N_("The word beside a printed number, such as over, almost or around. It is part of the number."),
    N_("R4V"): N_("The platform of agencies that coordinates the response to refugees and migrants from Venezuela."),
    N_("RMRP"): N_("The yearly Refugee and Migrant Response Plan of that platform."),
    N_("GTRM"): N_("The platform's working group in Peru (also in Ecuador)."),
}
_TERMS = {
    _FUNDING: {
        N_("Requirements"): N_("The money that a plan asks for in a calendar year."),
        N_("Funding"): N_("What donors and agencies reported as committed or paid; reporting is voluntary and late."),
        N_("Coverage"): N_("Funding divided by requirements."),
        N_("Unmet requirements"): N_("Requirements minus funding."),
        N_("FTS"): N_("The Financial Tracking Service of OCHA, where funding is reported."),
        N_("Reference case"): N_("A plan year that was over six months before the report's date."),
    },
    _REACH: {
        N_("People in need"): N_("People who need a sector's help, whether or not the plan means to assist them."),
        N_("Targeted"): N_("The part of the people in need whom the plan means to assist in the year."),
        N_("Reached"): N_("People who were assisted at least once, whatever the assistance was worth."),
        N_("Sector"): N_("A field of the response, such as health. One person can be counted in several."),
        N_("Cash-based interventions"): N_("Help given as money. Any sector can use it, so it has no rank among them."),
        N_("Running total"): N_("New people added up since January."),
    },
    _REGULARIZATION: {
        N_("CPP"): N_("Peru's temporary permit of stay (carné de permiso temporal de permanencia)."),
        N_("PTP"): N_("Peru's temporary permit of 2017 and 2018, before the CPP."),
        N_("Amnesty"): N_("The waiver of fines for overstay: a procedure of its own, and no permit."),
        N_("Stage"): N_("A step of a procedure, from counselling to the document. Each has people of its own."),
        N_("Window"): N_("The days from a programme's opening to its deadline."),
        N_("Shape"): N_("How the count of a finished programme grew over its window."),
    },
}


def glossary(notebook: str, lang: str) -> list[tuple[str, str]]:
    """The terms of a notebook's page with their meanings, in the order of the reader's alphabet."""
    _ = translator(lang).gettext
    terms = {**_COMMON, **_TERMS.get(notebook, {})}
    return sorted(((_(term), _(meaning)) for term, meaning in terms.items()), key=lambda entry: entry[0].casefold())
