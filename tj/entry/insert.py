"""A check-in's line, where it goes into a note, and a quick way for the notes that are plainly simple.

Loaded by every `tj mood`, so it imports next to nothing. Most notes hold no code, no quote and nothing private, and
their front matter is one line a key: for these the place is found without the parser. All others are left to
`tj.entry.splice`, which reads a note before and after it changes it. Both give the same bytes.
"""

from tj.entry.surely import is_surely_read
from tj.errors import UsageProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["add_plainly", "around_line", "checkin_line"]

_MAX_BYTES = 256 * 1024
# What may begin code, a comment, HTML, a quote or a callout, or what not every program takes for the same.
_NOT_PLAIN = ("`", "~~~", "%%", "<", ">", "[!", "\n    ", "\t", "\r", "\ufeff")
_BULLETS = ("- ", "* ", "+ ")


def checkin_line(time: str, mood: str, emotions: "Sequence[str]" = (), note: str = "") -> str:
    """Return a check-in as one Markdown list item, in the inline fields that Dataview reads.

    Arguments: `time`, HH:MM; `mood`, a level or mood word; `note`, any text: its line breaks become spaces.
    Raises `UsageProblem` where mood or emotions could not be read back from the line, or a byte is no text.
    """
    if set(mood) & set("()[]\n\r"):
        raise UsageProblem(
            "a mood word may not hold brackets or line breaks", "give it another name in .tj/config.toml"
        )
    for emotion in emotions:
        if not emotion.strip() or set(emotion) & set("()[],:\n\r"):
            raise UsageProblem(
                "an emotion may not be empty or hold brackets, commas, colons or line breaks",
                "give each emotion by an `--emotion` of its own",
            )
    felt = f" (emotions:: {', '.join(emotion.strip() for emotion in emotions)})" if emotions else ""
    text = " ".join(note.split())
    line = f"- {time} (mood:: {mood}){felt}" + (f" {text}" if text else "")
    if any("\ud800" <= sign <= "\udfff" for sign in line):
        raise UsageProblem("what was given is not UTF-8 text", "see that your terminal writes UTF-8")
    return line


def add_plainly(data: bytes, line: str) -> bytes | None:
    """Return a note with one more check-in line, behind its last check-in, else at its end; or None.

    Arguments: `data`, the note's bytes; `line`, the check-in.
    None means that the note is not plainly simple, and says nothing of whether it can be changed.
    """
    if len(data) > _MAX_BYTES:
        return None
    try:
        written = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    newline = "\r\n" if "\r" in written else "\n"
    text = written.replace(newline, "\n")
    if text.count("\n") != written.count(newline):  # lines end in more than one way
        return None
    start = _body_start(text)
    if start < 0 or not _is_plain(text, start) or not _is_plain_line(line):
        return None
    lines = text.split("\n")
    body = text.count("\n", 0, start)
    at = _behind_last_checkin(lines, body)
    if at < 0:
        return None
    raw = [one + "\n" for one in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    # A block that is closed by the file's last line, without a line end, has no body behind it yet.
    body = len(raw) if start == len(text) else body
    above, below = around_line(raw, body, at or len(raw), "\n", apart=not at)
    return "".join([*above, line, *below]).replace("\n", newline).encode("utf-8")


def around_line(lines: list[str], body: int, at: int, newline: str, *, apart: bool) -> tuple[list[str], list[str]]:
    """Return what stands above and below a new line, the line end behind it included.

    Arguments: `lines`, raw, with their line ends; `body`, the index of the body's first; `at`, that of the new line;
    `newline`, its line end; `apart`, whether a blank line parts it from what is no list.
    """
    above, below = lines[:at], lines[at:]
    previous = above[-1] if len(above) > body else ""
    gap = [newline] if apart and previous.strip("\ufeff \t\r\n") and not _is_item(previous) else []
    if above and not above[-1].endswith(("\n", "\r")):
        # The file had no final newline, and goes on having none.
        return [*above, newline, *gap], []
    follows = below[0] if below else ""
    behind = [newline] if apart and follows.strip() and not _is_item(follows) else []
    return [*above, *gap], [newline, *behind, *below]


def _is_item(text: str) -> bool:
    mark, space, _ = text.lstrip(" \t").replace("\t", " ").partition(" ")
    return bool(space) and (mark in ("-", "*", "+") or (mark[-1:] in (".", ")") and mark[:-1].isdecimal()))


def _body_start(text: str) -> int:
    """Return the offset at which the body begins, or -1 where it is not plain what stands before it."""
    if not text.startswith("---"):
        return 0
    end = text.find("\n---", 3)
    after = end + 4
    if not text.startswith("---\n") or end < 0 or text[after : after + 1] not in ("", "\n"):
        return -1
    return min(after + 1, len(text)) if is_surely_read(text[4 : end + 1]) else -1


def _is_plain(text: str, start: int) -> bool:
    """Tell whether nothing in the body from `start` may be code or private, whatever reads it.

    Then `private` is nowhere in the note, be it with other signs in between in what may be a heading.
    """
    body = "\n" + text[start:]
    if "private" in _folded(text) or any(mark in body for mark in _NOT_PLAIN):
        return False
    # Any line with a number sign before a space may be a heading, and so may one above a line of dashes.
    return not any(_is_underline(line) or ("#" in line and _could_say_private(line)) for line in body.split("\n"))


def _folded(text: str) -> str:
    # A dotless i is taken for an i where case is ignored.
    return text.casefold().replace("ı", "i")


def _could_say_private(line: str) -> bool:
    """Tell whether a line may be a heading, and would say `private` if only some of its letters were left out."""
    letters = iter(_folded(line))
    spaced = any(part[:1].isspace() for part in line.split("#")[1:])
    return spaced and all(letter in letters for letter in "private")


def _is_underline(line: str) -> bool:
    bare = line.strip(" ")
    return bare != "" and bare[0] in "=-" and not bare.strip(bare[0])


def _is_plain_line(line: str) -> bool:
    return line.startswith("- ") and "\n" not in line and _is_plain(line + "\n", 0) and _is_checkin(line) is True


def _behind_last_checkin(lines: list[str], body: int) -> int:
    """Return the index behind the last check-in, 0 where there is none, or -1 where it is not plain."""
    found = 0
    for number in range(body, len(lines)):
        if "::" in lines[number]:
            checkin = _is_checkin(lines[number])
            if checkin is None:
                return -1
            found = number + 1 if checkin else found
    return found


def _is_checkin(line: str) -> bool | None:
    """Tell whether a line is a check-in; None where only the parser can tell."""
    if "mood" not in line.casefold():
        return False
    value, closed, _ = line.partition("(mood::")[2].partition(")")
    plain = line.startswith(_BULLETS) and closed and value.strip() and not set(value) & set("([]")
    return True if plain else None
