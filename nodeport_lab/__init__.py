"""NodePort Lab: see how a request reaches a pod.

Rooms, from the ground up; imports run downwards only, and a test proves it:

- ``cluster``: the simulated Kubernetes cluster. Pure Python: no Django, no I/O, no clock.
- ``content``: lessons, questions, explanations as data, with a loader that knows no Django.
- ``lab``, ``compare``, ``tutorial``, ``quiz``, ``classroom``: the Django apps.
- ``settings``, ``urls``, ``asgi``: what binds them together.
"""
