"""Reads the report's drawings as XML: their shapes' places, their words and their tables."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

__all__ = ["described", "parsed", "places", "plots", "steps", "table", "words"]

_STEP = re.compile(r"([MLlmhHvVzZ])([^MLlmhHvVzZ]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def parsed(figure: str) -> ET.Element:
    """Return a figure as XML, in which it must be well formed; an empty one is an element without any."""
    return ET.fromstring(f"<figures>{figure}</figures>")  # noqa: S314 - a drawing of our own


def places(d: str) -> list[tuple[float, float]]:
    """Return every place that a path of straight lines comes to."""
    found: list[tuple[float, float]] = []
    x = y = 0.0
    start = (0.0, 0.0)
    assert "".join(sign + rest for sign, rest in _STEP.findall(d)) == d
    for sign, rest in _STEP.findall(d):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        if sign in "zZ":
            x, y = start
            continue
        if sign in "hH":
            x = numbers[0] + (x if sign == "h" else 0)
        elif sign in "vV":
            y = numbers[0] + (y if sign == "v" else 0)
        else:
            for to_x, to_y in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = (to_x + x, to_y + y) if sign in "lm" else (to_x, to_y)
                found.append((x, y))
            if sign in "Mm":
                start = (x, y)
            continue
        found.append((x, y))
    return found


def steps(drawing: ET.Element, kind: str) -> list[list[tuple[float, float]]]:
    """Return the lines of a class, each as the places it goes through; a dot has one place."""
    lines = []
    for path in drawing.iter("path"):
        if kind in (path.get("class") or "").split() and not _is_swatch(drawing, path):
            d = path.get("d") or ""
            ends = [match.start() for match in re.finditer("[Mm]", d)] + [len(d)]
            before: list[tuple[float, float]] = []
            for end in ends[1:]:
                whole = places(d[:end])
                lines.append(list(dict.fromkeys(whole[len(before) :])))
                before = whole
    return lines


def words(drawing: ET.Element) -> list[str]:
    """Return what is written in the drawings."""
    return ["".join(text.itertext()) for text in drawing.iter("text")]


def described(drawing: ET.Element) -> list[tuple[str, str]]:
    """Return the title and the description of each drawing, as its ids lead to them."""
    found = []
    for svg in drawing.iter("svg"):
        if svg.get("role") == "img":
            said = {element.get("id"): element.text or "" for element in svg}
            found.append((said[svg.get("aria-labelledby")], said[svg.get("aria-describedby")]))
    return found


def table(drawing: ET.Element) -> list[list[str]]:
    """Return the rows of the only table, its headings first."""
    [found] = drawing.iter("table")
    return [["".join(cell.itertext()) for cell in row] for row in found.iter("tr")]


def plots(drawing: ET.Element) -> Iterator[tuple[ET.Element, float, float]]:
    """Yield each drawing that has a view box, with its width and height."""
    for svg in drawing.iter("svg"):
        if box := svg.get("viewBox"):
            left, top, width, height = (float(part) for part in box.split())
            assert (left, top) == (0, 0)
            yield svg, width, height


def _is_swatch(drawing: ET.Element, path: ET.Element) -> bool:
    return any(path in list(svg) for svg in drawing.iter("svg") if svg.get("class") == "swatch")
