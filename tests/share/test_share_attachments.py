"""Pictures go made anew; other files only where all was asked for, as they are, under neutral names, with a warning."""

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import Tj
from tj.entry.parse import parse_note
from tj.share.attachments import ALL, PICTURES, Attachments
from tj.share.bundle import parse
from tj.share.collect import Content, collect
from tj.share.crypto import new_identity, recipient_of
from tj.share.images import LONGEST, longest_side, rebuild
from tj.share.keys import new_keys
from tj.share.redact import Rules
from tj.share.seal import draft
from tj.share.select import DEFAULT_KEYS
from tj.vault.layout import open_vault

NOTE = (
    "---\ndate: 2026-03-05\n---\n![[plan.pdf]] ![drawn](home.svg) ![[dance.gif]] ![[run.exe]] ![[other]] ![[page.html]]"
)


def animation() -> bytes:
    target = io.BytesIO()
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    return target.getvalue()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    (root / ".tj").mkdir(parents=True)
    files = {"2026-03-05.md": NOTE.encode(), "plan.pdf": b"%PDF by quince", "home.svg": b"<svg>quince</svg>",
             "dance.gif": animation(), "run.exe": b"quince", "page.html": b"quince", "other.md": b"quince"}  # fmt: skip
    for name, data in files.items():
        (root / name).write_bytes(data)
    return root


def gather(root: Path, wanted: str) -> Content:
    vault = open_vault(root)
    entry = parse_note("2026-03-05.md", (root / "2026-03-05.md").read_bytes(), vault.settings).entry
    rules = Rules(DEFAULT_KEYS)
    return collect(vault, [entry], rules, lambda notes, images: f"{notes[0].body} {sorted(images)}",
                   attachments=wanted, summary_only=False)  # fmt: skip


def test_without_all_only_pictures_go(root: Path) -> None:
    found = gather(root, PICTURES)
    assert set(found.members) == {"entries/0001.md", "report.html", "att/0001.png"}
    assert found.uncleaned == 0
    assert found.stripped == {"animation": 1, "attachment": 1, "embed": 4}
    assert b"quince" not in b"".join(found.members.values())


def test_with_all_other_files_go_as_they_are_but_never_into_the_report(root: Path) -> None:
    found = gather(root, ALL)
    assert found.members["att/0001.pdf"] == b"%PDF by quince"
    assert found.members["att/0003.svg"] == b"<svg>quince</svg>"
    assert {name for name in found.members if name.startswith("att/")} == {
        "att/0001.pdf",
        "att/0002.png",
        "att/0003.svg",
    }
    assert found.uncleaned == 2
    text = found.members["entries/0001.md"].decode()
    assert "[a file](../att/0001.pdf) [drawn](../att/0003.svg) ![](../att/0002.png)" in text
    assert "plan" not in text + found.members["report.html"].decode()
    assert found.members["report.html"].endswith(b"['../att/0002.png']")
    made = draft(found, new_keys(), recipient_of(new_identity()), 1, "2026-03-06")
    assert parse(made.data).members == found.members


def test_the_command_warns_of_what_is_not_cleaned(tj: Tj, root: Path) -> None:
    tj("therapist", "add", "anneke", recipient_of(new_identity()), "--verified", "in person")
    plain = tj("share", "anneke", "--since", "2026-01-01", "--attachments", "--preview", vault=root)
    assert (plain.code, "made anew" in plain.err) == (0, False)
    told = tj("share", "anneke", "--since", "2026-01-01", "--attachments=all", "--preview", vault=root)
    assert (told.code, "can be made anew: 2." in told.err) == (0, True)
    assert "plan" not in told.err
    behind = tj("share", "--attachments", "anneke", "--since", "2026-01-01", "--preview", vault=root)
    assert (behind.code, behind.err) == (0, plain.err)
    assert tj("share", "anneke", "--since", "2026-01-01", "--attachments=some", "--preview", vault=root).code == 2


def test_one_file_is_read_once_and_goes_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def counted(data: bytes, longest: int) -> object:
        made.append(len(data))
        return rebuild(data, longest)

    monkeypatch.setattr("tj.share.attachments.rebuild", counted)
    along = Attachments(open_vault(root))
    note = parse_note("2026-03-05.md", NOTE.encode(), open_vault(root).settings)
    (root / "copy.gif").write_bytes(animation())
    for _ in range(3):
        along.add(note, ["dance.gif", "/dance.gif"])
    assert along.add(note, ["copy.gif"]) == {"copy.gif": "../att/0001.png"}
    assert (len(made), list(along.members)) == (2, ["att/0001.png"])


def test_many_pictures_become_small_enough_for_one_bundle() -> None:
    assert longest_side(0) == longest_side(1) == LONGEST
    sides = [longest_side(count) for count in range(1, 400)]
    assert sides == sorted(sides, reverse=True)
    assert min(sides) == 800
    assert 1200 < longest_side(50) < 1600


def test_the_report_has_a_smaller_picture_of_its_own() -> None:
    target = io.BytesIO()
    noise = [Image.effect_noise((2400, 1200), 90) for _ in "RGB"]
    Image.merge("RGB", noise).save(target, "PNG")
    made = rebuild(target.getvalue())
    assert made is not None
    sizes = [Image.open(io.BytesIO(data)).size for data in (made.data, made.small)]
    assert sizes == [(2000, 1000), (1000, 500)]
    assert (made.ending, made.moved) == ("jpg", False)  # a photograph, whatever it was saved as
    assert rebuild(animation()) == rebuild(animation())
