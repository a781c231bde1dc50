"""What iptables, nft and conntrack have in common: they look into a node's kernel, as root, and change nothing here."""

from __future__ import annotations

from nodeport_lab.cluster.tools.desk import Desk, Io, Language

_ELSEWHERE: dict[Language, str] = {
    "en": "kube-proxy's rules are in the kernel of every node, as root sees them: try `ssh node1` first.",
    "ja": "kube-proxy のルールは各ノードのカーネルにあり、root で見ます。まず `ssh node1` を試してください。",
}
_OTHER_MODE: dict[Language, str] = {
    "en": "kube-proxy runs in {mode} mode here: {try_} shows its rules.",
    "ja": "ここの kube-proxy は {mode} モードです。ルールは {try_} で見られます。",
}
READ_ONLY: dict[Language, str] = {
    "en": "In this lab kube-proxy alone writes rules: change a Service, and look again.",
    "ja": "このラボでルールを書くのは kube-proxy だけです。Service を変更して、もう一度見てみてください。",
}
_LOOKS: dict[str, tuple[str, str]] = {
    "iptables": ("nftables", "`nft list table ip kube-proxy`"),
    "nftables": ("iptables", "`iptables-save -t nat`"),
}


def root(desk: Desk, io: Io, message: str) -> bool:
    if desk.kind == "node":
        return True
    desk.note(_ELSEWHERE)
    io.err(message)
    return False


def other_mode(desk: Desk, asked: str) -> None:
    mode, look = _LOOKS[asked]
    desk.note({language: text.format(mode=mode, try_=look) for language, text in _OTHER_MODE.items()})
