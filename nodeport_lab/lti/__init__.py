"""Learning platforms (Moodle, Canvas …) by LTI 1.3: what they embed, who they send, and the scores that go back to them.

- ``models``: Site (a platform), Handshake (a launch on its way), Person, Link (what a course shows), Score (the outbox).
- ``wire``: HTTP to platforms, and to nobody else. ``platforms``: registered ones; the tool's keys. ``registering``: by their own hand.
- ``launching``: from the platform's word to a message that is believed. ``views``: login, launch, keys. ``arriving``: where it leads.
- ``contents``: what can be shown. ``choosing``: a teacher chooses (deep linking). ``given``: a test that was set.
- ``grading``: the best score of each person and link. ``lineitems``: the column of the gradebook. ``outbox``: scores on their way.
- ``management/commands``: ``lti`` registers platforms, and sends what waits.

The protocol is django-lti's (which stands on PyLTI1p3); here is what makes it safe in frames, sparing with names, and sure to arrive.
"""
