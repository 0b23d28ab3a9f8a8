#!/usr/bin/env python3
"""Checks the files under deploy/ and grafana/ that operators copy: one line a check, exit 1 when one failed.

    check_operator_files.py [SCRAPE_FILE ...]        with scrapes of the exporter, metric names and labels are checked too
    check_operator_files.py --prometheus URL         asks every panel's query and every rule of a Prometheus that scrapes exporters

Needs PyYAML, and promtool (from $PROMTOOL or the PATH). Used where they are: the exporter ($WSE_BINARY), amtool ($AMTOOL),
systemd-analyze, kubectl, and what requirements.txt names.
"""

import argparse
import os
import pathlib
import shutil
import sys

sys.dont_write_bytecode = True

from operator_files import (
    alertmanager, compose, container, dashboards, kubernetes, live, prometheus, runbooks, scrape_configs, systemd, vendors,
)
from operator_files.report import Report
from operator_files.scrape import Scrape


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scrapes", nargs="*", type=pathlib.Path, metavar="SCRAPE_FILE")
    parser.add_argument("--prometheus", metavar="URL")
    parser.add_argument("--rate-interval", default="1m", help="$__rate_interval: at least four scrapes (default %(default)s)")
    parser.add_argument("--seconds", type=int, default=300, help="how far back queries may find something (default %(default)s)")
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2])
    arguments = parser.parse_args()

    report = Report()
    if arguments.prometheus:
        live.check(report, arguments.root, arguments.prometheus, arguments.seconds, arguments.rate_interval)
        return report.finish()

    promtool = shutil.which(os.environ.get("PROMTOOL", "promtool"))
    report.check("promtool is here", [] if promtool else ["not found: set PROMTOOL or install the package prometheus"])
    binary = pathlib.Path(os.environ.get("WSE_BINARY", arguments.root / ".build/release/whatsapp_status_exporter"))
    scrape = Scrape.read(arguments.scrapes) if arguments.scrapes else None
    if scrape is None:
        report.note("metric names are not checked: no scrape given")
    prometheus.check(report, arguments.root, promtool, scrape)
    runbooks.check(report, arguments.root, promtool, binary, scrape)
    scrape_configs.check(report, arguments.root, promtool)
    dashboards.check(report, arguments.root, promtool, scrape)
    systemd.check(report, arguments.root)
    container.check(report, arguments.root)
    compose.check(report, arguments.root, promtool, binary)
    kubernetes.check(report, arguments.root, binary)
    alertmanager.check(report, arguments.root, shutil.which(os.environ.get("AMTOOL", "amtool")))
    vendors.check(report, arguments.root, promtool)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
