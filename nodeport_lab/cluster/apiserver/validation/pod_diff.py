"""What the API server shows of a pod's forbidden change: a unified diff of both specs as JSON of its internal types.

Mirrors k8s.io/apimachinery/pkg/util/diff (Diff) over core.PodSpec in pkg/apis/core/types.go: Go names for fields, none left
out, and what concerns the node's namespaces within ``SecurityContext``. Python's difflib and Go's are the same algorithm.
"""

from __future__ import annotations

import difflib
import json
from typing import Any

from nodeport_lab.cluster.apiserver import schema
from nodeport_lab.cluster.apiserver.schema import Field, Struct, Type
from nodeport_lab.cluster.apiserver.zeros import ZERO

_NAMES = {
    "awsElasticBlockStore": "AWSElasticBlockStore",
    "cephfs": "CephFS",
    "csi": "CSI",
    "dnsConfig": "DNSConfig",
    "dnsPolicy": "DNSPolicy",
    "fc": "FC",
    "fsGroup": "FSGroup",
    "fsGroupChangePolicy": "FSGroupChangePolicy",
    "fsType": "FSType",
    "gcePersistentDisk": "GCEPersistentDisk",
    "grpc": "GRPC",
    "httpGet": "HTTPGet",
    "httpHeaders": "HTTPHeaders",
    "ip": "IP",
    "iscsi": "ISCSI",
    "nfs": "NFS",
    "os": "OS",
    "rbd": "RBD",
    "seLinuxChangePolicy": "SELinuxChangePolicy",
    "seLinuxOptions": "SELinuxOptions",
    "storageos": "StorageOS",
    "tcpSocket": "TCPSocket",
    "tty": "TTY",
}
# Where the internal types have another order than the published ones, or these tell none.
_ORDER = {
    "core.PodSpec": (
        "volumes initContainers containers ephemeralContainers restartPolicy terminationGracePeriodSeconds "
        "activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName automountServiceAccountToken nodeName "
        "securityContext imagePullSecrets hostname subdomain setHostnameAsFQDN affinity schedulerName tolerations "
        "hostAliases priorityClassName priority preemptionPolicy dnsConfig readinessGates runtimeClassName overhead "
        "enableServiceLinks topologySpreadConstraints os schedulingGates resourceClaims resources hostnameOverride "
        "schedulingGroup"
    ),
    "core.PodSecurityContext": (
        "seLinuxOptions windowsOptions runAsUser runAsGroup runAsNonRoot supplementalGroups supplementalGroupsPolicy "
        "fsGroup fsGroupChangePolicy sysctls seccompProfile appArmorProfile seLinuxChangePolicy"
    ),
    "core.SecurityContext": (
        "capabilities privileged seLinuxOptions windowsOptions runAsUser runAsGroup runAsNonRoot "
        "readOnlyRootFilesystem allowPrivilegeEscalation procMount seccompProfile appArmorProfile"
    ),
    "core.Volume": (
        "name hostPath emptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret nfs iscsi glusterfs "
        "persistentVolumeClaim rbd quobyte flexVolume cinder cephfs flocker downwardAPI fc azureFile configMap "
        "vsphereVolume azureDisk photonPersistentDisk projected portworxVolume scaleIO storageos csi ephemeral image"
    ),
    "core.VolumeMount": "name readOnly recursiveReadOnly mountPath subPath mountPropagation subPathExpr",
    "core.ConfigMapVolumeSource": "name items defaultMode optional",
    "core.SecretVolumeSource": "secretName items defaultMode optional",
    "core.KeyToPath": "key path mode",
    "core.EmptyDirVolumeSource": "medium sizeLimit",
    "core.HostPathVolumeSource": "path type",
    "core.PersistentVolumeClaimVolumeSource": "claimName readOnly",
    "core.EnvVarSource": "fieldRef resourceFieldRef configMapKeyRef secretKeyRef fileKeyRef",
    "core.ConfigMapKeySelector": "name key optional",
    "core.SecretKeySelector": "name key optional",
    "core.EnvFromSource": "prefix configMapRef secretRef",
    "core.ResourceRequirements": "limits requests claims",
    "core.Probe": (
        "exec httpGet tcpSocket grpc initialDelaySeconds timeoutSeconds periodSeconds successThreshold "
        "failureThreshold terminationGracePeriodSeconds"
    ),
    "core.HTTPGetAction": "path port host scheme httpHeaders",
    "core.TCPSocketAction": "port host",
    "core.Lifecycle": "postStart preStop stopSignal",
    "core.LifecycleHandler": "exec httpGet tcpSocket sleep",
    "core.Toleration": "key operator value effect tolerationSeconds",
    "core.PodDNSConfig": "nameservers searches options",
    "core.PodDNSConfigOption": "name value",
}
# Fields of a pod that the internal types keep in its SecurityContext, before what is there anyway.
_OF_THE_NODE = ("hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers")


def pod_spec_diff(before: dict[str, Any], after: dict[str, Any]) -> str:
    """The hunks, without a heading for the two sides."""
    lines = difflib.unified_diff(_lines(before), _lines(after), n=3)
    return "".join(line for number, line in enumerate(lines) if number > 1)


def _lines(spec: dict[str, Any]) -> list[str]:
    known = schema.struct("core.PodSpec")
    out = _struct(spec, known)
    security = {_name(name): _value(spec.get(name), known.fields[name]) for name in _OF_THE_NODE}
    out["SecurityContext"] = security | _struct(
        spec.get("securityContext") or {}, schema.struct("core.PodSecurityContext")
    )
    text = json.dumps(out, indent=1, ensure_ascii=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return [line + "\n" for line in text.split("\n")]


def _name(name: str) -> str:
    return _NAMES.get(name) or name[0].upper() + name[1:]


def _struct(value: dict[str, Any], known: Struct) -> dict[str, Any]:
    order = _ORDER[known.name].split() if known.name in _ORDER else list(known.fields)
    return {_name(name): _value(value.get(name), known.fields[name]) for name in order}


def _value(value: Any, field: Field) -> Any:
    """A value as the internal type's JSON has it: what is not there is null, or the zero of what cannot be absent."""
    type = field.type
    if value is None and (field.pointer or type.base in ("list", "map")):
        return None
    return _typed(value, type)


def _typed(value: Any, type: Type) -> Any:
    if type.base == "struct":
        if type.struct == "meta.LabelSelector":
            return value
        return _struct(value or {}, schema.struct(type.struct))
    if type.base == "list":
        return [_typed(item, type.item) for item in value]
    if type.base == "map":
        return {key: _typed(value[key], type.item) for key in sorted(value)}
    return ZERO.get(type.base) if value is None else value
