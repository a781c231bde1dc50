"""What apps above the tutorial may hear of. Who listens must be quick, and cannot make what happened fail.

``progressed(visitor, lesson, share)``: more of a lesson or an exercise is behind a learner than before; ``share`` is 0 to 1.
"""

from __future__ import annotations

from django.dispatch import Signal

progressed = Signal()
