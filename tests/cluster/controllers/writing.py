"""What a controller's writes store, for tests that look at the objects."""

from collections.abc import Iterable

from nodeport_lab.cluster.controllers.writes import Put, Write
from nodeport_lab.cluster.objects import Obj


def stored(writes: Iterable[Write]) -> list[Obj]:
    """The objects that are put into the store, in order."""
    return [write.obj for write in writes if isinstance(write, Put)]


def only(writes: Iterable[Write]) -> Obj:
    """The one object that is stored."""
    (obj,) = stored(writes)
    return obj
