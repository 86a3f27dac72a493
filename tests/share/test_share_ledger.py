"""The ledger tells what was shared, survives torn lines, and holds no secret."""

import base64
import json
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tj.errors import TjError
from tj.share.ledger import (
    Record,
    append,
    made,
    next_serial,
    not_sent,
    read,
    remember_reply,
    reply_secrets,
    sent_hashes,
    take_back,
    was_taken_back,
)  # fmt: skip
from tj.vault.layout import LEDGER, Vault, open_vault

ONE = Record(
    when="2026-05-11",
    to="Anneke",
    recipient="age1anneke",
    id="aaaaaaaaaaaaaaaa",
    serial=1,
    file="share-abcdefgh.age",
    bytes=66_000,
    sha256="ab" * 32,
    since="2026-05-01",
    until="2026-05-09",
    keys=("date", "mood"),
    entries={"journal/2026-05-01.md": "cd" * 32, "journal/é \u2028.md": "ef" * 32},
    withheld=2,
)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    (tmp_path / "vault" / ".tj").mkdir(parents=True)
    return open_vault(tmp_path / "vault")


def test_an_empty_ledger_is_no_problem(vault: Vault) -> None:
    assert read(vault) == ([], [])


def test_what_was_appended_is_read(vault: Vault) -> None:
    two = replace(ONE, serial=2, since="", until="", keys=(), entries={})
    append(vault, ONE)
    append(vault, two)
    assert read(vault) == ([ONE, two], [])
    text = (vault.root / LEDGER).read_bytes()
    assert text.count(b"\n") == 2
    assert text.count("journal/é".encode()) == 1  # as a person would write it
    assert b"reply" not in text


def test_a_torn_line_stops_nothing(vault: Vault) -> None:
    append(vault, ONE)
    path = vault.root / LEDGER
    path.write_bytes(path.read_bytes() + path.read_bytes()[:50])
    append(vault, replace(ONE, serial=2))
    records, problems = read(vault)
    assert [record.serial for record in records] == [1, 2]
    assert [(problem.path, problem.line, problem.severity) for problem in problems] == [(LEDGER, 2, "warning")]


def changed(**values: Any) -> bytes:
    row = json.loads(json.dumps({field: getattr(ONE, field) for field in ONE.__slots__})) | values
    return json.dumps(row).encode()


@pytest.mark.parametrize(
    "line",
    [b"{", b"[]", b"null", b"{}", b"\xff", b"[" * 3000, b"<<<<<<< HEAD", changed(serial="1"), changed(serial=True),
     changed(to=None), changed(keys="date"), changed(keys=[1]), changed(entries=[]), changed(entries={"a": 1}),
     changed(until="yesterday"), changed(since="20260501"), changed(withheld=1.5)],
)  # fmt: skip
def test_a_bad_line_is_told_with_its_number(vault: Vault, line: bytes) -> None:
    (vault.root / LEDGER).write_bytes(changed() + b"\n\n" + line + b"\n" + changed(serial=3) + b"\n")
    records, problems = read(vault)
    assert [record.serial for record in records] == [1, 3]
    assert [problem.line for problem in problems] == [3]


def test_a_torn_last_line_is_told_as_such_and_nothing_is_glued_onto_it(vault: Vault) -> None:
    append(vault, ONE)
    path = vault.root / LEDGER
    path.write_bytes(path.read_bytes() + path.read_bytes()[:50])
    assert "cut off while it was written" in read(vault)[1][0].message
    append(vault, replace(ONE, id="b" * 16, serial=2))
    assert "cut off" not in read(vault)[1][0].message
    assert [record.serial for record in read(vault)[0]] == [1, 2]


def test_a_last_line_that_lacks_only_its_end_counts(vault: Vault) -> None:
    (vault.root / LEDGER).write_bytes(changed())
    assert read(vault) == ([ONE], [])
    append(vault, replace(ONE, id="b" * 16, serial=2))
    assert [record.serial for record in read(vault)[0]] == [1, 2]


def test_what_git_makes_of_two_machines_lines_is_harmless(vault: Vault) -> None:
    lines = [changed(serial=number, id=str(number) * 16) for number in (1, 2, 3)]
    (vault.root / LEDGER).write_bytes(b"\n".join([lines[2], lines[0], lines[2], lines[1], lines[0]]) + b"\n")
    records, problems = read(vault)
    assert ([record.serial for record in records], problems) == ([1, 2, 3], [])
    assert next_serial(records, "age1anneke") == 4


def test_one_number_given_on_two_machines_counts_for_both(vault: Vault) -> None:
    (vault.root / LEDGER).write_bytes(
        changed(file="a.age", id="a" * 16) + b"\n" + changed(file="b.age", id="b" * 16) + b"\n"
    )
    records, _ = read(vault)
    assert [record.file for record in records] == ["a.age", "b.age"]
    assert next_serial(records, "age1anneke") == 2


@pytest.mark.parametrize("backwards", [False, True])
def test_a_line_is_taken_back_wherever_git_puts_it(vault: Vault, backwards: bool) -> None:
    append(vault, ONE)
    append(vault, replace(ONE, id="b" * 16, serial=2))
    take_back(vault, ONE.id)
    take_back(vault, ONE.id)
    take_back(vault, "unknown")
    path = vault.root / LEDGER
    lines = path.read_bytes().splitlines()
    assert len(lines) == 3
    if backwards:
        path.write_bytes(b"\n".join(reversed(lines)) + b"\n")
    records, problems = read(vault)
    assert ([record.serial for record in records], problems) == ([2], [])


def test_a_key_of_a_later_version_is_passed_over(vault: Vault) -> None:
    (vault.root / LEDGER).write_bytes(changed(colour="red"))
    assert read(vault) == ([ONE], [])


def test_numbers_and_paths_go_by_recipient() -> None:
    records = [ONE, replace(ONE, serial=7, entries={"b.md": "0b"}), replace(ONE, recipient="age1other", serial=9)]
    assert next_serial([], "age1anneke") == 1
    assert next_serial(records, "age1anneke") == 8
    assert next_serial(records, "age1other") == 10
    assert next_serial(records, "age1new") == 1
    assert sent_hashes(records, "age1anneke") == {**ONE.entries, "b.md": "0b"}
    assert sent_hashes(records, "age1new") == {}


def test_of_what_was_sent_twice_the_last_counts() -> None:
    later = replace(ONE, serial=2, entries=dict.fromkeys(ONE.entries, "0c"))
    assert sent_hashes([ONE, later], "age1anneke") == later.entries


def test_reply_secrets_lie_outside_of_the_vault_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    remember_reply(folder, "aaaaaaaaaaaaaaaa", "c2VjcmV0")
    remember_reply(folder, "bbbbbbbbbbbbbbbb", "b3RoZXI=")
    path = folder / "replies.jsonl"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert rows[0] == {"id": "aaaaaaaaaaaaaaaa", "reply_secret": "c2VjcmV0"}
    assert len(rows) == 2


def test_reply_secrets_are_found_by_their_bundle_whatever_else_is_there(tmp_path: Path) -> None:
    one, two = (base64.b64encode(bytes([number] * 32)).decode() for number in (1, 2))
    assert reply_secrets(tmp_path, ONE.id) == []
    (tmp_path / "replies.jsonl").write_bytes(b'{"id":"aaaaaaaaaaaaaaaa","reply_se\n[]\nnull\n\xff\n')
    for bundle, secret in ((ONE.id, one), ("b" * 16, two), (ONE.id, "c2hvcnQ="), (ONE.id, "no base64"), (ONE.id, two)):
        remember_reply(tmp_path, bundle, secret)
    assert reply_secrets(tmp_path, ONE.id) == [bytes([1] * 32), bytes([2] * 32)]
    assert reply_secrets(tmp_path, "b" * 16) == [bytes([2] * 32)]
    assert reply_secrets(tmp_path, "c" * 16) == []


def test_what_was_taken_back_is_told(vault: Vault) -> None:
    assert not was_taken_back(vault, ONE.id)
    append(vault, ONE)
    assert not was_taken_back(vault, ONE.id)
    take_back(vault, ONE.id)
    assert was_taken_back(vault, ONE.id)
    assert not was_taken_back(vault, "b" * 16)


@pytest.mark.parametrize("backwards", [False, True])
def test_what_was_not_sent_counts_no_more_but_keeps_its_number(vault: Vault, backwards: bool) -> None:
    append(vault, ONE)
    append(vault, replace(ONE, id="b" * 16, serial=2))
    before = (vault.root / LEDGER).read_bytes()
    not_sent(vault, "b" * 16)
    path = vault.root / LEDGER
    assert path.read_bytes().startswith(before)
    if backwards:
        path.write_bytes(b"\n".join(reversed(path.read_bytes().splitlines())) + b"\n")
    records, problems = read(vault)
    assert ([record.serial for record in records], problems) == ([1], [])
    assert next_serial(made(vault), "age1anneke") == 3
    assert not was_taken_back(vault, "b" * 16)


@pytest.mark.parametrize("backwards", [False, True])
def test_what_never_was_is_not_made_whatever_else_is_said(vault: Vault, backwards: bool) -> None:
    append(vault, ONE)
    lines = [b'{"taken_back":"%s","not_sent":true}' % ONE.id.encode(), b'{"taken_back":"%s"}' % ONE.id.encode()]
    with (vault.root / LEDGER).open("ab") as file:
        file.write(b"\n".join(reversed(lines) if backwards else lines) + b"\n")
    assert (read(vault), made(vault)) == (([], []), [])
    assert was_taken_back(vault, ONE.id)


def test_an_earlier_version_reads_what_was_not_sent_as_what_never_was(vault: Vault) -> None:
    append(vault, ONE)
    not_sent(vault, ONE.id)
    row = json.loads((vault.root / LEDGER).read_bytes().splitlines()[-1])
    assert row["taken_back"] == ONE.id  # all that the first version looks at


def test_a_ledger_that_cannot_be_written_is_said(vault: Vault) -> None:
    (vault.root / LEDGER).mkdir()
    with pytest.raises(TjError, match="cannot be written"):
        append(vault, ONE)
