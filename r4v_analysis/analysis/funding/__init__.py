"""Funding gap: what a plan asks for, what came in, what is missing."""
