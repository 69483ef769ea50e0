"""A zip of rendered pages: what is in it, that it is what was rendered, and the same each time."""

import hashlib
import io
import json
import posixpath
import zipfile
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from r4v_analysis.cli.app import main
from r4v_analysis.errors import R4VError, UsageError
from r4v_analysis.render import plan, run
from r4v_analysis.sharing import bundle

REPORT, OTHER = "PER_2020-06_2020-06", "XCB_2021-01_2021-12"


@pytest.fixture(scope="module")
def planned(data_dir):
    return plan.plan([REPORT, OTHER], notebooks=["funding_gap"], data_dir=data_dir)


@pytest.fixture(scope="module")
def outputs(planned, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundled") / "outputs"
    assert run.render(planned, folder).counts["failed"] == 0
    return folder


@pytest.fixture
def packed(planned, outputs):
    def made(reports=(REPORT,), languages=("en", "es")):
        return bundle.bundle(planned.data, outputs, planned.notebooks, reports, languages)

    return made


def files_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_holds_pages_and_tables_of_the_chosen_report_as_they_were_rendered(packed, outputs):
    files = files_of(packed())
    inside = {name: content for name, content in files.items() if name.startswith(REPORT)}
    assert {f"{REPORT}/funding_gap.en.html", f"{REPORT}/funding_gap.es.html", f"{REPORT}/metrics.json"} <= set(inside)
    changed = {name for name, content in inside.items() if (outputs / name).read_bytes() != content}
    assert {name.rpartition(".")[2] for name in changed} == {"html"}  # links that lead out: see below
    assert not [name for name in files if name.endswith(".ipynb") or OTHER in name]


@pytest.mark.parametrize("languages", [("en", "es"), ("es",)])
def test_every_link_in_it_leads_to_a_file_in_it_and_what_led_out_is_text(packed, outputs, languages):
    files = files_of(packed(languages=languages))
    texts = {name: BeautifulSoup(content, "html.parser") for name, content in files.items() if name.endswith(".html")}
    links = [(name, link["href"]) for name, page in texts.items() for link in page.find_all("a", href=True)]
    inner = [(name, urlsplit(href).path) for name, href in links if not urlsplit(href).scheme]
    targets = {posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) for name, path in inner if path}
    assert {"index.html" if "en" in languages else "index.es.html", f"{REPORT}/funding_gap.es.html"} <= targets
    assert targets <= set(files)
    name = f"{REPORT}/funding_gap.es.html"
    before = BeautifulSoup((outputs / name).read_bytes(), "html.parser")
    assert texts[name].get_text() == before.get_text()
    assert len(texts[name].find_all("a", href=True)) < len(before.find_all("a", href=True))


def test_its_index_lists_the_chosen_report_alone(packed):
    text = files_of(packed())["index.html"].decode()
    assert f"{REPORT}/funding_gap.en.html" in text
    assert OTHER not in text


def test_a_bundle_in_spanish_opens_in_spanish(packed):
    files = files_of(packed(languages=("es",)))
    assert not [name for name in files if name.endswith(".en.html")]
    assert files["index.html"] == files["index.es.html"]
    assert b'<html lang="es"' in files["index.html"]


def test_contents_give_the_digest_of_every_file(packed):
    files = files_of(packed())
    digests = json.loads(files.pop(bundle.CONTENTS))["files"]
    assert digests == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_the_same_pages_give_the_same_bytes(packed):
    assert packed() == packed()


def test_what_was_changed_or_removed_since_is_named_and_nothing_is_packed(packed, outputs):
    changed, gone = (outputs / REPORT / f"funding_gap.{lang}.html" for lang in ("en", "es"))
    before = {path: path.read_bytes() for path in (changed, gone)}
    changed.write_bytes(b"edited")
    gone.unlink()
    with pytest.raises(R4VError) as caught:
        packed()
    for path, content in before.items():
        path.write_bytes(content)
    lines = str(caught.value).splitlines()
    assert len(lines) == 2
    told = next(line for line in lines if changed.name in line)
    assert "expected it as it was rendered" in told
    assert told.endswith(f"Run: r4v render {REPORT} -o {outputs}")
    assert "expected this file, found none" in next(line for line in lines if gone.name in line)


def test_a_report_that_is_not_rendered_is_offered_the_nearest(packed):
    with pytest.raises(UsageError, match=f"Nearest: '{REPORT}'"):
        packed(reports=("PER_2020-06_2020-07",))


def test_the_command_writes_the_file_and_says_when_there_is_nothing(outputs, data_dir, tmp_path, capsys):
    file = tmp_path / "pages.zip"
    arguments = ["--from", str(outputs), "--data", str(data_dir), "-o", str(file)]
    assert main(["bundle", *arguments]) == 0
    assert capsys.readouterr().out == f"{file}\n"
    assert OTHER in "".join(zipfile.ZipFile(file).namelist())
    assert main(["bundle", "--from", str(tmp_path), "--data", str(data_dir)]) == 2
    assert "expected rendered pages, found none" in capsys.readouterr().err
