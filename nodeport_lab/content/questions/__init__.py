"""Questions: what is asked, how an answer is graded, and how the simulation proves it. Knows no Django.

model            what a question is: ten kinds, typed
fields, bodies   reading plain data field by field, every mistake with its place
reading          a file into a bank (``read_bank``), plain data into a ``question``
stages           what a question says of its cluster, read (``content.experiments``)
staging          that cluster, built and kept; readings: what a trace of it says
grading          ``grade(question, answer)``: right or wrong, why, and what it betrays
proving          ``prove(question)``: where the simulation disagrees with its author
checking         what `check_content` says of them
library          ``written/*.yaml``; templates/ makes more of them from a seed
misconceptions   the beliefs that wrong answers betray

The format is told in docs/questions.md.
"""

from nodeport_lab.content.questions.grading import Grade, Remark, Unanswerable, grade
from nodeport_lab.content.questions.library import banks, written
from nodeport_lab.content.questions.misconceptions import Misconception, misconceptions
from nodeport_lab.content.questions.model import Question
from nodeport_lab.content.questions.proving import prove
from nodeport_lab.content.questions.reading import Bank, question, read_bank

__all__ = [
    "Bank", "Grade", "Misconception", "Question", "Remark", "Unanswerable", "banks", "grade", "misconceptions", "prove", "question",
    "read_bank", "written",
]  # fmt: skip
