"""`tj session`: the agenda for the next session, the notes of one, and the homework that it gave."""

from contextlib import suppress
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tj import templating
from tj.cli import say
from tj.cli.app import App
from tj.cli.checkin import given_text
from tj.errors import Refused, TjError, UsageProblem
from tj.index.query import Query
from tj.vault.files import create_file, read_file, read_to_change, replace_file
from tj.vault.layout import SUMMARIES, Vault
from tj.when import When, parse_when

if TYPE_CHECKING:
    from tj.entry.model import Entry
    from tj.index.store import Store
    from tj.insight.session import Between

__all__ = ["say_homework", "session_command"]

_FOLDER = "sessions"
_TEMPLATE = ".tj/templates/session.md"
# The time that is compared with is no longer than this, or as long as that since the session.
_LONGEST_PAUSE = 60
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group("session")
def session_command() -> None:
    """Prepare the next session, and keep what came of the last one.

    \b
    Example:  tj session prep
    """


@session_command.command("prep")
@click.option("--output", metavar="FILE", type=click.Path(path_type=Path), help="Write it to this new file instead.")
@_JSON
@click.pass_obj
def prep(app: App, output: Path | None, as_json: bool) -> None:
    """Show on one page what to bring to the next session.

    The lines marked with #session since the last one (those with 🔺, ⏫, 🔼 or a leading ! first), the homework that is
    still open, how the time was, and a question to begin with. Private entries count: the page is for you.

    \b
    Example:  tj session prep --output ~/session.md
    """
    from tj.report.between import between_page

    vault = app.vault()
    target = _new_file(app, vault, output) if output is not None else None
    found = _between(app, vault)
    question = _question(app, vault)
    if as_json:
        say.as_json(_document(vault, found, question))
    page = between_page(found, dict(vault.settings.trackers), question)
    if target is not None:
        inside = target.is_relative_to(vault.root)
        create_file(target, (("---\ntype: session-prep\n---\n\n" if inside else "") + page).encode(), mode=0o600)
        say.say(f"The page is {target}. It is not encrypted.", to_stderr=as_json)
    elif not as_json:
        say.say(say.shown(page.rstrip("\n")))


@session_command.command("note")
@click.argument("when", required=False, nargs=-1)
@click.option("--therapist", metavar="NAME", help="With whom it was.")
@click.option("--text", metavar="TEXT", help="What to note; `-` reads standard input, which other programs cannot see.")
@click.option(
    "--homework",
    metavar="TEXT",
    multiple=True,
    help="Something to do until the next session; repeatable. `-` reads standard input, a task a line.",
)
@click.option("--no-edit", is_flag=True, help="Do not open the editor.")
@click.pass_obj
def note(
    app: App, when: tuple[str, ...], therapist: str | None, text: str | None, homework: tuple[str, ...], no_edit: bool
) -> None:
    """Keep notes of a session, and its homework as tasks.

    The note is sessions/DATE.md, in your own words; WHEN is the day of the session, default today. Where there is one
    of that day, more is added to it and nothing is overwritten. With neither `--text` nor `--homework` your editor
    opens on it. Its template is session.md, in .tj/templates/ or the shipped one.

    \b
    Example:  tj session note --therapist "Dr. Roos" --homework "ring my brother once"
    """
    vault = app.vault()
    moment = parse_when(" ".join(when) or "today", app.clock())
    if text == "-" and "-" in homework:
        raise UsageProblem("standard input can be read once", "give `-` for the text or for the homework")
    words = given_text(text) if text is not None else ""
    tasks = [one for given in homework for one in _tasks(given)]
    with app.locked(vault):
        path = _path(app, vault, moment.day)
        full = vault.locate(path)
        is_new = not full.exists()
        before = _from_template(vault, moment, app.clock().time(), path) if is_new else read_to_change(full)
        _check_is_session(vault, path, before)
        after, added = _with_more(vault, path, before, therapist, words, tasks)
        if is_new:
            create_file(full, after)
        elif after != before:
            replace_file(full, before, after)
    say.say(_told(path, moment, is_new=is_new, is_changed=after != before, added=added, given=len(tasks)))
    if text is None and not tasks and not no_edit and say.is_interactive():
        from tj.cli.writing import edit

        edit(full)


@session_command.command("list")
@_JSON
@click.pass_obj
def list_sessions(app: App, as_json: bool) -> None:
    """List the sessions there are notes of, newest first.

    \b
    Example:  tj session list
    """
    from tj.report.noted import session_words

    vault = app.vault()
    notes = [one for one in app.ask(vault, lambda store: store.others("session")) if one.date is not None]
    notes.sort(key=lambda one: (one.date or date.min, one.time, one.path), reverse=True)
    if as_json:
        say.as_json([_row(one) for one in notes])
        return
    for one in notes:
        say.say(say.shown(f"{one.date} {one.time:5}  {session_words(one) or one.path}"))
    if not notes:
        say.say("No session is noted yet; `tj session note` keeps one.")


def say_homework(app: App, vault: Vault) -> None:
    """Print the open homework of the last session and of guidance since; nothing where all of it is done."""
    from tj.insight.agenda import open_homework

    notes = app.ask(vault, lambda store: store.others("session", "guidance"))
    tasks = [one.task for one in open_homework(notes, app.clock().date())]
    if tasks:
        say.say("\nFrom the last session:")
    for task in tasks:
        say.say(say.shown(f"  - {task.text}" + (f" (by {task.due})" if task.due else "")))


def _between(app: App, vault: Vault) -> "Between":
    from tj.cli.forms import all_forms
    from tj.insight.scores import scored
    from tj.insight.session import between

    today = app.clock().date()

    def look(store: "Store") -> "tuple[list[Entry], list[Entry], dict[str, set[date]]]":
        return store.entries(Query(since=_far_enough(store, today))), store.others(), store.goal_days()

    entries, notes, done = app.ask(vault, look)
    forms = all_forms(vault)[0] if any(one.type == "assessment" for one in notes) else []
    scores = scored(notes, {form.name: form for form in forms})
    return between(entries, notes, done, scores, vault.settings.trackers, today)


def _far_enough(store: "Store", today: date) -> date | None:
    """Return the first day whose entries may bear on the page; None where there was no session, so that all may."""
    last, newest = store.last_session(today), store.newest_date()
    if not last or last[0].date is None or newest is None:
        return None
    back = max(_LONGEST_PAUSE, (newest - last[0].date).days) + 1
    return date.fromordinal(max(last[0].date.toordinal() - back, 1))


def _question(app: App, vault: Vault) -> str:
    from tj.cli.prompting import find_prompt
    from tj.insight.prompt_day import BEFORE_SESSION

    with suppress(UsageProblem, TjError):  # where the writer has turned all of them off
        return find_prompt(app, vault, BEFORE_SESSION)[0].text
    return ""


def _document(vault: Vault, found: "Between", question: str) -> dict[str, object]:
    from tj.report.between import change_lines

    session = found.session
    return {
        "session": _row(session) if session else None,
        "since": found.since,
        "until": found.until,
        "agenda": [{"date": said.day, "text": said.text, "path": said.path} for said in found.agenda],
        "homework": [
            {"text": one.task.text, "done": one.task.done, "due": one.task.due, "path": one.note.path}
            for one in found.homework
        ],
        "changes": change_lines(found, dict(vault.settings.trackers)),
        "question": question or None,
    }


def _row(note: "Entry") -> dict[str, object]:
    therapist = note.properties.get("therapist")
    return {
        "path": note.path,
        "date": note.date,
        "time": note.time or None,
        "therapist": therapist if isinstance(therapist, str) else None,
        "homework": [{"text": task.text, "done": task.done} for task in note.tasks if task.text],
    }


def _new_file(app: App, vault: Vault, output: Path) -> Path:
    target = (app.start() / output.expanduser()).resolve()
    if target.is_relative_to(vault.root / SUMMARIES):
        raise Refused(f"{SUMMARIES}/ holds what tj makes by itself", "write the page elsewhere; nothing was written")
    if target.is_dir():
        raise UsageProblem(f"{target} is a folder", "name a file, such as session.md")
    return target


def _path(app: App, vault: Vault, day: date) -> str:
    """Return the path of that day's note: the one that the index knows, else where a new one goes."""
    path = f"{_FOLDER}/{day}.md"
    if vault.locate(path).exists():
        return path
    known = app.ask(vault, lambda store: store.entries(Query(since=day, until=day, types=("session",))))
    return min((note.path for note in known), default=path)


def _tasks(given: str) -> list[str]:
    """Return tasks as lines of Markdown."""
    lines = given_text(given).splitlines() if given == "-" else [given]
    texts = [" ".join(line.split()) for line in lines]
    if given != "-" and not texts[0]:
        raise UsageProblem("homework needs a few words", 'such as `--homework "ring my brother once"`')
    return [f"- [ ] {text}" for text in texts if text]


def _from_template(vault: Vault, moment: When, now: time, path: str) -> bytes:
    from tj.entry.parse import parse_note
    from tj.entry.splice import set_text

    own = vault.locate(_TEMPLATE)
    try:
        source = read_file(own).decode("utf-8-sig") if own.exists() else templating.shipped("session.md")
    except UnicodeDecodeError:
        raise TjError(f"{_TEMPLATE} is not UTF-8 text", "save it as UTF-8 first") from None
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
        raise Refused(f"{path} is there, and is no note of a session", "move it, or give it `type: session`")


def _with_more(
    vault: Vault, path: str, data: bytes, therapist: str | None, words: str, tasks: list[str]
) -> tuple[bytes, int]:
    """Return a note with what was given, and how many of the tasks were not there yet."""
    from tj.entry.parse import parse_note
    from tj.entry.section import add_below
    from tj.entry.splice import set_text

    settings = vault.settings
    if therapist and therapist.strip():
        data = set_text(path, data, "therapist", " ".join(therapist.split()), settings)
    if words.strip():
        lines = words.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
        data = add_below(path, data, "Notes", [line.rstrip() for line in lines], settings)
    there = {task.text for task in parse_note(path, data, settings).entry.tasks}
    added = 0
    for line in dict.fromkeys(tasks):
        read = parse_note("sessions/a.md", line.encode(), settings).entry.tasks
        if not read or not read[0].text:
            raise UsageProblem("a task needs words that can be read back", "write it without signs or comments alone")
        if read[0].text not in there:
            data = add_below(path, data, "Homework", [line], settings)
            added += 1
    return data, added


def _told(path: str, moment: When, *, is_new: bool, is_changed: bool, added: int, given: int) -> str:
    more = f"{added} {'task' if added == 1 else 'tasks'} of homework" if added else ""
    if is_new:
        return f"{path} is begun, for {moment}" + (f", with {more}." if more else ".")
    if not is_changed:
        return f"{path} has that already; nothing was changed." if given else f"{path} is there already."
    return f"{path} has {more or 'what you gave'} now; all else in it is as it was."
