"""Which kinds a cluster knows, and how each is called: discovery and the REST mapper. The one table of them.

Some are simulated; the others exist in every real cluster and are known by name only.
Mirrors k8s.io/client-go/restmapper/discovery.go and what ``kubectl api-resources`` prints of v1.36.
"""

from __future__ import annotations

from dataclasses import dataclass

from nodeport_lab.cluster.objects import Obj

ALL = ("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch")


@dataclass(frozen=True, slots=True)
class Resource:
    """A kind of object. ``name`` is its plural, the ``resource`` of a Key; ``short`` are its short names.

    verbs: what can be asked of it. categories: under which words ``kubectl get`` takes it together with others.
    """

    group: str
    version: str
    kind: str
    name: str
    namespaced: bool
    short: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ALL
    categories: tuple[str, ...] = ()

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def singular(self) -> str:
        return self.kind.lower()

    @property
    def qualified(self) -> str:
        """``deployments.apps``, ``services``: how the API server names it in errors."""
        return f"{self.name}.{self.group}" if self.group else self.name

    @property
    def qualified_singular(self) -> str:
        """``deployment.apps``, ``service``: how kubectl's success messages name it."""
        return f"{self.singular}.{self.group}" if self.group else self.singular

    @property
    def qualified_kind(self) -> str:
        """``Deployment.apps``, ``Service``: schema.GroupKind.String()."""
        return f"{self.kind}.{self.group}" if self.group else self.kind


# group, version, kind, plural, namespaced, short names, verbs (all where there is a dash), category: what
# `kubectl api-resources -o wide` lists. Of a group's versions the preferred one comes first.
_KNOWN = """
- v1 Binding bindings yes - create
- v1 ComponentStatus componentstatuses no cs get,list
- v1 ConfigMap configmaps yes cm
- v1 Endpoints endpoints yes ep
- v1 Event events yes ev
- v1 LimitRange limitranges yes limits
- v1 Namespace namespaces no ns create,delete,get,list,patch,update,watch
- v1 Node nodes no no
- v1 PersistentVolumeClaim persistentvolumeclaims yes pvc
- v1 PersistentVolume persistentvolumes no pv
- v1 Pod pods yes po - all
- v1 PodTemplate podtemplates yes
- v1 ReplicationController replicationcontrollers yes rc - all
- v1 ResourceQuota resourcequotas yes quota
- v1 Secret secrets yes
- v1 ServiceAccount serviceaccounts yes sa
- v1 Service services yes svc - all
admissionregistration.k8s.io v1 MutatingAdmissionPolicy mutatingadmissionpolicies no - - api-extensions
admissionregistration.k8s.io v1 MutatingAdmissionPolicyBinding mutatingadmissionpolicybindings no - - api-extensions
admissionregistration.k8s.io v1 MutatingWebhookConfiguration mutatingwebhookconfigurations no - - api-extensions
admissionregistration.k8s.io v1 ValidatingAdmissionPolicy validatingadmissionpolicies no - - api-extensions
admissionregistration.k8s.io v1 ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings no - - api-extensions
admissionregistration.k8s.io v1 ValidatingWebhookConfiguration validatingwebhookconfigurations no - - api-extensions
apiextensions.k8s.io v1 CustomResourceDefinition customresourcedefinitions no crd,crds - api-extensions
apiregistration.k8s.io v1 APIService apiservices no - - api-extensions
apps v1 ControllerRevision controllerrevisions yes
apps v1 DaemonSet daemonsets yes ds - all
apps v1 Deployment deployments yes deploy - all
apps v1 ReplicaSet replicasets yes rs - all
apps v1 StatefulSet statefulsets yes sts - all
authentication.k8s.io v1 SelfSubjectReview selfsubjectreviews no - create
authentication.k8s.io v1 TokenReview tokenreviews no - create
authorization.k8s.io v1 LocalSubjectAccessReview localsubjectaccessreviews yes - create
authorization.k8s.io v1 SelfSubjectAccessReview selfsubjectaccessreviews no - create
authorization.k8s.io v1 SelfSubjectRulesReview selfsubjectrulesreviews no - create
authorization.k8s.io v1 SubjectAccessReview subjectaccessreviews no - create
autoscaling v2 HorizontalPodAutoscaler horizontalpodautoscalers yes hpa - all
autoscaling v1 HorizontalPodAutoscaler horizontalpodautoscalers yes hpa - all
batch v1 CronJob cronjobs yes cj - all
batch v1 Job jobs yes - - all
certificates.k8s.io v1 CertificateSigningRequest certificatesigningrequests no csr
coordination.k8s.io v1 Lease leases yes
discovery.k8s.io v1 EndpointSlice endpointslices yes
events.k8s.io v1 Event events yes ev
flowcontrol.apiserver.k8s.io v1 FlowSchema flowschemas no
flowcontrol.apiserver.k8s.io v1 PriorityLevelConfiguration prioritylevelconfigurations no
networking.k8s.io v1 IngressClass ingressclasses no
networking.k8s.io v1 Ingress ingresses yes ing
networking.k8s.io v1 IPAddress ipaddresses no ip
networking.k8s.io v1 NetworkPolicy networkpolicies yes netpol
networking.k8s.io v1 ServiceCIDR servicecidrs no
node.k8s.io v1 RuntimeClass runtimeclasses no
policy v1 PodDisruptionBudget poddisruptionbudgets yes pdb
rbac.authorization.k8s.io v1 ClusterRoleBinding clusterrolebindings no
rbac.authorization.k8s.io v1 ClusterRole clusterroles no
rbac.authorization.k8s.io v1 RoleBinding rolebindings yes
rbac.authorization.k8s.io v1 Role roles yes
resource.k8s.io v1 DeviceClass deviceclasses no
resource.k8s.io v1 ResourceClaim resourceclaims yes
resource.k8s.io v1 ResourceClaimTemplate resourceclaimtemplates yes
resource.k8s.io v1 ResourceSlice resourceslices no
scheduling.k8s.io v1 PriorityClass priorityclasses no pc
storage.k8s.io v1 CSIDriver csidrivers no
storage.k8s.io v1 CSINode csinodes no
storage.k8s.io v1 CSIStorageCapacity csistoragecapacities yes
storage.k8s.io v1 StorageClass storageclasses no sc
storage.k8s.io v1 VolumeAttachment volumeattachments no
storage.k8s.io v1 VolumeAttributesClass volumeattributesclasses no vac
"""


def _parse(line: str) -> Resource:
    group, version, kind, plural, namespaced, *rest = line.split()
    short, verbs, categories = (
        [] if cell == "-" else cell.split(",") for cell in (*rest, *"-" * (3 - len(rest)))
    )
    return Resource(
        "" if group == "-" else group,
        version,
        kind,
        plural,
        namespaced == "yes",
        tuple(short),
        tuple(verbs) or ALL,
        tuple(categories),
    )


RESOURCES: tuple[Resource, ...] = tuple(_parse(line) for line in _KNOWN.strip().splitlines())
_BY_KIND = {(r.api_version, r.kind): r for r in RESOURCES}
# The mapper also knows every kind in lower case, for the sake of old clients.
_BY_LOWER_KIND = {(r.api_version, r.kind.lower()): r for r in RESOURCES}
_BY_PLURAL = {r.name: r for r in reversed(RESOURCES)}


def kind(api_version: str, kind: str) -> Resource | None:
    """The resource that kubectl maps a kind to; the kind may also be written all in lower case."""
    return _BY_KIND.get((api_version, kind)) or _BY_LOWER_KIND.get((api_version, kind))


def of(obj: Obj) -> Resource:
    """The resource of an object that is in the store or well formed; ``KeyError`` for any other."""
    return _BY_KIND[obj["apiVersion"], obj["kind"]]


def plural(resource: str) -> Resource:
    """The resource with that plural (``services``); ``KeyError`` where there is none."""
    return _BY_PLURAL[resource]
