"""The commands: the only code that prints, asks, wires the rest together, and knows the clock."""
