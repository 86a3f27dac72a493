"""No way of hiding something in a note lets it into a bundle, and what is meant to be read does go."""

import base64
import html
import io
import itertools
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from tj import templating
from tj.entry.parse import parse_note
from tj.report.html import Page, build_report
from tj.share.collect import Content, collect
from tj.share.crypto import new_identity, recipient_of
from tj.share.keys import create_keys
from tj.share.known import Known
from tj.share.open import open_bundle
from tj.share.redact import Rules
from tj.share.seal import draft, seal
from tj.share.select import DEFAULT_KEYS, choose
from tj.vault.layout import open_vault

HEAD = "---\ndate: 2026-03-05\n---\n"
WAYS = tomllib.loads((Path(__file__).parent / "hiding.toml").read_text("utf-8"))
CASES: dict[str, str] = WAYS["hidden"] | {f"shown: {name}": text for name, text in WAYS["shown"].items()}


def test_there_are_cases() -> None:
    assert len(WAYS["hidden"]) >= 100
    assert len(WAYS["shown"]) >= 12


def marked(text: str, numbers: "itertools.count[int]") -> tuple[str, list[str], list[str]]:
    """Return the text with words of its own in every place, those to be hidden, and those to be shown."""
    hidden: list[str] = []
    shown: list[str] = []
    for place, into in (("HIDE", hidden), ("SHOW", shown)):
        while place in text:
            into.append(f"{'quince' if into is hidden else 'marrow'}{next(numbers):05}plain")
            text = text.replace(place, into[-1], 1)
    return (text if text.startswith("---") else HEAD + text), hidden, shown


def share(root: Path, keys: tuple[str, ...] = DEFAULT_KEYS, *, summary_only: bool = False) -> Content:
    vault = open_vault(root)
    page = Page(templating.shipped("report.html"), templating.shipped("report.css"), None, None)
    paths = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.md"))
    choice = choose(parse_note(path, (root / path).read_bytes(), vault.settings).entry for path in paths)
    return collect(
        vault,
        choice.chosen,
        Rules(keys, tuple(vault.settings.trackers)),
        lambda notes, images: build_report(notes, images, vault.settings, page, summary_only=summary_only),
        attachments="pictures",
        summary_only=summary_only,
    )


def holds(data: bytes, word: str) -> bool:
    """Tell whether a word stands in `data` as it is, as HTML, in hexadecimal, or in base64 at any offset."""
    plain = html.unescape(data.decode("utf-8", "replace"))
    bare = word.encode()
    encoded = [base64.b64encode(b"\0" * lead + bare)[4 if lead else 0 : -4] for lead in range(3)]
    forms = [bare, bare.hex().encode(), bare.hex().upper().encode(), word.encode("utf-16-le"), *encoded]
    return word in plain or any(form in data for form in forms)


def assert_members(members: Mapping[str, bytes], hidden: list[str], shown: list[str]) -> None:
    for name, data in members.items():
        assert not [word for word in hidden if holds(data, word) or word in name], name
    text = b"".join(members.values())
    assert not [word for word in shown if word.encode() not in text]


@pytest.fixture
def places(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    (root / ".tj").mkdir(parents=True)
    (root / "journal").mkdir()
    return root


@pytest.mark.parametrize("name", CASES)
def test_what_is_hidden_stays_and_what_is_shown_goes(places: Path, name: str) -> None:
    text, hidden, shown = marked(CASES[name], itertools.count())
    assert hidden or shown
    (places / "journal" / "a.md").write_bytes(text.encode())
    content = share(places)
    assert set(content.members) == {"entries/0001.md", "report.html"}
    assert_members(content.members, hidden, shown)


def test_the_search_for_words_finds_them() -> None:
    word = "quince00001plain"
    for data in (b"a quince00001plain b", b"quince&#48;0001plain", word.encode().hex().encode()):
        assert holds(data, word)
    for lead in range(7):
        assert holds(base64.b64encode(b"x" * lead + word.encode() + b"yz"), word)
    assert not holds(b"quince00002plain", word)


def picture(kind: str, word: str) -> bytes:
    """Return a picture with a word in each place that is not a pixel."""
    image = Image.new("RGB", (8, 4), (200, 30, 30))
    target = io.BytesIO()
    if kind == "JPEG":
        exif = Image.Exif()
        exif[0x010E] = exif[0x9286] = word
        image.save(target, kind, exif=exif, comment=word.encode(), icc_profile=word.encode(), xmp=word.encode())
    else:
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", word)
        info.add_itxt("XML:com.adobe.xmp", word, zip=True)
        image.save(target, kind, pnginfo=info)
    return target.getvalue() + word.encode()


def test_a_whole_vault_keeps_what_is_hidden_in_it(places: Path, tmp_path: Path, age_program: str) -> None:
    numbers = itertools.count()
    hidden: list[str] = []
    shown: list[str] = []
    for number, text in enumerate(CASES.values()):
        note, unseen, seen = marked(text, numbers)
        (places / "journal" / f"note {number}.md").write_bytes(note.encode())
        hidden, shown = hidden + unseen, shown + seen
    secret = [f"quince9{number:04}plain" for number in range(12)]
    withheld = {
        f"journal/{secret[0]}.md": f"---\ndate: 2026-03-06\nprivate: true\ntitle: {secret[1]}\n---\n{secret[2]} #win\n",
        f"journal/{secret[3]}.md": f"---\ndate: 2026-03-06\nprivate: maybe\n---\n{secret[4]}\n",
        f"journal/{secret[5]}.md": f"---\ndate: [2026\n---\n{secret[6]}\n",
        f"journal/{secret[7]} 2026-03-06.md": HEAD + f"A picture. ![[{secret[8]}.jpg]] ![lamp](../{secret[9]}.png)\n",
        "journal/z.md": HEAD
        + f"[[{secret[0]}]] [[{secret[1]}]] [[{secret[3]}#x]] [[{secret[5]}|there]] [[{secret[7]}]]\n",
    }
    for path, text in withheld.items():
        (places / path).write_text(text)
    (places / f"{secret[8]}.jpg").write_bytes(picture("JPEG", secret[10]))
    (places / f"{secret[9]}.png").write_bytes(picture("PNG", secret[11]))

    content = share(places)
    assert len(content.withheld) == 0
    assert len(content.hashes) == len(CASES) + 2
    assert {"att/0001.jpg", "att/0002.png"} <= set(content.members)
    assert sum(b"](../att/000" in data for name, data in content.members.items() if name != "report.html") == 1
    assert content.members["report.html"].count(b"data:image/") == 2
    keys, theirs = create_keys(tmp_path / "keys"), new_identity()
    made = draft(content, keys, recipient_of(theirs), 1, "2026-03-07")
    sealed = seal(made, tmp_path / "out.age")

    (tmp_path / "their.txt").write_text(theirs + "\n")
    inside = subprocess.run(
        [age_program, "-d", "-i", tmp_path / "their.txt", sealed.path], capture_output=True, check=True
    ).stdout
    assert inside == made.data
    opened = open_bundle(sealed.path.read_bytes(), [theirs], Known(tmp_path / "book"))
    assert opened.parsed.members == content.members
    assert_members({"all": inside, **opened.parsed.members}, [*hidden, *secret], [*shown, "lamp", "there"])
    assert not holds(inside, str(places))
    assert not holds(sealed.path.read_bytes(), shown[0])


def test_a_summary_holds_figures_and_marked_lines_alone(places: Path) -> None:
    note = "# HIDE\n\nHIDE\n\n- 10:00 (mood:: 3) (emotions:: SHOW) HIDE\n- SHOW #win\n- [ ] SHOW #session\n- HIDE\n"
    text, hidden, shown = marked(note, itertools.count())
    (places / "journal" / "a.md").write_text(text)
    content = share(places, summary_only=True)
    assert set(content.members) == {"report.html"}
    assert_members(content.members, hidden, shown)


def test_keys_that_are_asked_for_go_and_no_others(places: Path) -> None:
    keys = "---\ndate: 2026-03-05\nmood: 6\nsleep: 7.123456789\nweather: SHOW\nplace: HIDE\nnested: {a: HIDE}\n---\nx\n"
    text, hidden, shown = marked(keys, itertools.count())
    (places / "journal" / "a.md").write_text(text)
    content = share(places, ("weather", "nested"))
    assert_members(content.members, [*hidden, "2026-03-05", "7.123456789"], shown)
    assert content.stripped == {"property": 5}
