"""Commands on a cluster that lives: what they change, and that no words make them raise."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodeport_lab.cluster.kubectl.commands.edit import CANCELLED, save
from nodeport_lab.cluster.kubectl.printed import Printed
from nodeport_lab.cluster.kubectl.run import run
from nodeport_lab.cluster.kubectl.shell import LogLine, Shell
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.simulation.cluster import Cluster
from tests.cluster.kubectl.stand_in import kubectl, shell

_SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n  ports: [{port: 80}]\n"


class _Live:
    """A simulated cluster with a terminal."""

    def __init__(self) -> None:
        self.cluster = Cluster()
        self.shell = Shell(
            self.cluster.api, {"web.yaml": _SERVICE}, clock=self.cluster.datetime, settle=self._settle
        )

    def _settle(self) -> None:
        self.cluster.engine.observe()
        self.cluster.engine.touched()
        self.cluster.settle()

    def __call__(self, line: str, stdin: str = "") -> Printed:
        import shlex

        return run(shlex.split(line), self.shell, stdin)


@pytest.fixture
def live():
    return _Live()


def test_create_scale_roll_out_and_back(live):
    assert (
        live("create deployment web --image=nginx:1.27 --replicas=2").stdout
        == "deployment.apps/web created\n"
    )
    assert live("rollout status deploy/web").stdout.endswith('deployment "web" successfully rolled out\n')
    assert live("set image deploy/web nginx=nginx:1.28").stdout == "deployment.apps/web image updated\n"
    assert live("rollout status deploy/web").exit == 0
    assert live("rollout undo deploy/web").stdout == "deployment.apps/web rolled back\n"
    live("rollout status deploy/web")
    assert live("get deploy web -o jsonpath={.spec.template.spec.containers[0].image}").stdout == "nginx:1.27"
    assert "2         <none>\n3         <none>\n" in live("rollout history deploy/web").stdout
    assert live("rollout restart deploy/web").stdout == "deployment.apps/web restarted\n"
    assert live("rollout pause deploy/web").exit == 0
    assert "cannot rollback a paused deployment" in live("rollout undo deploy/web").stderr
    assert live("rollout resume deploy/web").exit == 0


def test_a_dry_run_changes_nothing(live):
    before = live.cluster.api.version
    for line in (
        "create deployment web --image=nginx --dry-run=server -o yaml",
        "create -f web.yaml --dry-run=client",
        "apply -f web.yaml --dry-run=server",
        "label svc kubernetes a=b --dry-run=server",
        "delete svc kubernetes --dry-run=server",
        "scale deploy nope --replicas=1 --dry-run=client",
        "diff -f web.yaml",
    ):
        live(line)
    assert live.cluster.api.version == before


def test_apply_reads_standard_input_and_its_problems_have_places(live):
    assert live("apply -f -", _SERVICE).stdout == "service/web created\n"
    printed = live("apply -f -", _SERVICE.replace("port: 80", "port: 0"))
    assert printed.exit == 1
    assert printed.problems[0].problem.path is not None


def test_diff_shows_what_apply_would_change(live):
    live("apply -f web.yaml")
    assert live("diff -f web.yaml") == Printed()
    live.shell.files["web.yaml"] = _SERVICE.replace("port: 80", "port: 81")
    printed = live("diff -f web.yaml")
    changed = [line for line in printed.stdout.splitlines() if line[:1] in "+-" and line[1:2] == " "]
    assert (
        changed == ["-  - port: 80", "-    targetPort: 80", "+  - port: 81", "+    targetPort: 81"]
        or "+  - port: 81" in changed
    )
    assert printed.exit == 1
    assert live("diff -f nope.yaml").exit == 2


def test_edit_opens_the_object_and_saving_changes_it(live):
    live("apply -f web.yaml")
    opened = live("edit svc web").edit
    assert opened is not None
    assert opened.name == "service/web"
    assert opened.text.startswith("# Please edit the object below.")
    assert save(live.shell, opened.text, opened.text).stderr == f"{CANCELLED}\n"
    assert save(live.shell, opened.text, "# nothing\n").stderr == f"{CANCELLED}\n"
    edited = opened.text.replace("type: ClusterIP", "type: NodePort")
    assert save(live.shell, opened.text, edited).stdout == "service/web edited\n"
    wrong = save(live.shell, edited, edited.replace("type: NodePort", "type: nodeport"))
    assert wrong.stderr == 'error: services "web" is invalid\n'
    assert wrong.edit is not None
    assert '# services "web" was not valid:\n# * spec.type: Unsupported value: "nodeport"' in wrong.edit.text
    assert "type: nodeport" in wrong.edit.text


def test_the_namespace_of_the_context_is_kept(live):
    live("create ns shop")
    live("config set-context --current --namespace=shop")
    live("create cm x --from-literal=a=b")
    assert live.cluster.api.get(Key("configmaps", "shop", "x")) is not None
    assert "shop\n" in live("config get-contexts").stdout


def test_deleting_a_pod_waits_until_it_is_gone(live):
    live("run web --image=nginx")
    live.shell.settle()
    assert live("delete pod web").stdout == 'pod "web" deleted from default namespace\n'
    assert live("get pods").stderr == "No resources found in default namespace.\n"


def test_exec_runs_in_the_pod_that_is_meant():
    ran: list[tuple[str, list[str]]] = []

    def execute(terminal, pod, words, stdin):
        ran.append((pod["metadata"]["name"], list(words)))
        return Printed(3, "out\n", "err\n")

    terminal = shell()
    terminal.execute = execute
    printed = kubectl("exec deploy/web -- curl -s http://x", terminal)
    assert ran == [("web-7d876db474-abcde", ["curl", "-s", "http://x"])]
    assert (printed.exit, printed.stdout) == (3, "out\n")
    assert printed.stderr == "err\ncommand terminated with exit code 3\n"


def test_logs_are_those_of_the_container_and_cut_at_their_tail():
    terminal = shell()
    terminal.logs = lambda pod, container: [LogLine(terminal.now(), f"{container} {n}") for n in (1, 2)]
    assert kubectl("logs web-7d876db474-abcde --tail=1", terminal).stdout == "nginx 2\n"
    assert kubectl("logs crash", terminal).stderr == (
        'Defaulted container "a" out of: a, b\nError from server (BadRequest): container "a" in pod "crash" is waiting to start: '
        "CrashLoopBackOff\n"
    )


def test_port_forward_is_explained_in_the_learners_language():
    terminal = shell()
    printed = kubectl("port-forward deploy/web 8080:80", terminal)
    assert printed.stdout == "Forwarding from 127.0.0.1:8080 -> 80\nForwarding from [::1]:8080 -> 80\n"
    assert "kube-proxy" in printed.note
    terminal.language = "ja"
    assert "Service も" in kubectl("port-forward deploy/web 8080:80", terminal).note


def test_json_of_a_dry_run_has_the_order_of_the_go_types():
    text = kubectl("create service nodeport x --tcp=80 --dry-run=client -o json").stdout
    assert list(json.loads(text)) == ["kind", "apiVersion", "metadata", "spec", "status"]


_WORDS = [
    "get",
    "describe",
    "delete",
    "create",
    "deployment",
    "service",
    "nodeport",
    "expose",
    "run",
    "scale",
    "set",
    "image",
    "env",
    "label",
    "annotate",
    "patch",
    "edit",
    "explain",
    "rollout",
    "status",
    "history",
    "undo",
    "diff",
    "apply",
    "replace",
    "config",
    "view",
    "logs",
    "exec",
    "wait",
    "events",
    "svc",
    "deploy",
    "pods",
    "web",
    "rec",
    "up",
    "nope",
    "svc/web",
    "deploy/up",
    "pod/crash",
    "all",
    "a=b",
    "app-",
    "nginx=x",
    "*=y",
    "--image=nginx",
    "--replicas=2",
    "--port=80",
    "--tcp=80:8080",
    "-o",
    "yaml",
    "json",
    "name",
    "wide",
    "jsonpath={.items[*]}",
    "custom-columns=A:.kind",
    "-n",
    "shop",
    "-A",
    "--all",
    "-l",
    "app=web",
    "--dry-run=client",
    "-f",
    "web.yaml",
    "-",
    "--type=json",
    "-p",
    "{}",
    "[]",
    "--",
    "--sort-by=.metadata.name",
    "-w",
    "--for=delete",
    "--rule=a/b=c:80",
    "''",
    ",",
    "/",
    "=",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=6))
def test_no_words_make_it_raise(words):
    printed = run(words, shell(), "a: [\n")
    assert printed.exit in (0, 1, 2)
    assert printed.stdout or printed.stderr or printed.exit == 0
