"""The work of `tj list` and `tj search`: one function each, reached from the command and from the quick way before it.

Loaded by every one of them (`tj.cli.quick`), so whatever is not needed by most is imported where it is needed.
"""

from tj.cli import say
from tj.cli.selectors import build_query
from tj.errors import UsageProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from tj.cli.app import App
    from tj.entry.model import Entry
    from tj.index.store import Hit, Store

__all__ = ["entry_line", "list_entries", "row", "search_entries"]

_HITS = 20


def row(entry: "Entry") -> dict[str, object]:
    """Return the JSON object by which an entry is listed."""
    return {
        "path": entry.path,
        "date": entry.date.isoformat() if entry.date else None,
        "time": entry.time or None,
        "title": entry.title,
        "mood": round(entry.mood, 2) if entry.mood is not None else None,
        "emotions": list(entry.emotions),
        "goals": [mark.name for mark in entry.goals],
        "tags": list(entry.tags),
        "words": entry.words,
        "private": entry.private,
    }


def list_entries(app: "App", options: "dict[str, Any]", *, as_json: bool) -> None:
    """Print the entries that are asked for, newest first.

    Arguments: `options`, by the names of the selectors.
    """
    vault = app.vault()
    query = build_query(options, app.clock())
    found = app.ask(vault, lambda store: store.entries(query))
    if as_json:
        say.as_json([row(entry) for entry in found])
        return
    for entry in found:
        say.say(entry_line(entry))
    if not found:
        from tj.words import looking  # here and below, since most calls say nothing of this

        say.say(looking.NO_ENTRY)


def search_entries(
    app: "App", words: "Sequence[str]", limit: int | None, options: "dict[str, Any]", *, as_json: bool
) -> None:
    """Print the notes in which all words occur, newest first.

    Arguments: `limit`, how many at most, 0 for all, and None for as many as are usual; `options`, by the names of the
    selectors. Raises `UsageProblem` where there is no word.
    """
    from tj.index.written import body_reader

    vault = app.vault()
    text = " ".join(words)
    if not text.strip():
        from tj.words import looking

        raise UsageProblem(*looking.NOTHING_TO_SEARCH)
    asked = build_query(options, app.clock(), text=text, types=())
    shown = (None if as_json else _HITS) if limit is None else limit or None

    def look(store: "Store") -> "tuple[Sequence[Hit], int]":
        hits = store.search(asked, shown, body_of=body_reader(vault))
        return hits, len(hits) if shown is None or len(hits) < shown else store.count_hits(asked)

    hits, count = app.ask(vault, look)
    if as_json:
        say.as_json([{**row(hit.entry), "snippet": _marked(hit.snippet, "", "")} for hit in hits])
        return
    for hit in hits:
        say.say(entry_line(hit.entry))
        on, off = ("\x1b[1m", "\x1b[0m") if say.bold("x") != "x" else ("", "")
        say.say("    " + " ".join(_marked(say.shown(_safe_marks(hit.snippet)), on, off).split()))
    if count > len(hits):
        from tj.words import looking

        say.say(looking.more_hits(count - len(hits)))
    if not count:
        from tj.words import looking

        say.say(looking.NO_HIT)


def entry_line(entry: "Entry") -> str:
    """Return the line by which an entry is listed."""
    day = f"{entry.date:%a} {entry.date}" if entry.date else "no date       "
    mood = f"{entry.mood:4.1f}" if entry.mood is not None else "   –"
    kind = "" if entry.type == "entry" else f" [{entry.type}]"
    flags = " (private)" if entry.private else ""
    about = f"  {', '.join(entry.emotions)}" if entry.emotions else ""
    return say.shown(f"{day} {entry.time or '     '} {mood}  {entry.title}{kind}{flags}{about}")


def _safe_marks(snippet: str) -> str:
    # The index sets hits between control characters, which `shown` would replace.
    return snippet.replace("\x02", "⟦").replace("\x03", "⟧")


def _marked(snippet: str, on: str, off: str) -> str:
    return snippet.replace("\x02", on).replace("\x03", off).replace("⟦", on).replace("⟧", off)
