"""`tj new` and `tj mood`: the commands that write into the journal."""

import os
import re
import shlex
import subprocess
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tj import templating
from tj.cli import say
from tj.cli.app import App
from tj.cli.checkin import check_in, given_text
from tj.cli.templates import find_template
from tj.entry.compose import compose_note
from tj.errors import Refused, TjError
from tj.vault.files import create_file
from tj.vault.layout import Vault
from tj.when import When, parse_when
from tj.words import writing as words

if TYPE_CHECKING:
    from tj.insight.prompt_text import Prompt

__all__ = ["edit", "mood_command", "new_command"]

_BELOW = re.compile(r"-\d+(?:[.,]\d+)?", re.ASCII)


@click.command("new")
@click.argument("when", required=False, nargs=-1)
@click.option("--template", "template", metavar="NAME", help="One of `tj template list`; default: daily.")
@click.option(
    "--prompt",
    "wanted",
    metavar="[THEME]",
    is_flag=False,
    flag_value="",
    help="Answer a prompt: the one that fits today, one of a theme, or the one with this id.",
)
@click.option(
    "--text", metavar="TEXT", help="What to write; `-` reads standard input, which other programs cannot see."
)
@click.option("--no-edit", is_flag=True, help="Do not open the editor.")
@click.option("--another", is_flag=True, help="Begin a further entry, and do not ask whether to go on with the day's.")
@click.pass_obj
def new_command(
    app: App,
    when: tuple[str, ...],
    template: str | None,
    wanted: str | None,
    text: str | None,
    no_edit: bool,
    another: bool,
) -> None:
    """Begin an entry and open it in your editor.

    Where the day has an entry, you are asked whether to go on with it; a further one is named by the time. Nothing is
    ever overwritten. Templates are looked for in .tj/templates/, then among the shipped ones. The editor is $VISUAL or
    $EDITOR, on the entry itself. With `--prompt`, which comes behind WHEN, the entry begins with a prompt and says
    which one it answers.

    \b
    Example:  tj new yesterday 22:30
              tj new --prompt rest
    """
    vault, now = app.vault(), app.clock()
    moment = parse_when(" ".join(when) or "today", now)
    edits = text is None and not no_edit and say.is_interactive()
    if edits and not (another or moment.time or template or wanted is not None) and _goes_on(vault, moment):
        return
    body = given_text(text) if text is not None else ""
    prompt, why = _prompt(app, vault, wanted) if wanted is not None else (None, "")
    with app.locked(vault):
        path = vault.entry_path(moment.day)
        if vault.locate(path).exists():
            moment = When(moment.day, moment.time or f"{now:%H:%M}")
            path = vault.entry_path(moment.day, moment.time)
            if vault.locate(path).exists():
                raise Refused(*words.entry_there(path, _free(vault, moment, now.date())))
        content = _compose(vault, moment, template, body, now.time(), prompt)
        create_file(vault.locate(path), content)
    if prompt:
        say.say(say.shown(f"{say.bold(prompt.text)}\n" + (f"{why}\n" if why else "")))
    say.say(words.entry_begun(path, str(moment)))
    if edits:
        edit(vault.locate(path))


def _goes_on(vault: Vault, moment: When) -> bool:
    """Open the entry that a day has, if it has one and the writer would rather go on with it; tell whether that was."""
    path = vault.entry_path(moment.day)
    if not vault.locate(path).is_file() or not click.confirm(say.shown(words.go_on_with(path)), default=True):
        return False
    edit(vault.locate(path))
    return True


def _free(vault: Vault, moment: When, today: date) -> str:
    """Return, as WHEN is written, the next minute of that day which has no entry yet, going on at its beginning."""
    hour, minute = (int(part) for part in moment.time.split(":"))
    first = hour * 60 + minute
    others = (f"{at // 60 % 24:02}:{at % 60:02}" for at in range(first + 1, first + 24 * 60))
    free = next((one for one in others if not vault.locate(vault.entry_path(moment.day, one)).exists()), moment.time)
    return free if moment.day == today else f"{moment.day} {free}"


class _Mood(click.Command):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # On a scale that goes below 0 a level looks like an option, unless it stands behind `--`.
        taking = {name for option in self.params if isinstance(option, click.Option) for name in option.opts}
        for at, word in enumerate(args[: args.index("--")] if "--" in args else args):
            if _BELOW.fullmatch(word) and (at == 0 or args[at - 1] not in taking):
                args = [*args[:at], *args[at + 1 :], "--", word]
                break
        return super().parse_args(ctx, args)


@click.command("mood", cls=_Mood)
@click.argument("value")
@click.option("--at", "when", metavar="WHEN", help="When it was; default: now.")
@click.option("--emotion", "emotions", metavar="WORD", multiple=True, help="What you feel; may be repeated.")
@click.option("--note", metavar="TEXT", help="A few words; `-` reads standard input, which other programs cannot see.")
@click.pass_obj
def mood_command(app: App, value: str, when: str | None, emotions: tuple[str, ...], note: str | None) -> None:
    """Add a check-in to today's entry.

    VALUE is a number on your scale or one of your mood words. The check-in is one line in that day's entry, which is
    made if there is none; nothing else in it changes.

    \b
    Example:  tj mood 6 --emotion hopeful --note "after the walk"
    """
    vault = app.vault()
    settings = vault.settings
    check_in(
        str(vault.root),
        (settings.journal_dir, settings.entry_name),
        (settings.scale.lowest, settings.scale.highest, settings.scale.words),
        app.clock().timetuple(),
        value,
        when,
        emotions,
        note,
        lambda: app,
    )


def _prompt(app: App, vault: Vault, wanted: str) -> "tuple[Prompt, str]":
    from tj.cli.prompting import find_prompt

    return find_prompt(app, vault, wanted)


def _compose(
    vault: Vault, moment: When, template: str | None, body: str, now: time, prompt: "Prompt | None" = None
) -> bytes:
    answer = f"> {prompt.text}\n\n{body}" if prompt else body
    hour, minute = (int(part) for part in moment.time.split(":")) if moment.time else (now.hour, now.minute)
    if answer and template is None:
        known = {"prompt": prompt.id} if prompt else {}
        return compose_note({"date": moment.day, "time": moment.time, **known}, answer).encode()
    name = template or "daily"
    source = find_template(vault, name)
    content = templating.fill(source, moment.day, time(hour, minute), str(moment.day))
    content += f"\n{answer.strip()}\n" if answer.strip() else ""
    if prompt is None:
        return content.encode()
    from tj.entry.splice import set_text

    return set_text(f"{name}.md", content.encode(), "prompt", prompt.id, vault.settings)


def edit(path: Path) -> None:
    """Open a file in the writer's editor, and wait until it is closed."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        say.say(words.SET_EDITOR)
        return
    try:
        done = subprocess.run([*shlex.split(editor), str(path)], check=False)
    except (OSError, ValueError):
        raise TjError(*words.editor_not_started(editor)) from None
    if done.returncode:
        say.warn(words.EDITOR_ENDED_OTHERWISE)
