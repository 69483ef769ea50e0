"""The region's record, re-added with pandas from the files of data/; what is expected is copied from the sources.

But for the last tests, nothing of the library is used, so that a fault in how it reads the tables can't agree with
itself.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from r4v_analysis.analysis.reach.metrics import metrics
from r4v_analysis.analysis.reach.months import monitoring
from r4v_analysis.analysis.reach.needs import by_person, by_place, by_sector
from r4v_analysis.analysis.reach.targets import comparison
from r4v_analysis.data.load import load

COUNTRIES = 17


@pytest.fixture(scope="module")
def tables(data_dir: Path) -> dict[str, pd.DataFrame]:
    names = ("plan_funding", "people_in_need", "sector_reach", "population", "codes/places", "codes/region_members")
    return {name: pd.read_csv(data_dir / f"{name}.csv") for name in names}


def country_level(rows: pd.DataFrame) -> pd.DataFrame:
    whole = rows[["place", "sex", "age_group"]].isna().all(axis="columns")
    return rows[whole & (rows["population_group"] == "all")]


REACHED = [
    ("PER", "2022-06", "food_security", "cumulative_ytd", 112580, 116887),
    ("BRA", "2022-03", "health", "period_total", 12634, None),
    ("ECU", "2022-06", "food_security", "cumulative_ytd", 89205, 97675),
    ("ECU", "2022-05", "wash", "period_total", 5650, None),
    ("ABW", "2022-04", "health", "cumulative_ytd", 170, 170),
    ("ARG", "2022-02", "shelter", "period_total", 360, None),
    ("BOL", "2022-05", "shelter", "cumulative_ytd", 2732, 2732),
    ("CHL", "2022-05", "mpc", "cumulative_ytd", 4388, 4388),
    ("CRI", "2022-06", "food_security", "cumulative_ytd", 774, 801),
    ("CUW", "2022-06", "health", "cumulative_ytd", 54, 1907),
    ("DOM", "2022-06", "health", "cumulative_ytd", 291, 304),
    ("GUY", "2022-06", "wash", "period_total", 153, None),
    ("MEX", "2022-06", "integration", "cumulative_ytd", 334, 334),
    ("PAN", "2022-05", "protection_general", "cumulative_ytd", 554, 1152),
    ("PRY", "2022-04", "health", "cumulative_ytd", 16, 16),
    ("TTO", "2022-01", "protection_general", "cumulative_ytd", 738, 738),
    ("URY", "2022-04", "integration", "cumulative_ytd", 36, 36),
]


@pytest.mark.parametrize(("country", "month", "sector", "basis", "people", "carried"), REACHED)
def test_a_month_s_reach_is_what_monitoring_says(tables, country, month, sector, basis, people, carried):
    rows = country_level(tables["sector_reach"])
    rows = rows[(rows["country_iso3"] == country) & (rows["month"] == f"{month}-01")]
    (row,) = rows[(rows["sector"] == sector) & (rows["basis"] == basis)].to_dict("records")
    found = row["people_reached_carried_forward"]
    assert (row["people_reached"], None if pd.isna(found) else found) == (people, carried)


REGION = {
    ("2022-01", "period_total", "food_security"): 161310,
    ("2022-01", "cumulative_ytd", "health"): 20241,
    ("2022-06", "period_total", "health"): 39070,
    ("2022-06", "cumulative_ytd", "food_security"): 221298,
    ("2022-06", "period_total", "intersector"): 295817,
}


@pytest.mark.parametrize("key", REGION, ids=["_".join(key) for key in REGION])
def test_sixteen_countries_add_up_to_the_workbook_s_regional_sheet(tables, key):
    rows = country_level(tables["sector_reach"])
    rows = rows[(rows["month"] == f"{key[0]}-01") & (rows["basis"] == key[1]) & (rows["sector"] == key[2])]
    assert rows["people_reached"].sum() == REGION[key]
    assert rows["country_iso3"].is_unique


INTERSECTOR = {
    "ABW": (21200, 6669), "ARG": (224729, 106369), "BOL": (33174, 13715), "BRA": (312010, 128860),
    "CHL": (481327, 158567), "COL": (4831479, 2135883), "CRI": (25093, 11083), "CUW": (19096, 12211),
    "DOM": (99100, 54375), "ECU": (872861, 547916), "GUY": (29456, 13664), "MEX": (56028, 23245),
    "PAN": (93940, 21290), "PER": (1695243, 893702), "PRY": (10983, 3750), "TTO": (35305, 24505),
    "URY": (15141, 7676),
}  # fmt: skip


def test_need_and_targets_of_seventeen_countries_add_up_to_the_file_s_region(tables):
    rows = country_level(tables["people_in_need"])
    rows = rows[(rows["year"] == 2022) & (rows["sector"] == "intersector") & (rows["country_iso3"] != "XRG")]
    rows = rows[rows["restated_by"].isna()].set_index("country_iso3")
    found = {code: (row["people_in_need"], row["people_targeted"]) for code, row in rows.iterrows()}
    assert found == INTERSECTOR
    # the plan prints 8,859,400 and 4,168,100: 3,235 and 4,620 more
    assert (rows["people_in_need"].sum(), rows["people_targeted"].sum()) == (8_856_165, 4_163_480)


NEED = [
    ("PER", None, "food_security", "", 1486417, 381364),
    ("COL", "CO-NSA", "intersector", "", 810206, 246649),
    ("BRA", "BR-RR", "intersector", "", 57448, 49600),
    ("CHL", "CL-RM", "intersector", "", 296762, 134875),
    ("ECU", "EC-P", "intersector", "", 225478, 149718),
    ("PER", "PE15", "intersector", "", 1211695, 391964),
    ("ARG", "AR-OTHER", "intersector", "", 20516, None),
    ("PRY", "PY-OTHER", "intersector", "", 649, None),
    ("URY", "UY-MO", "intersector", "", 8585, None),
    ("COL", None, "education", "female child", 600885, 86588),
    ("BRA", None, "education", "female adult", 5482, 660),
    ("ECU", None, "education", "female child", 74800, 35866),
]


@pytest.mark.parametrize(("country", "place", "sector", "who", "need", "target"), NEED)
def test_need_and_target_by_department_sex_and_age(tables, country, place, sector, who, need, target):
    rows = tables["people_in_need"].fillna({"place": "", "sex": "", "age_group": "", "restated_by": ""})
    rows = rows[(rows["country_iso3"] == country) & (rows["year"] == 2022) & (rows["place"] == (place or ""))]
    rows = rows[(rows["sector"] == sector) & (rows["population_group"] == "all") & (rows["restated_by"] == "")]
    (row,) = rows[(rows["sex"] + " " + rows["age_group"]).str.strip() == who].to_dict("records")
    found = row["people_targeted"]
    assert (row["people_in_need"], None if pd.isna(found) else found) == (need, target)
    assert row["known_from"] == "2022-02-17"


def test_groups_and_ages_add_up_to_each_country_s_number(tables):
    rows = tables["people_in_need"]
    rows = rows[(rows["year"] == 2022) & rows["place"].isna() & (rows["country_iso3"] != "XRG")]
    rows = rows[rows["restated_by"].isna()]
    key = ["country_iso3", "sector"]
    for column in ("people_in_need", "people_targeted"):
        total = country_level(rows).set_index(key)[column].dropna()
        parts = {
            "groups": rows[rows["population_group"] != "all"],
            "ages": rows[rows["sex"].notna()],
        }
        for name, part in parts.items():
            added = part.groupby(key)[column].sum(min_count=1).dropna()
            both = total.index.intersection(added.index)
            assert len(both) > 200, (column, name)
            assert (total[both] == added[both]).all(), (column, name)


FUNDING = [
    ("COL", 2019, 315467200, None), ("BRA", 2022, 125548197, 31892778), ("COL", 2022, 802903743, 330009667),
    ("ECU", 2022, 288286393, 92015286), ("CHL", 2022, 59473329, 11159928), ("DOM", 2022, 24394843, 6987847),
    ("ABW", 2022, 5275633, 2414935), ("PER", 2022, 304046314, 103262439), ("ARG", 2020, 18938063, 5623402),
    ("BOL", 2020, 5796141, 3289435), ("URY", 2020, 3993239, 829723),
]  # fmt: skip


@pytest.mark.parametrize(("country", "year", "required", "funded"), FUNDING)
def test_a_plan_year_of_the_last_snapshot(tables, country, year, required, funded):
    rows = tables["plan_funding"]
    rows = rows[(rows["country_iso3"] == country) & (rows["year"] == year) & (rows["known_from"] >= "2026")]
    (row,) = rows.to_dict("records")
    assert row["requirements_usd"] == required
    assert funded is None or row["funding_usd"] == funded


def test_money_for_countries_and_shared_money_add_up_to_the_plan_s_total_within_the_year(tables):
    rows = tables["plan_funding"]
    rows = rows[(rows["year"] == 2022) & (rows["known_from"] < "2023") & rows["funding_usd"].notna()]
    said = {
        day: rows[(rows["known_from"] <= day) & rows["version"].notna()]
        .sort_values(["known_from", "version"])
        .drop_duplicates("country_iso3", keep="last")
        .set_index("country_iso3")["funding_usd"]
        for day in ("2022-06-09", "2022-09-29", "2022-10-25")
    }
    totals = {day: (money["XRG"], money.drop("XRG").sum()) for day, money in said.items()}
    # what is left is shared among countries
    assert totals == {
        "2022-06-09": (11_470_866, 11_470_866),
        "2022-09-29": (296_923_840, 296_923_840 - 14_643_232),
        "2022-10-25": (303_529_144, 303_529_144 - 15_622_543),
    }


def test_the_requirement_of_2020_is_what_fts_published_less_the_regional_part(tables):
    rows = tables["plan_funding"]
    derived = rows[rows["requirements_scope"] == "derived"]
    assert set(derived["year"]) == {2020}
    by_day = derived[derived["known_from"] < "2021"]
    assert by_day["country_iso3"].nunique() == COUNTRIES
    assert (by_day["requirements_published_usd"] - by_day["requirements_usd"]).unique().tolist() == [59_659_922]
    own = derived.groupby("country_iso3")["requirements_usd"].unique().map(list)
    assert (own["ECU"], own["CHL"], own["PER"]) == ([199_347_148], [31_467_818], [136_525_462])
    last = by_day[by_day["country_iso3"] == "COL"].sort_values("known_from").iloc[-1]
    assert (last["known_from"], last["funding_usd"]) == ("2020-10-22", 194_574_931)
    later = derived[derived["known_from"] >= "2026"]
    assert (len(later), set(later["requirements_published_usd"])) == (13, {59_659_922})


def test_sixteen_countries_are_in_the_plan_of_2019_and_seventeen_later(tables):
    members = tables["codes/region_members"]
    members = members[members["region"] == "XRG"].groupby("year")["country_iso3"].nunique()
    assert members.to_dict() == {2019: 16, 2020: 17, 2021: 17, 2022: 17}


def test_population_of_november_2021_adds_up_to_a_little_less_than_is_printed(tables):
    rows = tables["population"]
    rows = rows[(rows["measure"] == "present_in_country") & rows["date_high"].between("2021-11-25", "2021-11-30")]
    by_country = rows.set_index("country_iso3")["value"]
    # twelve are rounded
    assert (by_country["XRG"], len(by_country), by_country.drop("XRG").sum()) == (4_992_664, 18, 4_987_608)
    end = tables["population"]
    end = end[(end["series"] == "unhcr_end_year") & (end["date_high"] == "2022-12-31")]
    assert end.loc[end["measure"] != "ooc", "value"].sum() == 6_032_514


def test_departments_of_fifteen_countries_have_their_iso_code_and_the_rest_of_a_country_has_none(tables):
    places = tables["codes/places"]
    rest = places["place"].str.endswith("-OTHER")
    assert places[~rest].groupby("country_iso3").size().to_dict() == {
        "ARG": 24, "BOL": 9, "BRA": 27, "CHL": 16, "COL": 33, "CRI": 7, "DOM": 32, "ECU": 24, "GUY": 10, "MEX": 32,
        "PAN": 14, "PER": 25, "PRY": 18, "TTO": 15, "URY": 19,
    }  # fmt: skip
    assert places.loc[~rest, "iso_3166_2"].notna().all()
    assert places.loc[rest, ["iso_3166_2", "p_code"]].isna().all(axis=None)
    assert set(places.loc[places["country_iso3"] == "PER", "p_code"].dropna()) == {f"PE{n:02}" for n in range(1, 26)}


def test_tables_are_sorted_and_none_is_longer_than_a_person_can_scroll(data_dir: Path) -> None:
    package = json.loads((data_dir / "datapackage.json").read_text(encoding="utf-8"))
    for path in (entry["path"] for entry in package["resources"]):
        with (data_dir / path).open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        assert len(rows) < 5000, path
    for name, columns in {
        "people_in_need": ["country_iso3", "year"],
        "sector_reach": ["country_iso3", "month"],
        "plan_funding": ["country_iso3", "year"],
    }.items():
        with (data_dir / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
            keys = [[row[column] for column in columns] for row in csv.DictReader(handle)]
        assert keys == sorted(keys), name


def test_the_page_of_peru_in_june_2022_sets_r4v_s_printed_numbers_against_each_other(data_dir: Path) -> None:
    """112,580 people reached with food since January by those who reported in June, of a target of 381,364."""
    report = load(data_dir).report("PER_2022-06_2022-06_r4v")
    found = comparison(report)
    assert found is not None
    (row,) = found.rows[(found.rows["sector"] == "food_security") & (found.rows["population_group"] == "all")].to_dict(
        "records"
    )
    assert (row["reached"].value, row["targeted"].value, str(found.day)) == (112_580, 381_364, "2022-06-30")
    share = metrics(report)["target_coverage.food_security"].quantity
    assert share.is_about  # organizations that had reported before are missing from it
    assert share.value == pytest.approx(112_580 / 381_364)
    (need,) = by_sector(report).query("sector == 'food_security'").to_dict("records")
    assert (need["people_in_need"], need["people_targeted"], need["people_reached"]) == (1_486_417, 381_364, 112_580)


def test_the_page_of_peru_2023_leads_to_that_of_2022_and_has_none_of_its_months(data_dir: Path) -> None:
    report = load(data_dir).report("PER_2023-05_2023-07")
    assert report.elsewhere == ["PER_2022-06_2022-06_r4v"]
    assert monitoring(report).empty


def test_colombia_without_monitoring_has_need_and_targets_by_sector_person_and_department(
    data_dir: Path,
) -> None:
    report = load(data_dir).report("COL_2022-01_2022-12_fts")
    sectors, places, persons = by_sector(report), by_place(report), by_person(report)
    assert sectors["people_reached"].isna().all()
    assert (len(places), places.iloc[0]["place"]) == (33, "CO-DC")
    groups = persons[persons["population_group"] != "all"]
    ages = persons[persons["population_group"] == "all"]
    assert groups["people_targeted"].sum() == ages["people_targeted"].sum() == INTERSECTOR["COL"][1]
    assert metrics(report)["plan.people_in_need"].quantity.value == INTERSECTOR["COL"][0]
