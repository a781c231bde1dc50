"""Which programs there are, and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from nodeport_lab.cluster.tools import (
    conditions,
    conntrack,
    digging,
    grep,
    iptables,
    knock,
    machine,
    names,
    nft,
    text,
)
from nodeport_lab.cluster.tools.curl import curl
from nodeport_lab.cluster.tools.desk import Desk, Io, Language

MAX_SLEEP = 3600.0
_AWAKE: Mapping[Language, str] = {
    "en": "One line sleeps for an hour of simulated time at most.",
    "ja": "1 行で sleep できるのは、シミュレーション内の時間で合計 1 時間までです。",
}
Program = Callable[[Desk, Io, list[str]], int]


def _kubectl(desk: Desk, io: Io, words: list[str]) -> int:
    printed = desk.reach.kubectl(desk, words, io.stdin)
    io.write(printed.stdout)
    if printed.stderr:
        io.chunks.append(("err", printed.stderr))
    desk.files.update(printed.files)
    if printed.note:
        desk.note({"en": printed.note, "ja": printed.note})
    desk.opened = printed.edit or desk.opened
    return printed.exit


def _ssh(desk: Desk, io: Io, words: list[str]) -> int:
    """``ssh NODE``: the next lines are typed there; ``ssh NODE COMMAND`` is for the shell."""
    targets = [word for word in words if not word.startswith("-")]
    if not targets:
        io.err("usage: ssh destination [command]")
        return 255
    name = targets[0].rpartition("@")[2]
    map = desk.reach.world().map
    node = map.node.get(name) or map.node_at.get(name)
    if node is None:
        if name in map.machine or names.is_address(name):
            io.err(f"ssh: connect to host {name} port 22: Connection timed out")
        else:
            io.err(f"ssh: Could not resolve hostname {name}: Name or service not known")
        return 255
    if not node.up:
        io.err(f"ssh: connect to host {name} port 22: Connection timed out")
        return 255
    desk.place = node.name
    return 0


def _exit(desk: Desk, io: Io, words: list[str]) -> int:
    if desk.kind == "node":
        io.out(f"logout\nConnection to {desk.place} closed.")
    desk.place = "client"
    return 0


def _clear(desk: Desk, io: Io, words: list[str]) -> int:
    desk.cleared = True
    return 0


def _nothing(desk: Desk, io: Io, words: list[str]) -> int:
    return 0


def _false(desk: Desk, io: Io, words: list[str]) -> int:
    return 1


def _sleep(desk: Desk, io: Io, words: list[str]) -> int:
    """``sleep 5``: simulated seconds, in which the cluster goes on."""
    if not words:
        io.err("sleep: missing operand\nTry 'sleep --help' for more information.")
        return 1
    total = 0.0
    for word in words:
        match = re.fullmatch(r"(\d{1,7}(?:\.\d{1,6})?)([smhd]?)", word)
        if match is None:
            io.err(f"sleep: invalid time interval '{word}'\nTry 'sleep --help' for more information.")
            return 1
        total += float(match[1]) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[match[2]]
    if total > MAX_SLEEP - desk.slept:
        desk.note(_AWAKE)
    total = min(total, MAX_SLEEP - desk.slept)
    desk.slept += total
    if total > 0:
        desk.reach.sleep(total)
    return 0


def _sudo(desk: Desk, io: Io, words: list[str]) -> int:
    if not words:
        io.err("usage: sudo command")
        return 1
    program = find(desk, words[0])
    if program is None:
        io.err(f"sudo: {words[0]}: command not found")
        return 1
    return program(desk, io, words[1:])


def _date(desk: Desk, io: Io, words: list[str]) -> int:
    io.out(desk.reach.now().strftime("%a %b %e %H:%M:%S UTC %Y"))
    return 0


def _whoami(desk: Desk, io: Io, words: list[str]) -> int:
    io.out("user" if desk.kind == "client" else "root")
    return 0


_HELP: Mapping[Language, str] = {
    "en": """Where you are stands before the line: the client outside the cluster, a node, or a pod.

  kubectl get svc                       what kubectl 1.36 has (Tab completes)
  curl -v http://192.168.1.101:30080    also nc -zv, telnet, wget, ping
  ssh node1                             to a node; exit comes back
  kubectl exec -it POD -- sh            into a pod; there names resolve: nslookup, dig
  iptables-save -t nat, iptables -t nat -L -n, nft list ruleset, conntrack -L, ss -lnt     on a node
  ip addr, ip route, hostname           everywhere
  cat, ls, echo, seq, history, clear    and grep, head, tail, wc, sort, uniq, awk after a |
  for i in $(seq 5); do curl -s http://192.168.1.101:30080; done
  kubectl scale deploy NAME --replicas=5 && kubectl get pods -w
                                        what happens until the cluster rests; sleep 2 lets simulated time pass""",
    "ja": """行の先頭の表示が今いる場所です。クラスターの外のクライアント、ノード、Pod のいずれかです。

  kubectl get svc                       kubectl 1.36 のコマンド（Tab で補完）
  curl -v http://192.168.1.101:30080    nc -zv、telnet、wget、ping も使えます
  ssh node1                             ノードに入ります。exit で戻ります
  kubectl exec -it POD -- sh            Pod に入ります。Pod の中では nslookup や dig で名前を引けます
  iptables-save -t nat、iptables -t nat -L -n、nft list ruleset、conntrack -L、ss -lnt     ノードで使います
  ip addr、ip route、hostname           どこでも使えます
  cat、ls、echo、seq、history、clear     | のあとで grep、head、tail、wc、sort、uniq、awk
  for i in $(seq 5); do curl -s http://192.168.1.101:30080; done
  kubectl scale deploy NAME --replicas=5 && kubectl get pods -w
                                        クラスターが落ち着くまでの変化を表示します。sleep 2 でシミュレーション内の時間が進みます""",
}


def _help(desk: Desk, io: Io, words: list[str]) -> int:
    io.out(_HELP[desk.language])
    return 0


EVERYWHERE: dict[str, Program] = {
    "curl": curl, "nc": knock.nc, "ncat": knock.nc, "telnet": knock.telnet, "wget": knock.wget, "ping": names.ping,
    "nslookup": names.nslookup, "dig": digging.dig, "ss": machine.ss, "ip": machine.ip, "hostname": machine.hostname,
    "cat": text.cat, "less": text.cat, "more": text.cat, "ls": text.ls, "echo": text.echo, "seq": text.seq,
    "grep": grep.grep, "head": text.head, "tail": text.tail, "wc": text.wc, "sort": text.sort, "uniq": text.uniq,
    "awk": text.awk, "tee": text.tee, "clear": _clear, "help": _help, "exit": _exit, "logout": _exit, "date": _date,
    "whoami": _whoami, "true": _nothing, "false": _false, "sleep": _sleep, ":": _nothing, "export": _nothing,
    "test": conditions.plain, "[": conditions.bracket, "[[": conditions.bracket,
}  # fmt: skip
OUTSIDE: dict[str, Program] = {
    "kubectl": _kubectl, "k": _kubectl, "ssh": _ssh, "sudo": _sudo, "iptables": iptables.iptables,
    "iptables-save": iptables.iptables_save, "nft": nft.nft, "conntrack": conntrack.conntrack,
}  # fmt: skip


def find(desk: Desk, name: str) -> Program | None:
    """The program of that name at this place."""
    name = name.rpartition("/")[2] if name.startswith(("/bin/", "/usr/", "/sbin/")) else name
    found = EVERYWHERE.get(name)
    return found if found is not None or desk.kind == "pod" else OUTSIDE.get(name)


def available(desk: Desk) -> list[str]:
    """The names of the programs of this place, for completion."""
    hidden = {":", "[", "[[", "test", "k", "true", "false", "ncat", "more", "logout"}
    return sorted((EVERYWHERE.keys() | (set() if desk.kind == "pod" else OUTSIDE.keys())) - hidden)


def waits(words: list[str]) -> bool:
    """True for what is there to see the cluster work: ``kubectl get -w``, ``rollout status``, ``wait``, ``sleep``."""
    if words[:1] == ["sleep"]:
        return True
    if words[:1] not in (["kubectl"], ["k"]):
        return False
    said = [word for word in words[1:] if not word.startswith("-")]
    watching = {"-w", "--watch", "--watch-only", "-w=true", "--watch=true"} & set(words)
    return bool(watching) or said[:1] == ["wait"] or said[:2] == ["rollout", "status"]
