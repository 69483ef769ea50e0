"""A synthetic executed notebook with every kind of output that a page shows. No number in it is real."""

from __future__ import annotations

from dataclasses import dataclass

import nbformat
import pandas as pd
from markupsafe import Markup
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from r4v_analysis.exhibits.exhibit import Chart, Prose, Table
from r4v_analysis.render.html.page import Link, PageContext

HOSTILE = (
    """<script>document.title='owned'</script><img src=x onerror=alert(1)> "double" 'single' {{ 7*7 }} & </title>"""
)
RIGHT_TO_LEFT = "تقرير عن الحالة 2023"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@dataclass(frozen=True)
class Headline:
    """Stands in for narrative.Headline."""

    label: str
    text: str
    note: str = ""


def shown(markup: str, plain: str = "a figure") -> nbformat.NotebookNode:
    """One displayed item."""
    return new_output("display_data", data={"text/html": markup, "text/plain": plain})


def stream(name: str, text: str) -> nbformat.NotebookNode:
    """Text written to `stdout` or `stderr`."""
    return new_output("stream", name=name, text=text)


def code(source: str, *outputs: nbformat.NotebookNode, tag: str = "") -> nbformat.NotebookNode:
    """An executed code cell."""
    cell = new_code_cell(source, outputs=list(outputs))
    cell.metadata["tags"] = [tag] if tag else []
    return cell


def prose(source: str) -> nbformat.NotebookNode:
    """A markdown cell."""
    return new_markdown_cell(source)


def notebook(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A notebook of those cells, with fixed ids."""
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return new_notebook(cells=list(cells))


def context(**changes: object) -> PageContext:
    """A page's context; `changes` replace fields."""
    values: dict[str, object] = {
        "title": "Funding gap",
        "lang": "en",
        "report_title": "Synthetic situation report on nobody",
        "report_id": "PER_2023-05_2023-07",
        "country": "Peru",
        "period": "May – July 2023",
        "platform": "GTRM",
        "as_of": "31 July 2023",
        "version": "0.1.0",
        "data_digest": "0123456789abcdef" * 4,
        "parameters": {"report_id": "PER_2023-05_2023-07", "lang": "en", "as_of": "", "target": "45600"},
        "siblings": (
            Link("All reports", "../index.html"),
            Link("Funding gap", "funding_gap.en.html", is_current=True),
            Link("Sector reach", "sector_reach.en.html"),
            Link("Regularization uptake", "regularization_uptake.en.html"),
        ),
        "headlines": headlines(),
    }
    return PageContext(**{**values, **changes})


def headlines() -> tuple[Headline, ...]:
    """Four made-up headline numbers."""
    return (
        Headline("Refugees and migrants", "1.2 million", "between 1.15 and 1.25 million; printed: 1.2M"),
        Headline("People reached", "123.4 thousand", "includes people in transit; printed: 123,4K"),
        Headline("Requirements", "US$200 million", "for the calendar year; printed: $200M"),
        Headline("Funded", "10.0%", "from 1 May to 31 July; printed: % 10.0"),
    )


def chart() -> Chart:
    """A bar chart with the data behind it."""
    people = {"Protection": 17299, "Health": 8915, "Food Security": 3790, "Nutrition": 2210, "Shelter": 900}
    title = "Protection reached more people than the next two sectors together"
    figure = Figure(figsize=(6.8, 3.2), layout="constrained")
    axes = figure.subplots()
    axes.bar_label(axes.barh(list(people), list(people.values()), color="#0072bc"), padding=4)
    axes.set_title(title, loc="left")
    data = table(
        "sector_reach",
        "People reached by sector",
        ("Sector", "People"),
        *((name, f"{count:,}") for name, count in people.items()),
    )
    alt = "Bar chart: protection reached 17,299 people, more than health and food security together."
    return Chart("sector_reach", title, alt, figure, data, "Sectors overlap: their sum is not a number of people.")


def table(name: str, caption: str, header: tuple[str, ...], *rows: tuple[str, ...], anchors: str = "") -> Table:
    """A table; columns whose cells all begin with a digit align right, `anchors` prefixes the rows' ids."""
    numeric = {i for i in range(len(header)) if all(row[i][:1].isdigit() for row in rows)}
    ids = [f"{anchors}-{row[0].split()[0].lower()}" for row in rows] if anchors else []
    return Table(name, caption, header, rows, pd.DataFrame(rows, columns=header), frozenset(numeric), ids, "Made up.")


def number(text: str, source: str) -> Markup:
    """A number in prose with the link to its source."""
    return Markup('<a class="r4v-num" href="#{}">{}</a>').format(source, text)


def exhibit(source: str, shown_exhibit: Chart | Table | Prose) -> nbformat.NotebookNode:
    """A code cell that shows an exhibit."""
    is_chart = isinstance(shown_exhibit, Chart)
    markup = shown_exhibit.html("en", "Source: synthetic report, page 3.") if is_chart else shown_exhibit.html()
    return code(source, shown(str(markup), shown_exhibit.text))


WORDS = (
    "Requirements are revised within a year, and funding is recorded when a donor reports it. The window that "
    "the report prints has two readings, and both are carried through every number on this page."
)


LINK = "[a link](https://example.org/a/rather/long/path/to/a/document)"
SET_UP = """import r4v_analysis as r4v
from r4v_analysis import funding, plots, tables

report, show = r4v.open_report(report_id, lang, as_of, data_dir, output_dir)"""


def full() -> nbformat.NotebookNode:
    """A notebook as the project's own look: prose, bottom line, caveat, figure, tables, code."""
    funding, coverage, pace = (
        number("US$20 million", "src-funding"),
        number("10.0%", "how-coverage"),
        number("US$36 million", "how-pace"),
    )
    bottom_line = [
        Markup("Of US$200 million required, {} had been recorded: {}, with 58% of the year gone.").format(
            funding, coverage
        ),
        Markup("Closing the gap by December needs {} a month, five times what came in so far.").format(pace),
        "One donor gave around 80% of it; without that donor 2.0% would be funded.",
    ]
    caveat = (
        "Funding is what donors reported to the Financial Tracking Service; it is late and voluntary, so a low "
        "share in July is not a forecast for December."
    )
    amounts = [
        ("Measure", "Low", "As printed", "High"),
        ("Requirements", "199.5", "200.0", "200.5"),
        ("Funding", "19.95", "20.00", "20.05"),
        ("Unmet requirements", "179.45", "180.00", "180.55"),
    ]
    formulas = [
        ("Measure", "Formula", "With numbers", "Result"),
        ("Coverage", "funding ÷ requirements", "20.0 ÷ 200.0", "10.0%"),
        ("Pace needed", "unmet requirements ÷ months left", "180.0 ÷ 5", "US$36 million"),
    ]
    sources = [
        ("What", "Value", "Heading", "Printed words", "Section", "Page"),
        ("Funding", "$20M", "FUNDING SITUATION", "% 10.0 FUNDED: $20M", "Header box", "1"),
        ("Requirements", "$200M", "FUNDING SITUATION", "REQUIREMENT: $200M", "Header box", "1"),
        ("Reached", "123,4K", "PEOPLE REACHED", "SOME FORM OF ASSISTANCE* 123,4K", "Header box", "1"),
    ]
    cells = [
        prose("# Funding gap\n\nHow much of what the plan asks for had been recorded, and what would close the gap?"),
        code('report_id = ""\nlang = "en"\nas_of = ""\ndata_dir = ""\noutput_dir = ""', tag="parameters"),
        code('# Parameters\nreport_id = "PER_2023-05_2023-07"\nlang = "en"\n', tag="injected-parameters"),
        code(SET_UP, tag="setup"),
        prose("## Bottom line"),
        exhibit("show(narrative.funding_bottom_line(report))", Prose(bottom_line, "bottom-line")),
        prose("## What the numbers do not mean"),
        exhibit("show(narrative.funding_caveats(report))", Prose([], "caveat", [caveat])),
        prose(f"## Coverage\n\n{WORDS} **Coverage** is funding ÷ requirements.\n\n- one thing\n- another, with {LINK}"),
        exhibit("gap = funding.gap(report)\nshow(plots.funding_gap(gap))", chart()),
        prose(f"### By month\n\n{WORDS}"),
        exhibit("show(tables.summary(gap))", table("summary", "Requirements and funding, US$ million", *amounts)),
        prose("## Limits\n\nWindows differ. `coverage_share` passes 1 when a plan is over-funded."),
        prose("## How the numbers follow"),
        exhibit("show(tables.formulas(report))", table("formulas", "Formulas", *formulas, anchors="how")),
        prose("## Sources"),
        exhibit("show(tables.sources(report))", table("sources", "Printed words", *sources, anchors="src")),
    ]
    return notebook(*cells)
