"""Why a goal may be missed: what the time or the memory goes to, in one place and without figures."""

from tests.bench.measure import Line

__all__ = ["REASONS", "reason"]

# By row and the beginning of what is measured; the first that fits is told.
REASONS: dict[tuple[str, str], str] = {
    ("index", "full index"): (
        "Plain Python stores the text and nothing else. tj also checks every header, reads every line of the body"
        " for check-ins, tasks, links and private parts, keeps rows of these, and writes all summaries."
    ),
    ("index", "that ratio"): (
        "The same is done for each entry of a large vault, but its tables are deeper trees, and more of what is "
        "touched lies outside the processor's caches."
    ),
    ("memory", ""): "What the summaries are made of is held until they are written, and SQLite holds pages of its own.",
    ("file", ""): "Beside the index of words, tables hold what was read out of the text, and the words of a few notes.",
    ("noop", ""): "Beside the stat of each file, the listing of each folder is held against a mark in the index.",
    ("update", "saved to"): (
        "A bare observer looks at nothing. tj has written index and summaries by the end of the quiet time; after it, "
        "it sees that all still is as it was, and tells of it."
    ),
    ("update", "largest"): "In a larger vault the tables that are changed are deeper.",
    ("update", ""): (
        "Now and then the disk is busy with what others wrote while a page is to be written, so that it is not there "
        "by the end of the quiet time."
    ),
    ("idle", "CPU"): (
        "The folders are looked at from time to time even when nothing is heard, since a system may lose events."
    ),
    ("idle", "memory"): "Most of it is Python itself with SQLite and the observer.",
    ("search", ""): "SQLite reads longer lists of hits before it has the newest ones.",
    ("start", "`tj mood"): (
        "Beside Python's own start, tj's modules are loaded, and the note is locked, read, checked, and written "
        "so that it survives a loss of power."
    ),
    ("start", "`tj --help"): "The first lines of every command are put together to be listed.",
    ("start", ""): "Settings and tj's own modules are loaded on top of what is imported, and the index is opened.",
    ("jrnl", ""): "Either jrnl has become quicker, or `tj mood` slower, than when the goal was set.",
    ("ripgrep", ""): (
        "ripgrep stops at the first hit of a file, and reads files that the system already holds in memory."
    ),
    ("share", "MB"): "The bundle is built in memory before it is encrypted.",
    ("share", ""): (
        "Beside reading, resizing and encrypting, each note is redacted, checked for what must not be seen, and "
        "drawn as part of a report; the bundle is signed, and read again from the disk."
    ),
    ("page", ""): (
        "The browser decrypts, checks every member and the signature, and draws the report before it shows it."
    ),
}


def reason(line: Line) -> str:
    """Return the sentence for a line that misses its goal."""
    for (row, beginning), sentence in REASONS.items():
        if line.row == row and line.what.startswith(beginning):
            return sentence
    return "No reason has been found yet."
