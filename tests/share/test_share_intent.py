"""What a killed share left is brought to an end: its ledger line kept or taken back, its temporary files removed."""

import hashlib
import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from tests.share.test_share_ledger import ONE
from tj.share import ledger
from tj.share.intent import Intent, begin, mark_made, settle
from tj.vault.layout import Vault, open_vault

SEALED = b"age-encryption.org/v1 and all of it"
RECORD = replace(ONE, sha256=hashlib.sha256(SEALED).hexdigest())


class Share:
    """A share that was stopped somewhere."""

    def __init__(self, folder: Path) -> None:
        (folder / "vault" / ".tj").mkdir(parents=True)
        (folder / "out").mkdir()
        self.vault: Vault = open_vault(folder / "vault")
        self.data = folder / "data"
        self.bundle, self.draft = folder / "out" / "share-a.age", folder / "out" / "share-a.eml"
        self.temporary = folder / "out" / ".tj-0123456789abcdef.tmp"
        begin(
            self.data,
            Intent(ONE.id, str(self.vault.root), str(self.bundle), str(self.draft), self.temporary.name),
        )

    def ids(self) -> list[str]:
        return [record.id for record in ledger.read(self.vault)[0]]

    def settle(self) -> list[bool]:
        made = [found.made for found in settle(self.data, self.vault)]
        assert list((self.data / "sharing").iterdir()) == []
        assert not self.temporary.exists()
        assert settle(self.data, self.vault) == []
        return made


@pytest.fixture
def share(tmp_path: Path) -> Share:
    return Share(tmp_path)


def test_an_intent_is_for_its_owner_alone_and_names_no_entry(share: Share) -> None:
    (path,) = (share.data / "sharing").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(share.data.stat().st_mode) == 0o700
    assert set(json.loads(path.read_text())) == {"id", "vault", "bundle", "draft", "temporary"}


def test_stopped_before_the_ledger_nothing_is_left(share: Share) -> None:
    share.temporary.write_bytes(SEALED[:5])
    assert share.settle() == [False]
    assert not (share.vault.root / ".tj/shared.jsonl").exists()
    assert list(share.bundle.parent.iterdir()) == []


def test_stopped_between_ledger_and_name_the_line_is_taken_back(share: Share) -> None:
    share.temporary.write_bytes(SEALED)
    ledger.append(share.vault, RECORD)
    assert share.settle() == [False]
    assert share.ids() == []


def test_stopped_after_the_name_the_line_stays(share: Share) -> None:
    ledger.append(share.vault, RECORD)
    share.bundle.write_bytes(SEALED)
    share.temporary.write_bytes(SEALED)
    assert share.settle() == [True]
    assert share.ids() == [ONE.id]
    assert share.bundle.read_bytes() == SEALED


def test_a_bundle_that_was_made_may_be_moved_before_anyone_settles(share: Share) -> None:
    ledger.append(share.vault, RECORD)
    mark_made(share.data, ONE.id)
    share.temporary.write_bytes(b"half a draft")
    assert share.settle() == [True]
    assert share.ids() == [ONE.id]


def test_what_a_disk_without_links_left_half_written_is_removed(share: Share) -> None:
    ledger.append(share.vault, RECORD)
    share.temporary.write_bytes(SEALED)
    share.bundle.write_bytes(SEALED[:9])
    assert share.settle() == [False]
    assert list(share.bundle.parent.iterdir()) == []
    assert share.ids() == []


def test_a_file_of_someone_elses_under_that_name_is_let_be(share: Share) -> None:
    ledger.append(share.vault, RECORD)
    share.temporary.write_bytes(SEALED)
    share.bundle.write_bytes(b"not tj's")
    assert share.settle() == [False]
    assert share.bundle.read_bytes() == b"not tj's"


def test_what_another_vault_began_is_let_be(share: Share, tmp_path: Path) -> None:
    (tmp_path / "other" / ".tj").mkdir(parents=True)
    assert settle(share.data, open_vault(tmp_path / "other")) == []
    assert len(list((share.data / "sharing").iterdir())) == 1


def test_an_intent_that_cannot_be_read_stops_nothing(share: Share) -> None:
    for text in (b"", b"[]", b"{}", b"\xff"):
        (share.data / "sharing" / "b.json").write_bytes(text)
        assert len(settle(share.data, share.vault)) <= 1


def test_what_a_kill_left_of_the_person_s_own_files_is_removed(share: Share) -> None:
    old = [share.data / name for name in (".tj-0123456789abcdef.tmp", "sharing/.tj-fedcba9876543210.tmp")]
    young = share.data / ".tj-00112233445566aa.tmp"
    for path in [*old, young]:
        path.write_bytes(b"half a key")
    for path in old:
        os.utime(path, (1, 1))
    settle(share.data, share.vault)
    assert [path.exists() for path in [*old, young]] == [False, False, True]
