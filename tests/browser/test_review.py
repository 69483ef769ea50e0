"""The review page of a draft, as the person who accepts it uses it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from browsing import COLOURS, Visit, violations
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from synthetic_reports import documents, layout

from r4v_analysis.data.schema import observations_path
from r4v_analysis.data.text_table import table_text
from r4v_analysis.intake.decisions import read_decisions, save_decisions
from r4v_analysis.intake.folder import read_draft
from r4v_analysis.intake.intake import make_draft, open_desk
from r4v_analysis.sharing.serve import answering

Open = Callable[..., Visit]


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Path:
    """The review page of a made-up report in Spanish."""
    folder = tmp_path_factory.mktemp("review")
    source = folder / "report.md"
    source.write_text(documents.as_markdown(documents.report(layout("box-spanish"), 1)), encoding="utf-8")
    list(make_draft(source, folder / "draft", data_dir=str(data_dir)))
    return folder / "draft/review.html"


@pytest.mark.parametrize("keys", [("n", "e"), ("n", "s", "x"), ("n", "e", "Tab", "9", "x", "Enter")])
def test_axe_finds_no_violation_on_the_review_page_in_the_light_and_in_the_dark(
    review: Path, visit: Open, keys: Sequence[str]
) -> None:
    visited = visit(review, width=1280)
    for key in keys:
        visited.page.keyboard.press(key)
    assert violations(visited.page, {}) == []
    visited.page.emulate_media(color_scheme="dark")
    assert violations(visited.page, COLOURS) == []
    assert visited.messages == []
    assert visited.requests == [review.as_uri()]


def test_it_fits_a_phone_and_walks_from_row_to_row_by_keyboard(review: Path, visit: Open) -> None:
    page = visit(review, width=320).page
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.keyboard.press("n")
    page.keyboard.press("e")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate("document.activeElement.closest('.rv-row') === document.querySelector('.rv-row')")


def test_what_was_seen_can_be_hidden_and_a_number_leads_to_its_row(review: Path, visit: Open) -> None:
    page = visit(review, javascript=False).page
    everything = page.locator(".rv-block:visible").count()
    page.check("#rv-only")
    assert 0 < page.locator(".rv-block:visible").count() < everything
    link = page.locator("mark a:visible").first
    link.click()
    assert page.locator(".rv-row:target").count() == 1


def test_one_key_accepts_one_drops_and_each_row_is_seen_once_the_sure_ones_too(review: Path, visit: Open) -> None:
    page = visit(review, width=1280).page
    rows = page.locator(".rv-row").count()
    first, second = page.locator(".rv-row.rv-captured").nth(0), page.locator(".rv-row.rv-captured").nth(1)
    page.keyboard.press("n")
    assert page.locator(".rv-here").get_attribute("id") == page.locator(".rv-row").first.get_attribute("id")
    first.click()
    page.keyboard.press("a")
    second.click()
    page.keyboard.press("d")
    assert [row.get_attribute("data-decision") for row in (first, second)] == ["accepted", "dropped"]
    assert page.inner_text("#rv-seen") == f"Faltan {rows - 2} de {rows}"
    page.keyboard.press("u")
    assert (second.get_attribute("data-decision"), page.inner_text("#rv-seen")) == ("", f"Faltan {rows - 1} de {rows}")
    expect(page.locator("#rv-said")).to_have_text("Deshecho · Guardado en este navegador")
    page.reload()
    expect(page.locator("#rv-seen")).to_have_text(f"Faltan {rows - 1} de {rows}")


def test_without_a_server_what_was_decided_is_a_file_that_the_draft_takes(review: Path, visit: Open) -> None:
    page = visit(review, width=1280).page
    row = page.locator(".rv-row.rv-captured").first
    name = row.get_attribute("data-id")
    row.click()
    page.keyboard.press("e")
    page.fill(".rv-form input[name=value]", "1234567")
    page.select_option(".rv-form select[name=sector]", "health")
    page.keyboard.press("Enter")
    assert row.locator("b").inner_text() == "1.234.567"
    with page.expect_download() as download:
        page.click("[data-do=save]")
    assert download.value.suggested_filename == "review.csv"
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert save_decisions(review.parent, saved)[name] == "accepted"
    (own,) = [cells for cells in read_draft(review.parent)[1] if cells["observation_id"] == name]
    assert (own["value"], own["sector"]) == ("1234567", "health")


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Path:
    """The review page of a made-up text that is longer than a screen, with many numbers that no rule names."""
    folder = tmp_path_factory.mktemp("long")
    paragraphs = [
        f"{1000 + n:,} people received food assistance in May. It took {n + 11} tents in {n + 31} wards."
        for n in range(12)
    ]
    source = folder / "report.md"
    source.write_text("\n\n".join(["# GTRM Peru: Situation Report, May 2022", *paragraphs]), encoding="utf-8")
    list(make_draft(source, folder / "draft", data_dir=str(data_dir)))
    return folder / "draft/review.html"


WHOLE = """({state}) => { const end = document.getElementById("rv-bar").getBoundingClientRect().top;
  return [...document.querySelectorAll(`.rv-row.rv-${state}`)].filter((row) => {
    const box = row.getBoundingClientRect(); return box.top >= 0 && box.bottom <= end; }).map((row) => row.id); }"""
"""The rows of a state that are on the screen whole."""


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize(("key", "state", "decision"), [("s", "captured", "accepted"), ("x", "left_out", "dropped")])
def test_one_key_decides_on_what_is_on_the_screen_and_on_nothing_else(
    long: Path, visit: Open, width: int, key: str, state: str, decision: str
) -> None:
    page = visit(long, width=width).page
    everything = page.locator(f".rv-row.rv-{state}").count()
    page.keyboard.press("n")
    shown = page.evaluate(WHOLE, {"state": state})
    assert 0 < len(shown) < everything
    page.keyboard.press(key)
    assert page.evaluate(f"[...document.querySelectorAll('[data-decision={decision}]')].map((row) => row.id)") == shown
    expect(page.locator("#rv-said")).to_contain_text(decision.capitalize())
    page.keyboard.press("u")
    assert page.locator(".rv-row:not([data-decision=''])").count() == 0


def test_a_number_that_is_left_to_the_reader_is_one_line_with_its_words_until_it_is_its_turn(
    long: Path, visit: Open
) -> None:
    page = visit(long, width=1280).page
    row = page.locator(".rv-row.rv-left_out").first
    assert "11 tents" in row.locator("q").inner_text()
    assert (row.locator(".rv-why").is_visible(), row.locator("[data-do=drop]").is_visible()) == (False, False)
    assert page.locator("mark.rv-left_out a").first.is_visible()
    row.click()
    assert (row.locator(".rv-why").is_visible(), row.locator("[data-do=drop]").is_visible()) == (True, True)


def test_what_one_key_decided_leaves_the_reader_at_a_row_that_is_still_to_be_seen(long: Path, visit: Open) -> None:
    page = visit(long, width=1280).page
    page.keyboard.press("n")
    here = page.locator(".rv-here").get_attribute("id")
    page.keyboard.press("x")
    assert page.locator(".rv-here").get_attribute("id") == here
    assert page.evaluate("document.activeElement.id") == here


def test_enter_in_a_list_of_codes_accepts_the_row_as_corrected(long: Path, visit: Open) -> None:
    page = visit(long, width=1280).page
    row = page.locator(".rv-row.rv-left_out").first
    row.click()
    page.keyboard.press("e")
    page.keyboard.type("Organi")
    page.keyboard.press("Enter")
    assert row.get_attribute("data-decision") == "accepted"
    assert '"indicator": "organizations"' in (row.get_attribute("data-cells") or "").replace('":"', '": "')


@pytest.mark.parametrize(
    ("letters", "chosen"), [("donor_s", "donor_share"), ("donor", "donor_share"), ("targeted by", "people_targeted")]
)
def test_letters_choose_by_code_or_by_any_word_of_the_name(long: Path, visit: Open, letters: str, chosen: str) -> None:
    page = visit(long, width=1280).page
    page.locator(".rv-row.rv-left_out").first.click()
    page.keyboard.press("e")
    page.keyboard.type(letters)
    assert page.input_value(".rv-form select[name=indicator]") == chosen
    assert page.locator(".rv-wrong").count() == 0


def test_letters_that_match_nothing_save_nothing(long: Path, visit: Open) -> None:
    page = visit(long, width=1280).page
    row = page.locator(".rv-row.rv-left_out").first
    row.click()
    page.keyboard.press("e")
    page.keyboard.type("peopleq")
    page.keyboard.press("Enter")
    assert "peopleq" in page.inner_text(".rv-of-indicator .rv-wrong")
    assert row.get_attribute("data-decision") == ""
    page.wait_for_timeout(1100)
    page.keyboard.type("meals")
    assert page.locator(".rv-wrong").count() == 0
    page.keyboard.press("Enter")
    assert row.get_attribute("data-decision") == "accepted"


@pytest.fixture
def served(review: Path, data_dir: Path) -> Iterator[str]:
    """The address of the review page as `r4v intake --review` serves it."""
    desk = open_desk(review.parent.parent / "report.md", review.parent, data_dir=str(data_dir))
    with answering(lambda: desk.page(is_served=True), desk.save) as (server, address):
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield address
        finally:
            server.shutdown()
            thread.join()


def test_a_served_page_saves_each_decision_at_once(review: Path, served: str, visit: Open) -> None:
    visited = visit(served, width=1280)
    row = visited.page.locator(".rv-row.rv-captured").nth(2)
    row.click()
    with visited.page.expect_response(f"{served}save") as answer:
        visited.page.keyboard.press("a")
    assert answer.value.status == 200
    assert "--accept --by AB" in visited.page.inner_text(".rv-steps code")
    assert read_decisions(review.parent)[row.get_attribute("data-id") or ""] == "accepted"
    assert visited.messages == []


def rows_by_id(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of a draft as its file has them."""
    return {row["observation_id"]: row for row in read_draft(folder)[1]}


def edit_by_hand(folder: Path, name: str, **cells: str) -> None:
    """Change cells of a row in the draft's file, as in a spreadsheet."""
    report, rows = read_draft(folder)
    edited = [{**row, **cells} if row["observation_id"] == name else row for row in rows]
    (folder / observations_path(report["report_id"])).write_text(table_text(list(rows[0]), edited), encoding="utf-8")


def unseen(page: Page) -> tuple[Locator, str]:
    """A row that nobody decided on, and its id."""
    name = page.locator(".rv-row.rv-captured[data-decision='']").first.get_attribute("data-id") or ""
    return page.locator(f"[data-id={name}]"), name


def test_a_file_that_is_edited_beside_the_open_page_is_kept(review: Path, served: str, visit: Open) -> None:
    page = visit(served, width=1280).page
    row, name = unseen(page)
    row.click()
    with page.expect_response(f"{served}save"):
        page.keyboard.press("a")
    edit_by_hand(review.parent, name, qualifier="about")
    edited = read_draft(review.parent)[1]
    with page.expect_response(f"{served}save"):
        page.keyboard.press("d")
    assert read_draft(review.parent)[1] == edited


def test_a_correction_writes_only_the_cells_that_were_changed_and_undo_too(
    review: Path, served: str, visit: Open
) -> None:
    page = visit(served, width=1280).page
    row, name = unseen(page)
    before = rows_by_id(review.parent)[name]
    edit_by_hand(review.parent, name, sector="education", note="By hand.")
    row.click()
    page.keyboard.press("e")
    page.select_option(".rv-form select[name=sex]", "female")
    page.keyboard.press("Enter")
    expect(page.locator(".rv-of-note .rv-wrong")).to_contain_text("By hand.")
    assert page.input_value(".rv-form select[name=sector]") == "education"
    assert rows_by_id(review.parent)[name]["sex"] == before["sex"]
    page.keyboard.press("Enter")
    expect(row).to_have_attribute("data-decision", "accepted")
    expect(row.locator(".rv-codes")).to_contain_text("By hand.")
    expect(row.locator(".rv-moved")).to_have_count(0)
    by_hand = {**before, "sector": "education", "note": "By hand."}
    assert rows_by_id(review.parent)[name] == {**by_hand, "sex": "female"}
    edit_by_hand(review.parent, name, note="By hand, again.")
    with page.expect_response(f"{served}save"):
        page.keyboard.press("u")
    assert rows_by_id(review.parent)[name] == {**by_hand, "note": "By hand, again."}


@pytest.mark.parametrize("key", ["a", "d"])
def test_a_row_that_was_changed_in_the_file_is_shown_anew_before_it_is_decided_on(
    review: Path, served: str, visit: Open, key: str
) -> None:
    page = visit(served, width=1280).page
    row, name = unseen(page)
    edit_by_hand(review.parent, name, note=f"Before {key}.")
    row.click()
    page.keyboard.press(key)
    expect(row.locator(".rv-moved")).to_contain_text(f"Before {key}.")
    expect(row.locator(".rv-codes")).to_contain_text(f"Before {key}.")
    assert (row.get_attribute("data-decision"), name in read_decisions(review.parent)) == ("", False)
    with page.expect_response(f"{served}save"):
        page.keyboard.press(key)
    assert read_decisions(review.parent)[name] == {"a": "accepted", "d": "dropped"}[key]


def test_a_row_that_was_deleted_in_the_file_leaves_the_page_with_the_reason(
    review: Path, served: str, visit: Open
) -> None:
    page = visit(served, width=1280).page
    row, name = unseen(page)
    report, rows = read_draft(review.parent)
    path = review.parent / observations_path(report["report_id"])
    whole = path.read_text(encoding="utf-8")
    path.write_text(table_text(list(rows[0]), [cells for cells in rows if cells["observation_id"] != name]), "utf-8")
    row.click()
    page.keyboard.press("d")
    expect(row).to_have_count(0)
    assert "borró" in page.inner_text("#rv-said")
    assert page.locator(".rv-lost").is_hidden()
    path.write_text(whole, encoding="utf-8")


@pytest.mark.parametrize("spoilt", ["semicolons", "nothing"])
def test_a_file_that_cannot_be_read_is_told_in_the_words_of_the_check_and_saved_once_it_is_mended(
    review: Path, served: str, visit: Open, spoilt: str
) -> None:
    page = visit(served, width=1280).page
    row, name = unseen(page)
    path = review.parent / observations_path(read_draft(review.parent)[0]["report_id"])
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(",", ";") if spoilt == "semicolons" else "", encoding="utf-8")
    row.click()
    page.keyboard.press("d")
    expect(page.locator(".rv-lost [lang=en]")).to_contain_text(
        "found semicolons" if spoilt == "semicolons" else "a header row"
    )
    assert "no responde" not in page.inner_text(".rv-lost")
    answer = page.request.get(served)
    assert (answer.status, "row 1: expected" in answer.text()) == (409, True)
    path.write_text(whole, encoding="utf-8")
    with page.expect_response(f"{served}save"):
        page.keyboard.press("d")
    expect(page.locator(".rv-lost")).to_be_hidden()
    assert read_decisions(review.parent)[name] == "dropped"


def test_the_role_follows_the_indicator_that_a_person_chooses(review: Path, served: str, visit: Open) -> None:
    page = visit(served, width=1280).page
    name = next(name for name, row in rows_by_id(review.parent).items() if row["role"] == "assisted")
    row = page.locator(f"[data-id={name}]")
    row.click()
    page.keyboard.press("e")
    for indicator, role, basis in (
        ("people_informed", "informed", None),
        ("people_planned", "targeted", None),
        ("refugees_and_migrants", "present", "stock"),
        ("arrivals", "crossing", "unknown"),
        ("coverage", "", ""),
    ):
        page.select_option(".rv-form select[name=indicator]", indicator)
        assert page.input_value(".rv-form select[name=role]") == role
        assert basis in (None, page.input_value(".rv-form select[name=basis]"))
    page.keyboard.press("Escape")


def test_a_correction_that_the_check_refuses_stays_in_its_form_and_the_row_is_still_to_be_seen(
    review: Path, served: str, visit: Open
) -> None:
    page = visit(served, width=1280).page
    row, name = unseen(page)
    before, left = rows_by_id(review.parent), page.inner_text("#rv-seen")
    row.click()
    page.keyboard.press("e")
    for column, text, reason in (("as_of", "2019-07-32", "2023-07-31"), ("value", "12x", "12x")):
        field = page.locator(f".rv-form input[name={column}]")
        field.fill(text)
        page.keyboard.press("Enter")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(page.locator(f".rv-of-{column} .rv-wrong")).to_contain_text(reason)
        expect(page.locator(f".rv-of-{column} .rv-wrong")).to_have_attribute("lang", "es")
        assert page.evaluate("document.activeElement.name") == column
        field.fill("" if column == "as_of" else before[name]["value"])
    assert (row.get_attribute("data-decision"), page.inner_text("#rv-seen")) == ("", left)
    assert rows_by_id(review.parent) == before


def test_an_accepted_row_with_an_error_is_still_to_be_seen(review: Path, served: str, visit: Open) -> None:
    page = visit(served, width=1280).page
    row, name = unseen(page)
    row.click()
    with page.expect_response(f"{served}save"):
        page.keyboard.press("a")
    left = page.inner_text("#rv-seen")
    right = rows_by_id(review.parent)[name]["qualifier"]
    edit_by_hand(review.parent, name, qualifier="roughly")
    page.reload()
    assert page.inner_text("#rv-seen") != left
    row.click()
    page.keyboard.press("a")
    expect(page.locator(".rv-of-qualifier .rv-wrong")).to_contain_text("roughly")
    page.select_option(".rv-form select[name=qualifier]", right)
    page.keyboard.press("Enter")
    expect(page.locator("#rv-seen")).to_have_text(left)
    assert rows_by_id(review.parent)[name]["qualifier"] == right


def test_a_server_that_is_gone_is_said_plainly_and_what_is_not_saved_is_a_file(
    review: Path, data_dir: Path, visit: Open
) -> None:
    desk = open_desk(review.parent.parent / "report.md", review.parent, data_dir=str(data_dir))
    with answering(lambda: desk.page(is_served=True), desk.save) as (server, address):
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        page = visit(address, width=400).page
        server.shutdown()
        thread.join()
    row, name = unseen(page)
    row.locator(".rv-state").click()
    page.keyboard.press("d")
    alarm = page.locator(".rv-lost")
    expect(alarm).to_contain_text("Sin guardar: 1")
    assert str(review.parent) in alarm.inner_text()
    with page.expect_download() as download:
        alarm.locator("button").click()
    (review.parent / "review.csv").write_text(Path(download.value.path()).read_text(encoding="utf-8"), encoding="utf-8")
    assert read_decisions(review.parent)[name] == "dropped"


def test_keys_go_on_after_the_check_box_and_undo_of_nothing_says_so(long: Path, visit: Open) -> None:
    page = visit(long, width=1280).page
    page.click("#rv-only")
    page.keyboard.press("u")
    assert page.inner_text("#rv-said").startswith("Nothing to take back")
    page.keyboard.press("n")
    assert page.locator(".rv-here").count() == 1


def test_the_button_under_the_mouse_can_be_read(long: Path, visit: Open) -> None:
    page = visit(long, width=1280).page
    for name in ("next", "undo", "rest"):
        button = page.locator(f".rv-bar [data-do={name}]")
        button.hover()
        colours = button.evaluate("(own) => [getComputedStyle(own).color, getComputedStyle(own).backgroundColor]")
        assert colours[0] != colours[1]


@pytest.mark.parametrize("width", [1280, 400])
def test_focus_on_a_button_of_the_bar_moves_nothing(long: Path, visit: Open, width: int) -> None:
    page = visit(long, width=width).page
    page.keyboard.press("n")
    page.keyboard.press("x")
    place = page.evaluate("scrollY")
    for name in ("back", "next", "rest", "undo"):
        page.locator(f".rv-bar [data-do={name}]").focus()
        assert page.evaluate("scrollY") == place > 0


def test_on_a_phone_the_form_s_buttons_are_in_sight_and_there_is_a_way_back(long: Path, visit: Open) -> None:
    page = visit(long, width=400).page
    page.keyboard.press("n")
    page.keyboard.press("e")
    box = page.locator(".rv-form button[type=submit]").bounding_box()
    bar = page.locator(".rv-bar").bounding_box()
    assert box
    assert bar
    assert 0 < box["y"] < bar["y"] < 800
    assert page.locator(".rv-form").evaluate("(form) => form.offsetHeight") < 900
    assert page.locator(".rv-bar [data-do=back]").is_visible()


IS_IN_SIGHT = """() => { const field = document.activeElement, { left, top, bottom } = field.getBoundingClientRect();
  return [top + 3, bottom - 3].every((y) => document.elementFromPoint(left + 8, y) === field); }"""
"""Whether the field that has the focus lies under nothing."""


@pytest.mark.parametrize("width", [1280, 320])
def test_tab_goes_from_the_indicator_by_what_is_most_mended_and_each_field_is_in_sight(
    long: Path, visit: Open, width: int
) -> None:
    page = visit(long, width=width).page
    page.keyboard.press("n")
    page.keyboard.press("e")
    names, fields = [], page.locator(".rv-form :is(input, select)").count()
    for _field in range(fields):
        names.append(page.evaluate("document.activeElement.name"))
        assert page.evaluate(IS_IN_SIGHT), names
        page.keyboard.press("Tab")
    assert names[:7] == ["indicator", "value", "unit", "sector", "place", "qualifier", "population_group"]
    assert page.evaluate("document.activeElement.type") == "submit"


@pytest.mark.parametrize("is_phone", [False, True])
def test_keys_stand_on_the_buttons_of_a_narrow_window_but_not_of_a_phone(
    long: Path, browser: Browser, is_phone: bool
) -> None:
    size: ViewportSize = {"width": 320, "height": 800}
    with browser.new_page(viewport=size, is_mobile=is_phone, has_touch=is_phone) as page:
        page.goto(long.as_uri())
        page.keyboard.press("n")
        buttons = page.locator(".rv-here .rv-do button:visible, .rv-keys button:has(kbd)").all()
        assert len(buttons) == 8
        for button in buttons:
            assert button.locator("kbd").is_visible() != is_phone
            assert button.evaluate("button => button.scrollWidth <= button.clientWidth")


def test_on_a_phone_what_is_chosen_of_long_names_is_not_cut(long: Path, visit: Open) -> None:
    page = visit(long, width=400).page
    page.keyboard.press("n")
    page.keyboard.press("e")
    for name in ("sector", "population_group", "stage"):
        assert page.locator(f".rv-form [name={name}]").evaluate(ROOM) >= 0, name


ROOM = """list => { const pen = document.createElement("canvas").getContext("2d");
  pen.font = getComputedStyle(list).font;
  return list.clientWidth - 40 - Math.max(...[...list.options].map(option => pen.measureText(option.text).width)); }"""
"""How much wider a list is than its longest name and the arrow."""


def test_a_corrected_row_is_told_as_one_that_is_not(long: Path, visit: Open) -> None:
    page = visit(long, width=1280).page
    row = page.locator(".rv-row.rv-captured").first
    told = row.locator(".rv-codes").inner_text()
    row.click()
    page.keyboard.press("e")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert row.get_attribute("data-decision") == "accepted"
    assert row.locator(".rv-codes").inner_text() == told


@pytest.mark.parametrize("width", [1280, 400])
def test_the_words_of_a_row_lead_to_their_place_and_that_to_the_row(long: Path, visit: Open, width: int) -> None:
    page = visit(long, width=width).page
    row = page.locator(".rv-row").nth(5)
    row.locator(".rv-there").click()
    mark = page.locator("mark.rv-at a")
    place = mark.evaluate("(own) => own.getBoundingClientRect().top")
    assert 0 < place < 800
    mark.click()
    assert page.evaluate("document.activeElement.id") == row.get_attribute("id")


def test_a_row_that_is_not_named_asks_for_its_name(long: Path, visit: Open) -> None:
    page = visit(long, width=1280).page
    row = page.locator(".rv-row.rv-left_out").first
    row.click()
    assert row.locator(".rv-do button:visible").all_inner_texts() == ["Name it a", "Drop d"]
    page.keyboard.press("a")
    assert page.locator(".rv-form select[name=indicator] option:checked").inner_text() == "not named yet"
    page.keyboard.press("Enter")
    assert page.locator(".rv-of-indicator .rv-wrong").is_visible()
    assert row.get_attribute("data-decision") == ""
    page.select_option(".rv-form select[name=indicator]", "share_venezuelans")
    assert "the note names" in page.inner_text(".rv-means")
