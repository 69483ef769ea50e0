"""A page that follows its notebook: rendered anew when notebook, data or library changes, and shown in a frame.

The page in the frame is the rendered file as it is; what reloads it stands around the frame and
only in what is served. A fresh process renders, so that it has the library as it is now.
"""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from markupsafe import escape

from r4v_analysis import planning
from r4v_analysis.i18n import translator
from r4v_analysis.jobs import Job
from r4v_analysis.problems import UsageError
from r4v_analysis.serving import ADDRESS, LocalHandler

PACKAGE = Path(__file__).resolve().parent
WATCHED = {".ipynb", ".po", ".py", ".j2", ".css", ".js", ".csv", ".json", ".toml", ".mplstyle", ".ttf"}

Follow = Callable[[Callable[[str], object]], None]


@dataclass(frozen=True)
class State:
    """What the frame shows. `version` counts renders; `page` is a path below the folder; `lines` are errors."""

    version: int = 0
    page: str = ""
    lines: tuple[str, ...] = ()


class Preview:
    """One job, rendered into a folder of its own, and its state."""

    def __init__(self, job: Job, data_dir: Path, folder: Path) -> None:
        """Nothing is rendered yet."""
        self.job, self.data_dir, self.folder = job, data_dir, folder
        self.state = State()

    @property
    def command(self) -> list[str]:
        """What renders the page."""
        job = self.job
        options = ["--notebook", str(job.notebook.path), "--lang", job.lang, "-o", str(self.folder), "-j", "1"]
        return [
            sys.executable,
            "-m",
            "r4v_analysis.cli",
            "render",
            job.report_id,
            *options,
            "--data",
            str(self.data_dir),
        ]

    def render(self) -> State:
        """Render the page as everything is now; of a failure the failure page, or the lines that say why."""
        done = subprocess.run(self.command, capture_output=True, text=True, check=False)
        lines = tuple(line for line in done.stderr.splitlines() if line.startswith("error: "))
        shown = [self.job.page, self.job.failure] if done.returncode == 0 else [self.job.failure, self.job.page]
        page = next((path for path in shown if (self.folder / path).is_file()), "")
        if done.returncode and not lines:
            lines = tuple(done.stderr.splitlines()[-5:])
        self.state = State(self.state.version + 1, page, lines)
        return self.state

    @property
    def folders(self) -> list[Path]:
        """Folders whose files are watched, none of them with what is below it."""
        inner = [path for root in (self.data_dir, PACKAGE) for path in root.rglob("*") if path.is_dir()]
        kept = [path for path in inner if not any(part.startswith((".", "__")) for part in path.parts)]
        return [self.job.notebook.path.parent, self.data_dir, PACKAGE, *kept]

    def is_watched(self, _change: Any, path: str) -> bool:
        """Whether a changed file can change the page."""
        changed, notebook = Path(path), self.job.notebook.path
        if changed.name.startswith(".") or changed.suffix not in WATCHED:
            return False
        is_near = changed.parent == notebook.parent
        is_inside = any(changed.is_relative_to(root) for root in (self.data_dir, PACKAGE))
        return is_inside or (is_near and changed.name.split(".")[0] == notebook.stem)


@contextmanager
def previewed(
    notebook: str, report_id: str, lang: str, data_dir: str = "", port: int = 0
) -> Iterator[tuple[str, Follow]]:
    """A server of a notebook's page: its address, and what renders and follows until it is interrupted.

    Raises
    ------
    UsageError
        A notebook, report or language that can't be used, a port that is taken, or watchfiles is missing.
    DataError
        The data has errors at the start; later ones are shown in place of the page.
    """
    _require_watchfiles()
    planned = planning.plan([report_id], notebooks=[notebook], languages=[lang], data_dir=data_dir)
    with tempfile.TemporaryDirectory(prefix="r4v-preview-", ignore_cleanup_errors=True) as folder:
        preview = Preview(planned.jobs[0], planned.data.folder.resolve(), Path(folder))
        server = _server(preview, port)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://{ADDRESS}:{server.server_address[1]}/", functools.partial(_follow, preview)
        finally:
            server.shutdown()
            server.server_close()


def _follow(preview: Preview, say: Callable[[str], object], stop: threading.Event | None = None) -> None:
    from watchfiles import watch

    _say(preview.render(), say)
    for _changes in watch(
        *preview.folders,
        watch_filter=preview.is_watched,
        debounce=400,
        step=100,
        recursive=False,
        stop_event=stop,
    ):
        _say(preview.render(), say)


def _say(state: State, say: Callable[[str], object]) -> None:
    for line in state.lines or (f"Rendered {state.page}.",):
        say(line)


def _require_watchfiles() -> None:
    try:
        import watchfiles  # noqa: F401  only whether it is there
    except ImportError:
        raise UsageError(
            "r4v preview: expected the package watchfiles, found none. Install it: pip install 'r4v-analysis[preview]'."
        ) from None


def _server(preview: Preview, port: int) -> ThreadingHTTPServer:
    handler = functools.partial(_Handler, directory=str(preview.folder), preview=preview)
    try:
        return ThreadingHTTPServer((ADDRESS, port), handler)
    except OSError as error:
        raise UsageError(
            f"--port: expected a free port, found {port}: {error.strerror}. Name another, or none."
        ) from None


class _Handler(LocalHandler):
    """The frame at `/`, its state at `/state`, the rendered files below."""

    def __init__(self, *arguments: Any, preview: Preview, **named: Any) -> None:
        self.preview = preview
        super().__init__(*arguments, **named)

    def do_GET(self) -> None:  # noqa: N802  the base class names it so
        """The frame, the state, or a file; nothing for a request under another host's name."""
        if self.path == "/" and self.is_for_us():
            self._send(frame(self.preview.job.lang), "text/html")
        elif self.path == "/state" and self.is_for_us():
            self._send(json.dumps(asdict(self.preview.state)), "application/json")
        elif self.path not in ("/", "/state"):
            super().do_GET()

    def _send(self, text: str, kind: str) -> None:
        content = text.encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def frame(lang: str) -> str:
    """What stands around the page: a line of state, and the script that reloads the frame."""
    _ = translator(lang).gettext
    texts = {"title": _("Preview"), "waiting": _("Rendering…"), "page": _("The page as rendered")}
    return _FRAME.format(lang=lang, **{name: escape(text) for name, text in texts.items()}) + _SCRIPT


_FRAME = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<style>
html, body {{ height: 100%; margin: 0; display: flex; flex-direction: column; font: 15px system-ui, sans-serif; }}
body {{ flex: 1; }}
#lines {{ margin: 0; padding: .5rem 1rem; background: #fbeceb; color: #7a1f12; white-space: pre-wrap; }}
#lines:empty {{ display: none; }}
iframe {{ flex: 1; border: 0; width: 100%; }}
</style></head><body><p id="lines" role="status">{waiting}</p><iframe id="page" title="{page}"></iframe>
"""
_SCRIPT = """<script>
let seen = 0;
async function look() {
  try {
    const state = await (await fetch("/state")).json();
    if (state.version !== seen) {
      seen = state.version;
      document.getElementById("lines").textContent = state.lines.join("\\n");
      const page = document.getElementById("page"), address = "/" + state.page;
      const isOpen = page.contentWindow.location.pathname === address;
      if (state.page && isOpen) page.contentWindow.location.reload();
      else if (state.page) page.src = address;
    }
  } catch { /* the preview has ended, or is not there yet */ }
  setTimeout(look, 500);
}
look();
</script></body></html>
"""
