"""What is said of therapists, their keys, and the signers that are known."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "BOOK_CANNOT_BE_CHANGED", "BOOK_HEADER", "BOOK_IS_EMPTY", "EACH_IS_A_TABLE", "HOW_IN_FEW_WORDS",
    "HOW_IS_ONE_LINE", "HOW_SHOULD_BE_ONE_LINE", "HOW_WAS_IT", "HOW_WAS_IT_COMPARED", "KEY_AND_NO_KEY",
    "MORE_THAN_ONE_KEY", "NAME_IS_THERE_TWICE", "NAME_OF_TWO_ALPHABETS", "NOTHING_NOTED", "NO_ADDRESS", "NO_AGE_KEY",
    "NO_TOML", "NO_UTF8", "PLUGIN_KEY", "POST_QUANTUM_KEY", "SECRET_KEY_EXPOSED", "SIGNING_KEY", "THE_BOOK",
    "WITHOUT_KEY", "WORDS_COMPARED", "WORDS_OF_ANOTHER", "added", "address_in_list", "book_unreadable", "card_of",
    "changed_key", "compare_next", "compared_on", "counts_as_compared", "did_they_read", "has_no_key", "how_compared",
    "in_list", "key_is_known", "known_with_another_key", "list_unreadable", "no_day", "no_key_to_compare",
    "no_key_to_verify", "no_name", "no_text", "not_in_book", "not_known", "noted_words_differ", "one_of_book",
    "removed", "same_key_as", "their_words", "too_large_for_key",
]  # fmt: skip

# Someone who is added to the book.
KEY_AND_NO_KEY = ("there is a key, and --no-key says that there is none", "leave one of the two out")


def too_large_for_key(given: str) -> tuple[str, str]:
    return f"{given} is too large to hold a key", "it should have one line, which begins with age1"


POST_QUANTUM_KEY = (
    "that is a post-quantum (hybrid) age key, which tj cannot encrypt to yet",
    "ask for a plain one: `age-keygen` without -pq makes it, and it has 62 letters and digits",
)
PLUGIN_KEY = (
    "that is the key of an age plugin or a hardware token, which tj does not encrypt to",
    "ask for a plain one, made by `age-keygen` or `tj key new`",
)
SIGNING_KEY = (
    "that is a signing key, which nothing can be encrypted to",
    "the key to give here begins with age1; `tj key show` shows it beside the signing key",
)
SECRET_KEY_EXPOSED = (
    "that is a secret key, and it is now exposed: it may stand in your shell's history, a mail or a clipboard",
    "whose it is should make a new one and never use this one again; what is needed is the public part, age1…",
)
MORE_THAN_ONE_KEY = ("there is more than one key in that", "give the one that is meant")


def no_name(longest: int) -> tuple[str, str]:
    return "that cannot be a name", f"use up to {longest} letters, digits and spaces"


NAME_OF_TWO_ALPHABETS = (
    "that name has letters of two alphabets in one word, as a name that imitates another would",
    "type it by hand",
)
NO_ADDRESS = ("that is not an e-mail address that tj can use", "give one plain address, such as anneke@example.org")


def not_in_book(name: str) -> tuple[str, str]:
    return f"{name} is not in your book yet", "give their key, or say --no-key if they have none"


def no_key_to_verify(name: str) -> tuple[str, str]:
    return f"{name} has no key that could be compared", "leave --verified out"


def changed_key(name: str) -> tuple[str, str]:
    return (
        f"{name} is in your book with another key",
        f"ask them in person whether their key changed; if so, `tj therapist remove {name!r}`, add them with the new "
        "key, and compare its words anew",
    )


def added(name: str) -> str:
    return f"{name} is in your book."


WITHOUT_KEY = "They have no key, so each share gets a passphrase that you tell them by telephone or in the session."


def their_words(six_words: str) -> str:
    return f"The six words of that key:  {six_words}"


def same_key_as(others: "Sequence[str]") -> str:
    return f"this key is in your book as that of {', '.join(others)} as well."


def compare_next(name: str) -> str:
    return f"Not compared yet: read the words to each other, then `tj therapist verify {name!r}`."


# The book, and someone in it.


def in_list(name: str, key: str, state: str) -> str:
    """A line of the book: whose key it is, the key, empty where there is none, and how it was compared."""
    return f"{name:20} {key}  {state or 'not compared yet'}" if key else f"{name:20} no key"


def address_in_list(address: str) -> str:
    return f"{'':20} {address}"


WORDS_OF_ANOTHER = "not to be relied on: the words noted beside this key are those of another"
BOOK_IS_EMPTY = "Your book is empty; `tj therapist add NAME KEY` adds someone."


def one_of_book(name: str, key: str) -> str:
    return f"{name}: {key or 'no key'}"


def how_compared(how: str) -> str:
    """How a key was compared, empty where it was not."""
    return f"Compared: {how or 'not yet'}."


def compared_on(how: str, day: str) -> str:
    return f"{how} on {day}"


def card_of(name: str) -> str:
    return f"The key of {name}"


def has_no_key(name: str) -> tuple[str, str]:
    return f"{name} has no key", "`tj therapist add NAME KEY` adds one"


def noted_words_differ(name: str) -> tuple[str, str]:
    return (
        f"the six words noted for {name} are not those of the key beside them: one of the two was changed",
        f"compare the key once more: `tj therapist verify {name!r}`; if it is not theirs, remove it first",
    )


def removed(name: str) -> str:
    return f"{name} is no longer in your book. What was sent before cannot be taken back."


def not_known(name: str, near: "Sequence[str]") -> tuple[str, str]:
    """No therapist of that name; `near` are names like it, if any."""
    return (
        f"there is no therapist named {name!r} in your book",
        f"did you mean {' or '.join(near)}?" if near else "`tj therapist add NAME KEY` adds one",
    )


# Comparing a key.
HOW_WAS_IT_COMPARED = ("it must be said how the key was compared", "add --how 'words read in session'")


def did_they_read(name: str) -> str:
    return f"Did {name} read these words to you?"


NOTHING_NOTED = "Nothing was noted."
HOW_WAS_IT = "How was it?"
WORDS_COMPARED = "words compared"
HOW_IS_ONE_LINE = ("how the key was compared should be one line", "such as 'words read in session'")


def no_key_to_compare(name: str) -> tuple[str, str]:
    return f"{name} has no key to compare", "bundles to them go by passphrase"


def counts_as_compared(name: str, compared: str) -> str:
    return f"{name}'s key counts as compared now: {compared}."


# The book as a file.
BOOK_HEADER = "# Whom tj shares with. It may be edited: `tj therapist list` says whether it can still be read."
THE_BOOK = "the book"


def book_unreadable(where: str, line: int, what: str) -> tuple[str, str]:
    return f"{where}:{line}: {what}", "mend that line, or move the file away; tj leaves it as it is until then"


NO_UTF8 = "this is not UTF-8 text"
NO_TOML = "this is not TOML"
EACH_IS_A_TABLE = "each therapist is a table that begins with [[therapist]]"
NAME_IS_THERE_TWICE = "this name is there twice"


def no_day(key: str) -> str:
    return f"{key} should be a day"


def no_text(key: str) -> str:
    return f"{key} should be a text in quotes"


NO_AGE_KEY = "key should be an age key, which begins with age1 and has 62 letters and digits"
HOW_SHOULD_BE_ONE_LINE = "how should be one line of text"
BOOK_CANNOT_BE_CHANGED = (
    "the book cannot be changed without losing something in it",
    "nothing was written; it is a text file, which you can edit by hand",
)


# Signers that are known.


def known_with_another_key(name: str) -> tuple[str, str]:
    return (
        f"{name} is known with another signing key",
        "ask them in person whether their key changed before you trust this one under a new name",
    )


def key_is_known(name: str) -> tuple[str, str]:
    return f"this signing key is known as that of {name}", "see whose it is before you go on"


HOW_IN_FEW_WORDS = ("that does not say how the key was compared", "use a few plain words: read by telephone")


def list_unreadable(path: object) -> tuple[str, str]:
    return f"{path} cannot be read", "mend it or move it away; it is a list that tj keeps in JSON"
