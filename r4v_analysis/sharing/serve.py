"""The output folder on this machine's own address: nobody else can reach it, and no other site can read it."""

from __future__ import annotations

import functools
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from r4v_analysis.errors import R4VError, UsageError
from r4v_analysis.files import command

ADDRESS = "127.0.0.1"
_MOST_BYTES = 8_000_000
_NAMES = ("127.0.0.1", "localhost")


class LocalHandler(SimpleHTTPRequestHandler):
    """Files below a folder, never a list of them, and only for a request that names this machine."""

    def do_GET(self) -> None:
        """A file; a request under another host's name (a page elsewhere that was pointed here) is refused."""
        if self.is_for_us():
            super().do_GET()

    def do_HEAD(self) -> None:
        """As for GET."""
        if self.is_for_us():
            super().do_HEAD()

    def is_for_us(self) -> bool:
        """Whether the request names this machine; else it has been answered with a refusal."""
        name = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host")
        if name not in _NAMES:
            self.send_error(403, "Expected 127.0.0.1 or localhost")
        return name in _NAMES

    def list_directory(self, path: object) -> None:  # noqa: ARG002
        """No list: what is there is linked by the index."""
        self.send_error(404, "No such file")

    def end_headers(self) -> None:
        """Pages are read anew each time, for they are rendered anew."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def answer(self, status: int, text: str, kind: str) -> None:
        """Send a text."""
        raw = text.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.send_header("X-Frame-Options", "DENY")
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class names it so
        """Nothing: the terminal is for what went wrong."""


@contextmanager
def served(folder: Path, port: int = 0) -> Iterator[tuple[ThreadingHTTPServer, str]]:
    """A server of a folder, and its address; `port` 0 takes a free one.

    Raises
    ------
    UsageError
        The folder has no index page, or the port is taken.
    """
    if not (folder / "index.html").is_file():
        raise UsageError(
            f"output folder {str(folder)!r}: expected an index.html, found none. "
            f"Run: {command('render', output=folder)}"
        )
    server = server_on(port, functools.partial(LocalHandler, directory=str(folder)))
    try:
        yield server, f"http://{ADDRESS}:{server.server_address[1]}/index.html"
    finally:
        server.server_close()


def server_on(port: int, handler: Callable[..., LocalHandler]) -> ThreadingHTTPServer:
    """A server on this machine's own address; `port` 0 takes a free one."""
    try:
        return ThreadingHTTPServer((ADDRESS, port), handler)
    except (OSError, OverflowError) as error:
        found = getattr(error, "strerror", None) or error
        raise UsageError(f"--port: expected a free port, found {port}: {found}. Name another, or none.") from None


@contextmanager
def answering(page: Callable[[], str], save: Callable[[str], str]) -> Iterator[tuple[ThreadingHTTPServer, str]]:
    """A server of one page that may save, and its address, which nobody can guess.

    `page` gives the page as it is now, `save` takes what it sends; its errors go back as their message.
    """
    path = f"/{secrets.token_urlsafe(24)}/"
    server = server_on(0, functools.partial(_Desk, secret=path, page=page, save=save, lock=threading.Lock()))
    try:
        yield server, f"http://{ADDRESS}:{server.server_address[1]}{path}"
    finally:
        server.server_close()


class _Desk(LocalHandler):
    """One page under a secret path, and what it saves."""

    def __init__(
        self,
        *arguments: Any,
        secret: str,
        page: Callable[[], str],
        save: Callable[[str], str],
        lock: threading.Lock,
    ) -> None:
        self.secret, self.page, self.save, self.lock = secret, page, save, lock
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """The page."""
        if self.is_for_us():
            if secrets.compare_digest(self.path.encode(), self.secret.encode()):
                try:
                    with self.lock:
                        self.answer(200, self.page(), "text/html")
                except (R4VError, OSError) as error:
                    self.answer(409, str(error), "text/plain")
            else:
                self.send_error(404, "No such page")

    def do_HEAD(self) -> None:
        """As for GET, without telling anything."""
        if self.is_for_us():
            self.send_error(404, "No such page")

    def do_POST(self) -> None:
        """Save; only from the page itself."""
        if not self.is_for_us():
            return
        length = self.headers.get("Content-Length") or ""
        is_own = self.headers.get("Origin") in (None, f"http://{self.headers.get('Host')}")
        if not is_own or not secrets.compare_digest(self.path.encode(), f"{self.secret}save".encode()):
            self.send_error(404, "No such page")
        elif not length.isdigit() or int(length) > _MOST_BYTES:
            self.send_error(413, "Too large")
        else:
            raw = self.rfile.read(int(length))
            try:
                with self.lock:
                    self.answer(200, self.save(raw.decode("utf-8")), "text/plain")
            except (R4VError, UnicodeDecodeError, OSError) as error:
                self.answer(409, str(error), "text/plain")
