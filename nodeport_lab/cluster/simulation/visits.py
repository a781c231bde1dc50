"""What reached the pods' programs, and what those write about it: nginx, httpd and hello-app log as they really do.

A program sees the address that the packet carries when it arrives; that is the one in its log.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from nodeport_lab.cluster.apiserver.epoch import EPOCH
from nodeport_lab.cluster.controllers.kubelet.sockets import container_sockets, image_name
from nodeport_lab.cluster.kubectl.shell import LogLine
from nodeport_lab.cluster.network.hop import Branch
from nodeport_lab.cluster.objects import Obj

_LIMIT = 500  # of requests that a pod's log remembers


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that a pod's program answered: when, from which address as it saw it, and what was said."""

    time: float
    source: str
    port: int
    method: str
    path: str
    status: int
    size: int
    agent: str
    forwarded: str = ""


@dataclass(slots=True)
class Visits:
    """The requests by the uid of the pod that answered them."""

    by_pod: dict[str, list[Visit]] = field(default_factory=dict)

    def note(self, pod: Obj, visit: Visit) -> None:
        """One more request."""
        known = self.by_pod.setdefault(pod["metadata"]["uid"], [])
        known.append(visit)
        del known[:-_LIMIT]


def visit_of(
    branch: Branch, now: float, *, method: str, path: str, status: int, size: int, agent: str
) -> Visit | None:
    """The visit that a request made, where it arrived anywhere."""
    if branch.arrived is None:
        return None
    forwarded = str(((branch.http or {}).get("headers") or {}).get("X-Forwarded-For", ""))
    arrived = branch.arrived
    return Visit(now, arrived.source, arrived.destination_port, method, path, status, size, agent, forwarded)


def log_of(pod: Obj, container: str, visits: Visits) -> list[LogLine]:
    """All that a container has written."""
    spec = next(found for found in pod["spec"]["containers"] if found["name"] == container)
    image = image_name(spec.get("image", ""))
    started = _started(pod, container)
    if started is None:
        return []
    tag = spec.get("image", "").rpartition(":")[2] if ":" in spec.get("image", "") else ""
    ports = {socket.port for socket in container_sockets(spec)}
    lines = [LogLine(started, text) for text in _first_words(image, tag, started, sorted(ports))]
    for visit in visits.by_pod.get(pod["metadata"]["uid"], ()):
        moment = EPOCH + timedelta(seconds=visit.time)
        if visit.port in ports and moment >= started:
            lines += [LogLine(moment, text) for text in _line(image, visit, moment)]
    return lines


def _started(pod: Obj, container: str) -> datetime | None:
    for status in (pod.get("status") or {}).get("containerStatuses") or ():
        running = (status.get("state") or {}).get("running")
        if status["name"] == container and running:
            return datetime.strptime(running["startedAt"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return None


_ENTRYPOINT = """/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration
/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/
/docker-entrypoint.sh: Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh
10-listen-on-ipv6-by-default.sh: info: Getting the checksum of /etc/nginx/conf.d/default.conf
10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf
/docker-entrypoint.sh: Sourcing /docker-entrypoint.d/15-local-resolvers.envsh
/docker-entrypoint.sh: Launching /docker-entrypoint.d/20-envsubst-on-templates.sh
/docker-entrypoint.sh: Launching /docker-entrypoint.d/30-tune-worker-processes.sh
/docker-entrypoint.sh: Configuration complete; ready for start up"""


def _first_words(image: str, tag: str, started: datetime, ports: list[int]) -> Iterator[str]:
    """What the program says when it starts."""
    if image == "nginx":
        yield from _ENTRYPOINT.split("\n")
        version = tag if tag.count(".") == 2 and tag.replace(".", "").isdigit() else "1.27.4"
        for words in (
            'using the "epoll" event method',
            f"nginx/{version}",
            "built by gcc 12.2.0 (Debian 12.2.0-14) ",
            "OS: Linux 6.12.0",
            "getrlimit(RLIMIT_NOFILE): 1048576:1048576",
            "start worker processes",
            "start worker process 29",
            "start worker process 30",
        ):
            yield f"{started:%Y/%m/%d %H:%M:%S} [notice] 1#1: {words}"
    elif image == "httpd":
        stamp = f"{started:%a %b %d %H:%M:%S}.000000 {started:%Y}"
        yield (
            f"[{stamp}] [mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4.63 (Unix) configured -- resuming normal operations"
        )
        yield f"[{stamp}] [core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'"
    elif image == "hello-app":
        for port in ports[:1]:
            yield f"{started:%Y/%m/%d %H:%M:%S} Server listening on port {port}"


def _line(image: str, visit: Visit, moment: datetime) -> Iterator[str]:
    """What the program says about a request: nginx' ``main`` format, httpd's ``common``."""
    local = f"{moment:%d/%b/%Y:%H:%M:%S} +0000"
    request = f"{visit.method} {visit.path} HTTP/1.1"
    if image == "nginx":
        yield (
            f'{visit.source} - - [{local}] "{request}" {visit.status} {visit.size} "-" "{visit.agent}" "{visit.forwarded or "-"}"'
        )
    elif image == "httpd":
        yield f'{visit.source} - - [{local}] "{request}" {visit.status} {visit.size}'
    elif image == "hello-app":
        yield f"{moment:%Y/%m/%d %H:%M:%S} Serving request: {visit.path.partition('?')[0]}"
