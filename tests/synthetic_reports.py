"""The made-up reports of benchmarks/, for tests: the modules that make them, importable from here."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

import drafts as scoring
import synthetic_documents as documents
import synthetic_pdf as pdf

__all__ = ["documents", "layout", "pdf", "scoring"]


def layout(name: str) -> documents.Layout:
    """A layout by its name."""
    return next(found for found in documents.LAYOUTS if found.name == name)
