"""How fast tj is, as ratios to plain programs that do the least of the same work."""
