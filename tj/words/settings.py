"""What is said of a vault's settings that cannot be read, and of its mood scale."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ABOVE_LOWEST", "FOLDER", "FOLDER_NAMES", "MOOD_WORD", "MOOD_WORD_ONCE", "NUMBER", "line_not_read",
    "number_between", "scale", "should_be", "table", "too_deep", "unit",
]  # fmt: skip

# What should stand under a key, after "should be".
FOLDER = "a path inside the vault, written with `/`"
FOLDER_NAMES = "a list of folder names"
NUMBER = "a number"
ABOVE_LOWEST = "greater than mood.lowest"
MOOD_WORD = "a word: a number is its own level"
MOOD_WORD_ONCE = "there once: in another case it has another level"


def table(key: str) -> str:
    return f"a table: `[{key}]`"


def unit(yes_no: str) -> str:
    return f'its unit, in quotes, or "", or "{yes_no}" for one that is true or false'


def number_between(lowest: float, highest: float) -> str:
    return f"a number from {lowest:g} to {highest:g}"


def should_be(where: str, key: str, expected: str) -> tuple[str, str]:
    return f"{where}: `{key}` should be {expected}", "mend that line, or delete it to use the default"


def line_not_read(where: str, reason: str) -> tuple[str, str]:
    return f"{where} cannot be read: {reason}", "mend that line; everything in it is optional"


def too_deep(where: str) -> tuple[str, str]:
    return (
        f"{where} cannot be read: a number in it is too long, or it is nested too deep",
        "mend it; everything in it is optional",
    )


def scale(lowest: float, highest: float, named: "Sequence[str]") -> str:
    """Return a mood scale in words: `1 to 10, or one of: awful, low, …`."""
    return f"{lowest:g} to {highest:g}" + (f", or one of: {', '.join(named)}" if named else "")
