"""A question and its result as the templates take them. Nothing of the answer is here before it is given.

Options, items and pairs are named by their shuffled place, never by their id: ids stand in the order of the file, which is the answer.

places    in which order things are shown, and what the places of a drawing are called
asking    ``shown``: what stands on the page before the answer
forms     ``parsed``: the answer that a form sent
results   ``result``, ``solved``: what stands there after it
"""

from nodeport_lab.quiz.showing.asking import form, shown
from nodeport_lab.quiz.showing.forms import parsed
from nodeport_lab.quiz.showing.places import View, order_of, rights
from nodeport_lab.quiz.showing.results import result, solved

__all__ = ["View", "form", "order_of", "parsed", "result", "rights", "shown", "solved"]
