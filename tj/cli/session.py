"""`tj session`: the agenda for the next session, the notes of one, and the homework that it gave."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.family import Family
from tj.cli.session_note import keep_note
from tj.errors import Refused, TjError, UsageProblem
from tj.index.query import Query
from tj.vault.files import create_file
from tj.vault.layout import SUMMARIES, Vault
from tj.words import session as words

if TYPE_CHECKING:
    from tj.entry.model import Entry
    from tj.index.store import Store
    from tj.insight.session import Between

__all__ = ["say_homework", "session_command"]

# The time that is compared with is no longer than this, or as long as that since the session.
_LONGEST_PAUSE = 60
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group("session", cls=Family)
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
        say.say(words.page_written(str(target)), to_stderr=as_json)
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
    path, told = keep_note(app, vault, " ".join(when), therapist, text, homework)
    say.say(told)
    if text is None and not homework and not no_edit and say.is_interactive():
        from tj.cli.writing import edit

        edit(vault.locate(path))


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
        say.say(words.NONE_NOTED)


def say_homework(app: App, vault: Vault) -> None:
    """Print the open homework of the last session and of guidance since; nothing where all of it is done."""
    from tj.insight.agenda import open_homework

    notes = app.ask(vault, lambda store: store.others("session", "guidance"))
    found = open_homework(notes, app.clock().date())
    kinds = {one.note.type for one in found}
    if kinds:
        say.say()
        say.say(words.homework_from(session="session" in kinds, guidance="guidance" in kinds))
    for task in (one.task for one in found):
        say.say(say.shown(words.homework_line(task.text, str(task.due or ""))))


def _between(app: App, vault: Vault) -> "Between":
    from tj.cli.forms import all_forms
    from tj.insight.scores import scored
    from tj.insight.session import between

    today = app.clock().date()

    def look(store: "Store") -> "tuple[list[Entry], list[Entry], dict[str, dict[date, float | None]]]":
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
        raise Refused(*words.page_in_summaries(SUMMARIES))
    if target.is_dir():
        raise UsageProblem(*words.is_a_folder(str(target)))
    return target
