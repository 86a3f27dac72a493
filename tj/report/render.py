"""Markdown that tj writes: text made safe for where it stands, tables, and the wrapping of a generated file."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from string import ascii_letters, digits
from typing import Literal

__all__ = ["is_untouched", "link", "linked_to", "plain", "status", "table", "wrap"]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$%^=!&])")
# Most words hold nothing that Markdown could take for its own; a number is not among them, since it may begin a list.
_HARMLESS = re.compile(r"(?:[^\W\d_]+|\d{4}-\d\d-\d\d)(?: (?:[^\W\d_]+|\d\d:\d\d))*")
_COLONS = re.compile(r"(?<=:)(?=:|\Z)")
_LIST_MARK = re.compile(r"^([-+]|\d+(?=[.)]))")
# What no reader can see, or what turns a line around, and halves of characters that cannot be written to a file.
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
# The characters that stand for themselves in an address, by RFC 3986, section 2.3, and the slash.
_IN_PATHS = frozenset(f"{ascii_letters}{digits}-._~/")
_PLAIN_PATH = re.compile(r"[A-Za-z0-9._~/-]*")
_HEAD, _NECK, _HEX = b"---\ntype: summary\ngenerated_by: tj\nchecksum: ", b"\n---\n", 64
_CHECKSUM = re.compile(r"\A---\ntype: summary\ngenerated_by: tj\nchecksum: ([0-9a-f]{64})\n---\n")
_CLAIMS = re.compile(r"\A---\n(?:(?!---\n).*\n)*?generated_by: tj\n(?:(?!---\n).*\n)*?---\n")
_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)
_MADE_BY_TJ = re.compile(r"^generated_by: tj$", re.MULTILINE)


@lru_cache(maxsize=8192)  # names come again and again, and each entry in its week, its month and its year
def plain(text: str) -> str:
    """Return someone's words so that Markdown shows them as they are: no tag, link, field or table comes of them."""
    if text.replace(" ", "").isalpha() and "  " not in f" {text} ":  # which is known without a pattern
        return text
    if _HARMLESS.fullmatch(text):
        return text
    shown = _INVISIBLE.sub("", " ".join(text.split()))
    escaped = _COLONS.sub("\u200b", _MARKDOWN.sub(r"\\\1", shown))
    return _LIST_MARK.sub(_without_list_mark, escaped)


def link(text: str, path: str) -> str:
    """Return a link from a file in `summaries/` to a note of the vault, as Obsidian and git forges both follow it."""
    return linked_to(plain(text), path)


def linked_to(shown: str, path: str) -> str:
    """Return what `link` does, where what is shown is Markdown already."""
    escaped = path
    if not _PLAIN_PATH.fullmatch(path):
        escaped = "".join(chr(byte) if chr(byte) in _IN_PATHS else f"%{byte:02X}" for byte in _bytes(path))
    return f"[{shown}](../{escaped})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is aligned left, the others right."""
    lines = ["| " + " | ".join(head) + " |", "|:--|" + "--:|" * (len(head) - 1)]
    return "\n".join([*lines, *[f"| {' | '.join(row)} |" for row in rows]])


def wrap(body: str) -> bytes:
    """Return a generated file: front matter with the checksum of the rest, and the rest."""
    rest = f"\n{body.strip()}\n".encode()
    return b"".join((_HEAD, hashlib.sha256(rest).hexdigest().encode(), _NECK, rest))


def is_untouched(data: bytes) -> bool:
    """Tell whether a file in `summaries/` is to the byte what tj wrote; what else it may be is for `status` to say."""
    begins = len(_HEAD) + _HEX + len(_NECK)
    return data[:begins] == _HEAD + hashlib.sha256(data[begins:]).hexdigest().encode() + _NECK


def status(text: str) -> Literal["ours", "edited", "foreign", "conflict"]:
    """Tell what a file in `summaries/` is: as tj wrote it, edited since, not tj's, or left with a merge conflict.

    Line ends do not count: git may have changed them at a checkout.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    if len(_CONFLICT.findall(text)) >= 3 and _MADE_BY_TJ.search(text):
        return "conflict"
    found = _CHECKSUM.match(text)
    if found is None:
        return "edited" if _CLAIMS.match(text) else "foreign"
    return "ours" if _digest(text[found.end() :]) == found[1] else "edited"


def _without_list_mark(found: re.Match[str]) -> str:
    mark = found[1]
    return f"{mark}\\" if mark[0].isdigit() else f"\\{mark}"


def _bytes(text: str) -> bytes:
    # A file's name that is no UTF-8 reaches us with its odd bytes as surrogates.
    return text.encode("utf-8", "surrogateescape")


def _digest(text: str) -> str:
    return hashlib.sha256(_bytes(text)).hexdigest()
