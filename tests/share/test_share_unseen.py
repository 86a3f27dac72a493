"""What Obsidian reads and does not show is taken out; what it shows stays."""

from collections import Counter

import pytest

from tj.config import Settings
from tj.entry.parse import parse_note
from tj.share.redact import Redacted, Rules, redact
from tj.share.select import DEFAULT_KEYS
from tj.share.unseen import strip_fence_words, strip_unseen

HEAD = "---\ndate: 2026-03-05\n"


def redacted(text: str, *keys: str) -> Redacted:
    note = parse_note("journal/2026-03-05.md", text.encode(), Settings())
    return redact(note, Rules((*DEFAULT_KEYS, *keys), ("sleep",)))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("```python title=HIDE\nx\n```", "```python\nx\n```"),
        ("~~~ {.HIDE #HIDE}\nx\n~~~", "~~~\nx\n~~~"),
        ("> ````c++ HIDE\n> x\n> ````", "> ````c++\n> x\n> ````"),
        ("- ```sh HIDE\n  x\n  ```", "- ```sh\n  x\n  ```"),
        ("```sh HIDE\nnever closed", "```sh\nnever closed"),
        ("``` sh\nx\n```\n\n```\ny z\n```", "``` sh\nx\n```\n\n```\ny z\n```"),
        ("no fence ``` HIDE", "no fence ``` HIDE"),
    ],
)
def test_behind_a_fence_stands_only_a_language(text: str, left: str) -> None:
    stripped: Counter[str] = Counter()
    removed: list[str] = []
    assert strip_fence_words(text, stripped, removed) == left
    assert stripped == ({"code property": 1} if text != left else {})
    assert all("HIDE" in one for one in removed)


@pytest.mark.parametrize(
    ("text", "left", "kinds"),
    [
        ("> [!note] Title\n> text", "> [!note] Title\n> text", {}),
        ("> [!WARNING]- Title", "> [!WARNING]- Title", {}),
        ("> [!note|HIDE] Title", "> [!note] Title", {"callout property": 1}),
        ("> [!tip|HIDE]+\n> text", "> [!tip]+\n> text", {"callout property": 1}),
        ("> [!HIDE] Title", "> [!note] Title", {"callout property": 1}),
        ("> [!HIDE|HIDE]- Title", "> [!note]- Title", {"callout property": 1}),
        ("> [!My own|HIDE]\n> text", "> [!note] My own\n> text", {"callout property": 1}),
        ("> > [!note|HIDE] a", "> > [!note] a", {"callout property": 1}),
        ("[!no callout|at all] x", "[!no callout|at all] x", {}),
        ("| a | b |\n|---|:-:|\n| 1 | 2 | HIDE |\n\n| 3 | 4 | 5 |", "| a | b |\n|---|:-:|\n| 1 | 2 |\n\n| 3 | 4 | 5 |",
         {"table cell": 1}),
        ("a | b\n- | -\n1 | 2 | HIDE\n3", "a | b\n- | -\n1 | 2 |\n3", {"table cell": 1}),
        ("> | a |\n> |---|\n> | 1 | HIDE |", "> | a |\n> |---|\n> | 1 |", {"table cell": 1}),
        ("> | a |\n> |---|\n> 1 | HIDE |", "> | a |\n> |---|\n> 1 |", {"table cell": 1}),
        ("|a|b|\n|-|-|\n| 1 \\| x | 2 |\n| `a\\|b` | |", "|a|b|\n|-|-|\n| 1 \\| x | 2 |\n| `a\\|b` | |", {}),
        ("one | two\nthree | four | five", "one | two\nthree | four | five", {}),
        ("text\n---\na | b", "text\n---\na | b", {}),
        ("", "", {}),
    ],
)  # fmt: skip
def test_callouts_and_tables_keep_what_is_shown(text: str, left: str, kinds: dict[str, int]) -> None:
    stripped: Counter[str] = Counter()
    removed: list[str] = []
    assert strip_unseen(text, stripped, removed) == left
    assert stripped == kinds
    assert all("HIDE" in one for one in removed)
    assert len(removed) == sum(kinds.values())


def test_both_are_part_of_every_redaction() -> None:
    found = redacted(HEAD + "---\n> [!note|HIDE] a\n\n| a |\n|--|\n| b | HIDE |\n\n```sh HIDE\n%% HIDE? no %%\n```\n")
    assert found.text.count("HIDE") == 1
    assert found.stripped == {"callout property": 1, "table cell": 1, "code property": 1}


@pytest.mark.parametrize(
    "text",
    [
        "a <div hidden/>HIDE</div> b",
        "a <div hidden><div/>HIDE</div>HIDE</div> b",
        "a <progress>HIDE</progress><meter>HIDE</meter><ruby><rp>HIDE</rp></ruby> b",
        "a <svg/> b",
        "a <svg><svg/><text>HIDE</text></svg> b",
        "a <br hidden> b",
    ],
)
def test_a_slash_closes_no_element_of_html(text: str) -> None:
    found = redacted(HEAD + "---\n" + text).text
    assert "HIDE" not in found
    assert found.split("---\n\n")[1].split() == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ('emotions: ["[[HIDE]]", calm]', 'emotions: ["another entry", calm]'),
        ('emotions: ["calm %% HIDE %%", "%% HIDE %%", "<b title=HIDE>glad</b>"]', "emotions: [calm, glad]"),
        ('emotions: ["calm\\n\\u0007[x](HIDE.md)"]', 'emotions: ["calm x"]'),
        ("emotions: HIDE and more", ""),
        ("sleep: at HIDE's", ""),
        ("sleep: [HIDE]", ""),
        ("sleep: true", ""),
        ("sleep: 7.5", "sleep: 7.5"),
        ('goals: ["%% HIDE %%", "walk <!-- HIDE -->: 3", "see [[HIDE]]"]', 'goals: ["walk: 3", "see another entry"]'),
        ('note: "in /home/HIDE/x (weather:: HIDE) `= HIDE` ^HIDE"', 'note: "in a file"'),
        ('note: "[[HIDE|said]] #tag"', 'note: "said #tag"'),
        ('note: ["![[HIDE.png]]", 3]', 'note: ["3"]'),
    ],
)
def test_texts_of_the_front_matter_are_redacted_as_the_body_is(line: str, left: str) -> None:
    found = redacted(f"{HEAD}{line}\n---\nx\n", "note")
    assert found.text == f"{HEAD}{left}{chr(10) if left else ''}---\n\nx\n"
    assert (sum(found.stripped.values()) > 0) == (left != line)
    assert any("HIDE" in one for one in found.removed) == ("HIDE" in line)


@pytest.mark.parametrize(
    "kind",
    [
        "note",
        "abstract",
        "summary",
        "tldr",
        "info",
        "todo",
        "tip",
        "hint",
        "important",
        "success",
        "check",
        "done",
        "question",
        "help",
        "faq",
        "warning",
        "caution",
        "attention",
        "failure",
        "fail",
        "missing",
        "danger",
        "error",
        "bug",
        "example",
        "quote",
        "cite",
    ],
)
def test_a_callout_of_obsidians_own_keeps_its_kind(kind: str) -> None:
    for text in (f"> [!{kind}]\n> text", f"> [!{kind.title()}]- Title"):
        assert strip_unseen(text, Counter(), []) == text
