"""What `tj open`, `tj reply` and `tj receive` say."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ANSWERS_NO_SHARE", "ASK_GUIDANCE", "ASK_HOMEWORK", "ASK_PROMPTS", "CAN_BE_SAVED", "ENCRYPT_TO_UNKNOWN",
    "ENCRYPT_TO_WRITER", "FIRST_LINE_UNREADABLE", "GUIDANCE_OF_CONTROL_CHARACTERS", "GUIDANCE_TWICE", "HOMEWORK",
    "HOW_WITHOUT_TRUST", "KEY_FILE_NOT_REPLY", "KEY_FILE_NOT_SHARE", "LATER_ONE_OPENED", "MAY_BE_A_KEY",
    "NOTHING_TAKEN", "NOTHING_TO_REPLY", "NOTHING_WRITTEN", "NOT_WATCHED", "NO_KEY_FITS_REPLY", "NO_LENGTH_OF_BUNDLES",
    "NO_REPLY", "NUMBER_USED_BEFORE", "OPENS_BY_PASSPHRASE", "PASSED_ON", "PASSED_ON_BY_PASSPHRASE",
    "PASSPHRASE_NOT_REPLY", "PROMPTS", "REPLY_ANSWERS_NOTHING", "REPLY_CUT_OFF", "REPLY_HOLDS_OTHERWISE",
    "REPLY_IS_EMPTY", "REPLY_IS_YOURS_TO_SEND", "REPLY_NOT_FROM_WHO_OPENED", "REPLY_NOT_SHARE",
    "REPLY_NOT_WRITTEN_SAFELY", "REPLY_NO_UTF8", "REPLY_OF_NEWER_TJ", "SEVEN_WORDS", "SHARE_NOT_REPLY",
    "SHARE_OF_ANOTHER_VAULT", "SHARE_WAS_TAKEN_BACK", "SIGNER_UNKNOWN", "STANDARD_INPUT_TWICE", "TAKE_THIS_IN",
    "did_they_read", "folder_not_empty", "folder_unwritable", "guidance_too_large", "guidance_too_long",
    "holds_otherwise", "item_empty_or_long", "item_not_one_line", "larger_than_bundles", "larger_than_replies",
    "left_out", "made_on", "no_place_for_prompts", "no_utf8_text", "note_has_it", "own_share_given", "prompts_are_in",
    "reply_is_from", "reply_not_made", "reply_refused", "reply_too_large", "reply_written", "saved_in", "second_reply",
    "share_of_another_computer", "signer_known", "signer_not_known", "signer_verified", "signer_words", "taken_before",
    "too_many_items", "too_many_notes", "words_not_listed", "your_reply",
]  # fmt: skip

# Opening a share.
HOW_WITHOUT_TRUST = ("--how says how you compared the words of someone you --trust", "add --trust NAME")
SEVEN_WORDS = "The seven words of the passphrase"


def words_not_listed(places: "Sequence[str]") -> str:
    """Which words of a typed passphrase are none that tj gives, counted from 1."""
    which = f"word {places[0]}" if len(places) == 1 else f"words {', '.join(places)}"
    return f"look at {which}: not in the list that tj takes its words from"


KEY_FILE_NOT_SHARE = (
    "this is a key file, not a share",
    "name the share that was sent to you, and this one by --identity; keep it to yourself",
)
MAY_BE_A_KEY = (
    "this file is smaller than any share; if it is your key, name it by --identity, and the share as the file"
)
REPLY_NOT_SHARE = ("this is a reply, not a share", "`tj receive` shows it and takes it in")


def larger_than_bundles(most: int) -> tuple[str, str]:
    return (
        f"this file is larger than any bundle may be ({most} MiB)",
        "it was not opened; see that it is the file that you mean",
    )


NO_LENGTH_OF_BUNDLES = (
    "this bundle was cut off on its way, or something was added to it: no bundle is of its length",
    "ask for it to be sent again",
)
_ASK_WRITER = "do not rely on it; ask its writer"
PASSED_ON_BY_PASSPHRASE = ("this bundle was made for a passphrase, and encrypted to you by another hand", _ASK_WRITER)
PASSED_ON = ("this bundle was made for someone else and encrypted to you by another hand", _ASK_WRITER)
SIGNER_UNKNOWN = "the signer is not known here; compare the six words with the writer, then `tj open --trust NAME`"
NUMBER_USED_BEFORE = "another bundle with this number was opened before; ask the writer which one is right"
LATER_ONE_OPENED = "a later bundle of this writer was opened before; this one may be old"


def signer_words(six_words: str) -> str:
    return f"The six words of the signer:  {six_words}"


def did_they_read(name: str) -> str:
    return f"Did {name} read these words to you?"


def made_on(day: str, number: int, count: int) -> str:
    """When a bundle was made, its number, and how many entries it holds."""
    held = "1 entry" if count == 1 else f"{count} entries"
    return f"Made on {day}, number {number}, {held}."


OPENS_BY_PASSPHRASE = "Encrypted by a passphrase: whoever knows its words can open it."


def signer_not_known(six_words: str) -> str:
    return (
        f"Signed, but not verified: the key is not known here. Its six words: {six_words}\n"
        "Whoever has this key made the bundle; that it is the one you think, only the words can tell."
    )


def signer_verified(name: str, how: str, day: str) -> str:
    """By whom a bundle was signed, how their key was compared, and when, empty where that was not noted."""
    return f"Signed by {name}. Verified: {how}{f', on {day}' if day else ''}."


def signer_known(name: str, day: str) -> str:
    """By whom a bundle was signed, and when their key was noted, empty where that is not known."""
    noted = f", noted on {day}" if day else ""
    return f"Signed by {name}, whose key you know{noted}. It is not written down how it was compared."


def folder_not_empty(folder: object) -> tuple[str, str]:
    return f"{folder} is there and not empty", "name a new folder"


def folder_unwritable(folder: object, reason: str) -> tuple[str, str]:
    return f"{folder} cannot be written: {reason}", "nothing was saved; name another folder"


def saved_in(folder: object) -> str:
    return f"Saved in {folder}; report.html there is the page to read."


CAN_BE_SAVED = "With --to FOLDER it is saved, with a page to read in a browser."
NOT_WATCHED = "Nobody watches over bundles: they are not for emergencies."


# Replying to it.
STANDARD_INPUT_TWICE = ("standard input can be read for one thing only", "give one of the two in a file")
GUIDANCE_TWICE = ("the guidance was given twice", "leave out --guidance or --guidance-file")
NOTHING_TO_REPLY = (
    "there is nothing to reply yet, and nobody can be asked here",
    "give --guidance - and write to standard input, or --guidance-file, --homework, --prompt",
)


def guidance_too_large(path: object) -> tuple[str, str]:
    return f"{path} is larger than any guidance may be", "name the file that holds your words"


def no_utf8_text(path: object) -> tuple[str, str]:
    return f"{path} is not UTF-8 text", "save it as UTF-8 first"


ASK_GUIDANCE = "Your guidance; a line with only a dot (or Ctrl-D) ends it:"
ASK_HOMEWORK = "Homework, one thing a line; an empty line ends it:"
ASK_PROMPTS = "Prompts to write on, one a line; an empty line ends them:"


def reply_not_made(reason: str) -> tuple[str, str]:
    return f"the reply cannot be made: {reason}", "change that and try again; nothing was written"


def your_reply(day: str) -> str:
    return f"Your reply to the share of {day}:"


HOMEWORK = "Homework:"
PROMPTS = "Prompts to try:"
ENCRYPT_TO_WRITER = "Encrypt this to its writer and write it?"
ENCRYPT_TO_UNKNOWN = "Encrypt this to whoever made that share, whose key is not known here, and write it?"
NOTHING_WRITTEN = "Nothing was written."


def holds_otherwise(path: object) -> tuple[str, str]:
    return f"{path} does not hold what was written", "the disk may be failing, so it was removed; name another place"


def reply_written(path: object, size: int) -> str:
    return f"Written: {path} ({size:,} bytes). Only the writer of that share can open it."


REPLY_IS_YOURS_TO_SEND = "It is yours to send, as you like. The writer takes it in by `tj receive`."


# What is wrong with a reply, one that is made as well as one that came.
REPLY_ANSWERS_NOTHING = "it does not say which share it answers, or when it was written"
REPLY_IS_EMPTY = "there is nothing in it"


def guidance_too_long(most: int) -> str:
    return f"the guidance has more than {most:,} characters"


GUIDANCE_OF_CONTROL_CHARACTERS = "the guidance holds control characters"


def too_many_items(kind: str, most: int) -> str:
    return f"there are more than {most} items in {kind}"


def item_empty_or_long(kind: str, most: int) -> str:
    return f"an item in {kind} is empty, or has more than {most} characters"


def item_not_one_line(kind: str) -> str:
    return f"an item in {kind} is not one line of text"


def reply_too_large(most: int) -> str:
    return f"it holds more than {most} KiB"


FIRST_LINE_UNREADABLE = "its first line cannot be read"
REPLY_CUT_OFF = "it was cut off, or something was added to it"
REPLY_HOLDS_OTHERWISE = "it does not hold what it must"
REPLY_NO_UTF8 = "it is not UTF-8 text"


def reply_refused(reason: str) -> tuple[str, str]:
    return f"this reply is not one that tj takes in: {reason}", "ask for it to be made and sent once more"


# Receiving it.


def larger_than_replies(most: int) -> tuple[str, str]:
    return (
        f"this file is larger than any reply may be ({most} KiB)",
        "it was not opened; ask for the file that was saved as the reply",
    )


KEY_FILE_NOT_REPLY = ("this is a key file, not a reply", "keep it to yourself, and send it to nobody")
PASSPHRASE_NOT_REPLY = (
    "this file is opened by a passphrase, and a reply is opened by your key",
    "a share is opened by `tj open`; ask for the file that was saved as the reply",
)
NO_KEY_FITS_REPLY = (
    "none of your keys opens this file",
    "it is for another key, or its first lines are damaged; `--identity FILE` names an older key of yours",
)
SHARE_NOT_REPLY = ("this is a share, not a reply", "`tj open` shows it")
NO_REPLY = ("this is not a reply", "ask your therapist for the file that they saved as the reply")
REPLY_OF_NEWER_TJ = ("this reply was made by a newer tj than this one", "install the newest tj, then try again")


def own_share_given(day: str, name: str) -> tuple[str, str]:
    return (
        f"this is the share of {day} that you made for {name}, not a reply to it",
        "the reply is a file that they send to you",
    )


ANSWERS_NO_SHARE = ("this reply answers no share of yours", "see that it is for you; ask who sent it")


def share_of_another_computer(day: str) -> tuple[str, str]:
    return (
        f"the share of {day} that this answers was made on another computer, or with another data folder",
        "take the reply in there: what it is recognised by was kept there and nowhere else",
    )


SHARE_OF_ANOTHER_VAULT = (
    "the share that this answers was made from another vault",
    "go to that vault, or name it: `tj --vault DIR receive FILE`",
)
SHARE_WAS_TAKEN_BACK = ("the share that this answers was taken back before it was sent", "ask who sent it to you")
REPLY_NOT_FROM_WHO_OPENED = (
    "this reply was not made by someone who opened the share that it names",
    "do not rely on it; ask your therapist whether they sent it",
)


def reply_is_from(name: str, day: str, share_day: str) -> str:
    return f"From {name}, written on {day}, to your share of {share_day}:"


def taken_before(note: str) -> str:
    return f"You took this in before: {note}. Nothing was changed."


def second_reply(share_day: str, notes: "Sequence[str]") -> str:
    """That a share was answered before, and in which notes, at least one, what came then is."""
    return f"This is another reply to the same share, that of {share_day}; what came before is in {', '.join(notes)}."


def left_out(homework: int, prompts: int) -> str:
    """How much of a reply was not written once more, not both 0."""
    kinds = ((homework, "line of homework", "lines of homework"), (prompts, "prompt", "prompts"))
    said = " and ".join(f"{count} {one if count == 1 else many}" for count, one, many in kinds if count)
    return f"Left out, since it is there already, word for word: {said}."


TAKE_THIS_IN = "Take this in?"
NOTHING_TAKEN = "Nothing was written; --yes takes it in."
REPLY_NOT_WRITTEN_SAFELY = (
    "this reply cannot be written down so that it does nothing but say its words",
    "nothing was written; ask for it once more, in plain words",
)


def no_place_for_prompts(folder: str) -> tuple[str, str]:
    return f"{folder} has no place for the prompts of this reply", "move some of its files away"


def too_many_notes(stem: str) -> tuple[str, str]:
    return f"there are too many notes like {stem}.md", "move some of them away"


def note_has_it(note: str, *, homework: bool) -> str:
    return f"{note} has it." + (" The homework in it is open tasks." if homework else "")


def prompts_are_in(path: str) -> str:
    return f"{path} has the prompts; `tj prompt` asks them first."
