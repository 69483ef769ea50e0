"""Reach by sector: who was reached, against targets and people in need."""
