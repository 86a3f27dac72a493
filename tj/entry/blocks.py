"""Where fenced code begins and ends in Markdown.

Where a fence may open or close depends on the quotes and list items around it, so these are followed by the steps of
CommonMark (https://spec.commonmark.org/0.31.2/#phase-1-block-structure). Where they are not followed to the letter, as
in HTML, a line is taken not to be code: what is code hides a private mark.
"""

import re
from collections.abc import Iterator
from functools import cache

__all__ = ["fenced_blocks", "list_marks", "looks_like_fence", "may_open_html", "raw_html_end"]

_FENCE = re.compile(r"(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$")
_MARKS = re.compile(r"[ \t]*(?:(?:>|(?:[-*+]|\d+[.)])(?=[ \t]))[ \t]*)*")
_MARKER = re.compile(r"(?:[-+*]|(?P<start>[0-9]{1,9})[.)])(?= |$)")
_RULE = re.compile(r"(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_UNDERLINE = re.compile(r"(?:=+|-+) *$")
_HEADING = re.compile(r"#{1,6}(?: |$)")
_DEFINITION = re.compile(r"\[[^\]]*(?:\]:|$)")
_HTML = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?![A-Za-z0-9+.:@-])|[!?])")
# What ends an HTML block that blank lines do not end, by how it begins.
_RAW_HTML = (
    (r"<(?:pre|script|style|textarea)(?:[ >]|$)", r"</(?:pre|script|style|textarea)>"),
    (r"<!--", r"-->"),
    (r"<\?", r"\?>"),
    (r"<!\[CDATA\[", r"\]\]>"),
    (r"<![a-z]", r">"),
)
_BLANK = re.compile(r"^ *$")
_QUOTE = 0


def fenced_blocks(texts: list[str]) -> Iterator[tuple[int, int, bool, str]]:
    """Yield of each fenced block its first and last line, whether it surely is one, and its info word.

    A fence closes it, or the end of the quote or list item that it stands in. A fence that has no place, as in HTML or
    indented, may after all be meant as one: from there on what is inside and what is outside of code is not sure.
    """
    begin, last = _reach(texts)
    yield from _blocks(texts, begin, last)


def _reach(texts: list[str]) -> tuple[int, int]:
    """Return the lines from which and up to which a look at each is needed to find all fences.

    What stands above the first fence says nothing of it where a text begins anew below a blank line: whatever was open
    is closed by then, HTML apart.
    """
    # One sign is found much sooner than three.
    fences = [at for at, text in enumerate(texts) if ("`" in text and "```" in text) or ("~" in text and "~~~" in text)]
    if not fences:
        return 0, -1
    begin = fences[0]
    while begin and (texts[begin - 1] or not texts[begin][:1].isalpha()):
        begin -= 1
    return (0 if "<" in "".join(texts[:begin]) else begin), fences[-1]


def _blocks(texts: list[str], begin: int, last: int) -> Iterator[tuple[int, int, bool, str]]:
    place = _Place()
    first = 0
    sure = True
    for number in range(begin, len(texts)):
        if number > last and not place.fence:
            return
        text = texts[number]
        if not place.containers and place.pass_by(text):
            continue
        line = text.expandtabs(4)
        at, matched = place.enter(line)
        goes_on = matched == len(place.containers)
        if place.fence:
            if goes_on and not _closes(line[at:], place.fence):
                continue
            yield first, number if goes_on else number - 1, sure, place.info
            place.fence = ""
            if goes_on:
                continue
        elif place.html and goes_on:
            place.go_on_in_html(line[at:])
            sure = sure and not looks_like_fence(line)
            continue
        if place.open(line, at, matched):
            first = number
            sure = sure and not (place.disputed and line[:1] not in "`~")
        else:
            sure = sure and not looks_like_fence(line)
    if place.fence:
        yield first, len(texts) - 1, False, place.info


def looks_like_fence(text: str) -> bool:
    """Tell whether a line would open or close fenced code, if only it stood in the right place."""
    return bool(_FENCE.match(text, len(list_marks(text))))


def may_open_html(text: str) -> bool:
    """Tell whether a line, without its quote and list marks, may begin a block of HTML."""
    return bool(_HTML.match(text))


def list_marks(text: str) -> str:
    """Return the quote and list marks that a line begins with, with the space before and behind them."""
    found = _MARKS.match(text)
    return found.group() if found else ""


def _closes(rest: str, fence: str) -> bool:
    bare = rest.strip(" ")
    return _indent(rest) < 4 and bare.startswith(fence) and not bare.strip(fence[0])


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def raw_html_end(text: str) -> re.Pattern[str] | None:
    """Return what ends the HTML that begins in this line, if blank lines do not and the line itself does not."""
    if "<" not in text:
        return None
    return next((end for begin, end in _raw_html() if begin.search(text) and not end.search(text)), None)


@cache  # few journals hold any, so nobody waits for these to be compiled
def _raw_html() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(begin, re.IGNORECASE), re.compile(end, re.IGNORECASE)) for begin, end in _RAW_HTML)


class _Place:
    """Where the next line stands: in which quotes and list items, and in what kind of block within them.

    `containers` has `_QUOTE` for a quote, and for a list item the columns by which its lines are indented. `hollow` is
    True while the innermost item has nothing in it yet. `html` is what ends the HTML block, and `outer_html` the one
    around it. `disputed` is True behind a paragraph that goes on outside of its quote or item, HTML in one, or a
    link's definition: there parsers differ on what is still inside, up to a blank line and one that goes on with
    nothing above it. HTML may reach further, so `html_disputed` is True up to a blank line and one that stands in
    nothing at all.
    """

    __slots__ = (
        "blank", "containers", "disputed", "fence", "hollow", "html", "html_disputed", "info", "outer_html",
        "paragraph",
    )  # fmt: skip

    def __init__(self) -> None:
        self.containers: list[int] = []
        self.hollow = self.paragraph = False
        self.fence = self.info = ""
        self.html: re.Pattern[str] | None = None
        self.outer_html: re.Pattern[str] | None = None
        self.disputed = self.html_disputed = False
        self.blank = False

    def pass_by(self, text: str) -> bool:
        """Read a line that stands in no quote or item, if it plainly is more of a fence, of a text, or blank."""
        if self.fence:
            return self.fence not in text
        if self.html:
            return False
        if not text:
            self.paragraph, self.blank = False, True
        elif text[0].isalpha():
            self.disputed = self.disputed and not self.blank
            self.paragraph, self.blank = True, False
        else:
            return False
        self.hollow = False
        return True

    def enter(self, line: str) -> tuple[int, int]:
        """Return where in `line` the content of the open containers begins, and how many of them go on in it."""
        at = 0
        for matched, columns in enumerate(self.containers):
            indent = _indent(line[at:])
            blank = at + indent >= len(line)
            if columns == _QUOTE:
                if indent > 3 or line[at + indent : at + indent + 1] != ">":
                    return at, matched
                at += indent + 1
                at += line[at : at + 1] == " "
            elif not blank and indent >= columns:
                at += columns
            elif not blank or (self.hollow and matched == len(self.containers) - 1):
                return at, matched
        return at, len(self.containers)

    def open(self, line: str, at: int, matched: int) -> bool:
        """Read the rest of a line, from `at`, that stands in the first `matched` containers; tell if a fence opens."""
        self.hollow = False
        begun_anew = not matched and line[at : at + 1] != " "
        while opened := self._open_container(line[at:], matched):
            at += opened
            matched = len(self.containers)
        bare = line[at:].lstrip(" ")
        blank, self.blank = self.blank, not bare
        if not bare:
            hollow = self.hollow
            self._leave(matched)
            self.hollow = hollow
            return False
        self.html_disputed = self.html_disputed and not (blank and not matched)
        self.disputed = self.html_disputed or (self.disputed and not (blank and begun_anew))
        within = self.paragraph and matched == len(self.containers)
        if _indent(line[at:]) > 3:
            if not self.paragraph:
                self._leave(matched)
            return False
        if found := _FENCE.match(bare):
            self._leave(matched)
            words = found["info"].split()
            self.fence, self.info = found["fence"], words[0].strip("{}") if words else ""
            return True
        if may_open_html(bare):
            self._leave(matched)
            self.html_disputed = self.html_disputed or bool(self.containers)
            self.disputed = self.disputed or self.html_disputed
            ends = next((end for begin, end in _raw_html() if begin.match(bare)), _BLANK)
            self.html = None if ends is not _BLANK and ends.search(bare) else ends
        elif _HEADING.match(bare) or _RULE.match(bare) or (within and _UNDERLINE.match(bare)):
            self._leave(matched)
        elif not self.paragraph:
            self._leave(matched)
            self.paragraph = True
            self.disputed = self.disputed or bool(_DEFINITION.match(bare))
        elif not within:
            self.disputed = True
        return False

    def go_on_in_html(self, rest: str) -> None:
        """Read a line of the HTML block."""
        if self.html and self.html.search(rest):
            self.html, self.outer_html = self.outer_html, None
        elif self.html is _BLANK and (inner := raw_html_end(rest)):
            self.html, self.outer_html = inner, _BLANK

    def _open_container(self, rest: str, matched: int) -> int:
        """Open the quote or list item that `rest` begins with, if one does; return the columns that it takes."""
        indent = _indent(rest)
        bare = rest[indent:]
        if indent > 3:
            return 0
        if bare.startswith(">"):
            self._leave(matched)
            self.containers.append(_QUOTE)
            return indent + 1 + bare.startswith("> ")
        marker = _MARKER.match(bare)
        within = self.paragraph and matched == len(self.containers)
        if marker is None or _RULE.match(bare) or (within and _UNDERLINE.match(bare)):
            return 0
        behind = bare[marker.end() :]
        empty = not behind.strip(" ")
        if within and (empty or int(marker["start"] or 1) != 1):
            return 0  # these do not interrupt a paragraph
        space = _indent(behind)
        columns = indent + marker.end() + (1 if empty or space > 4 else space)
        self._leave(matched)
        self.containers.append(columns)
        self.hollow = empty
        return columns

    def _leave(self, matched: int) -> None:
        del self.containers[matched:]
        self.paragraph = False
        self.hollow = False
        self.html = self.outer_html = None
