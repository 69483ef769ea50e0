"""A document becomes a draft, a person looks at it, and all of it goes into data/ or nothing."""

import csv
import hashlib
import os
import re
import shutil
from pathlib import Path

import pytest
import synthetic
import synthetic_reports
from own_text import text_of
from synthetic_reports import documents, layout, pdf, scoring

from r4v_analysis.cli import app
from r4v_analysis.data import change
from r4v_analysis.data.text_table import table_text
from r4v_analysis.errors import DataError
from r4v_analysis.intake.decisions import read_decisions, save_decisions
from r4v_analysis.intake.documents.document import DocumentError
from r4v_analysis.intake.documents.read import read_document
from r4v_analysis.intake.draft.draft import draft
from r4v_analysis.intake.folder import DECISION_COLUMNS, read_draft

SHIPPED = "PER_2023-05_2023-07"


@pytest.fixture(scope="module")
def made():
    return documents.report(layout("box-after"), 2)


@pytest.fixture(scope="module")
def source(made, tmp_path_factory):
    path = tmp_path_factory.mktemp("source") / "report.pdf"
    path.write_bytes(pdf.as_pdf(made))
    return path


@pytest.fixture(scope="module")
def drafted(source, data_dir, tmp_path_factory):
    """A draft that no test changes, and what the command said."""
    folder = tmp_path_factory.mktemp("draft") / "draft"
    assert app.main(["intake", str(source), "-o", str(folder), "--data", str(data_dir)]) == 0
    return folder


@pytest.fixture
def own(drafted, tmp_path):
    """A copy of the draft that a test may edit."""
    return Path(shutil.copytree(drafted, tmp_path / "draft"))


def run(capsys, *arguments):
    code = app.main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err.splitlines()


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def edit(folder, report_id, row, column, text):
    synthetic.edit_cell(folder, f"observations/{report_id}.csv", row, column, text)


def test_a_draft_is_a_data_folder_without_errors(capsys, drafted):
    code, out, _err = run(capsys, "check", "--data", drafted)
    assert code == 0
    assert "0 errors" in out[-1]


def test_a_draft_holds_every_number_with_its_place(drafted, made):
    _report, rows = read_draft(drafted)
    numbers = rows_of(drafted / "numbers.csv")
    placed = {row["observation_id"]: row for row in numbers if row["observation_id"]}
    assert [row["observation_id"] for row in rows] == list(placed)
    for row in numbers:
        assert row["page"] == "1"
        assert len(row["box"].split()) == 4
        assert bool(row["reason"]) == (row["state"] != "captured")
    drafts = {(row["value"], row["section"]) for row in rows}
    assert {f"{truth.value:.10g}" for truth in made.truths if truth.value is not None} <= {value for value, _ in drafts}


def test_the_same_document_gives_the_same_bytes(source, drafted, data_dir, tmp_path):
    assert app.main(["intake", str(source), "-o", str(tmp_path / "again"), "--data", str(data_dir)]) == 0
    assert contents(tmp_path / "again") == contents(drafted)


@pytest.mark.parametrize("name", [found.name for found in documents.LAYOUTS if not found.is_held_out])
def test_header_and_table_are_read_whole_in_every_known_layout(name, tables, tmp_path):
    made = documents.report(layout(name), 4)
    total = scoring.Score()
    path = tmp_path / "report.md"
    path.write_text(documents.as_markdown(made), encoding="utf-8")
    found = draft(read_document(path), tables)
    scoring.score(found.rows, made.truths, total, name)
    assert found.report.report_id == made.report_id
    assert total.mistakes == []


def test_layouts_that_no_rule_was_tuned_on_are_seldom_read_wrong_with_confidence(tables, tmp_path):
    total = scoring.synthetic_score(documents.reports(2, is_held_out=True), "txt", tables, tmp_path)
    assert total.ids == total.documents
    assert total.confident_wrong <= 0.03 * total.confident
    assert total.right["narrative values with qualifier"] >= 0.95 * total.printed["narrative"]


def sources(tmp_path, data_dir):
    """Texts with the shipped report's fragments: our own, and the source where R4V_SOURCES names its folder."""
    own = tmp_path / f"{SHIPPED}.txt"
    own.write_text(text_of(data_dir, SHIPPED), encoding="utf-8")
    given = Path(os.environ.get("R4V_SOURCES", "")) / f"{SHIPPED}.txt"
    return [own, given] if given.is_file() else [own]


def test_the_shipped_report_is_drafted_as_it_was_reviewed(tables, tmp_path, data_dir):
    for source in sources(tmp_path, data_dir):
        total = scoring.Score()
        scoring.score(draft(read_document(source), tables).rows, scoring.reviewed(SHIPPED), total, SHIPPED)
        assert (total.right["header values"], total.right["sector table cells"]) == (5, 20)
        assert total.right["narrative values with qualifier"] == total.printed["narrative"]
        assert total.right["narrative indicators"] >= 0.8 * total.printed["narrative"]
        assert total.confident_wrong == 0


def test_a_draft_is_accepted_once_replaced_only_when_asked_and_undone(
    capsys, source, own, copied_data, made, monkeypatch
):
    before = contents(copied_data)
    path = copied_data / f"observations/{made.report_id}.csv"
    accept = ["intake", source, "-o", own, "--data", copied_data, "--accept"]

    code, _out, err = run(capsys, *accept)
    assert (code, err) == (
        2,
        ["error: --by: expected the initials of the person who reviewed the draft, found ''. Add --by XY."],
    )
    assert contents(copied_data) == before

    code, out, _err = run(capsys, *accept, "--by", "AB")
    kept = [row for row in read_draft(own)[1] if row["indicator"] != "unclassified"]
    assert (code, out[0]) == (0, f"{path}: {len(kept)} observations accepted.")
    assert rows_of(path) == kept
    (report,) = [row for row in rows_of(copied_data / "reports.csv") if row["report_id"] == made.report_id]
    total = len(read_draft(own)[1])
    assert re.fullmatch(
        rf"Drafted from report.pdf by r4v intake; 0 of {total} rows looked at, accepted on \d{{4}}-\d\d-\d\d by AB.",
        report["notes"],
    )
    assert (
        f"Rows that nobody looked at: {total} of {total}; accepted all the same: {len(kept)}. "
        "--reviewed-only leaves them out." in out
    )
    accepted = contents(copied_data)
    monkeypatch.setattr(change, "refuse", lambda folder, shown=None: None)  # it has passed once, and takes its time

    code, out, _err = run(capsys, *accept, "--by", "AB")
    assert (code, out) == (0, [f"{copied_data}: {made.report_id} is there already, number by number. Nothing to do."])

    edit(own, made.report_id, 2, "qualifier", "about")
    edit(own, made.report_id, 2, "note", "Read as about.")
    code, _out, err = run(capsys, *accept, "--by", "AB")
    assert code == 1
    assert any("qualifier exact in data/, about in the draft" in line for line in err)
    assert contents(copied_data) == accepted

    assert run(capsys, *accept, "--by", "AB", "--replace")[0] == 0
    assert rows_of(path)[0]["qualifier"] == "about"
    assert run(capsys, "undo", "--data", copied_data)[0] == 0
    assert rows_of(path)[0]["qualifier"] == "exact"


@pytest.mark.parametrize(
    ("table", "separator", "found"),
    [("own", ";", "found semicolons"), ("own", "", "found none"), ("reports.csv", ";", "found semicolons")],
)
@pytest.mark.parametrize("more", [(), ("--accept", "--by", "AB")])
def test_a_table_that_a_spreadsheet_spoilt_is_one_line_in_the_words_of_the_check(
    capsys, source, own, copied_data, made, table, separator, found, more
):
    path = own / (f"observations/{made.report_id}.csv" if table == "own" else table)
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";") if separator else "", encoding="utf-8")
    _code, told, _err = run(capsys, "check", "--data", own)
    code, _out, err = run(capsys, "intake", source, "-o", own, "--data", copied_data, *more)
    assert (code, err) == (1, [told[0]])
    assert found in err[0]


def test_households_that_a_person_named_as_people_are_a_finding_of_the_draft(capsys, data_dir, tmp_path):
    source = tmp_path / "report.md"
    source.write_text("# GTRM Peru: Situation Report, May 2022\n\nMore than 260 vulnerable families were assisted.\n")
    folder = tmp_path / "draft"
    assert run(capsys, "intake", source, "-o", folder, "--data", data_dir)[0] == 0
    (row,) = read_draft(folder)[1]
    assert not [line for line in run(capsys, "check", "--data", folder)[1] if "words count households" in line]
    for column, text in (
        ("indicator", "people_assisted"), ("unit", "people"), ("role", "assisted"), ("basis", "period_total"),
    ):  # fmt: skip
        edit(folder, row["report_id"], 2, column, text)
    (line,) = [line for line in run(capsys, "check", "--data", folder)[1] if "words count households" in line]
    assert "row 2, unit: expected another number, for its words count households, found 'people'" in line


def test_a_draft_with_an_error_is_not_accepted_at_all(capsys, source, own, copied_data, made):
    before = contents(copied_data)
    edit(own, made.report_id, 2, "qualifier", "roughly")
    code, _out, err = run(capsys, "intake", source, "-o", own, "--data", copied_data, "--accept", "--by", "AB")
    assert code == 1
    assert "'roughly'" in err[0]
    assert contents(copied_data) == before


def test_an_edited_draft_is_kept_and_told_from_a_fresh_one(capsys, source, own, data_dir, made):
    edit(own, made.report_id, 2, "qualifier", "about")
    tables_before = {path: raw for path, raw in contents(own).items() if path.suffix == ".csv"}
    code, out, _err = run(capsys, "intake", source, "-o", own, "--data", data_dir)
    assert code == 0
    assert "qualifier exact in a fresh draft, about in" in out[0]
    assert {path: raw for path, raw in contents(own).items() if path.suffix == ".csv"} == tables_before
    assert "about" in (own / "review.html").read_text(encoding="utf-8")


def decisions(*rows):
    """What the review page saves: rows with the cells that were corrected."""
    return table_text(list(DECISION_COLUMNS), list(rows))


def test_rows_that_were_looked_at_go_in_alone_as_they_were_corrected(capsys, source, own, copied_data, made):
    before = read_draft(own)[1]
    named = [row for row in before if row["indicator"] != "unclassified" and not row["part_of"]]
    first, second, third = [row for row in named if row["unit"] == "people"][:3]
    own_id = {"observation_id": first["observation_id"], "decision": "accepted"}
    corrected = {**own_id, "corrected": "value note", "value": "77", "note": "Read again."}
    dropped = {"observation_id": second["observation_id"], "decision": "dropped"}
    seen = {"observation_id": third["observation_id"], "decision": "accepted"}
    (own / "review.csv").write_text(decisions(corrected, dropped, seen), encoding="utf-8")

    accept = ["intake", source, "-o", own, "--data", copied_data, "--accept", "--by", "AB", "--reviewed-only"]
    edit(own, made.report_id, before.index(first) + 2, "printed", "77")
    code, out, err = run(capsys, *accept)
    assert code == 0, err
    kept = rows_of(copied_data / f"observations/{made.report_id}.csv")
    assert [(row["observation_id"], row["value"]) for row in kept] == [
        (first["observation_id"], "77"),
        (third["observation_id"], third["value"]),
    ]
    assert kept[0]["note"] == "Read again."
    assert "Dropped in the review: 1." in out
    assert f"Rows that nobody looked at: {len(before) - 3} of {len(before)}; left out." in out
    assert {row["observation_id"] for row in read_draft(own)[1]} == {row["observation_id"] for row in before}


def test_an_error_in_a_row_that_was_dropped_stops_nothing(capsys, source, own, copied_data, made):
    rows = read_draft(own)[1]
    place = next(
        place for place, row in enumerate(rows) if not any(r["part_of"] == row["observation_id"] for r in rows)
    )
    edit(own, made.report_id, place + 2, "qualifier", "roughly")
    dropped = {"observation_id": rows[place]["observation_id"], "decision": "dropped"}
    (own / "review.csv").write_text(decisions(dropped), encoding="utf-8")
    code, _out, _err = run(capsys, "intake", source, "-o", own, "--data", copied_data, "--accept", "--by", "AB")
    assert code == 0


def test_a_correction_that_was_taken_back_is_not_in_the_draft(own):
    row = read_draft(own)[1][0]
    told = {"observation_id": row["observation_id"], "corrected": "value"}
    save_decisions(own, decisions({**told, "decision": "accepted", "value": "77"}))
    assert read_draft(own)[1][0]["value"] == "77"
    assert save_decisions(own, decisions({**told, "decision": "", "value": row["value"]})) == {}
    assert read_draft(own)[1][0] == row
    assert read_decisions(own) == {}


def test_a_correction_leaves_cells_of_another_hand_and_decisions_of_another_page(own):
    first, second = read_draft(own)[1][:2]
    save_decisions(own, decisions({"observation_id": second["observation_id"], "decision": "dropped"}))
    edit(own, first["report_id"], 2, "note", "By hand.")
    told = {"observation_id": first["observation_id"], "decision": "accepted", "corrected": "value", "value": "77"}
    assert save_decisions(own, decisions(told)) == {
        first["observation_id"]: "accepted",
        second["observation_id"]: "dropped",
    }
    assert read_draft(own)[1][0] == {**first, "value": "77", "note": "By hand."}


def test_what_is_accepted_unseen_is_told_from_what_nobody_named(capsys, source, own, copied_data):
    rows = read_draft(own)[1]
    named = [row for row in rows if row["indicator"] != "unclassified"]
    assert len(named) < len(rows)
    seen = [{"observation_id": row["observation_id"], "decision": "accepted"} for row in named]
    (own / "review.csv").write_text(decisions(*seen), encoding="utf-8")
    _code, out, _err = run(capsys, "intake", source, "-o", own, "--data", copied_data, "--accept", "--by", "AB")
    assert f"Rows that nobody looked at: {len(rows) - len(named)} of {len(rows)}; left out." in out
    assert sum("--source-url" in line for line in out) == 1


def test_a_hand_s_later_correction_is_kept_after_a_review(own):
    row = read_draft(own)[1][0]
    told = {"observation_id": row["observation_id"], "decision": "accepted", "corrected": "value", "value": "77"}
    (own / "review.csv").write_text(decisions(told), encoding="utf-8")
    assert read_decisions(own) == {row["observation_id"]: "accepted"}
    edit(own, row["report_id"], 2, "value", "78")
    assert read_decisions(own) == {row["observation_id"]: "accepted"}
    assert read_draft(own)[1][0]["value"] == "78"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a,b\n1,2\n", "its columns begin with a, b"),
        ("observation_id,decision\nnone_such,accepted\n", "none_such is no row of it"),
        ("observation_id,decision\nFIRST,perhaps\n", "'perhaps' is no decision"),
        ("observation_id,decision,indicator\nFIRST,accepted,meals\n", "it does not say in corrected which cells are"),
    ],
)
def test_decisions_of_another_draft_are_refused_and_change_nothing(own, text, what):
    before = contents(own)
    with pytest.raises(DataError, match=what):
        save_decisions(own, text.replace("FIRST", read_draft(own)[1][0]["observation_id"]))
    assert contents(own) == before


def test_the_same_document_with_words_corrected_keeps_its_draft(capsys, data_dir, tmp_path):
    text = documents.as_text(documents.report(layout("box-after"), 3))
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    intake = ["intake", path, "-o", tmp_path / "draft", "--data", data_dir]
    assert run(capsys, *intake)[0] == 0
    rows = read_draft(tmp_path / "draft")[1]
    path.write_text(text.replace("partners", "associates").rstrip() + "\n\nA line was added.\n", encoding="utf-8")
    code, out, _err = run(capsys, *intake)
    assert code == 0
    assert "report.txt was corrected since the draft was made: the draft now names it as it is." in out
    report, kept = read_draft(tmp_path / "draft")
    assert kept == rows
    assert report["source_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


LOST = """GTRM Peru situation report, May 2031

Situation

- Partners assisted 2,140 people with food kits in Lima and at the border of the country in this month.
- The adjudica\ufffdon to 25,913 households was announced, and partners trained 310 teachers of adjudica\ufffdon.
"""


def test_a_lost_letter_is_told_at_intake_and_stops_nothing_of_a_row_that_was_dropped(capsys, copied_data, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(LOST, encoding="utf-8")
    intake = ["intake", path, "-o", tmp_path / "draft", "--data", copied_data]
    _code, out, _err = run(capsys, *intake)
    assert "Look at: letters that were lost (\ufffd): 2, in line 6. Mend the text first: " in out[0]
    rows = read_draft(tmp_path / "draft")[1]
    code, _out, err = run(capsys, *intake, "--accept", "--by", "AB")
    assert (code, "a letter was lost" in err[0]) == (1, True)
    lost = [row for row in rows if "\ufffd" in row["printed"] and row["indicator"] != "unclassified"]
    assert 0 < len(lost) < sum("\ufffd" in row["printed"] for row in rows)
    told = [{"observation_id": row["observation_id"], "decision": "dropped"} for row in lost]
    save_decisions(tmp_path / "draft", decisions(*told))
    code, _out, err = run(capsys, *intake, "--accept", "--by", "AB")
    assert (code, err) == (0, [])


def test_words_with_a_lost_letter_follow_the_text_when_it_is_mended(capsys, data_dir, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(LOST, encoding="utf-8")
    intake = ["intake", path, "-o", tmp_path / "draft", "--data", data_dir]
    run(capsys, *intake)
    before = read_draft(tmp_path / "draft")[1]
    path.write_text(LOST.replace("\ufffd", "ti"), encoding="utf-8")
    run(capsys, *intake)
    after = read_draft(tmp_path / "draft")[1]
    assert [row["printed"] for row in after] == [row["printed"].replace("\ufffd", "ti") for row in before]
    assert [{**row, "printed": ""} for row in after] == [{**row, "printed": ""} for row in before]
    assert run(capsys, "check", "--data", tmp_path / "draft")[0] == 0


def test_what_differs_from_a_fresh_draft_is_told_whole(capsys, source, own, data_dir):
    first, second = read_draft(own)[1][:2]
    for column, text in (("as_of", ""), ("note", "By hand."), ("role", "affected")):
        edit(own, first["report_id"], 2, column, text)
    told = {"observation_id": second["observation_id"], "decision": "dropped"}
    save_decisions(own, decisions(told))
    _code, out, _err = run(capsys, "intake", source, "-o", own, "--data", data_dir)
    line = next(line for line in out if line.startswith(first["observation_id"]))
    for column in ("as_of", "note", "role"):
        assert f"{column} {first[column] or 'empty'} in a fresh draft" in line
    assert f"{own}: dropped in the review, and not accepted: {second['observation_id']}." in out


def test_an_accepted_number_that_no_page_shows_is_told_with_where_it_is(capsys, copied_data, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(
        "GTRM Peru situation report, May 2031\n\nSituation\n\n"
        "- Partners assisted 2,140 people with food kits in this month.\n"
        "- In all 42,000 persons were informed of their rights through social media.\n",
        encoding="utf-8",
    )
    intake = ["intake", path, "-o", tmp_path / "draft", "--data", copied_data]
    run(capsys, *intake)
    code, out, _err = run(capsys, *intake, "--accept", "--by", "AB")
    assert code == 0
    (line,) = [line for line in out if "shown on no page" in line]
    assert ": 1. situation_people_informed ('In all 42,000 persons were informed')" in line
    assert line.endswith("PER_2031-05_2031-05/tables/observations.csv beside the rendered pages.")
    _code, _out, err = run(capsys, "undo", "--data", copied_data)
    assert err == [
        f"Pages that were rendered of it stay as they are until: r4v render --prune --data {copied_data}",
        "It also renders every page that is new, changed or not there yet: with --dry-run it says which.",
    ]


def test_one_number_is_told_as_one_and_no_source_once_with_what_gives_it(capsys, copied_data, tmp_path):
    path = tmp_path / "report.txt"
    text = (
        "GTRM Peru situation report, May 2031\n\nSituation\n\nPartners assisted 2,140 people with food kits in May.\n"
    )
    path.write_text(text, encoding="utf-8")
    intake = ["intake", path, "-o", tmp_path / "draft", "--data", copied_data]
    run(capsys, *intake)
    _code, out, _err = run(capsys, *intake, "--accept", "--by", "AB")
    assert out[0].endswith("PER_2031-05_2031-05.csv: 1 observation accepted.")
    (line,) = [line for line in out if "no address and no day of publication" in line]
    assert "--source-url ADDRESS" in line
    run(capsys, *intake, "--source-url", "https://example.org/report.pdf")
    _code, out, _err = run(capsys, *intake, "--accept", "--by", "AB", "--replace")
    (line,) = [line for line in out if "The report's row has no day of publication." in line]
    assert "--source-url" not in line


def test_a_row_that_a_person_named_otherwise_is_not_called_by_what_the_draft_took_it_for(capsys, copied_data, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(
        "GTRM Peru situation report, May 2031\n\nSituation\n\n"
        "- Partners assisted 2,140 people with food kits in this month.\n"
        "- In all 42,000 persons saw a film, and 310 persons came.\n",
        encoding="utf-8",
    )
    folder = tmp_path / "draft"
    intake = ["intake", path, "-o", folder, "--data", copied_data]
    run(capsys, *intake)
    rows = read_draft(folder)[1]
    told = {"decision": "accepted", "corrected": "indicator unit role basis", "unit": "people", "basis": "unknown"}
    told |= {"indicator": "people_informed", "role": "informed"}
    save_decisions(folder, decisions(*({**told, "observation_id": row["observation_id"]} for row in rows)))
    assert run(capsys, *intake, "--accept", "--by", "AB")[0] == 0
    kept = rows_of(copied_data / "observations" / f"{rows[0]['report_id']}.csv")
    assert len({row["observation_id"] for row in kept}) == len(rows) == 3
    assert all("people_informed" in row["observation_id"] for row in kept)


def test_an_accepted_text_that_was_corrected_is_the_same_document(capsys, copied_data, tmp_path):
    text = documents.as_text(documents.report(layout("box-after"), 3))
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    accept = ["intake", path, "-o", tmp_path / "draft", "--data", copied_data, "--accept", "--by", "XY"]
    run(capsys, *accept[:-3])
    assert run(capsys, *accept)[0] == 0
    report_id = read_draft(tmp_path / "draft")[0]["report_id"]
    rows = copied_data / "observations" / f"{report_id}.csv"
    edit(copied_data, report_id, 0, "note", "By hand.")
    before = rows.read_bytes()
    path.write_text(text.replace("partners", "associates"), encoding="utf-8")
    code, out, err = run(capsys, *accept)
    assert (code, err) == (0, [])
    assert "is there already, number by number; it now names report.txt as corrected." in out[0]
    assert rows.read_bytes() == before
    (report,) = [row for row in rows_of(copied_data / "reports.csv") if row["report_id"] == report_id]
    assert report["source_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert "report.txt, corrected since, prints the same numbers; accepted on" in report["notes"]


def test_another_document_s_draft_and_other_folders_are_left_alone(capsys, own, data_dir, tmp_path):
    other = tmp_path / "other.md"
    other.write_text(documents.as_markdown(documents.report(layout("targeted"), 1)), encoding="utf-8")
    before = contents(own)
    code, _out, err = run(capsys, "intake", other, "-o", own, "--data", data_dir)
    assert code == 2
    assert "found that of another document" in err[0]
    assert contents(own) == before
    code, _out, err = run(capsys, "intake", other, "-o", data_dir / "codes", "--data", data_dir)
    assert code == 2
    assert "found something else" in err[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "found an empty file"),
        ("A letter about nothing in particular, with 12 eggs.\n" * 5, "expected the name of a country"),
        ("Peru\n\nPartners trained 40 teachers in schools of the capital.\n" * 5, "expected the period"),
        (
            "Relatório de situação do Brasil, maio de 2023\n\nForam atendidas 300 pessoas refugiadas e migrantes "
            "da Venezuela, que não tinham documentação, com apoio dos parceiros da resposta em maio.\n" * 5,
            "expected a report in English or Spanish",
        ),
    ],
)
def test_what_is_no_report_of_ours_is_one_message_and_no_folder(capsys, text, message, data_dir, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "intake", path, "-o", tmp_path / "draft", "--data", data_dir)
    assert (code, out, len(err)) == (1, [], 1)
    assert message in err[0]
    assert sorted(tmp_path.iterdir()) == [path]


def test_country_and_period_can_be_given_where_the_document_prints_none(tables, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Partners trained 40 teachers in schools of the capital.\n", encoding="utf-8")
    found = draft(read_document(path), tables, report_id="PER_2031-05_2031-06")
    assert [found.report.cells[name] for name in ("report_id", "period_start", "period_end")] == [
        "PER_2031-05_2031-06",
        "2031-05-01",
        "2031-06-30",
    ]
    with pytest.raises(DocumentError, match="ZZZ is no country"):
        draft(read_document(path), tables, report_id="ZZZ_2031-05_2031-06")


@pytest.mark.parametrize(("total", "reason"), [("3,340", "the sum over the sectors"), ("3,430", "add up to 3,340")])
def test_a_table_s_total_is_no_people_and_is_checked_against_its_sectors(total, reason, tables, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(
        "GTRM Peru situation report, May 2031\n\nSituation\n\n"
        "- Partners trained 40 teachers in the capital and in other places of the country this month.\n\n"
        f"\tEducation\tHealth\tShelter\tWASH\tTotal\nRMRP\t1,000\t2,000\t300\t40\t{total}\n",
        encoding="utf-8",
    )
    rows = draft(read_document(path), tables).rows
    assert [row.cells["sector"] for row in rows if row.cells["indicator"] == "people_reached"] == [
        "education",
        "health",
        "shelter",
        "wash",
    ]
    assert (rows[-1].state, rows[-1].cells["printed"]) == ("left_out", total)
    assert reason in rows[-1].reason


@pytest.mark.parametrize(
    ("title", "report_id"),
    [
        ("R4V in Latin America and the Caribbean, January to June 2031", "XRG_2031-01_2031-06"),
        ("R4V Caribbean situation report, May 2031", "XCB_2031-05_2031-05"),
        ("GTRM PERÚ | Reporte situacional | Agosto 2031", "PER_2031-08_2031-08"),
        ("RMRP end-year report, Ecuador 2031", "ECU_2031-01_2031-12"),
    ],
)
def test_country_and_period_come_from_the_title(title, report_id, tables, tmp_path):
    path = tmp_path / "report.txt"
    text = "- Partners trained 40 teachers in Chile, at the border and in the capital city of the country there."
    path.write_text(f"{title}\n\nSituation\n\n{text}\n", encoding="utf-8")
    assert draft(read_document(path), tables).report.report_id == report_id


def test_the_review_page_marks_every_number_escapes_the_text_and_shows_what_disagrees(data_dir, tmp_path):
    made = documents.report(layout("box-after"), 3)
    (share,) = [truth for truth in made.truths if truth.indicator == "coverage"]
    text = documents.as_text(made).replace(share.text, "99.9%") + "\nA <script>alert(1)</script> of 7 persons.\n"
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    assert app.main(["intake", str(path), "-o", str(tmp_path / "draft"), "--data", str(data_dir)]) == 0
    page = (tmp_path / "draft/review.html").read_text(encoding="utf-8")
    numbers = rows_of(tmp_path / "draft/numbers.csv")
    assert len(re.findall(r'<mark class="rv-\w+"[^>]*>(?:<a|[^<]*\d)', page)) >= len(numbers)
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert not re.search(r'(?:src|href)="https?:', page)
    assert "the report prints a coverage of 99.9%" in page
    assert re.search(
        r'class="rv-fault" data-column="value"[^>]*>Value: <span lang="en">the report prints a coverage of 99.9%', page
    )
    leads = re.search(r'<li><a class="rv-to" href="#(row-\w+)" dir="auto">[^<]*99.9%', page)
    assert leads
    assert f'id="{leads[1]}"' in page


def test_every_layout_name_is_made_of_its_own_seed():
    assert documents.as_text(documents.report(layout("targeted"), 1)) == documents.as_text(
        documents.report(layout("targeted"), 1)
    )
    assert synthetic_reports.pdf.as_pdf(documents.report(layout("targeted"), 1)) == pdf.as_pdf(
        documents.report(layout("targeted"), 1)
    )
