"""What of a note is meant to be seen, and what is not, told from the note itself: a second opinion on the redaction.

The redaction says what it took out; here that is looked for in the note as it was written, so that a redaction that
only says so is found out.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from tj.entry.lines import scan_lines, sure_code
from tj.entry.lookalike import find_lookalike
from tj.entry.model import Note
from tj.entry.private import private_spans
from tj.share.machines import query_blocks
from tj.share.redact import texts_of

__all__ = ["hidden_texts", "visible_text"]

# Shorter ones are not looked for in a share.
_SHORTEST = 12
_LINK = re.compile(r"\[\[(?!#)([^\[\]|\n]{12,})(?=\||\]\])")
_FIELD = re.compile(r"[(\[]([\w-]+)::([ ][^()\[\]\n]{12,})[)\]]")


def hidden_texts(note: Note, allowed: frozenset[str]) -> list[str]:
    """Return what of a note must not be seen by any reading: private parts, queries, links, values of other keys."""
    values = [text for key, value in note.entry.properties.items() if key not in allowed for text in texts_of(value)]
    hidden = _hidden(note.body, allowed, ruled=bool(note.entry.properties))
    return [*values, *(note.body[start:end] for start, end in hidden)]


def visible_text(note: Note, removed: Sequence[str], allowed: frozenset[str]) -> str:
    """Return the text of a note, and its values of `allowed` keys, without what is hidden and what was `removed`.

    Arguments: `removed`, each text as often as it was taken out: where it stands once more, it is meant to be seen.
    """
    text = note.body
    hidden = _hidden(note.body, allowed, ruled=bool(note.entry.properties))
    for key, value in note.entry.properties.items():
        for one in texts_of(value):
            text += "\n"
            if key not in allowed:
                hidden.append((len(text), len(text) + len(one)))
            text += one
    masked = bytearray(len(text))
    for start, end in hidden:
        masked[start:end] = b"\1" * (end - start)
    for one, times in Counter(line.strip() for part in removed for line in part.split("\n")).items():
        if len(one) >= _SHORTEST:
            _mask(text, one, times, masked)
    return "".join(_left(text, masked))


def _mask(text: str, one: str, times: int, masked: bytearray) -> None:
    """Mask a text so many times, what is masked already counted."""
    size = len(one)
    places = [found.start() for found in re.finditer(re.escape(one), text)]
    open_places = [at for at in places if not masked[at] or not masked[at + size - 1]]
    for at in open_places[: max(times - (len(places) - len(open_places)), 0)]:
        masked[at : at + size] = b"\1" * size


def _left(text: str, masked: bytearray) -> Iterator[str]:
    position = 0
    while position < len(text):
        hidden = masked.find(1, position)
        end = hidden if hidden >= 0 else len(text)
        yield text[position:end]
        position = masked.find(0, end) if hidden >= 0 else len(text)
        if position < 0:
            return


def _hidden(body: str, allowed: frozenset[str], *, ruled: bool) -> list[tuple[int, int]]:
    private = [(span.start, span.end) for span in private_spans(body)]
    looks = find_lookalike(body, ruled=ruled)
    pieces: list[str] = []
    position = 0
    for start, end in private:
        pieces += [body[position:start], re.sub(r"[^\n]", " ", body[start:end])]
        position = end
    body = "".join([*pieces, body[position:]])
    lines = scan_lines(body)
    queries = [(lines[first].start, lines[last].end) for first, last in query_blocks([line.text for line in lines])]
    keys = {name.casefold() for name in allowed}
    found = [link.span(1) for link in _LINK.finditer(body)]
    found += [field.span(2) for field in _FIELD.finditer(body) if field[1].casefold() not in keys]
    code = [(0, 0), *sure_code(body, lines)]
    starts = [start for start, _ in code]
    outside = [(start, end) for start, end in found if not code[bisect_right(starts, start) - 1][1] > start]
    return [*([(looks.start, looks.end)] if looks else []), *private, *queries, *outside]
