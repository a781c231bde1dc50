"""Question banks in other people's formats. Each writes what it knows, and says item by item what it leaves out.

exchange   what is said of an item that was left out or changed; texts of two languages as HTML, and back
moodle     Moodle XML, there and back      gift   GIFT, there and back      anki   an Anki package, there only

Both languages travel in Moodle's own multilang spans; ids, points, difficulty and misconceptions as tags. What was written so comes
back as it was, but for stage and proof: no other program has a cluster to run them in.
"""
