"""Opening a share in the page: what tj made is there as it was, and everything else is refused by its own name."""

import base64
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakeVault, Tj
from tests.page.core import ask, b64, call
from tests.page.test_page_core_vectors import SENTENCES
from tests.security.test_security_share_hostile import IDENTITY, INNER, KEY, MANIFEST, MEMBERS, OTHER, SEALED
from tests.share.agefile import scrypt_file
from tj.errors import TjError
from tj.share.bundle import BY_PASSPHRASE, build
from tj.share.crypto import encrypt, recipient_of
from tj.share.keys import six_words
from tj.share.known import Known
from tj.share.open import open_bundle
from tj.share.passphrase import normalised

WORDS = "abandon-ability-able-about-above-absent-absorb"
BY_WORDS = build(replace(MANIFEST, recipient=BY_PASSPHRASE), MEMBERS, KEY)
LIGHT = scrypt_file(BY_WORDS, WORDS)
BODY = SEALED.index(b"\n--- ") + 49


def tj_says(data: bytes) -> str:
    """Return the page's code for why tj does not open a file."""
    with pytest.raises(TjError) as caught:
        open_bundle(data, [IDENTITY], Known(Path("nowhere")))
    # That the length is wrong comes first to tj, and is a reason of the code to the page.
    sentences = {**SENTENCES, "cut off on its way": "damaged"}
    return next(code for sentence, code in sentences.items() if sentence in caught.value.message)


def opened(data: bytes, **unlock: Any) -> Any:
    answer = call("open", file=b64(data), **unlock)
    return answer.value or answer.code


def test_a_share_of_tj_is_opened_as_it_was_made(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({
        "journal/2026/2026-05-01.md": "---\nmood: 4\n---\nEén dag 🌱\n",
        "journal/2026/2026-05-02.md": "---\nmood: 6\n---\nThe second\n",
    })  # fmt: skip
    tj("therapist", "add", "anneke", recipient_of(IDENTITY), "--verified", "in session")
    made = tj("share", "anneke", "--since", "2026-05-01", "--yes", "--json", vault=root)
    path = Path(json.loads(made.out)["output"])
    (tj.home / "key").write_text(IDENTITY + "\n")
    saved = tj.home / "saved"
    assert tj("open", path, "--identity", tj.home / "key", "--to", saved).code == 0
    found = opened(path.read_bytes(), identities=[IDENTITY])
    shown = json.loads(tj("key", "show", "--json").out)
    assert found["report"] == (saved / "report.html").read_text("utf-8")
    assert "<html" in found["report"]
    assert {one["name"]: one["text"] for one in found["entries"]} == {
        f"entries/{file.name}": file.read_text("utf-8") for file in (saved / "entries").iterdir()
    }
    assert len(found["entries"]) == 2
    assert found["signer"] == {"key": shown["signer"], "words": shown["signer_words"]}
    assert found["manifest"]["recipient"] == recipient_of(IDENTITY)
    assert found["manifest"]["reply_to"] == shown["recipient"]
    assert found["digest"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found["problems"] == []


def test_a_share_by_passphrase_opens_however_its_words_are_typed() -> None:
    typed = [
        WORDS,
        WORDS.upper(),
        WORDS.replace("-", " "),
        f" {WORDS.replace('-', ' – ')}.\n",
        WORDS.replace("-", ", "),
    ]
    assert {normalised(text) for text in typed} == {WORDS}
    answers = ask([{"do": "open", "file": b64(LIGHT), "passphrase": text} for text in typed])
    assert [one.value["manifest"]["recipient"] for one in answers] == [BY_PASSPHRASE] * len(typed)


def test_slips_in_a_passphrase_are_pointed_at() -> None:
    assert call("strangeWords", text="abandon abilty able").value == [2]
    assert call("strangeWords", text="").value == []
    assert opened(LIGHT, passphrase=WORDS + "x") == "wrong-passphrase"


def test_what_is_needed_is_told_before_anything_is_done() -> None:
    assert call("howToOpen", file=b64(SEALED)).value == "key"
    assert call("howToOpen", file=b64(LIGHT)).value == "passphrase"
    assert opened(SEALED) == "needs-key"
    assert opened(SEALED, identities=[], passphrase=WORDS) == "needs-key"
    assert opened(LIGHT, identities=[IDENTITY]) == "needs-passphrase"
    assert opened(LIGHT, passphrase=" ") == "needs-passphrase"


def test_several_keys_may_be_tried() -> None:
    assert opened(SEALED, identities=[OTHER]) == "wrong-key"
    assert opened(SEALED, identities=[OTHER, IDENTITY])["report"] == "<p>a report"
    assert opened(SEALED, identities=["AGE-SECRET-KEY-1" + "Q" * 58]) == "bad-key-file"


def test_a_share_passed_on_to_another_is_refused() -> None:
    passed_on = encrypt(INNER, recipient_of(OTHER))
    assert opened(passed_on, identities=[OTHER]) == "for-someone-else"
    assert opened(passed_on, identities=[OTHER, IDENTITY])["report"] == "<p>a report"
    assert opened(scrypt_file(INNER, WORDS), passphrase=WORDS) == "for-someone-else"
    assert opened(encrypt(BY_WORDS, recipient_of(OTHER)), identities=[OTHER]) == "for-someone-else"


def test_other_files_are_called_what_they_are() -> None:
    key_file = f"# public key: {recipient_of(IDENTITY)}\n{IDENTITY}\n".encode()
    reply = b"tj-reply/1 " + b"A" * 44 + b"\n{}"
    assert opened(key_file, identities=[IDENTITY]) == "is-key-file"
    assert opened(scrypt_file(key_file, WORDS), passphrase=WORDS) == "is-key-file"
    assert opened(encrypt(reply, recipient_of(IDENTITY)), identities=[IDENTITY]) == "is-reply"
    assert opened(encrypt(b"a letter", recipient_of(IDENTITY)), identities=[IDENTITY]) == "not-a-bundle"
    assert opened(b"%PDF-1.7", identities=[IDENTITY]) == "not-age"
    assert opened(INNER, identities=[IDENTITY]) == "not-age"


@pytest.mark.parametrize(("factor", "code"), [(21, "too-much-work"), (99, "too-much-work"), (1000, "damaged")])
def test_too_much_work_is_refused_from_the_header(factor: int, code: str) -> None:
    asks_for_more = LIGHT.replace(b" 8\n", f" {factor}\n".encode(), 1)
    assert asks_for_more != LIGHT
    assert opened(asks_for_more, passphrase=WORDS) == code


def test_every_change_is_refused() -> None:
    places = [*range(BODY + 20), *range(BODY + 20, len(SEALED), 1501), len(SEALED) - 1]
    edits = [(place, 1, b64(bytes([SEALED[place] ^ mask]))) for place in places for mask in (0x01, 0x20)]
    found = call("each", file=b64(SEALED), edits=edits, then={"do": "open", "identities": [IDENTITY]}).value
    assert len(found) > 400
    assert [one.get("code") for one in found] == [
        tj_says(SEALED[:place] + base64.b64decode(put) + SEALED[place + gone :]) for place, gone, put in edits
    ]


def test_a_cut_or_longer_file_is_said_to_be_one() -> None:
    lengths = [
        BODY,
        BODY + 1,
        BODY + 16,
        BODY + 33,
        len(SEALED) // 2,
        *(len(SEALED) - less for less in (1, 16, 17, 1000)),
    ]
    edits = [(length, len(SEALED), "") for length in lengths]
    edits += [(len(SEALED), 0, b64(more)) for more in (b"\0", b"\r\n", SEALED)]
    found = call("each", file=b64(SEALED), edits=edits, then={"do": "open", "identities": [IDENTITY]}).value
    assert {one.get("code") for one in found} == {"damaged"}
    assert all("cut off on its way, or something was added" in one["reason"] for one in found)


def test_letters_that_cannot_be_read_are_marked_and_said() -> None:
    sealed = encrypt(build(MANIFEST, {"entries/0001.md": b"a \xff day"}, KEY), MANIFEST.recipient)
    found = opened(sealed, identities=[IDENTITY])
    assert found["entries"] == [{"name": "entries/0001.md", "text": "a \ufffd day"}]
    assert found["report"] == ""
    assert len(found["problems"]) == 2


def test_attachments_are_there_byte_for_byte() -> None:
    data = bytes(range(256))
    sealed = encrypt(build(MANIFEST, {"att/0001.pdf": data, "report.html": b""}, KEY), MANIFEST.recipient)
    found = opened(sealed, identities=[IDENTITY])
    assert [base64.b64decode(one["bytes"]) for one in found["attachments"]] == [data]


def test_the_words_are_those_that_tj_has() -> None:
    vectors = json.loads((Path(__file__).parent.parent / "share" / "vectors.json").read_text())
    assert len(vectors) > 5
    answers = ask([{"do": "sixWords", "kind": one["kind"], "text": one["text"]} for one in vectors])
    assert [one.value for one in answers] == [one["words"] for one in vectors]
    assert tuple(call("sixWords", kind="signer", text=MANIFEST.signer).value) == six_words("signer", MANIFEST.signer)


def test_everything_that_can_go_wrong_has_its_words() -> None:
    messages = call("messages").value
    source = (Path(__file__).parent.parent.parent / "page/src/core/errors.ts").read_text()
    start = source.index("export type Code")
    codes = source[start : source.index(";", start)].split('"')[1::2]
    assert len(codes) > 25
    assert set(messages) == set(codes)
    for message in messages.values():
        assert all(message[part][0].isupper() for part in ("title", "meaning", "todo"))
        assert message["meaning"].endswith(".")
        assert message["todo"].endswith(".")
        assert not {"invalid", "error", "must", "failed", "oops"} & set(" ".join(message.values()).lower().split())
