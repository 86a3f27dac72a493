"""What is not sent, or not whole, in few lines: counted where it was to be expected, named where it may need a look."""

from collections.abc import Container, Iterable, Iterator

from tj.words import sharing as words

__all__ = ["EXPECTED", "lines"]

# Of a long journal these are most notes, and there is nothing to be done about them.
EXPECTED = (words.OLD, words.SENT)
_NAMED = 8


def lines(withheld: Iterable[tuple[str, str]], sent: Container[str] = ()) -> Iterator[str]:
    """Give the lines that tell of notes which are not sent, those that may surprise last: nearest to the question.

    Arguments: `withheld`, paths with the reason; `sent`, paths of those that are sent, but are cut short: of these
    every one is named; of others the latest, as far as paths go by day.
    """
    found: dict[str, list[str]] = {}
    for path, reason in sorted(withheld):
        found.setdefault(reason, []).append(path)
    for reason in sorted(found, key=_rank):
        paths = found[reason]
        if reason in EXPECTED:
            yield words.so_many_not_sent(len(paths), reason)
            continue
        cut = [path for path in paths if path in sent]
        others = [path for path in paths if path not in sent]
        yield from (words.cut_short(path, reason) for path in cut)
        yield from (words.not_sent(path, reason) for path in others[-_NAMED:])
        if (more := len(others) - _NAMED) > 0:
            yield words.more_not_sent(more, reason)


def _rank(reason: str) -> tuple[bool, bool, bool, str]:
    return reason not in EXPECTED, reason != words.PRIVATE, reason == words.CHANGED, reason
