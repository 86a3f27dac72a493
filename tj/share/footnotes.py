"""Takes footnotes out of Markdown that nothing visible refers to."""

import re
from collections import Counter

__all__ = ["folded", "strip_unshown_notes"]

# With the lines that go on with it, which need not be indented, and the paragraphs that are.
_FOOTNOTE = re.compile(
    r"^[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*+\[\^([^\]\s]+)\]:[^\n]*"
    r"(?:\n(?:[ ]{2,}|\t)[^\n]+"
    r"|\n(?![ \t>]*+(?:\[\^|#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|\ue000|$))[^\n]+"
    r"|\n[ \t>]*+(?=\n[ \t>]*+(?:(?<=[ ]{2})|(?<=\t))[^\s>]))*",
    re.MULTILINE,
)
_FOOTNOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")


def strip_unshown_notes(body: str, stripped: Counter[str], removed: list[str]) -> str:
    """Return Markdown without the footnotes that neither the text nor a footnote that is itself shown refers to."""
    if "[^" not in body:
        return body
    shown = _shown(body)

    def footnote(found: re.Match[str]) -> str:
        # A second one of the same mark is not shown.
        if shown.pop(folded(found[1]), False):
            return found.group()
        stripped["footnote"] += 1
        removed.append(found.group())
        return ""

    return _FOOTNOTE.sub(footnote, body)


def folded(label: str) -> str:
    """Return a label as it is compared: without regard to case and spaces."""
    return " ".join(label.split()).casefold()


def _shown(body: str) -> dict[str, bool]:
    notes: dict[str, str] = {}
    for found in _FOOTNOTE.finditer(body):
        notes.setdefault(folded(found[1]), found.group().partition("]:")[2])
    shown: dict[str, bool] = {}
    ahead = [_FOOTNOTE.sub("", body)]
    while ahead:
        for mark in map(folded, _FOOTNOTE_MARK.findall(ahead.pop())):
            if mark not in shown:
                shown[mark] = True
                ahead.append(notes.get(mark, ""))
    return shown
