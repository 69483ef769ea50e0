"""One render as a unit of work: a notebook for a report in a language, what it is made from, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from r4v_analysis.notebook.notebook_files import NotebookFile
from r4v_analysis.render.manifest import Key, failure_stem, key_of, parts_of

PNG_INPUT = "png"
"""What the inputs of a job call it."""


@dataclass(frozen=True)
class Job:
    """A notebook for a report in a language: what it is made from, and where it goes.

    `as_of` is empty for the report's own date. `parameters` are checked, and without folders.
    `inputs` are digests by name: notebook, data, code, other notebooks (their titles); `png` is not
    empty where figures are wanted as PNG too.
    """

    report_id: str
    notebook: NotebookFile
    lang: str
    as_of: str
    parameters: Mapping[str, object]
    inputs: Mapping[str, str]
    versions: Mapping[str, str]

    @property
    def identity(self) -> Key:
        """As in the manifest."""
        return self.report_id, self.notebook.name, self.lang, self.as_of

    def sibling(self, notebook: str) -> Key:
        """Another notebook's page of the same report, in the same language."""
        return self.report_id, notebook, self.lang, self.as_of

    def translated(self, lang: str) -> Key:
        """The same page in another language."""
        return self.report_id, self.notebook.name, lang, self.as_of

    def neighbour(self, report_id: str) -> Key:
        """The same page of another report, as of that report's own date."""
        return report_id, self.notebook.name, self.lang, ""

    @cached_property
    def parts(self) -> dict[str, object]:
        """What the key is made of."""
        return parts_of(self.inputs, self.parameters, self.versions)

    @cached_property
    def key(self) -> str:
        """Digest of everything that can change the outputs' bytes."""
        return key_of(self.parts)

    @property
    def folder(self) -> PurePosixPath:
        """Of the report, relative to the output folder."""
        folder = PurePosixPath(self.report_id)
        return folder / f"as-of-{self.as_of}" if self.as_of else folder

    @property
    def stem(self) -> str:
        """Path of the page without its suffix, relative to the output folder."""
        return f"{self.folder}/{self.notebook.name}.{self.lang}"

    @property
    def page(self) -> str:
        """Path of the page."""
        return f"{self.stem}.html"

    @property
    def failure(self) -> str:
        """Path of the page that is written when the render fails."""
        return f"{failure_stem(self.identity)}.html"

    @property
    def failure_log(self) -> str:
        """Path of the same as text."""
        return f"{failure_stem(self.identity)}.log"


@dataclass(frozen=True, slots=True)
class Event:
    """What became of one render; `status` is rendered, current, skipped or failed (planned: stale, current, skipped).

    Of a file beside the pages that can't be made, too: `notebook` is its name then. `page` is the path of its page,
    or of its failure page. `errors` are the lines to show. `worker` and `peak_mb` are those of the result (see
    `work.Result`); 0 where nothing ran.
    """

    report: str
    notebook: str
    lang: str
    status: str
    reason: str
    seconds: float
    page: Path
    errors: Sequence[str] = ()
    worker: int = 0
    peak_mb: float = 0.0
