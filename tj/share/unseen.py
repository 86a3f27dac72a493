"""Takes out of Markdown what Obsidian reads and does not show: words behind a fence, a callout's kind, extra cells."""

import re
from collections import Counter

from tj.entry.lines import scan_lines

__all__ = ["strip_fence_words", "strip_unseen"]

_FENCE = re.compile(r"(.*?(?:`{3,}|~{3,}))(.*)")
_LANGUAGE = re.compile(r"[A-Za-z0-9+#_-]{1,20}")
_CALLOUT = re.compile(r"(>[ \t]*\[!)([^\[\]\n]*)\]([-+]?)([^\n]*)")
# The kinds that Obsidian draws in a way of their own; any other name is shown only where there is no title.
_KINDS = {
    "abstract", "attention", "bug", "caution", "check", "cite", "danger", "done", "error", "example", "fail", "failure",
    "faq", "help", "hint", "important", "info", "missing", "note", "question", "quote", "success", "summary", "tip",
    "tldr", "todo", "warning",
}  # fmt: skip
_RULER = re.compile(r"[ \t>]*+\|?+[ \t]*+:?-+:?[ \t]*+(?:\|[ \t]*+:?-+:?[ \t]*+)*+\|?[ \t]*+")
_BAR = re.compile(r"(?<!\\)(?:\\\\)*\|")


def strip_fence_words(body: str, stripped: Counter[str], removed: list[str]) -> str:
    """Return Markdown in which nothing stands behind the fence of a code block but the name of a language."""
    pieces: list[str] = []
    position = 0
    for line in scan_lines(body):
        found = _FENCE.fullmatch(line.text) if line.info else None
        if found is None:
            continue
        word = line.info if _LANGUAGE.fullmatch(line.info) else ""
        if found[2].strip() != word:
            stripped["code property"] += 1
            removed.append(found[2])
            pieces += [body[position : line.start], found[1], word]
            position = line.end
    return "".join([*pieces, body[position:]])


def strip_unseen(body: str, stripped: Counter[str], removed: list[str]) -> str:
    """Return Markdown without what stands in a callout's mark beside a kind that all know, and without table cells that
    the table's head has no place for. `stripped` counts what went and `removed` holds it."""

    def callout(found: re.Match[str]) -> str:
        kind, _, more = found[2].partition("|")
        if kind.strip().casefold() in _KINDS and not more:
            return found.group()
        stripped["callout property"] += 1
        if kind.strip().casefold() in _KINDS:
            removed.append(more)
            return f"{found[1]}{kind}]{found[3]}{found[4]}"
        removed.append(more if not found[4].strip() else found[2])
        return f"{found[1]}note]{found[3]}{found[4]}" if found[4].strip() else f"{found[1]}note]{found[3]} {kind}"

    return _without_extra_cells(_CALLOUT.sub(callout, body), stripped, removed)


def _without_extra_cells(body: str, stripped: Counter[str], removed: list[str]) -> str:
    lines = body.split("\n")
    columns = 0
    for number, text in enumerate(lines):
        if not text.strip(" \t>"):
            columns = 0
        elif not columns and number and "|" in text + lines[number - 1] and _RULER.fullmatch(text):
            columns = len(_ends(text))
        elif columns and len(ends := _ends(text)) > columns:
            at = ends[columns - 1]
            stripped["table cell"] += 1
            removed.append(text[at:].strip(" |"))
            lines[number] = text[:at] + "|"
    return "\n".join(lines)


def _ends(row: str) -> list[int]:
    """Return where each cell of a table's row ends."""
    inner = row.rstrip(" \t")
    first = len(row) - len(row.lstrip(" \t>"))
    bars = [found.end() - 1 for found in _BAR.finditer(inner)]
    ends = [bar for bar in bars if bar > first]
    return ends if inner.endswith("|") and ends else [*ends, len(inner)]
