"""Caseloads, flows of money by donor, population, plans and HAPI's tables. All numbers are synthetic."""

import json

import pytest
from test_imports import NAME, bring, table, write

from r4v_analysis.data.check.check import check
from r4v_analysis.data.load import load, load_unchecked
from r4v_analysis.imports.source import ImportFailed
from r4v_analysis.values.days import day_of

DAY = "2032-03-01"
HNO = "Country ISO3,Admin 1 PCode,Admin 1 Name,Description,Cluster,Category,Population,In Need,Targeted,Affected"
FLOW = "amountUSD,srcOrganization,destPlan,destPlanCode,destPlanId,destLocations,destUsageYearStart,boundary,status,id"
STATES = '"United States of America, Government of"'
APPEAL = {
    "appeal_code": "RREG31", "appeal_name": NAME, "requirements_usd": 1000, "funding_usd": 400, "funding_pct": 40,
    "location_code": "PER", "reference_period_start": "2031-01-01T00:00:00",
}  # fmt: skip
NEED = {"location_code": "COL", "sector_name": "Education", "category": "total", "reference_period_start": "2031-01-01"}


def twice(source, path, folder, name):
    """The rows of a table after a file came in; a second time changes nothing, and the folder passes its check."""
    said = bring(source, path, folder=folder, as_of=DAY)
    before = table(folder, name)
    again = bring(source, path, folder=folder, as_of=DAY)[-1]
    assert ": 0 rows added, 0 new versions, 0 rows dated, 0 confirmed, " in again
    assert table(folder, name) == before
    assert not [problem for problem in check(folder) if problem.severity == "error"]
    return said, before


def as_json(tmp_path, name, content):
    return write(tmp_path, name, json.dumps(content))


@pytest.mark.parametrize("source", ["r4v", "fts"])
def test_an_hno_caseload_is_of_a_humanitarian_plan_and_moves_no_analysis(folder, tmp_path, source):
    lines = (
        "#country+code,#adm1+code,#adm1+name,#description,#sector,#category,#population,#inneed,#targeted,#affected",
        'COL,,,Final HPC caseload,ALL,,,"1,200,000","500,000",',
        "COL,,,Education,EDU,,,300000,100000,",
        "COL,,,Education,EDU,Girls,,150000,50000,",
        "COL,CO05,Antioquia,Education,EDU,,,30000,10000,",
        "COL,,,Gender Based Violence,PRO-GBV,,,3000,,",
        "COL,,,Early Recovery,ERY,,,9,9,",
    )
    said, rows = twice(source, write(tmp_path, "hpc_hno_2031.csv", HNO, *lines), folder, "people_in_need")
    found = {row["people_in_need_id"]: (row["people_in_need"], row["people_targeted"]) for row in rows}
    assert found == {
        "COL_2031_intersector_all_hrp": ("1200000", "500000"),
        "COL_2031_education_all_hrp": ("300000", "100000"),
        "COL_2031_education_all_female_child_hrp": ("150000", "50000"),
        "COL_2031_CO-ANT_education_all_hrp": ("30000", "10000"),
        "COL_2031_protection_gbv_all_hrp": ("3000", ""),
    }
    assert any("plan_type hrp" in line for line in said)
    data = load_unchecked(folder)
    assert len(data.queries.rows("people-in-need", country_iso3="COL")) == len(found)
    assert data.queries.known("people-in-need", "COL", "2032-12-31").empty
    assert data.queries.latest("people-in-need", "COL", "2032-12-31").empty
    assert any("Early Recovery (row 8)" in line for line in said)


@pytest.mark.parametrize(
    ("header", "line", "name"),
    [
        ("País;Sector;Personas con necesidades;Población objetivo", "Perú;Educación;1.884;500", "pin_2031.csv"),
        ("Country;Cluster;PiN;Target;Year", "Peru;Education;1 884;500;2031", "needs.csv"),
        ("Plan Code;Cluster;In Need;Targeted", "RREG31;EDU;1884;500", "PER_2031.csv"),
    ],
)
def test_a_table_of_people_in_need_and_targets_is_r4v_s_where_nothing_speaks_against_it(
    folder, tmp_path, header, line, name
):
    _, (row,) = twice("r4v", write(tmp_path, name, header, line), folder, "people_in_need")
    assert (row["people_in_need_id"], row["plan_type"]) == ("PER_2031_education_all", "rmrp")
    assert (row["people_in_need"], row["people_targeted"]) == ("1884", "500")


def test_hapi_s_needs_come_in_as_csv_and_as_json(folder, tmp_path):
    rows = [{**NEED, "population_status": status, "population": 300} for status in ("INN", "TGT", "REA")]
    _, (row,) = twice("fts", as_json(tmp_path, "hapi.json", {"data": rows}), folder, "people_in_need")
    assert (row["people_in_need"], row["people_targeted"], row["plan_type"]) == ("300", "300", "hrp")
    lines = [",".join(map(str, row.values())) for row in rows]
    again = bring("r4v", write(tmp_path, "hapi.csv", ",".join(rows[0]), *lines), folder=folder, as_of=DAY)
    assert again[-1].endswith("0 confirmed, 1 unchanged.")


def test_hapi_s_funding_is_the_plan_s(folder, tmp_path):
    _, (row,) = twice("fts", as_json(tmp_path, "funding.json", {"data": [APPEAL]}), folder, "plan_funding")
    assert (row["plan_funding_id"], row["requirements_usd"], row["funding_usd"]) == (
        "PER_2031_RREG31_v1",
        "1000",
        "400",
    )


def test_who_gave_is_added_up_by_plan_year_and_pledges_do_not_count(folder, tmp_path):
    plan = f"{NAME},RREG31,77"
    lines = (
        f"1000,{STATES},{plan},PER,2031,incoming,paid,1",
        f"500.5,{STATES},{plan},PER,2031,incoming,commitment,2",
        f"500.5,{STATES},{plan},PER,2031,incoming,commitment,2",
        f"900,Japan,{plan},PER,2031,incoming,pledge,3",
        f'800,Japan,{plan},"PER,COL",2031,incoming,paid,4',
        f"70,,{plan},,2031,incoming,paid,5",
        f"60,UNHCR,{plan},PER,2031,internal,paid,6",
        "50,Japan,Peru Floods 2031,FPER31,78,PER,2031,incoming,paid,7",
    )
    said, rows = twice("fts", write(tmp_path, "fts_incoming_funding_per.csv", FLOW, *lines), folder, "donor_funding")
    assert [(row["donor_funding_id"], row["funding_usd"], row["flows"]) for row in rows] == [
        ("PER_2031_RREG31_united-states-of-america-government-of_v1", "1500.5", "2"),
        ("XRG_2031_RREG31_japan_v1", "800", "1"),
        ("XRG_2031_RREG31_not-specified_v1", "70", "1"),
    ]
    assert rows[0]["donor"] == "United States of America, Government of"
    assert any("no commitment and not paid, 1 row: pledge (row 5)" in line for line in said)
    later = write(tmp_path, "later.csv", FLOW, f"2000,{STATES},{plan},PER,2031,incoming,paid,1")
    assert "1 new versions" in bring("fts", later, folder=folder, as_of="2032-04-01")[-1]


def test_the_api_s_flows_are_the_same_flows(folder, tmp_path):
    flow = {
        "id": "9", "amountUSD": 50, "status": "paid", "boundary": "incoming",
        "sourceObjects": [{"type": "Organization", "name": "European Commission"}],
        "destinationObjects": [{"type": "Plan", "id": "77", "name": NAME, "code": "RREG31"},
                               {"type": "Location", "name": "Peru"}],
    }  # fmt: skip
    path = as_json(tmp_path, "flows.json", {"status": "ok", "data": {"flows": [flow]}, "meta": {}})
    _, (row,) = twice("fts", path, folder, "donor_funding")
    assert (row["country_iso3"], row["year"], row["donor"], row["funding_usd"]) == (
        "PER",
        "2031",
        "European Commission",
        "50",
    )


def test_the_list_of_plans_gives_the_first_and_the_revised_requirement(folder, tmp_path):
    header = (
        "code,internalId,planVersion,years,startDate,endDate,origRequirements,revisedRequirements,locations,categories"
    )
    path = write(tmp_path, "plans.csv", header, f"RREG31,77,{NAME},2031,2031-01-01,2031-12-31,900,1000,,Regional")
    _, (row,) = twice("fts", path, folder, "plan_funding")
    assert (row["country_iso3"], row["requirements_usd"], row["requirements_original_usd"]) == ("XRG", "1000", "900")


def test_population_comes_in_by_day_or_month_and_another_number_is_a_later_version(folder, tmp_path):
    lines = ('Perú,31/08/2031,"1,500,000"', 'Chile,2031-08,"450,000"', "España,2031-08-31,450")
    said, rows = twice("r4v", write(tmp_path, "p.csv", "País,Fecha,Población", *lines), folder, "population")
    assert [(row["population_id"], row["date_low"], row["value"]) for row in rows] == [
        ("PER_2031-08-31_present_in_country", "2031-08-31", "1500000"),
        ("CHL_2031-08_present_in_country", "2031-08-01", "450000"),
    ]
    assert any("España (row 4)" in line for line in said)
    changed = write(tmp_path, "q.csv", "País,Fecha,Población", "Perú,31/08/2031,1500001")
    bring("r4v", changed, folder=folder, as_of="2032-04-01")
    assert table(folder, "population")[-1]["population_id"] == "PER_2031-08-31_present_in_country_v2"
    assert not [problem for problem in check(folder) if problem.severity == "error"]
    with pytest.raises(ImportFailed, match="expected the day from which its numbers are known"):
        bring("r4v", changed, folder=folder)


def test_population_of_two_authorities_is_two_numbers_and_each_has_its_own_versions(folder, tmp_path):
    header, about = "Country,Date,Population,Source", "Peru,2031-08-31"
    path = write(tmp_path, "p.csv", header, f"{about},1500000,R4V", f"{about},1400000,UNHCR", f"{about},1500000,IOM v2")
    _, rows = twice("r4v", path, folder, "population")
    assert [(row["population_id"], row["value"], row["authority"]) for row in rows] == [
        ("PER_2031-08-31_present_in_country", "1500000", "R4V"),
        ("PER_2031-08-31_present_in_country_unhcr_v1", "1400000", "UNHCR"),
        ("PER_2031-08-31_present_in_country_iom_v2_v1", "1500000", "IOM v2"),
    ]
    later = write(
        tmp_path, "q.csv", header, f"{about},1400001,UNHCR", f"{about},1500001,R4V", f"{about},1500000,IOM v2"
    )
    for _again in range(2):
        bring("r4v", later, folder=folder, as_of="2032-04-01")
        assert [(row["population_id"], row["version"]) for row in table(folder, "population")[-2:]] == [
            ("PER_2031-08-31_present_in_country_unhcr_v2", "2"),
            ("PER_2031-08-31_present_in_country_v2", "2"),
        ]
    assert not [problem for problem in check(folder) if problem.severity == "error"]
    known = load(folder).queries.latest("population", "PER", "2032-12-31")
    values = known.loc[known["date_high"] == "2031-08-31"].set_index("authority")["value"].to_dict()
    assert values == {"R4V": 1500001, "UNHCR": 1400001, "IOM v2": 1500000}


def test_an_authority_in_another_language_says_the_same_number_or_a_version_of_it(folder, tmp_path):
    header, about = "Country,Date,Population,Source", "Peru,2031-08-31"
    path = write(tmp_path, "p.csv", header, f"{about},1500000,R4V", f"{about},1400000,UNHCR", f"{about},1400000,ACNUR")
    said, rows = twice("r4v", path, folder, "population")
    assert [row["authority"] for row in rows] == ["R4V", "UNHCR"]
    assert any("the same numbers stand in another row, 1 row: row 4." in line for line in said)
    later = write(tmp_path, "q.csv", header, f"{about},1500000,Plataforma R4V", f"{about},1400001,ACNUR")
    assert "0 rows added, 1 new versions" in bring("r4v", later, folder=folder, as_of="2032-04-01")[-1]
    last = table(folder, "population")[-1]
    assert (last["population_id"], last["authority"]) == ("PER_2031-08-31_present_in_country_unhcr_v2", "ACNUR")
    assert not [problem for problem in check(folder) if problem.severity == "error"]


def test_a_donor_with_accents_or_in_spanish_is_the_same_donor(folder, tmp_path):
    plan = f"{NAME},RREG31,77"
    first = write(tmp_path, "a.csv", FLOW, f'100,"Spain, Government of",{plan},PER,2031,incoming,paid,1')
    bring("fts", first, folder=folder, as_of="2032-03-01")
    again = write(
        tmp_path, "b.csv", FLOW, *(f"50,{name},{plan},PER,2031,incoming,paid,{name}" for name in ("España", "ESPANA"))
    )
    assert (
        "0 rows added, 0 new versions, 0 rows dated, 1 confirmed"
        in bring("fts", again, folder=folder, as_of="2032-04-01")[-1]
    )
    assert [row["donor"] for row in table(folder, "donor_funding")] == ["Spain, Government of"]


def test_unhcr_s_end_year_statistics_are_a_series_of_their_own(folder, tmp_path):
    header = "Year,Country of origin,Country of asylum,Refugees under UNHCR's mandate,Asylum-seekers,Others of concern"
    lines = ("2031,Venezuela (Bolivarian Republic of),Peru,10,20,-", "2031,Colombia,Peru,1,2,3")
    _, rows = twice("r4v", write(tmp_path, "population.csv", header, *lines), folder, "population")
    assert [(row["measure"], row["series"], row["value"]) for row in rows] == [
        ("refugees", "unhcr_end_year", "10"),
        ("asylum_seekers", "unhcr_end_year", "20"),
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2031-08-31", "2031-08-31"),
        ("31/08/2031", "2031-08-31"),
        ("47726", "2030-08-31"),
        ("03/04/2031", None),
        ("2031-08", None),
    ],
)
def test_a_day_is_read_where_it_can_be_one_only(text, day):
    found = day_of(text)
    assert (found.isoformat() if found else None) == day


def test_two_columns_of_organisations_make_one_key_and_their_rows_are_summed(folder, tmp_path):
    header = "Appealing Org,Reporting Org,Country,Admin1,Month,Subsector,Monthly Total Beneficiaries,Consolidated Total"
    about = "Peru,Country level,2031-01,Health"
    path = write(tmp_path, "x.csv", header, f"A,A,{about},10,20", f"A,B,{about},5,6", f"C,C,{about},1,1")
    bring("r4v", path, folder=folder, as_of=DAY)
    assert [row["people_reached"] for row in table(folder, "sector_reach")] == ["16", "27"]


@pytest.mark.parametrize(("group", "code"), [("Comunidad de acogida", "host_community"), ("En tránsito", "in_transit")])
def test_groups_of_a_caseload_are_known_in_spanish(folder, tmp_path, group, code):
    header = "País,Sector,Grupo de población,PIN,Meta,Año"
    bring("r4v", write(tmp_path, "x.csv", header, f"Perú,ASH,{group},100,50,2031"), folder=folder, as_of=DAY)
    assert [row["people_in_need_id"] for row in table(folder, "people_in_need")] == [f"PER_2031_wash_{code}"]
