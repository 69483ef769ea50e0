"""A page that follows its notebook: rendered anew when notebook, data or library changes, and shown in a frame.

The page in the frame is the rendered file as it is; what reloads it stands around the frame and
only in what is served. This process renders with its workers, which are ready; once the library has
changed, a fresh process does each time, so that it has the library as it is now.
"""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from markupsafe import escape

from r4v_analysis.errors import R4VError, UsageError
from r4v_analysis.files import PACKAGE, scratch
from r4v_analysis.language.formats import translator
from r4v_analysis.render import plan, run
from r4v_analysis.render.job import Event, Job
from r4v_analysis.render.work import end_workers, prepare
from r4v_analysis.sharing.serve import ADDRESS, LocalHandler, server_on

WATCHED = {".ipynb", ".po", ".py", ".j2", ".css", ".js", ".csv", ".json", ".toml", ".mplstyle", ".ttf"}

ERROR = "error: "
"""What a line begins with that says what is wrong."""

Follow = Callable[[Callable[[str], object]], None]


@dataclass(frozen=True)
class State:
    """What the frame shows. `version` counts renders; `page` is a path below the folder; `lines` are errors."""

    version: int = 0
    page: str = ""
    lines: tuple[str, ...] = ()


class Preview:
    """One job, rendered into a folder of its own, and its state."""

    def __init__(self, job: Job, data_dir: Path, folder: Path, executor: Executor) -> None:
        """Nothing is rendered yet. `executor` carries what this process renders, and keeps its workers."""
        self.job, self.data_dir, self.folder, self.executor = job, data_dir, folder, executor
        self.state = State()
        self.is_outdated = False

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

    def render(self, changed: Iterable[Path] = ()) -> State:
        """Render the page as everything is now; of a failure the failure page, or the lines that say why.

        Of the files that were `changed` one of this package makes this process outdated for good.
        """
        self.is_outdated = self.is_outdated or any(path.is_relative_to(PACKAGE) for path in changed)
        is_good, lines = self._by_command() if self.is_outdated else self._here()
        shown = [self.job.page, self.job.failure] if is_good else [self.job.failure, self.job.page]
        page = next((path for path in shown if (self.folder / path).is_file()), "")
        self.state = State(self.state.version + 1, page, tuple(lines))
        return self.state

    def _by_command(self) -> tuple[bool, list[str]]:
        """Whether a fresh process rendered the page, and what it says is wrong."""
        done = subprocess.run(self.command, capture_output=True, text=True, check=False)
        said = done.stderr.splitlines()
        lines = [line for line in said if line.startswith(ERROR)]
        is_good = done.returncode == 0
        return is_good, lines if lines or is_good else said[-5:]

    def _here(self) -> tuple[bool, list[str]]:
        """Whether this process rendered the page, and what is wrong, in the words of the command."""
        job, events = self.job, list[Event]()
        try:
            planned = plan.plan(
                [job.report_id], notebooks=[str(job.notebook.path)], languages=[job.lang],
                data_dir=self.data_dir, output_dir=self.folder,
            )  # fmt: skip
            run.render(planned, self.folder, executor=self.executor, on_event=events.append)
        except R4VError as error:
            return False, [f"{ERROR}{line}" for line in str(error).splitlines()]
        except Exception as error:  # the next change may mend it
            return False, [f"{ERROR}{type(error).__name__}: {error}"]
        lines = [line for event in events for line in event.errors]
        return not lines, [f"{ERROR}{line}" for line in lines]

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
    planned = plan.plan([report_id], notebooks=[notebook], languages=[lang], data_dir=data_dir)
    with ExitStack() as stack:
        folder = stack.enter_context(scratch("preview"))
        executor = stack.enter_context(ThreadPoolExecutor(1))
        stack.callback(end_workers)
        preview = Preview(planned.asked[0], planned.data.folder.resolve(), folder, executor)
        server = server_on(port, functools.partial(_Handler, directory=str(folder), preview=preview))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://{ADDRESS}:{server.server_address[1]}/", functools.partial(_follow, preview)
        finally:
            server.shutdown()
            server.server_close()


def _follow(preview: Preview, say: Callable[[str], object], stop: threading.Event | None = None) -> None:
    from watchfiles import watch

    prepare()
    for changes in watch(
        *preview.folders,
        watch_filter=preview.is_watched,
        debounce=400,
        step=100,
        recursive=False,
        stop_event=stop,
        rust_timeout=200,
        yield_on_timeout=True,
    ):
        is_first = not preview.state.version  # rendered under watch: what is saved meanwhile is a change
        if changes or is_first:
            _say(preview.render(Path(path) for _change, path in changes), say)


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


class _Handler(LocalHandler):
    """The frame at `/`, its state at `/state`, the rendered files below."""

    def __init__(self, *arguments: Any, preview: Preview, **named: Any) -> None:
        self.preview = preview
        super().__init__(*arguments, **named)

    def do_GET(self) -> None:  # noqa: N802  the base class names it so
        """The frame, the state, or a file; nothing for a request under another host's name."""
        if self.path == "/" and self.is_for_us():
            self.answer(200, frame(self.preview.job.lang), "text/html")
        elif self.path == "/state" and self.is_for_us():
            self.answer(200, json.dumps(asdict(self.preview.state)), "application/json")
        elif self.path not in ("/", "/state"):
            super().do_GET()


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
