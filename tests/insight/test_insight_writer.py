"""Whose journal it is: one line of the settings, and nothing where it cannot be read."""

import pytest

from tj.insight.writer import writer_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('writer = "Hedda"\n', "Hedda"),
        ('\ufeffwriter = "  Hedda\\n the\\tfirst "\n[mood]\nlowest = 1\n', "Hedda the first"),
        ('writer = "a\\u202eb\\u0007"', "ab"),
        (f'writer = "{"x" * 200}"', "x" * 80),
        ("", ""),
        ("writer = 5", ""),
        ('writer = ["a"]', ""),
        ('[report]\nwriter = "a"', ""),
        ("writer = ", ""),
    ],
)
def test_the_settings_say_whose_it_is(text: str, name: str) -> None:
    assert writer_of(text) == name
