"""What `tj support` says: the coping plan, whom to turn to, and the practices."""

from tj.words.phrases import did_you_mean, some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["how_to_show_a_practice", "no_such_practice", "practice_line", "practice_not_read"]


def no_such_practice(wanted: str, near: "Sequence[str]") -> tuple[str, str]:
    return f"there is no practice {wanted!r}", did_you_mean(near, "`tj support --practice` lists those there are")


def practice_line(name: str, width: int, about: str, minutes: int) -> str:
    """Return a line of the list; `minutes` is 0 where it does not say how long it takes."""
    return f"{name:{width}}  {about}" + (f" ({some(minutes, 'minute')})" if minutes else "")


def how_to_show_a_practice(name: str) -> str:
    return f"`tj support --practice {name}` shows one. Each says when another suits better."


def practice_not_read(path: str) -> str:
    return f"{path} could not be read"
