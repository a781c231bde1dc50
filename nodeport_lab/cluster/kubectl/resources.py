"""The resource types that the API server offers: names, short names, groups, and how a word finds one.

Mirrors what discovery of v1.36 lists, and RESTMapper with its shortcut expander
(staging/src/k8s.io/client-go/restmapper).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

ALL = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")
REVIEW = ("create",)


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource type. ``name`` is the plural, the ``resource`` of an object's Key."""

    name: str
    short: tuple[str, ...]
    group: str
    version: str
    namespaced: bool
    kind: str
    verbs: tuple[str, ...] = ALL
    categories: tuple[str, ...] = ()

    @property
    def singular(self) -> str:
        return self.kind.lower()

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def qualified(self) -> str:
        """Plural with its group, as the server's errors name it: ``deployments.apps``."""
        return f"{self.name}.{self.group}" if self.group else self.name

    @property
    def qualified_singular(self) -> str:
        """As kubectl's success messages name it: ``deployment.apps``."""
        return f"{self.singular}.{self.group}" if self.group else self.singular


_TABLE = """
bindings|||v1|1|Binding|create
componentstatuses|cs||v1|0|ComponentStatus|get list
configmaps|cm||v1|1|ConfigMap|
endpoints|ep||v1|1|Endpoints|
events|ev||v1|1|Event|
limitranges|limits||v1|1|LimitRange|
namespaces|ns||v1|0|Namespace|create delete get list patch update watch
nodes|no||v1|0|Node|
persistentvolumeclaims|pvc||v1|1|PersistentVolumeClaim|
persistentvolumes|pv||v1|0|PersistentVolume|
pods|po||v1|1|Pod||all
podtemplates|||v1|1|PodTemplate|
replicationcontrollers|rc||v1|1|ReplicationController||all
resourcequotas|quota||v1|1|ResourceQuota|
secrets|||v1|1|Secret|
serviceaccounts|sa||v1|1|ServiceAccount|
services|svc||v1|1|Service||all
mutatingadmissionpolicies||admissionregistration.k8s.io|v1|0|MutatingAdmissionPolicy||api-extensions
mutatingadmissionpolicybindings||admissionregistration.k8s.io|v1|0|MutatingAdmissionPolicyBinding||api-extensions
mutatingwebhookconfigurations||admissionregistration.k8s.io|v1|0|MutatingWebhookConfiguration||api-extensions
validatingadmissionpolicies||admissionregistration.k8s.io|v1|0|ValidatingAdmissionPolicy||api-extensions
validatingadmissionpolicybindings||admissionregistration.k8s.io|v1|0|ValidatingAdmissionPolicyBinding||api-extensions
validatingwebhookconfigurations||admissionregistration.k8s.io|v1|0|ValidatingWebhookConfiguration||api-extensions
customresourcedefinitions|crd,crds|apiextensions.k8s.io|v1|0|CustomResourceDefinition||api-extensions
apiservices||apiregistration.k8s.io|v1|0|APIService||api-extensions
controllerrevisions||apps|v1|1|ControllerRevision|
daemonsets|ds|apps|v1|1|DaemonSet||all
deployments|deploy|apps|v1|1|Deployment||all
replicasets|rs|apps|v1|1|ReplicaSet||all
statefulsets|sts|apps|v1|1|StatefulSet||all
selfsubjectreviews||authentication.k8s.io|v1|0|SelfSubjectReview|create
tokenreviews||authentication.k8s.io|v1|0|TokenReview|create
localsubjectaccessreviews||authorization.k8s.io|v1|1|LocalSubjectAccessReview|create
selfsubjectaccessreviews||authorization.k8s.io|v1|0|SelfSubjectAccessReview|create
selfsubjectrulesreviews||authorization.k8s.io|v1|0|SelfSubjectRulesReview|create
subjectaccessreviews||authorization.k8s.io|v1|0|SubjectAccessReview|create
horizontalpodautoscalers|hpa|autoscaling|v2|1|HorizontalPodAutoscaler||all
cronjobs|cj|batch|v1|1|CronJob||all
jobs||batch|v1|1|Job||all
certificatesigningrequests|csr|certificates.k8s.io|v1|0|CertificateSigningRequest|
leases||coordination.k8s.io|v1|1|Lease|
endpointslices||discovery.k8s.io|v1|1|EndpointSlice|
events|ev|events.k8s.io|v1|1|Event|
flowschemas||flowcontrol.apiserver.k8s.io|v1|0|FlowSchema|
prioritylevelconfigurations||flowcontrol.apiserver.k8s.io|v1|0|PriorityLevelConfiguration|
ingressclasses||networking.k8s.io|v1|0|IngressClass|
ingresses|ing|networking.k8s.io|v1|1|Ingress|
ipaddresses|ip|networking.k8s.io|v1|0|IPAddress|
networkpolicies|netpol|networking.k8s.io|v1|1|NetworkPolicy|
servicecidrs||networking.k8s.io|v1|0|ServiceCIDR|
runtimeclasses||node.k8s.io|v1|0|RuntimeClass|
poddisruptionbudgets|pdb|policy|v1|1|PodDisruptionBudget|
clusterrolebindings||rbac.authorization.k8s.io|v1|0|ClusterRoleBinding|
clusterroles||rbac.authorization.k8s.io|v1|0|ClusterRole|
rolebindings||rbac.authorization.k8s.io|v1|1|RoleBinding|
roles||rbac.authorization.k8s.io|v1|1|Role|
deviceclasses||resource.k8s.io|v1|0|DeviceClass|
resourceclaims||resource.k8s.io|v1|1|ResourceClaim|
resourceclaimtemplates||resource.k8s.io|v1|1|ResourceClaimTemplate|
resourceslices||resource.k8s.io|v1|0|ResourceSlice|
priorityclasses|pc|scheduling.k8s.io|v1|0|PriorityClass|
csidrivers||storage.k8s.io|v1|0|CSIDriver|
csinodes||storage.k8s.io|v1|0|CSINode|
csistoragecapacities||storage.k8s.io|v1|1|CSIStorageCapacity|
storageclasses|sc|storage.k8s.io|v1|0|StorageClass|
volumeattachments||storage.k8s.io|v1|0|VolumeAttachment|
volumeattributesclasses|vac|storage.k8s.io|v1|0|VolumeAttributesClass|
"""


def _read(line: str) -> Resource:
    name, short, group, version, namespaced, kind, verbs, *rest = line.split("|")
    return Resource(
        name,
        tuple(short.split(",")) if short else (),
        group,
        version,
        namespaced == "1",
        kind,
        tuple(verbs.split()) or ALL,
        tuple(rest),
    )


RESOURCES: tuple[Resource, ...] = tuple(_read(line) for line in _TABLE.split("\n") if line)


@functools.cache
def _index() -> dict[str, list[Resource]]:
    index: dict[str, list[Resource]] = {}
    for resource in RESOURCES:
        for word in {resource.name, resource.singular, *resource.short, resource.kind}:
            index.setdefault(word, []).append(resource)
    return index


def find(word: str) -> Resource | None:
    """The type that ``word`` names: plural, singular, short name or kind, with ``.group`` or ``.version.group`` if wanted."""
    name, _, rest = word.partition(".")
    candidates = _index().get(name, [])
    if not rest:
        return candidates[0] if candidates else None
    for resource in candidates:
        if rest == f"{resource.version}.{resource.group}" or (
            resource.group and (rest == resource.group or resource.group.startswith(f"{rest}."))
        ):
            return resource
    return None


def others(word: str) -> list[Resource]:
    """The types besides the first that have this short name."""
    found = [resource for resource in _index().get(word, []) if word in resource.short]
    return found[1:]


def of_name(name: str) -> Resource:
    """The type of that plural; an unknown one is a programmer's mistake."""
    return next(resource for resource in RESOURCES if resource.name == name)


def of_kind(kind: str, api_version: str = "") -> Resource | None:
    """The type of an object by its kind (and apiVersion, where given)."""
    for resource in RESOURCES:
        if resource.kind == kind and (not api_version or resource.api_version == api_version):
            return resource
    return None


def category(word: str) -> list[Resource]:
    """The types of a category such as ``all``, in the order in which the server lists them."""
    return [resource for resource in RESOURCES if word in resource.categories]
