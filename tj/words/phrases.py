"""The pieces that messages are put together from: numbers with their nouns, and names one after the other."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["both", "did_you_mean", "either", "some"]


def some(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 day`, `3 days`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def both(names: "Sequence[str]") -> str:
    """Return names that belong together: `one and another`."""
    return " and ".join(names)


def either(names: "Sequence[str]") -> str:
    """Return names as a choice: `one or another`."""
    return " or ".join(names)


def did_you_mean(near: "Sequence[str]", otherwise: str) -> str:
    """Return the question after the nearest names, or `otherwise` where nothing is near."""
    return f"did you mean {either(near)}?" if near else otherwise
