"""Figures, tables and sentences as HTML with a text twin, and where each number comes from."""
