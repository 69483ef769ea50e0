"""Printed numbers as rows with indicator, confidence and reason."""
