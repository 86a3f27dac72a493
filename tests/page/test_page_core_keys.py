"""Keys that the page makes: every age tool reads them, tj among them, and the page reads those of others."""

import base64
import re
import subprocess
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives import serialization

from tests.conftest import Tj, program
from tests.page.core import ask, b64, call
from tests.share.agefile import scrypt_file
from tj.errors import TjError
from tj.share.age_header import work_factor
from tj.share.contacts import checked_name, folded
from tj.share.crypto import encrypt, new_identity, new_signing_key, recipient_of
from tj.share.keyfile import checked_passphrase, keys_of, protect
from tj.share.keys import identity_file, read_identities, six_words

PASSPHRASE = "a quiet hill beyond the pond"
IDENTITY = new_identity()


def test_a_key_is_new_each_time_and_age_knows_its_public_part(tmp_path: Path) -> None:
    keygen = program("age-keygen")
    made = [answer.value for answer in ask([{"do": "makeKey"}] * 3)]
    assert len({key["identity"] for key in made}) == 3
    for key in made:
        assert recipient_of(key["identity"]) == key["recipient"]
    file = call("keyFile", key=made[0]).value
    assert re.fullmatch(r"my-key-[a-z]+-[a-z]+\.txt", file["name"])
    assert file["name"] == f"my-key-{'-'.join(six_words('recipient', made[0]['recipient'])[:2])}.txt"
    path = tmp_path / "key.txt"
    path.write_bytes(base64.b64decode(file["bytes"]))
    assert path.read_bytes() == identity_file(made[0]["identity"])
    assert read_identities(path) == (made[0]["identity"],)
    shown = subprocess.run([keygen, "-y", path], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == made[0]["recipient"]


def test_a_key_file_under_a_passphrase_opens_with_it_alone(tj: Tj, tmp_path: Path) -> None:
    key = call("makeKey").value
    made, weak = ask([
        {"do": "keyFile", "key": key, "passphrase": PASSPHRASE},
        {"do": "keyFile", "key": key, "passphrase": "short"},
    ])  # fmt: skip
    assert weak.code == "weak-passphrase"
    data = base64.b64decode(made.value["bytes"])
    assert made.value["name"].endswith(".age")
    assert work_factor(data) == 18
    assert pyrage.passphrase.decrypt(data, PASSPHRASE) == identity_file(key["identity"])
    answers = ask([
        {"do": "readKeys", "file": b64(data), "passphrase": PASSPHRASE},
        {"do": "readKeys", "file": b64(data)},
    ])  # fmt: skip
    assert (answers[0].value, answers[1].code) == ([key], "needs-passphrase")


def test_accents_count_in_one_form_only(tmp_path: Path) -> None:
    key = call("makeKey").value
    made = call("keyFile", key=key, passphrase="een cafe\u0301 aan zee", factor=8).value
    assert pyrage.passphrase.decrypt(base64.b64decode(made["bytes"]), "een caf\u00e9 aan zee")


def test_key_files_of_others_are_read() -> None:
    other = new_identity()
    text = f"# created: today\r\n# public key: {recipient_of(IDENTITY)}\r\n{IDENTITY}\r\n\r\n{other}".encode()
    keys = keys_of(IDENTITY, new_signing_key())
    answers = ask([
        {"do": "readKeys", "file": b64(text)},
        {"do": "readKeys", "file": b64(scrypt_file(text, PASSPHRASE)), "passphrase": PASSPHRASE},
        {"do": "readKeys", "file": b64(scrypt_file(identity_file(IDENTITY), PASSPHRASE)), "passphrase": PASSPHRASE},
    ])  # fmt: skip
    mine = {"identity": IDENTITY, "recipient": recipient_of(IDENTITY)}
    assert [one.value[0] for one in answers] == [mine] * 3
    assert [len(one.value) for one in answers] == [2, 2, 1]
    assert keys.recipient == mine["recipient"]


def test_what_tj_exports_is_a_key_file_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tj.share.keyfile.encrypt_with_passphrase", lambda data, words: scrypt_file(data, words))
    data = protect(keys_of(IDENTITY, new_signing_key()), PASSPHRASE)
    assert call("readKeys", file=b64(data), passphrase=PASSPHRASE).value[0]["identity"] == IDENTITY


def armored(data: bytes) -> bytes:
    text = base64.b64encode(data)
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return b"\n".join([b"-----BEGIN AGE ENCRYPTED FILE-----", *lines, b"-----END AGE ENCRYPTED FILE-----", b""])


def test_a_key_file_that_age_wrote_as_text_is_read() -> None:
    light = scrypt_file(identity_file(IDENTITY), PASSPHRASE)
    heavy = light.replace(b" 8\n", b" 21\n", 1)
    assert pyrage.passphrase.decrypt(armored(light), PASSPHRASE) == identity_file(IDENTITY)
    answers = ask([
        {"do": "readKeys", "file": b64(armored(light)), "passphrase": PASSPHRASE},
        {"do": "readKeys", "file": b64(armored(light))},
        {"do": "readKeys", "file": b64(armored(heavy)), "passphrase": PASSPHRASE},
        {"do": "readKeys", "file": b64(armored(light)[:-20]), "passphrase": PASSPHRASE},
        {"do": "readKeys", "file": b64(armored(encrypt(b"a share", recipient_of(IDENTITY))))},
    ])  # fmt: skip
    assert answers[0].value[0]["identity"] == IDENTITY
    assert [one.code for one in answers[1:]] == ["needs-passphrase", "too-much-work", "bad-key-file", "is-bundle"]


def test_what_is_no_key_file_is_called_what_it_is() -> None:
    light = scrypt_file(identity_file(IDENTITY), PASSPHRASE)
    answers = ask([
        {"do": "readKeys", "file": b64(b"")},
        {"do": "readKeys", "file": b64(b"hello")},
        {"do": "readKeys", "file": b64(IDENTITY[:-1].encode())},
        {"do": "readKeys", "file": b64(IDENTITY.lower().encode())},
        {"do": "readKeys", "file": b64(f"  {recipient_of(IDENTITY)}\n".encode())},
        {"do": "readKeys", "file": b64(encrypt(b"a share", recipient_of(IDENTITY)))},
        {"do": "readKeys", "file": b64(encrypt(bytes(100_000), recipient_of(IDENTITY)))},
        {"do": "readKeys", "file": b64(bytes(100_000))},
        {"do": "readKeys", "file": b64(light), "passphrase": PASSPHRASE + "x"},
        {"do": "readKeys", "file": b64(light[:-1]), "passphrase": PASSPHRASE},
        {"do": "readKeys", "file": b64(light.replace(b" 8\n", b" 21\n", 1)), "passphrase": PASSPHRASE},
        {"do": "readKeys", "file": b64(scrypt_file(b"a letter", PASSPHRASE)), "passphrase": PASSPHRASE},
    ])  # fmt: skip
    assert [one.code for one in answers] == [
        "bad-key-file", "bad-key-file", "bad-key-file", "bad-key-file", "is-public-key", "is-bundle", "is-bundle",
        "bad-key-file", "wrong-key-passphrase", "damaged", "too-much-work", "bad-key-file",
    ]  # fmt: skip
    assert not any(IDENTITY[20:40] in one.reason for one in answers)


@pytest.mark.parametrize(
    "text",
    [PASSPHRASE, "aaaaaaaaaaaa", "short", " a quiet hill", "a quiet\thill beyond",
             "a quiet hill\u200b beyond",
             "ein schöner Tag 🌱", "abcabcabcabc", "a b c d e f g h", "un\u00a0café au lait",
             "日本語のパスフレーズです"],
)  # fmt: skip
def test_passphrases_are_judged_as_tj_judges_them(text: str) -> None:
    try:
        checked_passphrase(text)
        ours = True
    except TjError:
        ours = False
    assert (call("passphraseFault", text=text).value is None) == ours


def test_the_code_to_scan_holds_the_key(tmp_path: Path) -> None:
    zbar = program("zbarimg")
    recipient = recipient_of(IDENTITY)
    code = call("qr", text=recipient).value
    side = len(code["rows"]) + 8
    svg = f'<svg xmlns="x" viewBox="0 0 {side} {side}"><path d="{code["path"]}"/></svg>'
    assert svg.count("h1v1h-1z") == sum(row.count("#") for row in code["rows"])
    image = tmp_path / "code.pgm"
    rows = ["    " + row + "    " for row in code["rows"]]
    lines = [" " * side] * 4 + rows + [" " * side] * 4
    pixels = b"".join(bytes(0 if sign == "#" else 255 for sign in line for _ in range(6)) * 6 for line in lines)
    image.write_bytes(f"P5 {side * 6} {side * 6} 255\n".encode() + pixels)
    read = subprocess.run([zbar, "--quiet", "--raw", image], capture_output=True, text=True, check=True)
    assert read.stdout.strip() == recipient


def signer(number: int) -> str:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)).public_key()
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return "ed25519:" + base64.b64encode(raw).decode()


def row(name: str, number: int, **more: str) -> dict[str, object]:
    return {"name": name, "signer": signer(number), "words": [], "day": "2026-05-11", **more}


def test_signers_are_kept_in_a_file_and_known_again() -> None:
    address = recipient_of(IDENTITY)
    one = call("addSigner", list=[], one=row(" Mara ", 1, replyTo=address)).value
    both = call("addSigner", list=one, one=row("Bo", 2)).value
    assert [(each["name"], tuple(each["words"])) for each in both] == [
        ("Mara", six_words("signer", signer(1))), ("Bo", six_words("signer", signer(2))),
    ]  # fmt: skip
    file = call("signersFile", list=both).value
    assert file["name"] == "my-writers.json"
    assert call("readSigners", file=file["bytes"]).value == both
    answers = ask([
        {"do": "whoSigned", "list": both, "key": signer(1), "replyTo": address},
        {"do": "whoSigned", "list": both, "key": signer(3), "replyTo": recipient_of(new_identity())},
        {"do": "whoSigned", "list": both, "key": signer(3), "replyTo": address},
        {"do": "whoSigned", "list": [], "key": signer(1), "replyTo": address},
        {"do": "whoSigned", "list": both, "key": signer(3)},
    ])  # fmt: skip
    assert [one.value for one in answers] == [
        {"state": "known", "name": "Mara", "day": "2026-05-11"}, {"state": "unknown"},
        {"state": "changed", "name": "Mara"}, {"state": "unknown"}, {"state": "unknown"},
    ]  # fmt: skip


def test_a_name_has_one_key_and_a_key_one_name() -> None:
    known = call("addSigner", list=[], one=row("Mara", 1)).value
    answers = ask([
        {"do": "addSigner", "list": known, "one": row("MARA", 2)},
        {"do": "addSigner", "list": known, "one": row("Someone", 1)},
        {"do": "addSigner", "list": known, "one": row("mara", 1)},
        {"do": "addSigner", "list": known, "one": row("", 3)},
    ])  # fmt: skip
    assert [one.code for one in answers] == ["name-taken", "signer-taken", "", "bad-name"]
    assert len(answers[2].value) == 1


def test_a_list_that_was_changed_is_not_taken() -> None:
    import json

    file = call("signersFile", list=call("addSigner", list=[], one=row("Mara", 1)).value).value
    table = json.loads(base64.b64decode(file["bytes"]))
    assert set(table) == {"format", "signers"}
    assert set(table["signers"][0]) == {"name", "signer", "words", "day", "reply_to"}

    def changed(**change: object) -> bytes:
        return json.dumps({**table, "signers": [{**table["signers"][0], **change}]}).encode()

    wrong = [
        b"", b"[]", b"{}", b"null", b"\xff", b"[" * 100_000,
        json.dumps({**table, "format": "tj-signers/2"}).encode(),
        json.dumps({**table, "signers": [1]}).encode(), json.dumps({**table, "signers": table["signers"] * 2}).encode(),
        changed(signer=signer(2)), changed(signer="nobody"), changed(words="six other words"),
        changed(day="2026-02-30"),
        changed(name="a\nb"), changed(name=7), changed(reply_to="me"), changed(signer=None), b" " * 1_048_577,
    ]  # fmt: skip
    answers = ask([{"do": "readSigners", "file": b64(data)} for data in wrong])
    assert {one.code for one in answers} == {"bad-signers-file"}
    assert call("readSigners", file=b64(changed(name="Bo"))).value[0]["name"] == "Bo"


NAMES = [
    "Mara", " Mara ", "Mara  de Wit", "Mа\u0440a", "Ма\u0440а", "Zoë", "Zoe\u0308", "x" * 60, "x" * 61, "", " ", "a\tb",
    "a\nb", "a\u200bb", "a\u00a0b", "李 明", "Ａｎｎａ", "Straße", "😀", "O'Brien-Ruiz", "Ω Omega", "kΩ",
    "\u202eabc", "İpek",
]  # fmt: skip


def test_names_are_taken_as_tj_takes_them() -> None:
    ours = []
    for name in NAMES:
        try:
            ours.append(checked_name(name))
        except TjError:
            ours.append("bad-name")
    answers = ask([{"do": "checkedName", "text": name} for name in NAMES])
    assert [answer.code or answer.value for answer in answers] == ours
    folds = ask([{"do": "folded", "text": name} for name in NAMES])
    assert [answer.value for answer in folds] == [folded(name) for name in NAMES]
