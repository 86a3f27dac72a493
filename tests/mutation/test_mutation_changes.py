"""The changes that are made to code, so that a figure about them rests on something."""

import ast

import pytest

from tests.mutation.changes import changed, mutants_of


def made(source: str) -> list[str]:
    """Return the source after each change that is made to it, and is not one of words for people."""
    return [ast.unparse(changed(source, one)) for one in mutants_of("a.py", source) if not one.text]


@pytest.mark.parametrize(
    ("source", "others"),
    [
        ("a < b", ["a <= b"]),
        ("a in b", ["a not in b"]),
        ("a and b", ["a or b"]),
        ("not a", ["not not a"]),
        ("a + 2", ["a - 2", "a + 3"]),
        ("x = True", ["x = False"]),
        ("x = 'no'", ["x = 'XXnoXX'"]),
        ("any(a)", ["all(a)", "pass"]),
        ("b.removeprefix", ["b.removesuffix", "pass"]),
        ("[x for x in y if x]", ["[x for x in y if True]", "pass"]),
        ("def f():\n    return a", ["def f():\n    return None"]),
        ("while a:\n    break", ["while not a:\n    break", "while a:\n    continue"]),
        ("if a:\n    b += c", ["if not a:\n    b += c", "if a:\n    pass", "if a:\n    b -= c"]),
    ],
)
def test_one_thing_is_changed_at_a_time(source: str, others: list[str]) -> None:
    found = [one for one in made(source) if one != "pass"]
    assert sorted(found) == sorted(one for one in others if one != "pass")


@pytest.mark.parametrize(
    "source",
    [
        "'''Words.'''",
        "__all__ = ['a']",
        "def f(a: 'b') -> 'c':\n    '''Words.'''",
        "Pair = tuple['int', 'int']",
        "Kind: TypeAlias = Literal['a', 'b']",
        "if TYPE_CHECKING:\n    a = 1",
    ],
)
def test_what_says_nothing_to_a_running_program_is_left_alone(source: str) -> None:
    assert made(source) == []


def test_words_for_people_are_counted_apart() -> None:
    words = [one.text for one in mutants_of("a.py", "x = 'not in the book'; y = '.md'; z = Problem('a', 'b')")]
    assert words == [True, False, True, True]


def test_a_change_is_told_where_it_can_be_made() -> None:
    places = {one.what: one.inside for one in mutants_of("a.py", "A = 1\ndef f(b=2):\n    return 3")}
    assert places == {"1 -> 2": False, "2 -> 3": False, "3 -> 4": True}
