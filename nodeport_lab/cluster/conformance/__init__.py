"""Compares the simulation with what real Kubernetes was recorded to do.

One module for each kind of data, named like the folder that holds it: ``admission``, ``packets``,
``rules``, ``kubectl``. Each has ``judge(case, folder)``: the first difference in words, or None.
``manage.py conformance`` is the command; tests/data/conformance/README.md describes the data.
"""
