"""Why a file is not taken for a bundle, or a bundle is refused."""

__all__ = [
    "AGE_AS_TEXT", "COMPRESSED", "CUT_OFF", "DAMAGED", "DAMAGED_MEMBER", "DESCRIBED_IN_TWO_WAYS",
    "ENCRYPTED_ONCE_MORE", "FIRST_LINES_HAVE_NO_END", "FORMAT_UNKNOWN", "LIST_UNREADABLE", "MANIFEST_INCOMPLETE",
    "MANIFEST_UNREADABLE", "MEMBERS_NOT_LISTED", "MEMBERS_OUT_OF_ORDER", "MEMBERS_OVERLAP", "MEMBER_NOT_AS_LISTED",
    "MORE_THAN_CONTENT", "MORE_THAN_ONE_KEY", "NAMES_ALIKE", "NAME_LEADS_OUT", "NAME_NOT_OURS", "NO_AGE_FILE",
    "NO_PLAIN_FILE", "NO_ZIP", "ONE_NAME_TWICE", "OTHER_ENCRYPTION", "PACKED_AS_HUGE", "PACKED_OTHERWISE",
    "PADDING_HOLDS_SOMETHING", "PADDING_MISSING", "PADDING_OF_OTHER_SIZE", "SIGNATURE_NOT_VALID", "SIZE_NOT_LISTED",
    "SOMETHING_BEFORE", "SOMETHING_BEHIND", "TOO_MUCH_WORK", "TWO_SIZES", "bundle_refused", "members_too_large",
    "too_large", "too_many_members", "would_be_too_large",
]  # fmt: skip

# The file, before any work is done for it.
NO_AGE_FILE = ("this is not an age file, or it is damaged", "get the file again from where it came from")
AGE_AS_TEXT = ("this age file is written as text", "turn it into a binary one first; tj's bundles are binary")
FIRST_LINES_HAVE_NO_END = (
    "this file is damaged: its first lines have no end",
    "get the file again from where it came from",
)
DAMAGED = ("this file is damaged or was changed on its way", "do not rely on it; ask for it to be sent again")
OTHER_ENCRYPTION = ("this file is not encrypted in the way of tj's bundles", "ask its writer how it was made")
MORE_THAN_ONE_KEY = (
    "this file can be opened by more than one key, as no bundle of tj can",
    "do not rely on it; ask its writer how it was made",
)
TOO_MUCH_WORK = (
    "this file would keep the computer busy for minutes before it opens",
    "it was not opened; ask its writer how it was made",
)


# What is refused in it; each is a reason for the first.


def bundle_refused(reason: str) -> tuple[str, str]:
    return f"this bundle is refused: {reason}", "do not rely on it; ask for it to be sent again"


def too_large(most: int) -> str:
    return f"it is larger than {most} MiB"


NO_ZIP = "what it holds is no zip file"
CUT_OFF = "what it holds is cut off before its end"
SOMETHING_BEFORE = "something stands before the zip in it"
SOMETHING_BEHIND = "something stands behind the zip in it, or its end is cut off"
PACKED_AS_HUGE = "it is packed as only huge files are"
PACKED_OTHERWISE = "it is not packed in the one form that tj makes; something may be hidden in it"
LIST_UNREADABLE = "the list of members in its zip cannot be read"


def too_many_members(most: int) -> str:
    return f"it has more than {most:,} members"


MEMBERS_OUT_OF_ORDER = "its members are not in their order"
NAME_LEADS_OUT = "it has a member whose name leads out of the folder that it is saved in"
ONE_NAME_TWICE = "it has two members of one name"
NAMES_ALIKE = "it has two members whose names many computers take for one"
NAME_NOT_OURS = "it has a member whose name is not one that tj gives"
ENCRYPTED_ONCE_MORE = "it has a member that is encrypted once more"
COMPRESSED = "it is compressed, and could grow while it is opened"
TWO_SIZES = "it has a member of two sizes"


def members_too_large(most: int) -> str:
    return f"its members are larger than {most} MiB"


NO_PLAIN_FILE = "it has a member that is no plain file for its reader alone"
MORE_THAN_CONTENT = "it has a member with more to it than name and content, in which something may be hidden"
MEMBERS_OVERLAP = "its members overlap, or something stands between them"
DESCRIBED_IN_TWO_WAYS = "it has a member that is described in two ways"
DAMAGED_MEMBER = "it has a member that is damaged: its check sum is another"
PADDING_MISSING = "its padding is missing"
PADDING_HOLDS_SOMETHING = "its padding holds something"
PADDING_OF_OTHER_SIZE = "its padding is not of the size that it must have"
MANIFEST_UNREADABLE = "its manifest is missing or cannot be read"
FORMAT_UNKNOWN = "it is of a format that this version of tj does not know"
MANIFEST_INCOMPLETE = "its manifest does not say what it must"
SIGNATURE_NOT_VALID = "its signature is not valid; it may be forged"
MEMBERS_NOT_LISTED = "its members are not those that its manifest lists"
SIZE_NOT_LISTED = "it has a member of another size than its manifest says"
MEMBER_NOT_AS_LISTED = "it has a member that is not as its manifest says"


# One that is made.


def would_be_too_large(most: int) -> tuple[str, str]:
    return f"this would be larger than {most} MiB, which no reader accepts", "choose fewer entries or pictures"
