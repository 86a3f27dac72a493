"""Progress is shown on a terminal, where it takes long, and is gone at the end."""

import io
import sys

import pytest

from tj.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, seconds: float) -> str:
    now = [0.0]
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("tj.cli.progress.time.monotonic", lambda: now[0])
    with Progress("reading your notes") as told:
        for done in range(1, 11):
            now[0] += seconds / 10
            told(done, 10)
    return stream.getvalue()


def test_what_takes_longer_than_a_second_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, Terminal(), 3.0)
    assert "reading your notes" in text
    assert "/10" in text


def test_what_is_quick_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, Terminal(), 0.9) == ""


def test_nothing_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, io.StringIO(), 9.0) == ""
