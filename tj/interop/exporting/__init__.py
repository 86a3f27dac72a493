"""A journal for other programs: the chosen notes, in formats that these read."""
