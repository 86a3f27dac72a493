"""Takes links out of Markdown, down to what a reader sees of them: other notes and files are not named."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Links", "strip_links"]

OTHER = "another entry"

_EMBED = re.compile(r"!\[\[([^\[\]\n]*)\]\]")
_WIKILINK = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_LABEL = r"\[((?:\\.|[^\[\]\\])*)\]"
_TARGET = r"""\([ \t]*\n?[ \t]*(<[^<>\n]*>|(?:[^\s()<]|\([^\s()]*\))*)(?:\s+("[^"]*"|'[^']*'|\([^()]*\)))?\s*\)"""
_IMAGE = re.compile("!" + _LABEL + _TARGET)
_LINK = re.compile("(?<!!)" + _LABEL + _TARGET)
# Not a link to CommonMark, but what was meant as one must not name a file either.
_ALMOST = re.compile(r"(!?)" + _LABEL + r"\(([^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)")
_DEFINITION = re.compile(
    r"^[ ]{0,3}\[(?!\^)((?:\\.|[^\[\]\\])+)\]:[ \t]*\n?[ \t]*(<[^<>\n]*>|\S+)"
    r"""(?:[ \t]*\n?[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$""",
    re.MULTILINE,
)
_FOOTNOTE = re.compile(
    r"^[ ]{0,3}\[\^([^\]\s]+)\]:[^\n]*(?:\n(?:[ ]{2,}|\t)[^\n]+|\n(?=\n(?:[ ]{2,}|\t)\S))*", re.MULTILINE
)
_FULL_REFERENCE = re.compile(r"(!?)" + _LABEL + r"\[((?:\\.|[^\[\]\\])*)\]")
_SHORT_REFERENCE = re.compile(r"(!?)(?<![\]\[])\[(?!\^)((?:\\.|[^\[\]\\])+)\](?![\[(:])")
# What is left of a link whose words hold brackets of their own.
_TAIL = re.compile(r"\](?:\(\s*([^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)|\[([^\[\]\n]+)\])")
_NESTED_WIKILINK = re.compile(r"!?\[\[[^\n]*?\]\]")
_WEB = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
_IMAGE_NAME = re.compile(r"\.(?:jpe?g|png|webp|gif)$", re.IGNORECASE)
_SIZE = re.compile(r"\d+(?:x\d+)?")


@dataclass(frozen=True, slots=True)
class Links:
    """What links may lead to: `shared` notes by path with the day they are called by, `images` by their written target,
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
    body = work.take_definitions(body)
    body = _EMBED.sub(work.embed, body)
    body = _WIKILINK.sub(work.wikilink, body)
    before = None
    while before != body:  # a picture may stand within a link's words
        before = body
        body = _LINK.sub(work.link, _IMAGE.sub(work.image, body))
        body = _ALMOST.sub(work.almost, body)
        if work.definitions:
            body = _FULL_REFERENCE.sub(work.full_reference, body)
            body = _SHORT_REFERENCE.sub(work.short_reference, body)
    body = _NESTED_WIKILINK.sub(work.nested, _TAIL.sub(work.tail, body))
    return work.finish(body), work.wanted


class _Work:
    """One pass over one note. What may stay is set aside under a number, so that it is not looked at twice."""

    def __init__(self, links: Links, stripped: Counter[str], removed: list[str]) -> None:
        self.links, self.stripped, self.removed = links, stripped, removed
        self.definitions: dict[str, str] = {}
        self.wanted: list[str] = []
        self.kept: list[str] = []

    def take_definitions(self, body: str) -> str:
        def definition(found: re.Match[str]) -> str:
            self.definitions.setdefault(_folded(found[1]), found[2].strip("<>"))
            return self.gone("definition", found.group())

        def footnote(found: re.Match[str]) -> str:
            mark = f"[^{found[1]}]"
            if body.count(mark) > 1:
                return found.group()
            return self.gone("footnote", found.group())

        before = None
        while before != body:  # a footnote may have been the only one to refer to another
            before = body
            body = _FOOTNOTE.sub(footnote, body)
        return _DEFINITION.sub(definition, body)

    def embed(self, found: re.Match[str]) -> str:
        target, alias = _split(found[1])
        if _IMAGE_NAME.search(target):
            return self.picture(target, "" if _SIZE.fullmatch(alias) else alias, found.group())
        return self.gone("embed", found.group())

    def wikilink(self, found: re.Match[str]) -> str:
        target, alias = _split(found[1])
        self.gone("link", target)
        return self.words(alias, target)

    def image(self, found: re.Match[str]) -> str:
        return self.picture(found[2].strip("<>"), found[1], found.group(), found[3] or "")

    def tail(self, found: re.Match[str]) -> str:
        if found[2] is not None:
            return self.gone("link", found[2]) + "]" if _folded(found[2]) in self.definitions else found.group()
        target = found[1].strip()
        if _WEB.fullmatch(target) or not re.search(r"[./\\#%]", target):
            return found.group()
        return self.gone("link", target) + "]"

    def nested(self, found: re.Match[str]) -> str:
        self.gone("link", found.group())
        return OTHER

    def link(self, found: re.Match[str]) -> str:
        return self.follow(found[1], found[2].strip("<>"), found.group())

    def almost(self, found: re.Match[str]) -> str:
        target = found[3].strip()
        if not _IMAGE_NAME.search(target) and not re.search(r"[./\\#]", target):
            return self.keep(found.group())  # words in brackets, then words in parentheses: prose
        self.gone("link", target)
        return found[2]

    def full_reference(self, found: re.Match[str]) -> str:
        target = self.definitions.get(_folded(found[3] or found[2]))
        if target is None:
            return found.group()
        return self.picture(target, found[2], target) if found[1] else self.follow(found[2], target, target)

    def short_reference(self, found: re.Match[str]) -> str:
        target = self.definitions.get(_folded(found[2]))
        if target is None:
            return found.group()
        return self.picture(target, found[2], target) if found[1] else self.follow(found[2], target, target)

    def picture(self, target: str, alt: str, whole: str, title: str = "") -> str:
        if _WEB.match(target) or target.casefold().startswith("data:"):
            self.gone("remote image", whole)
            return alt
        self.wanted.append(target)
        self.removed.append(target)
        if target in self.links.images:
            return self.keep(f"![{alt}]({self.links.images[target]}{' ' + title if title else ''})")
        self.stripped["attachment"] += 1
        return alt

    def follow(self, text: str, target: str, whole: str) -> str:
        if _WEB.fullmatch(target):
            return self.keep(f"[{text}]({target})") if not _WEB.search(text) else self.keep(target)
        self.gone("link", whole)
        return text or self.words("", target)

    def words(self, alias: str, target: str) -> str:
        stem = re.split(r"[#^]", target)[0].strip().removesuffix(".md")
        if alias:
            return alias
        if not stem:
            return re.split(r"[#^]", target)[-1].strip() if "^" not in target else ""
        if stem.rpartition("/")[2] in self.links.names:
            return stem.rpartition("/")[2]
        named = [day for path, day in self.links.shared.items() if _names(path, stem)]
        return named[0] if len(named) == 1 and named[0] else OTHER

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


def _split(inner: str) -> tuple[str, str]:
    target, _, alias = inner.replace("\\|", "|").partition("|")
    return target.strip(), alias.strip()


def _names(path: str, stem: str) -> bool:
    bare = path.removesuffix(".md")
    return bare == stem or bare.endswith("/" + stem)


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
