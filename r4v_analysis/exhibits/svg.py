"""A figure as SVG: complete as a file, and light for a page that says its title in HTML.

Text stays text, the same figure gives the same bytes, and nothing in it reaches outside it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from markupsafe import escape
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

FALLBACK_FONTS = "'R4V Sans', Lato, 'Helvetica Neue', Arial, sans-serif"

FOOT = ("note", "source")
"""The marks of lines that a file has below its drawing."""

_ROW = "row:"
"""What a link to a row of the page begins with in a drawing; a file has no such row."""
_ROW_LINK = re.compile(r'<a xlink:href="row:([^"|#]*)(?:([|#])([^"]*))?"[^>]*>\s*(.*?)\s*</a>', re.DOTALL)
_LINES = re.compile(r'(<g data-row="([^"]*)">(?:(?!</g>).)*)</g><g data-row="\2">', re.DOTALL)
"""Where one line of a label ends and the next begins."""
_FILL = re.compile(r' fill(?:-opacity)?="[^"]*"')
_FRACTION = re.compile(r"\d+\.\d+")
_LONG_FRACTION = re.compile(r"-?\d+\.\d{2,}")
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")


def _alike(before: str, after: str, least: str = "+") -> re.Pattern[str]:
    """A run of things, side by side, whose attributes between two parts are the same."""
    return re.compile(rf'{before}((?: (?![xy]=|opacity=)[\w-]+="[^"]*")+){after}(?:{before}\1{after}){least}')


_WORDS = r' x="[^"]*" y="[^"]*">[^<]*</text>'
_ALIKE = (
    _alike(r'<(?:path d="[^"]*"|use xlink:href="[^"]*" x="[^"]*" y="[^"]*")', "/>"),
    _alike(r"<text(?![^>]* font-weight=)", _WORDS),
)
"""Marks that differ only in shape and place, texts that differ only in words and place."""
_ALIKE_LINKED = (
    _alike(r'<g data-row="[^"]*"><title>[^<]*</title><path d="[^"]*"', "/></g>", "*"),
    _alike(r'<g data-row="[^"]*"><text', rf"{_WORDS}</g>"),
)
"""The same of those that lead to rows: shapes of a map, also one alone, and numbers."""

_NEXT_SHAPE = '"/><path d="'
"""Between two shapes that are alike and lead nowhere: without it they are one path."""
_POINTED = re.compile(r'xlink:href="row:[^"|#]*[|]')
"""Of a drawing of panels, which have places to point at: there nothing is looked for at the end of a bar."""

_CANVAS = "r4v_analysis.exhibits.svg_canvas"
"""What Matplotlib draws with."""

_HEAD_STEP = 0.19
"""Inches from the top of a head's last line to what comes under it."""

_TOLD = re.compile(r"<(title|desc|metadata)>.*?</\1>\s*", re.DOTALL)
"""What only a file says of itself."""
_EMPTY_GROUP = re.compile(r"<g(?: [^>]*)?/>")
_GROUP = re.compile(r"<g( [^>]*)?>|</g>")
_INVISIBLE = re.compile(r'<path d="[^"]*"(?: clip-path="[^"]*")? style="fill: none"/>')
_DEFAULTS = {
    "text-anchor: start",
    f"font-family: {FALLBACK_FONTS}",
    "stroke-linejoin: miter",
    "stroke-linecap: butt",
    "stroke-dashoffset: 0",
}
"""What the root says, what holds anyway, and corners that no one can tell from round ones at a line this thin."""
_MARKER = re.compile(r'(<defs><path id="[^"]*" d="[^"]*") stroke="[^"]*"')
"""A mark's shape; each use of it says its colours, and a theme reaches a use but not what it copies."""
_CLIPPED = re.compile(r' clip-path="url\(#([^)]+)\)"')
_CLIP = re.compile(
    r'<clipPath id="([^"]+)">\s*<rect x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)"/>\s*</clipPath>'
)


def row_link(anchor: str, name: str = "", *, is_seen: bool = False) -> str:
    """The address by which a drawing's artist leads to the row of a page.

    `name` is what an artist without words says of itself. It is nothing but a place to point at, which no file has,
    unless it `is_seen`: a shape of a map.
    """
    return f"{_ROW}{anchor}{'#' if is_seen else '|'}{name}" if name else _ROW + anchor


def unlinked(svg: str) -> str:
    """A drawing without its links to rows of a page."""
    return _ROW_LINK.sub(lambda link: "" if link[2] == "|" else link[4], svg)


def _grouped(link: re.Match[str]) -> str:
    """A link to a row as a group that names the row; a place to point at is seen only while it is pointed at."""
    anchor, kind, name, inner = link.groups()
    if kind != "|":
        return f'<g data-row="{anchor}">{f"<title>{name}</title>" if kind else ""}{inner}</g>'
    inner = _FRACTION.sub(lambda number: f"{float(number[0]):.0f}", _FILL.sub("", inner))
    return f'<g data-row="{anchor}" opacity="0"><title>{name}</title>{inner}</g>'


def svg_text(figure: Figure, name: str, alt: str, box: Bbox | None = None) -> str:
    """A figure as an SVG element that can stand in a page beside others.

    No XML declaration, doctype, date or creator; no style rules that reach outside; ids begin with
    the figure's name; it scales with its container and carries its alternative text. `box` is what of it is
    drawn, where that is more than the figure.
    """
    import matplotlib as mpl

    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "r4v"}):
        told = {"Date": None, "Creator": None}
        figure.savefig(buffer, format="svg", backend=f"module://{_CANVAS}", metadata=told, bbox_inches=box)
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<style type=\"text/css\">.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<defs>\s*</defs>\s*", "", svg)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r'(xlink:href|href)="#([^"]+)"', rf'\1="#{name}-\2"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = svg.replace("'R4V Sans'", FALLBACK_FONTS)
    label = f'<svg role="img" aria-label="{escape(alt)}" stroke-linejoin="round" stroke-linecap="butt" '
    return re.sub(r"^<svg ", lambda _match: label, svg).strip() + "\n"


def described(svg: str, title: str, alt: str, source: str) -> str:
    """A file's SVG with what it shows and where its numbers come from in its own metadata."""
    told = "".join(
        f"<{tag}>{escape(text)}</{tag}>\n" for tag, text in (("title", title), ("desc", f"{alt} {source}".strip()))
    )
    credit = (
        f'<metadata><dc:source xmlns:dc="http://purl.org/dc/elements/1.1/">{escape(source)}</dc:source></metadata>\n'
    )
    svg = unlinked(svg)
    opening = svg.index(">") + 1
    return f"{svg[:opening]}\n{told}{credit if source else ''}{svg[opening:].lstrip()}"


def head(figure: Figure, kind: str) -> str:
    """The figure's own `title` or `subtitle`, its lines joined; empty where its artists don't mark one."""
    return " ".join(text.get_text() for text in figure.texts if (text.get_gid() or "").rpartition("-")[0] == kind)


def head_gid(kind: str, line: int) -> str:
    """The mark of one line of a `title` or `subtitle`."""
    return f"{kind}-{line}"


def head_height(figure: Figure) -> float:
    """Inches from the figure's top to what comes under its title and subtitle; 0 where it marks none."""
    marked = [text.get_position()[1] for text in figure.texts if text.get_gid()]
    return (1 - min(marked)) * float(figure.get_size_inches()[1]) + _HEAD_STEP if marked else 0.0


def for_page(svg: str, name: str, figure: Figure | None = None) -> str:
    """The same drawing for a page, a third as long; with its figure, without the head and foot that the page writes.

    Links to rows become groups that name their row, for a page to link: JupyterLab fails at a link in a drawing.

    Styles become presentation attributes, which the page's dark theme overrides colour by colour.
    Coordinates are rounded to a tenth of a point, a fifth of a pixel; what draws nothing is left out.
    """
    svg = _TOLD.sub("", svg)
    if figure is not None:
        svg = _cropped(svg, figure)
        svg = re.sub(rf'<g id="{re.escape(name)}-(?:title|subtitle|note|source)-\d+">.*?</g>', "", svg, flags=re.DOTALL)
    svg = _without_bare_groups(_INVISIBLE.sub("", _EMPTY_GROUP.sub("", svg)))
    svg = re.sub(r' transform="rotate\(-0 [^)]*\)"', "", svg)
    svg = re.sub(r'(?<= )style="([^"]*)"', _attributes, svg)
    svg = _without_idle_clips(svg)
    svg = re.sub(r'(?<= )(d|x|y|transform)="([^"]*)"', _compact, svg)
    svg = re.sub(r">\s+<", "><", svg)
    svg = re.sub(r'(<text[^>]*?) fill="#262626"', r"\1", svg)
    svg = re.sub(r'(<text[^>]*?) font-size="10"', r"\1", svg)
    svg = _MARKER.sub(r"\1", svg)
    svg = _with_short_ids(svg, name)
    svg = _gathered(svg, _ALIKE, between=_NEXT_SHAPE if _POINTED.search(svg) else "")
    svg = _gathered(_LINES.sub(r"\1", _ROW_LINK.sub(_grouped, svg)), _ALIKE_LINKED)
    svg = svg.replace("xlink:href", "href").replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    root = f'fill="#262626" font-size="10" style="font-family:{FALLBACK_FONTS}" viewBox='
    svg = re.sub(r' (?:width|height)="[^"]*pt"', "", svg, count=2)
    return svg.replace("viewBox=", root, 1).strip()


def _gathered(svg: str, kinds: Sequence[re.Pattern[str]], between: str = "") -> str:
    """What is alike in groups, which say once what all in them have, without what stands `between` two of them."""
    for kind in kinds:
        svg = kind.sub(lambda run: f"<g{run[1]}>{_without(run[0], run[1], between)}</g>", svg)
    return svg


def _without(text: str, *parts: str) -> str:
    for part in filter(None, parts):
        text = text.replace(part, "")
    return text


def _without_bare_groups(svg: str) -> str:
    """Groups without an attribute but an id group nothing: their tags go, their content stays."""
    kept: list[bool] = []

    def tag(match: re.Match[str]) -> str:
        if match[0] == "</g>":
            return match[0] if kept.pop() else ""
        attributes = re.sub(r' id="[^"]*"', "", match[1] or "")
        kept.append(bool(attributes))
        return f"<g{attributes}>" if attributes else ""

    return _GROUP.sub(tag, svg)


def _attributes(match: re.Match[str]) -> str:
    """`style="fill: #0072bc; stroke-width: 0.8"` as `fill="#0072bc" stroke-width="0.8"`."""
    declarations = [text.strip() for text in match[1].split(";")]
    pairs = [text.split(": ", 1) for text in declarations if text and text not in _DEFAULTS]
    return " ".join(f'{name}="{value.removesuffix("px")}"' for name, value in pairs)


def _compact(match: re.Match[str]) -> str:
    name, value = match[1], match[2]
    value = _LONG_FRACTION.sub(lambda number: _tenths(float(number[0])), value)
    return f'{name}="{_short_path(value) if name == "d" else value}"'


def _tenths(number: float) -> str:
    """`1.26` as `1.3`, `-0.52` as `-.5`, `-0.04` as `0`."""
    text = f"{number:.1f}".removesuffix(".0")
    if text.startswith(("0.", "-0.")):
        return text.replace("0.", ".", 1)
    return "0" if text == "-0" else text


def _short_path(path: str) -> str:
    """`M 1 2 L 5 2 L 5 90 L 6.5 88 L 7 89 z` as `M1 2H5V90l1.5-2 .5 1z`, the shorter of a place and the way there."""
    parts: list[str] = []
    at: list[str] = []
    is_step = False
    for letter, numbers in _STEP.findall(path):
        point = numbers.split()
        part = letter + " ".join(point)
        if letter == "L" and at:
            part = _line(at, point, is_step)
        is_step = part[0] in "l -"
        parts.append(part)
        at = point[-2:] or at
    return "".join(parts)


def _line(at: Sequence[str], point: Sequence[str], is_next: bool) -> str:
    """A line from a place to a point; the `l` before its way is said once for ways in a row."""
    across, down = (_tenths(float(end) - float(start)) for start, end in zip(at, point, strict=True))
    if down == "0":
        return min(f"H{point[0]}", f"h{across}", key=len)
    if across == "0":
        return min(f"V{point[1]}", f"v{down}", key=len)
    start = "l" if not is_next else "" if across[0] == "-" else " "
    return min(f"{start}{across}{'' if down[0] == '-' else ' '}{down}", f"L{point[0]} {point[1]}", key=len)


def _without_idle_clips(svg: str) -> str:
    """Straight paths that stay inside the box they are clipped to, unclipped; boxes that nothing needs left out."""
    boxes = {name: tuple(map(float, box)) for name, *box in _CLIP.findall(svg)}

    def unclipped(match: re.Match[str]) -> str:
        is_idle = match[2] in boxes and _is_inside(match[1], *boxes[match[2]])
        return f'<path d="{match[1]}"' if is_idle else match[0]

    def marked(match: re.Match[str]) -> str:
        place = re.search(r' x="([^"]+)" y="([^"]+)"', match[2])
        is_idle = match[1] in boxes and place and _is_inside(f"{place[1]} {place[2]}", *boxes[match[1]])
        return match[2] if is_idle else match[0]

    svg = re.sub(r'<g clip-path="url\(#([^)]+)\)">\s*(<use [^>]*/>)\s*</g>', marked, svg)
    svg = re.sub(r'<path d="([^"]*)" clip-path="url\(#([^)]+)\)"', unclipped, svg)
    used = set(_CLIPPED.findall(svg))
    svg = _CLIP.sub(lambda match: match[0] if match[1] in used else "", svg)
    return re.sub(r"<defs>\s*</defs>", "", svg)


def _is_inside(path: str, x: float, y: float, width: float, height: float) -> bool:
    if re.search(r"[^MLz\s\d.-]", path):
        return False
    points = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    across, down = points[::2], points[1::2]
    slack = 0.01
    return (
        min(across) >= x - slack
        and max(across) <= x + width + slack
        and min(down) >= y - slack
        and max(down) <= y + height + slack
    )


def _with_short_ids(svg: str, name: str) -> str:
    """`donors-h39b08cda92` as `donors-1`, in the order of their mention."""
    found = dict.fromkeys(re.findall(rf"(?<=[#\"]){re.escape(name)}-[a-z][0-9a-f]{{10}}(?=[\")])", svg))
    for number, long in enumerate(found, 1):
        svg = svg.replace(long, f"{name}-{number}")
    return svg


def _cropped(svg: str, figure: Figure) -> str:
    """Without the head's height."""
    width, height = figure.get_size_inches()
    top = head_height(figure)
    box = f'viewBox="0 {72 * top:.2f} {72 * width:g} {72 * (height - top):.2f}"'
    return re.sub(r'viewBox="[^"]*"', box, svg, count=1)
