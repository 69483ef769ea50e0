"""What `import r4v_analysis as r4v` offers at a prompt: every table, names that are nearly right, own frames."""

import json

import pytest

import r4v_analysis as r4v
from r4v_analysis.errors import UsageError

TABLES = {
    "reports": "reports",
    "programmes": "programmes",
    "programme_events": "programme-events",
    "programme_counts": "programme-counts",
    "population": "population",
    "partners": "partners",
    "plan_funding": "plan-funding",
    "donor_funding": "donor-funding",
    "plan_coverage": "plan-coverage",
    "people_in_need": "people-in-need",
    "sector_reach": "sector-reach",
}
COLUMNS_TOLD = [name for name in TABLES if name != "reports"]


@pytest.fixture(scope="module")
def report(data_dir):
    """A report that has all three questions answered."""
    return r4v.report("PER_2023-05_2023-07", data_dir=data_dir)


@pytest.fixture(scope="module")
def columns(data_dir):
    """Columns of each table, as the descriptor has them."""
    package = json.loads((data_dir / "datapackage.json").read_text(encoding="utf-8"))
    return {entry["name"]: [column["name"] for column in entry["schema"]["fields"]] for entry in package["resources"]}


def test_every_table_of_the_data_folder_has_a_door_or_is_a_code_table(columns, data_dir):
    package = json.loads((data_dir / "datapackage.json").read_text(encoding="utf-8"))
    codes = {entry["name"] for entry in package["resources"] if entry["path"].startswith("codes/")}
    own = {name for name in columns if not name.startswith("observations-")} - codes
    assert own == set(TABLES.values())
    assert set(TABLES) <= set(dir(r4v))
    assert codes
    assert all(len(r4v.codes(name, data_dir)) for name in codes)


@pytest.mark.parametrize("name", TABLES)
def test_a_door_gives_the_whole_table_with_the_columns_that_are_documented(name, columns, data_dir):
    assert list(getattr(r4v, name)(data_dir)) == columns[TABLES[name]]


@pytest.mark.parametrize("name", COLUMNS_TOLD)
def test_help_on_a_door_lists_its_columns(name, columns):
    said = " ".join(getattr(r4v, name).__doc__.split())
    assert f"Columns, described in data/README.md: {', '.join(columns[TABLES[name]])}." in said


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one():
    with pytest.raises(AttributeError, match=r"has no attribute 'plan_fundings'\. Nearest: 'plan_funding'\."):
        _ = r4v.plan_fundings


def test_codes_and_values_that_are_nearly_right_are_answered_with_the_right_ones(report, data_dir):
    with pytest.raises(UsageError, match=r"codes: .* found 'sectorss'\. Nearest: 'sectors'\."):
        report.codes("sectorss")
    with pytest.raises(UsageError, match=r"codes: .* found 'stage'\. Nearest: 'stages'\."):
        r4v.codes("stage", data_dir)
    with pytest.raises(UsageError, match=r"sector: expected a code, found 'nutrtion'\. Nearest: 'nutrition'\."):
        report.select(sector="nutrtion")
    with pytest.raises(UsageError, match=r"column of the observations, found 'indicater'\. Nearest: 'indicator'\."):
        report.select(indicater="people_reached")
    assert report.select(sector="shelter", indicator="donor_share").empty


@pytest.mark.parametrize("name", ["reports", "observations", "plan_funding", "sector_reach"])
def test_changing_a_table_changes_nothing_else(name, data_dir):
    table = getattr(r4v, name)
    before, mine = table(data_dir), table(data_dir)
    mine.iloc[:, 0] = "changed"
    mine["more"] = 1
    mine.loc[mine.index[:3], mine.columns[-1]] = None
    assert table(data_dir).equals(before)


@pytest.mark.parametrize("name", ["observations", "known_programmes", "record", "events", "partners"])
def test_changing_a_frame_of_a_report_changes_nothing_else(name, report):
    before, mine = getattr(report, name).copy(deep=True), getattr(report, name)
    mine.iloc[:, 0] = "changed"
    mine["more"] = 1
    mine.loc[mine.index[:1], mine.columns[-1]] = None
    assert getattr(report, name).equals(before)


def test_changing_codes_a_selection_or_a_questions_frame_changes_nothing_else(report):
    for ask in (
        lambda: report.codes("sectors"),
        lambda: report.select(section="header"),
        lambda: report.reach.sectors,
        lambda: report.funding.plan_years,
        lambda: report.regularization.stages,
    ):
        before, mine = ask().copy(deep=True), ask()
        mine.iloc[:, 0] = "changed"
        mine.loc[mine.index[:1], mine.columns[-1]] = None
        assert ask().equals(before)
