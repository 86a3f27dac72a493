"""The commands of `tj`: finds the one that was meant, imports only that, and says in tj's words what click says."""

from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

import click

from tj import __version__
from tj.cli import say
from tj.errors import EXIT_FAILED, EXIT_USAGE

__all__ = ["COMMANDS", "call", "main"]


# Not a dataclass, which costs as much as half of click.
class _Command(NamedTuple):
    section: str
    module: str
    summary: str


# One line a command, so that `tj --help` imports none of them; a test holds the summaries to the commands' own.
COMMANDS = {
    "init": _Command("Begin", "start", "Make a vault here, or adopt the Obsidian vault that is."),
    "import": _Command("Begin", "importing", "Take over a journal from another program."),
    "demo": _Command("Begin", "demo", "Show the whole journey on a copy of the example vault."),
    "new": _Command("Write", "writing", "Begin an entry and open it in your editor."),
    "mood": _Command("Write", "writing", "Add a check-in to today's entry."),
    "prompt": _Command("Write", "prompting", "Show a prompt picked for you, and what spoke for it."),
    "goal": _Command("Write", "goals", "Set goals, see them, and note what was done."),
    "template": _Command("Write", "templates", "List, show and copy the templates for entries."),
    "session": _Command("Write", "session", "Prepare the next session, and keep what came of the last one."),
    "assess": _Command("Write", "assessing", "Fill in a questionnaire and see its score."),
    "support": _Command("Care", "support", "Show your coping plan and whom you can turn to."),
    "list": _Command("Look back", "looking", "List entries, newest first."),
    "search": _Command("Look back", "looking", "Find words in the journal, newest first."),
    "show": _Command("Look back", "looking", "Show entries as they were written."),
    "stats": _Command("Look back", "figures", "Show mood, emotions and trackers over a time."),
    "report": _Command("Look back", "report", "Show the brief: what to bring up, how the days were, goals and wins."),
    "wins": _Command("Look back", "wins", "Show your wins, newest first."),
    "key": _Command("Share", "keys", "Make and show your own keys."),
    "page": _Command("Share", "page", "Write the therapist's offline page."),
    "therapist": _Command("Share", "therapists", "Keep the keys of those you share with."),
    "share": _Command("Share", "share_line", "Encrypt chosen entries for a therapist."),
    "shared": _Command("Share", "shared", "List what was shared, when and with whom."),
    "open": _Command("Share", "opening", "Open a bundle, check who signed it, and show it."),
    "reply": _Command("Share", "replying", "Answer a bundle as its therapist, encrypted to its writer."),
    "receive": _Command("Share", "receiving", "Take in what your therapist wrote back."),
    "check": _Command("Upkeep", "upkeep", "List everything in the vault that needs a look."),
    "index": _Command("Upkeep", "upkeep", "Bring the index and the summaries up to date."),
    "watch": _Command("Upkeep", "upkeep", "Keep index and summaries up to date while you write."),
    "service": _Command("Upkeep", "service", "Start `tj watch` at login, and be reminded once a day."),
    "git": _Command("Upkeep", "git", "Keep a vault in git, with merges that know what an entry is."),
    "backup": _Command("Upkeep", "backup", "Write the whole vault, encrypted, into one file, and try that it opens."),
    "restore": _Command("Upkeep", "backup", "Put a vault back from a backup, into a new folder."),
    "export": _Command("Upkeep", "exporting", "Write your entries in a format that other programs read."),
    "completion": _Command("Upkeep", "shell", "Print what lets your shell complete tj's commands and names."),
}
# Commands that have keys, passphrases or what is chosen for someone else in memory.
GUARDED = frozenset({"share", "open", "reply", "receive", "key", "therapist", "backup", "restore", "demo", "report"})


class _Group(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = COMMANDS.get(cmd_name)
        if found is None:
            return None
        command: click.Command = getattr(import_module(f"tj.cli.{found.module}"), f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if ctx.resilient_parsing:  # a shell asks how a line may go on; nothing is run
            return super().resolve_command(ctx, args)
        if args[0] == "help":  # not a command of its own, but what many type first
            asked = [word for word in args[1:] if not word.startswith("-")]
            if not asked:
                say.say(ctx.get_help())
                ctx.exit()
            args = [*asked, "--help"]
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            from tj.words import common as words

            near = get_close_matches(name, COMMANDS, n=2, cutoff=0.5)
            raise click.UsageError(words.no_such_command(name, near), ctx)
        if name in GUARDED:
            from tj.cli.guard import close_to_others, end_in_order

            close_to_others()
            ctx.call_on_close(end_in_order())
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section in dict.fromkeys(command.section for command in COMMANDS.values()):
            with formatter.section(section):
                formatter.write_dl([(name, c.summary) for name, c in COMMANDS.items() if c.section == section])


@click.group(
    cls=_Group,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--vault", "vault_dir", type=click.Path(), envvar="TJ_VAULT", help="The vault to work in.")
@click.version_option(__version__, prog_name="tj", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, vault_dir: str | None) -> None:
    """A plain-text therapy journal: your files, your summaries, and shares that only your therapist can open.

    \b
    Start:   tj init          then   tj mood 6 --note "slept well"
    Today:   tj               how the day stands: mood, goals, session, a prompt
    Look:    tj stats         and    tj search "walk"
    Share:   tj share NAME --last 14d --preview

    Everything is a Markdown file in your own folder. tj sends nothing anywhere. `tj COMMAND --help` says what
    a command does, and shows an example.
    """
    from pathlib import Path

    from tj.cli.app import App, own_app

    app = ctx.obj if isinstance(ctx.obj, App) else own_app()
    ctx.obj = app.within(None if vault_dir is None else Path(vault_dir))
    if ctx.invoked_subcommand is None:
        _today(ctx)


def _today(ctx: click.Context) -> None:
    """Show how today stands, or where there is no vault yet, what tj can do."""
    from tj.cli.today import show_today
    from tj.errors import UsageProblem

    try:
        show_today(ctx.obj)
    except UsageProblem:
        if ctx.params.get("vault_dir"):
            raise
        say.say(ctx.get_help())


def call(arguments: Sequence[str], app: object = None) -> int:
    """Run the command that `arguments` name and return its exit code.

    Arguments: `app`, the wiring to use, the user's own by default.
    Raises what the command raises, but nothing of click's own.
    """
    try:
        # click only returns what a command returns, or the code of its own `exit`.
        result = main.main(list(arguments), prog_name="tj", standalone_mode=False, obj=app)
        return result if isinstance(result, int) else 0
    except click.exceptions.NoArgsIsHelpError as problem:
        say.say(problem.format_message())
        return 0
    except click.UsageError as problem:
        from tj.words import common as words

        name = problem.ctx.command_path if problem.ctx else "tj"
        if isinstance(problem, click.NoSuchOption) and problem.option_name == "--vault":
            say.complain(*words.vault_comes_first(name))
            return EXIT_USAGE
        say.complain(_sentence(problem.format_message()), words.shown_by_help(name))
        return EXIT_USAGE
    except click.ClickException as problem:
        say.complain(_sentence(problem.format_message()))
        return EXIT_FAILED
    except click.Abort:
        say.stopped()
        return EXIT_FAILED


def _sentence(message: str) -> str:
    return message[:1].lower() + message[1:] if message[:2] != "NA" else message
