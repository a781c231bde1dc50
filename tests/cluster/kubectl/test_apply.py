"""kubectl apply: what it prints, and what it leaves in the cluster."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodeport_lab.cluster.apiserver.server import ApiServer
from nodeport_lab.cluster.kubectl.apply import File, apply
from nodeport_lab.cluster.kubectl.lastapplied import LAST_APPLIED
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.problem_kinds import KINDS
from tests.cluster.kubectl.applied import DEPLOYMENT, RECORDED, SERVICE, recorded, run

UNKNOWN = "apiVersion: v1\nkind: Foo\nmetadata:\n  name: a\n"
NO_MATCH = (
    'resource mapping not found for name: "a" namespace: "" from "m.yaml": no matches for kind "Foo" in version "v1"\n'
    "ensure CRDs are installed first"
)
LAST = (
    '{\\"apiVersion\\":\\"v1\\",\\"kind\\":\\"Service\\",\\"metadata\\":{\\"annotations\\":{},\\"name\\":\\"web\\",'
    '\\"namespace\\":\\"default\\"},\\"spec\\":{SPEC\\"ports\\":[{\\"nodePort\\":30080,\\"port\\":80}],'
    '\\"selector\\":{\\"app\\":\\"web\\"},\\"type\\":\\"NodePort\\"}}\\n'
)


@pytest.mark.parametrize(
    ("texts", "stdout", "stderr"),
    [
        ([""], "", "error: no objects passed to apply\n"),
        ([SERVICE, SERVICE], "service/web unchanged\n", ""),
        ([SERVICE, SERVICE.replace("30080", "30081")], "service/web configured\n", ""),
        # A document that cannot be parsed ends its file; what came before is done.
        ([SERVICE + "---\na: b: c\n---\n" + DEPLOYMENT], "service/web created\n",
         "error: error parsing m.yaml: error converting YAML to JSON: yaml: mapping values are not allowed in this context\n"),
        # A kind that is not known does not.
        ([UNKNOWN + "---\n" + SERVICE], "service/web created\n", f"error: {NO_MATCH}\n"),
        # Several errors are listed without their prefixes, those of reading first.
        ([SERVICE.replace("30080", "80") + "---\n" + UNKNOWN], "",
         f'{NO_MATCH}\nError from server (Invalid): error when creating "m.yaml": Service "web" is invalid: '
         "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is "
         "30000-32767\n"),
        ([UNKNOWN + "---\n" + UNKNOWN.replace("Foo", "Bar")], "", f"{NO_MATCH}\n{NO_MATCH.replace('Foo', 'Bar')}\n"),
        ([UNKNOWN + "---\n" + UNKNOWN.replace("Foo", "Bar") + "---\n" + SERVICE.replace("name: web", "name: a/b")], "",
         f"[{NO_MATCH}, {NO_MATCH.replace('Foo', 'Bar')}]\nerror when retrieving current configuration of:\n"
         'Resource: "/v1, Resource=services", GroupVersionKind: "/v1, Kind=Service"\nName: "a/b", Namespace: "default"\n'
         "from server for: \"m.yaml\": invalid resource name \"a/b\": [may not contain '/']\n"),
        # A patch is refused in words of its own.
        ([SERVICE, SERVICE + "  foo: 1\n"], "",
         'The request is invalid: patch: Invalid value: "map[metadata:map[annotations:map[kubectl.kubernetes.io/'
         f'last-applied-configuration:{LAST.replace("SPEC", chr(92) + chr(34) + "foo" + chr(92) + chr(34) + ":1,")}]] spec:map[foo:1]]": '
         'strict decoding error: unknown field "spec.foo"\n'),
        ([SERVICE, SERVICE.replace("  type: NodePort\n", "  type: NodePort\n  clusterIP: 10.96.7.7\n")], "", None),
        # Lists are taken apart.
        (["apiVersion: v1\nkind: List\nitems:\n- " + SERVICE.replace("\n", "\n  ")], "service/web created\n", ""),
        ([SERVICE.replace("metadata:\n  name: web", "metadata:\n  generateName: web-")], "",
         "error: from web-: cannot use generate name with apply\n"),
        (["kind: StatefulSet\napiVersion: apps/v1\nmetadata: {name: a}\n"], "",
         "error: StatefulSet (apps/v1) exists in Kubernetes but is not simulated here\n"),
        (["a: 1\n"], "",
         'error: error validating "m.yaml": error validating data: [apiVersion not set, kind not set]; if you choose to ignore '
         "these errors, turn validation off with --validate=false\n"),
        ([json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}})], "configmap/c created\n", ""),
    ],
)  # fmt: skip
def test_what_is_printed(texts: list[str], stdout: str, stderr: str | None) -> None:
    printed = run(*texts)
    assert printed.stdout == stdout
    if stderr is not None:
        assert printed.stderr == stderr
    assert printed.exit == (1 if printed.stderr else 0)


def test_what_the_server_has_not_from_a_manifest_stays() -> None:
    api = ApiServer()
    run(SERVICE + "  externalTrafficPolicy: Local\n", SERVICE, api=api)
    found = api.get(Key("services", "default", "web"))
    assert found is not None
    assert found["spec"]["externalTrafficPolicy"] == "Cluster"
    assert found["spec"]["clusterIP"].startswith("10.96.")
    assert json.loads(found["metadata"]["annotations"][LAST_APPLIED])["spec"]["type"] == "NodePort"


def test_the_version_of_an_object_that_there_is_not_is_not_sent() -> None:
    manifest = SERVICE.replace("name: web", 'name: web\n  resourceVersion: "7"', 1)
    api = ApiServer()
    assert apply([File("m.yaml", manifest)], api).stdout == "service/web created\n"
    # The next time there is one, and it is another.
    assert "the object has been modified" in apply([File("m.yaml", manifest)], api).stderr


def test_a_namespace_that_cannot_stand_in_a_url_is_not_asked_for() -> None:
    told = run(SERVICE.replace("name: web", "name: web\n  namespace: a/b%c", 1)).stderr
    assert told.endswith(
        "from server for: \"m.yaml\": invalid namespace \"a/b%c\": [may not contain '/' may not contain '%']\n"
    )


def test_a_change_that_no_patch_can_tell() -> None:
    api = ApiServer()
    apply([File("m.yaml", SERVICE)], api)
    lines = apply([File("m.yaml", SERVICE.replace("port: 80\n", "name: a\n", 1))], api).stderr.splitlines()
    fault = "does not contain declared merge key: port"
    assert lines[0].startswith("warning: error calculating patch from openapi v3 spec: map: map[")
    assert lines[0].endswith(fault)
    assert lines[1:3] == ["error: error when applying patch:", ""]
    assert 'for: "m.yaml": error when patching "m.yaml": creating patch with:' in lines
    assert lines[-1].startswith("for: map: map[")
    assert lines[-1].endswith(fault)


def test_a_kind_in_lower_case_is_no_patch_of_what_is_there() -> None:
    api = ApiServer()
    apply([File("m.yaml", SERVICE)], api)
    printed = apply([File("m.yaml", SERVICE.replace("kind: Service", "kind: service"))], api)
    assert printed.exit == 1
    assert printed.stderr.endswith("for: At least one of apiVersion, kind and name was changed\n")
    assert [placed.problem.kind for placed in printed.problems] == ["kind-case"]


def test_an_object_that_nobody_applied_is_taken_over_with_a_warning() -> None:
    api = ApiServer()
    metadata = {"name": "web", "namespace": "default"}
    spec = {"type": "NodePort", "ports": [{"port": 80, "nodePort": 30080}]}
    api.create({"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": spec})
    printed = run(SERVICE, api=api)
    assert printed.stdout == "service/web configured\n"
    assert printed.stderr.startswith(
        "Warning: resource services/web is missing the kubectl.kubernetes.io/last-applied-"
    )
    assert printed.exit == 0


def test_files_dry_runs_and_namespaces() -> None:
    api = ApiServer()
    files = [File("a.yaml", SERVICE), File("b.yaml", DEPLOYMENT)]
    server = apply(files, api, dry_run="server")
    assert (
        server.stdout
        == "service/web created (server dry run)\ndeployment.apps/web created (server dry run)\n"
    )
    assert apply(files, api, dry_run="client").stdout.endswith("deployment.apps/web created (dry run)\n")
    assert api.list("deployments") == []
    other = apply(
        [File("a.yaml", SERVICE.replace("name: web\n", "name: web\n  namespace: shop\n"))],
        api,
        namespace="default",
        enforce=True,
    )
    assert other.stderr == (
        'error: the namespace from the provided object "shop" does not match the namespace "default". You must pass '
        "'--namespace=shop' to perform this operation.\n"
    )
    apply(files, api)
    assert [obj["metadata"]["namespace"] for obj in api.list("deployments")] == ["default"]


# Their manifests say what the server does not keep (``nodePort: 0``, ``type: ~``, a status), or have lists that are
# replaced as a whole: kubectl sends that every time, and says so.
_ALWAYS_SENT = {
    "endpointslice-valid",
    "seq-nodeport-to-clusterip-keeping-nodeport",
    "service-clusterip-empty",
    "service-mix-070-protocol-sctp+lb-ip+nodeport-zero",
    "service-mix-129-externalname-with-nodeport+targetport-empty",
    "service-nodeport-null",
    "service-nodeport-zero",
    "service-portname-empty",
    "service-status-set",
    "service-targetport-empty",
    "yaml-null-tilde",
}


@pytest.mark.parametrize("file", sorted(path.stem for path in RECORDED.glob("*.json")))
def test_what_was_accepted_is_unchanged_when_applied_again(file: str) -> None:
    for name, manifests in recorded(file):
        api = ApiServer()
        for manifest in manifests:
            printed = apply([File("m.yaml", manifest)], api)
        version = api.version
        if printed.exit == 0:
            again = apply([File("m.yaml", manifest)], api).stdout
            assert api.version == version, name
            if name not in _ALWAYS_SENT:
                assert again == printed.stdout.replace(" created", " unchanged").replace(
                    " configured", " unchanged"
                ), name


_LINES = st.lists(
    st.sampled_from(
        [
            *SERVICE.splitlines(),
            *DEPLOYMENT.splitlines(),
            "---",
            "- x",
            "\tfoo: 1",
            "items:",
            "kind: List",
            "  a: *b",
        ]
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(st.text() | _LINES.map("\n".join))
def test_any_text_gets_a_verdict(text: str) -> None:
    printed = run(text)
    assert printed.exit == 0 or printed.stderr
    for placed in printed.problems:
        assert KINDS[placed.problem.kind] <= placed.problem.params.keys()
        assert placed.problem.span is not None
