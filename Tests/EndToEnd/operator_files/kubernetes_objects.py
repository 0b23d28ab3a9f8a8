"""How Kubernetes' objects hang together, and what their pods may do."""

PORT = 10042
WORKLOADS = {"Deployment", "DaemonSet"}
RESTRICTED_VOLUMES = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}


def of(objects, *kinds):
    return [each for each in objects if each["kind"] in kinds]


def named(each):
    return f"{each['kind']} {each['metadata']['name']}"


def pod(workload):
    return workload["spec"]["template"]["spec"]


def pod_labels(workload):
    return workload["spec"]["template"]["metadata"]["labels"]


def selection_problems(objects):
    """Who selects pods or services has to find them."""
    workloads, services = of(objects, *WORKLOADS), of(objects, "Service")
    pods = [(pod_labels(each), {port["name"] for box in pod(each)["containers"] for port in box["ports"]}) for each in workloads]
    offers = [(each["metadata"]["labels"], {port["name"] for port in each["spec"]["ports"]}) for each in services]
    for each in objects:
        spec = each.get("spec", {})
        selector = spec.get("selector") or spec.get("podSelector")
        if not selector:
            if each["kind"] in WORKLOADS | {"Service", "PodDisruptionBudget", "NetworkPolicy", "ServiceMonitor", "PodMonitor"}:
                yield f"{named(each)} selects nothing, or everything"
            continue
        wanted = selector.get("matchLabels", selector)
        choice = offers if each["kind"] == "ServiceMonitor" else pods
        found = [ports for labels, ports in choice if wanted.items() <= labels.items()]
        if len(found) != 1:
            yield f"{named(each)} selects {len(found)}, not one"
        for port in used_ports(each):
            if not any(port in ports for ports in found):
                yield f"{named(each)}: no port {port}"


def used_ports(each):
    """The names of ports that an object speaks of."""
    spec = each["spec"]
    for endpoint in spec.get("endpoints", []) + spec.get("podMetricsEndpoints", []):
        yield endpoint["port"]
    if each["kind"] == "Service":
        yield from (port["targetPort"] for port in spec["ports"])
    if each["kind"] == "NetworkPolicy":
        yield from (port["port"] for rule in spec["ingress"] for port in rule["ports"])
    if each["kind"] in WORKLOADS:
        for box in pod(each)["containers"]:
            yield from (box[probe]["httpGet"]["port"] for probe in ("livenessProbe", "readinessProbe"))


def reference_problems(objects):
    """What pods mount and run as has to be there; secrets are the operator's to make."""
    names = {(each["kind"], each["metadata"]["name"]) for each in objects}
    for each in of(objects, *WORKLOADS):
        wanted = [("ServiceAccount", pod(each)["serviceAccountName"])]
        for volume in pod(each)["volumes"]:
            if "configMap" in volume:
                wanted.append(("ConfigMap", volume["configMap"]["name"]))
            if "persistentVolumeClaim" in volume:
                wanted.append(("PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"]))
        for kind, name in wanted:
            if (kind, name) not in names:
                yield f"{named(each)}: no {kind} {name}"
        for box in pod(each)["containers"]:
            mounted = {mount["name"] for mount in box["volumeMounts"]}
            if mounted != {volume["name"] for volume in pod(each)["volumes"]}:
                yield f"{named(each)} mounts other volumes than it has"
            if [port["containerPort"] for port in box["ports"]] != [PORT]:
                yield f"{named(each)} does not listen at {PORT}"


def privilege_problems(workload, restricted):
    """Rules of the Pod Security Standard "restricted", or for a watcher of hosts those that it can keep; and a read-only root."""
    spec = pod(workload)
    context = spec["securityContext"]
    if not context.get("runAsNonRoot") or not context.get("runAsUser"):
        yield "may run as root"
    if context.get("seccompProfile") != {"type": "RuntimeDefault"}:
        yield "may use every system call"
    if spec.get("automountServiceAccountToken") is not False:
        yield "gets a token of the cluster's"
    for box in spec["containers"] + spec.get("initContainers", []):
        own = box["securityContext"]
        if own.get("capabilities") != {"drop": ["ALL"]} or own.get("privileged"):
            yield f"{box['name']} has capabilities"
        if own.get("allowPrivilegeEscalation") is not False:
            yield f"{box['name']} may become another user"
        if not own.get("readOnlyRootFilesystem"):
            yield f"{box['name']} may change its root"
        if "memory" not in box["resources"]["limits"] or not {"cpu", "memory"} <= set(box["resources"]["requests"]):
            yield f"{box['name']} does not say what it needs"
    hosts = {volume["name"] for volume in spec["volumes"] if "hostPath" in volume}
    for mount in (mount for box in spec["containers"] for mount in box["volumeMounts"] if mount["name"] in hosts):
        if not mount.get("readOnly"):
            yield f"may write to the host's {mount['mountPath']}"
    if not restricted:
        return
    if any(spec.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")) or any(
            "hostPort" in port for box in spec["containers"] for port in box["ports"]):
        yield "shares what is the host's"
    for volume in spec["volumes"]:
        if set(volume) - {"name"} - RESTRICTED_VOLUMES:
            yield f"volume {volume['name']} is of a kind that is not allowed"
    for sysctl in context.get("sysctls", []):
        # One of those that are counted as safe.
        if sysctl["name"] != "net.ipv4.ping_group_range":
            yield f"sysctl {sysctl['name']} is not allowed"
