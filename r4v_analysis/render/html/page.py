"""Self-contained HTML: an analysis's page, the index of all reports, a page for a failed render.

A page carries its style, font and script; its content security policy forbids it to fetch
anything. Text from data is escaped, and the same input gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from r4v_analysis.exhibits.fonts import font_faces
from r4v_analysis.language.formats import translator
from r4v_analysis.render.html.cells import TEMPLATES, Heading, notebook_html
from r4v_analysis.render.html.notes import PLACE, numbered, with_links, with_short_anchors

if TYPE_CHECKING:
    from jinja2 import Environment
    from nbformat import NotebookNode

    from r4v_analysis.exhibits.sentences import Headline

TAIL_CHARACTERS = 50_000
"""Last characters of them: a line can be long."""

_FOR_JUPYTER = re.compile(
    ' style="(?:text-align:start|background-color:#fff|display:none|font-weight:bold;font-size:115%)"'
    '| mathjax_ignore tex2jax_ignore| rel="noreferrer"'
)
"""What an exhibit says where it stands in JupyterLab; a page has its own style and policy, and no MathJax."""

_FIGURE = 'class="r4v-figure'
"""Stands in a page that shows a figure or a picture."""

_WITH_FONT = frozenset(["figure", "index"])

_LINK = re.compile(r'<a class="r4v-num" href="#([^"]*)">([^<]*)</a>')

TRACEBACK_LINES = 60
"""How many lines of a failed render's error report and of its output a page shows, the last ones."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another generated file, relative to the page that shows it.

    `lang` is for a link whose target, and whose label, are in another language than the page.

    Raises
    ------
    ValueError
        `href` is absolute or names a scheme: a page that is mailed or moved must not lead outside.
    """

    label: str
    href: str
    is_current: bool = False
    lang: str = ""

    def __post_init__(self) -> None:
        parts = urlsplit(self.href)
        if parts.scheme or parts.netloc or self.href.startswith(("/", "\\")):
            raise ValueError(f"href: expected a relative path, found {self.href!r}.")


def address(path: str) -> str:
    """A file's path as a link has it: whatever its name is made of, a browser asks for that file."""
    return quote(path)


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page's header and footer say; every text is ready to be read, none is markup but links in `changes`.

    `parameters` maps a parameter's name to its value as text. `data_digest` is a SHA-256 in hex.
    `neighbours` are the same analysis of the reports before and after, `changes` sentences on what
    changed since the one before. `languages` are this page in each language, `files` its notebook and
    numbers. `source_address` and `source_digest` are the report's own, empty where unknown; `glossary`
    has terms with meanings. `report_lang` is the language of the report's title, empty for the page's
    own. Of a report that is no document (`is_document`) nothing is listed as absent: what only a
    document prints is simply not there. In the citations
    `{digest}` stands for the first signs of `data_digest`.
    """

    title: str
    lang: str
    report_title: str
    report_id: str
    country: str
    period: str
    platform: str
    as_of: str
    version: str
    data_digest: str
    parameters: Mapping[str, str]
    siblings: Sequence[Link] = ()
    headlines: Sequence[Headline] = ()
    neighbours: Sequence[Link] = ()
    changes: Sequence[str] = ()
    languages: Sequence[Link] = ()
    files: Sequence[Link] = ()
    source_address: str = ""
    source_digest: str = ""
    citation: str = ""
    short_citation: str = ""
    bibtex: str = ""
    glossary: Sequence[tuple[str, str]] = ()
    report_lang: str = ""
    is_document: bool = True


_ANSWER = re.compile(r'<div class="r4v-prose r4v-bottom-line.*?</div>', re.DOTALL)


def _answer_first(content: str) -> tuple[str, str]:
    """A page's content up to the end of its bottom line, and the rest; all is the rest where there is none."""
    match = _ANSWER.search(content)
    return (content[: match.end()], content[match.end() :]) if match else ("", content)


_SENTENCE = re.compile(r"<(li|p)>(.*?)</\1>", re.DOTALL)


def _first_sentence(answer: str) -> str:
    """The bottom line's first sentence as text: what a page that is shared is shown with; empty without one."""
    line = _ANSWER.search(answer)
    match = _SENTENCE.search(line[0]) if line else None
    return _markup(match[2]).striptags() if match else ""


def page(notebook: NotebookNode, context: PageContext) -> str:
    """The page of one executed notebook."""
    content, headings = notebook_html(notebook, context.lang, lists_absent=context.is_document)
    anchors = frozenset(PLACE.findall(content))
    context = replace(context, changes=[_leading(text, anchors) for text in context.changes])
    sections = [heading for heading in headings if heading.level == 2]
    answer, content = _answer_first(content)
    about = Heading(2, "about-this-page", translator(context.lang).gettext("About this page"))
    html = rendered(
        "page.html.j2",
        context.lang,
        carries=("page", "figure") if _FIGURE in content else ("page",),
        version=context.version,
        data_digest=context.data_digest,
        page=context,
        description=_first_sentence(answer),
        answer=_markup(_with_permalinks(with_links(of_a_page(answer), anchors), context.lang)),
        content=_markup(_with_permalinks(with_links(of_a_page(content), anchors), context.lang)),
        anchors=anchors,
        headings=[*sections, about] if len(sections) > 1 else [],
    )
    return numbered(with_short_anchors(html, context.report_id))


_HEADED = re.compile(r'(<h[23] id="([^"]+)">)(.*?)(</h[23]>)', re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")


def _with_permalinks(html: str, lang: str) -> str:
    """Headings that end in a link to themselves, whose sign is the style's: a heading reads as it did."""
    message = translator(lang).gettext("Link to “{heading}”")

    def linked(match: re.Match[str]) -> str:
        told = message.format(heading=_TAGS.sub("", match[3]).strip()).replace('"', "&quot;")
        return f'{match[1]}{match[3]}<a class="r4v-permalink" href="#{match[2]}" aria-label="{told}"></a>{match[4]}'

    return _HEADED.sub(linked, html)


def of_a_page(html: str) -> str:
    """Exhibits without what they say to JupyterLab alone."""
    return _FOR_JUPYTER.sub("", html)


def _leading(text: str, anchors: Collection[str]) -> str:
    """A text of which only the links are left that lead to a row of the page: a notebook may show no sources."""
    if not hasattr(text, "__html__"):
        return text
    linked: str = _markup(_LINK.sub(lambda match: match[0] if match[1] in anchors else match[2], text))
    return linked


def failure_page(
    *,
    report_id: str,
    notebook: str,
    lang: str,
    cell: str,
    error: str,
    traceback: str = "",
    output: str = "",
    source: str = "",
    parameters: Mapping[str, str] | None = None,
    version: str = "",
    data_digest: str = "",
) -> str:
    """The page of a render that failed: where, with what parameters, and the end of what it said.

    `cell` names the cell (`cell 4 (fig-gap)`; empty where none was reached), `source` is its code,
    `error` has a line a problem. Of `traceback` and `output` the last TRACEBACK_LINES lines are shown.
    The page is in the render's language as far as the tool speaks; Python's own words stay English.
    """
    from nbconvert.filters import strip_ansi

    _ = translator(lang).gettext
    return rendered(
        "failure.html.j2",
        lang,
        carries=("failure",),
        version=version,
        data_digest=data_digest,
        report_id=report_id,
        notebook=notebook,
        cell=cell,
        error=strip_ansi(error),
        parameters=parameters or {},
        blocks=[
            (_("The cell's code"), source),
            (_("Error report"), _tail(strip_ansi(traceback), TRACEBACK_LINES)),
            (_("End of the output"), _tail(strip_ansi(output), TRACEBACK_LINES)),
        ],
    )


def page_with(name: str, lang: str, *, connects: bool = False, **values: Any) -> str:
    """A page with a template, a style and a script of its own (`name`.html.j2, .css, .js), which ends it.

    `connects`: it may write to where it came from.
    """
    own = _dense(f"{name}.js")
    shared = assets().script
    return rendered(
        f"{name}.html.j2",
        lang,
        style=assets(name).style,
        script=shared,
        policy=_policy(shared, own) + _markup("; connect-src 'self'" if connects else ""),
        own_script=_markup(own),
        **values,
    )


def _tail(text: str, lines: int) -> str:
    kept = text.strip("\n")[-TAIL_CHARACTERS:].splitlines()
    return "\n".join(kept if len(kept) <= lines else ["…", *kept[-lines:]])


def rendered(template: str, lang: str, carries: Sequence[str] = (), **values: Any) -> str:
    """A page from one of the package's templates; texts in `values` are escaped, markup is not.

    `carries` names the styles and scripts that it needs beside those of all pages.
    """
    needed = assets(*carries)
    known = {"style": needed.style, "script": needed.script, "policy": needed.policy, "lang": lang}
    return environment(lang).get_template(template).render({**known, **values})


@lru_cache
def environment(lang: str) -> Environment:
    """What templates of a language are filled by; made once a process."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    made.globals.update(
        _=translator(lang).gettext,
        ngettext=translator(lang).ngettext,
    )
    return made


@dataclass(frozen=True, slots=True)
class Assets:
    """What a kind of page carries in its head: style, script, and the policy that lets this script run."""

    style: Any
    script: Any
    policy: Any


@lru_cache
def assets(*parts: str) -> Assets:
    """The style and script of all pages with those of some parts; made once a process for each kind of page.

    A page carries what it shows: without a figure neither a figure's style nor the font that figures are
    measured with, which is a quarter of such a page; readers' own fonts stand in for it.
    """
    names = ("style", *parts)
    style = font_faces() if _WITH_FONT.intersection(parts) else ""
    style += "\n".join(_dense(f"{name}.css") for name in names if (TEMPLATES / f"{name}.css").is_file())
    script = "\n".join(_dense(f"{name}.js") for name in ("script", *parts) if (TEMPLATES / f"{name}.js").is_file())
    return Assets(_markup(style), _markup(script), _policy(script))


def _dense(name: str) -> str:
    """A template's style or script without what only its reader needs: comments, indentation, idle spaces."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    if name.endswith(".js"):
        from rjsmin import jsmin

        return str(jsmin(text))
    text = " ".join(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).split())
    return re.sub(r"\s*([{};,>])\s*|(?<=:) | (?=!)", lambda match: match[1] or "", text).replace(";}", "}")


def _policy(*scripts: str) -> Any:
    digests = (base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii") for script in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return _markup(
        "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
        f"script-src {allowed}; base-uri 'none'; form-action 'none'"
    )


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704  only for what this package or nbconvert has made
