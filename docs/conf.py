"""How the documentation site is built: `make docs`. Nothing is fetched, while building or while reading."""

from __future__ import annotations

import os
import sys
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS))
os.environ.setdefault("R4V_DATA", str(DOCS.parent / "data"))

from r4v_analysis import __version__  # noqa: E402  after the path

project = "r4v-analysis"
copyright = "the authors of r4v-analysis; MIT licence"  # noqa: A001  the name that Sphinx reads
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "generated"]
exclude_patterns = ["_build"]
default_role = "code"

html_theme = "furo"
html_title = "r4v-analysis"
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_default_options = {"members": True, "undoc-members": False}
napoleon_google_docstring = False
myst_heading_anchors = 3
