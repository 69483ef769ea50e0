"""The data folder as one zip file that any Data Package tool opens: tables, descriptor, dictionary."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from r4v_analysis.data.corrections import FILE as CORRECTIONS
from r4v_analysis.data.report import Data
from r4v_analysis.data.schema import read_descriptor
from r4v_analysis.files import DESCRIPTOR

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a zip file can hold: the same files give the same bytes."""


def package(data: Data) -> bytes:
    """Every table that the descriptor names, with it, the dictionary and the known misprints."""
    descriptor, _problems = read_descriptor(data.folder)
    named = [str(entry["path"]) for entry in descriptor["resources"]]
    others = [name for name in ("README.md", CORRECTIONS) if (data.folder / name).is_file()]
    return zipped({name: (data.folder / name).read_bytes() for name in (DESCRIPTOR, *others, *named)})


def zipped(files: Mapping[str, bytes | Path]) -> bytes:
    """Files as a zip, the same bytes for the same files; a path stands for what it holds."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content.read_bytes() if isinstance(content, Path) else content)
    return out.getvalue()
