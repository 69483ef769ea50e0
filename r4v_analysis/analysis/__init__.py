"""The questions, a folder each, and what compares reports."""
