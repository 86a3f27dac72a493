"""Markdown that tj writes: text made safe for where it stands, tables, and the wrapping of a generated file."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Literal
from urllib.parse import quote

__all__ = ["link", "plain", "status", "table", "wrap"]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$%^=!])")
_CHECKSUM = re.compile(r"\A---\ntype: summary\ngenerated_by: tj\nchecksum: ([0-9a-f]{64})\n---\n")
_CLAIMS = re.compile(r"\A---\n(?:(?!---\n).*\n)*?generated_by: tj\n(?:(?!---\n).*\n)*?---\n")
_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)


def plain(text: str) -> str:
    """Return someone's words so that Markdown shows them as they are: no tag, link, field or table comes of them."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split())).replace("::", ":\u200b:")


def link(text: str, path: str) -> str:
    """Return a link from a file in `summaries/` to a note of the vault, as Obsidian and git forges both follow it."""
    return f"[{plain(text)}](../{quote(path.encode('utf-8', 'surrogateescape'))})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is aligned left, the others right."""
    lines = ["| " + " | ".join(head) + " |", "|:--|" + "--:|" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def wrap(body: str) -> str:
    """Return a generated file: front matter with the checksum of the rest, and the rest."""
    rest = f"\n{body.strip()}\n"
    return f"---\ntype: summary\ngenerated_by: tj\nchecksum: {_digest(rest)}\n---\n{rest}"


def status(text: str) -> Literal["ours", "edited", "foreign", "conflict"]:
    """Tell what a file in `summaries/` is: as tj wrote it, edited since, not tj's, or left with a merge conflict.

    Line ends do not count: git may have changed them at a checkout.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    if len(_CONFLICT.findall(text)) >= 3 and "generated_by: tj" in text:
        return "conflict"
    found = _CHECKSUM.match(text)
    if found is None:
        return "edited" if _CLAIMS.match(text) else "foreign"
    return "ours" if _digest(text[found.end() :]) == found[1] else "edited"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
