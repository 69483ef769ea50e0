"""A source document into a draft that a person accepts, and back: rows verified against it."""
