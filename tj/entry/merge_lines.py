"""Three versions of some lines made one: what only one side changed is taken, check-ins go by time, conflicts are kept.

Additions that both sides made at one place are no conflict in a journal: both stay. Only where both changed the same
lines, each in another way, do both versions stand between the marks that git uses.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from tj.entry.body import checkin_time

__all__ = ["MARKS", "Lines", "conflict", "merge_lines"]

MARKS = ("<<<<<<< ours", "=======", ">>>>>>> theirs")


class Lines(NamedTuple):
    """Merged lines, none with a line end, and how many conflicts stand among them."""

    lines: list[str]
    conflicts: int = 0


class _Hunk(NamedTuple):
    """Some lines as each version has them."""

    base: Sequence[str]
    ours: Sequence[str]
    theirs: Sequence[str]


def merge_lines(base: Sequence[str] | None, ours: Sequence[str], theirs: Sequence[str]) -> Lines:
    """Merge lines, none with a line end.

    Arguments: `base`, those that both sides began with, or None where both began with none: then all that they do not
    have in common was added.
    """
    if base is None:
        base = [line for a, _, size in _matches(ours, theirs) for line in ours[a : a + size]]
    merged: list[str] = []
    conflicts = 0
    for hunk in _hunks(base, ours, theirs):
        lines, count = _resolve(hunk)
        merged += lines
        conflicts += count
    return Lines(merged, conflicts)


def conflict(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return both versions of some lines between the marks of a conflict."""
    return [MARKS[0], *ours, MARKS[1], *theirs, MARKS[2]]


def _matches(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    # Blank lines are alike everywhere and say nothing of what belongs together.
    matcher = SequenceMatcher(lambda line: not line.strip(), one, other)
    return [(match.a, match.b, match.size) for match in matcher.get_matching_blocks()]


def _hunks(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[_Hunk]:
    """Yield the versions part by part, by turns parts that all have and parts that differ; some may be empty."""
    at = (0, 0, 0)
    for start, mine, other, size in _common(_matches(base, ours), _matches(base, theirs)):
        yield _Hunk(base[at[0] : start], ours[at[1] : mine], theirs[at[2] : other])
        same = base[start : start + size]
        yield _Hunk(same, same, same)
        at = (start + size, mine + size, other + size)
    yield _Hunk(base[at[0] :], ours[at[1] :], theirs[at[2] :])


def _common(
    mine: Sequence[tuple[int, int, int]], others: Sequence[tuple[int, int, int]]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield where the base agrees with both sides: its offset, theirs, and how many lines."""
    i = j = 0
    while i < len(mine) and j < len(others):
        (a, b, size), (c, d, length) = mine[i], others[j]
        start, end = max(a, c), min(a + size, c + length)
        if start < end:
            yield start, b + start - a, d + start - c, end - start
        if a + size < c + length:
            i += 1
        else:
            j += 1


def _resolve(hunk: _Hunk) -> Lines:
    if hunk.ours == hunk.theirs or hunk.theirs == hunk.base:
        return Lines(list(hunk.ours))
    if hunk.ours == hunk.base:
        return Lines(list(hunk.theirs))
    checkins = [_split(lines) for lines in hunk]
    noted = _union(*(found for found, _, _ in checkins))
    rest, count = _resolve_rest(_Hunk(*(others for _, others, _ in checkins)))
    if not noted:
        return Lines(rest, count)
    (_, _, at), (_, _, other_at) = checkins[1:]
    # They stand where ours stood, and where ours had none, at the top or at the end as theirs did.
    place = (0 if other_at == 0 else len(rest)) if at is None else min(at, len(rest))
    if count:
        place = 0
    return Lines([*rest[:place], *noted, *rest[place:]], count)


def _resolve_rest(hunk: _Hunk) -> Lines:
    base, ours, theirs = hunk
    if ours == theirs or theirs == base:
        return Lines(list(ours))
    if ours == base:
        return Lines(list(theirs))
    if _has_all(ours, base) and _has_all(theirs, base):
        return Lines(_both(ours, theirs))
    return Lines(conflict(ours, theirs), 1)


def _has_all(lines: Sequence[str], base: Sequence[str]) -> bool:
    """Tell whether every line of the base that says something is there still, in order: then lines were only added."""
    there = iter(lines)
    return all(any(line == kept for line in there) for kept in base if kept.strip())


def _both(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return all that both sides added, what they have in common once."""
    merged: list[str] = []
    at, other = 0, 0
    for a, b, size in _matches(ours, theirs):
        if size and not any(line.strip() for line in ours[a : a + size]):
            continue
        merged += _apart(ours[at:a], theirs[other:b])
        merged += ours[a : a + size]
        at, other = a + size, b + size
    return merged


def _apart(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Return one behind the other, so that two paragraphs do not become one."""
    if ours and theirs and ours[-1].strip() and theirs[0].strip() and not (_is_item(ours[-1]) and _is_item(theirs[0])):
        return [*ours, "", *theirs]
    return [*ours, *theirs]


def _is_item(line: str) -> bool:
    return line.lstrip().startswith(("- ", "* ", "+ "))


def _split(lines: Sequence[str]) -> tuple[list[tuple[str, ...]], list[str], int | None]:
    """Return the check-ins among some lines, each with the lines indented below it, the others, and where it began.

    The place is how many of the others stand before the first check-in, None where there is none.
    """
    checkins: list[tuple[str, ...]] = []
    others: list[str] = []
    place: int | None = None
    within = False
    for line in lines:
        indented = line[:1] in (" ", "\t") and line.strip() != ""
        if within and indented:
            checkins[-1] = (*checkins[-1], line)
        elif not indented and checkin_time(line) is not None:
            place = len(others) if place is None else place
            checkins.append((line,))
            within = True
        else:
            others.append(line)
            within = False
    return checkins, others, place


def _union(
    base: Sequence[tuple[str, ...]], ours: Sequence[tuple[str, ...]], theirs: Sequence[tuple[str, ...]]
) -> list[str]:
    """Return the check-ins of both sides by time, without those that either side took away."""
    gone = {one for one in base if one not in ours or one not in theirs}
    kept = [one for one in ours if one not in gone]
    kept += [one for one in theirs if one not in gone and one not in ours]
    if all(_when(a) <= _when(b) for a, b in pairwise(ours)):
        kept.sort(key=_when)  # stable: what has no time, or the same, stays as it came
    return [line for one in kept for line in one]


def _when(checkin: tuple[str, ...]) -> str:
    return checkin_time(checkin[0]) or ""
