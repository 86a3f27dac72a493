"""The last look finds what was taken out however it is written, stays quiet over ordinary journals, and does not trust
the redaction's own word."""

import base64
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from tj.entry.model import Note
from tj.entry.parse import parse_note
from tj.errors import EXIT_REFUSED, Refused
from tj.share import collect as collecting
from tj.share import redact as redacting
from tj.share.collect import Content, Images, collect
from tj.share.redact import Rules
from tj.share.select import DEFAULT_KEYS
from tj.share.tripwire import check_members
from tj.vault.layout import Vault, open_vault

SECRET = "never to be told to anyone"


def bodies(notes: Sequence[Note], images: Images) -> str:
    return "\n".join(note.body for note in notes)


def share(root: Path, unsent: Sequence[str] = ()) -> Content:
    vault: Vault = open_vault(root)
    found = [parse_note(path.relative_to(root).as_posix(), path.read_bytes(), vault.settings)
             for path in sorted(root.rglob("*.md")) if path.relative_to(root).as_posix() not in unsent]  # fmt: skip
    chosen = [note.entry for note in found if not note.entry.private]
    return collect(vault, chosen, Rules(DEFAULT_KEYS), bodies, attachments="", summary_only=False, unsent=unsent)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "vault" / ".tj").mkdir(parents=True)
    (tmp_path / "vault" / "journal").mkdir()
    return tmp_path / "vault"


@pytest.mark.parametrize(
    "write",
    [
        lambda text: text,
        lambda text: "a " + text.replace(" ", "  \n") + " b",
        lambda text: "".join(f"&#{ord(letter)};" for letter in text),
        lambda text: text.replace("told", "<b>to</b>ld"),
        quote,
        lambda text: text.encode().hex().upper(),
        *(lambda text, lead=lead: base64.b64encode(b"x" * lead + text.encode()).decode() for lead in range(4)),
        lambda text: base64.urlsafe_b64encode(b"~~~???" + text.encode() + b"more").decode().rstrip("="),
    ],
)
def test_however_it_is_written_it_is_found(write: Callable[[str], str]) -> None:
    members = {"report.html": f"<p>{write(SECRET)}</p>".encode(), "att/0001.jpg": SECRET.encode()}
    with pytest.raises(Refused, match=r"report\.html of this share") as caught:
        check_members(members, [f"%% {SECRET} %%"], "other words")
    assert caught.value.exit_code == EXIT_REFUSED
    assert "told" not in caught.value.message + caught.value.hint
    check_members(members, [f"%% {SECRET} %%"], f"words; {SECRET.capitalize()}!")  # it is meant to be seen elsewhere


def test_dates_names_short_texts_and_pictures_do_not_count() -> None:
    picture = b"a picture"
    image = base64.b64encode(picture + SECRET.encode()).decode()
    text = f"2026-03-05 walk every day; --- --- --- ---; eleven char <img src='data:image/png;base64,{image}'>"
    check_members({"entries/0001.md": text.encode()}, ["2026-03-05 walk every day", "--- --- --- ---", "eleven char",
                  "2026-03-05 2026-03-05", SECRET], "", names=["walk every day"],
                  pictures=[picture + SECRET.encode()])  # fmt: skip
    with pytest.raises(Refused):
        check_members({"entries/0001.md": text.encode()}, [SECRET], "")


NOTE = f"""---
date: 2026-03-05
title: a title that stays at home
weather: rain over the whole valley
---
seen %% {SECRET} %% seen

## Private
the whole truth about that evening

## Next
[[The letter to my father]] (place:: behind the old school house)

```dataview
LIST FROM "the folder of my letters"
```
"""


def blind(body: str, *_: object) -> str:
    return body


@pytest.mark.parametrize("broken", ["_without_private", "strip_fields", "strip_links", "_set_code_aside"])
def test_a_step_of_the_redaction_that_does_nothing_is_found_out(
    root: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    (root / "journal" / "a.md").write_text(NOTE)
    assert set(share(root).members) == {"entries/0001.md", "report.html"}
    pairs = {"strip_links", "_set_code_aside"}
    monkeypatch.setattr(redacting, broken, lambda body, *_: (body, []) if broken in pairs else body)
    for module in (redacting, collecting):  # nor may the redaction's own last check be what finds it
        monkeypatch.setattr(module, "private_spans", lambda _: [])
    with pytest.raises(Refused, match=r"still in entries/0001\.md"):
        share(root)


@pytest.mark.parametrize(
    ("line", "names", "counts"),
    [
        ("abcabcabcabc", ["abc"], False),
        ("ABCabcABCabc", ["abc"], False),
        ("abababababab", ["ab"], True),  # so short a name stands in many words
        ("abcdefgh 123", [], True),
        ("abcdefg 1234", [], True),
        ("abcdefg - - -", [], False),
        ("elevensigns", [], False),
        ("ab-cd ef, gh", [], True),
        ("ab-cd ef,, g", [], False),
        ("twelve signs", [], True),
        ("walk every day twelve signs", ["walk", "walk every day"], True),
        ("2026-03-05 2026-03-05T22:30 abc", [], False),
    ],
)
def test_what_is_long_enough_and_no_name_counts(line: str, names: list[str], counts: bool) -> None:
    members = {"entries/0001.md": f"well, {line}, so".encode()}
    if counts:
        with pytest.raises(Refused, match=r"entries/0001\.md"):
            check_members(members, [f"x\n{line}\n"], "", names=names)
        check_members(members, [line], f"seen: {line}", names=names)
    else:
        check_members(members, [f"x\n{line}\n"], "", names=names)


@pytest.mark.parametrize("leak", ["a title that stays at home", "rain over the whole valley", "The letter to my father",
                                  "a name of a file", "About my own brother", "about-my-brother"])  # fmt: skip
def test_names_titles_and_values_of_other_keys_are_looked_for(
    root: Path, monkeypatch: pytest.MonkeyPatch, leak: str
) -> None:
    (root / "journal" / "2026-03-05 a name of a file.md").write_text(NOTE)
    (root / "journal" / "about-my-brother.md").write_text("---\nprivate: true\n---\n# About my own brother\n")
    compose = redacting._compose
    monkeypatch.setattr(redacting, "_compose", lambda note, rules, body, work: compose(note, rules, body + leak, work))
    with pytest.raises(Refused, match=r"still in entries/0001\.md"):
        share(root, ["journal/about-my-brother.md"])


WORDS = "the a walk in park my brother mother felt so sad today and we went to sea slept badly work was hard".split()  # noqa: SIM905
NAMES = ["About my brother", "A walk in the park", "The sea", "My mother and work", "walk every day"]


def journal(root: Path, chance: random.Random) -> None:
    """Write a journal of a small vocabulary, in which what is hidden often stands elsewhere for all to see."""
    usual = [paragraph(chance) for _ in range(3)]
    for number in range(chance.randint(1, 8)):
        day = date(2026, 3, 1) + timedelta(number)
        name = f"{day} {chance.choice(NAMES)}" if chance.random() < 0.4 else str(day)
        header = f"date: {day}\nmood: 4\nemotions: [anxious about work]\ngoals: [walk every day, '[[The sea]]']\n"
        header += f"title: {chance.choice(NAMES)}\nnotes: {sentence(chance)}\n"
        header += "private: true\n" if chance.random() < 0.2 else ""
        parts = [
            chance.choice(usual) if chance.random() < 0.2 else paragraph(chance) for _ in range(chance.randint(1, 8))
        ]
        (root / "journal" / f"{name}.md").write_text(f"---\n{header}---\n" + "\n\n".join(parts) + "\n")


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(3, 12)))


def paragraph(chance: random.Random) -> str:
    one, other, name = sentence(chance), sentence(chance), chance.choice(NAMES)
    return chance.choice([
        one, f"{one} %% {other} %% {one}", f"{one} [[{name}]] {other}", f"[[{name}|{other}]] {one}", f"# {name}\n{one}",
        f"- 14:30 (mood:: 3) (emotions:: sad and tired) {one}", f"- {one} #win", f"- [ ] {one} #session",
        f"> [!private] {one}\n> {other}", f"## Private\n{one}\n\n## {other}\n{one}", f"{one} <!-- {other} --> {one}",
        f"weather:: {one}\n{other}", f"{one} (place:: {other})", f"[{one}]({name.replace(' ', '%20')}.md) {other}",
        f"{one}[^{len(one)}]\n\n[^{len(one)}]: {other}", f"{one}\n\n[^x{other[:5]}]: {other}", f"<b hidden>{one}</b> x",
        f'```dataview\nLIST FROM "{one}"\n```', f"```\n{one} %% {other} %%\n```", f"![{one}]({other}.png)",
        f"| {one} | b |\n|---|---|\n| {other} | c | {one} |", f"[{one}][r]\n\n[r]: {name[:3]}.md '{other}'",
    ])  # fmt: skip


def test_ordinary_journals_raise_no_alarm(tmp_path: Path) -> None:
    shared = 0
    for seed in range(120):
        root = tmp_path / str(seed)
        (root / ".tj").mkdir(parents=True)
        (root / "journal").mkdir()
        journal(root, random.Random(seed))  # noqa: S311 - the same journals each time, and no secret
        shared += bool(share(root).hashes)
    assert shared > 100
