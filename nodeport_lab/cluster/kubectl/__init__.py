"""kubectl: the commands that a learner types, run against the simulated API server and printed as kubectl 1.36 prints.

``run`` is the way in, ``shell.Shell`` what a terminal has in its hands, ``printed.Printed`` what comes out.

    flags, manual, call     a line's words become a command with flags (pflag, cobra); the manual is ``data/commands.json``
    resources, builder      TYPE, TYPE/NAME, selectors and files become objects
    manifests, reading      the files of ``-f``; ``apply`` with ``threeway``, ``errors`` and ``mending`` is the declarative side
    commands/               a module for each command or family
    tables/                 the rows of ``get``; ``describe/`` and ``explain/`` the long texts
    output/                 ``-o``: yaml, json, jsonpath, go-template, custom-columns
    history, selectors, ages, quantity, tabs, writing     what several commands need
    complete                what Tab offers
"""
