"""OCHA's FTS over the network: time-outs, retries with growing pauses, pages; polite and bounded."""

from __future__ import annotations

import http.client
import json
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from r4v_analysis.imports.source import ImportFailed

ADDRESS = "https://api.hpc.tools/v1/public"
ADDRESS_VARIABLE = "R4V_FTS_API"
"""Environment variable with another address of the API: a mirror, a test."""
_LARGEST = 50_000_000
_CHUNK = 65_536
_RETRIED = {429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited: a request in all, tries, seconds before the second try (doubling), pages."""

    request_s: float = 30.0
    tries: int = 4
    pause_s: float = 1.0
    pages: int = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """All pages of an answer, the address asked, and the day that the server gives."""

    pages: list[Any]
    url: str
    day: date | None


def api_address() -> str:
    """Where the API is."""
    return os.environ.get(ADDRESS_VARIABLE, ADDRESS).rstrip("/")


def fetch(path: str, patience: Patience | None = None, *, sleep: Callable[[float], None] = time.sleep) -> Answer:
    """An answer of the API with the pages that its `meta.nextLink` names.

    Raises
    ------
    ImportFailed
        No network, no answer in time, none that can be read, or pages without end; one line.
    """
    patience = patience or Patience()
    start = url = f"{api_address()}/{path}"
    pages: list[Any] = []
    seen: set[str] = set()
    day = None
    while url:
        if url in seen or len(pages) >= patience.pages:
            raise ImportFailed(f"{start}: expected pages that end, found a next link in a circle ({url}). Try later.")
        seen.add(url)
        if pages:
            sleep(patience.pause_s)
        page, served = _page(url, patience, sleep)
        day = day or served
        pages.append(page)
        url = _next(page, url)
    return Answer(pages, start, day)


def _next(page: Any, url: str) -> str:
    meta = page.get("meta") if isinstance(page, dict) else None
    link = meta.get("nextLink") if isinstance(meta, dict) else None
    if not isinstance(link, str) or not link:
        return ""
    target = urljoin(url, link)
    if urlsplit(target)[:2] != urlsplit(url)[:2]:
        raise ImportFailed(f"{url}: expected the next page on the same server, found {target}. Try later.")
    return target


def _page(url: str, patience: Patience, sleep: Callable[[float], None]) -> tuple[Any, date | None]:
    fault = ""
    for attempt in range(patience.tries):
        if attempt:
            sleep(patience.pause_s * 2 ** (attempt - 1))
        try:
            return _ask(url, patience.request_s)
        except urllib.error.HTTPError as error:
            fault = f"the status {error.code}"
            if error.code not in _RETRIED:
                break
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, socket.gaierror):
                raise ImportFailed(f"{url}: expected an answer, found no network. Import a file instead.") from None
            fault = "no answer in time" if isinstance(reason, TimeoutError) else f"no answer ({reason})"
        except (ValueError, RecursionError):
            fault = "JSON that breaks off or can't be read"
    raise ImportFailed(f"{url}: expected an answer of FTS, found {fault}. Try later, or import a file.")


def _ask(url: str, seconds: float) -> tuple[Any, date | None]:
    """One request; a server that sends a byte now and then is cut off, too."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise ImportFailed(f"{url}: expected an address that starts with https, found another. Correct it.")
    end = time.monotonic() + seconds
    request = urllib.request.Request(url, headers={"Accept": "application/json", "User-Agent": "r4v-analysis"})  # noqa: S310  scheme checked
    with urllib.request.urlopen(request, timeout=seconds) as response:  # noqa: S310  scheme checked
        parts = []
        size = 0
        while part := response.read1(_CHUNK):
            parts.append(part)
            size += len(part)
            if time.monotonic() > end:
                raise TimeoutError
            if size > _LARGEST:
                raise ImportFailed(f"{url}: expected less than {_LARGEST // 10**6} MB, found more. Ask for less.")
        return json.loads(b"".join(parts)), _served(response.headers.get("Date"))


def _served(header: str | None) -> date | None:
    try:
        return parsedate_to_datetime(header).date() if header else None
    except ValueError:
        return None
