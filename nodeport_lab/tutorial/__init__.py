"""The tutorial: chapters and lessons beside a living stage, exercises, and the reference.

models.py      what a learner has done, and their account if they want one
progress.py    reading and writing it; as a file; two visitors' progress put together
lessons.py     a lesson as its pages need it: addresses, steps, what comes next
stages.py      the workspace of a lesson: brought to a step, begun afresh
feedback.py    a task looked at: which part of the goal holds, and what happens instead
telling.py     the words of a lesson as HTML, in the page's language
solving.py     "show me": the solution, action by action
saving.py      a lab as an exercise file; a lesson's stage as a lab
errors.py      the errors page: every message and every ending, found by pasting
reference.py   the other pages of the reference
accounts.py    name and password
hearing.py     that somebody progressed, for who listens; door.py: all that the apps above may use
scene.py       who is where; answers.py: what a step's script asks by POST
given.py       the door for the classroom: lessons given out, to be graded
views.py, pages.py, urls.py
"""
