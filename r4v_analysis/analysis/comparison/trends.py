"""A country's headline number over its reports, as a small line: only what counts alike is joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from r4v_analysis.analysis.comparison.facts import Fact, Facts
from r4v_analysis.analysis.terms import REASONS, obstacle
from r4v_analysis.language.formats import N_, format_period, format_quantity, translator
from r4v_analysis.values.period import Period

LEAST = 3
"""So many numbers make a line; two are a comparison."""
LISTED = 6
"""Up to so many numbers a line's text alternative lists each; of more the first, the last and the extremes."""
WIDTH, HEIGHT, MARGIN = 120, 30, 3

NOT_PRINTED = N_("not printed")
ONCE = N_("one report prints it")
TOO_FEW = N_("fewer than three numbers that compare")

Point = tuple[Period, Fact]


@dataclass(frozen=True, slots=True)
class Trend:
    """`points` are the latest numbers that all compare, oldest first, at least LEAST; else none.

    `latest` is the last number that is printed. `reason` says why there are no points, or why the
    latest is none of them.
    """

    points: Sequence[Point]
    reason: str
    latest: Point | None


def trend(series: Sequence[Facts], indicator: str) -> Trend:
    """The trend of a header number over the reports of one country and publisher, oldest first."""
    found = [(facts.period, fact) for facts in series if (fact := facts.headline(indicator)) and _has_value(fact)]
    alike: list[list[Point]] = []
    for period, fact in found:
        for points in alike:
            ends = (points[0][1], points[-1][1])
            if not any(obstacle(other.terms, fact.terms) for other in ends):
                points.append((period, fact))
                break
        else:
            alike.append([(period, fact)])
    long = [points for points in alike if len(points) >= LEAST]
    if long:
        points = max(long, key=lambda points: points[-1][0].end)
        return Trend(points, REASONS.get(obstacle(points[-1][1].terms, found[-1][1].terms), ""), found[-1])
    return Trend((), _reason(found), found[-1] if found else None)


def _has_value(fact: Fact) -> bool:
    return fact.quantity.value is not None


def _reason(found: Sequence[Point]) -> str:
    if len(found) < 2:
        return ONCE if found else NOT_PRINTED
    return REASONS.get(obstacle(found[-2][1].terms, found[-1][1].terms), TOO_FEW)


def sparkline(trend_: Trend, name: str, lang: str) -> Markup:
    """The line as SVG, from zero up, time to scale, rings for bounds and rough numbers; empty without points."""
    if not trend_.points:
        return Markup("")
    days = [period.end.toordinal() for period, _fact in trend_.points]
    values = [fact.quantity.value or 0.0 for _period, fact in trend_.points]
    top, low = max(*values, 0.0) or 1.0, min(*values, 0.0)
    across, up = (WIDTH - 2 * MARGIN) / max(days[-1] - days[0], 1), (HEIGHT - 2 * MARGIN) / (top - low)
    places = [
        (MARGIN + (day - days[0]) * across, HEIGHT - MARGIN - (value - low) * up)
        for day, value in zip(days, values, strict=True)
    ]
    spots = [f"{x:.3g} {y:.3g}" for x, y in places]
    rough = [
        spot
        for spot, (_period, fact) in zip(spots, trend_.points, strict=True)
        if fact.quantity.qualifier not in ("exact", "between")
    ]
    rings = f'<path class="ring" d="{"".join(f"M{spot}h0" for spot in rough)}"/>' if rough else ""
    return Markup(
        '<svg class="r4v-trend" role="img" aria-label="{label}" viewBox="0 0 {width} {height}">'
        '<path class="zero" d="M0 {zero:.3g}H{width}"/><path d="M{line}"/><path class="dot" d="{dots}"/>{rings}</svg>'
    ).format(
        label=_label(trend_.points, name, lang),
        width=WIDTH,
        height=HEIGHT,
        zero=HEIGHT - MARGIN + low * up,
        line="L".join(spots),
        dots="".join(f"M{spot}h0" for spot in spots),
        rings=Markup(rings),  # noqa: S704  coordinates, formatted above
    )


def _label(points: Sequence[Point], name: str, lang: str) -> str:
    """`Coverage, 3 numbers that compare: 0.7% in April 2020, 13% in May 2020, 14.5% in July 2020`."""
    translated = translator(lang)
    shown = list(points)
    if len(points) > LISTED:
        by_value = sorted(points, key=lambda point: point[1].quantity.value or 0.0)
        kept = {id(point) for point in (points[0], points[-1], by_value[0], by_value[-1])}
        shown = [point for point in points if id(point) in kept]
    numbers = [
        translated.gettext("{number} in {period}").format(
            number=format_quantity(fact.quantity, fact.unit, lang),
            period=format_period(period.start, period.end, lang),
        )
        for period, fact in shown
    ]
    listed = translated.ngettext(
        "{name}, {count} number that compares: {numbers}",
        "{name}, {count} numbers that compare: {numbers}",
        len(points),
    )
    extremes = translated.gettext(
        "{name}, {count} numbers that compare, with the first, last, lowest and highest: {numbers}"
    )
    message = extremes if len(points) > LISTED else listed
    return message.format(name=name, count=len(points), numbers="; ".join(numbers))
