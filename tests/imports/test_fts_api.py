"""FTS over the network, against a local server that misbehaves. No number here is real."""

import json
import threading
import time
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from synthetic import read_rows, write_folder
from test_imports import NAME, answer, fts, fts_line

from r4v_analysis.cli import app
from r4v_analysis.imports import fts_api
from r4v_analysis.imports.fts_api import Patience, fetch
from r4v_analysis.imports.run import import_files
from r4v_analysis.imports.source import ImportFailed

QUICK = Patience(request_s=0.5, tries=3, pause_s=0.01, pages=5)
FLOW = "fts/flow?planid=77&groupby=location"


class Server:
    """Answers by a script: status and body of each request, the last for good; `asked` holds the paths."""

    def __init__(self, *script, day="Thu, 01 Jul 2032 08:00:00 GMT", drip=0.0):
        self.script, self.day, self.drip, self.asked = list(script), day, drip, []

    def next(self, path):
        self.asked.append(path)
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]


@contextmanager
def running(server, monkeypatch):
    class Handler(BaseHTTPRequestHandler):
        def date_time_string(self, timestamp=None):
            return server.day

        def do_GET(self):
            status, body = server.next(self.path)
            raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            self.end_headers()
            for byte in raw if server.drip else [raw]:
                try:
                    self.wfile.write(bytes([byte]) if server.drip else byte)
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(server.drip)

        def log_message(self, *_):
            """Nothing on stderr."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setenv(fts_api.ADDRESS_VARIABLE, f"http://127.0.0.1:{listening.server_port}/v1/public")
    try:
        yield f"http://127.0.0.1:{listening.server_port}"
    finally:
        listening.shutdown()
        listening.server_close()


@pytest.fixture
def folder(tmp_path, data_dir):
    """A data folder that knows the synthetic plan 77."""
    made = write_folder(tmp_path / "data", data_dir)
    import_files("fts", [fts(tmp_path, fts_line())], data_dir=str(made))
    return made


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(fts_api, "Patience", lambda: QUICK)


def asked(server):
    return [path.removeprefix("/v1/public/") for path in server.asked]


def test_an_answer_comes_with_the_day_that_the_server_states(monkeypatch):
    server = Server((200, {"data": 1}))
    with running(server, monkeypatch) as address:
        found = fetch(FLOW)
    assert (found.pages, found.day, found.url) == (
        [{"data": 1}],
        date(2032, 7, 1),
        f"{address}/v1/public/{FLOW}",
    )


@pytest.mark.parametrize("fault", [(500, "no"), (503, "no"), (429, "no"), (200, '{"data": {"requi')])
def test_a_passing_fault_is_tried_again_after_a_growing_pause(monkeypatch, fault):
    server = Server(fault, fault, (200, {"data": 1}))
    pauses = []
    with running(server, monkeypatch):
        assert fetch(FLOW, sleep=pauses.append).pages == [{"data": 1}]
    assert (asked(server), pauses) == ([FLOW] * 3, [0.01, 0.02])


@pytest.mark.parametrize(
    ("reply", "tries", "told"),
    [
        ((500, "no"), 3, "found the status 500."),
        ((404, "no"), 1, "found the status 404."),
        ((200, '{"data": {"requi'), 3, "found JSON that breaks off or can't be read."),
        ((200, "<html>"), 3, "found JSON that breaks off or can't be read."),
    ],
)
def test_a_lasting_fault_is_one_line_after_a_few_tries(monkeypatch, reply, tries, told):
    server = Server(reply)
    with running(server, monkeypatch), pytest.raises(ImportFailed) as error:
        fetch(FLOW)
    assert told in str(error.value)
    assert "\n" not in str(error.value)
    assert len(server.asked) == tries


def test_a_server_that_sends_a_byte_now_and_then_is_cut_off(monkeypatch):
    server = Server((200, {"data": "x" * 200}), drip=0.1)
    with running(server, monkeypatch), pytest.raises(ImportFailed, match="found no answer in time"):
        fetch(FLOW)


def test_a_server_that_says_nothing_is_cut_off(monkeypatch):
    silent = Server((200, {}))
    monkeypatch.setattr(silent, "next", lambda _path: time.sleep(2) or (200, {}))
    with running(silent, monkeypatch), pytest.raises(ImportFailed, match="found no answer in time"):
        fetch(FLOW)


def test_pages_are_read_to_the_last(monkeypatch):
    server = Server((200, {"data": 1, "meta": {"nextLink": "flow?page=2"}}), (200, {"data": 2, "meta": {}}))
    with running(server, monkeypatch):
        assert fetch(FLOW).pages == [{"data": 1, "meta": {"nextLink": "flow?page=2"}}, {"data": 2, "meta": {}}]
    assert asked(server) == [FLOW, "fts/flow?page=2"]


@pytest.mark.parametrize("links", [["flow?page=2"], [f"flow?page={number}" for number in range(2, 20)]])
def test_pages_without_end_are_refused(monkeypatch, links):
    server = Server(*[(200, {"data": 1, "meta": {"nextLink": link}}) for link in links])
    with running(server, monkeypatch), pytest.raises(ImportFailed, match="found a next link in a circle"):
        fetch(FLOW)
    assert len(server.asked) <= 5


def test_a_next_page_on_another_server_is_not_asked(monkeypatch):
    server = Server((200, {"data": 1, "meta": {"nextLink": "http://127.0.0.1:9/x"}}))
    with running(server, monkeypatch), pytest.raises(ImportFailed, match="next page on the same server"):
        fetch(FLOW)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://nowhere.invalid", "found no network. Import a file instead."),
        ("http://127.0.0.1:9", "found no answer ("),
        ("file:///etc", "expected an address that starts with https"),
    ],
)
def test_without_network_it_is_one_line_at_once(monkeypatch, folder, capsys, address, told):
    monkeypatch.setenv(fts_api.ADDRESS_VARIABLE, address)
    before = (folder / "plan_funding.csv").read_bytes()
    assert app.main(["import", "fts", "77", "--fetch", "--data", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert told in err
    assert (folder / "plan_funding.csv").read_bytes() == before


def test_fetch_brings_the_known_plans_dated_by_the_server(monkeypatch, folder):
    plans = folder / "codes" / "plans.csv"
    plans.write_text(plans.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    server = Server((200, answer(("Peru", 1000, 700), ("Chile", 300, 30))))
    with running(server, monkeypatch) as address:
        said = import_files("fts", [], data_dir=str(folder), is_fetched=True)
        again = import_files("fts", ["77"], data_dir=str(folder), is_fetched=True)
    assert asked(server) == [FLOW, FLOW]
    assert said[0] == "FTS plan 77: FTS API, grouped by location, 5 rows read, 4 taken, 1 left out."
    assert said[-2] == "  dated 2032-07-01: the day that the server's answer states."
    assert said[-1].endswith("1 rows added, 1 new versions, 0 rows dated, 0 confirmed, 0 unchanged.")
    assert again[-1].endswith("0 rows added, 0 new versions, 0 rows dated, 0 confirmed, 2 unchanged.")
    header, *rows = read_rows(folder / "plan_funding.csv")
    last = dict(zip(header, rows[-1], strict=True))
    assert (last["plan_funding_id"], last["known_from"], last["known_from_basis"], last["source_url"]) == (
        "CHL_2031_RREG31_v1",
        "2032-07-01",
        "printed",
        f"{address}/v1/public/{FLOW}",
    )


def test_an_unknown_plan_is_looked_up_by_its_id(monkeypatch, folder):
    plan = {"data": {"planVersion": {"name": NAME.replace("2031", "2032"), "code": "RREG32"}}}
    server = Server((200, plan), (200, answer(("Peru", 10, 7))))
    with running(server, monkeypatch):
        import_files("fts", ["78"], data_dir=str(folder), is_fetched=True)
    assert asked(server) == ["plan/id/78", "fts/flow?planid=78&groupby=location"]
    assert read_rows(folder / "plan_funding.csv")[-1][0] == "PER_2032_RREG32_v1"


@pytest.mark.parametrize("plan", [{}, {"data": {"name": "Kenya 2032", "code": "HKEN32"}}, {"data": {"name": NAME}}, []])
def test_a_plan_that_is_none_of_r4v_s_is_refused(monkeypatch, folder, plan):
    with (
        running(Server((200, plan)), monkeypatch),
        pytest.raises(ImportFailed, match="FTS plan 78: expected an R4V plan of one year"),
    ):
        import_files("fts", ["78"], data_dir=str(folder), is_fetched=True)


def test_a_server_that_drips_is_given_up_after_one_bound_on_the_whole(monkeypatch, caplog):
    monkeypatch.setattr(fts_api, "SAY_AFTER", 0.1)
    patience = Patience(whole_s=0.8, request_s=0.5, tries=4, pause_s=0.01)
    with running(Server((200, {"data": "x" * 500}), drip=0.05), monkeypatch):
        begun = time.monotonic()
        with pytest.raises(ImportFailed, match=r"found no answer in time\. Try later, or import a file\."):
            fetch(FLOW, patience)
        assert time.monotonic() - begun < 15  # of 25 in which all would have come
    assert "no answer yet; waiting for" in caplog.text
