"""The tables of the index. Raise `VERSION` with any change here: an index of another version is made again."""

__all__ = ["APPLICATION", "TABLES", "VERSION"]

VERSION = 1
# Marks the file as tj's, so that a foreign database is never taken for an index.
APPLICATION = 0x746A6978

TABLES = """
CREATE TABLE meta (fingerprint TEXT NOT NULL);
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    date TEXT, time TEXT NOT NULL, type TEXT NOT NULL, mood REAL,
    facts TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL,
    digest TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL, ctime INTEGER NOT NULL, inode INTEGER NOT NULL,
    settled INTEGER NOT NULL
) STRICT;
CREATE INDEX notes_date ON notes (date, time, path);
CREATE TABLE words (note INTEGER NOT NULL, kind TEXT NOT NULL, word TEXT NOT NULL) STRICT;
CREATE INDEX words_note ON words (note, kind, word);
CREATE TABLE properties (note INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL) STRICT;
CREATE INDEX properties_note ON properties (note, key, value);
CREATE TABLE problems (path TEXT NOT NULL, line INTEGER NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL) STRICT;
CREATE INDEX problems_path ON problems (path);
CREATE TABLE oddities (path TEXT NOT NULL, message TEXT NOT NULL) STRICT;
-- Dates whose summaries are yet to be written; '' stands for notes without one.
CREATE TABLE stale (date TEXT PRIMARY KEY) STRICT;
-- Holds folded text only; what was written is in `notes`, from which a snippet is cut.
CREATE VIRTUAL TABLE folded USING fts5 (title, body, content = '', tokenize = 'unicode61 remove_diacritics 2');
"""
