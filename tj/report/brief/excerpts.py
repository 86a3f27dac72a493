"""Excerpts of notes, for a page without room for all of them: the beginning of each long one, short ones whole."""

import re
from collections.abc import Sequence

__all__ = ["excerpts"]

_BLANK = re.compile(r"\n[ \t]*\n\s*")
# Less than this is no excerpt any more, however many notes there are.
_FEWEST = 160
# What HTML adds to Markdown, at most times, as a share of it.
_MARKUP = 1.15


def excerpts(bodies: Sequence[str], room: int) -> list[tuple[str, int]]:
    """Return of each text what there is room for, and how many of its words are left out.

    Arguments: `bodies`, Markdown; `room`, how many bytes of HTML all of them may take. Where they do not all fit, each
    gets the same at most, so that the shorter ones stay whole.
    """
    most = _most_each([len(body.encode("utf-8")) for body in bodies], int(room / _MARKUP))
    return [_beginning(body, most) for body in bodies]


def _most_each(sizes: Sequence[int], room: int) -> int:
    """Return the size above which a text is cut, so that all of them take no more than `room`."""
    left, count = room, len(sizes)
    for size in sorted(sizes):
        if size * count > left:
            return max(left // count, _FEWEST)
        left, count = left - size, count - 1
    return max(sizes, default=0)


def _beginning(body: str, most: int) -> tuple[str, int]:
    if len(body.encode("utf-8")) <= most:
        return body, 0
    kept = ""
    for block in _BLANK.split(body.strip()):
        longer = f"{kept}\n\n{block}" if kept else block
        if len(longer.encode("utf-8")) > most:
            break
        kept = longer
    if len(kept.encode("utf-8")) < most // 2:  # a long paragraph in the way: as much of it as there is room for
        cut = body.strip().encode("utf-8")[:most].decode("utf-8", "ignore")
        kept = cut.rpartition(" ")[0] or cut
    return kept.rstrip(), max(len(body.split()) - len(kept.split()), 1)
