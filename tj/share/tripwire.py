"""The last look before a share is sealed: whatever was taken out must stand nowhere in what is sent.

Every text is looked for as it is and as it may be encoded: as entities of HTML, between its tags, with percent signs,
in base64 at any offset, in hexadecimal. Of each member, blocks of a few letters are kept, and a text is searched for
only where all of its own blocks are among them: most are in no member, and there are thousands of both.
"""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from urllib.parse import unquote

from tj.errors import Refused
from tj.words import sharing as words

__all__ = ["check_members"]

# Shorter texts stand in many places by chance; so do those with few letters in them.
_SHORTEST = 12
_FEWEST_LETTERS = 8
_BLOCK = _SHORTEST // 2
_MARKS = " \t%<!->`*_=~#|[](){}\"'"
_ATTACHMENTS = "att/"
_PICTURE = re.compile(r"(?<=;base64,)[A-Za-z0-9+/=]+")
_TAG = re.compile(r"<[^<>]*+>")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}")
_HEXADECIMAL = re.compile(r"(?:[0-9A-Fa-f]{2}){12,}")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d)?")
_SHORT_NAME = 2


def check_members(
    members: Mapping[str, bytes],
    removed: Iterable[str],
    visible: str,
    *,
    names: Iterable[str] = (),
    pictures: Iterable[bytes] = (),
) -> None:
    """Look in the members of a bundle for what was taken out of the notes.

    Arguments: `members`, by name; `removed`, texts that must not be in them, of which each line counts by itself if it
    has 12 characters at least; `visible`, all text that may be seen, and what the report says of its own accord;
    `names` of goals, tags and emotions, which do not count, nor do dates; `pictures`, those of the report.
    Raises `Refused` with the member's name, never the text.
    """
    hidden = _lines(removed)
    known = {base64.b64encode(picture).decode("ascii") for picture in pictures}
    searched = {
        name: "\n".join(_readings(data.decode("utf-8"), known))
        for name, data in members.items()
        if not name.startswith(_ATTACHMENTS)
    }
    blocks = {text[at : at + _BLOCK] for text in searched.values() for at in range(0, len(text), _BLOCK)}
    suspects = [line for line in hidden if _may_be_among(line, blocks)]
    if not suspects:
        return
    shown = _letters("\n".join(_readings(visible, set())))
    nothing = _names_pattern(names)
    for name, text in searched.items():
        for line in suspects:
            if line in text and _counts(line, nothing) and _letters(line) not in shown:
                raise Refused(*words.something_left_in(name))


def _lines(removed: Iterable[str]) -> set[str]:
    lines = {" ".join(line.split()).strip(_MARKS) for text in removed for line in text.split("\n")}
    return {line for line in lines if len(line) >= _SHORTEST}


def _readings(text: str, pictures: set[str]) -> Iterator[str]:
    """Yield the ways in which a text may be read, each with single spaces."""
    text = _PICTURE.sub(lambda found: "" if found.group() in pictures else found.group(), text)
    plain = unescape(_TAG.sub("", text))
    for reading in dict.fromkeys((text, unescape(text), plain, unquote(text))):
        yield " ".join(reading.split())
    for found in _BASE64.finditer(text):
        run = found.group().translate({ord("-"): "+", ord("_"): "/"})
        for offset in range(4):
            part = run[offset : len(run) - ((len(run) - offset) % 4 == 1)]
            yield _decoded(base64.b64decode(part + "=" * (-len(part) % 4)))
    for found in _HEXADECIMAL.finditer(text):
        yield _decoded(bytes.fromhex(found.group()))


def _decoded(data: bytes) -> str:
    return " ".join(data.decode("utf-8", "ignore").split())


def _may_be_among(line: str, blocks: set[str]) -> bool:
    """Tell whether a line can be in a text of these blocks: at one offset, all of its own must be among them."""
    return any(
        all(line[at : at + _BLOCK] in blocks for at in range(offset, len(line) - _BLOCK + 1, _BLOCK))
        for offset in range(_BLOCK)
    )


def _counts(line: str, nothing: re.Pattern[str]) -> bool:
    bare = nothing.sub("", _DATE.sub("", line)).strip(_MARKS)
    return len(bare) >= _SHORTEST and len(_letters(bare)) >= _FEWEST_LETTERS


def _names_pattern(names: Iterable[str]) -> re.Pattern[str]:
    found = sorted({name for name in names if len(name) > _SHORT_NAME}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, found)) or r"(?!)", re.IGNORECASE)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
