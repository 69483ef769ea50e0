"""A data folder: its schema, its tables, a report as it was known on a day."""
