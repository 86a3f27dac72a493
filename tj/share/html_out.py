"""Takes HTML out of Markdown: all tags, and with them the content of elements that a reader would not see."""

import re
from collections import Counter

__all__ = ["strip_html"]

_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s|/)(?:[^<>"']|"[^"]*"|'[^']*')*|)>""")
_LOOSE_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*|/)?>")
# One that has an attribute and is never closed: a browser shows nothing of what follows.
_OPEN_TAG = re.compile(r"<[a-zA-Z][a-zA-Z0-9-]*\s[^<>]*=[^<>]*(?=<|\Z)")
_DECLARATION = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|<![^>]*(?:>|\Z)", re.DOTALL)
_AUTOLINK = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*)>")
# Their content is never shown as text, or is a program of its own.
_UNSEEN = {"script", "style", "template", "head", "title", "svg", "math", "iframe", "object", "noscript", "textarea",
           "select", "audio", "video", "canvas", "datalist", "dialog", "noembed", "noframes", "xmp", "map",
           "progress", "meter", "rp", "applet", "plaintext", "frameset"}  # fmt: skip
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_FOREIGN = {"svg", "math"}
_HIDDEN = re.compile(r"\b(?:hidden|style|aria-hidden|class|color|popover)\b", re.IGNORECASE)


def strip_html(body: str, stripped: Counter[str], removed: list[str]) -> str:
    """Return Markdown without HTML.

    Text between ordinary tags stays. An element that is hidden, or could be by a style or class, goes with its content;
    if it is never closed, so does the rest. `<https://…>` stays, other addresses go. `stripped` counts what went and
    `removed` holds it.
    """
    while True:
        body = _pass(body, stripped, removed)
        if not (_TAG.search(body) or _DECLARATION.search(body) or _LOOSE_TAG.search(body)):
            return body


def _pass(body: str, stripped: Counter[str], removed: list[str]) -> str:
    def gone(found: re.Match[str]) -> str:
        stripped["html"] += 1
        removed.append(found.group())
        return ""

    def address(found: re.Match[str]) -> str:
        if found[1].casefold().startswith(("https:", "http:", "mailto:")):
            return found[1]
        return gone(found)

    body = _DECLARATION.sub(gone, _AUTOLINK.sub(address, body))
    pieces: list[str] = []
    position = 0
    while found := _TAG.search(body, position):
        pieces.append(body[position : found.start()])
        position = found.end()
        unseen = found[2].casefold() in _UNSEEN or bool(_HIDDEN.search(found[3]))
        if unseen and not found[1] and not _is_empty(found):
            position = _end(body, found)
        stripped["html"] += 1
        removed.append(body[found.start() : position])
    return _OPEN_TAG.sub(gone, _LOOSE_TAG.sub(gone, "".join(pieces) + body[position:]))


def _end(body: str, opening: re.Match[str]) -> int:
    """Return where the element that `opening` begins is closed, elements of its name within it counted."""
    depth = 1
    position = opening.end()
    while found := _TAG.search(body, position):
        position = found.end()
        if found[2].casefold() == opening[2].casefold() and not _is_empty(found):
            depth += -1 if found[1] else 1
        if depth == 0:
            return position
    return len(body)


def _is_empty(tag: re.Match[str]) -> bool:
    # In HTML a slash at the end closes a tag in drawings and formulas only: `<div hidden/>` hides what follows.
    name = tag[2].casefold()
    return name in _VOID or (name in _FOREIGN and tag[3].rstrip().endswith("/"))
