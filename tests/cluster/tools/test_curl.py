"""curl: exit codes and words of every ending that the simulation has for a request, and who answers what."""

import pytest

from nodeport_lab.cluster.simulation.cluster import Cluster
from tests.cluster.tools.conftest import Type, first_pod, made, typed


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("curl http://192.168.1.101:31999", 7, "curl: (7) Failed to connect to 192.168.1.101 port 31999 after 0 ms: Couldn't connect to server\n"),
        ("curl -m 3 http://10.96.50.50", 28, "curl: (28) Connection timed out after 3001 milliseconds\n"),
        ("curl --connect-timeout 2 http://10.96.50.50", 28, "curl: (28) Failed to connect to 10.96.50.50 port 80 after 2001 ms: Timeout was reached\n"),
        ("curl http://web", 6, "curl: (6) Could not resolve host: web\n"),
        ("curl https://192.168.1.101:30080", 35, "curl: (35) OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number\n"),
        ("curl http://192.168.1.101:22", 1, "curl: (1) Received HTTP/0.9 when not allowed\n"),
        ("curl foo://192.168.1.101", 1, 'curl: (1) Protocol "foo" not supported or disabled in libcurl\n'),
        ("curl", 2, "curl: try 'curl --help' or 'curl --manual' for more information\n"),
        ("curl --foo x", 2, "curl: option --foo: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n"),
        ("curl -m", 2, "curl: option -m: requires parameter\ncurl: try 'curl --help' or 'curl --manual' for more information\n"),
        ("curl -m x http://a", 2, "curl: option -m: expected a proper numerical parameter\ncurl: try 'curl --help' or 'curl --manual' for more information\n"),
        ("curl http://192.168.1.101:99999", 3, "curl: (3) URL using bad/illegal format or missing URL\n"),
        ("curl -s http://192.168.1.101:31999", 7, ""),
        ("curl -sS http://nowhere", 6, "curl: (6) Could not resolve host: nowhere\n"),
    ],
)  # fmt: skip
def test_failures(type_line: Type, line: str, code: int, said: str) -> None:
    ran = type_line(line)
    assert (ran.exit, ran.text("out"), ran.text("err")) == (code, "", said)


def test_verbose_tells_the_connection_and_the_headers(type_line: Type) -> None:
    ran = type_line("curl -v -H 'X-A: b' http://192.168.1.102:30080/path?q=1")
    lines = ran.text("err").split("\n")
    assert lines[:8] == [
        "*   Trying 192.168.1.102:30080...",
        "* Connected to 192.168.1.102 (192.168.1.102) port 30080 (#0)",
        "> GET /path?q=1 HTTP/1.1",
        "> Host: 192.168.1.102:30080",
        "> User-Agent: curl/7.88.1",
        "> Accept: */*",
        "> X-A: b",
        "> ",
    ]
    assert lines[8] == "< HTTP/1.1 200 OK"
    assert lines[-2] == "* Connection #0 to host 192.168.1.102 left intact"
    assert [stream for stream, _ in ran.chunks][-2:] == ["out", "err"]


def test_a_page_names_the_pod_and_the_source_that_it_saw(type_line: Type) -> None:
    text = type_line("curl -s http://192.168.1.103:30080").text("out")
    assert "<p>I saw the request come from 192.168.1.103.</p>" in text
    assert "Pod default/web-" in text


def test_with_the_local_policy_the_pod_sees_the_client() -> None:
    cluster = made()
    typed(cluster, """kubectl patch svc web -p '{"spec":{"externalTrafficPolicy":"Local"}}'""")
    assert "come from 203.0.113.10." in typed(cluster, "curl -s http://192.168.1.101:30080").text("out")
    assert typed(cluster, "curl -s -m 1 http://192.168.1.103:30080").exit == 28


@pytest.mark.parametrize(
    ("image", "target", "starts"),
    [("gcr.io/google-samples/hello-app:1.0", 8080, "Hello, world!\nVersion: 1.0.0\nHostname: web-"), ("registry.k8s.io/echoserver:1.10", 8080, "\n\nHostname: web-")],
)  # fmt: skip
def test_programs_that_say_who_they_are(image: str, target: int, starts: str) -> None:
    text = typed(made(image, target), "curl -s http://192.168.1.101:30080").text("out")
    assert text.startswith(starts)
    if "echo" in image:
        assert "\tclient_address=192.168.1.101\n" in text


def test_what_is_no_web_server(type_line: Type) -> None:
    ran = typed(made("redis", 6379), "curl http://192.168.1.101:30080")
    assert (ran.exit, ran.text("err")) == (1, "curl: (1) Received HTTP/0.9 when not allowed\n")


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("-s -o /dev/null -w '%{http_code}\\n' http://192.168.1.101:30080", "200\n"),
        ("-s -w '%{http_code} %{exitcode} %{errormsg}' http://192.168.1.101:31999", "000 7 Failed to connect to 192.168.1.101 port 31999 after 0 ms: Couldn't connect to server"),
        ("-s -o /dev/null -o /dev/null -w '%{remote_ip}:%{remote_port} ' http://192.168.1.101:30080 http://192.168.1.102:30080", "192.168.1.101:30080 192.168.1.102:30080 "),
        ("-s -o /dev/null -w '%{nope}%{http_code}' --resolve a.b:30080:192.168.1.101 http://a.b:30080", "200"),
    ],
)  # fmt: skip
def test_write_out(type_line: Type, line: str, printed: str) -> None:
    assert type_line(f"curl {line}").text("out") == printed


def test_the_head_alone(type_line: Type) -> None:
    text = type_line("curl -sI http://192.168.1.101:30080").text("out")
    assert text.startswith("HTTP/1.1 200 OK\n")
    assert text.endswith("\n\n")
    assert "<h1>" not in text


def test_names_and_the_cluster_ip_from_a_pod() -> None:
    cluster = made()
    pod = first_pod(cluster)
    for host in ("web", "web.default", "web.default.svc.cluster.local", "10.96.50.50"):
        assert typed(cluster, f"curl -s http://{host}", pod).exit == 0
    assert typed(cluster, "wget -qO- http://web", pod).text("out").startswith("<!DOCTYPE html>")


def test_the_api_server_wants_trust_and_a_name(type_line: Type) -> None:
    assert (
        type_line("curl https://192.168.1.100:6443")
        .text("err")
        .startswith(
            "curl: (60) SSL certificate problem: unable to get local issuer certificate\nMore details here"
        )
    )
    ran = type_line("curl -k -s https://192.168.1.100:6443")
    assert '"message": "forbidden: User \\"system:anonymous\\" cannot get path \\"/\\""' in ran.text("out")
    assert (
        type_line("curl -s http://192.168.1.100:6443").text("out")
        == "Client sent an HTTP request to an HTTPS server.\n"
    )


def test_through_an_ingress() -> None:
    cluster = made()
    cluster.perform({"type": "set-ingress-controller", "running": True})
    typed(
        cluster,
        "kubectl create ingress web --class=nginx --rule=example.com/*=web:80 --rule=gone.com/*=gone:80",
    )
    cluster.perform({"type": "set-provider", "running": True})
    address = typed(
        cluster,
        "kubectl get svc -n ingress ingress-controller -o jsonpath='{.status.loadBalancer.ingress[0].ip}'",
    ).text("out")
    answered = typed(cluster, f"curl -s -H 'Host: example.com' http://{address}").text("out")
    assert "<p>X-Forwarded-For:" in answered
    codes = typed(
        cluster,
        f"for h in example.com other.com gone.com; do curl -s -o /dev/null -w '%{{http_code}} ' -H \"Host: $h\" http://{address}; done",
    ).text("out")
    assert codes == "200 404 503 "
    assert "<title>404 Not Found</title>" in typed(cluster, f"curl -s http://{address}").text("out")
    assert typed(cluster, f"curl -s --resolve example.com:443:{address} https://example.com").exit == 60
    assert typed(cluster, f"curl -sk --resolve example.com:443:{address} https://example.com").exit == 0
    assert "The plain HTTP request was sent to HTTPS port" in typed(
        cluster, f"curl -s http://{address}:443"
    ).text("out")


def test_a_second_url_of_the_same_server_goes_through_the_same_connection(type_line: Type) -> None:
    url = "http://192.168.1.102:30080"
    for dice in range(4):
        ran = type_line(f"curl -v {url} {url}/again -w '%{{num_connects}}\n'", dice=dice)
        assert ran.text("err").count("* Connected to") == 1
        assert f"* Re-using existing connection #0 with host {url[7:-6]}\n" in ran.text("err")
        assert ran.text("err").count("* Connection #0 to host 192.168.1.102 left intact") == 2
        answers = [line for line in ran.text("out").splitlines() if line.startswith("<h1>")]
        assert answers[0] == answers[1]


def test_a_health_check_node_port_says_how_many_pods_the_node_has(cluster: Cluster) -> None:
    local = (
        '{"spec": {"type": "LoadBalancer", "externalTrafficPolicy": "Local", "healthCheckNodePort": 32000}}'
    )
    typed(cluster, f"kubectl patch service web -p '{local}'")
    full = typed(cluster, "curl -i http://192.168.1.101:32000/healthz").text("out")
    assert full.startswith("HTTP/1.1 200 OK\n")
    assert '"localEndpoints": 1' in full
    empty = typed(cluster, "curl -i http://192.168.1.103:32000/").text("out")
    assert empty.startswith("HTTP/1.1 503 Service Unavailable\n")
    assert '"localEndpoints": 0' in empty
