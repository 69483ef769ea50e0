"""What a report says nothing on gets no page: it is told, nothing links it, and a page from before is an orphan."""

import json
import re
import shutil

import pytest
import synthetic
from rendered import one_of_each_country
from small_notebooks import PARAMETERS, contents, write_notebook, write_project

from r4v_analysis.analysis import record
from r4v_analysis.analysis.needs import unmet
from r4v_analysis.cli import app
from r4v_analysis.data.load import CHECKED, load
from r4v_analysis.data.publisher import FTS
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.errors import UsageError
from r4v_analysis.render import plan as planning
from r4v_analysis.render import run, tasks, work
from r4v_analysis.sharing.bundle import bundle

REPORT = synthetic.REPORT_ID
MONEY = synthetic.observation(
    observation_id="funding", indicator="funding", value=5.0, unit="usd", role=None, printed="$5", section="header"
)
NO_MONEY = "no requirements and no funding known by 31 March 2031"
NO_PROGRAMME = "no count and no deadline of a programme known by 31 March 2031"


@pytest.fixture
def project(tmp_path, data_dir, monkeypatch):
    """A project with a notebook a question and `mine`; its report counts trained people, renders take no kernel."""
    names = ("mine", *(question.notebook for question in record.QUESTIONS))
    folder = write_project(tmp_path / "project", data_dir, **dict.fromkeys(names, ("1",)))
    monkeypatch.chdir(folder)
    monkeypatch.setattr(run, "prepare", lambda: None)
    monkeypatch.setattr(tasks, "run", lambda task: work.Result({task.job.page: b"<p>"}, 0.1))
    return folder


@pytest.fixture
def given(project, data_dir, monkeypatch):
    """Has the report print other numbers."""

    def give(*observations):
        shutil.rmtree(project / "data")
        synthetic.write_folder(project / "data", data_dir, *observations)
        monkeypatch.setenv(CHECKED, folder_digest(project / "data"))

    give()
    return give


def rendered(output, **options):
    """Statuses with reasons by notebook, and the summary of a run over everything in English."""
    events = []
    plan = planning.plan(languages=["en"], output_dir=output)
    summary = run.render(plan, output, workers=1, on_event=events.append, **options)
    return {event.notebook: (event.status, event.reason) for event in events}, summary


def test_a_question_without_a_word_is_skipped_with_its_reason_and_a_notebook_of_ones_own_never(project, given):
    found, summary = rendered(project / "outputs")
    assert found == {
        "funding_gap": ("skipped", NO_MONEY),
        "mine": ("rendered", "new"),
        "regularization_uptake": ("skipped", NO_PROGRAMME),
        "sector_reach": ("rendered", "new"),
    }
    assert summary.counts == {"rendered": 2, "current": 0, "skipped": 2, "failed": 0}
    files = contents(project / "outputs")
    assert sorted(path for path in files if path.endswith(".en.html")) == [
        f"{REPORT}/{name}.en.html" for name in ("mine", "sector_reach", "summary")
    ]
    assert "metrics" in json.loads(files[f"{REPORT}/metrics.json"])
    index = files["index.html"].decode()
    assert "says nothing on: Funding gap" in index
    assert set(re.findall(rf'href="{REPORT}/(\w+)\.', index)) - {"metrics"} == {"mine", "sector_reach", "summary"}
    assert "Funding gap" not in files[f"{REPORT}/summary.en.html"].decode()


def test_a_dry_run_says_the_same(project, given):
    events = run.events(planning.plan(languages=["en"]), project / "outputs")
    assert {event.notebook: event.reason for event in events if event.status == "skipped"} == {
        "funding_gap": NO_MONEY,
        "regularization_uptake": NO_PROGRAMME,
    }


def test_a_page_of_which_nothing_is_left_to_say_is_an_orphan_that_no_other_page_links(project, given):
    output = project / "outputs"
    given(MONEY)
    assert rendered(output)[0]["funding_gap"] == ("rendered", "new")
    given()
    found, summary = rendered(output)
    page = f"{REPORT}/funding_gap.en.html"
    assert found["funding_gap"] == ("skipped", NO_MONEY)
    assert summary.orphans == {page: NO_MONEY}
    assert page not in contents(output)["index.html"].decode()
    data, notebooks = load(project / "data"), planning.plan().notebooks
    assert page.encode() not in bundle(data, output, notebooks, [REPORT], ["en"])
    job = planning.plan(notebooks=["sector_reach"], languages=["en"], output_dir=output)
    assert not job.is_there((REPORT, "funding_gap", "en", ""))
    rendered(output, prune=True)
    assert page not in contents(output)


def test_a_report_that_says_nothing_at_all_has_its_metrics_and_no_summary(project, given):
    given(synthetic.observation(indicator="covid_cases", role="affected", section="situation"))
    assert rendered(project / "outputs")[1].counts["skipped"] == 3
    files = contents(project / "outputs")
    assert sorted(path for path in files if path.startswith(REPORT)) == [
        f"{REPORT}/metrics.json",
        f"{REPORT}/mine.en.html",
        f"{REPORT}/tables/observations.csv",
    ]
    assert not planning.plan().is_there((REPORT, "summary.en.html", "", ""))


def test_what_a_run_over_some_reports_makes_is_current_in_a_run_over_all(project, given):
    """That there is no page to link is no input of a page: a plan of a part and one of the whole know it alike."""
    plan = planning.plan([REPORT], languages=["en"], output_dir=project / "outputs")
    run.render(plan, project / "outputs", workers=1)
    assert rendered(project / "outputs")[0]["sector_reach"][0] == "current"


def test_a_notebook_from_elsewhere_is_never_skipped(project, given):
    write_notebook(project / "elsewhere.ipynb", "1")
    assert [job.notebook.name for job in planning.plan(notebooks=["elsewhere.ipynb"], languages=["en"]).jobs] == [
        "elsewhere"
    ]


NEEDING = f'{PARAMETERS}\nneeds = "{{}}"'
NOTHING = "nothing known of {} by 31 March 2031"


def needing(path, needs):
    return write_notebook(path, "1", parameters=NEEDING.format(needs), title="Mine")


def test_what_a_notebook_of_ones_own_needs_decides_of_its_pages_links_and_index(project, given, capsys):
    needing(project / "notebooks" / "mine.ipynb", "people_trained, funding, plan_funding")
    why = NOTHING.format("funding and plan funding")
    found, _summary = rendered(project / "outputs")
    assert found["mine"] == ("skipped", why)
    files = contents(project / "outputs")
    assert f"{REPORT}/mine.en.html" not in files
    assert "says nothing on: Funding gap, Mine" in files["index.html"].decode()
    app.main(["list", "--data", "data", "--json"])
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert line["skipped"]["mine"] == why
    assert line["analyses"] == ["sector_reach"]
    needing(project / "notebooks" / "mine.ipynb", "people_trained")
    assert rendered(project / "outputs")[0]["mine"] == ("rendered", "new")
    needing(project / "notebooks" / "mine.ipynb", "people_trained, funding")
    assert rendered(project / "outputs")[1].orphans == {f"{REPORT}/mine.en.html": NOTHING.format("funding")}


def test_a_notebook_from_elsewhere_says_what_it_needs_too(project, given):
    needing(project / "elsewhere.ipynb", "meals")
    planned = planning.plan(notebooks=["elsewhere.ipynb"], languages=["en"])
    assert [planned.silence(job.identity) for job in planned.skipped] == [NOTHING.format("meals")]
    needing(project / "elsewhere.ipynb", "")
    assert planning.plan(notebooks=["elsewhere.ipynb"], languages=["en"]).jobs


@pytest.mark.parametrize(
    ("needs", "message"),
    [
        (
            "fundng",
            "elsewhere.ipynb, needs: expected an indicator or a table of data/, found 'fundng'. Nearest: 'funding'.",
        ),
        ("plan-funding", "found 'plan-funding'. Nearest: 'plan_funding'."),
    ],
)
def test_what_nothing_is_called_is_answered_with_the_nearest_by_render_and_list(project, given, capsys, needs, message):
    needing(project / "elsewhere.ipynb", needs)
    with pytest.raises(UsageError, match=re.escape(message)):
        planning.plan(notebooks=["elsewhere.ipynb"])
    assert app.main(["list", "--notebook", "elsewhere.ipynb", "--data", "data"]) == 2
    assert message in capsys.readouterr().err


def test_needs_are_the_notebook_s_own_and_text(project, given):
    needing(project / "elsewhere.ipynb", "meals")
    with pytest.raises(UsageError, match="expected it in the notebook only"):
        planning.plan(notebooks=["elsewhere.ipynb"], parameters={"needs": "funding"})
    write_notebook(project / "elsewhere.ipynb", "1", parameters=f"{PARAMETERS}\nneeds = 3")
    with pytest.raises(UsageError, match="needs: expected names such as"):
        planning.plan(notebooks=["elsewhere.ipynb"])


def test_a_need_is_met_by_a_printed_number_or_a_row_of_a_table_in_both_languages(data_dir):
    data = load(data_dir)
    brazil = next(id_ for id_ in data.report_ids if id_.startswith("BRA"))
    for report in map(data.report, ("PER_2023-05_2023-07", brazil)):
        assert unmet(report, ("plan_funding",), "en") == ""
    peru = data.report("PER_2023-05_2023-07")
    assert unmet(peru, ("funding", "requirements"), "en") == ""
    assert unmet(peru, ("covid_cases", "vaccinated"), "es") == (
        "sin nada conocido de casos de COVID-19 y vacunadas con dos dosis al 31 de julio de 2023"
    )


def test_a_report_is_silent_where_no_metric_of_it_comes_from_a_row_about_its_country(data_dir):
    """What decides asks for rows, and computes no metric: the two say the same."""
    data = load(data_dir)
    for report in map(data.report, one_of_each_country(data)):
        for question in record.QUESTIONS:
            if question.name == "regularization" and report.publisher == FTS:
                assert question.is_silent(report), report.report_id
                continue
            said = [metric.id for metric in question.metrics(report).values() if is_about(metric, report)]
            if said:
                assert not question.is_silent(report), (report.report_id, question.name, said[:3])
            elif question.name == "funding":
                assert question.is_silent(report), report.report_id


def is_about(metric, report):
    is_of_region = report.country_iso3 != "XRG" and ".XRG" in metric.id
    is_number = bool(metric.quantity.sources) and not metric.quantity.is_missing
    if metric.id.startswith("plan.") and report.publisher == FTS:
        return False  # a total without a sector makes no page
    return is_number and metric.id != "population" and not is_of_region


def test_earlier_counts_of_the_country_are_something_to_say_and_the_people_in_it_are_not(data_dir):
    data = load(data_dir)
    assert list(record.silences(data.report("PER_2020-06_2020-06"), "en")) == ["sector_reach"]
    assert list(record.silences(data.report("PER_2019-06_2019-06"), "en")) == ["funding_gap", "sector_reach"]
    assert record.silences(data.report("ECU_2019-05_2019-05"), "es") == {
        "funding_gap": "sin requerimientos ni financiamiento conocidos al 31 de mayo de 2019",
        "regularization_uptake": "sin registros ni plazos de un programa conocidos al 31 de mayo de 2019",
    }


def test_a_run_over_everything_links_no_page_with_the_numbers_of_a_country(project, given):
    """Pages in es-PE are made where they are asked for: nothing else leads to them."""
    assert not planning.plan().is_there((REPORT, "sector_reach", "es-PE", ""))
    assert planning.plan().is_there((REPORT, "sector_reach", "es", ""))
    assert planning.plan(languages=["es-PE"], output_dir=project / "out").is_there(
        (REPORT, "sector_reach", "es-PE", "")
    )


def test_what_a_report_says_nothing_on_is_asked_once_for_a_plan_and_its_parts(data_dir, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(planning, "silences", lambda report, *_: asked.append(report.report_id) or {})
    planned = planning.plan(data_dir=data_dir, output_dir=tmp_path)
    before = len(asked)
    summaries = [(job.report_id, "summary.en.html", "", "") for job in planned.asked]
    for part in (planned, planned.newest()):
        for identity in [*(job.identity for job in planned.asked), *summaries]:
            part.silence(identity)
    assert len(asked) == before == 2 * len(planned.reports)
