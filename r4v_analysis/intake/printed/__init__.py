"""Every number and date that a text prints: value, precision, unit, qualifier, place."""
