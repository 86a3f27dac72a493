"""What is said of keys and passphrases, and of the page that a therapist is given."""

__all__ = [
    "BY_KEY_NOT_PASSPHRASE", "BY_PASSPHRASE_NOT_KEY", "CARD_OF_RECIPIENT", "CARD_OF_SIGNER", "EXPORT_ADVISED",
    "KEYS_ARE_PROTECTED", "KEYS_ARE_THERE", "KEYS_ARE_THE_SAME", "KEYS_MADE", "KEYS_READ_BACK_OTHERWISE",
    "KEYS_TAKEN", "KEYS_WOULD_STAY_CLOSED", "KEY_HAS_WRONG_LETTER", "MADE_WITHOUT_PASSPHRASE", "NEW_PASSPHRASE",
    "NOT_ENCRYPTED", "NOT_ENCRYPTED_BY_PASSPHRASE", "NO_AGE_KEY_GIVEN", "NO_EXPORTED_KEYS", "NO_IDENTITY",
    "NO_KEYS", "NO_KEY_FITS", "NO_PASSPHRASE_SET", "ONCE_MORE", "ONLY_THE_HASH", "OTHER_AGE_KEY_GIVEN",
    "PAGE_HANDED_OVER", "PASSPHRASE_DOES_NOT_FIT", "PASSPHRASE_DOES_NOT_OPEN", "PASSPHRASE_FILE_OF_MORE_LINES",
    "PASSPHRASE_IS_EMPTY", "PASSPHRASE_KEPT_BY_THEM", "PASSPHRASE_OF_EXPORT", "PASSPHRASE_OF_IMPORT",
    "PASSPHRASE_OF_KEYS", "PASSPHRASE_OF_KEY_FILE", "PASSPHRASE_REMOVED", "PASSPHRASE_UNSEEN_CHARACTERS",
    "SECRET_KEY_GIVEN", "SIGNING_KEY_UNREADABLE", "SSH_KEY_GIVEN", "TAKEN_WITHOUT_PASSPHRASE", "THE_SAME_AGAIN",
    "TOO_MUCH_WORK_FOR_READERS", "TOO_MUCH_WORK_HERE", "WHERE_TO_KEEP_EXPORT", "WRONG_PASSPHRASE", "YOUR_KEYS",
    "above_code", "card_written", "export_does_not_open", "exported", "file_is_there", "folder_unusable",
    "hash_commands", "holds_otherwise", "is_a_folder", "key_file_is_protected", "key_file_stays_closed",
    "no_identity_in", "no_key_file", "not_the_public_parts", "other_file_is_there", "page_hash", "page_written",
    "passphrase_file_unreadable", "passphrase_needed", "passphrase_set", "passphrase_too_weak", "place_is_in_vault",
    "public_parts",
]  # fmt: skip

# Passphrases, wherever one is asked for.
PASSPHRASE_OF_KEYS = "Passphrase of your keys"
PASSPHRASE_OF_KEY_FILE = "Passphrase of that key file"
PASSPHRASE_DOES_NOT_FIT = (
    "that passphrase does not open your keys",
    "there is no way around it; try once more in peace",
)
ONCE_MORE = "That was not it. Once more:"
THE_SAME_AGAIN = "The same once more"


def passphrase_needed(question: str) -> tuple[str, str]:
    return (
        f"a passphrase is needed ({question}), and nobody can be asked here",
        "name a file that holds it: --key-passphrase-file or --passphrase-file, as --help says",
    )


def passphrase_file_unreadable(file: str, reason: str) -> tuple[str, str]:
    return f"{file} cannot be read: {reason}", "name a file that holds the passphrase"


PASSPHRASE_FILE_OF_MORE_LINES = (
    "the file with the passphrase should have it in its one line, and nothing else",
    "write the passphrase alone into it",
)


def passphrase_too_weak(shortest: int) -> tuple[str, str]:
    return (
        f"a passphrase should have {shortest} characters at least, and not the same ones over and over",
        "four or more words that have nothing to do with each other are easy to keep and hard to guess",
    )


PASSPHRASE_UNSEEN_CHARACTERS = (
    "that passphrase has characters in it that are not seen, at an end or between",
    "leave them out",
)
PASSPHRASE_IS_EMPTY = (
    "the passphrase is empty",
    "it is seven words where tj made it; type it, or name a file that holds it",
)


# Keys made, kept and shown.
NEW_PASSPHRASE = "New passphrase for your keys"
KEYS_MADE = "Your keys are made. These are their public parts:"


def public_parts(recipient: str, recipient_words: str, signer: str, signer_words: str) -> str:
    """Both public keys, each with its six words."""
    return (
        f"others encrypt to you with  {recipient}\n"
        f"  six words                 {recipient_words}\n"
        f"what you send is signed by  {signer}\n"
        f"  six words                 {signer_words}"
    )


MADE_WITHOUT_PASSPHRASE = (
    "They lie unlocked on this computer, for you alone to read; `tj key passphrase` puts a passphrase on them."
)
EXPORT_ADVISED = "If this disk is lost, so are they: `tj key export FILE` writes a copy to keep elsewhere."
KEYS_ARE_THERE = ("you have keys already, and they are never overwritten", "`tj key show` shows their public parts")
NO_KEYS = ("you have no keys yet", "`tj key new` makes them")
KEYS_ARE_PROTECTED = ("your keys are kept under a passphrase", "name a file that holds it: --key-passphrase-file")


def not_the_public_parts(path: object) -> tuple[str, str]:
    return f"{path} does not hold the public parts of your keys", "`tj key passphrase` writes it anew"


CARD_OF_RECIPIENT = "Encrypt to me with this key"
CARD_OF_SIGNER = "What I send is signed by this key"


def above_code(title: str, six_words: str) -> str:
    return f"\n{title}: {six_words}"


def card_written(path: object) -> str:
    return f"The card is in {path}; there is nothing secret on it."


NO_PASSPHRASE_SET = "Your keys have no passphrase; nothing was changed."
PASSPHRASE_REMOVED = "Your keys are kept without a passphrase now, in files that only you may read."


def passphrase_set(*, had: bool) -> str:
    return "Your passphrase is changed." if had else "Your keys are kept under your passphrase now."


PASSPHRASE_KEPT_BY_THEM = "Without it nobody can use them, nor can you: write it down and keep it in a safe place."
KEYS_READ_BACK_OTHERWISE = (
    "the keys do not read back as they were written",
    "the disk may be failing; try another one",
)
KEYS_WOULD_STAY_CLOSED = (
    "the keys would not open again under that passphrase",
    "nothing was changed; choose another one",
)


def holds_otherwise(path: object) -> tuple[str, str]:
    return f"{path} does not hold what was written", "the disk may be failing; try another one"


def folder_unusable(folder: object, reason: str) -> tuple[str, str]:
    return f"{folder} cannot be used: {reason}", "see that it is a folder of your own"


# Keys in files of their own.
YOUR_KEYS = "your keys"


def place_is_in_vault(place: object, what: str) -> tuple[str, str]:
    return f"that place is inside the vault {place}", f"{what} should lie apart from it: name another place"


def file_is_there(path: object) -> tuple[str, str]:
    return f"{path} is there already", "name another file; tj does not overwrite it"


PASSPHRASE_OF_EXPORT = "Passphrase for the exported file"


def export_does_not_open(path: object) -> tuple[str, str]:
    return f"{path} does not hold your keys", "the disk may be failing, so it was removed; name a file on another one"


def exported(path: object) -> str:
    return f"Your keys are in {path}, and it was tried that they open again."


WHERE_TO_KEEP_EXPORT = "Keep it on another disk than your journal, and its passphrase in yet another place."
PASSPHRASE_OF_IMPORT = "Passphrase of the exported file"
NO_EXPORTED_KEYS = ("this file does not hold the keys of tj", "it is made by `tj key export`")


WRONG_PASSPHRASE = "that passphrase does not open it"


KEYS_ARE_THE_SAME = "You have these very keys already; nothing was changed."
KEYS_TAKEN = "Your keys are here again. These are their public parts:"
TAKEN_WITHOUT_PASSPHRASE = "They are kept without a passphrase here; `tj key passphrase` sets one."


def key_file_is_protected(path: object) -> tuple[str, str]:
    return f"{path} is protected by a passphrase", "decrypt it first: age -d -o key.txt FILE"


def no_key_file(path: object) -> tuple[str, str]:
    return f"{path} is no key file", "it is encrypted to a key itself; name the file that holds your key"


def key_file_stays_closed(path: object) -> tuple[str, str]:
    return f"that passphrase does not open {path}", "it is the one that was chosen when the key was made"


def no_identity_in(path: object) -> tuple[str, str]:
    return f"{path} holds no age identity", "name one that has a line beginning with AGE-SECRET-KEY-1"


NO_IDENTITY = ("the key file holds no age identity", "name one that has a line beginning with AGE-SECRET-KEY-1")
SIGNING_KEY_UNREADABLE = ("the signing key cannot be read", "put signing.key in tj's data folder back from a copy")


# What is given as someone's key.
SECRET_KEY_GIVEN = (
    "that is a secret key, and by being pasted here it may have been seen by others",
    "a new one should be made and this one not be used again; what is needed is its public part, age1…",
)
SSH_KEY_GIVEN = (
    "that is an ssh key",
    "a bundle would show which ssh key it is for; ask for a key that begins with age1",
)
OTHER_AGE_KEY_GIVEN = ("that is a kind of age key that tj does not encrypt to", "ask for one made by `age-keygen`")
NO_AGE_KEY_GIVEN = ("that is not an age key", "it begins with age1 and has 62 letters and digits; copy it whole")
KEY_HAS_WRONG_LETTER = ("that age key has a letter wrong", "copy it whole from where it was shown")


# What is encrypted and what is opened.
NOT_ENCRYPTED = ("it could not be encrypted", "nothing was written; see that there is memory to spare, then try again")
NOT_ENCRYPTED_BY_PASSPHRASE = (
    "it could not be encrypted by a passphrase",
    "see that there is 1 GiB of memory to spare",
)
TOO_MUCH_WORK_FOR_READERS = (
    "each try came out asking for more work than a reader takes on, so nothing was encrypted",
    "try again while the computer has something else to do",
)
BY_PASSPHRASE_NOT_KEY = ("this file is not encrypted to a key but by a passphrase", "ask its writer for the passphrase")
BY_KEY_NOT_PASSPHRASE = (
    "this file is not encrypted by a passphrase but to a key",
    "the key is needed that it was made for",
)
NO_KEY_FITS = (
    "none of your keys opens this file",
    "it was made for another key, or its first lines are damaged; `--identity FILE` names the key to use",
)
PASSPHRASE_DOES_NOT_OPEN = (
    "that passphrase does not open this file",
    "compare it word by word with whoever gave it to you; the first lines of the file may also be damaged",
)
TOO_MUCH_WORK_HERE = ("opening this file would keep this computer busy for minutes", "open it on a faster one")


# The page.
ONLY_THE_HASH = ("--hash prints the hash and writes nothing", "leave the other options out")


def is_a_folder(path: object) -> tuple[str, str]:
    return f"{path} is a folder", "name the file in it as well"


def other_file_is_there(path: object) -> tuple[str, str]:
    return f"{path} is there already and is another file", "name another with --output, or add --replace"


def page_written(path: object, *, new: bool) -> str:
    return f"Wrote {path}" if new else f"{path} is there already, and is this very page."


def page_hash(digest: str) -> str:
    return f"SHA-256: {digest}"


PAGE_HANDED_OVER = "Hand it over apart from any share. Whoever gets it compares the SHA-256 with you by another way:"


def hash_commands(name: str) -> str:
    return f"  Windows  certutil -hashfile {name} SHA256\n  macOS    shasum -a 256 {name}\n  Linux    sha256sum {name}"
