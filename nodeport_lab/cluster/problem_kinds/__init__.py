"""Every kind of problem there is, and the params that its explanation may name.

One registry for all rooms: ``content`` explains exactly these, and a test fails when a room makes a Problem whose
kind or params are not here. Every problem of validation (``validation``) has the param ``field`` besides. Keep each
section sorted.
"""

from __future__ import annotations

from nodeport_lab.cluster.problem_kinds.table import table
from nodeport_lab.cluster.problem_kinds.validation import VALIDATION

__all__ = ["KINDS", "REPAIRS", "VALIDATION"]

# Made by source: a file that cannot be read. ``reason`` is what go-yaml or encoding/json says.
SOURCE = table("""
    file-too-large maximum
    json-syntax reason
    yaml-anchor-contains-itself reason anchor
    yaml-bad-base64 reason value
    yaml-bad-escape reason
    yaml-bad-key reason
    yaml-bad-merge reason
    yaml-bad-separator rest
    yaml-bad-tag reason value tag
    yaml-cannot-start reason char
    yaml-control-character reason
    yaml-expected-dash reason
    yaml-expected-key reason
    yaml-expected-value reason
    yaml-full-width-colon reason
    yaml-list-not-allowed reason
    yaml-missing-colon reason
    yaml-missing-space reason
    yaml-not-a-json-number reason value
    yaml-odd-space reason char
    yaml-syntax reason
    yaml-tab reason
    yaml-too-deep reason
    yaml-too-many-aliases reason
    yaml-typographic-dash reason char
    yaml-unclosed-list reason
    yaml-unclosed-map reason
    yaml-unclosed-quote reason
    yaml-unknown-anchor reason anchor
    yaml-value-not-allowed reason
""")

# Made by apiserver.decode, convert, admission, patching and status.
SERVER = table("""
    already-exists resource name
    bad-base64 value
    bad-patch reason
    bad-quantity value
    bad-time value
    conflict resource name
    kind-case kind meant version
    namespace-may-not-be-deleted namespace
    namespace-not-found namespace
    namespace-terminating namespace
    not-found resource name
    patch-refused value
    resource-version-set
    unknown-field name nearest struct
    wrong-type value found expected goType
""")

# Made by kubectl.reading and kubectl.apply.
KUBECTL = table("""
    api-version-malformed value
    api-version-missing
    api-version-not-text value
    duplicate-key key
    field-missing name struct
    generate-name-with-apply value
    kind-missing
    kind-not-simulated kind version
    kind-not-text value
    name-missing kind
    name-not-a-path-segment value
    namespace-mismatch value namespace
    no-such-kind kind version nearest
    no-such-version-of-kind kind version versions
    not-an-object found
    server-warning
""")

# Made by simulation: a wish that the cluster cannot grant as it stands.
SIMULATION = table("""
    node-address-taken address network
    pod-not-running pod
    request-bad-address address
    request-bad-port port
    request-dns-policy address pod
    request-name-elsewhere address elsewhere
    request-name-unknown address namespace
    request-unknown-node node
    request-unknown-sender from
    server-refused
""")

KINDS: dict[str, frozenset[str]] = {**VALIDATION, **SOURCE, **SERVER, **KUBECTL, **SIMULATION}

# Every kind of repair, and the params that its label may name.
REPAIRS = table("""
    add-api-version value
    add-colon
    add-field name value
    add-space
    fix-indent
    indent-again
    make-list
    quote
    remove-field name
    rename-field name nearest
    replace-spaces
    replace-tabs
    replace-typographic-characters
    set-label name value
    set-value name value
    unquote
""")
