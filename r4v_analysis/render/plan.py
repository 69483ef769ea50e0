"""What was asked for, checked and spelled out as jobs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from r4v_analysis.analysis.needs import faults
from r4v_analysis.analysis.record import QUESTIONS, REFERENCE_TABLES, Needs, silences
from r4v_analysis.data.choice import Choice, choose
from r4v_analysis.data.chosen import country_names, listed
from r4v_analysis.data.digest import Parts
from r4v_analysis.data.load import believe_checked, load
from r4v_analysis.data.report import Data, Report
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.errors import DataError, UsageError
from r4v_analysis.files import digest, find_data_dir
from r4v_analysis.language.formats import CHOICES, LANGUAGES, VARIANTS
from r4v_analysis.notebook.notebook_files import (
    NotebookFile,
    all_notebooks,
    chosen_notebooks,
    needs_of,
    reads_its_report,
)
from r4v_analysis.notebook.parameters import (
    BASE,
    NEEDS,
    check_date,
    check_language,
    check_parameters,
    declared,
    unknown,
)
from r4v_analysis.render import manifest
from r4v_analysis.render.html.context import summary_file
from r4v_analysis.render.job import PNG_INPUT, Job
from r4v_analysis.render.manifest import Key


def _is_summary(page: Key) -> bool:
    """Whether it is a report's summary, a page of no notebook; it names its language in the file only."""
    _report_id, name, lang, _as_of = page
    return not lang and name in map(summary_file, LANGUAGES)


@dataclass(frozen=True)
class RunPlan:
    """Everything that was asked for, checked: the data, the jobs, the notebooks that pages link.

    `skipped` were asked for, too, of reports that say nothing on the notebook's question: no page is made of them.
    `own` are the project's own notebooks, those of its folder. `there` are the pages that will be there, those of
    earlier runs too; None: all that a page would link. `needs` are what notebooks say that they need of a report,
    `silent` why reports have no pages, as far as it was asked.
    """

    data: Data
    jobs: Sequence[Job]
    notebooks: Sequence[NotebookFile]
    own: Sequence[NotebookFile] = ()
    there: frozenset[Key] | None = None
    skipped: Sequence[Job] = ()
    needs: Needs = field(default_factory=dict)
    silent: dict[tuple[str, str], tuple[dict[str, str], dict[str, str]]] = field(default_factory=dict)

    def silence(self, page: Key) -> str:
        """Why a page is not made: its report says nothing on the question, or lacks what the notebook needs.

        Empty for one that is made. A summary is of all questions: none is made where the report says nothing on any.
        """
        report_id, notebook, _lang, as_of = page
        if _is_summary(page):
            found = self._silences(report_id, as_of)[1]
            return "; ".join(found.values()) if len(found) == len(QUESTIONS) else ""
        return self._silences(report_id, as_of)[0].get(notebook, "") if notebook in self._spoken_for else ""

    @cached_property
    def _spoken_for(self) -> frozenset[str]:
        return frozenset([*(notebook.name for notebook in self.own), *self.needs])

    def _silences(self, report_id: str, as_of: str) -> tuple[dict[str, str], dict[str, str]]:
        """Why a report has no page of a notebook, and of a question; asked once for a plan and its parts."""
        asked = report_id, as_of
        if asked not in self.silent:
            report = self.data.report(report_id, as_of)
            self.silent[asked] = silences(report, LANGUAGES[0], self.needs), silences(report, LANGUAGES[0])
        return self.silent[asked]

    def is_there(self, page: Key) -> bool:
        """Whether a page will be there once the jobs are done, so that others may link it.

        A summary stands beside every page of a question. A run over everything makes none in a variant of a language.
        """
        is_made = page[2] not in VARIANTS if self.there is None else page in self.there or _is_summary(page)
        return is_made and not self.silence(page)

    def missing(self, pages: Iterable[Key]) -> dict[str, str]:
        """Those of some pages that this run will not have, as an input of what would link them; empty where none is.

        What no run makes is no input of its own: it follows from the country's data and the code, which are.
        """
        there = self.there
        missing = [list(page) for page in pages if there is not None and page not in there and not self.silence(page)]
        return {"pages to link": manifest.key_of({"missing": missing})} if missing else {}

    def siblings(self, job: Job) -> list[Key]:
        """The pages of a job's report in its language."""
        return [job.sibling(notebook.name) for notebook in self.notebooks]

    def linked(self, job: Job) -> list[Key]:
        """All pages that a job's page would link."""
        report = self.data.report(job.report_id, job.as_of)
        near = [report_id for report_id in (*report.neighbours, *report.elsewhere) if report_id]
        return [*self.siblings(job), *map(job.translated, CHOICES), *map(job.neighbour, near)]

    @cached_property
    def made_inputs(self) -> dict[str, str]:
        """What metrics.json and the index are made from, whatever jobs there are."""
        titles = {lang: _others(self.notebooks, lang, self.needs) for lang in LANGUAGES}
        code = self.jobs[0].inputs["code"] if self.jobs else manifest.code_digest()
        return {"data": self.data.digest, "code": code, "other notebooks": manifest.key_of(titles)}

    @cached_property
    def _parts(self) -> Parts:
        return Parts(self.data)

    @cached_property
    def _bound(self) -> dict[str, Collection[str]]:
        """Notebooks whose pages read their own country's data only, and the tables that they read whole."""
        asked = {notebook.name: notebook for notebook in [*self.own, *(job.notebook for job in self.jobs)]}
        return {
            name: tables
            for name, tables in REFERENCE_TABLES.items()
            if name in asked and asked[name] in self.own and reads_its_report(asked[name])
        }

    def readable(self, identity: Key) -> dict[str, str]:
        """Digests by table of what a render can read of data/; of all of it for the index and any other notebook."""
        report_id, notebook, lang, _as_of = identity
        if not report_id or (lang and notebook not in self._bound):
            return self._parts.every()
        whole = self._bound[notebook] if lang else {table for own in REFERENCE_TABLES.values() for table in own}
        return self._parts.of_report(report_id, whole)

    def newest(self) -> RunPlan:
        """The part to make first: the newest report, then the latest of each country; links as in the whole plan."""
        by_end = sorted(self.reports, key=lambda report: (report.period.end, report.is_document), reverse=True)
        latest: dict[str, str] = {}
        for report in by_end:
            latest.setdefault(report.country_iso3, report.report_id)
        order = {report_id: number for number, report_id in enumerate(latest.values())}
        jobs = sorted((job for job in self.jobs if job.report_id in order), key=lambda job: order[job.report_id])
        skipped = [job for job in self.skipped if job.report_id in order]
        return replace(self, jobs=jobs, skipped=skipped)

    @property
    def asked(self) -> list[Job]:
        """The jobs and what is skipped: all that was asked for."""
        return [*self.jobs, *self.skipped]

    @property
    def reports(self) -> list[Report]:
        """The reports that were asked for, each with its date, once."""
        wanted = dict.fromkeys((job.report_id, job.as_of) for job in self.asked)
        return [self.data.report(report_id, as_of) for report_id, as_of in wanted]


def plan(
    report_ids: Sequence[str] = (),
    *,
    choice: Choice | None = None,
    notebooks: Sequence[str] = (),
    languages: Sequence[str] = (),
    as_of: str = "",
    parameters: Mapping[str, object] | None = None,
    data_dir: str | Path = "",
    has_png: bool = False,
    output_dir: Path | None = None,
) -> RunPlan:
    """Check what was asked for and list the jobs, in the order of reports, notebooks, languages.

    Parameters
    ----------
    report_ids, notebooks, languages
        Empty: all. A report is an id or a pattern, a notebook a name or a path to an .ipynb file.
    choice
        Other words for reports than ids and patterns, which it holds too.
    as_of
        ISO date; empty: each report's own.
    parameters
        Extra ones; each goes to the notebooks that have it.
    data_dir
        Empty: as `paths.find_data_dir` finds it.
    output_dir
        Its manifest may have it on record that this state of data was checked.
    has_png
        Each figure as PNG file, too.

    Raises
    ------
    UsageError
        A line for each thing that can't be used: report, notebook, language, date, parameter.
    DataError
        The data has errors.
    """
    known = all_notebooks()
    chosen, problems = chosen_notebooks(notebooks, known)
    problems += _faults(check_language, languages) + _faults(check_date, [as_of])
    problems += _parameter_faults(chosen, parameters or {})
    code = manifest.code_digest()
    if output_dir:
        _believe(output_dir, data_dir, code)
    try:
        loaded = load(data_dir)
    except DataError:
        if problems:
            raise UsageError("\n".join(problems)) from None
        raise
    choice = choice or Choice(report_ids)
    wanted, unusable = choose(listed(loaded), country_names(loaded), choice)
    problems += unusable
    needs = needs_of({notebook.name: notebook for notebook in [*known, *chosen]}.values())
    problems += [fault for name, names in needs.items() for fault in faults(f"{name}.ipynb", names, loaded)]
    if problems:
        raise UsageError("\n".join(problems))
    linked = [*known, *(notebook for notebook in chosen if notebook.name not in {other.name for other in known})]
    common = {
        "data": loaded.digest,
        "code": code,
        **({PNG_INPUT: "drawn too"} if has_png else {}),
    }
    titles = {lang: manifest.key_of(_others(linked, lang, needs)) for lang in CHOICES}
    pages = [
        (notebook, lang, *_made_from(notebook, lang, parameters or {}, {**common, "other notebooks": titles[lang]}))
        for notebook in chosen
        for lang in dict.fromkeys(languages or LANGUAGES)
    ]
    asked = [job for id_ in wanted for job in _jobs(id_, _other_date(loaded, id_, as_of), pages)]
    every = RunPlan(loaded, asked, linked, known, needs=needs)
    jobs = [job for job in asked if not every.silence(job.identity)]
    skipped = [job for job in asked if every.silence(job.identity)]
    is_partial = not choice.is_all or bool(notebooks or languages or as_of)
    there = _there(jobs, output_dir) if output_dir and is_partial else None
    planned = replace(every, jobs=jobs, skipped=skipped, there=there)
    if there is None:
        return planned
    return replace(planned, jobs=[_with_inputs(job, planned.missing(planned.linked(job))) for job in jobs])


def _others(notebooks: Iterable[NotebookFile], lang: str, needs: Needs) -> dict[str, list[str]]:
    """What a page or the index takes from all notebooks: their titles, and what decides of which there are pages."""
    return {notebook.name: [notebook.title_in(lang), *needs.get(notebook.name, ())] for notebook in notebooks}


def _there(jobs: Iterable[Job], output_dir: Path) -> frozenset[Key]:
    """Pages that jobs will make, and that earlier runs have made."""
    records = manifest.read_manifest(output_dir).records.values()
    return frozenset([*(job.identity for job in jobs), *(record.identity for record in records if record.files)])


def _with_inputs(job: Job, more: Mapping[str, str]) -> Job:
    return replace(job, inputs={**job.inputs, **more}) if more else job


def _believe(output_dir: Path, data_dir: str | Path, code: str) -> None:
    """Spare this process the check of a state of data that a run into the folder has checked."""
    checked = manifest.checked_in(output_dir)
    if checked:
        digest = folder_digest(find_data_dir(data_dir))
        if checked == manifest.checked_state(digest, code):
            believe_checked(digest)


def _faults(check: Callable[[str], object], values: Iterable[str]) -> list[str]:
    problems = []
    for value in values:
        try:
            check(value)
        except UsageError as error:
            problems += str(error).splitlines()
    return problems


def _parameter_faults(chosen: Sequence[NotebookFile], given: Mapping[str, object]) -> list[str]:
    """Wrong values, names that no chosen notebook has, names that have an option of their own."""
    problems: list[str] = []
    known: dict[str, object] = {}
    for notebook in chosen:
        try:
            names = declared(notebook.path, notebook.text)
            known |= names
            own = {name: value for name, value in given.items() if name in names}
            check_parameters(notebook.path, own, notebook.text)
        except UsageError as error:
            problems += str(error).splitlines()
    extra = [name for name in known if name not in (*BASE, NEEDS)]
    for name in given:
        if name in BASE:
            problems.append(f"parameter {name}: expected its own argument, found it under -p. See r4v render --help.")
        elif name == NEEDS:
            problems.append(f"parameter {name}: expected it in the notebook only, found it under -p. Change it there.")
        elif name not in known:
            problems.append(unknown("parameter", name, extra))
    return list(dict.fromkeys(problems))


_Page = tuple[NotebookFile, str, Mapping[str, object], Mapping[str, str]]
"""A notebook in a language, with its parameters but for a report's own, and its inputs."""


def _made_from(
    notebook: NotebookFile, lang: str, given: Mapping[str, object], common: Mapping[str, str]
) -> tuple[dict[str, object], dict[str, str]]:
    """Parameters and inputs of a notebook in a language, the same for each report."""
    own = declared(notebook.path, notebook.text)
    values = {"lang": lang, **{name: value for name, value in given.items() if name in own}}
    checked = check_parameters(notebook.path, values, notebook.text)
    parameters = {name: value for name, value in checked.items() if name not in ("data_dir", "output_dir")}
    inputs = {"notebook": notebook.digest, **common}
    if notebook.catalogue(lang):
        inputs["translation"] = digest(notebook.catalogue(lang))
    return parameters, inputs


def _other_date(loaded: Data, report_id: str, as_of: str) -> str:
    """A date that was asked for, where it is not the report's own; else empty."""
    if not as_of:
        return ""
    report = loaded.report(report_id, as_of)
    return "" if report.is_own_vintage else report.as_of.isoformat()


def _jobs(report_id: str, as_of: str, pages: Iterable[_Page]) -> Iterator[Job]:
    """A report's jobs; its id stands in data/, and its date was read, so that both are sound parameters."""
    versions = manifest.versions()
    for notebook, lang, parameters, inputs in pages:
        own = {**parameters, "report_id": report_id, "as_of": as_of}
        yield Job(report_id, notebook, lang, as_of, own, inputs, versions)
