"""`tj prompt`, and what `tj new --prompt` shares with it: the prompts of a vault, and the one for today."""

from datetime import date
from typing import TYPE_CHECKING

import click

from tj.cli import say
from tj.cli.app import App
from tj.entry.model import Problem
from tj.errors import TjError, UsageProblem
from tj.index.query import Query
from tj.insight.prompt_day import Facts
from tj.insight.prompt_text import GUIDANCE, Library, Prompt, PromptFile, collect, from_guidance, read_prompts
from tj.insight.prompts import Choice, choose
from tj.report.asking import reason
from tj.templating import shipped_prompts
from tj.vault.files import read_file
from tj.vault.layout import Vault
from tj.vault.scan import is_ignored_name, is_note_name
from tj.words import writing as words

if TYPE_CHECKING:
    from tj.index.store import Store

__all__ = ["find_prompt", "own_prompt_problems", "prompt_command"]

_FOLDER = ".tj/prompts"
_LARGEST = 256 * 1024
# Whatever bears on a prompt, or on those of the days that are gone through again, lies within so many days.
_DAYS = 200


@click.command("prompt")
@click.option("--theme", metavar="THEME", help="Only prompts of this theme; `--list` shows the themes.")
@click.option("--another", "-a", count=True, help="Show the next one that fits today; `-aa` the one after that.")
@click.option("--list", "as_list", is_flag=True, help="List all prompts there are, by theme.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def prompt_command(app: App, theme: str | None, another: int, as_list: bool, as_json: bool) -> None:
    """Show a prompt picked for you, and what spoke for it.

    It goes by your moods, emotions, tags, goals and sessions of late, and by what you have answered; on very low days
    it is a gentle one. What your therapist asked in a note of guidance comes first. Your own prompts lie in
    .tj/prompts/. Nothing is recorded until you answer one with `tj new --prompt`.

    \b
    Example:  tj prompt --theme rest
    """
    vault = app.vault()
    asking = _Asking(app, vault)
    wanted = asking.theme(theme) if theme is not None else ""
    if as_list:
        _list([p for p in asking.everything if wanted in ("", p.theme)], asking.library, as_json=as_json)
        return
    choices = asking.choices(wanted)
    if not choices:
        if as_json:
            say.as_json(None)
        say.say(words.NO_PROMPT_TO_SHOW, to_stderr=as_json)
        return
    choice = choices[another % len(choices)]
    why = reason(choice, asking.library.themes, wanted=bool(wanted))
    prompt = choice.prompt
    if as_json:
        shown = {"id": prompt.id, "theme": prompt.theme, "text": prompt.text, "length": prompt.length}
        say.as_json({**shown, "gentle": prompt.is_gentle, "why": why})
        return
    say.say(say.bold(say.shown(prompt.text)))
    say.say()
    say.say(say.shown(why))
    say.say(words.what_prompt_is_for(prompt.id, another))


def find_prompt(app: App, vault: Vault, wanted: str) -> tuple[Prompt, str]:
    """Return the prompt that an entry is to answer, and what spoke for it.

    Arguments: `wanted`, a theme, a prompt's id, or empty for the one that fits today.
    Raises `UsageProblem` where it is neither.
    """
    asking = _Asking(app, vault)
    for prompt in asking.everything:
        if wanted and prompt.id == wanted:
            return prompt, ""
    try:
        theme = asking.theme(wanted) if wanted else ""
    except UsageProblem as problem:
        raise UsageProblem(*words.no_such_prompt(wanted, problem.hint)) from None
    choices = asking.choices(theme)
    if not choices:
        raise TjError(*words.NO_PROMPT_IN_THEME)
    return choices[0].prompt, reason(choices[0], asking.library.themes, wanted=bool(theme))


def own_prompt_problems(vault: Vault) -> list[Problem]:
    """Return what is wrong in the writer's own prompts."""
    return [problem for file in _own_files(vault) for problem in file.problems]


class _Asking:
    """The prompts of a vault, those of its guidance among them, and what is known of its writer."""

    def __init__(self, app: App, vault: Vault) -> None:
        shipped = [read_prompts(path, text) for path, text in shipped_prompts().items()]
        self.library = collect(shipped, _own_files(vault))
        for problem in self.library.problems:
            where = f"{problem.path}:{problem.line}" if problem.line else problem.path
            say.warn(say.shown(f"{where}: {problem.message}"))
        self._today = app.clock().date()
        self._facts = app.ask(vault, lambda store: _facts(store, vault, self._today, self.library))
        self.everything = [*from_guidance(self._facts.notes, self._today), *self.library.prompts]

    def theme(self, name: str) -> str:
        """Return the name of a theme as it is kept; raises `UsageProblem` where there is none of that name."""
        bare = "-".join(name.casefold().replace("_", " ").split())
        for theme in self.library.themes.values():
            if bare in (theme.name, "-".join(theme.title.casefold().split())):
                return theme.name
        if bare == GUIDANCE:
            return GUIDANCE
        raise UsageProblem(*words.no_such_theme(name, [*self.library.themes, GUIDANCE]))

    def choices(self, theme: str) -> list[Choice]:
        """Return what may be asked today, the best first."""
        return choose(self.library, self._facts, self._today, theme)


def _facts(store: "Store", vault: Vault, today: date, library: Library) -> Facts:
    notes = store.others()
    written = [prompt.day for prompt in [*from_guidance(notes, today), *library.prompts] if prompt.day]
    since = min([*written, date.fromordinal(max(today.toordinal() - _DAYS, 1))])
    entries = store.entries(Query(since=since, until=today), properties=True)
    return Facts(entries, notes, store.goal_days(), vault.settings.scale)


def _own_files(vault: Vault) -> list[PromptFile]:
    """Read the writer's own prompts; a file that cannot be read is told of and stops nothing."""
    try:
        folder = vault.locate(_FOLDER)
        found = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    except (OSError, TjError):
        return [PromptFile(problems=(Problem(_FOLDER, 0, "warning", words.PROMPTS_FOLDER_NOT_READ),))]
    names = (name for name in found if is_note_name(name) and not is_ignored_name(name))
    return [_read_own(vault, f"{_FOLDER}/{name}") for name in names]


def _read_own(vault: Vault, path: str) -> PromptFile:
    try:
        data = read_file(vault.locate(path), root=str(vault.root))
        if len(data) > _LARGEST:
            message = words.prompts_too_large(_LARGEST // 1024)
            return PromptFile(problems=(Problem(path, 0, "warning", message),))
        text = data.decode("utf-8-sig")
    except TjError:
        message = words.PROMPTS_NOT_READ
    except UnicodeDecodeError:
        message = words.PROMPTS_NOT_UTF8
    else:
        return read_prompts(path, text.replace("\r\n", "\n").replace("\r", "\n"))
    return PromptFile(problems=(Problem(path, 0, "warning", message),))


def _list(prompts: list[Prompt], library: Library, *, as_json: bool) -> None:
    if as_json:
        say.as_json([{"id": prompt.id, "theme": prompt.theme, "text": prompt.text} for prompt in prompts])
        return
    for name in dict.fromkeys(prompt.theme for prompt in prompts):
        theme = library.themes.get(name)
        say.say(say.bold(say.shown(theme.title if theme else words.FROM_THERAPIST) + (f"  ({name})")))
        for prompt in prompts:
            if prompt.theme == name:
                say.say(say.shown(f"  {prompt.id:18} {prompt.text}"))
        say.say()
    if not prompts:
        say.say(words.NO_PROMPT_LISTED)
