"""What `tj report` and `tj wins` say around what they show."""

from tj.words.phrases import both, some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "NOBODY_TO_PRESS_ENTER", "READING", "SETTINGS_NOT_READ", "WHOLE_ENTRIES", "WINS_NO_TABLE", "brief_written",
    "folder_of_tj", "is_no_file", "link_to_nowhere", "neither_page_nor_markdown", "no_wins", "not_made_by_tj",
    "notes_left_out", "wins_key_unknown", "wins_no_list", "wins_of", "wins_word_unknown",
]  # fmt: skip

READING = "reading entries"
NOBODY_TO_PRESS_ENTER = ("--open waits until you press Enter, and nobody can here", "leave out --open")
WHOLE_ENTRIES = "in the journal itself"
SETTINGS_NOT_READ = "the settings cannot be read"
WINS_NO_TABLE = "`wins` should be a table: [wins]"


def neither_page_nor_markdown(name: str) -> tuple[str, str]:
    return f"{name} is neither a page nor Markdown", "end its name in .html or .md"


def folder_of_tj(folder: str) -> tuple[str, str]:
    return f"{folder}/ is tj's own, so no brief is written there", "choose a place outside of it"


def link_to_nowhere(path: str) -> tuple[str, str]:
    return f"{path} is a link that leads nowhere", "choose another name, or take the link away"


def is_no_file(path: str) -> tuple[str, str]:
    return f"{path} is not a file", "give the name of a file"


def not_made_by_tj(path: str) -> tuple[str, str]:
    return (
        f"{path} is there already, and tj did not make it or it was changed since",
        "choose another name with --output, or move that file away first",
    )


def brief_written(path: str, left_out: str, *, with_private: bool) -> str:
    """Say where a brief is and what is not in it; `left_out` is a sentence, empty where all is in it."""
    told = f"Written: {path}. It is not encrypted; {left_out or 'no note was left out.'}"
    return told if with_private else f"{told} Private parts of notes stay out."


def notes_left_out(private: int, unreadable: int) -> str:
    """Say how many notes a brief leaves out, nothing where it is none."""
    parts = [some(private, "private note was", "private notes were") + " left out"] if private else []
    if unreadable:
        parts.append(some(unreadable, "note", "notes") + " could not be read (tj check says where)")
    text = both(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def wins_of(since: str, until: str) -> str:
    return f"From {since} to {until}:"


def no_wins(since: str, until: str) -> str:
    return f"From {since} to {until} none is noted. A line with #win in an entry would stand here."


def wins_key_unknown(key: str) -> str:
    return f"`wins.{key}` is nothing that tj knows; there are `show` and `trackers`"


def wins_no_list(key: str, example: str) -> str:
    """Say that no list is there; `example` is a word it may hold, empty where none is known."""
    return f'`wins.{key}` should be a list of words, such as {key} = ["{example or "steps"}"]'


def wins_word_unknown(key: str, word: str, known: "Sequence[str]") -> str:
    return f"`wins.{key}`: {word!r} is not known; it may hold {', '.join(known) or 'no tracker yet'}"
