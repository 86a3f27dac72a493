"""Replies that the page writes: only the writer opens them, and their MAC shows that the share was opened."""

import base64
import hmac
import json
from dataclasses import asdict
from typing import Any

import pyrage
import pytest

from tests.page.core import Answer, ask
from tests.security.test_security_share_hostile import MANIFEST
from tj.share.crypto import decrypt, new_identity, recipient_of

WRITER = new_identity()
SHARE = {**asdict(MANIFEST), "reply_to": recipient_of(WRITER)}
TEXT = {
    "guidance": "Walk a little.\n\n- slowly 🌱",
    "homework": ["Walk to the pond"],
    "prompts": ["What was light today?"],
}


def replies(*texts: dict[str, Any]) -> list[Answer]:
    whole = [{"guidance": "", "homework": [], "prompts": [], **text} for text in texts]
    return ask([{"do": "makeReply", "manifest": SHARE, "text": text, "day": "2026-05-12"} for text in whole])


def read(answer: Answer) -> dict[str, Any]:
    """Return what is in a reply, after its form and its MAC were looked at."""
    plain = decrypt(base64.b64decode(answer.value["bytes"]), [WRITER])
    first, body = plain.split(b"\n", 1)
    mac = hmac.digest(base64.b64decode(MANIFEST.reply_secret), b"tj-reply/1\0" + body, "sha256")
    assert first == b"tj-reply/1 " + base64.b64encode(mac)
    assert len(body) % 4096 == 0
    text = body.rstrip(b" ")
    assert len(body) - len(text) < 4096
    table: dict[str, Any] = json.loads(text)
    assert set(table) == {"bundle", "id", "created", "guidance", "homework", "prompts"}
    return table


def test_a_reply_reaches_the_writer_as_it_was_written() -> None:
    one, other = replies(TEXT, TEXT)
    table = read(one)
    assert {key: table[key] for key in TEXT} == TEXT
    assert (table["bundle"], table["created"]) == (MANIFEST.id, "2026-05-12")
    for answer in (one, other):
        name = answer.value["name"]
        assert len(name) == len("reply-abcdefgh.age")
        assert set(name.removeprefix("reply-").removesuffix(".age")) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert set(table["id"]) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert (len(table["id"]), table["id"] == read(other)["id"]) == (16, False)


def test_nobody_but_the_writer_opens_it() -> None:
    (answer,) = replies(TEXT)
    data = base64.b64decode(answer.value["bytes"])
    header = data[: data.index(b"\n--- ")]
    assert header.count(b"\n-> X25519 ") == header.count(b"\n-> ") == 1
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(data, [pyrage.x25519.Identity.generate()])


def test_text_is_made_sendable_without_losing_a_word() -> None:
    (answer,) = replies({
        "guidance": "one\r\ntwo\rthree\u2028four\vfive\tsix\x00\x1b[2J\x9f  \n\n",
        "homework": ["  walk\n to\tthe  pond ", "", " \n", "\ud83c"],
        "prompts": ["\u2028"],
    })  # fmt: skip
    table = read(answer)
    assert table["guidance"] == "one\ntwo\nthree\nfour\nfive    six[2J"
    assert table["homework"] == ["walk to the pond", "\ufffd"]
    assert table["prompts"] == []


def test_the_largest_reply_is_taken_and_more_is_not() -> None:
    line, most = "🌱" * 500, {"guidance": "🌱" * 20_000, "homework": ["🌱" * 500] * 50, "prompts": ["🌱" * 500] * 20}
    answers = replies(
        most, {**most, "guidance": "🌱" * 20_001}, {**most, "homework": [line] * 51}, {**most, "prompts": [line] * 21},
        {"homework": [line + "🌱"]}, {}, {"guidance": " \n\t", "homework": [" "], "prompts": [""]}, {"prompts": ["x"]},
        {"guidance": '"\\' * 10_000, "homework": ['"' * 500] * 50},
    )  # fmt: skip
    assert [one.code for one in answers] == [
        "", "reply-too-long", "reply-too-long", "reply-too-long", "reply-too-long", "empty-reply", "empty-reply", "",
        "",
    ]  # fmt: skip
    assert answers[1].reason == "the guidance may have 20,000 characters and has 20,001"
    assert {key: read(answers[0])[key] for key in most} == most
    assert read(answers[7])["prompts"] == ["x"]
    assert len(base64.b64decode(answers[0].value["bytes"])) < 256 * 1024


def test_a_body_that_fills_its_block_exactly_gets_no_more() -> None:
    empty = json.dumps({"bundle": MANIFEST.id, "id": "a" * 16, "created": "2026-05-12", "guidance": "", "homework": [],
                        "prompts": []}, separators=(",", ":"))  # fmt: skip
    fills = 4096 - len(empty)
    answers = replies({"guidance": "x" * fills}, {"guidance": "x" * (fills + 1)})
    sizes = [len(decrypt(base64.b64decode(one.value["bytes"]), [WRITER])) - 56 for one in answers]
    assert sizes == [4096, 8192]
    assert [len(read(one)["guidance"]) for one in answers] == [fills, fills + 1]
