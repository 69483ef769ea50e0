"""An executed notebook's cells as HTML: the inside of a page's `<main>`."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any

from r4v_analysis.files import PACKAGE
from r4v_analysis.language.formats import translator
from r4v_analysis.render.html.sections import arranged

if TYPE_CHECKING:
    from nbconvert.exporters import HTMLExporter
    from nbformat import NotebookNode

TEMPLATES = PACKAGE / "exhibits" / "templates"

_PRIORITY = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]
_FOR_RUNNERS = {"parameters", "injected-parameters", "setup", "parameters-note"}
"""Tags of cells that are for whoever runs the notebook: a page has their code at its end."""

ON_SOME_PAGES = frozenset({"alternative", "hindsight", "region"})
"""Tags of cells that show something on some pages only: as of a later day, on a region's, where another has nothing."""

_LAYOUT_IDS = ("main", "r4v-all-code", "r4v-source", "r4v-words", "r4v-citation", "r4v-bibtex", "about-this-page")
_TAG = re.compile(r"<[^>]*>")
_OWN_HEADING = re.compile(r'<h2 class="r4v-heading">(.*?)</h2>')
_PROSE_HEADING = re.compile(r'<h([1-6]) class="r4v-prose-heading">(.*?)</h\1>\n', re.DOTALL)
"""A heading of rendered Markdown: its id depends on the page, all else is the same on every page."""
_UNSTYLED = re.compile(r'<span class="(?:n|nn|nb|p|o|w|fm|bp)">([^<]*)</span>')
"""Words of code that the page's style does not set apart."""
_ID = re.compile(r"""\bid=["']([^"']+)["']""")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page, with the id that links to it."""

    level: int
    id: str
    text: str


@dataclass
class Headings:
    """The headings of one page in their order, none with an id that is taken.

    The notebook's own title is left out: a page's header shows it. Any later `#` counts as `##`,
    for a page has one title.
    """

    taken: set[str]
    found: list[Heading] = field(default_factory=list)
    has_title: bool = False

    def html(self, inner: str, level: int) -> str:
        """One heading's markup; empty for the title."""
        if level == 1 and not self.has_title:
            self.has_title = True
            return ""
        text = unescape(_TAG.sub("", inner)).strip()
        heading = Heading(max(2, level), self._free_id(text), text)
        self.found.append(heading)
        return f'<h{heading.level} id="{heading.id}">{inner}</h{heading.level}>\n'

    def _free_id(self, text: str) -> str:
        slug = slugified(text)
        numbered = (f"{slug}-{number}" for number in range(2, len(self.taken) + 3))
        free = slug if slug not in self.taken else next(name for name in numbered if name not in self.taken)
        self.taken.add(free)
        return free


def slugified(text: str) -> str:
    """`What the money covers, ¿o no?` as `what-the-money-covers-o-no`; `section` where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "section"


def notebook_html(notebook: NotebookNode, lang: str, *, lists_absent: bool = True) -> tuple[str, list[Heading]]:
    """The cells of an executed notebook as HTML, and the headings in it.

    What is absent is one list near the end, where `lists_absent`. Code is folded at the end, parameters too;
    a warning, an error and a picture without a text alternative are shown as what they are. Ids that outputs
    carry are never given to a heading.
    """
    taken = {*_LAYOUT_IDS, *_output_ids(notebook)}
    cells = arranged(notebook)
    cells = cells if lists_absent else replace(cells, absent=[])
    resources = {"headings": Headings(taken), "arranged": cells}
    html, resources = _exporter(lang).from_notebook_node(notebook, resources=resources)
    return html, resources["headings"].found


def _output_ids(notebook: NotebookNode) -> Iterable[str]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            yield from _ID.findall(output.get("data", {}).get("text/html", ""))


@lru_cache
def _exporter(lang: str) -> HTMLExporter:
    from traitlets.config import Config

    config = Config({"NbConvertBase": {"display_data_priority": _PRIORITY}, "Exporter": {"default_preprocessors": []}})
    exporter = _exporter_class()(
        config=config, template_name="r4v", extra_template_basedirs=[str(TEMPLATES)], language_code=lang
    )
    exporter.environment.globals["_"] = translator(lang).gettext
    exporter.register_filter("code_label", _code_labels(lang))
    return exporter


@lru_cache
def _exporter_class() -> type[HTMLExporter]:
    from jinja2 import Environment, pass_context
    from markupsafe import Markup
    from nbconvert.exporters import HTMLExporter, TemplateExporter
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    class Renderer(IPythonRenderer):  # type: ignore[misc]  # nbconvert publishes no types
        def heading(self, text: str, level: int, **_attributes: Any) -> str:
            return f'<h{level} class="r4v-prose-heading">{text}</h{level}>\n'

    def rendered(source: str, attachments: dict[str, Any]) -> str:
        renderer = Renderer(escape=False, allow_harmful_protocols=False, attachments=attachments)
        return str(MarkdownWithMath(renderer=renderer).render(source))

    @lru_cache(maxsize=512)
    def rendered_once(source: str) -> str:
        return rendered(source, {})

    class PageExporter(HTMLExporter):  # type: ignore[misc]
        """nbconvert's, with escaping on and without its second pass, which rewrites every byte."""

        @pass_context
        def markdown2html(self, context: Any, source: str) -> Markup:
            headings: Headings = context["resources"]["headings"]
            attachments = context.get("cell", {}).get("attachments", {})
            html = rendered(source, attachments) if attachments else rendered_once(source)
            return Markup(_PROSE_HEADING.sub(lambda match: headings.html(match[2], int(match[1])), html))  # noqa: S704  prose is the project's

        @pass_context
        def with_headings(self, context: Any, html: str) -> Markup:
            headings: Headings = context["resources"]["headings"]
            return Markup(_OWN_HEADING.sub(lambda match: headings.html(match[1], 2).rstrip(), html))  # noqa: S704  made by the exhibits

        def _preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
            return nb, resources  # none is wanted, and copies for none are of no use

        def from_notebook_node(
            self, nb: NotebookNode, resources: dict[str, Any] | None = None, **_: Any
        ) -> tuple[str, dict[str, Any]]:
            result: tuple[str, dict[str, Any]] = TemplateExporter.from_notebook_node(self, nb, resources)
            return result

        def default_filters(self) -> Iterable[tuple[str, Any]]:
            yield from super().default_filters()
            yield from {
                "highlight_code": _highlighted,
                "alt_text": _alt_text,
                "data_uri": _data_uri,
                "is_for_runners": _is_for_runners,
                "with_headings": self.with_headings,
                "unwrapped": _unwrapped,
            }.items()

        def _create_environment(self) -> Environment:
            environment: Environment = super()._create_environment()
            environment.autoescape = True
            return environment

    return PageExporter


def _code_labels(lang: str) -> Any:
    _ = translator(lang).gettext
    labels = {
        "injected-parameters": _("Parameters of this page"),
        "parameters": _("Parameters and their defaults"),
        "setup": _("Set-up"),
    }

    def label(cell: NotebookNode) -> str:
        tags = cell.metadata.get("tags", [])
        return next((text for tag, text in labels.items() if tag in tags), _("Code"))

    return label


def _is_for_runners(cell: NotebookNode) -> bool:
    """Also a cell that shows something on some pages only, where it has shown nothing."""
    tags = cell.metadata.get("tags", [])
    return not _FOR_RUNNERS.isdisjoint(tags) or (not ON_SOME_PAGES.isdisjoint(tags) and not cell.get("outputs"))


@lru_cache(maxsize=512)
def _highlighted(source: str) -> Any:
    """Code with its colours; pages of one notebook have the same cells."""
    from markupsafe import Markup
    from pygments import highlight  # type: ignore[import-untyped]
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

    html = highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)).rstrip("\n")
    return Markup(_UNSTYLED.sub(r"\1", html))  # noqa: S704  Pygments escapes the code


def _unwrapped(html: str) -> Any:
    """A paragraph's content, to stand in a list."""
    from markupsafe import Markup

    return Markup(html.removeprefix("<p>").removesuffix("</p>"))  # noqa: S704  made by the exhibits


def _alt_text(output: NotebookNode, kind: str) -> str:
    metadata = output.get("metadata", {})
    return str(metadata.get(kind, {}).get("alt") or metadata.get("alt") or "").strip()


def _data_uri(content: str, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content.encode()).decode('ascii')}"
