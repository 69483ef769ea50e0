"""English and Spanish are equals: every message translated, no page with the other language's text in it."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from pages_without_kernels import misplaced, page

from r4v_analysis.analysis.record import silences
from r4v_analysis.data.load import load
from r4v_analysis.language.formats import (
    CATALOGUES,
    format_bounds,
    format_date,
    format_month,
    format_number,
    format_period,
    format_quantity,
    format_short_date,
    translator,
)
from r4v_analysis.notebook import prose
from r4v_analysis.notebook.notebook_files import read_notebook
from r4v_analysis.render import plan as planning
from r4v_analysis.render.html import index as index_page
from r4v_analysis.render.html import page as site
from r4v_analysis.render.html import summary
from r4v_analysis.values.quantity import Quantity, interval, missing, observed
from tools import catalogues

ROOT = Path(__file__).parent.parent.parent
FULLEST = "PER_2023-05_2023-07"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PLACE = re.compile(r"\{[^}]*\}")
WORDS = {
    "es": re.compile(
        r"\b(the|of|and|with|by|was|were|is|are|not|for|from|which|that|this|these|each|known|since|than|"
        r"people|reached|report|funding|count|counts|year|share|at least|at most|around|printed)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(los|las|del|que|con|por|para|una|según|desde|está|son|fue|informe|cifra|personas|financiamiento|"
        r"cobertura|recuento|fuente|año|al menos|alrededor|como máximo)\b",
        re.IGNORECASE,
    ),
}
"""Words that the language of a page doesn't have, and the other one can't do without."""

NAMED = re.compile(r"“[^”]*”|\b[\w-]+@[\w.]+|\bhttps?://\S+|\b[A-Z]{3}_\d{4}\S*|\b\w+\.(?:csv|xlsx|ipynb)\b")
"""Quotations, which are in the language of what they quote, addresses, ids and files."""


@pytest.fixture(scope="module")
def thinnest(data_dir):
    """By notebook the report with the fewest numbers of those that have a page of it."""
    data = load(data_dir)
    counts = data.tables["observations"]["report_id"].value_counts()
    ordered = sorted(counts.index, key=lambda report_id: (counts[report_id], report_id))
    silent = {report_id: silences(data.report(report_id), "en") for report_id in ordered}
    names = [path.stem for path in NOTEBOOKS]
    return {name: next(id_ for id_ in ordered if name not in silent[id_]) for name in names}


@pytest.fixture(scope="module")
def spanish():
    return catalogues.read(catalogues.path_of("es"), "es")


def texts(html):
    """What a reader of a page reads or hears, piece by piece, but for what is marked as another language."""
    soup = BeautifulSoup(html, "html.parser")
    lang = soup.html["lang"]
    for part in soup(["style", "script", "pre", "code"]):
        part.decompose()
    for part in [part for part in soup.find_all(lang=True) if part["lang"] != lang]:
        part.decompose()
    heard = [part[name] for name in ("aria-label", "alt", "title") for part in soup.find_all(attrs={name: True})]
    return list(dict.fromkeys([*soup.stripped_strings, *heard]))


def in_the_other_language(html, lang):
    return [text for text in texts(html) if WORDS[lang].search(NAMED.sub("", text))]


def test_every_message_of_code_and_templates_is_in_the_catalogue_and_nothing_else():
    found = {message.id for message in catalogues.messages(catalogues.extracted())}
    known = {message.id for message in catalogues.messages(catalogues.read(catalogues.path_of("es"), "es"))}
    assert sorted(map(str, found - known)) == []  # `make catalogue` takes them in
    assert sorted(map(str, known - found)) == []


def test_every_message_is_translated(spanish):
    assert catalogues.untranslated(spanish) == []


def test_a_translation_has_the_places_of_its_message(spanish):
    for message in catalogues.messages(spanish):
        for english, other in zip(catalogues.forms(message.id), catalogues.forms(message.string), strict=True):
            assert sorted(PLACE.findall(english)) == sorted(PLACE.findall(other)), english


def test_a_translation_ends_as_its_message(spanish):
    ends = re.compile(r"[.:?!]?$")
    for message in catalogues.messages(spanish):
        for english, other in zip(catalogues.forms(message.id), catalogues.forms(message.string), strict=True):
            assert (ends.search(english)[0], english.count("\n")) == (ends.search(other)[0], other.count("\n")), other


def test_the_compiled_catalogue_is_that_of_the_text(spanish):
    assert catalogues.path_of("es", "mo").read_bytes() == catalogues.mo_bytes(spanish)  # else `make catalogue`


@pytest.mark.parametrize("path", catalogues.project_notebooks(), ids=lambda path: path.stem)
def test_every_cell_of_prose_is_translated(path):
    current = catalogues.updated(catalogues.read(prose.path_of(path, "es"), "es"), catalogues.prose_of(path))
    assert catalogues.untranslated(current) == []
    assert prose.path_of(path, "es").read_text(encoding="utf-8") == catalogues.po_text(current)
    for message in catalogues.messages(current):
        for mark in (r"^#+ ", r"^- ", r"`[^`]+`", r"\*\*", "\n\n"):
            pieces = [re.findall(mark, text, re.MULTILINE) for text in (message.id, message.string)]
            assert pieces[0] == pieces[1], (message.context, mark)


def edited(folder, cell_id):
    """A copy of a notebook with its catalogue, in which a cell says something else."""
    for path in (NOTEBOOKS[0], prose.path_of(NOTEBOOKS[0], "es")):
        shutil.copy(path, folder)
    content = json.loads((folder / NOTEBOOKS[0].name).read_text(encoding="utf-8"))
    next(cell for cell in content["cells"] if cell["id"] == cell_id)["source"] = ["## Something else"]
    (folder / NOTEBOOKS[0].name).write_text(json.dumps(content), encoding="utf-8")
    return folder / NOTEBOOKS[0].name


def test_an_edited_cell_has_no_translation_and_is_named(tmp_path):
    path = edited(tmp_path, "bottom-line")
    notebook = read_notebook(path)
    cells = {cell["id"]: cell for cell in json.loads(notebook.text)["cells"]}
    assert prose.translation(cells["bottom-line"], notebook.catalogue("es")) == ""
    assert prose.translation(cells["title"], notebook.catalogue("es")).startswith("# Brecha de financiamiento")
    [line] = [line for line in catalogues.update([path]) if "r4v_analysis.po" not in line]
    assert line.endswith("funding_gap.es.po: no translation of cell bottom-line.")


def test_a_cell_without_a_translation_is_marked_with_its_language(tmp_path, data_dir):
    import nbformat

    notebook = read_notebook(edited(tmp_path, "bottom-line"))
    executed = nbformat.reads(notebook.text, as_version=4)
    shown = prose.translated(executed, notebook.catalogue("es"), "es")
    assert {cell.id: cell.metadata.get("lang") for cell in shown.cells if cell.cell_type == "markdown"}[
        "bottom-line"
    ] == "en"
    assert "lang" not in shown.cells[0].metadata
    assert all("lang" not in cell.metadata for cell in executed.cells)
    assert prose.translated(executed, "", "en") == executed


def test_a_notebook_has_a_title_in_each_language_and_only_pages_of_one_depend_on_its_catalogue(data_dir):
    notebook = read_notebook(NOTEBOOKS[0])
    assert (notebook.title_in("en"), notebook.title_in("es")) == ("Funding gap", "Brecha de financiamiento")
    english, other = planning.plan([FULLEST], notebooks=["funding_gap"], data_dir=data_dir).jobs
    assert ("translation" in english.inputs, "translation" in other.inputs) == (False, True)
    assert english.inputs["other notebooks"] != other.inputs["other notebooks"]


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
@pytest.mark.parametrize("size", ["fullest", "thinnest"])
def test_no_page_has_text_of_the_other_language(size, path, lang, thinnest, data_dir):
    html, _charts = page(FULLEST if size == "fullest" else thinnest[path.stem], path.stem, lang, data_dir)
    assert in_the_other_language(html, lang) == []
    title = BeautifulSoup(html, "html.parser").h1.text
    assert title == read_notebook(path).title_in(lang)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_no_text_of_a_spanish_figure_leaves_it_or_covers_another(path, data_dir):
    _html, charts = page(FULLEST, path.stem, "es", data_dir)
    assert len(charts) > 1
    assert {chart.name: found for chart in charts if (found := misplaced(chart))} == {}


@pytest.mark.parametrize("lang", ["en", "es"])
def test_no_index_summary_or_failure_page_has_text_of_the_other_language(lang, data_dir, tmp_path):
    plan = planning.plan([FULLEST], languages=[lang], data_dir=data_dir)
    [(_lang, index)] = index_page.indexes(plan.data, [], plan.notebooks, [lang])
    assert in_the_other_language(index, lang) == []
    page = summary.summary_page(plan.data.report(FULLEST), lang, plan.notebooks, tmp_path, "../", "ab")
    assert in_the_other_language(page, lang) == []
    failure = site.failure_page(
        report_id=FULLEST,
        notebook="funding_gap",
        lang=lang,
        cell="4",
        error="no.",
        traceback="a",
        parameters={"a": ""},
    )
    assert in_the_other_language(failure, lang) == []


def test_every_code_has_a_name_in_both_languages(data_dir):
    tables = load(data_dir).tables
    for name, table in tables.items():
        for column in (column for column in table if column in ("name_en", "label_en")):
            spanish = table[column.replace("_en", "_es")]
            assert list(table.loc[spanish.isna() | (spanish == ""), column]) == [], name


def test_numbers_and_dates_are_written_as_spanish_reports_do():
    assert format_number(281_700, "people", "es") == "281.700"
    assert format_number(1_424, "people", "es") == "1.424"
    assert format_number(0.071, "share", "es", 0.001) == "7,1\xa0%"
    assert format_number(-5_000_000, "usd", "es") == "−US$\xa05,00 millones"
    assert format_date(date(2023, 7, 28), "es") == "28 de julio de 2023"
    assert format_short_date(date(2023, 7, 28), "es") == "28 jul 2023"
    assert format_month(date(2022, 6, 1), "es") == "junio de 2022"
    assert format_period(date(2023, 5, 1), date(2023, 7, 31), "es") == "mayo–julio de 2023"


@pytest.mark.parametrize(
    ("quantity", "unit", "text"),
    [
        (observed(42_600, "at_least", "over 42,600"), "people", "al menos 42.600"),
        (observed(2_500, "at_most", "almost 2,500"), "people", "como máximo 2.500"),
        (observed(68_000, "about", "around 68,000"), "people", "alrededor de 68.000"),
        (observed(1_500_000, "exact", "1.5M"), "people", "1,5 millones"),
        (observed(1_000_000, "at_least", "over a million"), "people", "al menos 1 millón"),
        (interval(47_672, 84_489), "people", "47.672 a 84.489"),
        (Quantity(0.32, is_about=True), "share", "alrededor del 32\xa0%"),
        (Quantity(0.3, low=0.3), "share", "al menos el 30\xa0%"),
        (Quantity(0.3, high=0.3), "share", "como máximo el 30\xa0%"),
        (missing(), "usd", "sin reportar"),
    ],
)
def test_a_quantity_says_in_spanish_how_sure_it_is(quantity, unit, text):
    assert format_quantity(quantity, unit, "es") == text


def test_a_bound_is_written_in_spanish_too():
    assert format_bounds(Quantity(None, 0.071114, 0.071653), "share", "es") == ("7,111\xa0%", "7,166\xa0%")


@pytest.mark.parametrize(
    ("lang", "count", "text"),
    [
        ("en", 1, "1 report"),
        ("en", 2, "2 reports"),
        ("es", 0, "0 informes"),
        ("es", 1, "1 informe"),
        ("es", 1_000_000, "1000000 informes"),
    ],
)
def test_plural_forms(lang, count, text):
    ngettext = translator(lang).ngettext
    assert ngettext("{count} report", "{count} reports", count).format(count=count) == text


def test_spanish_has_the_article_before_a_percentage_and_no_two_texts_joined_as_one():
    with (CATALOGUES / "es" / "LC_MESSAGES" / "r4v_analysis.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    said = _texts(messages)
    verbs = "financió|aportó|representa|alcanzado|transcurrido|consigna|es decir,"
    places = r"\{(?:\w*share|coverage\w*|\w*elapsed|high|computed|fts_coverage)\}"
    assert [text for text in said if re.search(rf"(?:{verbs}) {places}", text)] == []
    assert [text for text in said if re.search(r"[a-záéíóúñ]\.[A-ZÁÉÍÓÚ]", text)] == []


def _texts(messages):
    return [text for each in messages for text in ([each.string] if isinstance(each.string, str) else each.string)]
