"""Which renders still hold: by what they were made from, by what they can read of data/, by their files.

Nothing is believed that the manifest doesn't hold. Data is compared only where the whole folder differs
from the last one that was known to have nothing else for a page; a file is read again only where its size or
time is not the one on record, or its time is not older than the manifest's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from r4v_analysis.files import file_digest
from r4v_analysis.render import manifest
from r4v_analysis.render.job import Job
from r4v_analysis.render.manifest import Key, Manifest, Record, parts_of
from r4v_analysis.render.plan import RunPlan

LOST = "output missing or changed"


class Freshness:
    """What a manifest says of a plan's jobs. `verify` has every file read, `force` finds nothing fresh."""

    def __init__(self, planned: RunPlan, book: Manifest, *, force: bool = False, verify: bool = False) -> None:
        """Nothing is asked yet."""
        self.planned, self.book, self.force, self.verify = planned, book, force, verify
        self._held: dict[str, bool] = {}
        self._seen: dict[str, manifest.Stat | None] = {}

    def reason(self, job: Job) -> str:
        """Why a job has to run; empty where its outputs are what it would make."""
        return self.of_record(job.identity, job.parts)

    def of_record(self, identity: Key, parts: Mapping[str, object]) -> str:
        """The same for any record; `parts` are what its key would be made of now."""
        record = self.book.records.get(identity) or self.book.made.get(identity)
        if record is None:
            return "new"
        if record.status != "rendered":
            return "failed before"
        before = parts_of(record.inputs, record.parameters, record.versions)
        changed = [name for name in {**parts, **before} if parts.get(name) != before.get(name)]
        changed += self._changed_data(record)
        return ", ".join(changed) or self._changed_files(record) or ("forced" if self.force else "")

    def renew(self, identity: Key) -> None:
        """Put on record that a current render holds for this state of data and of its files."""
        record = self.book.records.get(identity) or self.book.made[identity]
        stats = [self._stat(path) or (0, 0) for path in sorted(record.files)]
        data_digest = self.planned.data.digest
        if record.inputs["data"] != data_digest or stats != [tuple(stat) for stat in record.stats]:
            self.book.renew(replace(record, inputs={**record.inputs, "data": data_digest}, stats=stats))

    def stats(self, files: Mapping[str, str]) -> list[manifest.Stat]:
        """Size and time of files that were just written, in the order of their names."""
        return [manifest.stat_of(f"{self.book.folder}/{path}") or (0, 0) for path in sorted(files)]

    def _changed_data(self, record: Record) -> list[str]:
        if record.inputs.get("data") == self.planned.data.digest:
            return []
        now = self.planned.readable(record.identity)
        tables = sorted(name for name in {**now, **record.data} if now.get(name) != record.data.get(name))
        return [f"data ({', '.join(tables)})"] if tables else []

    def _changed_files(self, record: Record) -> str:
        if not record.files or len(record.files) != len(record.stats):
            return LOST
        for path, stat in zip(sorted(record.files), record.stats, strict=True):
            if not self._holds(path, record.files[path], (stat[0], stat[1])):
                return LOST
        return ""

    def _holds(self, path: str, digest: str, stat: manifest.Stat) -> bool:
        found = self._stat(path)
        if found is None:
            return False
        if found == stat and stat[1] < self.book.mtime and not self.verify:
            return True
        if (known := self._held.get(path + digest)) is None:
            known = self._held[path + digest] = file_digest(self.book.folder / path) == digest
        return known

    def _stat(self, path: str) -> manifest.Stat | None:
        """Size and time of a file as the run found it; renders share files."""
        if path not in self._seen:
            self._seen[path] = manifest.stat_of(f"{self.book.folder}/{path}")
        return self._seen[path]
