"""Takes HTML out of Markdown: all tags, and with them the content of elements that a reader would not see."""

import re
from collections import Counter

from tj.share.styles import may_hide

__all__ = ["strip_html"]

# After so many rounds what is left is a knot that nobody writes: the rest of the note goes.
_ROUNDS = 12
_NEAR = 500
# No blank line stands in a tag, but where it is in quotes.
_IN_TAG = r"[^<>\"'\n]|\n(?![ \t]*+\n)"
_TAG = re.compile(rf"""<(/?)([a-zA-Z][a-zA-Z0-9-]*+)((?=[\s/])(?:{_IN_TAG}|"[^"]*+"|'[^']*+')*+|)>""")
_LOOSE_TAG = re.compile(rf"</?([a-zA-Z][a-zA-Z0-9-]*+)((?:(?=\s)(?:{_IN_TAG}|[\"'])*+|/)?)>")
# One that has an attribute and is never closed: a browser shows nothing of what follows.
_OPEN_TAG = re.compile(r"<()([a-zA-Z][a-zA-Z0-9-]*+)(\s(?=[^<>=]*=)[^<>]*+)(?=<|\Z)")
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_INSTRUCTION = re.compile(r"<\?(?!>)(?:(?!<\?).)*?(?<!<)\?>", re.DOTALL)
_DECLARATION = re.compile(r"<![A-Za-z\[-][^>]*>")
# At the beginning of a line what is never closed hides the rest; elsewhere it is words.
_OPEN_DECLARATION = re.compile(r"^[ \t>]*+<[!?][A-Za-z\[-].*", re.DOTALL | re.MULTILINE)
_AUTOLINK = re.compile(r"<([a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*+)>")
# Their content is never shown as text, or is a program of its own.
_UNSEEN = {"script", "style", "template", "head", "title", "svg", "math", "iframe", "object", "noscript", "textarea",
           "select", "audio", "video", "canvas", "datalist", "dialog", "noembed", "noframes", "xmp", "map",
           "progress", "meter", "rp", "applet", "plaintext", "frameset"}  # fmt: skip
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_FOREIGN = {"svg", "math"}
_NAMES = _UNSEEN | _VOID | {
    "a", "abbr", "acronym", "address", "article", "aside", "b", "basefont", "bdi", "bdo", "big", "blink", "blockquote",
    "body", "button", "caption", "center", "cite", "code", "colgroup", "data", "dd", "del", "details", "dfn", "dir",
    "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "html", "i", "ins", "kbd", "label", "legend", "li", "main", "mark",
    "marquee", "menu", "nav", "nobr", "ol", "optgroup", "option", "output", "p", "param", "picture", "portal", "pre",
    "q", "rb", "rt", "rtc", "ruby", "s", "samp", "search", "section", "slot", "small", "span", "strike", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var",
}  # fmt: skip
_MORE = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*+(?:[\s/](?:[^<>\n]|\n(?![ \t]*+\n))*+)?>|<[!?][a-zA-Z\[-][^<>]*+>")
_LESS, _LESS_HELD = "<", "\ue000L\ue001"


def strip_html(body: str, stripped: Counter[str], removed: list[str]) -> str:
    """Return Markdown without HTML.

    Text between ordinary tags stays. An element that is hidden, or could be by a style or class, goes with its content;
    if it is never closed, so does the rest. `<https://…>` stays, other addresses go, and so does what only looks like a
    tag, as in `x<y and y>z`. `stripped` counts what went and `removed` holds it.
    """
    for _ in range(_ROUNDS):
        body = _pass(body, stripped, removed)
        if not _MORE.search(body):
            return body.replace(_LESS_HELD, _LESS)
    stripped["html"] += 1
    start = body.index(_LESS)
    removed.append(body[start:].replace(_LESS_HELD, _LESS))
    return body[:start].replace(_LESS_HELD, _LESS)


def _pass(body: str, stripped: Counter[str], removed: list[str]) -> str:
    def gone(found: re.Match[str]) -> str:
        stripped["html"] += 1
        removed.append(found.group().replace(_LESS_HELD, _LESS))
        return ""

    def address(found: re.Match[str]) -> str:
        if found[1].casefold().startswith(("https:", "http:", "mailto:")):
            return found[1]
        return gone(found)

    def unless_prose(found: re.Match[str]) -> str:
        if _is_prose(found, found[found.lastindex or 0], body):
            return _LESS_HELD + found.group()[1:]
        return gone(found)

    body = _CDATA.sub(gone, _AUTOLINK.sub(address, body))
    for pattern, closing in ((_INSTRUCTION, "?>"), (_DECLARATION, ">")):
        last = body.rfind(closing) + len(closing) if closing in body else 0  # none is looked for where none closes
        body = pattern.sub(gone, body[:last]) + body[last:]
    body = _OPEN_DECLARATION.sub(gone, body)
    body = _without_tags(body, stripped, removed)
    body = _LOOSE_TAG.sub(unless_prose, body)
    return _OPEN_TAG.sub(unless_prose, body)


def _without_tags(body: str, stripped: Counter[str], removed: list[str]) -> str:
    pieces: list[str] = []
    position = 0
    while found := _TAG.search(body, position):
        pieces.append(body[position : found.start()])
        position = found.end()
        if _is_prose(found, found[3], body):
            pieces += [_LESS_HELD, found.group()[1:]]
            continue
        unseen = found[2].casefold() in _UNSEEN or may_hide(found[3])
        if unseen and not found[1] and not _is_empty(found):
            position = _end(body, found)
        stripped["html"] += 1
        removed.append(body[found.start() : position].replace(_LESS_HELD, _LESS))
    return "".join([*pieces, body[position:]])


def _is_prose(tag: re.Match[str], attributes: str, body: str) -> bool:
    """Tell whether what looks like a tag is `x<y and y>z`, `List<String>` or a quotation in `<<…>>`.

    It stands at a word, has a name that no element has, and nothing that is set to a value. A single letter may be one
    where words follow that no element has as attributes, and nothing of its name is closed.
    """
    start, end = tag.start(), tag.end()
    name = tag[tag.lastindex - 1 if tag.lastindex else 0].casefold()
    before, behind = body[start - 1 : start] if start else "", body[end : end + _NEAR].casefold()
    if "-" in name or may_hide(attributes):
        return False
    if tag.re is _OPEN_TAG:
        return (before.isalnum() or name not in _NAMES) and not re.search(r"=\s*[\"']", attributes)
    if re.search(r"[=\"']", attributes) or body[start + 1 : start + 2] == "/":
        return False
    if before == _LESS and behind[:1] == ">":
        return name not in _NAMES
    words = attributes.strip(" /")
    return before.isalnum() and (name not in _NAMES or (len(name) == 1 and bool(words) and f"</{name}" not in behind))


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
