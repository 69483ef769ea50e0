"""The output folder on 127.0.0.1: its files, to this machine, and nothing else."""

import http.client
import threading

import pytest

from r4v_analysis.errors import UsageError
from r4v_analysis.sharing.serve import answering, served


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "secret.txt").write_text("outside", encoding="utf-8")
    outputs = tmp_path / "outputs"
    (outputs / "PER").mkdir(parents=True)
    (outputs / "index.html").write_text("the index", encoding="utf-8")
    (outputs / "PER" / "page.html").write_text("a page", encoding="utf-8")
    return outputs


@pytest.fixture
def get(folder):
    with served(folder) as (server, address):
        assert address.startswith("http://127.0.0.1:")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()

        def asked(path, **headers):
            connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=60)
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

        yield asked
        server.shutdown()
        thread.join()


def test_pages_are_served(get):
    assert get("/index.html") == (200, "the index")
    assert get("/PER/page.html") == (200, "a page")


def test_a_request_under_another_name_is_refused(get):
    assert get("/index.html", Host="evil.example:80")[0] == 403
    assert get("/index.html", Host="localhost:80")[0] == 200


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/PER/", "/none.html"])
def test_nothing_outside_and_no_list_of_files(get, path):
    status, text = get(path)
    assert status == 404
    assert "outside" not in text


def test_a_folder_without_pages_and_a_taken_port_are_one_line(folder, tmp_path):
    with pytest.raises(UsageError, match=r"expected an index\.html, found none"), served(tmp_path):
        pass
    with served(folder) as (server, _address):
        port = server.server_address[1]
        with pytest.raises(UsageError, match="expected a free port"), served(folder, port):
            pass


@pytest.fixture
def ask():
    """A page that may save, and what was saved."""
    saved = []

    def save(text):
        if text == "bad":
            raise UsageError("expected decisions, found 'bad'")
        saved.append(text)
        return "1"

    with answering(lambda: "the page", save) as (server, address):
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        secret = address.partition(f":{server.server_address[1]}")[2]
        assert len(secret) > 30

        def asked(method, path, body=None, **headers):
            connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=60)
            connection.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

        yield asked, secret, saved
        server.shutdown()
        thread.join()


def test_a_page_that_saves_answers_only_under_its_secret(ask):
    asked, secret, saved = ask
    assert asked("GET", secret) == (200, "the page")
    assert asked("POST", f"{secret}save", "a,b") == (200, "1")
    assert asked("POST", f"{secret}save", "bad") == (409, "expected decisions, found 'bad'")
    for method, path in (("GET", "/"), ("GET", "/index.html"), ("POST", "/save"), ("POST", secret), ("HEAD", secret)):
        assert asked(method, path, "x" if method == "POST" else None)[0] == 404
    assert saved == ["a,b"]


def test_a_page_elsewhere_can_not_save_even_with_the_secret(ask):
    asked, secret, saved = ask
    assert asked("POST", f"{secret}save", "x", Origin="http://evil.example")[0] == 404
    assert asked("POST", f"{secret}save", "x", Host="evil.example:80")[0] == 403
    assert asked("POST", f"{secret}save", "x", Content_Length="9000000")[0] == 413
    assert saved == []
