"""The reports that tests share one run over."""

RENDERED = ("*_20[0-9][0-9]-[0-9][0-9]", "PER_2022-0[56]_*_r4v", "COL_2022-*_fts", "ABW_2022-06_*_r4v", "XRG_2022-*")
"""Patterns of the reports that `rendered_output` has: all documents, and some reports without one."""
