"""An executed notebook, a summary, an index as self-contained pages."""
