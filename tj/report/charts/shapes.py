"""Shapes as SVG paths, in as few bytes as they take: whole numbers, and each place by its distance from the last."""

from collections.abc import Iterable, Sequence

__all__ = ["dots", "line", "path"]

Place = tuple[int, int]


def path(kind: str, steps: Iterable[str]) -> str:
    """Return a path of a class, or nothing where it has no steps; a step that was made already is left out."""
    d = "".join(dict.fromkeys(steps))
    return f'<path class="{kind}" d="{d}"/>' if d else ""


def line(places: Sequence[Place]) -> str:
    """Return the steps of a line through some places, of which there is at least one."""
    (x, y), *rest = places
    moves = []
    for to_x, to_y in rest:
        if (to_x, to_y) != (x, y):
            moves += [to_x - x, to_y - y]
            x, y = to_x, to_y
    return f"M{places[0][0]} {places[0][1]}" + (f"l{_packed(moves)}" if moves else "h0")


def dots(places: Iterable[Place]) -> str:
    """Return the steps of a dot at each place: strokes of no length with round ends, a third of what circles take."""
    steps: list[str] = []
    last: Place | None = None
    for x, y in sorted(set(places)):
        steps.append(f"M{x} {y}h0" if last is None else f"m{_packed((x - last[0], y - last[1]))}h0")
        last = x, y
    return "".join(steps)


def _packed(numbers: Iterable[int]) -> str:
    """Return numbers apart by a blank, or by the sign of the next."""
    return "".join(str(at) if at < 0 else f" {at}" for at in numbers).lstrip()
