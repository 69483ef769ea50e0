"""The commands of `r4v`."""
