"""A reply taken into a vault: nothing is overwritten, and what was cut short is finished."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import MakeVault, files_of
from tests.share.replies import ID, REPLY
from tests.share.test_share_replies import RECORD
from tj.errors import Refused, TjError
from tj.share import taken
from tj.share.taken import Taken, find_note, find_prompts, take
from tj.vault.layout import Vault, open_vault

DAY = date(2026, 5, 11)
NOTE, PROMPTS = "guidance/2026-05-11-anneke.md", ".tj/prompts/from-anneke.md"
SECOND = replace(REPLY, id="3bcdefgh234567ab", guidance="More.")


@pytest.fixture
def vault(make_vault: MakeVault) -> Vault:
    return open_vault(make_vault({"journal/2026-05-01.md": "mine\n"}))


def test_it_lies_in_a_note_and_a_file_of_prompts(vault: Vault) -> None:
    before = files_of(vault.root)
    assert find_note(vault, REPLY) == find_prompts(vault, REPLY) == ""
    assert take(vault, REPLY, RECORD, DAY) == Taken(NOTE, PROMPTS)
    after = files_of(vault.root)
    assert set(after) - set(before) == {NOTE, PROMPTS}
    assert {path: after[path] for path in before} == before
    assert (find_note(vault, REPLY), find_prompts(vault, REPLY)) == (NOTE, PROMPTS)


def test_the_same_again_changes_nothing(vault: Vault) -> None:
    take(vault, REPLY, RECORD, DAY)
    before = files_of(vault.root)
    assert take(vault, REPLY, RECORD, date(2026, 6, 1)) == Taken(NOTE, PROMPTS)
    assert files_of(vault.root) == before


def test_a_second_one_that_day_gets_a_name_of_its_own(vault: Vault) -> None:
    take(vault, REPLY, RECORD, DAY)
    first = (vault.root / NOTE).read_bytes(), (vault.root / PROMPTS).read_bytes()
    assert take(vault, SECOND, RECORD, DAY) == Taken(NOTE.replace(".md", "-2.md"), PROMPTS)
    assert (vault.root / NOTE).read_bytes() == first[0]
    assert (vault.root / PROMPTS).read_bytes().startswith(first[1])
    third = replace(SECOND, id="4bcdefgh234567ab")
    assert take(vault, third, RECORD, DAY).note == NOTE.replace(".md", "-3.md")


def test_what_is_not_ours_is_never_replaced(vault: Vault) -> None:
    for path in (NOTE, PROMPTS):
        (vault.root / path).parent.mkdir(parents=True, exist_ok=True)
        (vault.root / path).write_text("%% mine, and open\n")
    done = take(vault, REPLY, RECORD, DAY)
    assert done == Taken(NOTE.replace(".md", "-2.md"), PROMPTS.replace(".md", "-2.md"))
    assert (vault.root / NOTE).read_text() == (vault.root / PROMPTS).read_text() == "%% mine, and open\n"


def test_a_kill_between_the_two_is_made_good(vault: Vault) -> None:
    take(vault, REPLY, RECORD, DAY)
    whole = files_of(vault.root)
    (vault.root / NOTE).unlink()
    take(vault, REPLY, RECORD, DAY)
    assert files_of(vault.root) == whole


def test_prompts_that_were_moved_are_found_by_their_ids(vault: Vault) -> None:
    take(vault, REPLY, RECORD, DAY)
    (vault.root / NOTE).unlink()
    (vault.root / PROMPTS).rename(vault.root / ".tj/prompts/mine.md")
    assert take(vault, REPLY, RECORD, DAY) == Taken(NOTE, ".tj/prompts/mine.md")
    assert not (vault.root / PROMPTS).exists()


def test_a_note_whose_front_matter_was_broken_counts(vault: Vault) -> None:
    take(vault, REPLY, RECORD, DAY)
    text = (vault.root / NOTE).read_text()
    (vault.root / NOTE).write_text(text.replace("type: guidance", "type: [guidance"))
    assert take(vault, REPLY, RECORD, DAY).note == NOTE


def test_a_reply_without_prompts_makes_no_file_of_them(vault: Vault) -> None:
    assert take(vault, replace(REPLY, prompts=(" ",)), RECORD, DAY) == Taken(NOTE)
    assert not (vault.root / ".tj/prompts").exists()


def test_files_that_cannot_be_read_are_passed_over(vault: Vault) -> None:
    for folder in ("guidance", ".tj/prompts"):
        (vault.root / folder / "a.md").mkdir(parents=True)
        (vault.root / folder / "b.md").symlink_to("/etc/passwd")
    assert take(vault, REPLY, RECORD, DAY) == Taken(NOTE, PROMPTS)


@pytest.mark.parametrize("folder", ["guidance", ".tj/prompts"])
def test_a_folder_that_leads_out_of_the_vault_is_not_written_to(vault: Vault, tmp_path: Path, folder: str) -> None:
    (tmp_path / "outside").mkdir()
    (vault.root / folder).symlink_to(tmp_path / "outside")
    before = files_of(vault.root)
    with pytest.raises(Refused, match="not inside the vault"):
        take(vault, REPLY, RECORD, DAY)
    assert files_of(vault.root) == before
    assert list((tmp_path / "outside").iterdir()) == []


def test_when_all_names_are_taken_it_is_said(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taken, "_MOST", 3)
    for number in range(2):
        take(vault, replace(REPLY, id=f"{'ab'[number]}bcdefgh234567ab"), RECORD, DAY)
    with pytest.raises(TjError, match="too many notes"):
        take(vault, SECOND, RECORD, DAY)
    for name in ("from-anneke.md", "from-anneke-2.md"):
        (vault.root / ".tj/prompts" / name).write_text("%% open\n")
    with pytest.raises(TjError, match="no place for the prompts"):
        take(vault, replace(SECOND, created="2026-05-12"), RECORD, date(2026, 5, 12))


def test_a_file_of_prompts_does_not_grow_beyond_what_is_read(vault: Vault) -> None:
    (vault.root / ".tj/prompts").mkdir()
    (vault.root / PROMPTS).write_text("words\n" * 43_690)
    assert take(vault, REPLY, RECORD, DAY).prompts == PROMPTS.replace(".md", "-2.md")
    assert ID in (vault.root / PROMPTS.replace(".md", "-2.md")).read_text()
