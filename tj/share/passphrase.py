"""Passphrases that tj makes: seven words, which can be read out over the telephone and typed by anyone."""

import re
import secrets
import unicodedata

from tj.share.wordlist import english

__all__ = ["PASSPHRASE_WORDS", "new_passphrase", "normalised", "strange_words"]

# Eleven bits a word, so 77 bits: with the work that age's scrypt costs for each guess, out of anyone's reach.
PASSPHRASE_WORDS = 7
# A keyboard, a telephone or a mail program turns a hyphen into one of these.
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212\ufe58_,.;]+")
# Marks that nobody sees: where a line may break, which way a text runs.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def new_passphrase() -> str:
    """Return seven words of the BIP-39 list, chosen by the system's randomness and joined by hyphens: 77 bits."""
    listed = english()
    return "-".join(secrets.choice(listed) for _ in range(PASSPHRASE_WORDS))


def normalised(text: str) -> str:
    """Return what a person typed in the form that `new_passphrase` gives.

    Arguments: `text`, the words as they came: in any case, Unicode form and width, with spaces, hyphens, commas, full
    stops or line ends between them.
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return "-".join(word for word in _BETWEEN.split(unicodedata.normalize("NFC", seen)) if word)


def strange_words(text: str) -> tuple[int, ...]:
    """Return which words of a passphrase, from 1, stand nowhere in the list, so that a slip can be pointed at."""
    listed = frozenset(english())
    words = normalised(text).split("-")
    return tuple(place for place, word in enumerate(words, start=1) if word not in listed)
