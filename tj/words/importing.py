"""What `tj import` says: what it found, what it left out and why, and what is no export."""

from tj.words.phrases import some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "DATE_COLUMN_UNKNOWN", "DATE_NOT_READ", "DATE_NOT_READ_IN_TABLE", "IMPORTING", "NOTHING_WRITTEN", "NOT_SHOWN",
    "NO_BACKUP_OF_DAYLIO", "NO_DATE", "NO_DATE_IN_NAME", "NO_DATE_OR_ID", "NO_DATE_OR_TEXT", "NO_JSON_OF_JRNL",
    "NO_TEXT", "TOO_LARGE", "WHAT_NEXT", "WITHOUT_TEXT", "attached", "encoding_guessed", "encrypted", "entry",
    "entry_of", "found", "from_newer_tj", "lead_left_out", "line_of", "media_missing", "mood_without_level",
    "moods_without_level", "no_csv", "no_csv_of_daylio", "no_dates_in_brackets", "no_export_of_daylio",
    "no_export_of_tj", "no_files", "no_journal_in", "no_journal_of_day_one", "no_level", "no_such_column",
    "no_such_file", "no_text_files", "no_zip", "not_read", "not_read_in_zip", "not_understood", "not_utf8", "row",
    "skipped", "too_large_in_zip", "too_many_in_zip", "zone_unknown",
]  # fmt: skip

# Why one thing of an export is not taken; told after its place in it.
DATE_NOT_READ = "its date cannot be read"
DATE_NOT_READ_IN_TABLE = "its date cannot be read; --date-format says how dates are written"
NO_DATE = "it has no date"
NO_DATE_IN_NAME = "it has no date in its name or front matter"
NO_DATE_OR_ID = "it has no date, or no name of its own"
NO_DATE_OR_TEXT = "it has no date, or no text"
NO_TEXT = "it is not text"
NOT_SHOWN = "it is not text, and no note that was taken shows it"
WITHOUT_TEXT = "it has no text"
TOO_LARGE = "it is larger than a note can be"

IMPORTING = "importing"
NOTHING_WRITTEN = "Nothing was written."
WHAT_NEXT = "`tj check` lists what needs a look."

DATE_COLUMN_UNKNOWN = ("it is not known which column has the date", "add --column date=NAME")
NO_BACKUP_OF_DAYLIO = ("this zip is not a backup of Daylio's", "give the .daylio file as the program saved it")
NO_JSON_OF_JRNL = ("this JSON is not jrnl's", "make it with `jrnl --format json --file FILE`")


def no_such_file(file: str) -> tuple[str, str]:
    return f"there is no {file}", "see that its name is right"


def not_read(file: str, reason: str) -> tuple[str, str]:
    return f"{file} could not be read ({reason})", "see that it is a file of yours"


def not_understood(given: str, option: str) -> tuple[str, str]:
    return f"{given!r} is not understood", f"write {option} NAME=VALUE"


def no_level(level: str, word: str, scale: str) -> tuple[str, str]:
    return f"{level!r} is no level for {word!r}", f"the scale is {scale}"


def no_such_column(column: str, key: str, names: "Sequence[str]") -> tuple[str, str]:
    return f"there is no column {column!r} for {key}", f"its columns are {', '.join(names)}"


def no_text_files(folder: str) -> tuple[str, str]:
    return f"{folder} holds no text file", "a folder of jrnl's has one for each day, as in 2026/03/05.txt"


def no_files(folder: str) -> tuple[str, str]:
    return f"{folder} holds no file", "give a folder, or a zip, of Markdown or text files"


def encrypted(file: str) -> tuple[str, str]:
    return f"{file} is encrypted", "decrypt it with `jrnl --decrypt` first, then import it"


def not_utf8(file: str) -> tuple[str, str]:
    return f"{file} is not UTF-8 text", "save it as UTF-8, then import it"


def no_dates_in_brackets(file: str) -> tuple[str, str]:
    return (
        f"{file} has no line that begins with a date in brackets",
        "if its dates are written in another way, give --timeformat, as in jrnl's settings",
    )


def no_csv(file: str, reason: str) -> tuple[str, str]:
    return f"{file} is not a CSV file ({reason})", "see that its quotes are closed"


def no_csv_of_daylio(file: str) -> tuple[str, str]:
    return f"{file} is not a CSV file in UTF-8", "export it from Daylio again, and give it as it is"


def no_export_of_daylio(file: str) -> tuple[str, str]:
    return f"{file} is not an export of Daylio's", "its first line names full_date, time, mood and more"


def no_journal_in(file: str) -> tuple[str, str]:
    return f"{file} has no journal in it", "export from Day One as JSON, and give the zip as it is"


def no_journal_of_day_one(journal: str) -> tuple[str, str]:
    return f"{journal}.json is not a journal of Day One's", "export from Day One as JSON again"


def no_export_of_tj(file: str) -> tuple[str, str]:
    return f"{file} is not an export of tj's", "make it with `tj export --format json`"


def from_newer_tj(file: str) -> tuple[str, str]:
    return f"{file} was written by a newer tj", "update tj, then import it"


def no_zip(file: str) -> tuple[str, str]:
    return f"{file} is not a zip, or is damaged", "give the file as the other program exported it"


def too_many_in_zip(file: str) -> tuple[str, str]:
    return f"{file} has more files in it than tj reads", "look at what is in it first"


def too_large_in_zip(file: str) -> tuple[str, str]:
    return f"a file in {file} is larger than tj reads", "look at what is in it first"


def not_read_in_zip(file: str, *, locked: bool) -> tuple[str, str]:
    """Say that a file in a zip cannot be read: it is damaged, or where `locked`, encrypted."""
    return f"a file in {file} is {'encrypted' if locked else 'damaged'}", "export it again, without a password"


def row(number: int) -> str:
    return f"row {number}"


def entry(number: int) -> str:
    return f"entry {number}"


def entry_of(journal: str, number: int) -> str:
    return f"{journal}, entry {number}"


def line_of(file: str, number: int) -> str:
    """Return the place of an entry in a text; `file` is empty where there is only one."""
    return f"{file}, line {number}" if file else f"line {number}"


def lead_left_out(file: str, lines: int) -> str:
    """Say that lines before the first entry were left out; `file` is empty where there is only one."""
    return (f"{file}: " if file else "") + f"what stands before the first entry was left out: {some(lines, 'line')}"


def media_missing(where: str, count: int) -> str:
    found = "one of its pictures or recordings is" if count == 1 else f"{count} of its pictures or recordings are"
    return f"{where}: {found} not in the export"


def zone_unknown(where: str) -> str:
    return f"{where}: its time zone is not known here, so its time stands in UTC"


def encoding_guessed(file: str, encoding: str) -> str:
    return f"{file}: it is not UTF-8, and was read as {encoding}"


def mood_without_level(word: str, count: int) -> str:
    times = "once" if count == 1 else f"{count} times"
    return f"the mood {word!r} stands there {times} and has no level yet: add --map {word!r}=LEVEL"


def moods_without_level(count: int) -> str:
    return f"{some(count, 'mood')} could not be read as levels: add --map WORD=LEVEL"


def found(items: int, new: int, known: int, there: int, skipped: int, *, dry_run: bool) -> str:
    """Say what was done, or in a dry run would be, with all that was found."""
    would = "would be " if dry_run else ""
    return f"{items} found: {new} {would}imported, {known} imported before, {there} there already, {skipped} skipped."


def attached(count: int, *, dry_run: bool) -> str:
    files = some(count, "picture or other file", "pictures or other files")
    return f"{files} {'would be ' if dry_run else ''}in attachments/."


def skipped(where: str, reason: str) -> str:
    return f"skipped {where}: {reason}"
