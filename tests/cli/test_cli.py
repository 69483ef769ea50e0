import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import synthetic
from processes import LONG, wait_until
from small_notebooks import PARAMETERS, contents, write_notebook, write_project

from r4v_analysis.cli import app
from r4v_analysis.cli.check import checked
from r4v_analysis.data.check import check
from r4v_analysis.data.load import CHECKED
from r4v_analysis.data.tables import folder_digest
from r4v_analysis.files import PACKAGE, command, find_data_dir
from r4v_analysis.render import plan, work
from r4v_analysis.render.execution import workers
from r4v_analysis.render.job import Event

REPORT = synthetic.REPORT_ID
COMMANDS = [
    "add",
    "list",
    "check",
    "import",
    "render",
    "report",
    "lab",
    "preview",
    "remove",
    "undo",
    "backtest",
    "export",
    "bundle",
    "serve",
    "intake",
    "init",
    "verify",
]
FORBIDDEN = ["papermill", "pandas", "frictionless", "matplotlib", "nbconvert", "jupyter_client"]


def begun(root, data_dir, patch):
    """A project whose renders take no kernel; `two` fails where its file says so."""
    folder = write_project(root / "project", data_dir, one=("1",), two=("2",))
    write_notebook(folder / "notebooks" / "two.ipynb", "2", parameters=PARAMETERS + "\ntarget = 0", title="Two")
    patch.chdir(folder)
    patch.setattr("r4v_analysis.render.tasks.run", worker)
    patch.setattr(plan, "LANGUAGES", ("en",))
    patch.setenv(workers.ENGINE, "fresh")  # no template gets ready for what `worker` does
    patch.setenv(CHECKED, folder_digest(folder / "data"))
    return folder


@pytest.fixture
def project(tmp_path, data_dir, monkeypatch):
    """Such a project, which is the working folder."""
    return begun(tmp_path, data_dir, monkeypatch)


@pytest.fixture(scope="module")
def made(tmp_path_factory, data_dir):
    """The outputs of such a project with the page of `one`."""
    with pytest.MonkeyPatch.context() as patch:
        folder = begun(tmp_path_factory.mktemp("made"), data_dir, patch)
        assert app.main(["render", "--notebook", "one"]) == 0
    return folder / "outputs"


@pytest.fixture
def outputs(project, made):
    """The same in a test's own project: what is in them."""
    shutil.copytree(made, project / "outputs")
    return contents(made)


def worker(task):
    job = task.job
    if "fail" in job.notebook.text:
        return work.Result({job.failure: b"failed"}, 0.1, [f"{job.report_id}, en: two, cell 3 (code-1): no.", "More."])
    return work.Result({job.page: job.key.encode()}, 0.25)


def run(capsys, *arguments):
    """Exit code, lines of stdout, lines of stderr."""
    code = app.main(arguments)
    captured = capsys.readouterr()
    return code, captured.out.splitlines(), captured.err.splitlines()


def make_two_fail(project):
    write_notebook(project / "notebooks" / "two.ipynb", "fail", title="Two")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_carries_an_example(capsys, command):
    code, out, _err = run(capsys, command, "--help")
    assert code == 0
    assert "  Example:" in out
    assert out[out.index("  Example:") + 1].startswith(f"    r4v {command}")


def test_r4v_alone_shows_every_command(capsys):
    _code, out, _err = run(capsys)
    listed = out[out.index("Commands:") + 1 : out.index("  Example:") - 1]
    assert sorted(line.split()[0] for line in listed) == sorted(COMMANDS)


def test_help_imports_nothing_heavy():
    """One process says the help of every command: what a later one imports, none before it has."""
    script = (
        f"import sys\nfrom r4v_analysis.cli.app import main\nfor command in {[[], *([name] for name in COMMANDS)]!r}:\n"
        "    assert main([*command, '--help']) == 0\n"
        f"    print(command, sorted(set({FORBIDDEN!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines() == [f"{command} []" for command in [[], *([name] for name in COMMANDS)]]


def test_help_imports_little_which_is_what_takes_its_time():
    script = (
        "import sys\nfrom r4v_analysis.cli.app import main\nmain(['render', '--help'])\n"
        "print(len(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stderr) < 400


def test_the_version_is_a_result(capsys):
    assert run(capsys, "--version") == (0, ["0.1.0"], [])


def test_list_says_what_each_report_can_be_analysed_for(capsys, data_dir):
    code, out, err = run(capsys, "list", "--data", str(data_dir))
    reports = (data_dir / "reports.csv").read_text(encoding="utf-8").splitlines()[1:]
    (told,) = [line.split() for line in out if line.startswith("PER_2023-05_2023-07 ")]
    assert " ".join(told[1:]) == "Peru situation report, May to July 2023: funding, reach, regularization"
    assert (code, len(out)) == (0, len(reports))
    assert err == [f"{len(reports)} reports. In brackets what one says nothing on, and why."]


def test_reports_are_chosen_in_words_by_every_command_that_takes_them(capsys, data_dir, tmp_path):
    own = ["--data", str(data_dir)]
    code, out, _err = run(capsys, "list", "--country", "Perú", "--year", "2021", "--question", "regularization", *own)
    told = " ".join(out[0].split())
    assert (code, told) == (0, "PER_2021-02_2021-02 Peru situation report, February 2021: regularization")
    assert all("funding:" not in line and "reach:" not in line for line in out)
    months = ("--since", "2021-07", "--until", "2021-10", "--publisher", "platform")
    code, out, err = run(
        capsys,
        "render",
        "--dry-run",
        "PER_*",
        *months,
        "--question",
        "reach",
        "--lang",
        "es",
        "-o",
        str(tmp_path / "out"),
        *own,
    )
    assert (code, err) == (0, ["4 reports of PER, 2021-07 to 2021-10; 3 pages."])
    assert out[0] == "PER_2021-07_2021-07 sector_reach es: would render (new)"
    reason = "no count of people reached or assisted known by 31 October 2021"
    assert out[-1] == f"PER_2021-10_2021-10 sector_reach es: skipped ({reason})"
    code, out, _err = run(
        capsys, "export", "csv", "--country", "CHL", "--year", "2021", "--publisher", "platform", *own
    )
    assert code == 0
    assert {line.split(",")[0] for line in out[1:]} == {"CHL_2021-10_2021-10"}


@pytest.mark.parametrize(
    ("listed", "repeated"),
    [
        (["--country", "ECU, Perú"], ["--country", "ECU", "--country", "PER"]),
        (["--year", "2021,22"], ["--year", "2021", "--year", "2022"]),
        (["--publisher", "r4v,platform,"], ["--publisher", "r4v", "--publisher", "platform"]),
        (["--question", "funding,reach"], ["--question", "funding", "--question", "reach"]),
        (["--notebook", "funding_gap,sector_reach"], ["--notebook", "funding_gap", "--notebook", "sector_reach"]),
        (["PER_2021-0[2,3]_*,ECU_2019-05_2019-05"], ["PER_2021-0[23]_*", "ECU_2019-05_2019-05"]),
    ],
)
def test_what_may_be_repeated_may_be_listed_with_commas(capsys, data_dir, listed, repeated):
    own = ("--data", str(data_dir))
    once, again = (run(capsys, "list", *words, *own) for words in (listed, repeated))
    assert once == again
    assert once[0] == 0


def test_languages_are_listed_with_commas_and_a_path_with_a_comma_is_one(capsys, project):
    _code, out, _err = run(capsys, "render", "--dry-run", "--lang", "en,es", "--notebook", "one")
    assert [line.split()[2] for line in out] == ["en:", "es:"]
    shutil.copy(next(project.rglob("one.ipynb")), project / "of,mine.ipynb")
    _code, out, _err = run(capsys, "render", "--dry-run", "--lang", "en", "--notebook", str(project / "of,mine.ipynb"))
    assert [line.split()[1] for line in out] == ["of,mine"]


def test_what_is_no_year_is_told_with_how_a_range_is_written(capsys):
    code, out, err = run(capsys, "list", "--year", "2021-2022,22")
    assert (code, out) == (2, [])
    assert err == [
        "error: --year: expected a year such as 2022, found '2021-2022'. Write its digits; a range is "
        "--since 2021-01 --until 2022-12."
    ]


def test_check_says_what_concerns_the_reports_that_are_meant_and_counts_it_beside_all(capsys, data_dir):
    code, out, err = run(capsys, "check", "--country", "CHL", "--data", str(data_dir))
    assert (code, err, len(out)) == (0, [], 2)
    assert "sector_reach.csv" in out[0]
    assert "CHL: running totals fall" in out[0]
    _code, everything, _err = run(capsys, "check", "--data", str(data_dir))
    assert out[-1] == f"{data_dir}: 0 errors, 1 finding; in all data 0 errors, {len(everything) - 1} findings."
    code, out, _err = run(capsys, "check", "PER_2023-05_2023-07", "--data", str(data_dir))
    assert [line for line in out if "observations/" in line] == [
        line for line in everything if "observations/PER_2023-05_2023-07.csv" in line
    ]


@pytest.mark.parametrize("command", [["list"], ["check"], ["export", "csv"], ["bundle"], ["render", "--dry-run"]])
def test_words_that_mean_nothing_are_told_with_the_nearest(capsys, data_dir, command):
    code, out, err = run(capsys, *command, "--country", "Pery", "--year", "2013", "--data", str(data_dir))
    assert (code, out) == (2, [])
    assert err == [
        "error: --country: expected one that a report is of, found 'Pery'. Nearest: 'Peru'.",
        "error: --year: expected a year that a report is of, found 2013. Nearest: 2019.",
    ]


def test_an_unknown_question_offers_the_nearest(capsys, data_dir):
    code, _out, err = run(capsys, "list", "--question", "fund", "--data", str(data_dir))
    assert (code, err) == (2, ["error: --question: expected a question, found 'fund'. Nearest: 'funding'."])


def test_list_says_what_a_report_lacks_also_as_json(capsys, project):
    _code, (line,), _err = run(capsys, "list")
    day = "31 March 2031"
    silent = {
        "funding_gap": f"no requirements and no funding known by {day}",
        "regularization_uptake": f"no count and no deadline of a programme known by {day}",
    }
    lacking = f"funding: {silent['funding_gap']}; regularization: {silent['regularization_uptake']}"
    assert line == f"{REPORT}  Synthetic report: reach, one, two ({lacking})"
    code, out, err = run(capsys, "list", "--json")
    assert (code, err) == (0, [])
    assert [json.loads(line) for line in out] == [
        {
            "report": REPORT,
            "title": "Synthetic report",
            "period_start": "2031-01-01",
            "period_end": "2031-03-31",
            "analyses": ["sector_reach", "one", "two"],
            "skipped": silent,
        }
    ]


def test_check_prints_findings_and_a_summary_and_passes(capsys, data_dir):
    code, out, err = run(capsys, "check", "--data", str(data_dir))
    assert (code, err) == (0, [])
    assert all(line.startswith("finding: ") for line in out[:-1])
    assert out[-1] == f"{data_dir}: 0 errors, {len(out) - 1} findings."


def test_check_prints_errors_before_findings_and_fails(capsys, copied_data):
    synthetic.edit_cell(copied_data, "observations/PER_2023-05_2023-07.csv", 60, "value", "many")
    code, out, _err = run(capsys, "check", "--data", str(copied_data))
    assert code == 1
    assert out[0].startswith("error: ")
    assert "row 60, value" in out[0]
    severities = [line.partition(":")[0] for line in out[:-1]]
    assert severities == sorted(severities)
    assert out[-1].startswith(f"{copied_data}: 1 error, ")
    assert out[-1].endswith(" findings; none was looked for in what has an error.")


def test_render_prints_pages_on_stdout_and_progress_on_stderr(capsys, project):
    code, out, err = run(capsys, "render", "-j", "1")
    assert code == 0
    assert out == [f"outputs/{REPORT}/one.en.html", f"outputs/{REPORT}/two.en.html", "outputs/index.html"]
    assert err == [
        f"[1/2] {REPORT} one en: rendered (new, 0.2 s)",
        f"[2/2] {REPORT} two en: rendered (new, 0.2 s)",
        "2 rendered, 0 current, 0 skipped, 0 failed.",
    ]
    assert run(capsys, "render") == (0, ["outputs/index.html"], ["0 rendered, 2 current, 0 skipped, 0 failed."])


def test_workers_get_ready_only_where_there_is_something_for_them_to_do(capsys, project, monkeypatch):
    started = []
    monkeypatch.setattr(workers, "prepare", lambda _preload: started.append(sys.argv))
    for arguments, is_started in (((), True), ((), False), (("--force",), True), (("--dry-run",), False)):
        started.clear()
        run(capsys, "render", *arguments)
        assert bool(started) == is_started, arguments


def test_render_takes_reports_notebooks_languages_and_a_folder(capsys, project):
    arguments = [REPORT, "--notebook", "two", "--notebook", "one", "--lang", "en", "-o", "elsewhere", "-j", "1"]
    _code, out, _err = run(capsys, "render", *arguments)
    assert out == [f"elsewhere/{REPORT}/two.en.html", f"elsewhere/{REPORT}/one.en.html", "elsewhere/index.html"]


def test_json_prints_one_object_a_render_and_last_the_summary(capsys, project):
    make_two_fail(project)
    code, out, _err = run(capsys, "render", "--json", "-j", "1")
    assert code == 1
    assert [json.loads(line) for line in out] == [
        {
            "event": "render",
            "report": REPORT,
            "notebook": "one",
            "lang": "en",
            "status": "rendered",
            "reason": "new",
            "seconds": 0.25,
            "peak_mb": 0.0,
        },
        {
            "event": "render",
            "report": REPORT,
            "notebook": "two",
            "lang": "en",
            "status": "failed",
            "reason": f"{REPORT}, en: two, cell 3 (code-1): no.\nMore.",
            "seconds": 0.1,
            "peak_mb": 0.0,
        },
        {"event": "summary", "rendered": 1, "current": 0, "skipped": 0, "failed": 1},
    ]


def test_a_failed_render_is_lines_on_stderr_and_exit_code_1(capsys, project):
    make_two_fail(project)
    code, out, err = run(capsys, "render", "-j", "1")
    assert code == 1
    assert out == [f"outputs/{REPORT}/one.en.html", "outputs/index.html"]
    assert err[1:] == [
        f"[2/2] {REPORT} two en: failed (0.1 s), see outputs/failures/{REPORT}.two.en.html",
        f"error: {REPORT}, en: two, cell 3 (code-1): no.",
        "error: More.",
        "1 rendered, 0 current, 0 skipped, 1 failed.",
    ]


def test_dry_run_says_what_and_why_and_writes_nothing(capsys, project):
    run(capsys, "render", "--notebook", "one")
    before = contents(project / "outputs")
    assert run(capsys, "render", "--notebook", "one", "--dry-run")[1] == [f"{REPORT} one en: current"]
    assert run(capsys, "render", "--dry-run") == (
        0,
        [f"{REPORT} one en: would render (pages to link)", f"{REPORT} two en: would render (new)"],
        [f"1 report of {REPORT[:3]}, 2031-03; 2 pages."],
    )
    _code, out, _err = run(capsys, "render", "--notebook", "one", "--dry-run", "--json", "--force")
    assert [json.loads(line).get("reason") for line in out] == ["forced", None]
    counts = {"rendered": 0, "current": 0, "skipped": 0, "failed": 0, "stale": 1}
    assert json.loads(out[-1]) == {"event": "summary", **counts}
    assert contents(project / "outputs") == before


def test_force_renders_again(capsys, project):
    run(capsys, "render")
    _code, out, _err = run(capsys, "render", "--force")
    assert len(out) == 3


def test_p_takes_a_name_and_a_value_and_may_be_repeated(capsys, project):
    write_notebook(
        project / "notebooks" / "two.ipynb", "2", parameters=PARAMETERS + '\ntarget = 0\nlabel = ""', title="Two"
    )
    for given in (["-p", "target", "-5", "--parameter", "label", "a=b"], ["-p", "target=-5", "-p", "label=a=b"]):
        code, _out, _err = run(capsys, "render", *given, "--notebook", "two")
        assert code == 0
        (record,) = json.loads((project / "outputs" / "manifest.json").read_text())["renders"]
        assert (record["parameters"]["target"], record["parameters"]["label"]) == (-5, "a=b")


BAD = {
    "unknown report": ([REPORT[:-1] + "4"], 2, f"found 'ECU_2031-01_2031-04'. Nearest: '{REPORT}'."),
    "path in a report": (["../../etc"], 2, "report_id: expected country and months such as"),
    "empty report": ([""], 2, "found ''."),
    "report beside --all": (["--all", REPORT], 2, "--all: expected no report beside it"),
    "unknown notebook": (["--notebook", "oen"], 2, "found 'oen'. Nearest: 'one'."),
    "missing notebook file": (["--notebook", "x/one.ipynb"], 2, "found 'x/one.ipynb'. Nearest: 'one'."),
    "unknown language": (["--lang", "fr"], 2, "lang: expected a language of the pages, found 'fr'."),
    "empty language": (["--lang", ""], 2, "lang: expected a language of the pages, found ''."),
    "bad date": (["--as-of", "31/07/2023"], 2, "as_of: expected a date such as '2023-07-31', found '31/07/2023'."),
    "empty date": (["--as-of", ""], 2, "as_of: expected a date such as '2023-07-31', found ''."),
    "unknown parameter": (["-p", "tagret", "1"], 2, "found 'tagret'. Nearest: 'target'."),
    "wrong parameter": (["-p", "target", "1e3"], 2, "two.ipynb, parameter target: expected a whole number"),
    "parameter without value": (["-p", "target"], 2, "-p: expected a name and a value"),
    "parameter given twice": (["-p", "target", "1", "-p", "target", "2"], 2, "-p target: expected one value"),
    "base parameter": (["-p", "lang", "en"], 2, "parameter lang: expected its own argument"),
    "unknown option": (["--forse"], 2, "--forse"),
    "no number": (["-j", "many"], 2, "Invalid value for '-j' / '--jobs'"),
    "missing data folder": (["--data", "nowhere"], 2, "data folder 'nowhere': expected a datapackage.json in it"),
}


@pytest.mark.parametrize(("arguments", "code", "message"), BAD.values(), ids=BAD)
def test_bad_arguments_are_one_line_each_and_leave_outputs_untouched(
    capsys, project, outputs, arguments, code, message
):
    found, out, err = run(capsys, "render", *arguments)
    assert (found, out, len(err)) == (code, [], 1)
    assert err[0].startswith("error: ")
    assert message in err[0]
    assert contents(project / "outputs") == outputs


def damage_nothing_left(folder):
    (folder / synthetic.OBSERVATIONS_PATH).unlink()


def damage_column(folder):
    lines = synthetic.read_rows(folder / synthetic.OBSERVATIONS_PATH)
    lines[0][lines[0].index("unit")] = "units"
    synthetic.write_rows(folder / synthetic.OBSERVATIONS_PATH, lines)


def damage_sector(folder):
    synthetic.edit_cell(folder, synthetic.OBSERVATIONS_PATH, 2, "sector", "Protecion")


def damage_number(folder):
    synthetic.edit_cell(folder, synthetic.OBSERVATIONS_PATH, 2, "value", "4O")


def damage_id(folder):
    header, row = synthetic.read_rows(folder / synthetic.OBSERVATIONS_PATH)
    synthetic.write_rows(folder / synthetic.OBSERVATIONS_PATH, [header, row, row])


def damage_encoding(folder):
    path = folder / "reports.csv"
    path.write_bytes(path.read_text().replace("Synthetic", "Situación").encode("cp1252"))


def damage_descriptor(folder):
    (folder / "datapackage.json").write_text("{")


DAMAGES = {
    "missing file": (damage_nothing_left, f"{REPORT}.csv"),
    "wrong column": (damage_column, "unit"),
    "unknown sector": (damage_sector, "'Protecion'"),
    "unparsable number": (damage_number, "'4O'"),
    "duplicate id": (damage_id, "'trained'"),
    "wrong encoding": (damage_encoding, "reports.csv"),
    "broken descriptor": (damage_descriptor, "datapackage.json"),
}


@pytest.mark.parametrize("command", ["render", "report"])
@pytest.mark.parametrize(("damage", "message"), DAMAGES.values(), ids=DAMAGES)
def test_bad_data_is_exit_code_1_and_leaves_outputs_untouched(capsys, project, outputs, damage, message, command):
    damage(project / "data")
    code, out, err = run(capsys, command)
    assert (code, out) == (1, [])
    assert any(line.startswith("error: ") and message in line for line in err)
    assert not any("Traceback" in line for line in err)
    assert contents(project / "outputs") == outputs


def test_all_errors_of_a_command_are_listed_at_once(capsys, project):
    _code, _out, err = run(capsys, "render", "nowhere", "--notebook", "three", "--lang", "xx", "--as-of", "x")
    assert len(err) == 4


def test_an_output_folder_that_is_a_file_is_a_usage_error(capsys, project):
    (project / "taken").write_text("mine")
    code, out, err = run(capsys, "render", "-o", "taken")
    assert (code, out) == (2, [])
    assert err == [
        "error: output folder 'taken': expected a folder, found that 'taken' is a file. Name another folder with -o."
    ]


def test_report_prints_only_the_index_page_on_stdout(capsys, project):
    code, out, err = run(capsys, "report", "-o", "elsewhere")
    assert (code, out) == (0, ["elsewhere/index.html"])
    assert "0 errors" in err[0]
    assert err[-1] == "2 rendered, 0 current, 0 skipped, 0 failed."


def test_data_that_changes_during_its_check_does_not_count_as_checked(project, monkeypatch):
    def changing(folder, **_options):
        (folder / "datapackage.json").write_text("{}")
        return []

    monkeypatch.setattr(check, "check", changing)
    believed = []
    monkeypatch.setattr("r4v_analysis.data.load.believe_checked", believed.append)
    assert checked("data")[1] == 0
    assert believed == []


def test_report_fails_when_a_render_does(capsys, project):
    make_two_fail(project)
    code, out, _err = run(capsys, "report")
    assert (code, out) == (1, ["outputs/index.html"])


def test_lab_opens_the_project_with_this_interpreter_so_that_its_data_can_be_reached(project, monkeypatch):
    started = []
    monkeypatch.setattr(subprocess, "call", started.append)
    app.main(["lab", "--no-browser"])
    ((*command,),) = started
    assert command[:4] == [sys.executable, "-m", "jupyterlab", str(project)]
    assert command[-1] == "--no-browser"


def test_notebooks_in_lab_take_the_data_folder_that_is_named(project, data_dir, monkeypatch):
    found = []
    monkeypatch.setattr(subprocess, "call", lambda _command: found.append(find_data_dir()) or 0)
    monkeypatch.setenv("R4V_DATA", "")
    assert [app.main(["lab", "--data", str(folder)]) for folder in ("data", data_dir)] == [0, 0]
    assert [folder.resolve() for folder in found] == [(project / "data").resolve(), data_dir.resolve()]


def test_next_steps_name_the_data_folder_as_a_shell_takes_it(capsys, tmp_path):
    folder = tmp_path / "my data"
    assert run(capsys, "init", str(folder))[2] == [f"Fill them in, then run: r4v check --data '{folder}'"]
    (folder / "observations" / "PER_2023-08_2023-10.csv").write_bytes(b"\xff")
    source = tmp_path / "report.txt"
    source.write_text("12 people.", encoding="utf-8")
    _code, _out, err = run(capsys, "verify", "PER_2023-08_2023-10", "--source", str(source), "--data", str(folder))
    assert err[-1].endswith(f"Run: r4v check --data '{folder}'")


def test_a_next_step_is_a_command_to_paste_with_the_folders_it_needs(monkeypatch, data_dir, tmp_path):
    monkeypatch.setenv("R4V_DATA", str(data_dir))
    assert command("undo", "--force", data=data_dir) == "r4v undo --force"
    assert command("render", data="", output=tmp_path) == f"r4v render -o {tmp_path}"
    assert command("check", data="it's mine") == """r4v check --data 'it'"'"'s mine'"""


@pytest.mark.parametrize("is_on_path", [True, False])
def test_a_command_to_paste_names_the_program_as_it_was_started(tmp_path, monkeypatch, is_on_path):
    own = tmp_path / "of an environment" / "r4v"
    own.parent.mkdir()
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(own), "intake"])
    monkeypatch.setenv("PATH", str(own.parent if is_on_path else tmp_path))
    assert command("undo") == ("r4v undo" if is_on_path else f"'{own}' undo")


def test_prune_is_proposed_as_the_same_command(capsys, project):
    run(capsys, "render", "--notebook", "one", "-o", "my pages")
    (project / "notebooks" / "one.ipynb").rename(project / "notebooks" / "three.ipynb")
    _code, _out, err = run(capsys, "render", "-j", "1", "-o", "my pages")
    assert err[-1].endswith("To remove: r4v render -j 1 -o 'my pages' --prune")


def test_no_command_is_spelled_out_in_a_message_without_the_folders_that_it_needs():
    verbs = "|".join(COMMANDS)
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        nodes = list(ast.walk(tree))
        no_message = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}  # docstrings
        no_message |= {id(word.value) for node in nodes if isinstance(node, ast.Call) for word in node.keywords}
        found |= {
            (path.relative_to(PACKAGE).as_posix(), said[1])
            for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in no_message
            for said in [re.search(rf"\br4v ({verbs})\b", node.value)]
            if said and path.name != "app.py"
        }
    assert found == {
        ("analysis/comparison/scored.py", "list"),  # on a page, where no folder is
        ("data/change.py", "intake"),  # what makes changes, as in imports, accept and by_hand
        ("data/new_folder.py", "check"),  # in the README of a folder that may be moved
        ("files.py", "init"),
        ("imports/kinds.py", "import"),
        ("imports/run.py", "import"),
        ("intake/accept.py", "intake"),
        ("intake/by_hand.py", "add"),
        ("intake/by_hand.py", "remove"),
        ("render/plan.py", "render"),
        ("sharing/preview.py", "preview"),
    }


def test_where_no_notebook_is_the_error_says_where_to_go(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "execv", lambda program, arguments: pytest.fail("started"))
    monkeypatch.setattr("r4v_analysis.notebook.notebook_files.PACKAGE", tmp_path / "package")
    code, _out, err = run(capsys, "lab")
    assert code == 2
    assert err[0].startswith("error: notebooks: expected a folder notebooks/ in")


def test_what_is_skipped_is_not_done_when_a_run_is_stopped(capsys, project, monkeypatch):
    def stopped(_planned, _output, *, on_event, **_options):
        for status in ("skipped", "skipped", "rendered"):
            on_event(Event(REPORT, "one", "en", status, "", 0.1, Path("one.en.html")))
        raise KeyboardInterrupt

    monkeypatch.setattr("r4v_analysis.render.run.render", stopped)
    code, _out, err = run(capsys, "render", "--notebook", "one", "--lang", "en", "-o", str(project / "out"))
    assert code == app.STOPPED
    assert err[-2] == "1 of 1 done: 1 rendered, 0 current, 2 skipped, 0 failed."


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
@pytest.mark.parametrize(("sent", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_ends_quickly_without_a_trace(tmp_path, data_dir, sent, expected):
    pids = tmp_path / "pids"
    pids.mkdir()
    code = f"import os, time\nopen({str(pids)!r} + f'/{{os.getpid()}}', 'w').close()\ntime.sleep({LONG})"
    project = write_project(tmp_path / "project", data_dir, one=(code,), two=(code,), three=(code,))
    (tmp_path / "tmp").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), CHECKED: folder_digest(project / "data")}
    command = [sys.executable, "-m", "r4v_analysis.cli", "render", "-j", "2", "--lang", "en"]
    started = subprocess.Popen(
        command, cwd=project, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_until(lambda: len(list(pids.iterdir())) == 2)
    started.send_signal(sent)
    out, err = started.communicate(timeout=60)
    assert started.returncode == expected
    assert out == ""
    assert "Traceback" not in err
    if sent == signal.SIGINT:
        assert err.splitlines()[-2:] == [
            "0 of 3 done: 0 rendered, 0 current, 0 skipped, 0 failed.",
            "Stopped. What is done stays done; the same command goes on from there.",
        ]
    wait_until(lambda: not any(is_alive(int(path.name)) for path in pids.iterdir()))
    assert list((tmp_path / "tmp").iterdir()) == []
    assert sorted(contents(project / "outputs")) == ["manifest.json"]
    assert json.loads((project / "outputs" / "manifest.json").read_text())["renders"] == []


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")
