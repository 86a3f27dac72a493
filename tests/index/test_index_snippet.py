"""Snippets show what was written, around the first hit, with hits marked."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.index.folding import fold
from tj.index.query import match_expression
from tj.index.snippet import snippet

LONG = "lorem " * 60


def cut(text: str, asked: str) -> str:
    return snippet(text, match_expression(asked)).replace("\x02", "[").replace("\x03", "]")


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("I slept well.", "slept", "I [slept] well."),
        ("I slept well.", "sle*", "I [slept] well."),
        ("I slept well.", "sle", "I slept well."),
        ("Die Straße war leer.", "strasse", "Die [Straße] war leer."),
        ("un E\u0301TE\u0301 long", "été", "un [E\u0301TE\u0301] long"),
        ("昨日東京へ行った", "東京", "昨日[東京]へ行った"),
        ("京都と東京", "東京", "京都と[東京]"),
        ("東京tower", "tower", "東京[tower]"),
        ("well, I slept well", '"slept well"', "well, I [slept well]"),
        ("slept. Well", '"slept well"', "[slept. Well]"),
        ("slept wellness", '"slept well"', "slept wellness"),
        ("sleep-hygiene helps", "sleep-hygiene", "[sleep-hygiene] helps"),
        ("one two one", "one two", "[one] [two] [one]"),
        ("a foo_bar b", "bar", "a foo_[bar] b"),
        ("lines\nand  spaces\tmelt", "spaces", "lines and [spaces] melt"),
        ("\x02not\x03 ours, this", "this", "not ours, [this]"),
        ("nothing here", "absent", "nothing here"),
        ("nothing asked", "", "nothing asked"),
        ("", "a", ""),
    ],
)
def test_hits_are_marked_in_what_was_written(text: str, asked: str, shown: str) -> None:
    assert cut(text, asked) == shown


def test_a_snippet_is_cut_at_words_around_the_first_hit() -> None:
    shown = cut(LONG + "needle and needle " + LONG + "needle", "needle")
    assert shown.startswith("… lorem ")
    assert shown.endswith(" lorem …")
    assert shown.count("[needle]") == 2
    assert len(shown) < 180


def test_without_a_hit_it_is_the_beginning() -> None:
    shown = cut("first " + LONG, "absent")
    assert shown.startswith("first lorem")
    assert shown.endswith("…")
    assert len(shown) < 130


def test_a_word_longer_than_a_snippet_is_shown_whole_once() -> None:
    word = "x" * 400
    assert cut(LONG + word + " " + LONG, word).count(f"[{word}]") == 1


@given(st.text(), st.text())
def test_nothing_breaks_it(text: str, asked: str) -> None:
    shown = snippet(text, match_expression(asked))
    assert shown.count("\x02") == shown.count("\x03")
    assert "\n" not in shown


# Words, and other forms of them: by case, by accents, and by letters that fold to others.
FORMS = [
    "lamp", "Lamp", "LAMP", "lamps", "l\u0301amp", "La\u0301mp", "Lámp", "ｌamp", "ſamp", "Straße", "STRASSE",
    "straſſe", "ｓtrasse", "Ωmega", "ωmega", "ώμεγα", "Über", "uber", "U\u0308ber", "ﬁne", "fine", "Fíne", "k", "K",
]  # fmt: skip


@given(st.lists(st.sampled_from([*FORMS, "…", "—", "😀", "a"]), max_size=5), st.sampled_from(FORMS), st.booleans())
def test_a_word_is_marked_in_each_form_that_folds_to_it(words: list[str], asked: str, prefix: bool) -> None:
    wanted = fold(asked)
    found = [f"[{one}]" if fold(one) == wanted or (prefix and fold(one).startswith(wanted)) else one for one in words]
    assert cut(" ".join(words), asked + "*" * prefix) == " ".join(found)


@given(st.lists(st.sampled_from(["lamp", "Lámp", "oil", "öl", "東", "京", "…"]), max_size=8))
def test_a_phrase_is_marked_wherever_its_words_follow_each_other(words: list[str]) -> None:
    shown = cut(" ".join(words), '"lamp oil"')
    heard = [fold(word).strip() for word in words if word != "…"]
    pairs = sum(pair == ("lamp", "oil") for pair in pairwise(heard))
    assert shown.count("[") == shown.count("]") == pairs
    assert shown.replace("[", "").replace("]", "") == " ".join(words)
