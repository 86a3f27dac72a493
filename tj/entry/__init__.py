"""Bytes of a note → a typed entry and its problems, and changes to one place of a note: pure."""
