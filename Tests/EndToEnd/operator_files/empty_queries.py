"""Queries that find nothing even when `vantage_points.py` is lived through, each with its reason.

By (dashboard, panel or "variable" or "annotation", letter or name), or (file of rules, rule, verdict). One that does find something, or that is
no longer there, fails the check.
"""

EMPTY = {}
