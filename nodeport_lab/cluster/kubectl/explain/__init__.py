"""``kubectl explain``: the documentation of kinds and fields, from the schema of the API.

``fields`` walks from a kind to a field, ``text`` lays the pages out, ``wrap`` breaks their lines, ``enums.json`` has what
the values of an enumeration mean. Mirrors staging/src/k8s.io/kubectl/pkg/explain/v2 (template plaintext.tmpl).
"""
