"""A bundle by passphrase: what its reader may type, and that it cannot be passed off as one to a key or the reverse."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.security.test_security_share_hostile import IDENTITY, INNER, KEY, MANIFEST, MEMBERS
from tests.share.agefile import scrypt_file, scrypt_stanza, seal_file
from tj.errors import EXIT_FAILED, EXIT_REFUSED, Refused, TjError
from tj.share.bundle import BY_PASSPHRASE, build
from tj.share.crypto import encrypt, recipient_of
from tj.share.known import Known
from tj.share.open import needs_passphrase, open_bundle

WORDS = "abandon-zoo-legal-winner-thank-year-wave"
FOR_WORDS = build(replace(MANIFEST, recipient=BY_PASSPHRASE), MEMBERS, KEY)
SEALED = scrypt_file(FOR_WORDS, WORDS, factor=1)


@pytest.fixture
def known(tmp_path: Path) -> Known:
    return Known(tmp_path / "data")


def test_it_opens_by_its_passphrase_alone(known: Known) -> None:
    assert needs_passphrase(SEALED)
    assert open_bundle(SEALED, [], known, passphrase=WORDS).parsed.members == MEMBERS
    assert open_bundle(SEALED, [IDENTITY], known, passphrase=WORDS).parsed.members == MEMBERS
    for wrong in ("", "abandon", f"{WORDS}-zoo"):
        with pytest.raises(TjError) as caught:
            open_bundle(SEALED, [IDENTITY], known, passphrase=wrong)
        assert caught.value.exit_code == EXIT_FAILED


def test_a_bundle_for_a_key_that_was_put_under_a_passphrase_is_refused(known: Known) -> None:
    # Whoever opened it may have done so, and told the words to someone else: its writer did not mean them.
    for identities in ([], [IDENTITY]):
        with pytest.raises(Refused, match="made for someone else") as caught:
            open_bundle(scrypt_file(INNER, WORDS), identities, known, passphrase=WORDS)
        assert caught.value.exit_code == EXIT_REFUSED


def test_a_bundle_for_a_passphrase_that_was_put_under_a_key_is_refused(known: Known) -> None:
    passed_on = encrypt(FOR_WORDS, recipient_of(IDENTITY))
    with pytest.raises(Refused, match="made for a passphrase") as caught:
        open_bundle(passed_on, [IDENTITY], known, passphrase=WORDS)
    assert caught.value.exit_code == EXIT_REFUSED


def test_a_file_that_more_than_the_passphrase_opens_is_refused(known: Known) -> None:
    key = bytes(range(16))
    other = scrypt_stanza(key, "other")
    for stanzas in ((scrypt_stanza(key, WORDS), other), (scrypt_stanza(key, WORDS), "-> X25519 AAAA\nAAAA\n")):
        with pytest.raises(Refused) as caught:
            open_bundle(seal_file(FOR_WORDS, key, *stanzas), [IDENTITY], known, passphrase=WORDS)
        assert caught.value.exit_code == EXIT_REFUSED


def test_hostile_work_is_refused_before_it_is_asked_for(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyrage

    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda *_: pytest.fail("the work was begun"))
    hostile = SEALED.replace(b" 1\n", b" 24\n", 1)
    assert hostile != SEALED
    for action in (needs_passphrase, lambda data: open_bundle(data, [], known, passphrase=WORDS)):
        with pytest.raises(Refused, match="busy for minutes"):
            action(hostile)


def test_every_changed_cut_or_added_byte_is_refused(known: Known) -> None:
    header = SEALED.index(b"\n--- ") + 1
    for position in [*range(header + 60), *range(header + 60, len(SEALED), 4999), len(SEALED) - 1]:
        flipped = bytearray(SEALED)
        flipped[position] ^= 1 << position % 8
        for other in (bytes(flipped), SEALED[:position], SEALED[:position] + SEALED[position + 1 :]):
            with pytest.raises(TjError) as caught:
                open_bundle(other, [], known, passphrase=WORDS)
            assert caught.value.exit_code in ((EXIT_FAILED, EXIT_REFUSED) if position < header else (EXIT_REFUSED,))


@given(st.integers(0, len(SEALED)), st.integers(0, 200), st.binary(max_size=200))
@settings(max_examples=150)
def test_what_was_changed_in_any_way_is_refused(start: int, gone: int, put: bytes) -> None:
    changed = SEALED[:start] + put + SEALED[start + gone :]
    assume(changed != SEALED)
    with pytest.raises(TjError):
        open_bundle(changed, [], Known(Path("nowhere")), passphrase=WORDS)
