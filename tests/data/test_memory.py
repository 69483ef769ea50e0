from r4v_analysis.data.report import once_a_report

REPORT = "PER_2023-05_2023-07"


def test_a_report_answers_once_for_each_argument_and_each_time_with_a_list_of_its_own(report):
    asked = []

    @once_a_report
    def synthetic(report, name, *, end=""):
        asked.append(name + end)
        return [name, end]

    first = synthetic(report, "a")
    first.append("changed")
    assert synthetic(report, "a") == ["a", ""]
    assert synthetic(report, "a", end="b") == ["a", "b"]
    assert asked == ["a", "ab"]


def test_another_report_has_answers_of_its_own(report):
    asked = []

    @once_a_report
    def synthetic(report):
        asked.append(report.report_id)

    for one in (report, report.data.report("PER_2021-10_2021-10"), report.data.report(REPORT, "2023-09-01"), report):
        synthetic(one)
    assert asked == [REPORT, "PER_2021-10_2021-10", REPORT]


def test_a_report_that_is_opened_again_has_its_answers(data):
    opened = data.report
    report = opened(REPORT)
    assert opened(REPORT) is report
    assert opened("PER_2021-10_2021-10", "2023-07-31").data.report(REPORT) is report
    assert opened(REPORT, "2023-09-01") is not report
