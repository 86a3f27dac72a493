"""Inline fields go but those of keys that are shared and the dates of tasks; words and code stay."""

from collections import Counter

import pytest

from tj.share.fields import strip_fields


@pytest.mark.parametrize(
    "text",
    [
        "(mood:: 4) [Mood::4] mood:: 4",
        "- **Mood**:: 4",
        "- [ ] call (due:: 2026-03-05) [completion::2026-03-05T10:00:30]",
        "(a b c d :: e) and a b c d :: e",
        "(std::vector) std::vector (boost::x) (crate::a) [self::b] (super::c)",
        "(foo::bar<x>) [a::b()] x::y::z",
        "(a b::c) a b::c",
        "(a:::b) a:::b (::a) :: a (:: b)",
        "no field: at all (x: y)",
        "a (weight ::80) b",
    ],
)
def test_what_is_shared_or_no_field_stays(text: str) -> None:
    counts: Counter[str] = Counter()
    assert strip_fields(text, frozenset({"mood"}), counts, []) == text
    assert counts == {}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a (weight:: 80) b", "a  b"),
        ("a [weight::80] b", "a  b"),
        ("a (weight:: 80 (kg)) b [w:: [x] y] c", "a  b  c"),
        ("a (weight:: 80\nb", "a \nb"),
        ("a (weight:: 80] b\nc", "a \nc"),
        ("a (note::see std::vector) b", "a  b"),
        ("a (due:: soon) b (due:: 2026-03-05 or so) c", "a  b  c"),
        ("weight:: 80\nb", "\nb"),
        ("> - [x] **weight**:: 80", ""),
        ("# my long weight :: 80\nb", "\nb"),
        ("weight::", ""),
        ("weight::see std::vector", ""),
        ("1. weight:: 80\n[!note]- x:: y\n> [!note]- x:: y", "\n\n"),
        ("(mood:: (weight:: 80) 4)", "(mood::  4)"),
        ("(a:: b)(c:: d)", ""),
    ],
)
def test_a_field_of_another_key_goes(text: str, left: str) -> None:
    counts: Counter[str] = Counter()
    removed: list[str] = []
    assert strip_fields(text, frozenset({"mood"}), counts, removed) == left
    assert counts["inline field"] == len(removed) > 0
    assert strip_fields(left, frozenset({"mood"}), Counter(), []) == left
