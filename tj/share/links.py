"""Takes links out of Markdown, down to what a reader sees of them: other notes and files are not named."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tj.share.endings import FILES, PICTURES, ending_of
from tj.share.footnotes import folded, strip_unshown_notes

__all__ = ["Links", "links_of", "strip_links"]

OTHER = "another entry"

_EMBED = re.compile(r"!\[\[([^\[\]\n]*)\]\]")
_WIKILINK = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_LABEL = r"\[((?:\\.|[^\[\]\\])*+)\]"
# Parentheses in a target are balanced; three deep is more than anyone writes.
_CHARACTER = r"\\[^\n]|[^\s()\\]"
_DEEP = rf"\((?:{_CHARACTER}|\((?:{_CHARACTER}|\((?:{_CHARACTER})*+\))*+\))*+\)"
_TITLE = r"""(?:"(?:\\.|[^"\\])*+"|'(?:\\.|[^'\\])*+'|\((?:\\.|[^()\\])*+\))"""
_TARGET = (
    rf"\([ \t]*+(?:\n[ \t]*+)?(<[^<>\n]*+>|(?!<)(?:{_CHARACTER}|{_DEEP})*+)"
    rf"(?:\s++({_TITLE})?+)?+\s*+\)"
)
_WORD = r"\\[^\n]|[^()\n\\]"
_WORDS = rf"\(((?:{_WORD}|\((?:{_WORD}|\((?:{_WORD}|\((?:{_WORD})*\))*\))*\))*)\)"
_IMAGE = re.compile("!" + _LABEL + _TARGET)
_LINK = re.compile("(?<!!)" + _LABEL + _TARGET)
# Not a link to CommonMark, but what was meant as one must not name a file either.
_ALMOST = re.compile(r"(!?)" + _LABEL + _WORDS)
# Its title may stand on a line of its own; no line of it is blank.
_UNBROKEN = r"[^{0}\\\n]|\\.|\n(?![ \t>]*+(?:\n|\Z))"
_DEFINED_TITLE = "|".join(
    f"{opening}(?:{_UNBROKEN.format(opening + closing)})*+{closing}"
    for opening, closing in (('"', '"'), ("'", "'"), (r"\(", r"\)"))
)
_DEFINITION = re.compile(
    r"^[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*+\[(?!\^)((?:\\.|[^\[\]\\])++)\]:[ \t]*+(?:\n[ \t>]*+)?"
    rf"(<[^<>\n]*+>|[^\s<]\S*+|<\S*+)(?:(?:[ \t]++|[ \t]*+\n[ \t>]*+)(?:{_DEFINED_TITLE}))?[ \t]*$",
    re.MULTILINE,
)
_FULL_REFERENCE = re.compile(r"(!?)" + _LABEL + r"\[((?:\\.|[^\[\]\\])*)\]")
_SHORT_REFERENCE = re.compile(r"(!?)(?<![\]\[])\[(?!\^)((?:\\.|[^\[\]\\])+)\](?![\[(:])")
# What is left of a link whose words hold brackets of their own.
_TAIL = re.compile(r"\](?:" + _WORDS + r"|\[([^\[\]\n]+)\]|\(([^()\n]*)$)", re.MULTILINE)
_BEHIND_WIKILINK = re.compile(r"(?<=\]\])" + _WORDS)
_MEANT_AS_TARGET = re.compile(r"\S*|.*[./\\#%<\"'].*")
_BLANK_LINE = re.compile(r"\n[ \t]*+\n")
# A matrix, as in `[[1, 2], [3, 4]]`: names of notes hold no brackets.
_MATRIX = re.compile(r"(?<!\[)\[{2,3}[^\[\]\n]*+\](?:[ ]?,[ ]?\[{1,2}[^\[\]\n]*+\]{1,2})++\]*+(?!\()")
# What tells words in parentheses behind words in brackets from a target that was written with spaces.
_FILE_NAME = re.compile(r"[/\\#]|\.[A-Za-z][A-Za-z0-9]{0,5}\Z|\.(?:md|pdf|png|jpe?g|docx?|canvas|base)\b")
_ROUNDS = 20
_WEB = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
_IMAGE_NAME = re.compile(r"\.(?:jpe?g|png|webp|gif)$", re.IGNORECASE)
_SIZE = re.compile(r"\d+(?:x\d+)?")


@dataclass(frozen=True, slots=True)
class Links:
    """What links may lead to: `shared` notes as `links_of` makes them, `images` by their written target,
    and `names` of goals that are visible anyway."""

    shared: Mapping[str, str]
    images: Mapping[str, str]
    names: frozenset[str] = frozenset()


def strip_links(body: str, links: Links, stripped: Counter[str], removed: list[str]) -> tuple[str, list[str]]:
    """Return Markdown in which links are down to their words, and the targets of the pictures it shows, in order.

    Web and mail links stay. A link to a shared note becomes its words or its day, to any other note its words or
    `another entry`. Pictures that `links` knows get their neutral names, all others only their alternative text.
    """
    work = _Work(links, stripped, removed)
    first = len(removed)
    body = work.take_definitions(body)
    body = _MATRIX.sub(lambda found: work.keep(found.group()), body)
    body = _BEHIND_WIKILINK.sub(work.behind, body)
    body = _EMBED.sub(work.embed, body)
    body = _WIKILINK.sub(work.wikilink, body)
    for _ in range(_ROUNDS):  # a picture may stand within a link's words
        before = body
        body = _LINK.sub(work.link, _IMAGE.sub(work.image, body))
        body = _ALMOST.sub(work.almost, body)
        if work.definitions:
            body = _FULL_REFERENCE.sub(work.full_reference, body)
            body = _SHORT_REFERENCE.sub(work.short_reference, body)
        if before == body:
            break
    body = work.without_wikilinks(_TAIL.sub(work.tail, body))
    removed[first:] = [work.finish(one) for one in removed[first:]]
    return work.finish(body), work.wanted


def links_of(shared: Mapping[str, str]) -> dict[str, str]:
    """Return what a link may say to mean a note: each end of a path in `shared`, with the day it is called by; nothing
    where two notes could be meant."""
    found: dict[str, str] = {}
    for path, day in shared.items():
        bare = path.removesuffix(".md")
        ends = [bare, *(bare[at + 1 :] for at, letter in enumerate(bare) if letter == "/")]
        for end in ends:
            found[end] = "" if end in found else day
    return found


class _Work:
    """One pass over one note. What may stay is set aside under a number, so that it is not looked at twice."""

    def __init__(self, links: Links, stripped: Counter[str], removed: list[str]) -> None:
        self.links, self.stripped, self.removed = links, stripped, removed
        self.definitions: dict[str, str] = {}
        self.wanted: list[str] = []
        self.kept: list[str] = []

    def take_definitions(self, body: str) -> str:
        def definition(found: re.Match[str]) -> str:
            self.definitions.setdefault(folded(found[1]), found[2].strip("<>"))
            return self.gone("definition", found.group())

        return _DEFINITION.sub(definition, strip_unshown_notes(body, self.stripped, self.removed))

    def embed(self, found: re.Match[str]) -> str:
        target, alias = _split(found[1])
        alt = "" if _SIZE.fullmatch(alias) else alias
        if _IMAGE_NAME.search(target):
            return self.picture(target, alt, target)
        if ending_of(target) not in FILES:
            return self.gone("embed", found.group())
        self.wanted.append(target)
        return self.attached(target, alt) if target in self.links.images else self.gone("embed", found.group())

    def wikilink(self, found: re.Match[str]) -> str:
        target, alias = _split(found[1])
        words = self.words(alias, target)
        self.gone("link", "" if words and words in target else target)
        return words

    def image(self, found: re.Match[str]) -> str:
        return self.picture(found[2].strip("<>"), found[1], found.group()[len(found[1]) + 3 :], found[3] or "")

    def behind(self, found: re.Match[str]) -> str:
        target = found[1].strip()
        return self.gone("link", target) if _MEANT_AS_TARGET.fullmatch(target) else found.group()

    def tail(self, found: re.Match[str]) -> str:
        if found[2] is not None:
            return self.gone("link", found[2]) + "]" if folded(found[2]) in self.definitions else found.group()
        target = (found[1] if found[1] is not None else found[3]).strip()
        if _WEB.fullmatch(target) or not _MEANT_AS_TARGET.fullmatch(target):
            return found.group()
        return self.gone("link", target) + "]"

    def without_wikilinks(self, body: str) -> str:
        """Return Markdown without what is left of links in double brackets: to the closing ones in the same paragraph,
        else to the end of the line."""
        pieces: list[str] = []
        position, closing, blank = 0, -1, -1
        while (start := body.find("[[", position)) >= 0:
            if closing < start + 2 and closing != len(body):
                closing = _at(body.find("]]", start + 2), body)
            if blank < start and blank != len(body):
                found = _BLANK_LINE.search(body, start)
                blank = found.start() if found else len(body)
            end = closing + 2 if closing < blank else _at(body.find("\n", start), body)
            begin = start - 1 if body[start - 1 : start] == "!" else start
            pieces += [body[position : max(begin, position)], OTHER]
            self.gone("link", body[start:end])
            position = end
        return "".join([*pieces, body[position:]])

    def link(self, found: re.Match[str]) -> str:
        return self.follow(found[1], found[2].strip("<>"), found.group()[len(found[1]) + 2 :])

    def almost(self, found: re.Match[str]) -> str:
        target = found[3].strip()
        if not _FILE_NAME.search(target):
            return self.keep(found.group())  # words in brackets, then words in parentheses: prose
        self.gone("link", target)
        return found[2]

    def full_reference(self, found: re.Match[str]) -> str:
        target = self.definitions.get(folded(found[3] or found[2]))
        if target is None:
            return found.group()
        return self.picture(target, found[2], target) if found[1] else self.follow(found[2], target, target)

    def short_reference(self, found: re.Match[str]) -> str:
        target = self.definitions.get(folded(found[2]))
        if target is None:
            return found.group()
        return self.picture(target, found[2], target) if found[1] else self.follow(found[2], target, target)

    def picture(self, target: str, alt: str, hidden: str, title: str = "") -> str:
        if _WEB.match(target) or target.casefold().startswith("data:"):
            self.gone("remote image", hidden)
            return alt
        self.wanted.append(target)
        self.removed.append(target)
        if target in self.links.images:
            return self.attached(target, alt, title)
        self.stripped["attachment"] += 1
        return alt

    def attached(self, target: str, alt: str, title: str = "") -> str:
        """Return what stands for a file of the bundle: a picture is shown, for any other there is a link to it."""
        name = self.links.images[target]
        if ending_of(name) in PICTURES:
            return self.keep(f"![{alt}]({name}{' ' + title if title else ''})")
        return self.keep(f"[{alt or 'a file'}]({name})")

    def follow(self, text: str, target: str, hidden: str) -> str:
        if _WEB.fullmatch(target):
            return self.keep(f"[{text}]({target})") if not _WEB.search(text) else self.keep(target)
        self.gone("link", hidden)
        return text or self.words("", target)

    def words(self, alias: str, target: str) -> str:
        stem = re.split(r"[#^]", target)[0].strip().removesuffix(".md")
        if alias:
            return alias
        if not stem:
            return re.split(r"[#^]", target)[-1].strip() if "^" not in target else ""
        if stem.rpartition("/")[2] in self.links.names:
            return stem.rpartition("/")[2]
        return self.links.shared.get(stem) or OTHER

    def gone(self, kind: str, text: str) -> str:
        self.stripped[kind] += 1
        self.removed.append(text)
        return ""

    def keep(self, text: str) -> str:
        self.kept.append(text)
        return f"\ue000K{len(self.kept) - 1}\ue001"

    def finish(self, body: str) -> str:
        pattern = re.compile("\ue000K(\\d+)\ue001")
        while pattern.search(body):
            body = pattern.sub(lambda found: self.kept[int(found[1])], body)
        return body


def _at(position: int, body: str) -> int:
    return position if position >= 0 else len(body)


def _split(inner: str) -> tuple[str, str]:
    target, _, alias = inner.replace("\\|", "|").partition("|")
    return target.strip(), alias.strip()
