import json

import pytest
from small_notebooks import PARAMETERS, write_notebook

from r4v_analysis.errors import UsageError
from r4v_analysis.notebook.parameters import check_parameters, declared, injected_faults

TYPED = PARAMETERS + '\ntarget = 0\nshare = 0.5\nis_drawn = True\nlabel = "x"  # a comment\n'


@pytest.fixture
def notebook(tmp_path):
    return write_notebook(tmp_path / "uptake.ipynb", parameters=TYPED)


def errors_of(call, *arguments):
    with pytest.raises(UsageError) as caught:
        call(*arguments)
    return str(caught.value).splitlines()


def test_the_type_of_a_parameter_is_that_of_its_default(notebook):
    kinds = {name: parameter.kind for name, parameter in declared(notebook).items()}
    assert kinds == {
        "report_id": str, "lang": str, "as_of": str, "data_dir": str, "output_dir": str,
        "target": int, "share": float, "is_drawn": bool, "label": str,
    }  # fmt: skip


def test_a_source_stored_as_a_list_of_lines_reads_alike(notebook):
    content = json.loads(notebook.read_text())
    content["cells"][1]["source"] = TYPED.splitlines(keepends=True)
    notebook.write_text(json.dumps(content))
    assert declared(notebook)["share"].default == 0.5


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("target", "70000", 70000),
        ("target", "-5", -5),
        ("share", "1e-3", 0.001),
        ("share", "3", 3.0),
        ("share", 3, 3.0),
        ("is_drawn", "false", False),
        ("label", "007", "007"),
        ("label", "NO", "NO"),
        ("label", "2024_01", "2024_01"),
        ("label", "", ""),
    ],
)
def test_text_becomes_the_type_of_the_default(notebook, name, text, value):
    found = check_parameters(notebook, {name: text})[name]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("target", "1e3"), ("target", "7.0"), ("target", "7_000"), ("target", "٧"), ("target", ""), ("target", True),
        ("share", "nan"), ("share", "inf"), ("share", "1e999"), ("share", float("nan")), ("share", "1,5"),
        ("is_drawn", "NO"), ("is_drawn", "True"), ("is_drawn", 1),
        ("label", 7), ("label", None),
    ],
)  # fmt: skip
def test_what_is_not_strictly_of_the_type_is_refused(notebook, name, value):
    (line,) = errors_of(check_parameters, notebook, {name: value})
    assert line.startswith(f"uptake.ipynb, parameter {name}: expected ")
    assert f"found {value!r}." in line


def test_parameters_that_are_not_given_keep_their_default(notebook):
    values = check_parameters(notebook, {"report_id": "PER_2023-05_2023-07"})
    assert values["report_id"] == "PER_2023-05_2023-07"
    assert (values["target"], values["lang"], values["is_drawn"]) == (0, "en", True)


def test_all_wrong_values_are_listed_at_once_with_the_nearest_name(notebook):
    given = {"tagret": 1, "lang": "e", "as_of": "31/07/2023", "report_id": "../x", "target": "many"}
    assert errors_of(check_parameters, notebook, given) == [
        "uptake.ipynb: expected a parameter of the notebook, found 'tagret'. Nearest: 'target'.",
        "uptake.ipynb, parameter lang: expected a language of the pages, found 'e'. Nearest: 'es'.",
        "uptake.ipynb, parameter as_of: expected a date such as '2023-07-31', found '31/07/2023'. "
        "Write year-month-day.",
        "uptake.ipynb, parameter report_id: expected country and months such as 'PER_2023-05_2023-07', "
        "found '../x'. Write its country, first and last month.",
        "uptake.ipynb, parameter target: expected a whole number such as 70000, found 'many'. The default is 0.",
    ]


def test_a_parameters_cell_holds_assignments_of_literals_and_nothing_else(tmp_path):
    source = PARAMETERS + "\nimport os\nhome = os.sep\na = b = 1\nfor_real: int = 3\nnone = None\nlist_ = [1]\n"
    lines = errors_of(declared, write_notebook(tmp_path / "odd.ipynb", parameters=source))
    assert [line.partition(": expected")[0] for line in lines] == [
        f"odd.ipynb, parameters cell: line {number}" for number in range(6, 12)
    ]
    assert "found 'home = os.sep'" in lines[1]


def test_nothing_of_the_parameters_cell_is_run(tmp_path):
    source = PARAMETERS + f"\nran = __import__('pathlib').Path({str(tmp_path / 'ran')!r}).touch()\n"
    errors_of(declared, write_notebook(tmp_path / "odd.ipynb", parameters=source))
    assert not (tmp_path / "ran").exists()


def test_a_parameter_that_every_notebook_has_must_be_there_as_text(tmp_path):
    source = PARAMETERS.replace('as_of = ""', "").replace('lang = "en"', "lang = 1")
    assert errors_of(declared, write_notebook(tmp_path / "odd.ipynb", parameters=source)) == [
        "odd.ipynb, parameters cell: lang: expected text, found 1. Put it in quotes.",
        'odd.ipynb, parameters cell: expected the assignment as_of = "", found none. Add it.',
    ]


def test_a_notebook_has_one_parameters_cell(notebook):
    content = json.loads(notebook.read_text())
    content["cells"][1]["metadata"] = {}
    notebook.write_text(json.dumps(content))
    (line,) = errors_of(declared, notebook)
    assert line.startswith("uptake.ipynb: expected one cell tagged 'parameters', found 0.")


@pytest.mark.parametrize(
    ("text", "found"), [("not json", "Expecting value"), ("[]", "list indices"), ('{"nbformat": 3}', "format 3")]
)
def test_a_file_that_is_no_notebook_is_said_to_be_none(tmp_path, text, found):
    path = tmp_path / "odd.ipynb"
    path.write_text(text)
    (line,) = errors_of(declared, path)
    assert "expected a notebook of format 4" in line
    assert found in line


def test_a_notebook_that_is_not_there_is_one_line(tmp_path):
    (line,) = errors_of(declared, tmp_path / "none.ipynb")
    assert "none.ipynb': expected a file that can be read, found: No such file or directory." in line


def test_names_that_only_papermill_injected_are_found_in_a_running_kernel():
    injected = '# Parameters\nreport_id = "PER_2023-05_2023-07"\ntagret = 7\nlnag = "en"\n'
    assert injected_faults(["", PARAMETERS + "\ntarget = 0\n", injected, "open_report()"]) == [
        "papermill: expected a parameter of the notebook, found 'tagret'. Nearest: 'target'.",
        "papermill: expected a parameter of the notebook, found 'lnag'. Nearest: 'lang'.",
    ]


def test_run_all_without_an_injected_cell_has_no_unknown_names():
    assert injected_faults(["", PARAMETERS, "extra = open_report()"]) == []
    assert injected_faults([]) == []


def test_a_parameters_cell_that_begins_with_the_word_is_not_taken_for_an_injected_one():
    assert injected_faults(["", "import r4v_analysis", "# Parameters\n" + PARAMETERS, "open_report()"]) == []
    assert injected_faults(["", "# Parameters\n" + PARAMETERS, "open_report()"]) == []


def test_the_last_run_of_a_kernel_counts():
    old, new = "# Parameters\nold = 1\n", "# Parameters\nlang = 'en'\n"
    assert injected_faults(["", PARAMETERS, old, PARAMETERS, new]) == []


@pytest.mark.parametrize("value", ["70.0", "'70,000'", "'70000'", "True"])
def test_a_target_that_papermill_has_turned_into_something_else_is_refused(value):
    cells = ["", PARAMETERS + "\ntarget = 0\n", f"# Parameters\ntarget = {value}\n", "open_report()"]
    (line,) = injected_faults(cells)
    assert line.startswith("papermill, parameter target: expected a whole number such as 70000, found ")
    assert line.endswith("Write it without marks between digits: -p target 70000.")


def test_a_target_of_its_own_type_passes_and_a_whole_number_is_a_number_too():
    own = PARAMETERS + "\ntarget = 0\nshare = 0.5\n"
    assert injected_faults(["", own, "# Parameters\ntarget = 70000\nshare = 1\n", "open_report()"]) == []
    (line,) = injected_faults(["", own, "# Parameters\nshare = '0,5'\n", "open_report()"])
    assert line == "papermill, parameter share: expected a number such as 0.5, found '0,5'. Write it so."
