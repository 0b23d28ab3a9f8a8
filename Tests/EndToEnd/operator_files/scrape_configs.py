"""The scrape configurations beside prometheus.yml: promtool takes them, and relabelling makes of a target what it should."""

import concurrent.futures
import json
import pathlib
import subprocess
import tempfile

import yaml

# promtool waits for so long, whether it has found targets or not.
DISCOVERY_SECONDS = 1
PROMTOOL_AT_ONCE = 4

AGENTS = {"agent.yml"}
# Debian's promtool knows nothing of Kubernetes: then these keys are all that is known of it here.
KUBERNETES_KEYS = {"role", "selectors", "namespaces", "attach_metadata", "api_server", "kubeconfig_file"}
KUBERNETES_ROLES = {"pod", "service", "ingress", "endpoints", "endpointslice", "node"}

EXPORTERS, PROBES = "whatsapp_status_exporter", "whatsapp_status_exporter_probe"
ADDRESS = "10.1.2.3:10042"
POD = {
    "__meta_kubernetes_pod_container_port_name": "metrics", "__meta_kubernetes_namespace": "whatsapp-rome",
    "__meta_kubernetes_pod_label_app_kubernetes_io_name": "whatsapp-status-exporter",
    "__meta_kubernetes_pod_phase": "Running", "__meta_kubernetes_node_label_topology_kubernetes_io_region": "eu",
}
SERVICE = "__meta_kubernetes_service_annotation_whatsapp_example_com_probe"
INGRESS = "__meta_kubernetes_ingress_annotation_whatsapp_example_com_probe"


def probed(target, by):
    return {"__address__": by, "__metrics_path__": "/probe", "__param_target": target, "instance": target}


# file, job, a target as it is discovered, its labels after relabelling; None where it is dropped
RELABELLED = [
    ("static.yml", EXPORTERS, "berlin:10042", {"vantage": "v"},
     {"__address__": "berlin:10042", "instance": "berlin", "vantage": "v"}),
    ("file_sd.yml", EXPORTERS, "[fd00::1]:10042", {}, {"__address__": "[fd00::1]:10042", "instance": "[fd00::1]"}),
    ("http_sd.yml", EXPORTERS, ADDRESS, {"__meta_site": "berlin", "__meta_region": "eu", "__meta_owner": "x"},
     {"instance": "10.1.2.3", "vantage": "berlin", "region": "eu", "owner": None}),
    ("kubernetes.yml", EXPORTERS, ADDRESS, POD,
     {"instance": "whatsapp-rome/whatsapp-status-exporter", "vantage": None, "region": "eu"}),
    ("kubernetes.yml", EXPORTERS, ADDRESS,
     {**POD, "__meta_kubernetes_pod_label_vantage": "rome", "__meta_kubernetes_pod_label_region": "it"},
     {"instance": "whatsapp-rome/whatsapp-status-exporter", "vantage": "rome", "region": "it"}),
    ("kubernetes.yml", EXPORTERS, ADDRESS, {**POD, "__meta_kubernetes_pod_container_port_name": "reports"}, None),
    ("kubernetes.yml", EXPORTERS, ADDRESS, {**POD, "__meta_kubernetes_pod_phase": "Succeeded"}, None),
    ("probe.yml", PROBES, "https://www.example.com/health", {"team": "shop"},
     {**probed("https://www.example.com/health", "localhost:10042"), "__param_module": "http_2xx", "team": "shop"}),
    ("probe_kubernetes.yml", PROBES, "shop.web.svc:8080", {SERVICE: "true", "__meta_kubernetes_namespace": "web"},
     {**probed("http://shop.web.svc:8080/", "whatsapp-status-exporter.monitoring.svc:10042"), "namespace": "web"}),
    ("probe_kubernetes.yml", PROBES, "shop.example.com",
     {INGRESS: "true", "__meta_kubernetes_ingress_scheme": "https", "__meta_kubernetes_ingress_path": "/pay"},
     probed("https://shop.example.com/pay", "whatsapp-status-exporter.monitoring.svc:10042")),
    ("probe_kubernetes.yml", PROBES, "shop.web.svc:8080", {}, None),
    # The last eight bytes of an MD5, modulo three: the same in every Prometheus (vmagent has a hash of its own).
    ("sharded.yml", PROBES, "a.example.com:443", {}, probed("a.example.com:443", "exporter-0.example.com:10042")),
    ("sharded.yml", PROBES, "f.example.com:443", {}, probed("f.example.com:443", "exporter-1.example.com:10042")),
    ("sharded.yml", PROBES, "b.example.com:443", {}, probed("b.example.com:443", "exporter-2.example.com:10042")),
]


def check(report, root, promtool):
    folder = root / "deploy/prometheus/scrape"
    files = sorted(folder.glob("*.yml"))
    report.check("scrape configurations name the jobs that rules select", job_problems(files))
    report.check("every scrape configuration with relabelling is tried", untried(files))
    if not promtool:
        return
    for example in sorted((root / "deploy/prometheus/rules-examples").glob("*.rules.yml")):
        report.command(f"promtool check rules {example.name}", promtool, "check", "rules", "--lint=all", "--lint-fatal", example)
    for example in sorted((root / "deploy/prometheus/rules-examples").glob("*_test.yml")):
        report.command(f"promtool test rules {example.name}", promtool, "test", "rules", example)
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(PROMTOOL_AT_ONCE) as pool:
        for file in files:
            agent = ["--agent"] if file.name in AGENTS else []
            config = pathlib.Path(file)
            if not knows_kubernetes(promtool) and "kubernetes_sd_configs" in file.read_text(encoding="utf-8"):
                report.check(f"{file.name} asks Kubernetes by known keys", kubernetes_problems(file))
                config = without_discovery(file, pathlib.Path(scratch) / file.name)
            words = [promtool, "check", "config", *agent, "--lint=all", "--lint-fatal", config]
            report.command(f"promtool check config scrape/{file.name}", *words)
        tried = pool.map(lambda case: tries(promtool, folder, pathlib.Path(scratch), *case), enumerate(RELABELLED))
        report.check("targets are relabelled as meant", [problem for problems in tried for problem in problems])


def loaded(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def job_problems(files):
    known = {EXPORTERS, PROBES, "federate_whatsapp"}
    for file in files:
        for job in loaded(file)["scrape_configs"]:
            if job["job_name"] not in known:
                yield f"{file.name}: {job['job_name']}"


def untried(files):
    tried = {(case[0], case[1]) for case in RELABELLED}
    for file in files:
        for job in loaded(file)["scrape_configs"]:
            if "relabel_configs" in job and (file.name, job["job_name"]) not in tried:
                yield f"{file.name}: {job['job_name']}"


def knows_kubernetes(promtool):
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as file:
        file.write("scrape_configs: [{job_name: a, kubernetes_sd_configs: [{role: pod}]}]\n")
        file.flush()
        return subprocess.run([promtool, "check", "config", file.name], capture_output=True, timeout=60).returncode == 0


def kubernetes_problems(file):
    for job in loaded(file)["scrape_configs"]:
        for discovery in job.get("kubernetes_sd_configs", []):
            yield from sorted(discovery.keys() - KUBERNETES_KEYS)
            if discovery.get("role") not in KUBERNETES_ROLES:
                yield f"role {discovery.get('role')}"


def without_discovery(file, copy):
    config = loaded(file)
    for job in config["scrape_configs"]:
        if job.pop("kubernetes_sd_configs", None):
            job["static_configs"] = [{"targets": [ADDRESS]}]
    copy.write_text(yaml.safe_dump(config), encoding="utf-8")
    return copy


def tries(promtool, folder, scratch, number, case):
    """What is wrong with what a job makes of a target that it finds with these labels."""
    name, job_name, target, found, wanted = case
    job = next(job for job in loaded(folder / name)["scrape_configs"] if job["job_name"] == job_name)
    job = {key: value for key, value in job.items() if not key.endswith(("_sd_configs", "static_configs"))}
    job["file_sd_configs"] = [{"files": [f"{number}.json"]}]
    (scratch / f"{number}.json").write_text(json.dumps([{"targets": [target], "labels": found}]))
    config = scratch / f"{number}.yml"
    config.write_text(yaml.safe_dump({"scrape_configs": [job]}), encoding="utf-8")
    words = [promtool, "check", "service-discovery", f"--timeout={DISCOVERY_SECONDS}s", config, job_name]
    run = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=60)
    if run.returncode:
        return [f"{name}: {run.stdout}{run.stderr}"]
    [outcome] = json.loads(run.stdout[run.stdout.index("[") :])
    labels = outcome.get("labels") or None
    if wanted is None or labels is None:
        return [] if labels is wanted else [f"{name}: {target} {found} became {labels}"]
    return [
        f"{name}: {label} of {target} is {labels.get(label)!r}, not {value!r}"
        for label, value in wanted.items() if labels.get(label) != value
    ]
