"""5W files, a row an activity, in English and Spanish. Every number is synthetic and every sum by hand."""

import pytest
from test_imports import bring, table
from test_real_files import short

ENGLISH = (
    "Country,Admin1,Admin2,Appealing_org,Implementation,Month,Subsector,Indicator,RMRPActivity,CVA,Value,"
    "Quantity_output,Total_monthly,New_beneficiaries,IN_DESTINATION,IN_TRANSIT,Girls,Boys,Women,Men"
)
SPANISH = (
    "País,Departamento,Distrito,Organización,Implementación,Mes,Subsector,Indicador,Actividad RMRP,CVA,Valor,Producto,"
    "Total mensual de beneficiarios,Nuevos beneficiarios del mes,En destino,En tránsito,Niñas,Niños,Mujeres,Hombres"
)
ROWS = (
    # country, department, month, sector, indicator, in the plan, cash, monthly, new, destination, transit
    ("Peru", "Lima", "2031-01", "Health", "# of people", "Yes", "No", 10, 8, 6, 2),
    ("Peru", "Lima", "2031-01", "Health", "# of people", "Yes", "Yes", 5, 5, 5, 0),
    ("Peru", "Tacna", "2031-01", "Health", "# of people", "Yes", "No", 4, 4, 1, 3),
    ("Peru", "Lima", "2031-01", "WASH", "# of people", "Yes", "No", 20, 9, 7, 2),
    ("Peru", "Lima", "2031-01", "Health", "# of staff trained", "Yes", "No", 90, 90, 90, 0),
    ("Peru", "Lima", "2031-01", "Health", "# of people", "No", "No", 70, 70, 70, 0),
    ("Peru", "Atlantis", "2031-02", "WASH", "# of people", "Yes", "No", 3, 1, 1, 0),
)


def lines(rows=ROWS, yes="Yes", no="No"):
    for country, place, month, sector, indicator, plan, cash, monthly, new, destination, transit in rows:
        told = [yes if word == "Yes" else no for word in (plan, cash)]
        yield (
            f"{country},{place},x,Org,No,{month},{sector},{indicator},{told[0]},{told[1]},,,{monthly},{new},"
            f"{destination},{transit},0,0,{new},0"
        )


def found(folder, **where):
    rows = [row for row in table(folder, "sector_reach") if all(row[name] == value for name, value in where.items())]
    return {(row["month"][5:7], row["sector"]): (row["people_reached"], row["people_reached_cva"]) for row in rows}


@pytest.mark.parametrize(("header", "yes"), [(ENGLISH, "Yes"), (SPANISH, "Sí")])
def test_activities_are_added_by_r4v_s_rule(folder, tmp_path, header, yes):
    said = bring("r4v", short(tmp_path, *lines(yes=yes), header=header), folder=folder, as_of="2032-03-01")
    assert "  left out, outside the plan, 1 row: No (row 7)." in said
    assert "  left out, no direct assistance, by its indicator, 1 row: # of staff trained (row 6)." in said
    assert any("codes/places.csv lacks them: 1 names of Admin1, such as atlantis" in line for line in said)
    total = {"place": "", "population_group": "all", "sex": ""}
    assert found(folder, basis="period_total", **total) == {
        ("01", "health"): ("19", "5"),
        ("01", "wash"): ("20", "0"),
        ("02", "wash"): ("3", "0"),
        ("01", "intersector"): ("39", "5"),
        ("02", "intersector"): ("3", "0"),
    }
    running = found(folder, basis="cumulative_ytd", **total)
    assert running["01", "health"] == ("17", "5")
    assert running["02", "health"] == ("17", "5")  # nothing new in February
    assert running["02", "wash"] == ("10", "0")
    # destination: Lima max(11, 7), Tacna 1, Atlantis 1; transit: Lima max(2, 2), Tacna 3
    assert running["01", "intersector"][0] == "17"
    assert running["02", "intersector"][0] == "18"
    assert found(folder, place="PE15", basis="period_total") == {
        ("01", "health"): ("15", "5"),
        ("01", "wash"): ("20", "0"),
    }


def test_new_people_are_summed_only_where_the_file_has_the_year_from_january(folder, tmp_path):
    rows = [row for row in ROWS if row[2] == "2031-02"]
    bring("r4v", short(tmp_path, *lines(rows), header=ENGLISH), folder=folder, as_of="2032-03-01")
    assert {row["basis"] for row in table(folder, "sector_reach")} == {"period_total"}


def test_the_type_of_an_indicator_decides_where_a_column_says_it(folder, tmp_path):
    header = "Country,Admin1,Month,Sector,Subsector,Indicator,Indicator Type,Total_monthly,New_beneficiaries"
    rows = ["Peru,Lima,2031-01,Health,Health,a,Direct Assistance,5,5", "Peru,Lima,2031-01,Health,Health,b,Campaign,7,7"]
    said = bring("r4v", short(tmp_path, *rows, header=header), folder=folder, as_of="2032-03-01")
    assert "  left out, no direct assistance, 1 row: Campaign (row 3)." in said
    assert found(folder, place="", basis="period_total", sector="health") == {("01", "health"): ("5", "")}


def test_the_same_activities_twice_change_nothing(folder, tmp_path):
    path = short(tmp_path, *lines(), header=ENGLISH)
    bring("r4v", path, folder=folder, as_of="2032-03-01")
    said = bring("r4v", path, folder=folder, as_of="2032-03-01")
    assert " 0 rows added, 0 new versions, 0 rows dated, 0 confirmed, " in said[-1]
