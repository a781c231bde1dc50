"""Recorded cases of a real cluster, read and compared with what the simulation says."""
