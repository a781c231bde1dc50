"""The shell: what bash would make of a line, and that nothing of it leaves the simulation."""

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nodeport_lab.cluster
from nodeport_lab.cluster.tools.shell import MAX_LINE, MAX_OUTPUT
from tests.cluster.tools.conftest import Type, made, typed


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("echo a   b", "a b\n"),
        ("echo 'a   b' \"c  d\"", "a   b c  d\n"),
        (r"echo a\ b", "a b\n"),
        ("echo a; echo b", "a\nb\n"),
        ("true && echo yes || echo no", "yes\n"),
        ("false && echo yes || echo no", "no\n"),
        ("x=3; echo $x ${x}4 '$x' \"$x\"", "3 34 $x 3\n"),
        ("echo $(echo a b) `echo c`", "a b c\n"),
        ("false; echo $?", "1\n"),
        ("for i in 1 2; do echo n$i; done", "n1\nn2\n"),
        ("for i in $(seq 2); do for j in a b; do echo $i$j; done; done | tail -1", "2b\n"),
        ("for i in {1..3}; do echo $i; done | wc -l", "3\n"),
        ("i=0; while [ $i -lt 2 ]; do echo $i; i=$((i+1)); done", "0\n1\n"),
        ("i=0; until [ $i -ge 2 ]; do echo $i; ((i++)); done", "0\n1\n"),
        ("for ((i=1; i<=2; i++)); do echo $i; done | wc -l", "2\n"),
        ("for i in 1 2\ndo\n  echo $i\ndone", "1\n2\n"),
        ("for i in 1 2 3; do if [ $i = 2 ]; then continue; fi; echo $i; done", "1\n3\n"),
        ("for i in 1 2; do for j in 1 2; do break 2; done; echo no; done; echo $i", "1\n"),
        ("if false; then echo a; elif [ 1 -eq 1 ]; then echo b; else echo c; fi", "b\n"),
        ("if [ -f nope ] || ! true; then echo a; else echo c; fi", "c\n"),
        ("for i in 1 2; do echo $i; done > f; cat f", "1\n2\n"),
        ("echo {a,b}{1,2}", "a1 a2 b1 b2\n"),
        ("x=7; echo $((2*(x+1)%5)) $((-7/2)) $((1<2&&3>2))", "1 -3 1\n"),
        ("sleep 1.5; date", "Thu Jan  1 00:00:03 UTC 2026\n"),
        ("seq 3 | head -n 2 | tail -n 1", "2\n"),
        ("echo a > f; echo b >> f; cat f; cat < f | wc -l", "a\nb\n2\n"),
        ("cat <<END\na $(echo b)\nEND", "a b\n"),
        ("cat <<'END'\na $(echo b)\nEND", "a $(echo b)\n"),
        ("nothing 2>/dev/null; echo $?", "127\n"),
        ("nothing 2>&1 | wc -l", "1\n"),
        ("echo x >/dev/null", ""),
        ("nothing &>/dev/null || echo gone", "gone\n"),
        ("echo a # b", "a\n"),
        ("echo a | grep -c . \\\n| cat", "1\n"),
        ("export A=b; echo $A", "b\n"),
        ("echo 'web 1\nweb 2' | awk '{print $2}' | sort -rn", "2\n1\n"),
        ("echo 'b\na\nb' | sort | uniq -c | sort -rn", "      2 b\n      1 a\n"),
    ],
)
def test_lines(type_line: Type, line: str, printed: str) -> None:
    ran = type_line(line)
    assert (ran.text("out"), ran.text("err")) == (printed, "")


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("foo", 127, "bash: foo: command not found\n"),
        ("echo 'a", 2, "bash: unexpected EOF while looking for matching `''\n"),
        ("| wc", 2, "bash: syntax error near unexpected token `|'\n"),
        ("echo a |", 2, "bash: syntax error: unexpected end of file\n"),
        ("echo a && ; echo b", 2, "bash: syntax error near unexpected token `;'\n"),
        ("cat nowhere", 1, "cat: nowhere: No such file or directory\n"),
        ("cat < nowhere", 1, "bash: nowhere: No such file or directory\n"),
        ("seq 1" + " | cat" * 6, 2, "bash: more than 5 pipes in a row\n"),
        ("echo " + "x" * MAX_LINE, 2, f"bash: line too long: {MAX_LINE} bytes are the limit of this lab\n"),
        ("for i in 1 2 do echo; done", 2, "bash: syntax error near unexpected token `done'\n"),
        ("while true; do echo a", 2, "bash: syntax error: unexpected end of file\n"),
        ("done", 2, "bash: syntax error near unexpected token `done'\n"),
        (
            "case x in a) echo; esac",
            2,
            "bash: case: this lab's shell has `for', `while', `until' and `if', and no `case'\n",
        ),
        ("echo $((1/0))", 2, "bash: 1/0: division by 0\n"),
        ("[ a -lt 3 ]", 2, "bash: [: a: integer expression expected\n"),
        ("sleep soon", 1, "sleep: invalid time interval 'soon'\nTry 'sleep --help' for more information.\n"),
        ("echo x > /etc/passwd", 1, "bash: /etc/passwd: Permission denied\n"),
        (
            "echo $(echo $(echo $(echo $(echo $(echo x)))))",
            2,
            "bash: command substitution: nested too deeply\n",
        ),
    ],
)
def test_mistakes(type_line: Type, line: str, code: int, said: str) -> None:
    ran = type_line(line)
    assert (ran.exit, ran.text("err")) == (code, said)


@pytest.mark.parametrize(
    ("flags", "printed"),
    [
        ("-n b", "2:b\n"), ("-v a", "b\nc\nB\n"), ("-c b", "1\n"), ("-ic b", "2\n"), ("-E 'a|c'", "a\nc\n"),
        ("'a|c'", ""), ("-A1 a", "a\nb\n"), ("-B 1 c", "b\nc\n"), ("-q a", ""), ("-o '[ab]'", "a\nb\n"),
    ],
)  # fmt: skip
def test_grep(type_line: Type, flags: str, printed: str) -> None:
    assert type_line(f"echo 'a\nb\nc\nB' | grep {flags}").text("out") == printed


@pytest.mark.parametrize("pattern", ["(a+)+b", ".*.*.*.*.*x", "a?" * 30 + "a" * 30, "(a|a)*b"])
def test_no_pattern_takes_for_ever(type_line: Type, pattern: str) -> None:
    text = "a" * 1500
    assert type_line(f"echo {text} | grep -E '{pattern}'").exit == 2


def test_an_endless_loop_is_stopped_and_keeps_what_it_printed(type_line: Type) -> None:
    ran = type_line(
        "while true; do curl -s -o /dev/null -w '%{http_code} ' http://192.168.1.101:30080; sleep 1; done"
    )
    assert (ran.exit, ran.text("out").split()) == (130, ["200"] * 50)
    assert "50 requests" in ran.note
    ran = type_line("while true; do echo x; done | head -2")
    assert ran.text("out") == "x\nx\n"
    assert "Ctrl+C" in ran.note


def test_sleep_lets_the_cluster_work_on(type_line: Type) -> None:
    line = "kubectl scale deploy web --replicas=4 >/dev/null; for i in 1 2 3; do kubectl get pods -o name | wc -l; sleep 1; done"
    assert type_line(line).text("out") == "2\n4\n4\n"


def test_long_output_is_cut_with_a_word_about_it(type_line: Type) -> None:
    ran = type_line("for i in 1 2 3; do seq 1000; done")
    assert ran.text("out").count("\n") == MAX_OUTPUT
    assert "3000" in ran.note


def test_a_line_is_the_same_each_time_it_is_played() -> None:
    log = [
        {
            "type": "terminal",
            "line": "for i in $(seq 9); do curl -s http://192.168.1.101:30080; done",
            "dice": 5,
        }
    ]
    one, other = made(), made()
    first, second = (cluster.perform(log[0]).session for cluster in (one, other))
    assert first is not None
    assert second is not None
    assert first.ran.chunks == second.ran.chunks
    assert len(set(first.ran.text("out").split("\n"))) > 6  # both pods answered
    assert one.snapshot() == other.snapshot()


def test_places() -> None:
    cluster = made()
    assert typed(cluster, "ssh node1").place == "node1"
    assert typed(cluster, "ssh node2 hostname").chunks == [("out", "node2\n")]
    assert (
        typed(cluster, "ssh nowhere").text("err")
        == "ssh: Could not resolve hostname nowhere: Name or service not known\n"
    )
    pod = typed(cluster, "kubectl exec -it deploy/web -- sh").place
    assert pod.startswith("default/web-")
    assert typed(cluster, "foo", pod).text("err") == "sh: foo: not found\n"
    assert typed(cluster, "exit", pod).place == "client"
    assert (
        typed(cluster, "kubectl exec deploy/web -- hostname").text("out")
        == pod.removeprefix("default/") + "\n"
    )
    cluster.perform({"type": "set-node", "node": "node1", "up": False})
    assert typed(cluster, "ssh node1").exit == 255


def test_what_one_command_begins_the_next_one_sees_done(type_line: Type) -> None:
    ran = type_line(
        "kubectl scale deploy web --replicas=4 && kubectl get pods --no-headers | grep -c Running"
    )
    assert ran.text("out").endswith("\n4\n")


_ANY = st.lists(
    st.sampled_from(
        ["curl", "kubectl", "get", "-o", "|", ";", "&&", ">", "$(", ")", "'", '"', "<<", "for", "in", "do", "done", "iptables",
         "-L", "dig", "ping", "grep", "-A", "99", "ss", "-", "--", "{1..3}", "\n", "ip", "nft", "list", "conntrack", "web", "$x"]
    ),
    max_size=9,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(_ANY, st.sampled_from(["client", "node1", "nowhere"]))
def test_no_line_breaks_it(words: list[str], place: str) -> None:
    typed(_CLUSTER, " ".join(words), place)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_it(line: str) -> None:
    typed(_CLUSTER, line)


_CLUSTER = made()


def test_nothing_is_ever_executed() -> None:
    """No module below the cluster imports what could run a program, or evaluates text as one."""
    forbidden = {
        "subprocess",
        "os",
        "pty",
        "shutil",
        "socket",
        "ctypes",
        "runpy",
        "code",
        "multiprocessing",
    }
    calls = {"eval", "exec", "compile", "__import__", "system", "popen"}
    for file in Path(nodeport_lab.cluster.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not forbidden & {alias.name.partition(".")[0] for alias in node.names}, file
            elif isinstance(node, ast.ImportFrom) and not node.level:
                assert (node.module or "").partition(".")[0] not in forbidden, file
                assert not (node.module or "").startswith("importlib") or (
                    node.module == "importlib" and [alias.name for alias in node.names] == ["resources"]
                ), file
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in calls, file
