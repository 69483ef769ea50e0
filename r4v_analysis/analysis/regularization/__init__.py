"""Regularization uptake: stages, calendar, pace of permit programmes."""
