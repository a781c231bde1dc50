import pytest

from nodeport_lab.cluster.controllers import podhash


def template(app, image, ports=(), pull="IfNotPresent", **spec):
    container = {"name": "nginx", "image": image, "resources": {}, "imagePullPolicy": pull}
    container |= {"terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}
    if ports:
        container["ports"] = list(ports)
    defaults = {"restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst"}
    defaults |= {"securityContext": {}, "schedulerName": "default-scheduler"}
    return {"metadata": {"labels": {"app": app}}, "spec": {"containers": [container], **defaults, **spec}}


@pytest.mark.parametrize(
    ("made", "recorded"),
    [
        (
            template("nginx", "nginx:latest", [{"containerPort": 80, "protocol": "TCP"}], "Always"),
            "59c4c87bc6",
        ),
        (template("web", "nginx:1.27"), "7d876db474"),
        (template("web", "nginx:1.28"), "697578869"),
    ],
)
def test_the_hash_is_the_one_that_a_real_controller_wrote(made, recorded):
    assert podhash.template_hash(made) == recorded


def test_a_collision_changes_the_hash():
    made = template("web", "nginx:1.27")
    assert podhash.template_hash(made, 1) != podhash.template_hash(made)


def test_a_template_with_parts_that_are_not_described_still_has_a_stable_hash_of_the_alphabet():
    made = template("web", "nginx", volumes=[{"name": "v", "emptyDir": {}}])
    assert podhash.template_hash(made) == podhash.template_hash(made)
    assert set(podhash.template_hash(made)) <= set(podhash.ALPHABET)
    assert podhash.template_hash(made) != podhash.template_hash(template("web", "nginx"))


def test_probes_and_their_ports_count():
    def probed(port):
        made = template("web", "nginx")
        made["spec"]["containers"][0]["readinessProbe"] = {"tcpSocket": {"port": port}, "periodSeconds": 10}
        return podhash.template_hash(made)

    assert len({probed(80), probed(81), probed("http")}) == 3


def test_the_dump_writes_go_types():
    assert podhash.dump({"port": "http"}, "*v1.TCPSocketAction") == (
        "(*v1.TCPSocketAction){Port:(intstr.IntOrString){Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)http} "
        "Host:(string)}"
    )
