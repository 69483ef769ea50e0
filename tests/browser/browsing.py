"""What tests in a browser share: where it is, what an open page is."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent.parent
FULLEST, THINNEST = "PER_2023-05_2023-07", "PER_2020-06_2020-06"
"""The reports with most and with fewest numbers."""

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = (
    f"browser: expected {', '.join(NAMES)} on PATH or its path in R4V_CHROMIUM, found none. "
    "Install Chromium (Debian and Ubuntu: apt-get install chromium) or set R4V_CHROMIUM."
)
QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Without these a window costs two more processes, for what opens below an address bar: twice the time of a visit.
    # Said here, the list takes the place of Playwright's own, of which the others are what matters to a page.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,MediaRouter,PaintHolding",
)
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
"""What axe looks for."""

COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""Where all of it was looked for already: what another theme can break."""


@dataclass
class Visit:
    """An open page with everything that it asked for and said."""

    page: Page
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def violations(page: Page, rules: Mapping[str, object] = RULES) -> list[str]:
    """What axe has to say of a page; what passes is not collected, which takes longer than the search."""
    found = Axe().run(page, options={**rules, "resultTypes": ["violations"]}).response["violations"]
    return [f"{violation['id']}: {node['html'][:200]}" for violation in found for node in violation["nodes"]]


def chromium() -> str | None:
    """Path of the system's Chromium."""
    return os.environ.get("R4V_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def served_lab(command: list[str], folder: Path, **environment: str) -> Iterator[str]:
    """JupyterLab on a copy of notebooks/ and data/ in a folder, with settings of its own; its address."""
    for name in ("notebooks", "data"):
        shutil.copytree(ROOT / name, folder / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    options = ["--no-browser", "--allow-root", f"--port={address.rpartition(':')[2]}", "--IdentityProvider.token="]
    homes = {name: str(folder / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "HOME")}
    with subprocess.Popen(
        [sys.executable, "-m", *command, *options, "--LabApp.news_url=None"],
        cwd=folder,
        env={**os.environ, **homes, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            _wait_for(f"{address}/api")
            yield address
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    for _attempt in range(720):
        try:
            urllib.request.urlopen(address)  # noqa: S310  the loopback address made above
            return
        except urllib.error.URLError:
            time.sleep(0.25)
    raise TimeoutError(address)
