"""`tj assess`: a questionnaire, asked one question at a time or given whole; scored, kept as a note, and compared."""

from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.checkin import given_text
from tj.cli.forms import all_forms, find_form, import_form
from tj.entry.compose import compose_note
from tj.errors import TjError, UsageProblem
from tj.index.query import Query
from tj.insight.assessments import (
    Result,
    Since,
    compare,
    describe,
    is_flagged,
    parse_answers,
    previous,
    read_answer,
    score,
)
from tj.insight.instruments import Instrument, Item
from tj.report.results import result_lines, result_note, since_lines
from tj.vault.files import create_file
from tj.vault.layout import Vault
from tj.when import When, parse_when
from tj.words import assess as words

__all__ = ["assess_command"]

_FOLDER = "assessments"
_BACK = ("b", "back")


@click.command("assess")
@click.argument("name", required=False)
@click.option(
    "--answers",
    metavar="0,1,…",
    help="All answers, in order. `-` reads them from standard input: what is written on a command line can be seen by "
    "other programs and stays in your shell's history.",
)
@click.option("--at", "when", metavar="WHEN", help="When you filled it in; default: now.")
@click.option("--list", "list_them", is_flag=True, help="List the questionnaires there are.")
@click.option("--import", "source", metavar="FILE", help="Take in a FHIR Questionnaire (JSON) from your clinic.")
@click.option("--without", metavar="LINKID", multiple=True, help="With --import: leave this item out; repeatable.")
@click.option("--replace", is_flag=True, help="With --import: replace your questionnaire of that name.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def assess_command(
    app: App,
    name: str | None,
    answers: str | None,
    when: str | None,
    list_them: bool,
    source: str | None,
    without: tuple[str, ...],
    replace: bool,
    as_json: bool,
) -> None:
    """Fill in a questionnaire and see its score.

    At a terminal it asks one question after the other. The result becomes a note in assessments/, and is compared with
    the last one. Your own questionnaires are in .tj/instruments/. Nothing is sent anywhere.

    \b
    Example:  tj assess phq-9
              tj assess gad-7 --answers -
    """
    vault = app.vault()
    if source is not None:
        import_form(vault, app.start() / Path(source).expanduser(), name, without, replace=replace)
    elif list_them:
        _list(vault, as_json)
    elif name is None:
        raise UsageProblem(*words.WHICH)
    else:
        form = find_form(vault, name)
        moment = _moment(when, app)
        vault.locate(_FOLDER)  # which refuses a folder that leads elsewhere before anything is asked
        given = _given(app, form, answers, to_stderr=as_json)
        _keep(app, vault, form, moment, given, as_json)


def _keep(app: App, vault: Vault, form: Instrument, moment: When, answers: tuple[int, ...], as_json: bool) -> None:
    result = score(form, answers)
    if result.flagged:
        # First, whatever may go wrong after it.
        from tj.cli.support import show_support

        show_support(app, asked=False, to_stderr=as_json)
        say.say(to_stderr=as_json)
    with app.locked(vault):
        path = _free_path(vault, form, moment, f"{app.clock():%H%M}")
        create_file(vault.locate(path), _note(form, moment, answers, result).encode())
    since, compared = None, True
    try:
        since = _since(app, vault, form, moment, path, result)
    except TjError as problem:
        compared = False
        say.warn(words.not_compared(problem.message))
    if as_json:
        say.as_json(_document(form, moment, path, result, since))
        return
    lines = [*result_lines(form, result), *(since_lines(form, since) if compared else []), words.kept(path)]
    for line in lines:
        say.say(say.shown(line))


def _moment(when: str | None, app: App) -> When:
    now = app.clock()
    if when is None:
        return When(now.date(), f"{now:%H:%M}")
    moment = parse_when(when, now)
    if moment.day > now.date():
        raise UsageProblem(*words.still_to_come(str(moment)))
    return moment


def _given(app: App, form: Instrument, answers: str | None, *, to_stderr: bool) -> tuple[int, ...]:
    if answers is not None:
        return parse_answers(form, given_text(answers))
    if not say.is_interactive():
        raise UsageProblem(*words.needs_terminal(form.title))
    return _asked(app, form, to_stderr=to_stderr)


def _asked(app: App, form: Instrument, *, to_stderr: bool) -> tuple[int, ...]:
    """Ask one question after the other; `b` goes back to the one before."""
    for line in (form.title, form.about, form.notice, words.about(form.period) if form.period else ""):
        if line:
            say.say(say.shown(line), to_stderr=to_stderr)
    say.say(words.HOW_TO_ANSWER, to_stderr=to_stderr)
    answers: list[int] = []
    shown: Item | None = None
    try:
        while len(answers) < len(form.items):
            item = form.items[len(answers)]
            _introduce(item, shown, to_stderr=to_stderr)
            shown = item
            question = say.shown(words.question(len(answers) + 1, len(form.items), item.topic, describe(item)))
            reply = str(click.prompt(question, default="", show_default=False, err=to_stderr)).strip()
            answer = read_answer(item, reply)
            if reply.casefold() in _BACK:
                answers = answers[:-1]
            elif answer is None:
                say.say(words.takes(describe(item)), to_stderr=to_stderr)
            else:
                answers.append(answer)
    except click.Abort:
        if any(is_flagged(item, answer) for item, answer in zip(form.items, answers, strict=False)):
            from tj.cli.support import show_support

            say.say(to_stderr=to_stderr)
            show_support(app, asked=False, to_stderr=to_stderr)
        raise
    return tuple(answers)


def _introduce(item: Item, before: Item | None, *, to_stderr: bool) -> None:
    """Say what stands above a question, and what the numbers mean, where that has changed."""
    if item.heading and (before is None or before.heading != item.heading):
        say.say(say.shown(item.heading), to_stderr=to_stderr)
    meanings = [f"{answer} {word}" for answer, word in item.answers.items() if word]
    if meanings and (before is None or before.answers != item.answers):
        say.say(say.shown(" · ".join(meanings)), to_stderr=to_stderr)


def _free_path(vault: Vault, form: Instrument, moment: When, now: str) -> str:
    """Return a path that is not taken; a further one that day has the time in its name."""
    stem = f"{_FOLDER}/{moment.day}-{form.name}"
    timed = f"{stem}-{moment.time.replace(':', '') or now}"
    count = 1
    path = f"{stem}.md"
    while vault.locate(path).exists():
        path = f"{timed}.md" if count == 1 else f"{timed}-{count}.md"
        count += 1
    return path


def _note(form: Instrument, moment: When, answers: tuple[int, ...], result: Result) -> str:
    return compose_note(
        {
            "type": "assessment",
            "date": moment.day,
            "time": moment.time,
            "name": form.name,
            "score": result.score,
            "max": result.highest,
            "band": result.band,
            "answers": answers,
        },
        result_note(form, result),
    )


def _since(app: App, vault: Vault, form: Instrument, moment: When, path: str, result: Result) -> Since | None:
    query = Query(types=("assessment",), where=(("name", form.name),), until=moment.day)
    notes = app.ask(vault, lambda store: store.entries(query, properties=True))
    last = previous(form, notes, path, moment.day, moment.time)
    return compare(form, result.score, *last) if last else None


def _document(form: Instrument, moment: When, path: str, result: Result, since: Since | None) -> dict[str, object]:
    def thresholds(pairs: tuple[tuple[int, str], ...]) -> list[dict[str, object]]:
        return [{"points": points, "source": source} for points, source in pairs]

    return {
        "name": form.name,
        "score": result.score,
        "max": result.highest,
        "band": result.band or None,
        "flagged": result.flagged,
        "date": moment.day,
        "path": path,
        "subscales": {name: {"score": points, "max": most} for name, (points, most) in result.subscales.items()},
        "change": since
        and {
            "since": since.day,
            "score": since.score,
            "points": since.points,
            "reached": thresholds(since.reached),
            "below": thresholds(since.missed),
        },
    }


def _list(vault: Vault, as_json: bool) -> None:
    forms, problems = all_forms(vault)
    if as_json:
        say.as_json(
            [
                {"name": f.name, "title": f.title, "items": len(f.items), "max": f.highest, "validated": f.validated}
                for f in forms
            ]
        )
    else:
        for form in forms:
            about, count = form.about or form.title, len(form.items)
            say.say(say.shown(words.form_line(form.name, count, about, unvalidated=form.validated is False)))
    for problem in problems:
        say.warn(say.shown(problem))
