"""`tj support`: the writer's own coping plan and people, shown whatever else in the vault is broken."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from tj import templating
from tj.cli import say
from tj.cli.app import App
from tj.config import Settings
from tj.entry.parse import parse_note
from tj.errors import TjError, UsageProblem
from tj.index.query import Query
from tj.insight.support import Contact, contacts_toml, parse_contacts
from tj.report.care import care_lines
from tj.vault.files import create_file, read_file, read_to_change, replace_file
from tj.vault.layout import CONFIG, Vault
from tj.vault.place import find_root, read_config
from tj.words import support as words

__all__ = ["offer_contacts", "show_support", "support_command"]

PLAN = "coping-plan.md"
_PLAN_TYPE = "coping-plan"
# "Someone else?" is soon answered by a word, which is nobody's name.
_NO_ONE = ("", "n", "no")


@dataclass(frozen=True, slots=True)
class _Found:
    """What there is to show; `problems` are what could not be read, a sentence each."""

    path: str
    plan: str
    contacts: tuple[Contact, ...]
    problems: tuple[str, ...]


@click.command("support")
@click.option("--plan", "begin_plan", is_flag=True, help="Begin your coping plan, or open the one there is.")
@click.option("--add", "add_contact", is_flag=True, help="Note someone to turn to; asks at a terminal.")
@click.option(
    "--practice",
    metavar="[NAME]",
    is_flag=False,
    flag_value="",
    help="Show a short practice, such as grounding; without a name, which there are.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def support_command(app: App, begin_plan: bool, add_contact: bool, practice: str | None, as_json: bool) -> None:
    """Show your coping plan and whom you can turn to.

    The plan is coping-plan.md in your vault, else the newest note with `type: coping-plan`. The people and services are
    those under [[support.contacts]] in .tj/config.toml. Practices are three minutes each; yours lie in .tj/practices/.
    Nothing is sent, and nothing is noted down.

    \b
    Example:  tj support
              tj support --practice grounding
    """
    if begin_plan:
        _begin_plan(app.vault())
    elif add_contact:
        _add(app.vault().root, app.clock().date())
    elif practice is not None:
        from tj.cli.practices import show_practices

        show_practices(app, practice, as_json=as_json)
    elif as_json:
        found = _look(app)
        contacts = [{"name": c.name, "how": c.how, "note": c.note, "checked": c.checked} for c in found.contacts]
        plan = {"path": found.path, "text": found.plan} if found.plan else None
        say.as_json({"plan": plan, "contacts": contacts, "monitored": False, "problems": found.problems})
    else:
        show_support(app, asked=True)


def show_support(app: App, *, asked: bool, to_stderr: bool = False) -> None:
    """Show the writer's plan and people, and what holds for everyone.

    Arguments: `asked`, whether the writer asked for it; `to_stderr`, where stdout carries a JSON document.
    """
    found = _look(app)
    for line in care_lines(found.plan, found.path, found.contacts, asked=asked):
        say.say(say.shown(line), to_stderr=to_stderr)
    for problem in found.problems:
        say.warn(say.shown(problem))


def offer_contacts(root: Path, day: date) -> None:
    """Offer, at a terminal, to note whom to turn to; Enter skips each question, and no answer is as good as any."""
    say.say()
    say.say(words.OFFERED)
    contacts: list[Contact] = []
    try:
        if number := _ask(words.ASK_EMERGENCY_NUMBER):
            contacts.append(Contact(words.EMERGENCY_NUMBER, number, "", day))
        _ask_people(day, contacts)
    except click.Abort:
        say.say()
    if contacts:
        _save(root, contacts)


def _add(root: Path, day: date) -> None:
    if not say.is_interactive():
        raise UsageProblem(*words.needs_terminal(CONFIG))
    contacts: list[Contact] = []
    try:
        _ask_people(day, contacts)
    except click.Abort:
        if not contacts:
            raise
        say.say()
    if contacts:
        _save(root, contacts)
    else:
        say.say(words.NOTHING_CHANGED)


def _ask_people(day: date, contacts: list[Contact]) -> None:
    """Ask for people and add them one by one, so that who was told in full is there whatever stops the questions."""
    question = words.ASK_NAME
    while (name := _ask(question)).casefold() not in _NO_ONE:
        how = _ask(words.ASK_HOW)
        note = _ask(words.ASK_NOTE)
        contacts.append(Contact(name, how, note, day if how else None))
        question = words.ASK_NEXT_NAME


def _ask(question: str) -> str:
    return str(click.prompt(question, default="", show_default=False)).strip()


def _save(root: Path, contacts: list[Contact]) -> None:
    path = root / CONFIG
    if not path.exists():
        create_file(path, b"")
    before = read_to_change(path)
    text = before.decode("utf-8", "surrogateescape")
    # A byte-order mark is no TOML.
    known, problems = parse_contacts(text.removeprefix("\ufeff"))
    added = contacts_toml(contacts)
    after = f"{text.rstrip()}\n{added}" if text.strip() else added.lstrip()
    expected = (*known, *parse_contacts(added)[0])
    if problems or parse_contacts(after.removeprefix("\ufeff")) != (expected, ()):
        raise TjError(*words.settings_have_a_slip(CONFIG))
    replace_file(path, before, after.encode("utf-8", "surrogateescape"))
    say.say(words.noted(CONFIG))


def _begin_plan(vault: Vault) -> None:
    path = vault.locate(PLAN)
    if path.exists():
        say.say(words.plan_there(PLAN))
    else:
        create_file(path, templating.shipped(PLAN).encode())
        say.say(words.plan_begun(PLAN))
    if say.is_interactive():
        from tj.cli.writing import edit

        edit(path)


def _look(app: App) -> _Found:
    """Find what there is to show; whatever cannot be read is told, and hides nothing else."""
    problems: list[str] = []
    vault = _vault(app, problems)
    if vault is None:
        return _Found("", "", (), tuple(problems))
    path, plan = "", ""
    try:
        path, plan = _plan(app, vault)
    except (TjError, OSError) as problem:
        problems.append(words.plan_not_read(str(problem)))
    try:
        contacts, unread = parse_contacts(read_config(str(vault.root)))
        problems += (f"{CONFIG}: {one}" for one in unread)
    except TjError as problem:
        contacts = ()
        problems.append(problem.message)
    return _Found(path, plan, contacts, tuple(problems))


def _vault(app: App, problems: list[str]) -> Vault | None:
    try:
        return app.vault()
    except TjError as problem:
        problems.append(problem.message)
    try:
        named = (app.vault_dir or Path()).expanduser()
        start = app.start() / named
        return Vault(Path(find_root(str(start.absolute()))).resolve(), Settings())
    except (TjError, OSError):
        return None


def _plan(app: App, vault: Vault) -> tuple[str, str]:
    """Return the path and text of the coping plan; both are empty where there is none."""
    path = PLAN
    if not vault.locate(PLAN).exists():
        plans = app.ask(vault, lambda store: store.entries(Query(types=(_PLAN_TYPE,))))
        if not plans:
            return "", ""
        path = plans[0].path
    data = read_file(vault.locate(path))
    note = parse_note(path, data, vault.settings)
    return path, note.body.strip() or data.decode("utf-8", "replace").strip()
