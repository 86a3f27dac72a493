"""What is inside of a share: the page takes what tj takes, and refuses the rest in the same words."""

import random
import zipfile
from functools import partial
from typing import Any

import pytest

from tests.page.core import ask, b64, call
from tests.security import test_security_share_hostile as hostile
from tests.share import test_share_bundle as form
from tj.errors import Refused
from tj.share import packing
from tj.share.bundle import FORMAT, build, parse
from tj.share.crypto import encrypt, new_signing_key, sign, signer_of
from tj.share.endings import FILES, PICTURES
from tj.share.packing import padded_size

# What the page tells by its code alone.
BY_CODE = {
    "forged": "its signature is not valid; it may be forged",
    "later-format": "it is of a format that this version of tj does not know",
}


# What a manifest may list that is no list of members.
LISTS: tuple[object, ...] = ([], {}, [1], None)


def cases_of(test: Any) -> list[Any]:
    """Return what a test of tj's own is parametrised with."""
    return next(list(mark.args[1]) for mark in test.pytestmark if mark.name == "parametrize")


def tj_says(inner: bytes) -> str:
    """Return why tj refuses a zip, empty where it takes it."""
    try:
        parse(inner)
    except Refused as refused:
        return refused.message.removeprefix("this bundle is refused: ")
    return ""


def differences(inners: list[bytes]) -> list[tuple[int, str, str]]:
    """Return each zip of which the page, that opens it from a sealed file, says something else than tj."""
    identity, recipient = hostile.IDENTITY, hostile.MANIFEST.recipient
    answers = ask(
        [{"do": "open", "file": b64(encrypt(inner, recipient)), "identities": [identity]} for inner in inners]
    )
    said = [
        (tj_says(inner), BY_CODE.get(answer.code, answer.reason)) for inner, answer in zip(inners, answers, strict=True)
    ]
    return [(place, *pair) for place, pair in enumerate(said) if pair[0] != pair[1]]


def listing(rows: object, table: dict[str, Any]) -> None:
    """Let a manifest list other members than it has."""
    table["members"] = rows


def test_the_page_builds_the_very_zip_that_tj_builds() -> None:
    found = call("unpack", file=b64(form.BUILT)).value
    assert {name: found[name] for name in form.MEMBERS} == {name: b64(data) for name, data in form.MEMBERS.items()}
    assert set(found) == {*form.MEMBERS, "manifest.json", "manifest.sig"}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Sao_Paulo", "Asia/Kathmandu", "Africa/Monrovia"])
def test_a_share_opens_in_every_time_zone(zone: str) -> None:
    (answer,) = ask([{"do": "unpack", "file": b64(form.BUILT)}], zone)
    assert answer.code == ""


def test_another_way_of_packing_is_refused_in_the_same_words() -> None:
    inners = [inner for inner, _ in cases_of(hostile.test_another_way_of_packing_is_refused)]
    assert len(inners) > 35
    assert differences(inners) == []


def test_another_name_is_refused_in_the_same_words() -> None:
    names = [
        *cases_of(hostile.test_a_name_that_leads_out_of_the_folder_is_refused),
        *cases_of(hostile.test_a_name_of_its_own_choice_is_refused),
        "a/" * 2000, *(f"att/0001.{ending}" for ending in ("JPG", "jpeg", "html", "exe", "md", "js", "pdf ", "")),
    ]  # fmt: skip
    inners = [hostile.pack([*hostile.IN_ORDER[:-1], (name, b"x"), hostile.IN_ORDER[-1]]) for name in names]
    assert len(inners) > 35
    assert all(map(tj_says, inners))
    assert differences(inners) == []


def test_every_ending_that_tj_gives_is_taken() -> None:
    members = {f"att/{place:04}.{ending}": b"x" for place, ending in enumerate((*PICTURES, *FILES), start=1)}
    sealed = encrypt(build(hostile.MANIFEST, members, hostile.KEY), hostile.MANIFEST.recipient)
    opened = call("open", file=b64(sealed), identities=[hostile.IDENTITY])
    assert [one["name"] for one in opened.value["attachments"]] == sorted(members)


def test_a_manifest_that_is_not_sound_is_refused_in_the_same_words() -> None:
    text = form.unzip(form.BUILT)["manifest.json"]
    less = {name: data for name, data in form.MEMBERS.items() if name != "att/0001.jpg"}
    changed = {**form.MEMBERS, "entries/0001.md": b"another"}
    same_size = {**form.MEMBERS, "entries/0001.md": "eén DAG".encode()}
    inners = [
        *(form.signed(change) for change in cases_of(form.test_a_manifest_that_is_not_sound_is_refused)),
        *(form.packed_with(text) for text in cases_of(form.test_a_manifest_that_is_none_is_refused)),
        *(form.packed_with(other) for other in (text + b"\n", b" " + text, text.replace(b"{", b"{ ", 1))),
        form.packed_with(text.replace(b'"serial":3', b'"serial":2,"serial":3')),
        form.signed(lambda table: table.update(format="tj-bundle/2")),
        *(form.signed(form.unchanged, members) for members in (less, {**form.MEMBERS, "entries/0002.md": b""})),
        *(form.signed(form.unchanged, members) for members in (changed, same_size)),
        form.signed(lambda table: table["members"].reverse()),
        form.signed(lambda table: table.update(members={})),
        form.signed(lambda table: table.update(members=[1])),
        form.signed(lambda table: table["members"].append(1)),
        form.signed(lambda table: table["members"][0].update(size=9)),
        form.signed(lambda table: table["members"][0].update(more=1)),
        form.signed(lambda table: table["members"][0].update(name="\x7f\u2028é")),
        form.signed(lambda table: table.update(stripped={"__proto__": 1})),
        form.packed_with(text, {}),
        *(form.signed(partial(listing, rows), {}) for rows in LISTS),
    ]  # fmt: skip
    assert len(inners) > 45
    # These were made for a key that is not at hand, so the very last rule would refuse what is sound.
    recipient = hostile.MANIFEST.recipient
    answers = ask(
        [{"do": "open", "file": b64(encrypt(inner, recipient)), "identities": [hostile.IDENTITY]} for inner in inners]
    )
    said = [BY_CODE.get(one.code, one.reason if one.code != "for-someone-else" else "") for one in answers]
    assert said == [tj_says(inner) for inner in inners]


@pytest.mark.parametrize("here", [False, True], ids=["by WebCrypto", "where it has no Ed25519"])
def test_a_signature_is_judged_as_tj_judges_it(here: bool) -> None:
    key, message = new_signing_key(), FORMAT.encode() + b"\0{}"
    signature = sign(key, message)
    good = {
        "do": "verify",
        "signer": signer_of(key),
        "signature": b64(signature),
        "message": b64(message),
        "here": here,
    }
    order = (2**252 + 27742317777372353535851937790883648493).to_bytes(32, "little")
    high = (int.from_bytes(signature[32:], "little") + int.from_bytes(order, "little")).to_bytes(32, "little")
    wrong = [
        {"message": b64(message + b" ")},
        {"signer": signer_of(new_signing_key())},
        {"signature": b64(signature[:-1])},
        {"signature": b64(b"")},
        {"signature": b64(bytes(64))},
        # The same signature in a second form, which a careful reader does not take.
        {"signature": b64(signature[:32] + high)},
        {"signer": signer_of(key).replace("=", "")},
        {"signer": "ed25519:" + "A" * 42 + "B="},
        {"signer": "nobody"},
    ]
    answers = ask([good, *({**good, **change} for change in wrong)])
    assert [answer.value for answer in answers] == [True, *[False] * len(wrong)]


def test_a_forged_bundle_is_refused() -> None:
    forges = cases_of(hostile.test_a_forged_bundle_is_refused)
    assert len(forges) == 4
    assert differences([forge() for forge in forges]) == []


def test_limits_are_kept_before_anything_is_read() -> None:
    many = [(f"entries/{number:04}.md", b"") for number in range(30)]
    short = [(chr(ord("A") + number), b"") for number in range(26)]
    bomb = hostile.pack([("report.html", bytes(30_000_000))], compress=zipfile.ZIP_DEFLATED)
    few = {"do": "unpack", "limits": {"members": 20}}
    answers = ask(
        [
            {**few, "file": b64(hostile.pack([*many, *hostile.IN_ORDER]))},
            {**few, "file": b64(hostile.pack([*short, *hostile.IN_ORDER]))},
            {"do": "unpack", "file": b64(bomb)},
            {"do": "unpack", "file": b64(hostile.INNER), "limits": {"bytes": len(hostile.INNER) - 1}},
            {"do": "unpack", "file": b64(hostile.INNER), "limits": {"bytes": len(hostile.INNER)}},
            {"do": "howToOpen", "file": b64(hostile.SEALED), "limits": {"bytes": -(1 << 20)}},
        ]
    )
    assert [one.code for one in answers] == ["too-large", "too-large", "malformed", "too-large", "", "too-large"]
    assert [one.reason for one in answers][:3] == [
        "it has more than 20 members", "it has more than 20 members",
        "it is compressed, and could grow while it is opened",
    ]  # fmt: skip


def test_a_directory_that_claims_much_is_refused() -> None:
    end = b"PK\x05\x06" + bytes(4) + b"\x09\0\x09\0" + (5_000_000).to_bytes(4, "little") + bytes(6)
    claimed = hostile.INNER[:-22] + end
    overlapping = bytearray(hostile.pack([("report.html", b"x" * 40_000), ("pad", b"")]))
    at = overlapping.rindex(b"PK\x01\x02", 0, overlapping.rindex(b"PK\x01\x02"))
    for field in (20, 24):
        overlapping[at + field : at + field + 4] = (2**31).to_bytes(4, "little")
    assert differences([claimed, bytes(overlapping)]) == []


def test_a_zip_that_was_changed_anywhere_is_refused() -> None:
    inner, pad = hostile.INNER, hostile.PARTS["pad"]
    start = inner.index(pad, inner.index(b"pad"))
    end = start + len(pad)
    chance = random.Random(2)  # noqa: S311 - the same places each time
    places = [*range(start), *range(start, end, 1499), *range(end, len(inner))]
    flips = [(place, 1, b64(bytes([inner[place] ^ mask]))) for place in places for mask in (0x01, 0x80)]
    edits = [
        (chance.randrange(len(inner)), chance.randrange(200), b64(chance.randbytes(chance.randrange(200))))
        for _ in range(200)
    ]
    cuts = [(length, len(inner), "") for length in [*range(0, 200), *range(200, len(inner), 2003)]]
    more = [(place, 0, b64(data)) for place in (0, len(inner)) for data in (b"\0", b"x", bytes(22), inner)]
    found = call("each", file=b64(inner), edits=[*flips, *edits, *cuts, *more], then={"do": "unpack"}).value
    assert len(found) > 1500
    # What is only inside a member is for the manifest to tell, and its check sum has told it before.
    assert [one for one in found if one.get("code") not in ("malformed", "not-a-bundle", "too-large")] == []
    assert packing.unpack(inner) == {name: data for name, data in hostile.PARTS.items() if name != "pad"}


def test_sizes_are_padded_alike() -> None:
    chance = random.Random(1)  # noqa: S311 - the same sizes each time
    sizes = [*range(1, 300), *(chance.randrange(1, 1 << bits) for bits in range(8, 40) for _ in range(20))]
    sizes += [(1 << bits) + more for bits in range(2, 40) for more in (-1, 0, 1)]
    assert call("paddedSize", sizes=sizes).value == [padded_size(size) for size in sizes]
