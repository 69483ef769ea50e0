"""The output folder on this machine's own address: nobody else can reach it, and no other site can read it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from r4v_analysis.errors import UsageError

ADDRESS = "127.0.0.1"
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
        raise UsageError(f"output folder {str(folder)!r}: expected an index.html, found none. Run r4v render first.")
    try:
        server = ThreadingHTTPServer((ADDRESS, port), functools.partial(LocalHandler, directory=str(folder)))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"--port: expected a free port, found {port}: {reason}. Name another, or none.") from None
    try:
        yield server, f"http://{ADDRESS}:{server.server_address[1]}/index.html"
    finally:
        server.server_close()
