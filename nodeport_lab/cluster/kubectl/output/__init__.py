"""``-o``: the formats in which kubectl prints objects.

``yaml`` and ``json`` write whole objects, ``jsonpath``, ``template`` (go-template) and ``columns`` (custom-columns) pick
from them, ``formats`` reads the flag and chooses. Tables are in ``kubectl.tables``.
"""
