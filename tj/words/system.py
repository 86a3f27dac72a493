"""What is said where the system cannot do something, as far as it gives a reason."""

__all__ = ["reason"]


def reason(given: str | None) -> str:
    """Return the system's own reason, such as `permission denied`, to go on with in a sentence."""
    return (given or "the system gave no reason").lower()
