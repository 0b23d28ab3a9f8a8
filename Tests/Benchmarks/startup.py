"""Time from start to the first answer at /metrics."""

from statistics import median

import host_families
from report import line, ratio

STARTS = 20


def run(folder):
    ours, node = [], []
    for _ in range(STARTS):
        with host_families.ours(folder, True) as program:
            ours.append(program.seconds_to_first_answer)
        with host_families.node(True) as program:
            node.append(program.seconds_to_first_answer)
    line("start to first /metrics, median of 20", f"{median(ours) * 1e3:.0f} ms", f"node_exporter {median(node) * 1e3:.0f} ms",
         ratio(median(ours), median(node)), "below 100 ms")
    line("start to first /metrics, longest", f"{max(ours) * 1e3:.0f} ms", f"node_exporter {max(node) * 1e3:.0f} ms",
         ratio(max(ours), max(node)), "")
