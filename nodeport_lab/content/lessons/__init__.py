"""Lessons and exercises: folders of a manifest and its words in two languages (docs/content.md), read and played.

catalogue.py    all of them, read once: chapters, lessons, exercises
model.py        what a lesson is made of
yamlfile.py     YAML whose every value knows its line; what is wrong with it is a Finding
manifest.py     chapter.yaml, lesson.yaml, exercise.yaml -> model
actions.py      the actions of a manifest, short forms and facts in them resolved
text.py         text.ja.md, text.en.md -> sections
conditions.py   what is said of a look: conditions on endings and on output
prose.py        Markdown with facts, ports and terms, and what it refers to
rendering.py    the same as HTML
judging.py      conditions and looks: does what the simulation does agree?
playing.py      the clusters of a lesson from step to step, and its facts
"""
