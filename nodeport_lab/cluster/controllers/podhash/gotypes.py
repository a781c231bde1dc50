"""The fields of a pod template in the order of its Go structs (staging/src/k8s.io/api/core/v1/types.go, v1.36).

Each struct: its fields as ``GoName json type``; a json name of ``-`` is a field that no manifest can set, ``<`` an embedded struct.
Structs that are not here make a template that is hashed otherwise.
"""

from __future__ import annotations

from typing import NamedTuple


class GoField(NamedTuple):
    """A field of a struct: its Go name, its name in JSON, its type as Go prints it."""

    name: str
    json: str
    type: str


_TEXT = {
    "v1.PodTemplateSpec": "ObjectMeta metadata v1.ObjectMeta; Spec spec v1.PodSpec",
    "v1.ObjectMeta": """
        Name name string; GenerateName generateName string; Namespace namespace string; SelfLink - string;
        UID - types.UID; ResourceVersion - string; Generation - int64; CreationTimestamp - v1.Time;
        DeletionTimestamp - *v1.Time; DeletionGracePeriodSeconds - *int64; Labels labels map[string]string;
        Annotations annotations map[string]string; OwnerReferences ownerReferences []v1.OwnerReference;
        Finalizers finalizers []string; ManagedFields managedFields []v1.ManagedFieldsEntry""",
    "v1.PodSpec": """
        Volumes volumes []v1.Volume; InitContainers initContainers []v1.Container; Containers containers []v1.Container;
        EphemeralContainers ephemeralContainers []v1.EphemeralContainer; RestartPolicy restartPolicy v1.RestartPolicy;
        TerminationGracePeriodSeconds terminationGracePeriodSeconds *int64;
        ActiveDeadlineSeconds activeDeadlineSeconds *int64; DNSPolicy dnsPolicy v1.DNSPolicy;
        NodeSelector nodeSelector map[string]string; ServiceAccountName serviceAccountName string;
        DeprecatedServiceAccount serviceAccount string;
        AutomountServiceAccountToken automountServiceAccountToken *bool; NodeName nodeName string;
        HostNetwork hostNetwork bool; HostPID hostPID bool; HostIPC hostIPC bool;
        ShareProcessNamespace shareProcessNamespace *bool; SecurityContext securityContext *v1.PodSecurityContext;
        ImagePullSecrets imagePullSecrets []v1.LocalObjectReference; Hostname hostname string; Subdomain subdomain string;
        Affinity affinity *v1.Affinity; SchedulerName schedulerName string; Tolerations tolerations []v1.Toleration;
        HostAliases hostAliases []v1.HostAlias; PriorityClassName priorityClassName string; Priority priority *int32;
        DNSConfig dnsConfig *v1.PodDNSConfig; ReadinessGates readinessGates []v1.PodReadinessGate;
        RuntimeClassName runtimeClassName *string; EnableServiceLinks enableServiceLinks *bool;
        PreemptionPolicy preemptionPolicy *v1.PreemptionPolicy; Overhead overhead v1.ResourceList;
        TopologySpreadConstraints topologySpreadConstraints []v1.TopologySpreadConstraint;
        SetHostnameAsFQDN setHostnameAsFQDN *bool; OS os *v1.PodOS; HostUsers hostUsers *bool;
        SchedulingGates schedulingGates []v1.PodSchedulingGate; ResourceClaims resourceClaims []v1.PodResourceClaim;
        Resources resources *v1.ResourceRequirements; HostnameOverride hostnameOverride *string;
        SchedulingGroup schedulingGroup *v1.PodSchedulingGroup""",
    "v1.Container": """
        Name name string; Image image string; Command command []string; Args args []string;
        WorkingDir workingDir string; Ports ports []v1.ContainerPort; EnvFrom envFrom []v1.EnvFromSource;
        Env env []v1.EnvVar; Resources resources v1.ResourceRequirements;
        ResizePolicy resizePolicy []v1.ContainerResizePolicy; RestartPolicy restartPolicy *v1.ContainerRestartPolicy;
        RestartPolicyRules restartPolicyRules []v1.ContainerRestartRule; VolumeMounts volumeMounts []v1.VolumeMount;
        VolumeDevices volumeDevices []v1.VolumeDevice; LivenessProbe livenessProbe *v1.Probe;
        ReadinessProbe readinessProbe *v1.Probe; StartupProbe startupProbe *v1.Probe; Lifecycle lifecycle *v1.Lifecycle;
        TerminationMessagePath terminationMessagePath string;
        TerminationMessagePolicy terminationMessagePolicy v1.TerminationMessagePolicy;
        ImagePullPolicy imagePullPolicy v1.PullPolicy; SecurityContext securityContext *v1.SecurityContext;
        Stdin stdin bool; StdinOnce stdinOnce bool; TTY tty bool""",
    "v1.ContainerPort": """
        Name name string; HostPort hostPort int32; ContainerPort containerPort int32; Protocol protocol v1.Protocol;
        HostIP hostIP string""",
    "v1.EnvVar": "Name name string; Value value string; ValueFrom valueFrom *v1.EnvVarSource",
    "v1.ResourceRequirements": """
        Limits limits v1.ResourceList; Requests requests v1.ResourceList; Claims claims []v1.ResourceClaim""",
    "v1.Probe": """
        ProbeHandler < v1.ProbeHandler; InitialDelaySeconds initialDelaySeconds int32;
        TimeoutSeconds timeoutSeconds int32; PeriodSeconds periodSeconds int32;
        SuccessThreshold successThreshold int32; FailureThreshold failureThreshold int32;
        TerminationGracePeriodSeconds terminationGracePeriodSeconds *int64""",
    "v1.ProbeHandler": """
        Exec exec *v1.ExecAction; HTTPGet httpGet *v1.HTTPGetAction; TCPSocket tcpSocket *v1.TCPSocketAction;
        GRPC grpc *v1.GRPCAction""",
    "v1.ExecAction": "Command command []string",
    "v1.HTTPGetAction": """
        Path path string; Port port intstr.IntOrString; Host host string; Scheme scheme v1.URIScheme;
        HTTPHeaders httpHeaders []v1.HTTPHeader""",
    "v1.HTTPHeader": "Name name string; Value value string",
    "v1.TCPSocketAction": "Port port intstr.IntOrString; Host host string",
    "v1.GRPCAction": "Port port int32; Service service *string",
    "v1.Lifecycle": """
        PostStart postStart *v1.LifecycleHandler; PreStop preStop *v1.LifecycleHandler;
        StopSignal stopSignal *v1.Signal""",
    "v1.LifecycleHandler": """
        Exec exec *v1.ExecAction; HTTPGet httpGet *v1.HTTPGetAction; TCPSocket tcpSocket *v1.TCPSocketAction;
        Sleep sleep *v1.SleepAction""",
    "v1.SleepAction": "Seconds seconds int64",
    "v1.Toleration": """
        Key key string; Operator operator v1.TolerationOperator; Value value string; Effect effect v1.TaintEffect;
        TolerationSeconds tolerationSeconds *int64""",
    "v1.LocalObjectReference": "Name name string",
    "v1.PodSecurityContext": """
        SELinuxOptions seLinuxOptions *v1.SELinuxOptions; WindowsOptions windowsOptions *v1.WindowsSecurityContextOptions;
        RunAsUser runAsUser *int64; RunAsGroup runAsGroup *int64; RunAsNonRoot runAsNonRoot *bool;
        SupplementalGroups supplementalGroups []int64;
        SupplementalGroupsPolicy supplementalGroupsPolicy *v1.SupplementalGroupsPolicy; FSGroup fsGroup *int64;
        Sysctls sysctls []v1.Sysctl; FSGroupChangePolicy fsGroupChangePolicy *v1.PodFSGroupChangePolicy;
        SeccompProfile seccompProfile *v1.SeccompProfile; AppArmorProfile appArmorProfile *v1.AppArmorProfile;
        SELinuxChangePolicy seLinuxChangePolicy *v1.PodSELinuxChangePolicy""",
    "v1.SecurityContext": """
        Capabilities capabilities *v1.Capabilities; Privileged privileged *bool;
        SELinuxOptions seLinuxOptions *v1.SELinuxOptions; WindowsOptions windowsOptions *v1.WindowsSecurityContextOptions;
        RunAsUser runAsUser *int64; RunAsGroup runAsGroup *int64; RunAsNonRoot runAsNonRoot *bool;
        ReadOnlyRootFilesystem readOnlyRootFilesystem *bool; AllowPrivilegeEscalation allowPrivilegeEscalation *bool;
        ProcMount procMount *v1.ProcMountType; SeccompProfile seccompProfile *v1.SeccompProfile;
        AppArmorProfile appArmorProfile *v1.AppArmorProfile""",
    "v1.Capabilities": "Add add []v1.Capability; Drop drop []v1.Capability",
}

# Named types that are strings underneath.
STRINGS = frozenset(
    [
        "string",
        "types.UID",
        "v1.RestartPolicy",
        "v1.DNSPolicy",
        "v1.PreemptionPolicy",
        "v1.ContainerRestartPolicy",
        "v1.TerminationMessagePolicy",
        "v1.PullPolicy",
        "v1.Protocol",
        "v1.URIScheme",
        "v1.TolerationOperator",
        "v1.TaintEffect",
        "v1.Signal",
        "v1.SupplementalGroupsPolicy",
        "v1.PodFSGroupChangePolicy",
        "v1.PodSELinuxChangePolicy",
        "v1.ProcMountType",
        "v1.Capability",
    ]
)
INTEGERS = frozenset(("int32", "int64"))


def _fields(text: str) -> tuple[GoField, ...]:
    return tuple(GoField(*part.split()) for part in text.split(";"))


STRUCTS: dict[str, tuple[GoField, ...]] = {name: _fields(text) for name, text in _TEXT.items()}
