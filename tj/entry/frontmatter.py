"""Where a note's front matter begins and ends, and what it says.

Libraries delete text from a note that opens with a `---` rule, overlook a byte-order mark and an unclosed block, and
let a list pass as no front matter at all: each would lose a `private: true`. So the block is found here, and whatever
could be a header but cannot be read makes the note unreadable.
"""

import re
from typing import NamedTuple

from tj.entry.model import Located, Value
from tj.entry.plain import locate_plain, read_plain

__all__ = ["RULES", "Block", "Header", "find_block", "read_header"]

# `re` compiles these when they are first needed, since most front matter is plainly simple, and most notes have some.
_KEY_LINE = r"""\s*["']?\w.*?:(?:\s|$)"""
_LIST_LINE = r"\s*(?:[-?](?:\s|$)|[\[{&*!])"
_CONFLICT = r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$"
_NEAR_MISS = r"[\s\u200b\ufeff]*(?:-{2,}|[–—]+|\+{3,}|={3,}|\*{3,}|_{3,}|~{3,}|;{3,})[\s\u200b\ufeff]*"
_PRIVATE_LINE = r"""(?i)[\s\u200b\ufeff]*["']?private["']?\s*[:：=]"""
_TITLE_LINE = r"#{1,6}[ \t]"
_NEAR_MISS_LINES = 60
_FEW = 100  # characters
# With these begins whatever may be meant as the `---` above front matter.
RULES = ("--", "–", "—", "++", "==", "**", "__", "~~", ";;")
_SPACE = "\u200b\ufeff \t\r\n\f\v\u00a0"


class Block(NamedTuple):
    """A closed block between two `---` lines: its text, and where the body begins, as a line (from 1) and an offset."""

    text: str
    body_line: int
    body_start: int


class Header(NamedTuple):
    """What stands before a note's body.

    `stated` are the front matter's values by key. `left_out` are lines whose value was left out, with
    the reason. `error` is why it cannot be read, empty where it can, and `error_line` the line of that.
    `near_miss` is the line of a `private:` that stands in something which only looks like front matter, else 0.
    `block` is the text of front matter that needed no parser, and `parsed` what a parser made of other.
    """

    stated: dict[str, Value]
    body: str
    body_line: int = 1
    left_out: tuple[tuple[int, str], ...] = ()
    error: str = ""
    error_line: int = 0
    near_miss: int = 0
    block: str = ""
    parsed: dict[str, Located] | None = None

    @property
    def values(self) -> dict[str, Located]:
        """The values with their lines, counted in the file, and sources, which are looked up when asked for."""
        return locate_plain(self.block, 2) if self.parsed is None else self.parsed


def find_block(text: str) -> Block | None:
    """Return the block that `text`, with LF line ends and no byte-order mark, opens with; None where none is closed."""
    begin = _rule_end(text, 0)
    return _block_from(text, begin) if begin else None


def _block_from(text: str, begin: int) -> Block | None:
    """Return the block whose text begins at an offset, behind the line that opens it."""
    found = text.find("---", begin)
    while found > 0:
        end = _rule_end(text, found) if text[found - 1] == "\n" else 0
        if end:
            inner = text[begin:found]
            return Block(inner, inner.count("\n") + 3, min(end, len(text)))
        found = text.find("\n---", found) + 1
    return None


def read_header(text: str) -> Header:
    """Read what stands before the body of a note.

    Argument: `text`, the whole note with LF line ends and no byte-order mark. Never raises.
    """
    begin = _rule_end(text, 0)
    if not begin:
        written = text.lstrip(_SPACE)
        if written.startswith("<<<<<<<"):
            line = 1 + text.count("\n", 0, len(text) - len(written))
            return Header({}, text, error="it begins with a merge conflict", error_line=line)
        return Header({}, text, near_miss=_find_near_miss(text))
    block = _block_from(text, begin)
    if block is None:
        return Header({}, text, error="its front matter is never closed by a line `---`", error_line=1)
    body = text[block.body_start :]
    plain = read_plain(block.text)
    if plain is not None:
        near_miss = _near_miss_below(body, block, bool(plain))
        return Header(plain, body, block.body_line, near_miss=near_miss, block=block.text)
    if conflict := _find_conflict(block.text):
        reason = "its front matter holds a merge conflict"
        return Header({}, body, block.body_line, error=reason, error_line=conflict + 1)
    from tj.entry.yaml_header import read_yaml  # here, since most journals never need it

    found = read_yaml(block.text)
    if isinstance(found, Exception):
        if _is_mere_rule(block.text):
            return Header({}, text, near_miss=_find_near_miss(text))
        reason = f"its front matter cannot be read: {found.reason}"
        return Header({}, body, block.body_line, error=reason, error_line=found.line + 1)
    stated = {key: one.value for key, one in found.values.items()}
    values = {key: one._replace(line=one.line + 1) for key, one in found.values.items()}
    left_out = tuple((line + 1, reason) for line, reason in found.left_out)
    near_miss = _near_miss_below(body, block, bool(stated))
    return Header(stated, body, block.body_line, left_out, near_miss=near_miss, parsed=values)


def _near_miss_below(body: str, block: Block, ruled: bool) -> int:
    # Behind an empty block, or in a second one, may stand what was meant to be in the first. Most text begins none.
    if ruled and _begins_no_rule(body):
        return 0
    near_miss = _find_near_miss(body, ruled=ruled)
    return near_miss and near_miss + block.body_line - 1


def _begins_no_rule(body: str) -> bool:
    """Tell at once of most texts that what stands first in them, titles apart, is nothing like a rule."""
    head = body[:_FEW].lstrip(_SPACE)
    while head.startswith("#"):
        head = head.partition("\n")[2].lstrip(_SPACE)
    # What is cut off, or begins with a space of another kind, is not known.
    return len(head) > 2 and not head[0].isspace() and not head.startswith(RULES)


def _rule_end(text: str, start: int) -> int:
    """Return the offset behind the line that begins at `start` if that is `---`, else 0."""
    if text.startswith("---\n", start):
        return start + 4
    if not text.startswith("---", start):
        return 0
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return 0 if text[start + 3 : end].strip(" \t") else end + 1


def _find_conflict(block: str) -> int:
    return next((number for number, line in enumerate(block.split("\n"), start=1) if re.match(_CONFLICT, line)), 0)


def _is_mere_rule(block: str) -> bool:
    """Tell whether what stands between two `---` lines is prose between two rules and can be no header."""
    lines = block.split("\n")
    return not any(re.match(_KEY_LINE, line) or re.match(_LIST_LINE, line) for line in lines)


def _find_near_miss(text: str, *, ruled: bool = False) -> int:
    """Return the line of a `private:` in what opens `text` and was perhaps meant as front matter, or 0.

    That is what stands below a rule, or up to a blank line with no rule above unless `ruled`; a title may precede it.
    """
    lines = text.split("\n", _NEAR_MISS_LINES)[:_NEAR_MISS_LINES]
    first = next((at for at, line in enumerate(lines) if line.strip(_SPACE) and not re.match(_TITLE_LINE, line)), None)
    if first is None:
        return 0
    opened = re.fullmatch(_NEAR_MISS, lines[first]) is not None
    if not opened and (ruled or not (re.match(_KEY_LINE, lines[first]) or re.match(_PRIVATE_LINE, lines[first]))):
        return 0
    for number in range(first + opened, len(lines)):
        if re.match(_PRIVATE_LINE, lines[number]):
            return number + 1
        if re.fullmatch(_NEAR_MISS, lines[number]) or not (opened or lines[number].strip()):
            return 0
    return 0
