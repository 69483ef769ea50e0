"""Which elements of an HTML page a reader does not see, or sees struck out: by tag, attribute, style and rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Attributes = Mapping[str, str]
STRUCK, HIDDEN = "struck", "hidden"
_STRUCK_TAGS = ("del", "s", "strike")
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,80}line-through", re.IGNORECASE)
_GONE = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0?\.?0+(?![\d.]*[1-9])|"
    r"font-size\s*:\s*0(?![\d.]*[1-9])|(?:left|right|top|text-indent|margin-left)\s*:\s*-\d{3,}|"
    r"clip\s*:\s*rect\(\s*[01](?:px)?[\s,]|clip-path\s*:\s*inset\(\s*(?:50|100)%|color\s*:\s*transparent)",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![\w-])color\s*:\s*(?:white\b|#fff(?:fff)?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)", re.IGNORECASE
)
_SIMPLE = re.compile(r"[a-z][a-z0-9]*|[a-z0-9]*[.#][\w-]+", re.IGNORECASE)
_MOST_CSS = 300_000


class Unseen:
    """What a page's rules and attributes hide; white letters only where the page names no ground for them."""

    def __init__(self, page: str) -> None:
        """Nothing is hidden by a rule of `page` before its style elements are read."""
        self._has_ground = "background" in page or "bgcolor" in page.casefold()
        self._rules: dict[str, str] = {}

    def read_rules(self, css: str) -> None:
        """Take a style element's rules that hold for every reader; those of a medium may not."""
        for selectors, body in _rules(_without(css[:_MOST_CSS], "/*", "*/")):
            state = self._styled(body)
            for selector in selectors.split(",") if state else ():
                if _SIMPLE.fullmatch(selector.strip()):
                    self._rules[selector.strip()] = state

    def state(self, tag: str, attributes: Attributes) -> str:
        """`struck`, `hidden` or empty for an element."""
        if tag in _STRUCK_TAGS:
            return STRUCK
        if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
            return HIDDEN
        own = self._styled(attributes.get("style", ""))
        if own or not self._rules:
            return own
        marks = [f".{name}" for name in attributes.get("class", "").split()[:40]]
        marks += [f"#{attributes['id']}"] if attributes.get("id") else []
        names = [tag, *marks, *(f"{tag}{mark}" for mark in marks)]
        return next((self._rules[name] for name in names if name in self._rules), "")

    def _styled(self, style: str) -> str:
        if not style:
            return ""
        if _GONE.search(style) or (_WHITE.search(style) and not self._has_ground):
            return HIDDEN
        return STRUCK if _LINE_THROUGH.search(style) else ""


def without_comments(page: str, *, is_cut_by_open_one: bool = True) -> str:
    """A page without its comments; one that is not closed hides the rest in a browser."""
    return _without(page, "<!--", "-->", is_cut_by_open_one=is_cut_by_open_one)


def _without(text: str, opening: str, closing: str, *, is_cut_by_open_one: bool = True) -> str:
    """Text without what stands between two marks, each line in its place; read once from its beginning."""
    parts = []
    place = 0
    while (start := text.find(opening, place)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0 and not is_cut_by_open_one:
            break
        parts.append(text[place:start])
        place = len(text) if end < 0 else end + len(closing)
        parts.append("\n" * text.count("\n", start, place) or " ")
    return "".join([*parts, text[place:]])


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations at the top level of a style sheet."""
    depth, start, selectors = 0, 0, ""
    for mark in re.finditer(r"[{}]", css):
        if mark.group() == "{":
            if depth == 0:
                selectors = css[start : mark.start()].rpartition(";")[2].strip()
            depth, start = depth + 1, mark.end()
        elif depth:
            depth -= 1
            if depth == 0 and not selectors.startswith("@"):
                yield selectors, css[start : mark.start()]
            start = mark.end()
