"""The tables of the index. Raise `VERSION` with any change here: an index of another version is made again."""

__all__ = ["APPLICATION", "TABLES", "VERSION"]

VERSION = 2
# Marks the file as tj's, so that a foreign database is never taken for an index.
APPLICATION = 0x746A6978

TABLES = """
CREATE TABLE meta (fingerprint TEXT NOT NULL) STRICT;
-- Texts lie in a table of their own, so that a look through all notes does not page through everything written.
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    date TEXT, time TEXT NOT NULL, type TEXT NOT NULL, mood REAL,
    digest TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL, ctime INTEGER NOT NULL, inode INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    facts TEXT NOT NULL
) STRICT;
CREATE INDEX notes_date ON notes (date, time, path);
CREATE TABLE texts (note INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE words (
    note INTEGER NOT NULL, kind TEXT NOT NULL, word TEXT NOT NULL, written TEXT NOT NULL,
    PRIMARY KEY (note, kind, word)
) STRICT, WITHOUT ROWID;
CREATE TABLE properties (
    note INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (note, key, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE problems (path TEXT NOT NULL, line INTEGER NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL) STRICT;
CREATE INDEX problems_path ON problems (path);
CREATE TABLE oddities (path TEXT NOT NULL, message TEXT NOT NULL) STRICT;
-- Dates whose summaries are yet to be written; '' stands for notes without one.
-- `mark` grows: it tells a date that became stale again from the one whose summaries were just written.
CREATE TABLE stale (mark INTEGER PRIMARY KEY AUTOINCREMENT, date TEXT NOT NULL UNIQUE) STRICT;
-- Holds folded text only; what was written is in `texts`, from which a snippet is cut.
CREATE VIRTUAL TABLE folded USING fts5 (title, body, content = '', tokenize = 'unicode61 remove_diacritics 2');
-- Merging is done by `Store.tidy`: left to itself, one save in some thousand would wait seconds for it.
INSERT INTO folded (folded, rank) VALUES ('automerge', 0);
INSERT INTO folded (folded, rank) VALUES ('crisismerge', 1000);
"""
