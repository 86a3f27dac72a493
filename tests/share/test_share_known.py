"""Whose signatures are known and what was opened: a changed key is a hard stop, and old files are still read."""

import json
import stat
import threading
from pathlib import Path

import pytest

from tj.errors import EXIT_REFUSED, Refused, TjError, UsageProblem
from tj.share.crypto import new_identity, new_signing_key, recipient_of, signer_of
from tj.share.known import Known, Signer

ONE, OTHER = recipient_of(new_identity()), recipient_of(new_identity())
SIGNER, SECOND = signer_of(new_signing_key()), signer_of(new_signing_key())


@pytest.fixture
def known(tmp_path: Path) -> Known:
    return Known(tmp_path / "data")


def test_a_signer_is_known_once_trusted(known: Known) -> None:
    assert known.signers() == []
    assert known.who(SIGNER) is None
    known.trust("Mara", SIGNER, "read in session", "2026-05-11")
    known.trust("mara", SIGNER)
    known.trust(" Noor ", SECOND)
    assert known.signers() == [Signer("Mara", SIGNER, "read in session", "2026-05-11"), Signer("Noor", SECOND)]
    assert known.who(SECOND) == Signer("Noor", SECOND)


def test_comparing_once_more_is_noted(known: Known) -> None:
    known.trust("Mara", SIGNER)
    known.trust("Mara", SIGNER, "by telephone", "2026-06-01")
    assert known.signers() == [Signer("Mara", SIGNER, "by telephone", "2026-06-01")]


def test_a_changed_signer_is_a_hard_stop(known: Known) -> None:
    known.trust("Mara", SIGNER)
    with pytest.raises(Refused, match="with another signing key") as caught:
        known.trust("MARA", SECOND, "trust me", "2026-06-01")
    assert caught.value.exit_code == EXIT_REFUSED
    with pytest.raises(Refused, match="that of Mara"):
        known.trust("Someone", SIGNER, "trust me", "2026-06-01")
    assert known.signers() == [Signer("Mara", SIGNER)]


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\x1b[31m", "\u202eevil", "x" * 61])
def test_what_cannot_be_a_name_is_said(known: Known, name: str) -> None:
    with pytest.raises(UsageProblem, match="cannot be a name"):
        known.trust(name, SIGNER)


def test_how_may_be_a_long_line(known: Known) -> None:
    known.trust("Mara", SIGNER, "x" * 120, "2026-06-01")
    assert known.signers() == [Signer("Mara", SIGNER, "x" * 120, "2026-06-01")]


@pytest.mark.parametrize("how", ["a\nb", "\x1b[31m", "\u202eevil", "x" * 121])
def test_what_does_not_say_how_is_refused(known: Known, how: str) -> None:
    with pytest.raises(UsageProblem, match="does not say how"):
        known.trust("Mara", SIGNER, how, "2026-06-01")
    assert known.signers() == []


def test_the_first_bundle_of_a_number_is_the_one_remembered(known: Known) -> None:
    assert known.opened(SIGNER, ONE) == {}
    known.remember_opened(SIGNER, ONE, 1, "aa")
    known.remember_opened(SIGNER, ONE, 1, "bb")
    known.remember_opened(SIGNER, ONE, 2, "cc")
    known.remember_opened(SIGNER, OTHER, 1, "dd")
    known.remember_opened(SECOND, ONE, 1, "ee")
    assert known.opened(SIGNER, ONE) == {1: "aa", 2: "cc"}
    assert known.opened(SIGNER, OTHER) == {1: "dd"}
    assert known.opened(SECOND, ONE) == {1: "ee"}
    assert known.opened(SIGNER, "passphrase") == {}


def test_what_an_earlier_version_wrote_is_read_and_kept(known: Known, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "signers.json").write_text(json.dumps([{"name": "Mara", "signer": SIGNER}]))
    rows = [{"signer": SIGNER, "serial": serial, "sha256": f"{serial}a"} for serial in (1, 2)]
    (tmp_path / "data" / "opened.json").write_text(json.dumps(rows))
    assert known.who(SIGNER) == Signer("Mara", SIGNER)
    # It is not known to whom these were: so they count for every key, as they did.
    assert known.opened(SIGNER, ONE) == known.opened(SIGNER, OTHER) == {1: "1a", 2: "2a"}
    known.remember_opened(SIGNER, ONE, 3, "3b")
    assert known.opened(SIGNER, ONE) == {1: "1a", 2: "2a", 3: "3b"}
    assert known.opened(SIGNER, OTHER) == {1: "1a", 2: "2a"}


def test_it_is_for_its_owner_alone(known: Known, tmp_path: Path) -> None:
    known.trust("Mara", SIGNER)
    known.remember_opened(SIGNER, ONE, 1, "ab")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    for name in ("signers.json", "opened.json"):
        assert stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text",
    ["", "{", "{}", "[1]", '[{"name": "x"}]', "[" * 5000, '[{"name": 1, "signer": ""}]', '[{"name": "x"}, 1]',
     '[{"name": "x", "signer": "a", "more": 1}]', '[{"name": "x", "signer": "a", "how": null}]', "\udcff"],
)  # fmt: skip
def test_what_cannot_be_read_is_left_alone(known: Known, tmp_path: Path, text: str) -> None:
    path = tmp_path / "data" / "signers.json"
    path.parent.mkdir()
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    before = path.read_bytes()
    for action in (known.signers, lambda: known.trust("Mara", SIGNER)):
        with pytest.raises(TjError, match="cannot be read"):
            action()
    assert path.read_bytes() == before


def test_two_who_write_at_once_both_land(known: Known, tmp_path: Path) -> None:
    threads = [
        threading.Thread(target=Known(tmp_path / "data").remember_opened, args=(SIGNER, ONE, number, "aa"))
        for number in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(known.opened(SIGNER, ONE)) == set(range(12))
