"""What comes back from a therapist, `tj-reply/1`: the text inside of the age file that is encrypted to the writer.

    tj-reply/1 <base64 of the MAC>          the first line
    {"bundle": …, "created": …, …}          one JSON object, then spaces up to the next multiple of 4,096 bytes

All behind the first line is the body. The MAC is HMAC-SHA256 by the bundle's reply secret over `tj-reply/1`, a NUL and
the body, spaces included: only who opened the bundle knows that secret, so no one else can answer it.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tj.errors import Refused, UsageProblem
from tj.words import receiving as words

__all__ = ["FORMAT", "MAX_BYTES", "Parsed", "Reply", "compose", "parse", "serialize"]

FORMAT = "tj-reply/1"
# Of the text inside; characters count as Unicode's code points.
MAX_BYTES = 256 * 1024
MAX_GUIDANCE, MAX_LINE, MAX_HOMEWORK, MAX_PROMPTS = 20_000, 500, 50, 20

_PAGE = 4096
_TEXTS, _LISTS = ("bundle", "id", "created", "guidance"), ("homework", "prompts")
_KEYS = {*_TEXTS, *_LISTS}
_ID = re.compile(r"[a-z2-7]{16}")
_HEAD = re.compile(rb"tj-reply/1 ([A-Za-z0-9+/]{43}=)\n")
_ANY_VERSION = re.compile(rb"tj-reply/([0-9]{1,6})[ \n]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TAB = "    "


@dataclass(frozen=True, slots=True, repr=False)
class Reply:
    """What a therapist wrote: `guidance` is Markdown, `homework` and `prompts` are one-line texts.

    `bundle` is the id of the bundle that it answers, `id` its own, `created` the therapist's day as YYYY-MM-DD.
    """

    bundle: str
    id: str
    created: str
    guidance: str
    homework: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Parsed:
    """A reply as it was read, of which it is not known yet whether it answers a bundle that was sent."""

    reply: Reply
    body: bytes
    mac: bytes

    def fits(self, secret: bytes) -> bool:
        """Tell whether it was made by someone who knows the reply secret (32 bytes) of its bundle."""
        return hmac.compare_digest(self.mac, _mac(secret, self.body))


def compose(
    bundle: str, id_: str, created: str, guidance: str, homework: Sequence[str] = (), prompts: Sequence[str] = ()
) -> Reply:
    """Return a reply of texts as a person gave them: line ends become LF, tabs spaces, blank ends and items go.

    Raises `UsageProblem` where nothing is left, or something is too long, too many, or not text.
    """
    reply = Reply(bundle, id_, created, _tidy(guidance), _lines(homework), _lines(prompts))
    if reason := _reason(reply):
        raise UsageProblem(*words.reply_not_made(reason))
    return reply


def serialize(reply: Reply, secret: bytes) -> bytes:
    """Return the text of a reply that `compose` made, before encryption.

    Arguments: `secret`, the 32 bytes of the bundle's reply secret.
    """
    table = {key: getattr(reply, key) for key in sorted(_KEYS)}
    body = json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()
    body += b" " * (-len(body) % _PAGE)
    return f"{FORMAT} {base64.b64encode(_mac(secret, body)).decode('ascii')}\n".encode() + body


def parse(data: bytes) -> Parsed:
    """Read the text of a reply.

    Raises `Refused` with its own sentence for each way in which it is not as `serialize` makes it.
    """
    if len(data) > MAX_BYTES:
        raise _refused(words.reply_too_large(MAX_BYTES >> 10))
    head = _HEAD.match(data)
    if head is None:
        raise _of_another_kind(data)
    body = data[head.end() :]
    return Parsed(_read(body), body, _decoded(head[1]))


def _of_another_kind(data: bytes) -> Refused:
    version = _ANY_VERSION.match(data)
    if version is None:
        return Refused(*words.NO_REPLY)
    if version[1] != b"1":
        return Refused(*words.REPLY_OF_NEWER_TJ)
    return _refused(words.FIRST_LINE_UNREADABLE)


def _mac(secret: bytes, body: bytes) -> bytes:
    return hmac.digest(secret, FORMAT.encode() + b"\0" + body, hashlib.sha256)


def _decoded(text: bytes) -> bytes:
    mac = base64.b64decode(text)
    if base64.b64encode(mac) != text:  # two texts may stand for the same bytes
        raise _refused(words.FIRST_LINE_UNREADABLE)
    return mac


def _read(body: bytes) -> Reply:
    written = body.rstrip(b" ")
    if not body or len(body) % _PAGE or len(body) - len(written) >= _PAGE:
        raise _refused(words.REPLY_CUT_OFF)
    if not (written.startswith(b"{") and written.endswith(b"}")):
        raise _refused(words.REPLY_HOLDS_OTHERWISE)
    try:
        table: Any = json.loads(written.decode("utf-8"), object_pairs_hook=_without_doubles)
    except UnicodeDecodeError:
        raise _refused(words.REPLY_NO_UTF8) from None
    except (ValueError, RecursionError):
        raise _refused(words.REPLY_HOLDS_OTHERWISE) from None
    if not isinstance(table, dict) or set(table) != _KEYS or not _has_shape(table):
        raise _refused(words.REPLY_HOLDS_OTHERWISE)
    lists = {key: tuple(table[key]) for key in _LISTS}
    reply = Reply(**{**table, **lists})
    if reason := _reason(reply):
        raise _refused(reason)
    return reply


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key is there twice")
    return dict(pairs)


def _has_shape(table: dict[str, Any]) -> bool:
    texts = [table[key] for key in _TEXTS]
    for key in _LISTS:
        if not isinstance(table[key], list):
            return False
        texts += table[key]
    return all(isinstance(text, str) for text in texts)


def _reason(reply: Reply) -> str:
    """Return what is wrong with a reply, in words that quote nothing of it; empty where nothing is."""
    if not (_ID.fullmatch(reply.bundle) and _ID.fullmatch(reply.id) and _is_day(reply.created)):
        return words.REPLY_ANSWERS_NOTHING
    if not (reply.guidance or reply.homework or reply.prompts):
        return words.REPLY_IS_EMPTY
    if len(reply.guidance) > MAX_GUIDANCE:
        return words.guidance_too_long(MAX_GUIDANCE)
    if _CONTROL.search(reply.guidance):
        return words.GUIDANCE_OF_CONTROL_CHARACTERS
    for items, what, most in ((reply.homework, "homework", MAX_HOMEWORK), (reply.prompts, "prompts", MAX_PROMPTS)):
        if len(items) > most:
            return words.too_many_items(what, most)
        if not all(0 < len(item) <= MAX_LINE for item in items):
            return words.item_empty_or_long(what, MAX_LINE)
        if any("\n" in item or _CONTROL.search(item) for item in items):
            return words.item_not_one_line(what)
    return ""


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _tidy(text: str) -> str:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\t", _TAB).split("\n")
    return "\n".join(line.rstrip(" ") for line in lines).strip("\n")


def _lines(items: Sequence[str]) -> tuple[str, ...]:
    # A line end within an item is left for the check to find: two lines may be meant as two items.
    tidy = (_tidy(item).strip(" ") for item in items)
    return tuple(item for item in tidy if item)


def _refused(reason: str) -> Refused:
    return Refused(*words.reply_refused(reason))
