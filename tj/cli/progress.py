"""How far a long piece of work is, on a terminal and only where it takes more than a second."""

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

__all__ = ["Progress"]

_PATIENCE_SECONDS = 1.0
_STEP_SECONDS = 0.1


class Progress:
    """Called with how much is done and in all. Used as a context manager, the bar is gone at the end.

    Argument: `what`, what is being done, by default that notes are read.
    """

    def __init__(self, what: str = "") -> None:
        self._what = what
        self._next = time.monotonic() + _PATIENCE_SECONDS
        self._shown = sys.stderr.isatty()
        self._bar: tuple[Bar, TaskID] | None = None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar[0].stop()

    def __call__(self, done: int, total: int) -> None:
        """Show how far it is, ten times a second at most."""
        if not self._shown or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _STEP_SECONDS
        if self._bar is None:
            self._bar = self._make_bar(total)
        bar, task = self._bar
        bar.update(task, completed=done, total=total)

    def _make_bar(self, total: int) -> "tuple[Bar, TaskID]":
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bar

        from tj.words import common as words

        bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        bar.start()
        return bar, bar.add_task(self._what or words.READING, total=total)
