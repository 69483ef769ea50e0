"""A page's numbers as numbered notes: on paper a link is no use, a number beside the row is.

Screens show links; print shows these numbers, by the page's style.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection

_ROW = re.compile(r'<tr id="((?:src|how)-[^"]*)">')
_FIRST_CELL = re.compile(_ROW.pattern + r"\s*<t[hd][^>]*(?=>)")
_NUMBER = re.compile(r'<a class="r4v-num" href="#([^"]*)"')
PLACE = re.compile(r'<(?:tr|span) id="((?:src|how)-[^"]*)">')
"""A row, or a cell's number, that a number can lead to."""
_ANCHOR = re.compile(r'(<(?:tr|span) id="| href="#)((?:src|how)-[^"]*)(?=")')
"""The id of one, or a link that may lead to it: a heading's id can begin alike."""


def short_anchor(anchor: str, report_id: str) -> str:
    """A row's id on a page: readable for a printed number of the page's own report, else six signs.

    The signs depend on the anchor alone, so that a link to a row holds from one render to the next.
    A page has hundreds of these rows, and each id stands in it some three times.
    """
    if anchor.startswith(f"src-{report_id}-"):
        return anchor
    digest = hashlib.sha256(anchor.encode("utf-8")).digest()
    return f"{anchor[:4]}{base64.b32encode(digest)[:6].decode('ascii').lower()}"


def with_short_anchors(html: str, report_id: str) -> str:
    """A page with short ids for its rows of sources and formulas, and in the links to them."""
    short = {anchor: short_anchor(anchor, report_id) for anchor in PLACE.findall(html)}
    return _ANCHOR.sub(lambda match: match[1] + short.get(match[2], match[2]), html)


def numbered(html: str) -> str:
    """A page whose rows of sources and formulas carry `data-note` in their order, and so do links to them.

    A row has it on its first cell, which prints it: a style reads an attribute of its own element only.
    Rows that no number leads to have none, and a number without a row stays as it is.
    """
    linked = set(_NUMBER.findall(html))
    rows = [anchor for anchor in _ROW.findall(html) if anchor in linked]
    notes = {anchor: number for number, anchor in enumerate(rows, 1)}

    def noted(match: re.Match[str]) -> str:
        return f'{match[0]} data-note="{notes[match[1]]}"' if match[1] in notes else match[0]

    return _NUMBER.sub(noted, _FIRST_CELL.sub(noted, html))


_MARK = re.compile(r'<g data-row="([^"]*)"( opacity="0")?>(.*?)</g>', re.DOTALL)
_DRAWING = re.compile(r'<svg role="img".*?</svg>', re.DOTALL)


def with_links(html: str, anchors: Collection[str]) -> str:
    """Drawings of a page in which numbers lead to their rows, those of `anchors`.

    Such a drawing is a group of links and no picture, which has nothing to press.
    """

    def mark(match: re.Match[str]) -> str:
        anchor, is_place, inner = match.groups()
        if anchor not in anchors:
            return "" if is_place else inner
        return f'<a href="#{anchor}">{inner}</a>'

    def drawing(match: re.Match[str]) -> str:
        linked = _MARK.sub(mark, match[0])
        return linked.replace('role="img"', 'role="group"', 1) if "<a " in linked else linked

    return _DRAWING.sub(drawing, html)
