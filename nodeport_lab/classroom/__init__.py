"""The classroom: a teacher, a room with a short code, learners in it, and a board on which the teacher sees them work, live.

- ``models``: Room, Learner, Sitting, Asking, Vote. ``codes``: six letters that nobody mistakes for one another. ``links``: private links, signed.
- ``rooms``: what happens to a room: opened, joined, locked, closed, deleted; a cluster given out; a lab shown to all.
- ``roles``: who asks: a teacher of this room, a learner in it, or nobody; who may look at whose lab.
- ``board``: a learner as the teacher's board shows them.
- ``thumbs``: a learner's cluster as a small drawing on the board.
- ``telling``: what every open page of a room is told. It carries that something changed, never what: a lost message costs nothing.
- ``live``: the socket. ``pages``: pages for everybody; ``seats``: the learner's; ``desk``: the teacher's, and what a teacher orders.
  ``private``: what those have in common.
- ``assignments``, ``attempts``: what is given out to be graded, and learners' attempts at it; ``outcomes``: everything that happens is
  judged at once; ``scores``: a signal for who passes scores on. ``work``: the learner's pages; ``tasks``: the teacher's; ``records``: an
  attempt as it was. ``gradebook``, ``heat``: the class in a table; ``sheet``: the same for spreadsheets.
- ``questions``: live questions to everybody: its docstring is the map of them. ``thread``: the database for what sockets ask.
- ``bench``: what a full room costs.
- ``management/commands``: ``tidy_rooms`` deletes rooms that nobody used for 30 days, with every name in them.

Nobody needs an account: a private link, opened once, gives its browser the role, and the visitor's cookie keeps it there.
"""
