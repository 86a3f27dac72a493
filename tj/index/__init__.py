"""Entries → SQLite, a cache that can be deleted at any time, and what may be asked of it."""
