"""What `tj share` says."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "ALL_BY_EQUALS", "ALONG_WITHOUT_TIME", "BARE", "CHANGED", "DRAFT_OF_SAME_NAME", "EMPTY",
    "ENCRYPTED_BY_PASSPHRASE", "ENCRYPT_THIS", "IN_PART", "LARGE_FOR_MAIL", "LATE", "MAIL_BODY", "MAIL_SUBJECT",
    "NOBODY_PRESSES_ENTER", "NOBODY_TO_ASK", "NOTHING_CHOSEN", "NOTHING_MATCHES", "NOTHING_WRITTEN",
    "NO_MEMORY_FOLDER", "OLD", "OPEN_IS_BEFORE_ASKING", "PAGE_REMOVED", "PLACE_IS_IN_VAULT", "PREPARING",
    "PRESS_ENTER", "PRIVATE", "SEND_AS_YOU_LIKE", "SENT", "SHARED_MEANWHILE", "UNDATED", "UNREADABLE", "UNSURE",
    "all_withheld", "bundle_is_whole", "changed_since_shown", "cut_short", "draft_written", "encrypted_to",
    "file_is_there", "has_a_key", "has_no_key", "holds_otherwise", "key_never_shared", "keys_made",
    "keys_open_to_others", "more_not_sent", "never_shared", "no_address_known", "no_such_type", "not_compared",
    "not_fit_to_share", "not_sent", "noted_under_name", "nothing_new", "nothing_shared_so", "one_name_only",
    "page_not_shown", "page_shown", "page_to_open", "passphrase_once", "pictures_go", "private_part_left",
    "report_headed", "so_many_not_sent", "something_left_in", "stopped_and_gone", "stopped_but_whole", "taken_out",
    "type_the_name", "uncleaned", "words_to_compare", "would_go", "written",
]  # fmt: skip

# Whom it is for, and what is chosen.


def one_name_only(word: str, quoted: str) -> tuple[str, str]:
    return f"one name is taken, and {word!r} stands behind it", f"a name with a space needs quotes, as in: {quoted}"


def has_no_key(name: str) -> tuple[str, str]:
    return f"{name} has no key", "add --passphrase: the bundle opens by words that you tell them"


def noted_under_name(name: str) -> str:
    return f"{name} is not in your book; what you share is noted under this name."


def has_a_key(name: str) -> str:
    return f"{name} has a key in your book; without --passphrase there is nothing to hand over."


NOTHING_CHOSEN = ("nothing was chosen", "say which entries: --last 14d, --since, --tag, --entry PATH, …")


def never_shared(path: str) -> tuple[str, str]:
    return f"{path} is never shared", "choose entries: a share makes its own figures from them"


ALONG_WITHOUT_TIME = ("--with goes by the other selectors, and --entry alone says no time", "add --last or --since")


def no_such_type(given: str, types: "Iterable[str]") -> tuple[str, str]:
    return f"{given!r} cannot be shared along", f"--with takes {', '.join(types)}"


def key_never_shared(key: str, usual: "Iterable[str]") -> tuple[str, str]:
    return f"the key {key!r} is never shared", f"--keys takes others, such as {', '.join(usual)}"


NOTHING_MATCHES = (
    "no entry matches, so there is nothing to share",
    "`tj list` with the same selectors shows what matches",
)


def all_withheld(count: int) -> tuple[str, str]:
    which = "the one note that matches is" if count == 1 else f"all {count} notes that match are"
    return (
        f"nothing is left to share: {which} withheld",
        "`tj shared` shows what was sent before; --entry names notes",
    )


def nothing_new(day: str, changed: "Sequence[str]") -> tuple[str, str]:
    """Where all was sent before: the day of the last share, and notes changed since, as a shell takes them."""
    if not changed:
        return f"nothing new to send since the share of {day}", "`tj shared` shows what was sent; --entry names notes"
    said = f"nothing new to send since the share of {day}"
    if len(changed) == 1:
        return f"{said}, but 1 note was changed since then", f"--entry {changed[0]} sends it again as it is now"
    return (
        f"{said}, but {len(changed)} notes were changed since then",
        "--entry PATH, for each, sends them as they are now",
    )


def nothing_shared_so(name: str, day: str, *, by_key: bool) -> tuple[str, str]:
    """Where someone had shares, the last on a day, but none by this key, or none in this way."""
    how = "with this key of" if by_key else "in this way with"
    return (
        f"nothing was shared {how} {name} yet; the last share to {name} was on {day}",
        f"say from which day on: --since {day}, or --last",
    )


ALL_BY_EQUALS = ("'all' stands apart from --attachments, which is pictures alone", "write it as --attachments=all")

# Whether it can be asked, and where it may go.
OPEN_IS_BEFORE_ASKING = ("--open shows the report before you are asked", "leave out --yes, or look with --preview")
NOBODY_PRESSES_ENTER = ("--open waits until you press Enter, and nobody can here", "leave out --open")
NOBODY_TO_ASK = ("nobody can be asked here whether to write this", "look with --preview, then say --yes")


def not_compared(name: str) -> tuple[str, str]:
    return (
        f"the key of {name} was never compared with theirs, so it may be another's",
        f"`tj therapist verify '{name}'` compares its six words; --unverified goes on without",
    )


DRAFT_OF_SAME_NAME = ("--output names the bundle, and the draft would be called the same", "end it in .age")
PLACE_IS_IN_VAULT = ("that place is inside the vault", "name one outside of it, or say --inside-vault if you mean it")


def file_is_there(path: object) -> tuple[str, str]:
    return f"{path} is there already", "name another file; tj does not overwrite it"


# Why a note is not sent, or not all of it.
PRIVATE = "private"
UNREADABLE = "unreadable"
UNSURE = "unreadable, so it cannot be told whether it matches"
SENT = "sent before"
CHANGED = "changed since it was sent"
UNDATED = "undated, so it cannot be told whether it is new"
OLD = "late: dated before all that was sent to them"
LATE = "late: dated within what the last bundle covered"
EMPTY = "nothing is left of it after redaction"
BARE = "nothing is written below its headings that could be sent"
IN_PART = "unclosed marker: it is sent only up to there"


# How it is made.
PREPARING = "preparing the share"


def keys_open_to_others(path: object) -> str:
    return f"{path} can be read by others on this computer; `chmod 600` closes it."


def not_fit_to_share(path: str) -> tuple[str, str]:
    return f"{path} could not be made fit to be shared", "leave it out of the share; nothing was written"


def private_part_left(path: str) -> tuple[str, str]:
    return f"{path} has a private part that could not be taken out", "leave it out of the share; nothing was written"


def something_left_in(name: str) -> tuple[str, str]:
    return (
        f"something that was to stay out is still in {name} of this share; nothing was written",
        "this is a defect of tj, which SECURITY.md says how to report; leave that entry out for now",
    )


# What would leave.


def would_go(count: int, name: str, size: int, *, summary_only: bool) -> str:
    """How many notes would go, to whom, and how large they are, in bytes."""
    notes = "1 note" if count == 1 else f"{count} notes"
    what = " (figures and marked lines only)" if summary_only else ""
    return f"{notes} for {name}{what}, {size:,} bytes."


def report_headed(heading: str) -> str:
    return f"The report is headed “{heading}”."


def pictures_go(count: int, size: int) -> str:
    pictures = "1 picture" if count == 1 else f"{count} pictures"
    return f"{pictures}, made anew from the pixels, {size:,} bytes."


def uncleaned(count: int) -> str:
    """Attachments that are no pictures, and what may be in them."""
    return (
        f"attachments that go as they are, since only pictures can be made anew: {count}. Nothing in them is cleaned: "
        "not the names of people, places and programs, not comments, earlier versions, hidden pages or layers. Only "
        "their own names stay behind."
    )


def not_sent(path: str, reason: str) -> str:
    then = {UNREADABLE: ": `tj check` says where", CHANGED: ": --entry with its path sends it again"}
    return f"not sent: {path} ({reason}{then.get(reason, '')})"


def so_many_not_sent(count: int, reason: str) -> str:
    return f"not sent: {'1 note' if count == 1 else f'{count} notes'} ({reason})"


def more_not_sent(count: int, reason: str) -> str:
    """How many are not named beside those that are, for the same reason."""
    return f"not sent: … and {count} more ({reason}); --preview --json names all"


def cut_short(path: str, reason: str) -> str:
    return f"cut short: {path} ({reason})"


def taken_out(kinds: "Sequence[str]") -> str:
    """What was taken out: kinds, named as in a bundle's manifest, each with how often."""
    return f"taken out: {', '.join(kinds)}"


ENCRYPTED_BY_PASSPHRASE = "Encrypted by a passphrase, which is made now and shown once, after it is written."


def encrypted_to(key: str, compared: str) -> str:
    """To which key a share is encrypted, and how that was compared, empty where it was not."""
    return f"Encrypted to {key} ({compared or 'not compared yet: `tj therapist verify` shows its words'})."


def page_shown(path: object) -> str:
    return f"The report is shown in your browser from {path}"


def page_to_open(path: object) -> str:
    return f"No browser could be started. Open this file: {path}"


PRESS_ENTER = "Press Enter when you have seen it."
PAGE_REMOVED = "The page is removed again."


def page_not_shown(reason: str) -> tuple[str, str]:
    return f"the report cannot be shown: {reason}", "leave out --open: it is shown as text"


NO_MEMORY_FOLDER = (
    "there is no folder here that is kept in memory only, so the report is not shown as a page",
    "leave out --open: what would be sent is shown as text",
)


# The question.
ENCRYPT_THIS = "Encrypt this?"


def words_to_compare(name: str, six_words: str) -> str:
    return f"The key of {name} was never compared with theirs. Its six words: {six_words}"


def type_the_name(name: str) -> str:
    return f"To encrypt all the same, type the name {name}; Enter stops here"


NOTHING_WRITTEN = "Nothing was written."


# What was written.


def changed_since_shown(path: str) -> tuple[str, str]:
    return f"{path} was changed since it was shown; nothing was written", "share again to see it as it is"


SHARED_MEANWHILE = ("something else was shared with them meanwhile; nothing was written", "share once more")


def keys_made(signer: str, six_words: str) -> str:
    return (
        "Your keys are made, since there were none. You sign with\n"
        f"  {signer}\n"
        f"  six words to read to your therapist: {six_words}"
    )


def holds_otherwise(path: object) -> tuple[str, str]:
    return f"{path} does not hold what was written", "the disk may be failing, so it was removed; name another place"


def written(name: str, path: object, size: int) -> str:
    return f"Written for {name}: {path} ({size:,} bytes)."


def draft_written(path: object) -> str:
    return f"E-mail draft with the bundle attached: {path}"


def no_address_known(name: str) -> str:
    return f"no address of {name} is known, so you fill it in."


def bundle_is_whole(path: object) -> str:
    return f"the bundle itself is whole: attach {path} to a message of your own"


def passphrase_once(passphrase: str, name: str) -> str:
    """The passphrase of a bundle, and how to hand it over."""
    return (
        "\nThe passphrase, shown this once and kept nowhere:\n\n"
        f"    {passphrase}\n\n"
        f"Tell it to {name} in session or by telephone, never in the mail that carries the file.\n"
        "Nobody can open the bundle without it, you neither. `tj open` takes the words in any case and with spaces;\n"
        "plain age wants them just as they stand here.\n"
    )


MAIL_SUBJECT = "A file for you"
MAIL_BODY = """\
Hello,

the file that I told you of is attached. It opens in the way that we agreed on.

This mailbox may not be read for days. It is not monitored,
and it is not for emergencies.
"""
SEND_AS_YOU_LIKE = "Send it as you like. The mailbox may not be read for days: it is not for emergencies."
LARGE_FOR_MAIL = "this is larger than 17 MB, which some mail services refuse."


def stopped_but_whole(path: object) -> str:
    return f"a share was stopped before its end: {path} is whole, and in the ledger."


def stopped_and_gone(path: object) -> str:
    return f"a share was stopped before its end: {path} was not made, and nothing of it is left."
