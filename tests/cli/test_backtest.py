"""`r4v backtest`: the ranges tried on their own cases, by the real data and by what was known on a day."""

import json

from r4v_analysis.cli.app import main


def lines(capsys, *arguments):
    assert main(["backtest", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_both_tables_end_in_how_many_held(capsys, data_dir):
    said = lines(capsys, "--data", str(data_dir))
    assert said[0].startswith("Count at the deadline, 13 finished programmes known by ")
    held = next(line for line in said if line.startswith("Held: "))
    at_80, at_90 = (part.split(" of ") for part in held.removeprefix("Held: ").rstrip(".").split(", "))
    assert int(at_80[0]) / int(at_80[1].split()[0]) >= 24 / 30
    assert int(at_90[0]) / int(at_90[1].split()[0]) >= 27 / 30
    july = next(line for line in said if line.startswith("7 ")).split()
    assert july[:3] == ["7", "95", "3"]


def test_only_what_was_known_on_a_day_is_tried(capsys, data_dir):
    said = [json.loads(line) for line in lines(capsys, "--data", str(data_dir), "--json", "--as-of", "2020-08-31")]
    assert {item["programme"] for item in said if item["event"] == "trial"} == {
        "ptp_2017",
        "pnre_2014",
        "zdp_2010",
        "spain_2005",
    }
    assert {item["plan_years"] for item in said if item.get("range") == "year_end"} == {0}
