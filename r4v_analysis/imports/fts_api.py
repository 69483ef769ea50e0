"""OCHA's FTS over the network: time-outs, retries with growing pauses, pages; polite and bounded."""

from __future__ import annotations

import http.client
import json
import logging
import os
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urljoin, urlsplit

from r4v_analysis.imports.parts import at
from r4v_analysis.imports.source import ImportFailed

ADDRESS = "https://api.hpc.tools/v1/public"
ADDRESS_VARIABLE = "R4V_FTS_API"
"""Environment variable with another address of the API: a mirror, a test."""
SAY_AFTER = 5.0
"""Seconds after which a person is told that an answer is waited for."""

_log = logging.getLogger("r4v_analysis.imports.fts_api")
_LARGEST = 50_000_000
_CHUNK = 65_536
_RETRIED = {429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited: all of it, a request, tries, seconds before the second try (doubling), pages."""

    whole_s: float = 60.0
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
    end = time.monotonic() + patience.whole_s
    while url:
        if url in seen or len(pages) >= patience.pages:
            raise ImportFailed(f"{start}: expected pages that end, found a next link in a circle ({url}). Try later.")
        seen.add(url)
        if pages:
            sleep(patience.pause_s)
        page, served = _page(url, patience, end, sleep)
        day = day or served
        pages.append(page)
        url = _next(page, url)
    return Answer(pages, start, day)


def _next(page: Any, url: str) -> str:
    link = at(page, "meta", "nextLink")
    if not isinstance(link, str) or not link:
        return ""
    target = urljoin(url, link)
    if urlsplit(target)[:2] != urlsplit(url)[:2]:
        raise ImportFailed(f"{url}: expected the next page on the same server, found {target}. Try later.")
    return target


def _page(url: str, patience: Patience, end: float, sleep: Callable[[float], None]) -> tuple[Any, date | None]:
    """A page, asked for again after a fault, until the end of all patience."""
    fault = "no answer in time"
    for attempt in range(patience.tries):
        if attempt:
            sleep(patience.pause_s * 2 ** (attempt - 1))
        left = min(patience.request_s, end - time.monotonic())
        if left <= 0:
            break
        try:
            return _waited_for(url, left)
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


def _waited_for(url: str, seconds: float) -> tuple[Any, date | None]:
    """One request on a thread of its own: even a head that comes byte by byte is cut off."""
    answers: SimpleQueue[Any] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put((_ask(url, seconds), None))
        except BaseException as error:
            answers.put((None, error))

    threading.Thread(target=ask, daemon=True, name="FTS").start()
    said = min(SAY_AFTER, seconds)
    for part in (said, seconds - said):
        try:
            answer, error = answers.get(timeout=max(part, 0.001))
        except Empty:
            if part == said < seconds:
                _log.warning("%s: no answer yet; waiting for %.0f s at most.", urlsplit(url).netloc, seconds - said)
            continue
        if error is not None:
            raise error
        found: tuple[Any, date | None] = answer
        return found
    raise TimeoutError


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
