"""What JupyterLab leaves of a notebook's HTML where it exports one and "Sanitize HTML output" is on, as it is at first.

nbconvert's own filter knows neither headings nor drawings: it writes their tags out as text.
"""

from __future__ import annotations

import re

import bleach
from bleach.css_sanitizer import ALLOWED_CSS_PROPERTIES, CSSSanitizer

_TAGS = (
    "br", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "p", "pre", "small", "span", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "svg",
    "g", "path", "use", "defs", "clipPath", "pattern", "rect", "text", "title",
)  # fmt: skip
_ATTRIBUTES = (
    "aria-hidden", "aria-label", "class", "clip-path", "colspan", "d", "dir", "fill", "fill-opacity", "font-size",
    "font-weight", "height", "hidden", "href", "id", "lang", "opacity", "patternUnits", "role", "scope", "stroke",
    "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-width", "style", "tabindex", "text-anchor",
    "text-decoration", "title", "transform", "version", "viewBox", "width", "x", "xmlns", "y",
)  # fmt: skip
_RULES = re.compile(r"<style\b.*?</style>", re.DOTALL)
_STYLES = CSSSanitizer([*ALLOWED_CSS_PROPERTIES, "opacity"])


def clean_html(html: object) -> str:
    """A text's HTML without what could run or fetch: prose, tables and drawings stay."""
    tags = {*bleach.ALLOWED_TAGS, *_TAGS}
    return str(bleach.clean(_RULES.sub("", str(html)), tags, {"*": _ATTRIBUTES}, css_sanitizer=_STYLES))
