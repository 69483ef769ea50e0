"""An HTML page's text as lines: a block a line, a table's row with tabs, nothing of scripts and styles."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from r4v_analysis.intake.documents.document import DocumentError, Line
from r4v_analysis.intake.documents.text import decoded, superscript, tidy

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "caption",
        "figure",
        "figcaption",
        "blockquote",
        "pre",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "address",
        "form",
        "fieldset",
        "thead",
        "tbody",
        "tfoot",
        "body",
        "html",
        "title",
        "option",
    ]
)
_SILENT = frozenset(["script", "style", "template", "noscript", "svg", "head", "math", "iframe", "object", "select"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_LATIN = ("iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "iso-8859-15")
_DEEPEST = 2_000


def read_html(raw: bytes, name: str) -> tuple[list[Line], list[str]]:
    """The lines of an HTML page; no notes. A declared Latin encoding is honoured.

    Raises
    ------
    DocumentError
        It is no text in UTF-8, UTF-16 or the encoding that it declares.
    """
    reader = _Reader(name)
    reader.feed(_text(raw, name))
    reader.close()
    reader.end_line()
    return reader.lines, []


def _text(raw: bytes, name: str) -> str:
    declared = _CHARSET.search(raw[:4096])
    encoding = declared[1].decode("ascii").casefold() if declared else ""
    if encoding in _LATIN and b"\0" not in raw:
        return raw.decode("cp1252", errors="replace")
    return decoded(raw, name)


class _Reader(HTMLParser):
    """Collects lines; tags that are not closed do no harm."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._name = name
        self._parts: list[str] = []
        self._silent: list[str] = []
        self._is_heading = False
        self._in_row = 0
        self._raised = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the base class names it
        if tag in _SILENT:
            if len(self._silent) > _DEEPEST:
                raise DocumentError(
                    f"{self._name}: expected a report, found tags that are never closed. Save it as text."
                )
            self._silent.append(tag)
        elif tag in ("td", "th"):
            self._parts.append("\t" if self._has_text() or self._in_row > 1 else "")
            self._in_row += 1
        elif tag in _BLOCKS and not (self._in_row and tag not in ("tr", "table")):
            self.end_line()
            self._is_heading = tag in _HEADINGS
            self._in_row = int(tag == "tr")
            if tag == "li":
                self._parts.append("- ")
        elif tag in _BLOCKS:
            self._parts.append(" ")
        self._raised = tag == "sup" or (self._raised and tag in ("a", "span", "b", "strong"))
        if tag == "img":
            self._parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and tag in self._silent:
            while self._silent.pop() != tag:
                pass
        elif tag == "sup":
            self._raised = False
        elif tag in ("tr", "table") or (tag in _BLOCKS and not self._in_row):
            self.end_line()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        mark = data.strip()
        self._parts.append(superscript(mark) if self._raised and re.fullmatch(r"\d{1,2}", mark) else data)

    def _has_text(self) -> bool:
        return any(part.strip("- \n\t\r") for part in self._parts)

    def end_line(self) -> None:
        """Close the line that is being collected."""
        text = re.sub(r"[ \n\r\f\v]+", " ", "".join(self._parts))
        text = tidy(re.sub(r" ?\t ?", "\t", text)).strip(" ")
        if text.strip("\t -"):
            self.lines.append(Line(text, len(self.lines) + 1, is_heading=self._is_heading and "\t" not in text))
        self._parts, self._is_heading, self._in_row = [], False, 0
