"""Queries that find nothing even when `vantage_points.py` is lived through, each with its reason.

By (dashboard, panel or "variable" or "annotation", letter or name), or (file of rules, rule, verdict). One that finds something
after all, or that is no longer there, fails the check.
"""

import os

EMPTY = {}

# Without the right to mount, the exporter sees the control group it really is in, which may have no limits, or be none.
GROUP = "the exporter's own control group cannot be chosen without the right to mount"
BY_MACHINE = {
    ("whatsapp-host", "Processor of the group", "A"): GROUP,
    ("whatsapp-host", "Processor of the group", "B"): GROUP,
    ("whatsapp-host", "Stopped for its limit", "A"): GROUP,
    ("whatsapp-host", "Memory of the group", "A"): GROUP,
    ("whatsapp-host", "Memory of the group", "B"): GROUP,
    ("whatsapp-host", "Pressure of the group", "A"): GROUP,
} if os.geteuid() != 0 else {}
