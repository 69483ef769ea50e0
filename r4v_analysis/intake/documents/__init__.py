"""A PDF, HTML, Markdown or text file as lines in reading order."""
