"""Objects for the engine's tests, as the API server would have defaulted them."""


def container(image="nginx", port=80, **more):
    return {"name": "c", "image": image, "ports": [{"containerPort": port, "protocol": "TCP"}], "resources": {},
            "imagePullPolicy": "IfNotPresent", **more}  # fmt: skip


def pod_spec(*containers, **more):
    return {"containers": list(containers) or [container()], "restartPolicy": "Always",
            "terminationGracePeriodSeconds": 30, "schedulerName": "default-scheduler", **more}  # fmt: skip


def deployment(name="web", replicas=2, spec=None, generation=1, strategy=None, **more):
    labels = {"app": name}
    default = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": "default", "generation": generation},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": spec or pod_spec()},
            "strategy": strategy or default,
            "revisionHistoryLimit": 10,
            "progressDeadlineSeconds": 600,
            **more,
        },
        "status": {},
    }


def pod(name, node=None, spec=None, labels=None):
    spec = spec or pod_spec()
    if node:
        spec = {**spec, "nodeName": node}
    return {"apiVersion": "v1", "kind": "Pod", "spec": spec, "status": {"phase": "Pending", "qosClass": "BestEffort"},
            "metadata": {"name": name, "namespace": "default", "labels": labels or {"app": "web"}}}  # fmt: skip


def service(name="web", kind="NodePort", **more):
    spec = {"type": kind, "clusterIP": "10.96.10.10", "selector": {"app": name},
            "ports": [{"port": 80, "targetPort": 80, "nodePort": 30080, "protocol": "TCP"}]}  # fmt: skip
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name, "namespace": "default"},
            "spec": {**spec, **more}, "status": {"loadBalancer": {}}}  # fmt: skip
