"""The output folder on 127.0.0.1: its files, to this machine, and nothing else."""

import http.client
import threading

import pytest

from r4v_analysis.errors import UsageError
from r4v_analysis.sharing.serve import served


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
            connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
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
