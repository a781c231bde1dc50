"""Content is data, with loaders that know no Django: files with a schema, text in Japanese and English.

words.py       the words of traces: why a request ended as it did, what happened at each hop
endings.yaml   one line for every ending of cluster/network/endings.py
events.yaml    one line for every event of cluster/network/hop.py
places.yaml    the client, the router, the load balancer
scenes/        faults, staged: how each is brought about, shows itself, and is mended
entries.py     files of one entry each, read alike
presets/       clusters worth a look
lessons/       reading, playing and proving chapters/, exercises/ and reference/; docs/content.md
messages.py    what Kubernetes prints, by kind, and finding the kind of a pasted text
checking.py    what is wrong with any of it
questions/     questions of the quiz: format, grading, proof; docs/questions.md
start/         the manifests that a first visit finds in the editor, applied
"""
