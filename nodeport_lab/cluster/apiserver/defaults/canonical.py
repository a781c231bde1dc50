"""A decoded object as Go's structs would hold it: what is null or zero where that means "not given" goes.

``nodePort: 0``, ``type: ""`` and ``targetPort: null`` all say nothing; ``replicas: 0`` and ``emptyDir: {}`` do. The rule
is the ``omitempty`` and the pointers of k8s.io/api/*/types.go: fields listed here as POINTERS keep their zero.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver import quantity
from nodeport_lab.cluster.objects import Obj


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# By the struct that has them: Service; workloads; pods; containers; volumes; Ingress and IngressClass; metadata.
POINTERS = _names("""
    allocateLoadBalancerNodePorts appProtocol clientIP internalTrafficPolicy ipFamilyPolicy loadBalancerClass
    port sessionAffinityConfig targetPort timeoutSeconds trafficDistribution

    maxSurge maxUnavailable partition progressDeadlineSeconds replicas revisionHistoryLimit rollingUpdate selector

    activeDeadlineSeconds affinity automountServiceAccountToken dnsConfig enableServiceLinks hostUsers labelSelector
    namespaceSelector nodeAffinity os podAffinity podAntiAffinity preemptionPolicy priority
    requiredDuringSchedulingIgnoredDuringExecution runtimeClassName securityContext setHostnameAsFQDN
    shareProcessNamespace terminationGracePeriodSeconds tolerationSeconds

    configMapKeyRef configMapRef exec fieldRef grpc httpGet lifecycle livenessProbe optional postStart preStop
    readinessProbe resourceFieldRef secretKeyRef secretRef service sleep startupProbe tcpSocket valueFrom
    allowPrivilegeEscalation appArmorProfile capabilities fsGroup fsGroupChangePolicy localhostProfile
    mountPropagation privileged procMount readOnlyRootFilesystem recursiveReadOnly runAsGroup runAsNonRoot runAsUser
    seLinuxOptions seccompProfile supplementalGroupsPolicy windowsOptions

    configMap csi defaultMode downwardAPI emptyDir ephemeral expirationSeconds hostPath image mode nfs
    persistentVolumeClaim projected secret serviceAccountToken sizeLimit volumeClaimTemplate
    awsElasticBlockStore azureDisk azureFile cephfs cinder fc flexVolume flocker gcePersistentDisk gitRepo glusterfs
    iscsi photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume

    apiGroup defaultBackend http ingressClassName parameters pathType resource rules scope

    blockOwnerDeletion controller deletionGracePeriodSeconds immutable
""")
_SLICE_POINTERS = POINTERS | _names(
    "conditions hints hostname nodeName ready serving targetRef terminating zone"
)
_STRING_MAPS = _names(
    "annotations binaryData data deprecatedTopology labels matchLabels nodeSelector stringData"
)
_QUANTITY_MAPS = _names("allocatable capacity limits overhead requests")
_QUANTITIES = _names("divisor sizeLimit")


def canonical(obj: Obj) -> Obj:
    """A new tree without what says nothing; nothing of ``obj`` is shared that could be changed."""
    kind = obj["kind"]
    maps = _STRING_MAPS | {"selector"} if kind == "Service" else _STRING_MAPS
    tree = _struct(obj, maps, _SLICE_POINTERS if kind == "EndpointSlice" else POINTERS)
    spec = obj.get("spec")
    template = spec.get("template") if isinstance(spec, dict) else None
    if isinstance(template, dict) and (template.get("metadata") or {}).get("labels") == {}:
        # An empty map and a missing one print differently in the message of a selector that does not match.
        tree["spec"].setdefault("template", {}).setdefault("metadata", {})["labels"] = {}
    return tree


def _struct(value: dict[str, Any], maps: frozenset[str], pointers: frozenset[str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, item in value.items():
        if item is None:
            continue
        if isinstance(item, dict):
            if name in maps:
                item = {key: "" if text is None else text for key, text in item.items()}
            elif name in _QUANTITY_MAPS:
                item = {key: quantity.canonical(str(amount or 0)) for key, amount in item.items()}
            else:
                item = _struct(item, maps, pointers)
        elif isinstance(item, list):
            item = [_struct(each, maps, pointers) if isinstance(each, dict) else each for each in item]
        elif name in _QUANTITIES:
            item = quantity.canonical(str(item))
        if item or (name in pointers and name not in maps):
            out[name] = item
    return out
