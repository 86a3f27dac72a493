"""What `tj session note` does: a session's note is begun, or more is added to it, and all that stands in it stays."""

from datetime import date, time

from tj import templating
from tj.cli.app import App
from tj.cli.checkin import given_text
from tj.errors import Refused, TjError, UsageProblem
from tj.index.query import Query
from tj.vault.files import create_file, read_file, read_to_change, replace_file
from tj.vault.layout import Vault
from tj.when import When, parse_when
from tj.words import session as words

__all__ = ["keep_note"]

_FOLDER = "sessions"
_TEMPLATE = ".tj/templates/session.md"


def keep_note(
    app: App, vault: Vault, when: str, therapist: str | None, text: str | None, homework: tuple[str, ...]
) -> tuple[str, str]:
    """Begin the note of a session, or add to it; return its path, and in a sentence what was done.

    Arguments: `when`, the day and perhaps time of the session, today where it is empty; `text` and each of `homework`,
    words, or `-` for those on standard input.
    Raises `UsageProblem` where something given cannot be kept, `Refused` where the note cannot be changed safely.
    """
    moment = parse_when(when or "today", app.clock())
    for given in (text or "", therapist or "", *homework):
        _refuse_bytes(given)
    if text == "-" and "-" in homework:
        raise UsageProblem(*words.STDIN_ONCE)
    said = given_text(text) if text is not None else ""
    tasks = [one for given in homework for one in _tasks(given)]
    with app.locked(vault):
        path = _path(app, vault, moment.day)
        full = vault.locate(path)
        is_new = not full.exists()
        before = _from_template(vault, moment, app.clock().time(), path) if is_new else read_to_change(full)
        _check_is_session(vault, path, before)
        after, added = _with_more(vault, path, before, therapist, said, tasks)
        if is_new:
            create_file(full, after)
        elif after != before:
            replace_file(full, before, after)
    return path, _told(path, moment, is_new=is_new, is_changed=after != before, added=added, given=len(tasks))


def _path(app: App, vault: Vault, day: date) -> str:
    """Return the path of that day's note: the one that the index knows, else where a new one goes."""
    path = f"{_FOLDER}/{day}.md"
    if vault.locate(path).exists():
        return path
    known = app.ask(vault, lambda store: store.entries(Query(since=day, until=day, types=("session",))))
    return min((note.path for note in known), default=path)


def _refuse_bytes(given: str) -> None:
    try:
        given.encode()
    except UnicodeEncodeError:
        raise UsageProblem(*words.NOT_UTF8) from None


def _tasks(given: str) -> list[str]:
    """Return tasks as lines of Markdown."""
    lines = given_text(given).splitlines() if given == "-" else [given]
    texts = [" ".join(line.split()) for line in lines]
    if given != "-" and not texts[0]:
        raise UsageProblem(*words.HOMEWORK_EMPTY)
    return [f"- [ ] {text}" for text in texts if text]


def _from_template(vault: Vault, moment: When, now: time, path: str) -> bytes:
    from tj.entry.parse import parse_note
    from tj.entry.splice import set_text

    own = vault.locate(_TEMPLATE)
    try:
        source = read_file(own).decode("utf-8-sig") if own.exists() else templating.shipped("session.md")
    except UnicodeDecodeError:
        raise TjError(*words.template_not_utf8(_TEMPLATE)) from None
    hour, minute = (int(part) for part in moment.time.split(":")) if moment.time else (now.hour, now.minute)
    content = templating.fill(source, moment.day, time(hour, minute), str(moment.day)).encode()
    if moment.time and not parse_note(path, content, vault.settings).entry.time:
        content = set_text(path, content, "time", moment.time, vault.settings)
    if parse_note(path, content, vault.settings).entry.type != "session":
        content = set_text(path, content, "type", "session", vault.settings)
    return content


def _check_is_session(vault: Vault, path: str, data: bytes) -> None:
    from tj.entry.parse import parse_note

    entry = parse_note(path, data, vault.settings).entry
    if entry.readable and entry.type != "session":
        raise Refused(*words.no_note_of_session(path))


def _with_more(
    vault: Vault, path: str, data: bytes, therapist: str | None, said: str, tasks: list[str]
) -> tuple[bytes, int]:
    """Return a note with what was given, and how many of the tasks were not there yet."""
    from tj.entry.parse import parse_note
    from tj.entry.section import add_below
    from tj.entry.splice import set_text

    settings = vault.settings
    if therapist and therapist.strip():
        data = set_text(path, data, "therapist", " ".join(therapist.split()), settings)
    if said.strip():
        lines = said.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
        data = add_below(path, data, "Notes", [line.rstrip() for line in lines], settings)
    there = {task.text for task in parse_note(path, data, settings).entry.tasks}
    added = 0
    for line in dict.fromkeys(tasks):
        read = parse_note("sessions/a.md", line.encode(), settings).entry.tasks
        if not read or not read[0].text:
            raise UsageProblem(*words.TASK_NOT_READABLE)
        if read[0].text not in there:
            data = add_below(path, data, "Homework", [line], settings)
            added += 1
    return data, added


def _told(path: str, moment: When, *, is_new: bool, is_changed: bool, added: int, given: int) -> str:
    if is_new:
        return words.note_begun(path, str(moment), added)
    if not is_changed:
        return words.note_has_that(path) if given else words.note_there(path)
    return words.note_has_more(path, added)
