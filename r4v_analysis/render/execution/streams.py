"""A notebook's stdout and stderr: what is written past Python is read before its cell is over."""

from __future__ import annotations

import os
import select
import sys
import threading
from typing import Any

from ipykernel import iostream


class OutStream(iostream.OutStream):  # type: ignore[misc]
    """ipykernel's stream, but that `drain` waits for nothing to have all of a file descriptor's content.

    ipykernel reads the descriptor on a thread and gives that some time before it ends a cell: what
    C code or another program wrote at a cell's end can come too late, and with the next cell.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """As ipykernel's."""
        self._reading = threading.Lock()
        super().__init__(*arguments, **options)

    def drain(self) -> None:
        """Take what was written to the descriptor so far."""
        if self._should_watch:
            with self._reading:
                self._take()

    def _watch_pipe_fd(self) -> None:
        try:
            while self._should_watch:
                select.select([self._fid], [], [])
                with self._reading:
                    if not self._take():
                        return
        except Exception:
            self._exc = sys.exc_info()

    def _take(self) -> bool:
        """Publish what is there; False at the end of all writers."""
        while select.select([self._fid], [], [], 0)[0]:
            content = os.read(self._fid, iostream.PIPE_BUFFER_SIZE)
            if not content:
                return False
            self.write(content.decode(errors="replace"))
            os.write(self._original_stdstream_copy, content)
        return True
