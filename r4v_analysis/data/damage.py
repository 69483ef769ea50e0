"""What programs beside a spreadsheet do to a file, told by its bytes: merges, pointers, another encoding."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from r4v_analysis.errors import reason
from r4v_analysis.files import TOO_LARGE, bounded

_MARKS = re.compile(rb"^(?:<{7}|>{7}|\|{7})(?: [^\r\n]*)?\r?$", re.MULTILINE)
"""Lines that git, and other programs that merge, leave where two changes meet; `=======` stands between two of them."""

_POINTERS = {
    b"version https://git-lfs.github.com/spec/": "a pointer of Git LFS in its place. Fetch the file: git lfs pull.",
    b"/annex/objects/": "a pointer of git-annex in its place. Fetch the file: git annex get.",
}

_FIRST = 4096
"""Bytes in which an encoding is looked for."""


def sound_text(path: Path) -> tuple[str, str]:
    """A file's text, and what was found in place of it where there is none, with what to do next."""
    try:
        raw = bounded(path)
    except OSError as error:
        return "", "none. Restore it." if isinstance(error, FileNotFoundError) else f"{reason(error)}. Restore it."
    if raw is None:
        return "", TOO_LARGE
    damage = known_damage(raw)
    if damage:
        return "", f"{f'in line {damage.line} ' if damage.line else ''}{damage.found}"
    try:
        return raw.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        return "", f"bytes that are no UTF-8 ({error}). Save it as UTF-8."


@dataclass(frozen=True, slots=True)
class Damage:
    """What was found in place of a file, with what to do next; `line` counts from 1, 0 is the file as a whole."""

    line: int
    found: str


def known_damage(raw: bytes) -> Damage | None:
    """What is known to have happened to a text file; None where nothing is."""
    for beginning, found in _POINTERS.items():
        if raw.startswith(beginning):
            return Damage(0, found)
    if is_utf16(raw):
        return Damage(0, "UTF-16, which Excel calls 'Unicode Text' and Windows' Notepad 'Unicode'. Save it as UTF-8.")
    marks = list(_MARKS.finditer(raw)) if b"<<<<<<<" in raw or b">>>>>>>" in raw else []
    if not marks:
        return None
    first = marks[0]
    shown = first[0].decode("utf-8", errors="replace").strip()[:40]
    step = "Settle the merge: keep one side's lines without the markers, or take one file (git checkout --ours)."
    return Damage(raw[: first.start()].count(b"\n") + 1, f"git's conflict markers ({shown!r}). {step}")


def is_utf16(raw: bytes) -> bool:
    """Whether bytes are UTF-16: by the mark before them, or because every second one of a Latin text is 0."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    start = raw[:_FIRST]
    return len(start) > 3 and max(start[0::2].count(0), start[1::2].count(0)) * 4 > len(start)
