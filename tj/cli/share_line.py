"""`tj share` as it is called; what it does is in `tj.cli.sharing`, which is loaded when it is run."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from tj.cli.app import App
from tj.cli.one_name import OneName
from tj.cli.secret import key_passphrase_option
from tj.cli.selectors import selectors
from tj.errors import UsageProblem

__all__ = ["share_command"]


class _Share(OneName):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ("--attachments", "all") in pairwise(args):
            from tj.words import sharing as words

            raise UsageProblem(*words.ALL_BY_EQUALS)
        # Alone, the option must not take the word behind it for its value.
        return super().parse_args(ctx, ["--attachments=pictures" if arg == "--attachments" else arg for arg in args])


@click.command("share", cls=_Share)
@click.argument("name")
@selectors
@click.option("--entry", metavar="PATH", multiple=True, help="This note too, whatever else is chosen; repeat for more.")
@click.option("--since-last", is_flag=True, help="What is new since the last bundle to this therapist.")
@click.option("--keys", metavar="K,…", multiple=True, help="Front-matter keys to send in place of the usual ones.")
@click.option("--with", "along", metavar="WHAT,…", multiple=True, help="Also goals, assessments, sessions or guidance.")
@click.option("--attachments", type=click.Choice(["pictures", "all"]), metavar="[=all]",
              help="Send pictures, made anew from their pixels; with =all any other file as it is.")  # fmt: skip
@click.option("--summary-only", is_flag=True, help="Send figures and the #session and #win lines, no other text.")
@click.option("--passphrase", is_flag=True, help="For someone without a key: encrypt by words that you tell them.")
@click.option("--preview", is_flag=True, help="Show what would be sent, and write nothing.")
@click.option("--open", "in_browser", is_flag=True, help="Show the report in the browser too; it is not left anywhere.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write it; default: your Downloads folder.")
@click.option("--inside-vault", is_flag=True, help="Allow a place inside the vault.")
@click.option("--email", is_flag=True, help="Write an e-mail draft beside it, with the bundle attached.")
@click.option("--unverified", is_flag=True, help="Go on though the key was never compared with the therapist's own.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@key_passphrase_option
@click.pass_obj
def share_command(app: App, /, name: str, output: Path | None, **options: Any) -> None:
    """Encrypt chosen entries for a therapist.

    Nothing is chosen by itself: say which entries with the selectors, all of which an entry must meet; those named by
    --entry go beside them. Private notes, private parts and unreadable notes never go, whatever is selected. The bundle
    is a file that you send yourself. What is shown is made from the very bytes that are encrypted.

    \b
    Example:  tj share anneke --last 14d --preview
    """
    from tj.cli.sharing import share

    share(app, name, output, options)
