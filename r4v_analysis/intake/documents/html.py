"""An HTML page's text as lines: a block a line, a table's row with tabs, nothing of scripts and styles."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from r4v_analysis.intake.documents.document import DocumentError, Line
from r4v_analysis.intake.documents.letters import decoded, superscript, tidy
from r4v_analysis.intake.documents.unseen_html import HIDDEN, STRUCK, Unseen, without_comments

_BLOCKS = frozenset([
    "p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "ul", "ol", "li", "dl", "dt", "dd",
    "table", "tr", "caption", "figure", "figcaption", "blockquote", "pre", "br", "hr", "h1", "h2", "h3", "h4", "h5",
    "h6", "address", "form", "fieldset", "thead", "tbody", "tfoot", "body", "html", "title", "option",
])  # fmt: skip
_SILENT = frozenset(["script", "style", "template", "noscript", "svg", "head", "math", "iframe", "object", "select"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_LATIN = ("iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "iso-8859-15")
_DEEPEST = 2_000
_MOST_OPEN = 2_000
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_PARAGRAPH_ENDS = tuple(_BLOCKS - {"br"})
_ENDED_BY = {
    "p": _PARAGRAPH_ENDS,
    "li": ("li",),
    "td": ("td", "th", "tr"),
    "th": ("td", "th", "tr"),
    "tr": ("tr",),
    "dd": ("dd", "dt"),
    "dt": ("dd", "dt"),
}
_SHOWN_INPUTS = ("text", "number", "")
_NOTE_MARK = re.compile(r"[\[(]?\s*(\d{1,2}|[ao])\s*[\])]?")


def read_html(raw: bytes, name: str) -> tuple[list[Line], list[str]]:
    """The lines of an HTML page, and a note for numbers that are hidden or struck out. A declared Latin encoding is
    honoured.

    Raises
    ------
    DocumentError
        It is no text in UTF-8, UTF-16 or the encoding that it declares.
    """
    page = without_comments(_text(raw, name))
    _bounded(page, name)
    reader = _Reader(name, page)
    reader.feed(page)
    reader.close()
    reader.end_line()
    return reader.lines, reader.notes()


def _bounded(page: str, name: str) -> None:
    """Refuse a page of marks that open and never close: the parser looks for each end anew."""
    opened = sum(page.count(mark) for mark in ("<!", "<?", "<a ", "</")) - page.count(">")
    if opened > _MOST_OPEN:
        raise DocumentError(f"{name}: expected a report, found tags that are never closed. Save it as text.")


def _text(raw: bytes, name: str) -> str:
    declared = _CHARSET.search(raw[:4096])
    encoding = declared[1].decode("ascii").casefold() if declared else ""
    if encoding in _LATIN and b"\0" not in raw:
        return raw.decode("cp1252", errors="replace")
    return decoded(raw, name)


class _Reader(HTMLParser):
    """Collects lines; tags that are not closed do no harm."""

    def __init__(self, name: str, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self._unseen = Unseen(page)
        self._left_out = {STRUCK: 0, HIDDEN: 0}
        self._states: list[str] = []
        self.lines: list[Line] = []
        self._name = name
        self._parts: list[str] = []
        self._silent: list[str] = []
        self._is_heading = False
        self._in_row = 0
        self._raised = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._close_implied(tag)
        state = self._unseen.state(tag, attributes) if tag not in _VOID else ""
        if tag in _SILENT or state or tag in self._silent:
            if len(self._silent) > _DEEPEST:
                raise DocumentError(
                    f"{self._name}: expected a report, found tags that are never closed. Save it as text."
                )
            self._silent.append(tag)
            self._states.append(state or (self._states[-1] if self._states else ""))
            self._parts.append(" " if state else "")
        elif not self._silent:
            self._start_seen(tag, attributes)
        self._raised = tag == "sup" or (self._raised and tag in ("a", "span", "b", "strong"))

    def _close_implied(self, tag: str) -> None:
        """A hidden paragraph, item or cell ends where the next one begins, closed or not."""
        if self._silent and tag in _ENDED_BY.get(self._silent[-1], ()):
            self._silent.pop()
            self._states.pop()

    def _start_seen(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("td", "th"):
            self._parts.append("\t" if self._has_text() or self._in_row > 1 else "")
            self._in_row += 1
        elif tag in _BLOCKS and not (self._in_row and tag not in ("tr", "table")):
            self.end_line()
            self._is_heading = tag in _HEADINGS
            self._in_row = int(tag == "tr")
            if tag == "li":
                self._parts.append("- ")
        elif tag in _BLOCKS or tag == "img":
            self._parts.append(" ")
        elif tag == "input" and attributes.get("type", "text").casefold() in _SHOWN_INPUTS:
            self._parts.append(f" {attributes.get('value', '')} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                self._states.pop()
            self._states.pop()
        elif tag == "sup":
            self._raised = False
        elif not self._silent and (tag in ("tr", "table") or (tag in _BLOCKS and not self._in_row)):
            self.end_line()

    def handle_data(self, data: str) -> None:
        if self._silent:
            if self._silent[-1] == "style":
                self._unseen.read_rules(data)
            elif self._states[-1]:
                self._left_out[self._states[-1]] += len(re.findall(r"\d[\d.,]*", data))
            return
        mark = _NOTE_MARK.fullmatch(data.strip()) if self._raised else None
        self._parts.append(superscript(mark[1]) if mark else data)

    def notes(self) -> list[str]:
        """What of the page's numbers was left out."""
        kinds = {STRUCK: "that are struck out", HIDDEN: "that no reader sees (hidden by the page's style)"}
        return [f"numbers {kinds[state]}: {count:,}, left out" for state, count in self._left_out.items() if count]

    def _has_text(self) -> bool:
        return any(part.strip("- \n\t\r") for part in self._parts)

    def end_line(self) -> None:
        """Close the line that is being collected."""
        text = re.sub(r"[ \n\r\f\v]+", " ", "".join(self._parts))
        text = tidy(re.sub(r" ?\t ?", "\t", text)).strip(" ")
        if text.strip("\t -"):
            self.lines.append(Line(text, len(self.lines) + 1, is_heading=self._is_heading and "\t" not in text))
        self._parts, self._is_heading, self._in_row = [], False, 0
