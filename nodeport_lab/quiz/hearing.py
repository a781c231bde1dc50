"""What apps above the quiz may hear of. Who listens must be quick, and cannot make what happened fail.

``finished(round)``: a round is over.
"""

from __future__ import annotations

from django.dispatch import Signal

finished = Signal()
