"""`tj goal`: goals as Markdown notes in goals/, and what was done towards them."""

import sys
from datetime import date

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.family import Family
from tj.cli.goal_course import drop, finish, pause, resume
from tj.cli.goal_doing import checked_amount, done
from tj.cli.goal_finding import FOLDER, checked_name
from tj.entry.compose import compose_note
from tj.entry.goal_marks import fold_goal, goal_name
from tj.entry.parse import parse_note
from tj.errors import Refused, TjError, UsageProblem
from tj.index.query import Query
from tj.insight.goals import GoalProgress, goals, parse_target
from tj.templating import shipped_names
from tj.vault.files import create_file, read_file
from tj.vault.layout import Vault
from tj.when import When, parse_when
from tj.words import goals as words

__all__ = ["goal_command"]

_OWN_PROMPTS = ".tj/prompts"
_PLAIN_SIGNS = str.maketrans("●◐·", "x/.")


@click.group("goal", cls=Family)
def goal_command() -> None:
    """Set goals, see them, and note what was done.

    \b
    Example:  tj goal add walk-daily --target daily
    """


@goal_command.command("add")
@click.argument("name")
@click.option("--target", metavar="RHYTHM", default="", help="daily, 3/week, 2/month or 'once by 2026-05-01'.")
@click.option("--amount", type=float, help="How much is enough for a day.")
@click.option("--unit", default="", help="What the amount counts, such as pages or minutes.")
@click.option("--area", default="", help="Such as movement, rest or relationships: a theme of the prompts.")
@click.option("--start", metavar="WHEN", help="From when; default: today.")
@click.option("--due", metavar="WHEN", help="By when; a weekday is the next one.")
@click.option("--why", metavar="TEXT", default="", help="Why it matters to you.")
@click.option("--if", "situations", metavar="TEXT", multiple=True, help="A moment or obstacle; goes with --then.")
@click.option("--then", "answers", metavar="TEXT", multiple=True, help="What you will do then.")
@click.pass_obj
def add(
    app: App,
    name: str,
    target: str,
    amount: float | None,
    unit: str,
    area: str,
    start: str | None,
    due: str | None,
    why: str,
    situations: tuple[str, ...],
    answers: tuple[str, ...],
) -> None:
    """Set a goal: a note in goals/ that is yours to write in.

    \b
    Example:  tj goal add read --target 3/week --amount 20 --unit pages --if "the kettle is on" --then "I read"
    """
    vault = app.vault()
    name = checked_name(name)
    rhythm = parse_target(target)
    if target and rhythm is None:
        raise UsageProblem(*words.no_rhythm(target))
    first = parse_when(start, app.clock(), ahead=True).day if start else app.clock().date()
    until = parse_when(due, app.clock(), ahead=True) if due else None
    if until and until.day < first:
        raise UsageProblem(*words.due_before_start(str(until)))
    if rhythm and rhythm.by and rhythm.by < first:
        raise UsageProblem(*words.target_before_start(str(When(rhythm.by))))
    path = f"{FOLDER}/{name}.md"
    _check_free(vault, name)
    said: dict[str, date | float | str | list[str]] = {"type": "goal", "title": name, "area": area, "target": target}
    said |= {} if amount is None else {"amount": float(checked_amount(amount))}
    said |= {"unit": unit, "start": first, **({"due": until.day} if until else {})}
    said |= {"status": "active", "why": why, "plans": _plans(situations, answers)}
    data = compose_note(said).encode()
    create_file(vault.locate(path), data)
    say.say(words.added(path, str(until) if until else ""))
    _say_hint(vault, path, data, area)


@goal_command.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those that are done or dropped.")
@click.option("--plans", is_flag=True, help="With why each matters, and its if-then plans.")
@click.option("--hints", is_flag=True, help="With what could make a goal clearer.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, of all goals.")
@click.pass_obj
def list_goals(app: App, everything: bool, plans: bool, hints: bool, as_json: bool) -> None:
    """List goals, with what was done in the last four weeks.

    The four weeks end with the newest entry.

    \b
    Example:  tj goal list
    """
    vault = app.vault()
    notes, worked, newest = app.ask(
        vault,
        lambda store: (store.entries(Query(types=("goal",)), properties=True), store.goal_days(), store.newest_date()),
    )
    now = app.clock().date()
    today = newest or now
    found = goals(notes, worked, today)
    if as_json:
        say.as_json([_document(goal) for goal in found])
        return
    shown = [goal for goal in found if everything or goal.status in ("active", "paused")]
    if shown:
        say.say(_signs(words.four_weeks(str(When(today)))))
    for goal in shown:
        say.say()
        _show(goal, today, current=today.isocalendar()[:2] == now.isocalendar()[:2])
        if plans:
            _show_plans(vault, goal)
        if hints:
            _show_hint(vault, goal)
    if not found:
        say.say(words.NONE_YET)
    elif more := len(found) - len(shown):
        if shown:
            say.say()
        say.say(words.not_shown(more, after_others=bool(shown)))
    from tj.cli.session import say_homework

    say_homework(app, vault)


def _show(found: GoalProgress, today: date, *, current: bool) -> None:
    from tj.insight.goal_words import count_words, goal_words, target_words

    asks = target_words(found.goal)
    say.say(say.bold(say.shown(found.name)) + say.shown(f"  {asks}" if asks else ""))
    say.say(_signs(f"  {' '.join(found.grid)}  {count_words(found)}"))
    say.say(say.shown(f"  {goal_words(found, today, current=current)}"))


def _show_plans(vault: Vault, found: GoalProgress) -> None:
    for text in (found.goal.why, *found.goal.plans, *_plans_of_body(vault, found.path)):
        if text:
            say.say(say.shown(f"  {text}"))


def _show_hint(vault: Vault, found: GoalProgress) -> None:
    from tj.insight.goal_hints import goal_hint

    if not found.path:
        say.say(f"  {words.ONLY_NAMED}")
    elif found.status == "active" and (hint := goal_hint(found.goal, _plans_of_body(vault, found.path))):
        say.say(f"  {hint}")


def _plans_of_body(vault: Vault, path: str) -> tuple[str, ...]:
    from tj.insight.goal_note import plans_in

    if not path:
        return ()
    try:
        data = read_file(vault.locate(path), root=str(vault.root))
    except TjError:  # gone since it was looked at
        return ()
    return plans_in(parse_note(path, data, vault.settings).body)


def _check_free(vault: Vault, name: str) -> None:
    """Raise `Refused` where a note of that name is there, in whatever case: tj could not tell the two apart."""
    try:
        files = sorted(path.name for path in vault.locate(FOLDER).iterdir())
    except OSError:
        return  # it is not there yet, or to write into it fails with a sentence of its own
    for file in files:
        if file.endswith(".md") and fold_goal(goal_name(file)) == fold_goal(name):
            raise Refused(*words.name_taken(f"{FOLDER}/{file}"))


def _say_hint(vault: Vault, path: str, data: bytes, area: str) -> None:
    """Offer one thing that would make a new goal clearer, if there is one."""
    from tj.insight.goal_hints import goal_hint
    from tj.insight.goal_note import read_goal

    areas = _areas(vault)
    if area and area.casefold() not in areas:
        say.say(say.shown(words.area_of_your_own(area, areas)))
    elif hint := goal_hint(read_goal(parse_note(path, data, vault.settings).entry)):
        say.say(words.offered(hint))


def _areas(vault: Vault) -> list[str]:
    """Return the areas that prompts come back to: the themes of the shipped ones and of the writer's own."""
    names = shipped_names("prompts")
    try:
        folder = vault.locate(_OWN_PROMPTS)
        names += [file.name.casefold() for file in folder.iterdir()] if folder.is_dir() else []
    except (OSError, TjError):
        pass  # `tj prompt` says what is wrong there
    return sorted({name.removesuffix(".md") for name in names if name.endswith(".md")})


def _plans(situations: tuple[str, ...], answers: tuple[str, ...]) -> list[str]:
    if len(situations) != len(answers):
        raise UsageProblem(*words.PLAN_NEEDS_THEN)
    pairs = [
        (situation.strip(), answer.strip().rstrip(".")) for situation, answer in zip(situations, answers, strict=True)
    ]
    if any(not situation or not answer for situation, answer in pairs):
        raise UsageProblem(*words.PLAN_NEEDS_WORDS)
    return [f"If {situation}, then {answer}." for situation, answer in pairs]


def _signs(text: str) -> str:
    """Return a line of a grid in signs that the output can write."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = text.translate(_PLAIN_SIGNS)
    return text.rstrip()


def _document(found: GoalProgress) -> dict[str, object]:
    goal = found.goal
    return {
        "name": found.name, "status": found.status, "target": found.target, "done": found.done,
        "planned": found.planned, "partly": found.partly, "weeks": found.weeks, "weeks_planned": found.weeks_planned,
        "run": found.run, "best_run": found.best_run, "last": found.last, "title": found.title, "path": found.path,
        "area": goal.area, "amount": goal.amount, "unit": goal.unit, "start": goal.start, "due": goal.due,
        "ended": goal.ended, "paused": [str(pause) for pause in goal.pauses], "plans": goal.plans, "why": goal.why,
    }  # fmt: skip


for _command in (done, pause, resume, finish, drop):
    goal_command.add_command(_command)
