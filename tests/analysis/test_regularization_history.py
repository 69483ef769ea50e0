"""Real counts by hand from the printed words; ranges by hand on synthetic programmes of 100 days."""

from dataclasses import replace
from datetime import date, timedelta

import matplotlib as mpl
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.backends.backend_agg import FigureCanvasAgg

from r4v_analysis.analysis import sources
from r4v_analysis.analysis.regularization import (
    clock,
    figures_of_range,
    metrics,
    sentences,
    sentences_of_range,
    tables_of_range,
)
from r4v_analysis.analysis.regularization import counts as regularization_history
from r4v_analysis.analysis.regularization import tables as regularization_history_tables
from r4v_analysis.analysis.regularization.counts import hull
from r4v_analysis.exhibits import canvas, tables
from r4v_analysis.exhibits.exhibit import Chart, Prose
from r4v_analysis.values.quantity import Quantity, exact

LANG = "en"
OPENED = date(2020, 1, 1)
CLOSED = OPENED + timedelta(days=100)


@pytest.fixture
def march(data):
    return data.report("PER_2021-03_2021-03")


def by_key(report):
    return {item.key: item for item in clock.series(report)}


def said(report, **equal):
    found = regularization_history.counts(report)
    return [count for count in found if all(getattr(count, name) == value for name, value in equal.items())]


def count_row(programme, day, value, **cells):
    row = {
        "count_id": f"{programme}_{day.isoformat()}_{cells.get('stage', 'application')}",
        "programme": programme,
        "stage": "application",
        "value": value,
        "unit": "people",
        "qualifier": "exact",
        "basis": "cumulative_programme",
        "date_low": day,
        "date_high": day,
        "authority": "Synthetic authority",
        "known_from": day,
        "known_from_basis": "assumed",
        "source_url": "https://example.org/synthetic",
        "printed": f"{value:,}",
        "note": "",
    }
    return {**row, **cells}


def finished(programme, *counts, **closing):
    """A synthetic programme of 100 days: counts as (day, thousands), 100,000 at closing."""
    rows = [count_row(programme, OPENED + timedelta(days=day), thousands * 1000) for day, thousands in counts]
    return [*rows, count_row(programme, CLOSED, 100_000, **closing)]


ALPHA, GAMMA = finished("alpha", (43, 50)), finished("gamma", (43, 80))
BETA = finished("beta", (39, 30), (60, 60))


def events_of(programme, **changed):
    days = {"opening": OPENED, "deadline": CLOSED, **changed}
    return [
        {"event_id": f"{programme}_{kind}", "programme": programme, "event": kind, "date_low": day, "date_high": day}
        | {"known_from": OPENED, "source_report_id": None}
        for kind, day in days.items()
        if day
    ]


def dated(rows, names):
    frame = pd.DataFrame(rows)
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in names})


def world(report, *rows, events=(), **cells):
    """The shipped report, its own counts changed by `cells`, among synthetic programmes alone."""
    made = sorted({row["programme"] for row in rows})
    events = [*events, *(event for name in made for event in events_of(name))]
    own, kept = report.data.tables, {"cpp_2023", "amnesty_2023"}
    columns = ["date_low", "date_high", "known_from"]
    calendar = own["programme-events"][own["programme-events"]["programme"].isin(kept)]
    programmes = own["programmes"][own["programmes"]["programme"].isin(kept)]
    names = pd.DataFrame([{"programme": name, "country_iso3": "PER", "short_name": name.title()} for name in made])
    observations = report.observations.copy()
    is_count = observations["observation_id"] == "cpp_enrolments"
    for column, value in cells.items():
        observations[column] = observations[column].mask(is_count, value)
    changed = {
        "programmes": pd.concat([programmes, names], ignore_index=True),
        "programme-events": pd.concat([calendar, dated(events, columns)], ignore_index=True) if events else calendar,
        "programme-counts": dated(rows, columns) if rows else own["programme-counts"].iloc[:0],
        "observations": observations,
    }
    return replace(report, data=replace(report.data, tables={**own, **changed}))


def ends(quantity):
    return quantity.low, quantity.high


# Counts


def test_granted_and_in_process_of_one_source_and_day_make_applications(report):
    sums = [count for count in said(report, programme="ptp_2017", stage="application") if count.is_sum]
    november = next(count for count in sums if count.last == date(2018, 11, 30))
    assert november.quantity.value == 119_385 + 240_503
    assert len(november.quantity.sources) == 2
    efe = next(count for count in sums if count.last == date(2018, 12, 31))
    assert (efe.quantity.value, efe.quantity.qualifier) == (404_000, "about")


def test_granted_of_one_source_and_in_process_of_another_are_not_added(report):
    other = {"source_url": "https://example.org/another"}
    rows = [
        count_row("alpha", OPENED, 10, stage="granted"),
        count_row("alpha", OPENED, 20, stage="in_process", basis="stock", **other),
    ]
    assert [count.stage for count in said(world(report, *rows), programme="alpha")] == ["granted", "in_process"]


def test_the_three_numbers_of_31_december_2018_stay_side_by_side(report):
    found = regularization_history.conflicts(regularization_history.counts(report))
    ptp = next(item for item in found if item.counts[0].programme == "ptp_2017")
    assert {count.quantity.value for count in ptp.counts} == {440_000, 495_000, 404_000}
    assert ptp.verdict == "exclude_each_other"


def test_more_than_a_number_and_a_larger_one_can_both_be_true(report):
    rows = [
        count_row("alpha", CLOSED, 440, qualifier="at_least"),
        count_row("alpha", CLOSED, 495, count_id="other", qualifier="about"),
    ]
    (conflict,) = regularization_history.conflicts(regularization_history.counts(world(report, *rows)))
    assert conflict.verdict == "bounds_allow_both"


def test_numbers_that_differ_within_a_month_can_hold_for_different_days(report):
    rows = [
        count_row("alpha", CLOSED, 119, date_low=CLOSED - timedelta(days=29)),
        count_row("alpha", CLOSED, 125, count_id="other"),
    ]
    (conflict,) = regularization_history.conflicts(regularization_history.counts(world(report, *rows)))
    assert conflict.verdict == "days_differ"


def test_asylum_seekers_are_kept_apart_from_all_who_pre_registered(data):
    report = data.report("PER_2021-04_2021-04")
    assert {count.group for count in said(report, programme="cpp_2020", stage="pre_registered")} == {
        "",
        "asylum_seekers",
    }
    closing = by_key(report)["cpp_2020.pre_registered"].closing
    assert (closing.value, closing.qualifier) == (368_000, "about")


def test_a_count_known_later_is_not_there(report):
    assert [count.quantity.value for count in said(report, programme="cpp_2023")] == [42_600]


def test_a_later_look_changes_no_count_and_no_range(report):
    assert metrics.metrics(replace(report, as_of=date(2024, 6, 30))) == metrics.metrics(report)


def test_in_march_2021_the_closing_count_of_april_is_not_known(march):
    item = by_key(march)["cpp_2020.pre_registered"]
    assert item.standing == "open"
    assert [count.quantity.value for count in said(march, programme="cpp_2020", group="")] == [245_000, 350_000]
    sources = {source for metric in metrics.metrics(march).values() for source in metric.quantity.sources}
    assert not {source for source in sources if source.startswith("PER_2021-04")}


# Pace


def test_pace_of_pre_registration_carries_almost(data):
    report = data.report("PER_2021-04_2021-04")
    found = regularization_history.paces(report, regularization_history.counts(report))
    first, second = [pace for pace in found if pace.later.key == "cpp_2020.pre_registered" and not pace.later.group]
    assert ends(first.quantity) == (pytest.approx((345_000 - 245_000) / 32), None)
    assert (second.quantity.value, second.quantity.qualifier) == (pytest.approx(18_000 / 12), "about")


def test_two_numbers_or_more_give_no_pace(data):
    report = data.report("PER_2021-04_2021-04")
    found = regularization_history.paces(report, regularization_history.counts(report))
    assert not [pace for pace in found if pace.later.group == "asylum_seekers"]


def test_a_pace_is_as_wide_as_the_days_between(report):
    day = OPENED + timedelta(days=30)
    rows = [
        count_row("alpha", OPENED, 101),
        count_row("alpha", day, 501, count_id="b", date_low=day - timedelta(days=10)),
    ]
    made = world(report, *rows)
    (pace,) = regularization_history.paces(made, regularization_history.counts(made))
    assert ends(pace.quantity) == (pytest.approx(400 / 30), 400 / 20)


def test_a_stock_has_no_pace_and_a_count_after_the_deadline_is_a_restatement(report):
    later = CLOSED + timedelta(days=30)
    rows = [
        count_row("alpha", OPENED, 100, basis="stock"),
        count_row("alpha", CLOSED, 200, count_id="b", basis="stock"),
        count_row("beta", CLOSED, 200),
        count_row("beta", later, 300),
    ]
    made = world(report, *rows)
    assert regularization_history.paces(made, regularization_history.counts(made)) == []


def paced(report, *rows):
    made = world(report, *rows)
    return regularization_history.paces(made, regularization_history.counts(made))


def test_zeros_at_the_end_of_a_number_are_no_exactness(data):
    report = data.report("PER_2021-01_2021-12")
    found = regularization_history.paces(report, regularization_history.counts(report))
    (pace,) = [pace for pace in found if pace.later.key == "humanitarian_residency.delivered"]
    assert ends(pace.quantity) == (pytest.approx(10_000 / 65), pytest.approx(12_000 / 65))  # 12,000 and 23,000 ± 500


def test_around_survives_a_difference_and_what_its_rounding_swallows_has_no_pace(data, report):
    december = data.report("PER_2021-01_2021-12")
    found = regularization_history.paces(december, regularization_history.counts(december))
    (pace,) = [pace for pace in found if pace.later.key == "cpp_2020.delivered"]
    assert (pace.quantity.value, pace.quantity.qualifier) == (pytest.approx(53_000 / 65), "about")
    later = regularization_history.paces(report, regularization_history.counts(report))
    delivered = [pace.later.quantity.value for pace in later if pace.later.key == "cpp_2020.delivered"]
    assert delivered == [90_000, 260_452]  # not 91,596, which "some 90,000" may be


def test_a_pace_whose_ends_are_more_than_five_times_apart_is_left_out(report):
    day = OPENED + timedelta(days=12)
    early = {"count_id": "b", "date_low": day - timedelta(days=9)}
    assert ends(paced(report, count_row("alpha", OPENED, 1), count_row("alpha", day, 37, **early))[0].quantity) == (
        3,
        12,
    )
    narrow = early | {"date_low": day - timedelta(days=10)}
    assert paced(report, count_row("alpha", OPENED, 1), count_row("alpha", day, 37, **narrow)) == []


def test_a_pace_without_a_low_end_is_left_out(report):
    later = count_row("alpha", CLOSED, 900, count_id="b", qualifier="at_most")
    assert paced(report, count_row("alpha", OPENED, 101), later) == []


def test_counts_that_mean_different_things_have_no_pace(report):
    later = count_row("alpha", CLOSED, 901, count_id="b", authority="Another authority")
    assert paced(report, count_row("alpha", OPENED, 101), later) == []
    press = count_row("alpha", CLOSED, 901, count_id="b", authority="Synthetic authority (press)")
    assert len(paced(report, count_row("alpha", OPENED, 101), press)) == 1


def test_one_authority_in_two_spellings_is_one(report):
    day = OPENED + timedelta(days=10)
    unhcr, acnur = count_row("alpha", OPENED, 101, authority="UNHCR"), count_row("alpha", day, 501, authority="ACNUR")
    (pace,) = paced(report, unhcr, acnur)
    assert ends(pace.quantity) == (40, 40)
    again = count_row("alpha", OPENED, 101, authority="ACNUR", count_id="z")
    (same,) = paced(report, unhcr, again, acnur)
    assert same.earlier.authority == "UNHCR"


# Clock


def test_pre_registration_of_2021_by_hand(report):
    item = by_key(report)["cpp_2020.pre_registered"]
    first, second = item.points
    assert first.gone.value == pytest.approx(37 / 81)
    assert ends(first.share) == (None, pytest.approx(245 / 368))
    assert second.gone.value == pytest.approx(69 / 81)
    assert (second.share.value, second.share.qualifier) == (pytest.approx(350 / 368), "about")


def test_sources_that_differ_widen_the_closing_count_and_each_share(report):
    item = by_key(report)["ptp_2017"]
    assert ends(item.closing) == (404_000, 495_000)
    november = item.points[-1]
    assert ends(november.share) == (pytest.approx(359_888 / 495_000), pytest.approx(359_888 / 404_000))
    assert november.gone.low == pytest.approx((date(2018, 11, 1) - date(2017, 1, 31)).days / 699)
    assert november.gone.high == pytest.approx((date(2018, 11, 30) - date(2017, 1, 1)).days / 729)


def test_what_a_programme_lacks_for_a_shape_is_named(report):
    standing = {key: item.standing for key, item in by_key(report).items()}
    assert standing["cpp_2020"] == "no_closing_count"
    assert standing["special_residency_ptp"] == "no_opening"
    assert standing["cpp_2023"] == "open"
    assert by_key(world(report, *finished("alpha")))["alpha"].standing == "no_earlier_count"


def test_more_than_a_number_opens_a_closing_count_only_where_no_source_reaches_as_high():
    more = Quantity(440, low=440)
    assert ends(hull([more, exact(495), exact(404)])) == (404, 495)
    assert ends(hull([more, exact(404)])) == (404, None)


def test_an_extension_known_later_leaves_the_clock_as_it_was(report):
    late = {
        "event_id": "synthetic_extension",
        "programme": "cpp_2023",
        "event": "extension",
        "date_low": date(2024, 3, 31),
        "date_high": date(2024, 3, 31),
        "known_from": date(2023, 11, 5),
        "source_report_id": None,
    }
    moved = world(report, *ALPHA, events=[late])
    item = clock.running(moved)[-1]
    assert ends(item.gone) == (pytest.approx(79 / 184), pytest.approx(92 / 197))
    known = world(report, *ALPHA, events=[late | {"known_from": date(2023, 7, 31)}])
    assert clock.running(known)[-1].gone.high == pytest.approx(92 / 339)


def test_a_shape_that_closed_later_than_the_vintage_is_not_used(report):
    rows = [*ALPHA, *finished("gamma", (43, 80), known_from=date(2023, 8, 1))]
    assert by_key(world(report, *rows))["gamma"].standing == "no_closing_count"


# The page


def exhibits(report):
    items = metrics.metrics(report)
    return {
        "counts": regularization_history_tables.known_counts(report, items, LANG),
        "conflicts": regularization_history_tables.conflicting(report, LANG),
        "ranges": sentences_of_range.ranges(report, items, LANG),
        "range": figures_of_range.deadline_range(report, items, LANG),
        "backtest": sentences_of_range.backtest(report, items, LANG),
        "backtest_table": tables_of_range.backtest_table(report, LANG),
    }


@pytest.mark.parametrize("report_id", ["CHL_2020-04_2020-04", "PER_2020-07_2020-07", "XRG_2021-01_2021-12"])
def test_a_report_without_a_running_programme_says_what_is_missing(data, report_id):
    found = exhibits(data.report(report_id))
    assert isinstance(found["range"], Prose)
    assert found["ranges"].text.startswith("No range for a deadline: no programme")
    assert (found["backtest"].text, found["backtest_table"]) == (found["ranges"].text, None)
    if report_id.startswith("XRG"):
        assert found["counts"].text.startswith("No table of counts")


@pytest.mark.parametrize("kind", ["shipped", "march", "three"])
def test_every_link_leads_to_a_row_of_the_same_page(report, march, kind):
    chosen = {"shipped": report, "march": march, "three": world(report, *ALPHA, *BETA, *GAMMA)}[kind]
    items = metrics.metrics(chosen)
    shown = [*exhibits(chosen).values(), sentences.bottom_line(chosen, items, LANG)]
    html = "".join(str(item.html()) for item in shown if item and not isinstance(item, Chart))
    page = [
        regularization_history_tables.legal_calendar(chosen, LANG) if kind != "three" else None,
        sources.sources("r", chosen, items, LANG),
        tables.formulas("r", chosen, items, LANG),
    ]
    targets = "".join(str(table.html()) for table in page if table)
    ids = {tag["id"] for tag in BeautifulSoup(targets, "html.parser").find_all(id=True)}
    links = [tag["href"] for tag in BeautifulSoup(html, "html.parser").select("a.r4v-num")]
    assert links
    assert [link for link in links if link[1:] not in ids] == []


def drawn(report):
    found = exhibits(report)
    return [item for item in found.values() if isinstance(item, Chart)]


@pytest.mark.parametrize("kind", ["shipped", "march", "three", "exact"])
def test_texts_of_the_figures_neither_leave_them_nor_overlap(report, march, kind):
    three = [*ALPHA, *BETA, *GAMMA]
    made = {
        "shipped": report,
        "march": march,
        "three": world(report, *three),
        "exact": world(report, *three, qualifier="exact", printed="42,600"),
    }[kind]
    for chart in drawn(made):
        with canvas.style():
            renderer = FigureCanvasAgg(chart.figure).get_renderer()
            texts = [text for text in chart.figure.findobj(mpl.text.Text) if text.get_visible() and text.get_text()]
            boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
        width, height = chart.figure.bbox.width, chart.figure.bbox.height
        assert [text for text, box in boxes if box.x0 < -1 or box.x1 > width + 1 or box.y0 < -1] == []
        assert [text for text, box in boxes if box.y1 > height + 1] == []
        small = [(text, box.shrunk(0.98, 0.8)) for text, box in boxes]
        assert [(a, b) for i, (a, one) in enumerate(small) for b, two in small[i + 1 :] if one.overlaps(two)] == []


def test_the_range_is_drawn_with_its_bars_in_place_and_each_line_has_its_end_in_words(report):
    chart = exhibits(report)["range"]
    bars = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in chart.figure.axes[0].patches]
    assert bars == [(53_200, 269_000), (50_100, 541_000)]
    assert chart.title == "CPP 2023 would close with 53,200 to 269,000 or more, if it goes on like 8 in 10 programmes"
    assert [row[0] for row in chart.data.rows if row[0] not in chart.alt] == []
    lines = [line.get_ydata() for line in chart.figure.axes[0].get_lines()]
    assert min(min(line) for line in lines if max(line) > 50_000 and len(line) == 25) >= 42_600


@pytest.mark.parametrize(
    ("lang", "name", "short"),
    [
        (
            "en",
            "National plan for the regularization of foreigners (PNRE) of 2014",
            "Dominican Republic 2014",
        ),
        (
            "es",
            "Plan Nacional de Regularización de Extranjeros (PNRE) de 2014",
            "República Dominicana 2014",
        ),
    ],
)
def test_a_page_whose_report_is_not_about_the_programme_begins_with_whose_it_is(data, lang, name, short):
    report = data.report("DOM_2022-03_2022-03_r4v")
    told = sentences.bottom_line(report, metrics.metrics(report), lang).text
    assert told.startswith(f"{name}: 288")
    assert regularization_history_tables.legal_calendar(report, lang).note == f"{short}: {name}."


def test_a_programme_without_a_shorter_name_has_no_note_of_it(data):
    report = data.report("PER_2023-05_2023-07")
    note = regularization_history_tables.legal_calendar(report, LANG).note
    assert "CPP 2023: Temporary residence permit (CPP) of 2023." in note
    assert "Humanitarian residency:" not in note
