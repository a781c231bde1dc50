"""Two netfilter messages: make an accounting object (what ``nfacct add`` does), and empty the conntrack table."""

import os
import socket
import struct

_NETFILTER = 12
_REQUEST, _ACK, _CREATE = 0x1, 0x4, 0x400
_CTNETLINK_DELETE = 1 << 8 | 2
_ACCOUNT_NEW = 7 << 8 | 0
_ACCOUNT_NAME = 1
_EXISTS = 17


def add_account(name):
    """The object that ``-m nfacct --nfacct-name NAME`` needs, in the current network namespace."""
    text = name.encode() + b"\0"
    attribute = struct.pack("=HH", 4 + len(text), _ACCOUNT_NAME) + text
    _send(_ACCOUNT_NEW, _CREATE, attribute + b"\0" * (-len(attribute) % 4), accept=(0, _EXISTS))


def flush_conntrack():
    """Forget every connection of the current network namespace."""
    _send(_CTNETLINK_DELETE, 0, b"", family=socket.AF_INET)


def _send(message, flags, payload, *, family=socket.AF_UNSPEC, accept=(0,)):
    body = struct.pack("=BBH", family, 0, 0) + payload
    header = struct.pack("=IHHII", 16 + len(body), message, _REQUEST | _ACK | flags, 1, 0)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _NETFILTER) as netlink:
        netlink.sendto(header + body, (0, 0))
        error = -struct.unpack_from("=i", netlink.recv(4096), 16)[0]
    if error not in accept:
        raise OSError(error, os.strerror(error))
