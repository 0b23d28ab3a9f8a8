"""Kubernetes' objects: rendered by kustomize where kubectl is, else as they stand in their files."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import yaml

from . import kubernetes_objects as objects_of
from . import operator_objects
from .compose import unknown_flags
from .container import PATH

# The oldest and the newest to be at home in.
VERSIONS = ("1.29.0", "1.37.0")
JOB = "whatsapp_status_exporter"
JOBS = {"ServiceMonitor": JOB, "PodMonitor": JOB, "Probe": f"{JOB}_probe"}
# The most a ConfigMap holds.
MOST_BYTES = 1 << 20


def check(report, root, binary):
    folder = root / "deploy/kubernetes"
    kubectl = shutil.which("kubectl")
    if not kubectl:
        report.note("kustomizations are not rendered: no kubectl here")
    vantage, nodes, operator = (
        objects(report, kubectl, folder / name) for name in ("vantage-berlin", "nodes", "prometheus-operator"))
    # Not named by its kustomization, since its targets are an operator's own.
    operator += read([folder / "prometheus-operator/probe.yaml"])
    workloads = objects_of.of(vantage + nodes, *objects_of.WORKLOADS)

    validate(report, vantage + nodes)
    found = [
        f"{objects_of.named(each)}{problem}" for each in operator
        for problem in operator_objects.problems(each, operator_objects.KINDS.get(each["kind"], {}))]
    report.check("objects of the Prometheus operator have no unknown keys", found)
    report.check("monitors give the jobs the names that rules select by", job_problems(operator))
    if kubectl:
        report.check("selectors find pods, services and ports", objects_of.selection_problems(vantage + nodes + operator))
        report.check("what pods refer to is there", objects_of.reference_problems(vantage + nodes))
        with_annotations(report, kubectl, folder)
        objects(report, kubectl, root / "grafana")
    for workload in workloads:
        report.check(
            f"{objects_of.named(workload)} has no privileges",
            objects_of.privilege_problems(workload, restricted=workload["kind"] == "Deployment"))
        if os.access(binary, os.X_OK):
            [box] = objects_of.pod(workload)["containers"]
            report.check(f"flags of {objects_of.named(workload)} exist", unknown_flags(binary, box["args"]))
    if os.access(binary, os.X_OK):
        for file in sorted(folder.glob("*/whatsapp_status_exporter.yml")):
            check_config(report, binary, file)
    else:
        report.note("flags and configurations for Kubernetes are not checked: no exporter here")
    report.check("rules.yaml is what rules.sh makes of the rules", stale(folder / "prometheus-operator"))
    report.check("grafana/kustomization.yaml names every dashboard", dashboard_problems(root / "grafana"))


def objects(report, kubectl, folder):
    if not kubectl:
        return read(plain_files(folder))
    run = subprocess.run([kubectl, "kustomize", folder], capture_output=True, text=True, timeout=60)
    failure = [f"exit status {run.returncode}"] if run.returncode else []
    report.check(f"kubectl kustomize {folder.name}", run.stderr.splitlines() or failure)
    return list(yaml.safe_load_all(run.stdout))


def read(files):
    return [each for file in files for each in yaml.safe_load_all(file.read_text(encoding="utf-8")) if each]


def plain_files(folder):
    """The files that a kustomization names, and those of others that it names."""
    settings = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    for name in settings["resources"]:
        if (folder / name).is_dir():
            yield from plain_files(folder / name)
        else:
            yield folder / name


def validate(report, found):
    program = shutil.which("kubernetes-validate", path=PATH)
    if not program:
        report.note("Kubernetes' objects are not checked against their schemas: no kubernetes-validate here")
        return
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        yaml.safe_dump_all(found, file)
        file.flush()
        for version in VERSIONS:
            report.command(
                f"{len(found)} objects are valid for Kubernetes {version}", program, "--strict", "--quiet", "-k", version, file.name,
                silent=True)


def job_problems(operator):
    for kind, job in JOBS.items():
        found = objects_of.of(operator, kind)
        if not found:
            yield f"no {kind}"
        for each in found:
            spec = each["spec"]
            given = {spec.get("jobName")} - {None}
            for endpoint in spec.get("endpoints", []) + spec.get("podMetricsEndpoints", []):
                given |= {rule["replacement"] for rule in endpoint["relabelings"] if rule.get("targetLabel") == "job"}
            if given != {job}:
                yield f"{objects_of.named(each)} gives {given}, not {job}"


def with_annotations(report, kubectl, folder):
    """The component, on top of the base."""
    with tempfile.TemporaryDirectory() as temporary:
        way = os.path.relpath(folder.resolve(), pathlib.Path(temporary).resolve() / "top")
        top = pathlib.Path(temporary) / "annotations on base"
        top.mkdir()
        settings = {"resources": [f"{way}/base"], "components": [f"{way}/annotations"]}
        (top / "kustomization.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        [workload] = objects_of.of(objects(report, kubectl, top), "Deployment")
    annotations = workload["spec"]["template"]["metadata"].get("annotations", {})
    wanted = {"prometheus.io/scrape": "true", "prometheus.io/port": str(objects_of.PORT), "prometheus.io/path": "/metrics"}
    report.check("annotations say where metrics are", [] if annotations == wanted else [str(annotations)])


def check_config(report, binary, file):
    """A configuration is valid, once the secrets that it names are there."""
    with tempfile.TemporaryDirectory() as folder:
        secret = pathlib.Path(folder) / "secret"
        secret.write_text("made up, and long enough\n", encoding="utf-8")
        config = pathlib.Path(folder) / file.name
        config.write_text(re.sub(r"(_file: ).+", rf"\g<1>{secret}", file.read_text(encoding="utf-8")), encoding="utf-8")
        report.command(f"{file.parent.name}/{file.name} is valid", binary, "--config.check", f"--config.file={config}")


def stale(folder):
    run = subprocess.run([folder / "rules.sh"], capture_output=True, text=True, timeout=60)
    there = (folder / "rules.yaml").read_text(encoding="utf-8")
    if run.returncode or run.stdout != there:
        yield run.stderr or "run: make kubernetes-rules"


def dashboard_problems(folder):
    settings = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    named = {file for each in settings["configMapGenerator"] for file in each["files"]}
    there = {f"dashboards/{file.name}" for file in folder.glob("dashboards/*.json")}
    yield from sorted(named ^ there)
    for file in folder.glob("dashboards/*.json"):
        if file.stat().st_size > MOST_BYTES:
            yield f"{file.name} is too large for a ConfigMap"
