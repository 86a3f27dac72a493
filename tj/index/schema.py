"""The tables of the index. Raise `VERSION` with any change here: an index of another version is made again."""

__all__ = ["APPLICATION", "TABLES", "VERSION"]

VERSION = 6
# Marks the file as tj's, so that a foreign database is never taken for an index.
APPLICATION = 0x746A6978

TABLES = """
CREATE TABLE meta (fingerprint TEXT NOT NULL, notes INTEGER NOT NULL) STRICT;
-- `id` grows with the date, so that the newest hits of a search are the first that are met (see `tj.index.rows`).
-- `line` is where a note's text begins in its file: from there a snippet is cut, since no text is kept here.
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    date TEXT, time TEXT NOT NULL, type TEXT NOT NULL, mood REAL,
    digest TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL, ctime INTEGER NOT NULL, inode INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    words TEXT NOT NULL,
    agenda INTEGER NOT NULL,
    line INTEGER NOT NULL,
    facts TEXT NOT NULL,
    properties TEXT NOT NULL
) STRICT;
CREATE INDEX notes_unsettled ON notes (path) WHERE settled = 0;
CREATE INDEX notes_agenda ON notes (date) WHERE agenda = 1;
CREATE INDEX notes_other ON notes (type) WHERE type <> 'entry';
-- The words of the notes that were put last, as `folded` was given them: it must be told them again to take a note out.
-- `turn` grows with each of these. A note that was put before them, or with all others at once, has none here.
CREATE TABLE recent (
    turn INTEGER PRIMARY KEY, note INTEGER NOT NULL UNIQUE, title TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
-- Numbers of notes that changed or went while they had no words in `recent`, so that `folded` has theirs for ever. They
-- are given to no other note and found by nobody; when there are many of them, the index is made anew.
CREATE TABLE spent (number INTEGER PRIMARY KEY) STRICT;
-- What notes say was done towards goals, a row for each day that one speaks of; `marks` is JSON, as `goal_rows` has it.
CREATE TABLE done (note INTEGER NOT NULL, day TEXT NOT NULL, marks TEXT NOT NULL, PRIMARY KEY (note, day))
    STRICT, WITHOUT ROWID;
CREATE TABLE problems (path TEXT NOT NULL, line INTEGER NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL) STRICT;
CREATE INDEX problems_path ON problems (path);
-- The folders as they were when all that is in them was last read, and what was in the way there.
CREATE TABLE folders (path TEXT PRIMARY KEY, mark BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE oddities (folder TEXT NOT NULL, path TEXT NOT NULL, message TEXT NOT NULL) STRICT;
-- What each month gives to the summaries, as `tj.report.keeping` has it, for all dates that are not in `stale`. Only a
-- watch has these made, and any of them may be missing. `month` is 12 times the year and the month, less 1.
CREATE TABLE months (
    month INTEGER PRIMARY KEY, figures TEXT NOT NULL, names BLOB NOT NULL, lines BLOB NOT NULL, days BLOB NOT NULL
) STRICT;
-- The names of all months of a year together, and what tells whether these still are what they were.
CREATE TABLE years (year INTEGER PRIMARY KEY, names BLOB NOT NULL) STRICT;
-- What the summaries do not say yet: dates, and the words of `tj.index.store.Stale`.
-- `mark` grows: it tells what became stale again from what was just written.
CREATE TABLE stale (mark INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO stale (what) VALUES ('everything');
-- Which words are where, and nothing of how long a text is: nothing is sorted by that.
CREATE VIRTUAL TABLE folded
    USING fts5 (title, body, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');
-- Merging is done by `Store.tidy`: left to itself, one save in some thousand would wait seconds for it.
INSERT INTO folded (folded, rank) VALUES ('automerge', 0);
INSERT INTO folded (folded, rank) VALUES ('crisismerge', 1000);
INSERT INTO folded (folded, rank) VALUES ('hashsize', 8388608);
"""
