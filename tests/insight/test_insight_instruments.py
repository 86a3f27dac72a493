"""The TOML form of a questionnaire: what is shipped, and what is refused before it can score wrongly."""

import re

import pytest

from tests.conftest import ROOT
from tj.errors import TjError
from tj.insight.instruments import Cutoff, Instrument, Item, is_instrument_name, parse_instrument
from tj.templating import shipped, shipped_names

SHIPPED = [name.removesuffix(".toml") for name in shipped_names("instruments")]
PLAIN = 'title = "X"\nlowest = 0\nhighest = 3\n[[items]]\ntopic = "a"\n'


def read(text: str) -> Instrument:
    return parse_instrument("x", text, "x.toml")


def test_what_is_shipped_is_known() -> None:
    assert SHIPPED == ["gad-7", "phq-9", "sleep-check", "wellbeing-check"]


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_shipped_reads_and_says_what_it_is(name: str) -> None:
    made = parse_instrument(name, shipped(f"instruments/{name}.toml"), name)
    assert is_instrument_name(name)
    assert made.about
    assert made.period
    assert made.higher
    assert made.source
    assert ("belong to the official form" in made.notice) is (made.validated is True)
    assert ("Not a validated instrument" in made.notice) is (made.validated is False)
    assert bool(made.bands) is bool(made.changes) is (made.validated is True)
    assert all(cutoff.source for cutoff in made.cutoffs)
    assert len({item.topic for item in made.items}) == len(made.items)


def test_the_questionnaires_have_their_length_and_range() -> None:
    made = [parse_instrument(name, shipped(f"instruments/{name}.toml"), name) for name in SHIPPED]
    shape = {form.name: (len(form.items), form.lowest, form.highest) for form in made}
    assert shape == {"phq-9": (9, 0, 27), "gad-7": (7, 0, 21), "sleep-check": (6, 0, 24), "wellbeing-check": (7, 0, 28)}


# Pieces of the forms' own wordings, folded: PHQ-9, GAD-7, WHO-5, ISI.
WORDINGS = (
    "little interest", "feeling down", "hopeless", "falling or staying", "tired or having", "poor appetite",
    "feeling bad about", "trouble concentrating", "moving or speaking", "better off dead", "hurting yourself",
    "on edge", "stop or control", "too much about", "trouble relaxing", "hard to sit still", "easily annoyed",
    "as if something", "not at all", "several days", "more than half", "nearly every day", "cheerful", "good spirits",
    "calm and relaxed", "active and vigorous", "fresh and rested", "filled with things", "falling asleep",
    "staying asleep", "too early", "satisfied", "noticeable", "interfere", "worried",
)  # fmt: skip


@pytest.mark.parametrize("name", SHIPPED)
def test_no_form_s_wording_is_shipped(name: str) -> None:
    text = re.sub(r"\s+", " ", shipped(f"instruments/{name}.toml")).casefold()
    assert [words for words in WORDINGS if words in text] == []


@pytest.mark.parametrize("name", ["phq-9", "a", "my-form-2", "who5"])
def test_names_are_plain(name: str) -> None:
    assert is_instrument_name(name)


@pytest.mark.parametrize("name", ["", "PHQ", "9-phq", "-a", "a-", "a--b", "../a", "a/b", "a.b", "ä", "a" * 41, "a\n"])
def test_other_names_are_not(name: str) -> None:
    assert not is_instrument_name(name)


def test_an_item_may_have_answers_of_its_own() -> None:
    made = read(
        PLAIN
        + '[[items]]\ntopic = "b"\nheading = "part two"\nflagged_from = 5\n[items.answers]\n5 = "often"\n0 = "never"\n'
        + '[[items]]\ntopic = "c"\nlowest = -1\nhighest = 1\nreverse = true\n'
        + '[[cutoffs]]\nat = 4\nmeaning = "look"\nsource = "we"\n'
    )
    assert made.items[0] == Item("a", {0: "", 1: "", 2: "", 3: ""})
    assert made.items[1] == Item("b", {0: "never", 5: "often"}, flagged_from=5, heading="part two")
    assert (made.items[2].lowest, made.items[2].highest, made.items[2].reverse) == (-1, 1, True)
    assert (made.lowest, made.highest, made.validated) == (-1, 9, None)
    assert made.cutoffs == (Cutoff(4, "look", "we"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = \n", "line 1"),
        ("x = " + "9" * 5000, "too long"),
        ('lowest = 0\nhighest = 3\n[[items]]\ntopic = "a"', "`title`"),
        ('title = 3\nlowest = 0\nhighest = 3\n[[items]]\ntopic = "a"', "`title`"),
        (f'title = "{"x" * 3000}"\nlowest = 0\nhighest = 3\n[[items]]\ntopic = "a"', "`title`"),
        ('title = "X"\nlowest = 0\nhighest = 3', "`items`"),
        ('title = "X"\nlowest = 0\nhighest = 3\nitems = [1]', "`items`"),
        ('title = "X"\nlowest = 0\nhighest = 3\nitems = "many"', "`items`"),
        ('title = "X"\n[[items]]\ntopic = "a"', "number 1 of `items`: `answers`"),
        ('title = "X"\nlowest = 3\nhighest = 3\n[[items]]\ntopic = "a"', "`highest`"),
        ('title = "X"\nlowest = 0\n[[items]]\ntopic = "a"', "`highest`"),
        ('title = "X"\nlowest = 0\nhighest = 900\n[[items]]\ntopic = "a"', "`highest`"),
        ('title = "X"\nlowest = 0.5\nhighest = 3\n[[items]]\ntopic = "a"', "`lowest`"),
        ('title = "X"\nlowest = 0\nhighest = 3\n[[items]]\ntopic = ""', "`topic`"),
        (f"{PLAIN}reversed = true", "`reversed` is nothing that tj knows"),
        (f'{PLAIN}reverse = "yes"', "`reverse` should be true or false"),
        (f"{PLAIN}flagged_from = 4", "`flagged_from`"),
        (f"{PLAIN}flagged_from = true", "`flagged_from`"),
        (f'{PLAIN}lowest = 0\nhighest = 1\n[items.answers]\n0 = "a"\n1 = "b"', "`answers`"),
        (f'{PLAIN}answers = "many"', "`answers`"),
        (f'{PLAIN}[items.answers]\n0 = "a"', "`answers`"),
        (f'{PLAIN}[items.answers]\n0 = "a"\n00 = "b"', "`answers`"),
        (f'{PLAIN}[items.answers]\n0 = "a"\nb = "b"', "`answers`"),
        (f'{PLAIN}[items.answers]\n0 = "a"\n1 = 2', "`answers`"),
        (f'{PLAIN}[[bands]]\nfrom = 1\nname = "mild"', "`bands`"),
        (f'{PLAIN}[[bands]]\nfrom = 0\nname = "a"\n[[bands]]\nfrom = 0\nname = "b"', "`bands`"),
        (f'{PLAIN}[[bands]]\nfrom = 0\nname = "a"\n[[bands]]\nfrom = 9\nname = "b"', "`bands`"),
        (f'{PLAIN}[[bands]]\nname = "a"', "`from`"),
        (f'{PLAIN}[[cutoffs]]\nat = 9\nmeaning = "x"', "`cutoffs`"),
        (f"{PLAIN}[[changes]]\npoints = 1", "`source`"),
        (f'{PLAIN}[[changes]]\npoints = 0\nsource = "x"', "`changes`"),
        (f'{PLAIN}[[changes]]\npoints = 5\nsource = "x"\n[[changes]]\npoints = 4\nsource = "y"', "`changes`"),
        (f'{PLAIN}[[subscales]]\nname = "s"\nitems = [2]', "`items`"),
        (f'{PLAIN}[[subscales]]\nname = "s"\nitems = [1, 1]', "`items`"),
        (f'{PLAIN}[[subscales]]\nname = "s"\nitems = "all"', "`items`"),
        ('colour = "x"\n' + PLAIN, "`colour` is nothing that tj knows"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(text: str, said: str) -> None:
    with pytest.raises(TjError) as caught:
        read(text)
    assert caught.value.message.startswith("x.toml")
    assert said in caught.value.message
    assert caught.value.hint


def test_the_documented_example_reads() -> None:
    page = (ROOT / "docs" / "assessments.md").read_text()
    blocks = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    forms = [read(block) for block in blocks if "[[items]]" in block]
    assert len(forms) == 1
    assert forms[0].bands
    assert forms[0].subscales
