"""Shipped texts and their fields."""

from datetime import date, time

import pytest

from tj.errors import TjError
from tj.templating import example_vault, fill, shipped


def test_fields_are_those_of_obsidian() -> None:
    text = "{{date}} {{ date:dddd, D MMMM }} {{time}} {{time:h:mm a}} {{title}} {{other}} {date}"
    filled = fill(text, date(2026, 3, 5), time(22, 5), "Thursday")
    assert filled == "2026-03-05 Thursday, 5 March 22:05 10:05 pm Thursday {{other}} {date}"


def test_the_daily_template_is_there_and_has_a_date() -> None:
    assert "date: {{date}}" in shipped("daily.md")


def test_a_missing_template_is_told() -> None:
    with pytest.raises(TjError, match="no template"):
        shipped("nowhere.md")


def test_the_example_vault_is_there() -> None:
    assert (example_vault() / ".tj" / "config.toml").is_file()
