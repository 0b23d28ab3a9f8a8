"""Runs Datadog's own OpenMetrics check by a configuration, and prints as JSON what an Agent would send.

    run_check.py CONF_YAML URL
"""

import json
import logging
import os
import sys

os.environ["DD_TRACE_ENABLED"] = "false"
# Tags that Datadog keeps for itself are for the test to find.
os.environ["DDEV_SKIP_GENERIC_TAGS_CHECK"] = "true"

import yaml
from datadog_checks.base import OpenMetricsBaseCheckV2
from datadog_checks.base.stubs import aggregator

TYPES = {number: name for name, number in aggregator.METRIC_ENUM_MAP.items()}


def main(path, url):
    logging.basicConfig(level=logging.WARNING)
    with open(path, encoding="utf-8") as file:
        config = yaml.safe_load(file)
    [instance] = config["instances"]
    check = OpenMetricsBaseCheckV2("openmetrics", config["init_config"] or {}, [{**instance, "openmetrics_endpoint": url}])
    # A counter is sent once there is something to compare it with.
    errors = [error for error in (check.run(), check.run()) if error]
    # By then each series was seen twice: it counts once.
    metrics = {
        (name, TYPES[sample.type], tuple(sorted(sample.tags)))
        for name in aggregator.metric_names for sample in aggregator.metrics(name)}
    health = [sample.status for sample in aggregator.service_checks("whatsapp.openmetrics.health")]
    json.dump({"errors": errors, "metrics": sorted(metrics), "health": health}, sys.stdout)


main(*sys.argv[1:])
