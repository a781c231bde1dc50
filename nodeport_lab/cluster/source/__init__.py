"""Text -> documents whose every node knows its place. Never raises for any str.

    source = read(text)
    source.documents[0].value                    # plain JSON-like data
    source.documents[0].span_of(FieldPath.of("spec", "ports").index(0).child("nodePort"))

- ``stream``: splits a file as kubectl does (``---`` lines, JSON objects one after another).
- ``tree``: one document: libyaml's events into nodes, go-yaml's words for what is wrong.
- ``scalars``: what a plain scalar means: YAML 1.1 as sigs.k8s.io/yaml reads it.
- ``complaints``: what go-yaml says, and where to look. ``accidents``: what was probably meant, and its repair.
- ``jsontext``: Go's encoding/json, its errors and its places.
- ``document``: the result: Node, Document, Source.

kubectl does not read on in a file after a document that it cannot parse; ``documents`` ends there too, the last one
carries the ``error``. Empty documents are left out, as kubectl passes over them.
"""

from nodeport_lab.cluster.source.document import MAX_SIZE, Document, Node, Source
from nodeport_lab.cluster.source.stream import read

__all__ = ["MAX_SIZE", "Document", "Node", "Source", "read"]
