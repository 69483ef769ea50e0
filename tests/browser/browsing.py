"""What tests in a browser share: where it is, what an open page is."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field

from playwright.sync_api import Page

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
)


@dataclass
class Visit:
    """An open page with everything that it asked for and said."""

    page: Page
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


def chromium() -> str | None:
    """Path of the system's Chromium."""
    return os.environ.get("R4V_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
