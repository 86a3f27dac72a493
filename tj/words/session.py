"""What `tj session` says: the page for the next session, the note of one, and its homework."""

from tj.words.phrases import some

__all__ = [
    "HOMEWORK_EMPTY", "NONE_NOTED", "NOT_UTF8", "STDIN_ONCE", "TASK_NOT_READABLE", "homework_from", "homework_line",
    "is_a_folder", "no_note_of_session", "note_begun", "note_has_more", "note_has_that", "note_there",
    "page_in_summaries", "page_written", "template_not_utf8",
]  # fmt: skip

NONE_NOTED = "No session is noted yet; `tj session note` keeps one."
STDIN_ONCE = ("standard input can be read once", "give `-` for the text or for the homework")
NOT_UTF8 = ("what was given is not UTF-8 text", "see that your terminal writes UTF-8")
HOMEWORK_EMPTY = ("homework needs a few words", 'write what it is, as in `--homework "ring my brother once"`')
TASK_NOT_READABLE = ("a task needs words that can be read back", "write it without signs or comments alone")


def page_written(path: str) -> str:
    return f"The page is {path}. It is not encrypted, and lines of private entries are among it."


def page_in_summaries(folder: str) -> tuple[str, str]:
    return f"{folder}/ holds what tj makes by itself", "write the page elsewhere; nothing was written"


def is_a_folder(path: str) -> tuple[str, str]:
    return f"{path} is a folder", "name a file, such as session.md"


def homework_from(*, session: bool, guidance: bool) -> str:
    """Return what stands above homework: from the last session, from guidance, or from both."""
    if session and guidance:
        return "From the last session and guidance since:"
    return "From the last session:" if session else "From guidance:"


def homework_line(text: str, due: str) -> str:
    """Return a task; `due` is empty where no day is given."""
    return f"  - {text} (by {due})" if due else f"  - {text}"


def template_not_utf8(path: str) -> tuple[str, str]:
    return f"{path} is not UTF-8 text", "save it as UTF-8 first"


def no_note_of_session(path: str) -> tuple[str, str]:
    return f"{path} is there, and is no note of a session", "move it, or give it `type: session`"


def note_begun(path: str, moment: str, tasks: int) -> str:
    if tasks:
        return f"{path} is begun, for {moment}, with {_homework(tasks)}."
    return f"{path} is begun, for {moment}."


def note_has_more(path: str, tasks: int) -> str:
    return f"{path} has {_homework(tasks) if tasks else 'what you gave'} now; all else in it is as it was."


def note_has_that(path: str) -> str:
    return f"{path} has that already; nothing was changed."


def note_there(path: str) -> str:
    return f"{path} is there already."


def _homework(tasks: int) -> str:
    return f"{some(tasks, 'task')} of homework"
