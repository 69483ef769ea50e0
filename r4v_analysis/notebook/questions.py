"""A report's three questions at a prompt: plain frames with documented columns, and the figures of the pages.

>>> import r4v_analysis as r4v
>>> report = r4v.report("PER_2023-05_2023-07")
>>> report.funding.readings[["reading", "coverage_share", "unmet_usd"]].round(3)
            reading  coverage_share    unmet_usd
0     since_january           0.071  295300000.0
1  reporting_period           0.071  295300000.0
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from r4v_analysis.analysis.funding import figures as funding_plots
from r4v_analysis.analysis.funding import figures_of_countries, figures_over_time, sentences
from r4v_analysis.analysis.reach import figures as reach_plots
from r4v_analysis.analysis.reach import figures_of_countries as reach_country_plots
from r4v_analysis.analysis.reach import figures_of_needs, figures_of_places, figures_of_targets
from r4v_analysis.analysis.reach import figures_over_time as reach_history_plots
from r4v_analysis.analysis.reach import sectors as reach
from r4v_analysis.analysis.reach import sentences as reach_narrative
from r4v_analysis.analysis.record import QUESTIONS
from r4v_analysis.analysis.region import members
from r4v_analysis.analysis.regularization import figures as regularization_plots
from r4v_analysis.analysis.regularization import figures_of_range
from r4v_analysis.analysis.regularization import sentences as regularization_narrative
from r4v_analysis.data.report import Report
from r4v_analysis.errors import UsageError, suggestion
from r4v_analysis.exhibits.exhibit import Chart, Exhibit, Prose, absent
from r4v_analysis.language.formats import translator
from r4v_analysis.notebook import frames
from r4v_analysis.notebook.cards import question_html
from r4v_analysis.notebook.parameters import check_language
from r4v_analysis.notebook.prompt_exhibit import Shown, source_line
from r4v_analysis.values.metric import Metrics

Draw = Callable[[str], Exhibit]
"""A figure in a language."""


def _of_countries(report: Report, name: str, draw: Callable[[Report, str], Chart | None]) -> dict[str, Draw]:
    """A figure of a region's countries; none for the report of a country."""
    if not members(report, report.period.end.year):
        return {}

    def drawn(lang: str) -> Exhibit:
        _ = translator(lang).gettext
        return draw(report, lang) or absent(
            _("No two months or plan years of countries were known to set side by side.")
        )

    return {name: drawn}


def _needs_map(report: Report, lang: str) -> Exhibit:
    """The map of places; that there is none where no place has a number."""
    _ = translator(lang).gettext
    none = _("No map of places: none of them had a number on the report’s day, or they have no outlines.")
    return figures_of_places.needs_map(report, lang) or absent(none)


@dataclass(frozen=True, repr=False)
class Answers(ABC):
    """One question to one report.

    `name` is that of the notebook that answers it. Frames are new objects: change them as you like.
    """

    report: Report
    name: ClassVar[str]

    @cached_property
    def items(self) -> Metrics:
        """The metrics of the question, by id, as `metrics.Metric` objects."""
        (question,) = (question for question in QUESTIONS if question.notebook == self.name)
        return question.metrics(self.report)

    @property
    @abstractmethod
    def bases(self) -> Sequence[str]:
        """Codes of the bases on which the main numbers are counted; empty where the report prints none."""

    @abstractmethod
    def _figures(self) -> Mapping[str, Draw]: ...

    @abstractmethod
    def _bottom_line(self, lang: str) -> Prose: ...

    def bottom_line(self, lang: str = "en") -> Shown:
        """The answer in computed sentences, as the page gives it."""
        return self._shown(self._bottom_line(check_language(lang)), lang)

    @property
    def metrics(self) -> pd.DataFrame:
        """Every number of the question, a row each, as in metrics.json.

        Columns: report_id, metric (the id), value, low, high (bounds; NaN: not known), qualifier (NaN: no
        number), unit, basis, sector, programme, stage (NaN: of none, or of several), as_of, known_from (the day
        from which all that went in was known), is_derived, formula (empty: printed by a source), sources (ids of
        the rows of data/ that went in, apart by blanks; metrics.json calls them `from`).
        """
        return frames.metrics(self.report, self.items)

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the figures that `figure` draws, in the order of the page."""
        return tuple(self._figures())

    def figure(self, name: str, lang: str = "en") -> Shown:
        """A figure of the page, drawn anew; where the report lacks the numbers, a sentence that says so.

        >>> report = r4v.report("PER_2023-05_2023-07")
        >>> print(report.funding.figure("donors").text.splitlines()[0])
        The United States gave 80% of the funds; all other donors US$4.5 million

        Raises
        ------
        UsageError
            No figure has that name (the nearest is offered), or pages are not in that language.
        """
        figures = self._figures()
        if name not in figures:
            raise UsageError(
                f"figure: expected a figure of {self.name}, found {name!r}. {suggestion(str(name), figures)}"
            )
        return self._shown(figures[name](check_language(lang)), lang)

    def _shown(self, exhibit: Exhibit, lang: str) -> Shown:
        return Shown(exhibit, lang, source_line(self.report, lang))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.report.report_id}): {self.bottom_line().text}"

    def _repr_html_(self) -> str:
        frames = [f".{name}" for name in dir(type(self)) if _is_frame(getattr(type(self), name))]
        paths = [*frames, *(f'.figure("{name}")' for name in self.figures)]
        card = question_html(self.report, type(self).__name__, self.bases, paths)
        return card + self.bottom_line().html


class Funding(Answers):
    """Requirements, funding and the gap.

    >>> report = r4v.report("PER_2023-05_2023-07")
    >>> report.funding.figures[:2]
    ('requirements_and_funding', 'donors')
    >>> years = report.funding.plan_years.query("country_iso3 == 'PER'")
    >>> years.set_index("year")["coverage_share"].dropna().round(2)
    year
    2019    0.39
    2020    0.50
    2021    0.35
    2022    0.34
    2023    0.07
    Name: coverage_share, dtype: float64
    """

    name = "funding_gap"

    @property
    def bases(self) -> list[str]:
        """The basis of the amount in the report's box: `unknown` where it states no window."""
        rows = self.report.select(section="header", indicator="funding")
        return _bases(rows)

    @property
    def readings(self) -> pd.DataFrame:
        """The report's funding box, a row for each window that its amount may cover (DOMAIN: never one of them alone).

        Columns: report_id, reading, window_start, window_end; requirements_usd, requirements_low, requirements_high,
        requirements_qualifier; funding_usd, funding_low, funding_high, funding_qualifier; coverage_share,
        coverage_low, coverage_high, coverage_qualifier; unmet_usd, unmet_low, unmet_high, unmet_qualifier;
        pace_usd_per_month, pace_low, pace_high, pace_qualifier; needed_usd_per_month, needed_low, needed_high,
        needed_qualifier; is_derived (the amount follows from a printed percentage), as_of, known_from, sources.
        Bounds are NaN where none is known. No requirements, or neither amount nor percentage: an empty frame.
        """
        return frames.funding_readings(self.report)

    @property
    def plan_years(self) -> pd.DataFrame:
        """Plan years of the country or region known on the report's date, a row a year and source.

        Columns: report_id (the report that was asked), country_iso3, year; requirements_usd, requirements_low,
        requirements_high, requirements_qualifier; funding_usd, funding_low, funding_high, funding_qualifier;
        coverage_share, coverage_low, coverage_high, coverage_qualifier; is_own_requirement, is_derived (coverage is
        computed and not printed), as_of, known_from, source_report_id (the report that prints it; NaN: another
        source), sources.
        """
        return frames.years(self.report)

    def _bottom_line(self, lang: str) -> Prose:
        return sentences.bottom_line(self.report, self.items, lang)

    def _figures(self) -> dict[str, Draw]:
        report, items = self.report, self.items
        return {
            "requirements_and_funding": lambda lang: funding_plots.requirements_and_funding(report, items, lang),
            **_of_countries(report, "coverage_map", figures_of_countries.coverage_map),
            "donors": lambda lang: funding_plots.donors(report, items, lang),
            "coverage_by_year": lambda lang: figures_over_time.coverage_by_year(report, items, lang),
            "year_end": lambda lang: figures_over_time.year_end(report, items, lang),
        }


class Reach(Answers):
    """People reached by sector.

    >>> report = r4v.report("PER_2023-05_2023-07")
    >>> report.reach.sectors[["sector", "people_reached"]].head(2)
           sector  people_reached
    0  protection         47672.0
    1      health         17299.0
    """

    name = "sector_reach"

    @property
    def bases(self) -> list[str]:
        """The bases of the report's sector row: `unknown` where it states none."""
        return _bases(self.sectors)

    @property
    def sectors(self) -> pd.DataFrame:
        """People reached by sector as the report prints it, largest first; rows overlap and are never summed as people.

        Columns: report_id, sector; people_reached, people_reached_low, people_reached_high, people_reached_qualifier;
        people_reached_non_rmrp (NaN: not reported), share_of_largest, reached_per_1000, is_derived (the sum of
        printed parts), is_cross_cutting (cash-based interventions), inside (the row that has its people already),
        is_apart (counted otherwise than most), is_listed (in the sector table), basis, population_group,
        period_start, period_end, known_from, printed, observation_id, sources.
        """
        return frames.sector_reach(self.report)

    @property
    def shares(self) -> pd.DataFrame:
        """Printed numbers over the ones that they are part of.

        Columns: report_id, observation_id, part_of; part, part_low, part_high, part_qualifier; whole, whole_low,
        whole_high, whole_qualifier; share (of 1), share_low, share_high, share_qualifier; is_derived, sector,
        programme, stage, unit, basis, as_of, known_from, sources.
        """
        return frames.printed_shares(self.report)

    @property
    def targets(self) -> pd.DataFrame:
        """Running totals against the year's targets, a row a sector and population group; never summed over sectors.

        Columns: report_id, country_iso3, year, sector, population_group; people_reached, people_reached_low,
        people_reached_high, people_reached_qualifier; people_targeted, people_targeted_low, people_targeted_high,
        people_targeted_qualifier; people_in_need, people_in_need_low, people_in_need_high,
        people_in_need_qualifier; target_share (reached ÷ targeted), target_share_low, target_share_high,
        target_share_qualifier; status (compared, not_reported, not_recorded, no_target), target_status (recorded;
        not_recorded: the plan's file has no one of the group in need, either), is_cross_cutting,
        inside, basis, is_derived, as_of (the last day that the totals count), known_from, sources.
        """
        return frames.against_targets(self.report)

    @property
    def months(self) -> pd.DataFrame:
        """Monthly totals of R4V's monitoring, a row a sector and month; not to be summed over months.

        Columns: report_id, sector, month; people_reached (NaN: not reported), people_reached_low,
        people_reached_high, people_reached_qualifier; basis, reporting_organizations, status, has_fewer, has_fallen,
        is_derived, known_from, sources.
        """
        return frames.monthly(self.report, "period_total")

    @property
    def running(self) -> pd.DataFrame:
        """Running totals of new people since January, the same columns as `months`.

        "About" is one from which organizations that reported earlier are missing; `has_fewer` also holds for a month
        after which others joined.
        """
        return frames.monthly(self.report, "cumulative_ytd")

    def _bottom_line(self, lang: str) -> Prose:
        return reach_narrative.bottom_line(self.report, reach.sectors(self.report), self.items, lang)

    def _figures(self) -> dict[str, Draw]:
        report, items = self.report, self.items
        return {
            "sector_ranking": lambda lang: reach_plots.sector_reach(report, reach.sectors(report), items, lang),
            "people_once": lambda lang: reach_plots.people_once(report, items, lang),
            "shares": lambda lang: reach_plots.shares(report, items, lang),
            "target_coverage": lambda lang: figures_of_targets.target_coverage(report, items, lang),
            **_of_countries(report, "months_by_country", reach_country_plots.months_by_country),
            "needs_by_sector": lambda lang: figures_of_needs.needs_by_sector(report, lang),
            "monthly_reach": lambda lang: reach_history_plots.monthly_reach(report, lang),
            "running_totals": lambda lang: reach_history_plots.running_totals(report, lang),
            "needs_by_place": lambda lang: figures_of_needs.needs_by_place(report, lang),
            "needs_map": lambda lang: _needs_map(report, lang),
        }


class Regularization(Answers):
    """Regularization programmes: counts by stage, calendar, windows.

    >>> report = r4v.report("PER_2023-05_2023-07")
    >>> report.regularization.stages[["stage", "value", "unit", "qualifier"]].head(2)
                stage    value    unit qualifier
    0      counselled  45600.0  people  at_least
    1  cash_supported   1230.0  people     exact
    """

    name = "regularization_uptake"

    @property
    def bases(self) -> list[str]:
        """The bases of the report's counts by stage."""
        return _bases(self.stages)

    @property
    def known(self) -> pd.DataFrame:
        """The programmes of the country known on the report's date.

        Columns: report_id, programme, country_iso3, name_en, name_es, short_name, short_name_es, legal_basis,
        authority, source_url, source_report_id, printed.
        """
        return frames.programmes(self.report)

    @property
    def stages(self) -> pd.DataFrame:
        """What the report prints about stages: other people in each row, so no funnel.

        Columns: report_id, observation_id, programme, stage, value, low, high, qualifier, is_derived, unit, basis,
        population_group, as_of, known_from, part_of, printed, note.
        """
        return frames.stage_counts(self.report)

    @property
    def counts(self) -> pd.DataFrame:
        """Every dated count known on the report's date, of other sources too; conflicts stay side by side.

        Columns: report_id, programme, stage, population_group (NaN: all), date_low, date_high, value, low, high,
        qualifier, unit, basis, authority, said_by, is_derived (granted and in process added), known_from, sources.
        """
        return frames.dated_counts(self.report)

    @property
    def calendar(self) -> pd.DataFrame:
        """The legal calendar as known on the report's date.

        Columns: report_id, event_id, programme, event, date_low, date_high, known_from, printed, source_url,
        source_report_id, note.
        """
        return frames.legal_calendar(self.report)

    def _bottom_line(self, lang: str) -> Prose:
        return regularization_narrative.bottom_line(self.report, self.items, lang)

    def _figures(self) -> dict[str, Draw]:
        report, items = self.report, self.items
        return {
            "deadline_range": lambda lang: figures_of_range.deadline_range(report, items, lang),
            "stage_counts": lambda lang: regularization_plots.stages(report, items, lang),
        }


def _is_frame(found: object) -> bool:
    return isinstance(found, property) and getattr(found.fget, "__annotations__", {}).get("return") == "pd.DataFrame"


def _bases(rows: pd.DataFrame) -> list[str]:
    return sorted(set(rows["basis"].fillna("unknown")))
