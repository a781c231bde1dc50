"""``manage.py tidy`` forgets who only looked in, and nobody else."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from nodeport_lab.lab.models import Visitor, Workspace
from tests.lab.conftest import Learner


def test_only_who_looked_in_long_ago_is_forgotten(db: None) -> None:
    looked_in, typed, worked, new = Learner(), Learner(), Learner(), Learner()
    worked.post("act", {"type": "set-node", "node": "node1", "up": False})
    Workspace.objects.exclude(pk=new.state()["workspace"]).update(changed=timezone.now() - timedelta(days=8))
    typed.post("draft", {"files": [{"name": "service.yaml", "text": "x"}]})
    gone = looked_in.workspace.visitor
    assert gone is not None
    call_command("tidy")
    assert Visitor.objects.count() == 3
    assert not Visitor.objects.filter(pk=gone.pk).exists()
    call_command("tidy", days=0)
    assert Visitor.objects.get() == worked.workspace.visitor
