"""The comparison: the same Deployment behind NodePort, LoadBalancer and Ingress, side by side.

``manifests``   the YAML of an app behind each kind of door
``situations``  what is set up, broken and asked: a value; ``Situation.of(kind, breaks)`` makes one from the page's buttons
``running``     carries a situation out in a simulated cluster and says what came of it: ``run(situation)``, remembered
``table``       the properties, each cell computed from the situations behind it
``advice``      the questionnaire: from answers to a kind, the reasons, and a manifest
``wording``     puts all of it into words (``content/compare.yaml``)
``pages``       what the templates and scripts are given;  ``views``, ``urls``

All but the last line knows no Django. Nothing is stored but workspaces, which ``lab.stage`` makes when somebody wants to go on in the lab.
"""
