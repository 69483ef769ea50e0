"""Made-up situation reports in the layouts that real ones have had, each with the truth beside it.

No number and no sentence in them is real. The same seed gives the same report, in every format.
Layouts and sentences that are held out were written before the rules that read them, and no rule
was tuned on them: benchmarks/drafts.py scores them apart.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

SLOT = re.compile(r"\[(?P<indicator>\w+)\|(?P<unit>\w+)\|(?P<low>\d+)-(?P<high>\d+)(?:\|(?P<words>[\w ]+))?\]")
QUALIFIERS = {
    "en": {
        "exact": [""],
        "at_least": ["over", "more than", "above"],
        "at_most": ["almost", "nearly", "up to"],
        "about": ["around", "some", "approximately"],
    },
    "es": {
        "exact": [""],
        "at_least": ["más de", "al menos"],
        "at_most": ["casi", "hasta"],
        "about": ["cerca de", "unas", "alrededor de"],
    },
}
SECTORS = {
    "education": ("Education", "Educación"),
    "food_security": ("Food Security", "Seguridad Alimentaria"),
    "health": ("Health", "Salud"),
    "humanitarian_transportation": ("Hum. Transp.", "Transporte Hum."),
    "integration": ("Integration", "Integración"),
    "nutrition": ("Nutrition", "Nutrición"),
    "protection": ("Protection", "Protección"),
    "protection_child": ("Child Protection", "Protección de la Niñez"),
    "protection_gbv": ("GBV", "VBG"),
    "protection_trafficking": ("Human Trafficking & Smuggling", "Trata y Tráfico"),
    "shelter": ("Shelter", "Alojamiento"),
    "wash": ("WASH", "WASH"),
    "cbi": ("CBI", "Transferencias Monetarias"),
    "mpc": ("Multipurpose Cash", "Efectivo Multipropósito"),
}
SHORT_LIST = ("education", "food_security", "health", "integration", "nutrition", "protection", "shelter", "wash")
LONG_LIST = (*SHORT_LIST, "humanitarian_transportation", "cbi")
SUB_LIST = ("education", "health", "protection", "protection_child", "protection_gbv", "protection_trafficking", "mpc")
COUNTRIES = {
    "PER": ("Peru", "Perú", "GTRM"),
    "ECU": ("Ecuador", "Ecuador", "GTRM"),
    "CHL": ("Chile", "Chile", "R4V"),
    "BRA": ("Brazil", "Brasil", "R4V"),
}
_ENGLISH = "January February March April May June July August September October November December"
_SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
MONTHS = {"en": tuple(_ENGLISH.split()), "es": tuple(_SPANISH.split())}
SENTENCES = {
    ("en", False): {
        "situation": [
            "As of 12 {month}, the migration authority had counted [regularization|people|9000-90000|enrolments] for "
            "the temporary residence permit (CPP).",
            "A survey at the border found that [protection_incidents|share|40-80] of those interviewed had been "
            "robbed on their way.",
            "On 3 {month} the Congress passed Law 31999 on residence.",
        ],
        "education": [
            "Partners trained [people_trained|people|200-4000] teachers on inclusive classrooms.",
            "Partners distributed school kits to [people_assisted|people|200-4000] children in the capital.",
            "A campaign on enrolment was held in [schools|schools|12-90] schools.",
        ],
        "food_security": [
            "The sector distributed [meals|meals|20000-99000] hot meals in two cities.",
            "Partners delivered food baskets to [people_assisted|people|1100-9900] refugees and migrants.",
        ],
        "health": [
            "Partners provided [consultations|consultations|1200-9900] medical consultations.",
            "During the campaign [people_referred|people|100-900] persons were referred to a hospital.",
            "[people_informed|people|500-5000] persons received information on vaccines.",
        ],
        "integration": [
            "With seed capital, [people_assisted|people|200-900] entrepreneurs were able to open a business.",
            "A job fair was attended by [people_attended|people|60-600] Venezuelans.",
        ],
        "protection": [
            "Legal orientation was offered by lawyers, reaching [people_assisted|people|2000-60000] refugees and "
            "migrants.",
            "A training gathered [people_trained|people|20-90] police officers.",
            "Community workshops were held with [organizations|organizations|20-90] organizations.",
            "Cash transfers were provided to [people_assisted|people|500-5000] persons at risk.",
        ],
        "shelter": [
            "In the north, [people_assisted|people|300-3000] refugees and migrants received accommodation.",
        ],
        "coordination": [
            "[organizations|organizations|2-9] new organizations joined the platform.",
            "The number of partners rose to [organizations|organizations|60-190].",
        ],
    },
    ("es", False): {
        "situation": [
            "Al 12 de {month}, la autoridad migratoria contaba [regularization|people|9000-90000|solicitudes] del "
            "Carné de Permiso Temporal de Permanencia (CPP).",
            "Una encuesta en la frontera halló que [protection_incidents|share|40-80] de las personas entrevistadas "
            "sufrió robos en el camino.",
        ],
        "education": [
            "Los socios capacitaron a [people_trained|people|200-4000] docentes en aulas inclusivas.",
            "Se realizó una campaña de matrícula en [schools|schools|12-90] escuelas.",
        ],
        "food_security": [
            "El sector distribuyó [meals|meals|20000-99000] raciones de comida caliente en dos ciudades.",
            "Los socios entregaron canastas de alimentos a [people_assisted|people|1100-9900] personas refugiadas y "
            "migrantes.",
        ],
        "health": [
            "Los socios brindaron [consultations|consultations|1200-9900] consultas médicas.",
            "Durante la campaña [people_referred|people|100-900] personas fueron derivadas a un hospital.",
            "[people_informed|people|500-5000] personas recibieron información sobre vacunas.",
        ],
        "integration": [
            "Con capital semilla, [people_assisted|people|200-900] personas emprendedoras abrieron un negocio.",
        ],
        "protection": [
            "Se brindó orientación legal a [people_assisted|people|2000-60000] personas refugiadas y migrantes.",
            "Un taller reunió a [people_trained|people|20-90] policías.",
        ],
        "shelter": [
            "En el norte, [people_assisted|people|300-3000] personas refugiadas y migrantes recibieron alojamiento.",
        ],
        "coordination": [
            "[organizations|organizations|2-9] nuevas organizaciones se sumaron a la plataforma.",
        ],
    },
    ("en", True): {
        "situation": [
            "By 20 {month}, [regularization|people|9000-90000|people] had applied for the CPP, the residence card.",
            "[arrivals|people|300-900] Venezuelans a week were seen entering by the northern crossing.",
        ],
        "education": [
            "With tablets and data plans, [people_assisted|people|200-4000] students could follow their lessons.",
            "[people_attended|people|60-600] mothers joined a talk on school meals.",
            "Back-to-school support benefited [people_assisted|people|200-4000] pupils.",
            "[people_trained|people|200-900] school directors took part in capacity building.",
        ],
        "food_security": [
            "[people_assisted|people|1100-9900] individuals benefited from prepaid food cards.",
            "Soup kitchens served [meals|meals|20000-99000] plates of food.",
            "Vouchers for food reached [people_assisted|people|1100-9900] persons in transit.",
        ],
        "health": [
            "Psychologists gave individual care to [people_assisted|people|100-900] survivors.",
            "[people_trained|people|20-90] health promoters completed a course on first aid.",
            "Mobile brigades gave [consultations|consultations|1200-9900] prenatal check-ups and consultations.",
            "[people_assisted|people|100-900] women obtained contraceptives.",
            "Out of these, [people_referred|people|30-90] cases were referred for treatment.",
        ],
        "integration": [
            "[organizations|organizations|12-90] companies hired refugees after the fair.",
            "Vocational courses were completed by [people_trained|people|200-900] young people.",
            "[people_assisted|people|60-600] workers found a job with support of partners.",
        ],
        "protection": [
            "Hotlines provided guidance to [people_assisted|people|500-5000] callers, mostly women.",
            "[meetings|meetings|12-90] sessions on rights were carried out.",
            "Counsellors gave advice on documentation to [people_assisted|people|2000-60000] newcomers.",
            "[people_informed|people|500-5000] persons attended talks that informed on the risks of trafficking.",
        ],
        "shelter": [
            "[people_assisted|people|300-3000] migrants slept in temporary shelters run by partners.",
            "Rental support was granted to [people_assisted|people|300-3000] persons.",
        ],
        "coordination": [
            "The platform now counts [organizations|organizations|60-190] members.",
        ],
    },
    ("es", True): {
        "situation": [
            "Hasta el 20 de {month}, [regularization|people|9000-90000|personas] habían solicitado el CPP.",
        ],
        "education": [
            "Se entregaron útiles a [people_assisted|people|200-4000] escolares.",
            "El apoyo escolar benefició a [people_assisted|people|200-4000] estudiantes.",
        ],
        "food_security": [
            "[people_assisted|people|1100-9900] familias y personas recibieron vales de alimentos.",
            "Los comedores sirvieron [meals|meals|20000-99000] almuerzos.",
        ],
        "health": [
            "[people_trained|people|20-90] promotores de salud culminaron un diplomado.",
            "Se derivó a [people_referred|people|30-90] pacientes a hospitales.",
            "Las brigadas dieron [consultations|consultations|1200-9900] atenciones prenatales y consultas.",
            "[people_assisted|people|100-900] mujeres accedieron a métodos anticonceptivos.",
        ],
        "integration": [
            "[people_attended|people|60-600] personas participaron en una feria laboral.",
            "[people_trained|people|200-900] jóvenes concluyeron cursos de formación.",
        ],
        "protection": [
            "[people_assisted|people|500-5000] mujeres recibieron atención psicosocial.",
            "[people_informed|people|500-5000] personas asistieron a charlas informativas sobre trata.",
        ],
        "shelter": [
            "Se otorgó apoyo para alquiler a [people_assisted|people|300-3000] personas.",
        ],
        "coordination": [
            "La plataforma cuenta ahora con [organizations|organizations|60-190] miembros.",
        ],
    },
}
HEADINGS = {
    "situation": ("Situation", "Situación"),
    "response": ("Response", "Respuesta"),
    "coordination": ("Coordination", "Coordinación"),
    **{sector: SECTORS[sector] for sector in SHORT_LIST},
}


@dataclass(frozen=True, slots=True)
class Truth:
    """A printed number and what a reviewer would write of it; `part` is header, table or narrative."""

    part: str
    text: str
    value: float | None
    unit: str
    indicator: str
    qualifier: str = "exact"
    sector: str = ""
    stream: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a report looks: its box, its table, the sectors that it lists."""

    name: str
    language: str = "en"
    box: str = "after"
    table: str = "wide"
    sectors: Sequence[str] = LONG_LIST
    is_targeted: bool = False
    has_funding: bool = True
    is_full: bool = False
    is_held_out: bool = False


LAYOUTS = (
    Layout("box-after"),
    Layout("box-before", box="before"),
    Layout("box-columns", box="columns"),
    Layout("box-broken", box="broken", is_full=True),
    Layout("targeted", is_targeted=True, has_funding=False, is_full=True, sectors=SHORT_LIST),
    Layout("sub-sectors", sectors=SUB_LIST),
    Layout("key-figures", box="list", table="none"),
    Layout("box-spanish", language="es", sectors=SHORT_LIST),
    Layout("targeted-spanish", language="es", is_targeted=True, box="before"),
    Layout("held-inline", box="inline", is_held_out=True),
    Layout("held-colon", box="colon", table="tall", is_held_out=True),
    Layout("held-columns-spanish", language="es", box="columns", table="tall", is_held_out=True),
    Layout("held-list-spanish", language="es", box="list", table="wide", sectors=SUB_LIST, is_held_out=True),
    Layout("held-before-targeted", box="before", is_targeted=True, is_full=True, sectors=SUB_LIST, is_held_out=True),
)


@dataclass
class Report:
    """A made-up report: blocks in order of reading, and the truth about its numbers, in that order.

    A block is (kind, content): title, box, heading, paragraph, table, footnote.
    """

    name: str
    layout: Layout
    country_iso3: str
    start: date
    end: date
    blocks: list[tuple[str, object]] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)

    @property
    def report_id(self) -> str:
        """The id that the report should get."""
        return f"{self.country_iso3}_{self.start:%Y-%m}_{self.end:%Y-%m}"


def report(layout: Layout, seed: int) -> Report:
    """One report in a layout."""
    chance = random.Random(f"{layout.name} {seed}")  # noqa: S311  nothing is secret here
    year, first = chance.randint(2019, 2025), chance.randint(1, 10)
    last = first + chance.randint(0, 2)
    code = chance.choice(sorted(COUNTRIES))
    end = date(year + last // 12, last % 12 + 1, 1)
    made = Report(f"{layout.name}-{seed}", layout, code, date(year, first, 1), date.fromordinal(end.toordinal() - 1))
    _fill(made, chance)
    return made


def reports(count: int = 1, *, is_held_out: bool | None = None) -> Iterator[Report]:
    """`count` reports of each layout; `is_held_out` chooses among the layouts."""
    for layout in LAYOUTS:
        if is_held_out is None or layout.is_held_out == is_held_out:
            yield from (report(layout, seed) for seed in range(count))


def _fill(made: Report, chance: random.Random) -> None:
    layout = made.layout
    spanish = layout.language == "es"
    country = COUNTRIES[made.country_iso3][spanish]
    made.blocks.append(("title", _title(made, country)))
    made.blocks.append(("box", _box(made, country, chance)))
    sentences = SENTENCES[layout.language, layout.is_held_out]
    for section, texts in sentences.items():
        if section == "education":
            made.blocks.append(("heading", HEADINGS["response"][spanish]))
        made.blocks.append(("heading", HEADINGS[section][spanish]))
        told = [text for text in texts if "CPP" not in text or _has_permit(made)]
        made.blocks += [("paragraph", _sentence(text, section, made, chance)) for text in told]
    if layout.table != "none":
        made.blocks.append(("table", _table(made, chance)))
    transit = "*Incluye a personas en tránsito." if spanish else "*Includes people in transit."
    made.blocks.append(("footnote", transit))


def _has_permit(made: Report) -> bool:
    """Peru's permit is no subject of other countries' reports, nor of those before it opened."""
    return made.country_iso3 == "PER" and made.start.year >= 2021


def _title(made: Report, country: str) -> str:
    spanish = made.layout.language == "es"
    months = MONTHS[made.layout.language]
    first, last = months[made.start.month - 1], months[made.end.month - 1]
    year = f"de {made.end.year}" if spanish else str(made.end.year)
    span = first if first == last else f"{first} {'a' if spanish else 'to'} {last}"
    platform = COUNTRIES[made.country_iso3][2]
    return f"{platform} {country}: {'Reporte de situación' if spanish else 'Situation report'}, {span} {year}"


def number(value: float, language: str, *, decimals: int = 0) -> str:
    """`1,424` and `7.1` in English, `1.424` and `7,1` in Spanish."""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "es" else text


def _money(value: float, made: Report) -> str:
    language = made.layout.language
    if made.layout.is_full:
        return f"${number(value, language)}"
    text = number(value / 1e6, language, decimals=1)
    return f"US$ {text} millones" if language == "es" else f"${text}M"


def _short(value: float, made: Report) -> str:
    language = made.layout.language
    if made.layout.is_full:
        return number(value, language)
    if value >= 1e6:
        return number(value / 1e6, language, decimals=1) + ("M" if language == "en" else " millones")
    return number(value / 1e3, language, decimals=1) + ("K" if language == "en" else " mil")


def _box(made: Report, country: str, chance: random.Random) -> list[str]:
    """The box's lines, or those of a list of key figures."""
    layout, spanish = made.layout, made.layout.language == "es"
    population, people = chance.randint(4, 29) * 1e5, chance.randint(300, 4999) * 1e2
    requirement = chance.randint(200, 3800) * 1e5
    funding = round(requirement * chance.randint(40, 900) / 1000, -5)
    share = f"{number(funding / requirement * 100, layout.language, decimals=1)}{' ' if spanish else ''}%"
    printed_share = float(share.strip(" %").replace(",", ".")) / 100
    names = {
        "refugees_and_migrants": (
            f"REFUGEES AND MIGRANTS IN {country}",
            f"PERSONAS REFUGIADAS Y MIGRANTES EN {country}",
        ),
        "people_targeted": ("PEOPLE TARGETED", "POBLACIÓN OBJETIVO"),
        "people_reached": ("PEOPLE REACHED WITH SOME FORM OF ASSISTANCE*", "PERSONAS ALCANZADAS CON ASISTENCIA*"),
        "coverage": ("FUNDED", "FINANCIADO"),
        "funding": ("FUNDING RECEIVED", "FINANCIAMIENTO RECIBIDO"),
        "requirements": ("REQUIREMENT", "REQUERIMIENTOS"),
    }
    reached = "people_targeted" if layout.is_targeted else "people_reached"
    cells = [
        ("refugees_and_migrants", _short(population, made), population, "people"),
        (reached, _short(people, made), people, "people"),
    ]
    if layout.has_funding:
        cells += [
            ("coverage", share, printed_share, "share"),
            ("funding", _money(funding, made), funding, "usd"),
        ]
    cells.append(("requirements", _money(requirement, made), requirement, "usd"))
    if layout.box == "list":
        return list(_key_figures(made, cells, country, chance))
    labels = [names[name][spanish].upper() for name, *_ in cells]
    values = [text for _, text, *_ in cells]
    made.truths += [Truth("header", text, value, unit, name) for name, text, value, unit in cells]
    return _arranged(layout.box, labels, values)


def _arranged(box: str, labels: Sequence[str], values: Sequence[str]) -> list[str]:
    pairs = list(zip(labels, values, strict=True))
    if box == "before":
        return [line for label, value in pairs for line in (value, label)]
    if box == "columns":
        return [*labels, *values]
    if box == "broken":
        return [line for label, value in pairs for line in (label, *_broken(value))]
    if box == "inline":
        return [" | ".join(f"{label} {value}" for label, value in pairs)]
    if box == "colon":
        return [f"{label.capitalize()}: {value}" for label, value in pairs]
    return [line for label, value in pairs for line in (label, value)]


def _broken(value: str) -> list[str]:
    head, comma, tail = value.rpartition(",")
    return [f"{head} ,{tail}"] if comma else [value]


def _key_figures(
    made: Report, cells: Sequence[tuple[str, str, float, str]], country: str, chance: random.Random
) -> Iterator[str]:
    language = made.layout.language
    sentences = {
        "refugees_and_migrants": (f"Venezuelans living in {country}", f"personas venezolanas viven en {country}"),
        "people_targeted": ("people targeted by the plan", "personas de población objetivo"),
        "people_reached": ("people reached with assistance", "personas alcanzadas con asistencia"),
        "coverage": ("of the appeal funded", "del llamamiento financiado"),
        "funding": ("received in funding", "de financiamiento recibido"),
        "requirements": ("required by the plan", "de requerimientos del plan"),
    }
    for name, text, value, unit in cells:
        kind = chance.choice(list(QUALIFIERS[language])) if unit == "people" else "exact"
        word = chance.choice(QUALIFIERS[language][kind])
        made.truths.append(Truth("header", text, value, unit, name, kind))
        yield _capital(f"{word} {text} {sentences[name][language == 'es']}".strip())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str, section: str, made: Report, chance: random.Random) -> str:
    layout = made.layout
    language = layout.language
    sector = section if section in SECTORS else ""
    month = MONTHS[language][made.end.month - 1]

    def printed(match: re.Match[str]) -> str:
        kind = chance.choice(list(QUALIFIERS[language]))
        value = float(chance.randint(int(match["low"]), int(match["high"])))
        if value > 400 and kind != "exact":
            value = round(value, -2)
        if value < 10:
            kind = "exact"
        word = chance.choice(QUALIFIERS[language][kind])
        digits = number(value, language)
        share = match["unit"] == "share"
        if share:
            digits += "%" if language == "en" else " %"
        truth = Truth(
            "narrative", digits, value / 100 if share else value, match["unit"], match["indicator"], kind, sector
        )
        made.truths.append(truth)
        return " ".join(part for part in (word, digits, match["words"]) if part)

    return _capital(SLOT.sub(printed, text.format(month=month)))


def _table(made: Report, chance: random.Random) -> list[list[str]]:
    """The sector table, header first: sectors across, or down where the layout is tall."""
    layout, spanish = made.layout, made.layout.language == "es"
    values = [float(chance.randint(30, 60000)) for _ in layout.sectors]
    texts = [number(value, layout.language) for value in values]
    indicator, stream = "people_reached", "" if layout.table == "tall" else "rmrp"
    head = [SECTORS[sector][spanish] for sector in layout.sectors]
    made.truths += [
        Truth("table", text, value, "people", indicator, "exact", sector, stream)
        for sector, value, text in zip(layout.sectors, values, texts, strict=True)
    ]
    if layout.table == "tall":
        people = "Personas alcanzadas" if spanish else "People reached"
        return [["Sector", people], *([name, text] for name, text in zip(head, texts, strict=True))]
    dashes = ["-"] * len(texts)
    made.truths += [Truth("table", "-", None, "people", indicator, "", sector, "non_rmrp") for sector in layout.sectors]
    return [["", *head], ["RMRP", *texts], ["NO RMRP", *dashes]]


def as_text(made: Report) -> str:
    """Plain text, a paragraph a line."""
    return "\n".join(line for kind, content in made.blocks for line in _text_lines(kind, content)) + "\n"


def _text_lines(kind: str, content: object) -> list[str]:
    if kind == "table":
        return ["", *("\t".join(row) for row in content), ""]  # type: ignore[attr-defined]
    if kind == "box":
        return ["", *content, ""]  # type: ignore[misc]
    if kind == "heading":
        return ["", str(content), ""]
    return [f"- {content}" if kind == "paragraph" else str(content)]


def as_markdown(made: Report) -> str:
    """Markdown, with headings and a pipe table."""
    lines: list[str] = []
    for kind, content in made.blocks:
        if kind == "title":
            lines += [f"# {content}", ""]
        elif kind == "heading":
            lines += ["", f"## {content}", ""]
        elif kind == "box":
            lines += [f"**{line}**\n" for line in content]  # type: ignore[attr-defined]
        elif kind == "table":
            head, *rows = content  # type: ignore[misc]
            lines += ["", *(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)), ""]
        else:
            lines.append(f"- {content}" if kind == "paragraph" else f"\n{content}")
    return "\n".join(lines) + "\n"


def as_html(made: Report) -> str:
    """A page with headings, list items and a table."""
    tags = {"title": "h1", "heading": "h2", "paragraph": "p", "footnote": "small"}
    parts = []
    for kind, content in made.blocks:
        if kind in tags:
            parts.append(f"<{tags[kind]}>{html.escape(str(content))}</{tags[kind]}>")
        elif kind == "box":
            parts.append("".join(f"<div>{html.escape(line)}</div>" for line in content))  # type: ignore[attr-defined]
        else:
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in content)  # type: ignore[attr-defined]
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    body = "\n".join(parts)
    language = made.layout.language
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'
    )
