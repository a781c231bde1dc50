"""Live questions: the teacher asks, everybody answers, the answers are counted as they come, and then the right one is told.

- ``picking``: which questions a teacher may choose: the lab's, made from templates, of their own banks.
- ``sittings``: what the teacher does: choose, start, close, show, reveal, ask once more, go on, end.
- ``votes``: an answer is taken, graded by the quiz, and counted once.
- ``tallies``: the histogram, who leads, how far everybody is.
- ``cards``: a question as a learner, the wall and the teacher see it now; nothing of the answer before it is told.
- ``personal``: the same for one learner, who may be at another question than the next one.
- ``hall``: what hundreds of sockets are about to send is looked up and rendered once. ``line``: their part of the room's socket.
- ``desk``: the teacher's pages and orders, the wall. ``pages``: the learner's page, and the same by plain requests.

Whether a question is open, closed or told follows from the times that its Asking keeps, and the server's clock alone.
"""
