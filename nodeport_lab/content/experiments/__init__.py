"""Experiments: what content does to a cluster and what it says comes of it, written alike in lessons, scenes and questions.

model       a look: a request, a line, a deed or an object, and the condition that is to hold
mistakes    what an author wrote wrongly: where, and the words for it (mistakes.yaml); each reader tells it in its own way
actions     actions and requests as authors write them -> entries of a log
looks       looks and conditions as authors write them -> model
facts       what a cluster is like, and `{{ pods.0.name }}` in what was written
judging     looks at a cluster: what is seen, and whether it is as was said

Reading raises ``Mistake``. Lessons stop at the first and tell it with the file; questions gather them all, for a page.
"""
