"""The controls of explore.ipynb: native lists and buttons, so that it works by keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import ipywidgets

from r4v_analysis.analysis.record import notebooks_of, silences
from r4v_analysis.data.load import load
from r4v_analysis.data.report import Data, Report
from r4v_analysis.errors import UsageError, suggestion
from r4v_analysis.exhibits import labels
from r4v_analysis.language.formats import LANGUAGES, format_period, translator
from r4v_analysis.notebook.explore import FIGURES, QUESTIONS, Scene, View, drawn, first, report_of, scene

if TYPE_CHECKING:
    from IPython.display import DisplayHandle

LANGUAGE_NAMES = {"en": "English", "es": "Español"}

IN_LAB = """
let tries = 100;  // the output is attached to the page a little later
(function mark() {
  const area = element.closest(".jp-OutputArea");
  if (!area) { if (tries--) setTimeout(mark, 50); return; }
  area.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", ""));
  area.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-mark]"), list = area.querySelector("select[size]");
    if (!mark || !list || mark.dataset.mark < 0) return;
    list.selectedIndex = mark.dataset.mark;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
"""
"""JupyterLab takes arrow keys and letters in a list for its own (select a cell, insert one) unless told not to.

And a click or tap on a mark of the figure chooses it in the list of marks.
"""

Options = list[tuple[str, str]]


@dataclass
class Explorer:
    """Controls, figure and provenance of one view at a time.

    In JupyterLab it shows widgets around the figure; where a notebook is rendered to files, the same view
    without them.
    """

    data: Data
    view: View
    has_widgets: bool = True
    scene: Scene = field(init=False)

    def __post_init__(self) -> None:
        self.scene = scene(self.data, self.view)
        self.view = self.scene.view

    def show(self, **changes: Any) -> Scene:
        """Change the view, as the controls do: `show(sector="health")`."""
        self.scene = scene(self.data, replace(self.view, **changes))
        self.view = self.scene.view
        return self.scene

    def _ipython_display_(self) -> None:
        from IPython.display import display

        if self.has_widgets:
            Controls(self).show()
        else:
            display(_bundle(self.scene.html, self.scene.text), raw=True)


def explorer(
    report_id: str,
    lang: str = "en",
    as_of: str = "",
    data_dir: str = "",
    output_dir: str = "",
    question: str = "funding",
    figure: str = "",
    sector: str = "",
    programme: str = "",
    mark: int = 0,
) -> Explorer:
    """What explore.ipynb shows; widgets only where no files are written.

    Raises
    ------
    UsageError
        As `open_report`; or a question, figure, sector or programme that the report does not have.
    """
    from r4v_analysis.notebook.show import open_report

    report, _show = open_report(report_id, lang, as_of, data_dir, output_dir)
    _require(report, question, figure, sector, programme)
    view = View(report_id, question, figure, sector, programme, mark, lang, as_of)
    data = load(data_dir)
    return Explorer(data, first(data, view), has_widgets=not output_dir)


def _require(report: Report, question: str, figure: str, sector: str, programme: str) -> None:
    """What the parameters name must be there, each with the nearest name."""
    known: dict[str, tuple[str, Sequence[str]]] = {"question": (question, list(QUESTIONS))}
    if question in QUESTIONS:
        known["figure"] = (figure, ["", *getattr(report, question).figures])
    known["sector"] = (sector, ["", *report.codes("sectors").index])
    known["programme"] = (programme, ["", *report.known_programmes["programme"]])
    faults = [
        f"{name}: expected one that {report.report_id} has, found {value!r}. {suggestion(value, filter(None, allowed))}"
        for name, (value, allowed) in known.items()
        if value not in allowed
    ]
    if faults:
        raise UsageError("\n".join(faults))


def _bundle(html: str, text: str = "") -> dict[str, str]:
    return {"text/html": html, "text/plain": text}


def _unsaid(widget: ipywidgets.DOMWidget) -> dict[str, Any]:
    """A widget without words in its place: they would be its Python code."""
    return {**widget._repr_mimebundle_(), "text/plain": ""}


class Controls:
    """The widgets of an explorer. A change of one changes the view, and the view fills the others.

    The figure and what is behind its mark are outputs of the cell and no widgets: a notebook that is saved as HTML
    has them as they were.
    """

    def __init__(self, explored: Explorer) -> None:
        """Widgets that show the explorer's present view."""
        self.explored = explored
        self.is_filling = False
        self.lists = {
            name: ipywidgets.Dropdown(layout=ipywidgets.Layout(width="30em" if name == "report_id" else "20em"))
            for name in ("country", "report_id", "question", "figure", "sector", "programme", "lang")
        }
        self.marks = ipywidgets.Select(rows=8, layout=ipywidgets.Layout(width="44em", max_width="100%"))
        self.outputs: list[DisplayHandle] = []
        for name, control in self.lists.items():
            control.observe(self._changed(name), "value")
        self.marks.observe(self._changed("mark"), "value")
        self.fill()

    def show(self) -> None:
        """Put lists, figure, marks and what is behind the chosen one below the cell."""
        from IPython.display import Javascript, display

        lists = ipywidgets.HBox(list(self.lists.values()), layout=ipywidgets.Layout(flex_flow="row wrap"))
        display(_unsaid(lists), raw=True)
        figure, behind = self._bundles()
        self.outputs = [display(figure, raw=True, display_id=True)]
        display(_unsaid(self.marks), raw=True)
        self.outputs.append(display(behind, raw=True, display_id=True))
        display(Javascript(IN_LAB))

    def _bundles(self) -> list[dict[str, str]]:
        shown = self.explored.scene
        return [_bundle(shown.figure.html, shown.text), _bundle(shown.behind + shown.printed)]

    def _changed(self, name: str) -> Callable[[dict[str, Any]], None]:
        def redraw(change: dict[str, Any]) -> None:
            if self.is_filling or change["new"] is None:
                return
            self.explored.show(**self._change(name, change["new"]))
            self.fill()

        return redraw

    def _change(self, name: str, value: Any) -> dict[str, Any]:
        """What a control's new value means for the view: a country is its latest report, a figure its first mark."""
        if name == "country":
            latest = _reports(self.explored.data, value, "en", "")[-1][1]
            return {"report_id": latest, "as_of": "", "figure": "", "mark": 0}
        also: dict[str, Any] = {} if name in ("mark", "lang") else {"mark": 0}
        if name == "report_id":
            also |= {"as_of": "", "figure": ""}
        return {name: value, **also}

    def fill(self) -> None:
        """Show the explorer's view in every widget."""
        with self._filling():
            shown, view = self.explored.scene, self.explored.view
            _ = translator(view.lang).gettext
            report = report_of(self.explored.data, view)
            figures: Sequence[str] = getattr(report, view.question).figures
            has = drawn(self.explored.data, view)
            options: dict[str, tuple[str, Options, str]] = {
                "country": (_("Country"), _countries(self.explored.data, view.lang), report.country_iso3),
                "report_id": (
                    _("Period"),
                    _reports(self.explored.data, report.country_iso3, view.lang, view.question),
                    view.report_id,
                ),
                "question": (_("Question"), [(_(text), name) for name, text in QUESTIONS.items()], view.question),
                "figure": (_("Figure"), [(_figure_name(name, has, view.lang), name) for name in figures], view.figure),
                "sector": (_("Sector"), [(_("any"), ""), *_names(report, "sectors", view.lang)], view.sector),
                "programme": (_("Programme"), [(_("any"), ""), *_programmes(report, view.lang)], view.programme),
                "lang": (_("Language"), [(LANGUAGE_NAMES.get(code, code), code) for code in LANGUAGES], view.lang),
            }
            for name, (label, choices, value) in options.items():
                _fill(self.lists[name], label, choices, value)
            numbered = [(mark.label, number) for number, mark in enumerate(shown.marks)]
            _fill(self.marks, _("Mark"), numbered, view.mark)
        for output, bundle in zip(self.outputs, self._bundles(), strict=False):
            output.update(bundle, raw=True)

    @contextmanager
    def _filling(self) -> Iterator[None]:
        self.is_filling = True
        try:
            yield
        finally:
            self.is_filling = False


def _fill(control: Any, label: str, choices: Sequence[tuple[str, Any]], value: Any) -> None:
    if list(control.options) != list(choices):
        control.options = choices
    control.description = label
    control.value = value if value in [choice for _text, choice in choices] else (choices[0][1] if choices else None)


def _countries(data: Data, lang: str) -> Options:
    names = data.tables["countries"].set_index("country_iso3")
    column = f"name_{lang}" if f"name_{lang}" in names else "name_en"
    codes = dict.fromkeys(data.tables["reports"]["country_iso3"])
    return sorted((str(names.loc[code, column]) if code in names.index else code, code) for code in codes)


def _figure_name(name: str, has: Sequence[str], lang: str) -> str:
    """A figure's name, and that the report lacks the numbers for it where it does."""
    _ = translator(lang).gettext
    return _(FIGURES[name]) if name in has else _("{figure} (not in this report)").format(figure=_(FIGURES[name]))


def _reports(data: Data, country: str, lang: str, question: str) -> Options:
    """Reports of a country by their periods, and of each whether it says nothing on a question ("": not asked)."""
    _ = translator(lang).gettext
    rows = data.tables["reports"]
    rows = rows[rows["country_iso3"] == country].sort_values(["period_end", "period_start", "report_id"])
    periods = [
        format_period(start.date(), end.date(), lang)
        for start, end in zip(rows["period_start"], rows["period_end"], strict=True)
    ]
    texts = [f"{period} ({id_})" for period, id_ in zip(periods, rows["report_id"], strict=True)]
    if question:
        (notebook,) = notebooks_of([question])
        silent = [notebook in silences(data.report(id_), lang) for id_ in rows["report_id"]]
        message = _("{report}: says nothing on this")
        texts = [message.format(report=text) if no else text for text, no in zip(texts, silent, strict=True)]
    return list(zip(texts, rows["report_id"], strict=True))


def _names(report: Report, table: str, lang: str) -> Options:
    return [(labels.named(report, table, code, lang), code) for code in report.codes(table).index]


def _programmes(report: Report, lang: str) -> Options:
    return [(labels.programme(report, code, lang), code) for code in report.known_programmes["programme"]]
