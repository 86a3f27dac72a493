"""The reply's format: what is written is read back, and each way of being something else has its own sentence."""

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.share.replies import BUNDLE, ID, REPLY, SECRET, body_of, signed, table_of
from tj.errors import EXIT_REFUSED, Refused, UsageProblem
from tj.share.reply import Reply, compose, parse, serialize

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        parse(data)
    assert caught.value.exit_code == EXIT_REFUSED
    assert caught.value.hint
    assert "Mara" not in caught.value.message + caught.value.hint
    return caught.value.message


def test_what_is_written_is_read_and_fits_its_secret_alone() -> None:
    text = serialize(REPLY, SECRET)
    found = parse(text)
    assert found.reply == REPLY
    assert found.fits(SECRET)
    assert not found.fits(SECRET[::-1])
    assert not found.fits(b"")


def test_it_is_written_as_the_format_says() -> None:
    text = serialize(REPLY, SECRET)
    assert text == signed(body_of(text), pad=False)
    body = body_of(text)
    assert len(body) == 4096
    assert body.rstrip(b" ").endswith(b"}")
    assert set(json.loads(body)) == {"bundle", "id", "created", "guidance", "homework", "prompts"}
    assert "for Mara’s eyes" in body_of(serialize(replace(REPLY, guidance="for Mara’s eyes"), SECRET)).decode()


def test_a_body_of_just_a_page_has_no_padding() -> None:
    short = len(body_of(serialize(replace(REPLY, guidance=""), SECRET)).rstrip(b" "))
    text = serialize(replace(REPLY, guidance="a" * (4096 - short)), SECRET)
    assert len(body_of(text)) == 4096
    assert text.endswith(b"}")
    assert len(parse(text).reply.guidance) == 4096 - short
    assert len(body_of(serialize(replace(REPLY, guidance="a" * (4097 - short)), SECRET))) == 8192


@pytest.mark.parametrize("shape", [{"indent": 2}, {"ensure_ascii": True}, {"sort_keys": True}])
def test_another_way_to_write_the_same_object_is_read(shape: dict[str, bool]) -> None:
    table = dict(reversed(table_of().items()))
    assert parse(signed(json.dumps(table, **shape))).reply == REPLY  # type: ignore[arg-type]  # names of options


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "not a reply"),
        (b"tj-reply/1\n", "first line"),
        (b"tj-reply/1 AAAA\n{}", "first line"),
        (b"a letter", "not a reply"),
        (signed(json.dumps(table_of()), start=b"tj-reply/2"), "made by a newer tj"),
        (signed(json.dumps(table_of()), start=b"tj-reply/10"), "made by a newer tj"),
        (signed(json.dumps(table_of()), start=b"tj-bundle/1"), "not a reply"),
        (serialize(REPLY, SECRET)[:-1], "cut off"),
        (serialize(REPLY, SECRET) + b" ", "cut off"),
        (signed(json.dumps(table_of()), pad=False), "cut off"),
        (serialize(REPLY, SECRET) + b" " * 4096, "cut off"),
        (signed(b""), "cut off"),
        (signed(b"\xff" + b" " * 10), "does not hold"),
        (signed(b'{"guidance":"\xff"}'), "not UTF-8"),
        (signed("[]"), "does not hold"),
        (signed("{"), "does not hold"),
        (signed("{" * 3000 + "}" * 3000), "does not hold"),
        (signed('{"a":' * 3000 + "1" + "}" * 3000), "does not hold"),
        (signed("{}"), "does not hold"),
        (signed(json.dumps(table_of()) + "\n"), "does not hold"),
        (signed(json.dumps(table_of(id=None))), "does not hold"),
        (signed(json.dumps(table_of(colour="red"))), "does not hold"),
        (signed(json.dumps(table_of())[:-1] + ',"id":"2bcdefgh234567ab"}'), "does not hold"),
        (signed(json.dumps(table_of(guidance=5))), "does not hold"),
        (signed(json.dumps(table_of(guidance=None) | {"guidance": None})), "does not hold"),
        (signed(json.dumps(table_of(homework="walk"))), "does not hold"),
        (signed(json.dumps(table_of(homework={"a": 1}))), "does not hold"),
        (signed(json.dumps(table_of(prompts=[1]))), "does not hold"),
        (signed(json.dumps(table_of(prompts=[["a"]]))), "does not hold"),
        (signed(json.dumps(table_of(bundle="ABCDEFGH234567AB"))), "which share"),
        (signed(json.dumps(table_of(id="../../etc/passwd"))), "which share"),
        (signed(json.dumps(table_of(id="2bcdefgh234567ab\n"))), "which share"),
        (signed(json.dumps(table_of(created="11 May"))), "which share"),
        (signed(json.dumps(table_of(created="20260511"))), "which share"),
        (signed(json.dumps(table_of(created="2026-02-30"))), "which share"),
        (signed(json.dumps(table_of(guidance="", homework=[], prompts=[]))), "nothing in it"),
        (signed(json.dumps(table_of(guidance="x" * 20_001))), "more than 20,000"),
        (signed(json.dumps(table_of(guidance="a\tb"))), "control characters"),
        (signed(json.dumps(table_of(guidance="a\rb"))), "control characters"),
        (signed(json.dumps(table_of(guidance="a\x1b[2Jb"))), "control characters"),
        (signed(json.dumps(table_of(guidance="a\x85b"))), "control characters"),
        (signed(json.dumps(table_of(guidance="a\ud800b"))), "control characters"),
        (signed(json.dumps(table_of(homework=["x"] * 51))), "more than 50"),
        (signed(json.dumps(table_of(homework=["x"] * 10_000))), "more than 50"),
        (signed(json.dumps(table_of(prompts=["x"] * 21))), "more than 20"),
        (signed(json.dumps(table_of(prompts=[""]))), "is empty"),
        (signed(json.dumps(table_of(homework=["x" * 501]))), "more than 500"),
        (signed(json.dumps(table_of(homework=["a\nb"]))), "not one line"),
        (signed(json.dumps(table_of(prompts=["a\x00b"]))), "not one line"),
        (signed(json.dumps(table_of()) + " " * (256 * 1024)), "more than 256 KiB"),
    ],
)  # fmt: skip
def test_what_is_no_reply_is_refused_by_its_own_sentence(text: bytes, said: str) -> None:
    assert said in refused(text)


def test_a_mac_has_one_way_to_be_written() -> None:
    text = serialize(REPLY, SECRET)
    line, body = text.split(b"\n", 1)
    last = line[-2:-1]
    # Of its last letter two bits stand for nothing.
    others = [bytes([other]) for other in b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"]
    read = [one for one in others if not _is_refused(line[:-2] + one + b"=\n" + body)]
    assert last in read
    assert len(read) == 16


def _is_refused(data: bytes) -> bool:
    try:
        parse(data)
    except Refused:
        return True
    return False


def test_any_changed_byte_of_the_text_fits_no_more() -> None:
    text = serialize(REPLY, SECRET)
    for at in range(0, len(text.rstrip(b" ")) + 3):
        changed = text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :]
        assert _is_refused(changed) or not parse(changed).fits(SECRET), at


def test_the_limits_themselves_are_allowed() -> None:
    most = compose(BUNDLE, ID, "2026-05-11", "𝄞" * 20_000, ["𝄞" * 500] * 50, ['"' * 500] * 20)
    assert parse(serialize(most, SECRET)).reply == most


@given(TEXT, st.lists(TEXT, max_size=3), st.lists(TEXT, max_size=3))
def test_what_a_person_gave_is_made_a_reply_or_refused_by_a_sentence(
    guidance: str, homework: list[str], prompts: list[str]
) -> None:
    try:
        reply = compose(BUNDLE, ID, "2026-05-11", guidance, homework, prompts)
    except UsageProblem:
        return
    assert parse(serialize(reply, SECRET)).reply == reply


@given(st.binary(max_size=300))
def test_nothing_but_a_refusal_comes_of_other_bytes(data: bytes) -> None:
    assume(not data.startswith(b"tj-reply/1 "))
    refused(data)
    refused(b"tj-reply/1 " + b"A" * 43 + b"=\n" + data)


def test_texts_are_tidied_before_they_are_sent() -> None:
    reply = compose(BUNDLE, ID, "2026-05-11", "\ufeff\r\n\r\none \r\n\ttwo\r\n", [" a ", "", "\t"], ["b"])
    assert reply == Reply(BUNDLE, ID, "2026-05-11", "one\n    two", ("a",), ("b",))


@pytest.mark.parametrize(
    ("texts", "said"),
    [(("",), "nothing in it"), (("a\x07",), "control"), (("", ["a\nb"]), "not one line"), (("x" * 20_001,), "20,000")],
)
def test_what_cannot_be_sent_is_said(texts: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageProblem, match=said):
        compose(BUNDLE, ID, "2026-05-11", *texts)


def test_line_ends_of_every_kind_and_tabs_are_made_alike() -> None:
    made = compose(BUNDLE, ID, "2026-05-11", "\ufeff\n\na \rb\r\n\tc\n\n", [" one\t", " ", "two"])
    assert (made.guidance, made.homework) == ("a\nb\n    c", ("one", "two"))
