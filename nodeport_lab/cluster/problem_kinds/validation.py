"""Kinds of problems with what an object says: made by apiserver.validation and apiserver.allocation."""

from __future__ import annotations

from nodeport_lab.cluster.problem_kinds.table import table

VALIDATION = table("""
    active-deadline-unused
    active-deadline-update value
    address-type-required
    address-type-unknown value allowed
    annotation-key-invalid value
    annotation-value-invalid
    annotations-too-long maximum
    app-protocol-invalid value
    cidr-host-bits value network
    cidr-invalid value
    cluster-ip-family-mismatch value family
    cluster-ip-immutable old
    cluster-ip-out-of-range address range
    cluster-ip-range-full range
    cluster-ip-taken address
    cluster-ips-mismatch
    cluster-ips-none-not-alone
    cluster-ips-same-family
    cluster-ips-too-many
    config-key-duplicate value other
    config-key-invalid value
    config-too-big maximum
    container-name-duplicate value
    container-name-invalid value
    container-name-required
    container-port-required
    containers-required
    divisor-unknown value
    dns-config-required
    dns-config-too-much
    dns-policy-unknown value allowed
    downward-field-unknown value
    dual-stack-not-configured
    dual-stack-release
    endpoint-address-family value family
    endpoint-address-required
    env-name-invalid value
    env-name-required
    env-source-required
    env-value-twice
    ephemeral-containers
    event-namespace value namespace
    external-name-invalid value
    external-name-required
    external-name-with-address
    external-traffic-policy-unknown value allowed
    external-traffic-policy-unused value type
    field-immutable
    field-required
    file-mode value
    finalizer-invalid value
    finalizer-while-deleting
    header-name-invalid value
    headless-with-type type
    health-check-nodeport-immutable old
    health-check-nodeport-required
    health-check-nodeport-unused value
    host-port-duplicate value
    host-port-host-network value containerPort
    host-users-with-host-namespace
    hugepages-alone
    image-padded value
    image-required name
    ingress-backend-port-required
    ingress-backend-port-twice
    ingress-backend-required
    ingress-backend-twice
    ingress-class-invalid value
    ingress-class-twice value ingressClassName
    ingress-controller-invalid value
    ingress-controller-required
    ingress-host-invalid value
    ingress-host-ip value
    ingress-path-forbidden-part value part
    ingress-path-not-absolute value
    ingress-path-type-required
    ingress-path-type-unknown value allowed
    ingress-paths-required
    ingress-rules-required
    ingress-service-required
    ingress-wildcard-invalid value
    init-container-probe
    internal-traffic-policy-unknown value allowed
    ip-family-duplicate value
    ip-family-immutable
    ip-family-not-configured family
    ip-family-policy-too-narrow value
    ip-family-policy-unknown value allowed
    ip-family-unknown value allowed
    ip-invalid value
    ip-leading-zeros value
    ip-special value range
    label-key-invalid value
    label-value-invalid value
    list-too-long value maximum
    load-balancer-class-immutable old
    load-balancer-class-invalid value
    load-balancer-only type
    local-profile-unused
    mount-path-duplicate value
    mount-propagation-privileged
    mount-sub-path-twice
    name-has-dots value
    name-invalid value
    name-required
    name-too-long value maximum
    namespace-forbidden
    namespace-invalid value
    namespace-required
    node-field-unknown value
    nodeport-duplicate value protocol
    nodeport-on-clusterip nodePort
    nodeport-out-of-range value first last
    nodeport-range-full first last
    nodeport-taken value
    number-negative value
    number-not-positive value
    object-immutable
    owner-reference-incomplete
    owner-reference-two-controllers
    path-backsteps value
    path-not-absolute value
    path-not-relative value
    percent-invalid value
    percent-over-100 value
    pod-containers-changed
    pod-update-forbidden changed
    port-name-duplicate value
    port-name-invalid value
    port-name-required
    port-number-quoted value
    port-out-of-range value
    privilege-contradiction
    probe-grace-period value
    probe-handler-required
    probe-handler-twice
    probe-success-threshold value
    proc-mount-host-users
    process-namespace-twice
    progress-deadline-too-short value minReadySeconds
    protocol-unknown value allowed
    pull-policy-unknown value allowed
    replicas-negative value
    request-not-limit value resource limit
    request-over-limit value resource limit
    resource-limit-required resource
    resource-name-unknown value
    resource-not-whole value resource
    restart-policy-not-always value
    restart-policy-unknown value allowed
    rolling-update-both-zero
    scheduling-gates
    secret-key-required key
    selector-empty
    selector-immutable
    selector-invalid
    selector-mismatch selector labels
    selector-operator-unknown value allowed
    selector-required
    selector-values-forbidden operator
    selector-values-required operator
    service-port-duplicate port protocol
    service-port-name-invalid value
    service-ports-required
    service-type-unknown value allowed
    session-affinity-config-required
    session-affinity-config-unused
    session-affinity-timeout value
    session-affinity-unknown value allowed
    sleep-too-long value maximum
    strategy-rolling-update-unused
    strategy-unknown type allowed
    text-padded value
    text-too-long maximum
    token-expiration value
    toleration-operator
    toleration-seconds
    toleration-update
    topology-annotations-differ
    topology-spread-duplicate value
    traffic-distribution-unknown value allowed
    user-id-range value
    value-duplicate value
    value-unknown value allowed
    volume-mount-unknown value volumes
    volume-name-duplicate value
    volume-path-duplicate file
    volume-type-required
    volume-type-twice
    weight-range value
""")
