"""What objects of the Prometheus operator may hold, as far as it is of use here: a key that is not here is an error.

By the operator's API reference (monitoring.coreos.com/v1). A type is a Python type, a set of words, a list of what each element
is, or a mapping of keys; of a mapping with the key "*" any other key is one.
"""

TEXTS = {"*": str}
SECRET_KEY = {"name": str, "key": str, "optional": bool}
RELABELING = {
    "sourceLabels": [str], "separator": str, "targetLabel": str, "regex": str, "modulus": int, "replacement": str,
    "action": {
        "replace", "keep", "drop", "hashmod", "labelmap", "labeldrop", "labelkeep", "lowercase", "uppercase", "keepequal",
        "dropequal",
    },
}
SCHEME = {"http", "https"}
TLS = {
    "ca": {"secret": SECRET_KEY, "configMap": SECRET_KEY}, "cert": {"secret": SECRET_KEY, "configMap": SECRET_KEY},
    "keySecret": SECRET_KEY, "serverName": str, "insecureSkipVerify": bool,
}
ACCESS = {
    "tlsConfig": TLS, "basicAuth": {"username": SECRET_KEY, "password": SECRET_KEY},
    "authorization": {"type": str, "credentials": SECRET_KEY},
}
ENDPOINT = ACCESS | {
    "port": str, "path": str, "scheme": SCHEME, "params": {"*": [str]}, "interval": str, "scrapeTimeout": str,
    "honorLabels": bool, "honorTimestamps": bool, "followRedirects": bool, "enableHttp2": bool, "filterRunning": bool,
    "relabelings": [RELABELING], "metricRelabelings": [RELABELING],
}
SELECTOR = {
    "matchLabels": TEXTS,
    "matchExpressions": [{"key": str, "operator": {"In", "NotIn", "Exists", "DoesNotExist"}, "values": [str]}],
}
MONITOR = {
    "selector": SELECTOR, "namespaceSelector": {"any": bool, "matchNames": [str]}, "jobLabel": str, "podTargetLabels": [str],
    "sampleLimit": int, "targetLimit": int, "labelLimit": int, "bodySizeLimit": str, "scrapeProtocols": [str],
    "attachMetadata": {"node": bool},
}
RULE = {
    "record": str, "alert": str, "expr": str, "for": str, "keep_firing_for": str, "labels": TEXTS, "annotations": TEXTS,
}
METADATA = {"name": str, "namespace": str, "labels": TEXTS, "annotations": TEXTS}


def object_of(kind, spec):
    return {"apiVersion": {"monitoring.coreos.com/v1"}, "kind": {kind}, "metadata": METADATA, "spec": spec}


KINDS = {
    kind: object_of(kind, spec) for kind, spec in {
        "ServiceMonitor": MONITOR | {"endpoints": [ENDPOINT | {"targetPort": int}], "targetLabels": [str]},
        "PodMonitor": MONITOR | {"podMetricsEndpoints": [ENDPOINT | {"portNumber": int}]},
        "Probe": ACCESS | {
            "prober": {"url": str, "path": str, "scheme": SCHEME, "proxyUrl": str}, "module": str, "jobName": str,
            "interval": str, "scrapeTimeout": str, "params": [{"name": str, "values": [str]}], "metricRelabelings": [RELABELING],
            "sampleLimit": int,
            "targets": {"staticConfig": {"static": [str], "labels": TEXTS, "relabelingConfigs": [RELABELING]}},
        },
        "PrometheusRule": {
            "groups": [{
                "name": str, "interval": str, "limit": int, "labels": TEXTS, "query_offset": str,
                "partial_response_strategy": str, "rules": [RULE],
            }],
        },
    }.items()
}


def problems(value, wanted, place=""):
    """Where a value is not of the type wanted."""
    if isinstance(wanted, dict):
        if not isinstance(value, dict):
            yield f"{place}: not a mapping"
            return
        for key, inner in value.items():
            if (kind := wanted.get(key, wanted.get("*"))) is None:
                yield f"{place}.{key}: no such key"
            else:
                yield from problems(inner, kind, f"{place}.{key}")
    elif isinstance(wanted, list):
        if not isinstance(value, list):
            yield f"{place}: not a list"
            return
        for index, element in enumerate(value):
            yield from problems(element, wanted[0], f"{place}[{index}]")
    elif isinstance(wanted, set):
        if value not in wanted:
            yield f"{place}: {value!r} is none of {', '.join(sorted(wanted))}"
    # True is an int to Python.
    elif type(value) is not wanted:
        yield f"{place}: {value!r} is no {wanted.__name__}"
