"""The English list of BIP-39: 2,048 words that are told apart by ear and by their first four letters."""

__all__ = ["BITS", "english"]

# What one word of the list stands for.
BITS = 11


def english() -> tuple[str, ...]:
    """Return the 2,048 words in their order."""
    from mnemonic import Mnemonic

    return tuple(Mnemonic("english").wordlist)
