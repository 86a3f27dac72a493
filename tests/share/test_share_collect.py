"""Notes are read again before they go, pictures are found as in Obsidian, and the last look finds what slips."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, time
from pathlib import Path

import pytest
from PIL import Image

from tj.entry.model import Entry, Note
from tj.entry.parse import parse_note
from tj.errors import EXIT_REFUSED, Refused, TjError
from tj.share.attachments import Attachments
from tj.share.collect import Content, Images, collect
from tj.share.redact import Redacted, Rules, redact
from tj.share.select import DEFAULT_KEYS
from tj.share.tripwire import check_members
from tj.templating import fill as fill_in
from tj.templating import shipped_templates
from tj.vault.layout import Vault, open_vault

RULES = Rules(DEFAULT_KEYS, ("sleep",))
Files = Mapping[str, str | bytes]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "vault" / ".tj").mkdir(parents=True)
    return tmp_path / "vault"


def fill(root: Path, files: Files) -> Vault:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return open_vault(root)


def entries(vault: Vault) -> list[Entry]:
    return [
        parse_note(path.relative_to(vault.root).as_posix(), path.read_bytes(), vault.settings).entry
        for path in sorted(vault.root.rglob("*.md"))
    ]


def bodies(notes: Sequence[Note], images: Images) -> str:
    return "\n".join([*(note.body for note in notes), *images])


def gather(vault: Vault, *, attachments: str = "", summary_only: bool = False, unsent: Sequence[str] = ()) -> Content:
    return collect(
        vault, entries(vault), RULES, bodies, attachments=attachments, summary_only=summary_only, unsent=unsent
    )


def png(colour: str = "red") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (3, 2), colour).save(target, "PNG")
    return target.getvalue()


def test_notes_go_under_neutral_names_in_their_order(root: Path) -> None:
    vault = fill(root, {"journal/2026-01-02.md": "two", "journal/2026-01-03.md": "three"})
    found = gather(vault)
    assert set(found.members) == {"entries/0001.md", "entries/0002.md", "report.html"}
    assert found.members["entries/0001.md"] == found.texts[0].encode() == b"---\ndate: 2026-01-02\n---\n\ntwo\n"
    assert found.members["report.html"] == b"\ntwo\n\n\nthree\n"
    assert set(found.hashes) == {"journal/2026-01-02.md", "journal/2026-01-03.md"}
    assert (found.withheld, found.stripped) == ((), {})


def test_a_note_that_became_private_meanwhile_is_withheld(root: Path) -> None:
    vault = fill(root, {f"journal/2026-01-0{day}.md": "a day" for day in (1, 2, 3)})
    chosen = entries(vault)
    fill(
        root,
        {"journal/2026-01-01.md": "---\nprivate: true\n---\na secret day", "journal/2026-01-02.md": "---\na: [\n---"},
    )
    found = collect(vault, chosen, RULES, bodies, attachments="", summary_only=False)
    assert found.withheld == (("journal/2026-01-01.md", "private"), ("journal/2026-01-02.md", "unreadable"))
    assert list(found.hashes) == ["journal/2026-01-03.md"]
    assert b"secret" not in b"".join(found.members.values())


def test_a_note_of_which_nothing_is_left_stays_and_links_do_not_tell_its_day(root: Path) -> None:
    files: Files = {
        "journal/2026-01-01.md": "%%only this%%\n",
        "journal/2026-01-02.md": "as on [[2026-01-01]]\n",
        "journal/2026-01-03.md": "seen %%open\nand not seen\n",
    }
    found = gather(fill(root, files))
    assert found.withheld == (("journal/2026-01-01.md", "nothing is left of it after redaction"),)
    assert found.in_part == (("journal/2026-01-03.md", "unclosed marker: it is sent only up to there"),)
    assert list(found.hashes) == ["journal/2026-01-02.md", "journal/2026-01-03.md"]
    assert b"as on another entry" in found.members["entries/0001.md"]
    assert b"2026-01-01" not in b"".join(found.members.values())


def test_a_note_that_is_gone_is_said(root: Path) -> None:
    vault = fill(root, {"journal/2026-01-01.md": "a day"})
    chosen = entries(vault)
    (root / "journal" / "2026-01-01.md").unlink()
    with pytest.raises(TjError, match="cannot be read"):
        collect(vault, chosen, RULES, bodies, attachments="", summary_only=False)


def test_the_text_stays_out_of_a_summary(root: Path) -> None:
    vault = fill(root, {"journal/2026-01-01.md": "a day ![[a.png]]", "journal/a.png": png()})
    found = gather(vault, attachments="pictures", summary_only=True)
    assert set(found.members) == {"report.html"}


def test_links_to_notes_of_the_same_share_are_called_by_their_day(root: Path) -> None:
    vault = fill(
        root, {"journal/2026-01-01.md": "as on [[2026-01-02]]", "journal/2026-01-02.md": "not as on [[2025-12-31]]"}
    )
    found = gather(vault)
    assert b"as on 2026-01-02\n" in found.members["entries/0001.md"]
    assert b"not as on another entry\n" in found.members["entries/0002.md"]


def test_pictures_are_found_made_anew_and_named_once(root: Path) -> None:
    vault = fill(
        root,
        {
            "journal/2026-01-01.md": "![[red.png]] ![words](../attachments/deep/blue%20one.png)"
            " ![[gone.png]] ![[fake.png]]",
            "journal/2026-01-02.md": "![[deep/red.png|200]] ![x](attachments/deep/red.png)",
            "attachments/deep/red.png": png() + b"HIDDEN-TAIL-OF-IT",
            "attachments/deep/blue one.png": png("blue"),
            "attachments/fake.png": b"<svg/>",
        },
    )
    found = gather(vault, attachments="pictures")
    assert sorted(name for name in found.members if name.startswith("att/")) == ["att/0001.png", "att/0002.png"]
    assert b"![](../att/0001.png) ![words](../att/0002.png)" in found.members["entries/0001.md"]
    assert b"![x](../att/0001.png)" in found.members["entries/0002.md"]
    assert b"HIDDEN-TAIL" not in b"".join(found.members.values())
    assert found.members["report.html"].endswith(b"../att/0001.png\n../att/0002.png")
    assert found.stripped["attachment"] >= 2
    assert not any(name.startswith("att/") for name in gather(vault).members)


def test_pictures_outside_of_the_vault_or_hidden_are_not_found(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.png").write_bytes(png())
    vault = fill(root, {"journal/a.md": "", ".obsidian/b.png": png(), ".trash/c.png": png(), "d.png": png()})
    (root / "link.png").symlink_to(tmp_path / "outside.png")
    (root / "round.png").symlink_to(root / "round.png")
    for target in ("../../outside.png", "/outside.png", str(tmp_path / "outside.png"), "link.png", "b.png", "c.png",
                   ".obsidian/b.png", "", "#x", "journal"):  # fmt: skip
        assert Attachments(vault).find("journal/a.md", target) is None, target
    for target in ("d.png", "/d.png", "../d.png", "d.png#x", "..\\d.png"):
        assert Attachments(vault).find("journal/a.md", target) == root / "d.png", target


def test_names_that_no_file_can_have_stop_nothing(root: Path) -> None:
    names = ["x" * 300 + ".png", "a%00b.png", "round.png"]
    vault = fill(root, {"journal/2026-01-01.md": " ".join(f"![w]({name})" for name in names)})
    (root / "round.png").symlink_to("round.png")
    assert gather(vault, attachments="pictures").members["entries/0001.md"].endswith(b"\nw w w\n")


def test_a_note_that_would_not_read_as_open_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = fill(root, {"journal/2026-01-01.md": "a day"})
    for text in ("---\nprivate: yes\n---\nx", "---\na: [\n---\nx", "---\na: 1\n---\nx %% y %%"):

        def broken(note: Note, rules: Rules, text: str = text) -> Redacted:
            found = redact(note, rules)
            return Redacted(text, found.stripped, found.removed, found.wanted)

        monkeypatch.setattr("tj.share.collect.redact", broken)
        with pytest.raises(Refused, match=r"journal/2026-01-01\.md could not be made fit") as caught:
            gather(vault)
        assert caught.value.exit_code == EXIT_REFUSED


@pytest.mark.parametrize(
    "leak", ["a well kept secret", "A well &amp; kept secret", "journal/about-my-brother", "about-my-brother"]
)
def test_a_report_that_says_too_much_is_refused(root: Path, leak: str) -> None:
    text = "seen %% a well kept secret %%\n%% A well & kept secret %%"
    vault = fill(root, {"journal/2026-01-01.md": text, "journal/2026-01-02.md": "a day"})

    def report(notes: Sequence[Note], images: Images) -> str:
        return "" if notes[0].entry.path.endswith("0000.md") else f"<p>{leak}</p>"

    with pytest.raises(Refused, match=r"report\.html of this share") as caught:
        collect(vault, entries(vault), RULES, report, attachments="", summary_only=False,
                unsent=["journal/about-my-brother.md"])  # fmt: skip
    assert "secret" not in caught.value.message + caught.value.hint
    assert "brother" not in caught.value.message + caught.value.hint


def test_what_the_report_says_of_its_own_accord_is_no_secret(root: Path) -> None:
    vault = fill(root, {"journal/2026-01-01.md": "seen %%\nNotes for the session\n%%"})

    def report(notes: Sequence[Note], images: Images) -> str:
        return "<h2>Notes for the session</h2>"

    assert collect(vault, entries(vault), RULES, report, attachments="", summary_only=False).members


def test_the_last_look_finds_what_is_hidden_and_nothing_else() -> None:
    members = {"report.html": b"<p>one long line &amp; more</p>", "att/0001.jpg": b"\xff one secret line"}
    check_members(members, ["short", "one long line", "%% another long line %%"], "one long line")
    check_members(members, ["a line that is in no member"], "")
    for secret in ("one long line", "> one long line\nx", "long line & more"):
        with pytest.raises(Refused, match=r"report\.html"):
            check_members(members, [secret], "seen")


def test_it_is_told_how_far_it_is(root: Path) -> None:
    vault = fill(root, {f"journal/2026-05-0{n}.md": f"Day {n}.\n" for n in (1, 2, 3)})
    told: list[tuple[int, int]] = []
    collect(vault, entries(vault), RULES, bodies, attachments="pictures", summary_only=False,
            progress=lambda done, total: told.append((done, total)))  # fmt: skip
    assert told == [(n, 6) for n in range(6)]


@pytest.mark.parametrize("name", sorted(set(shipped_templates()) - {"coping-plan", "session"}))
def test_a_template_in_which_nothing_was_written_stays(root: Path, name: str) -> None:
    text = fill_in(shipped_templates()[name], date(2026, 1, 1), time(9, 30))
    found = gather(fill(root, {"journal/2026-01-01.md": text, "journal/2026-01-02.md": "words\n"}))
    reason = "nothing is written below its headings that could be sent"
    assert found.withheld == (("journal/2026-01-01.md", reason),)
    assert list(found.hashes) == ["journal/2026-01-02.md"]
    written = text + "\nWords.\n"
    assert not gather(fill(root, {"journal/2026-01-01.md": written})).withheld
