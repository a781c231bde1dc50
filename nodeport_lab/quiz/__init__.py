"""The quiz: asks, grades on the server, remembers, and says what to do next. Questions themselves are ``content.questions``.

models        rounds, what was asked in them, what is remembered of a concept, teachers' banks
catalogue     which questions there are: written, from templates, of a bank
rounds        a round from its beginning to its report; an answer is taken once, whatever the network does
choosing      what comes next, for each way to ask: practice, review, test, diagnostic
diagnosis     twelve questions, and where to start
memory        spaced repetition (FSRS) of concepts
mastery       how well each concept is held, and which misconceptions still are
showing       a question and its result as the templates take them; proofs: the packet that proves it
statistics    difficulty, discrimination, time and distractors of each question
formats/      Moodle XML, GIFT, Anki
hearing       that a round is over, for who listens; door: all that the apps above may use
views, teaching, urls   pages
"""
