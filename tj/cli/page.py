"""`tj page`: the therapist's offline page, as one file to hand over, and its hash to compare."""

from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.errors import Refused, UsageProblem
from tj.words import keys as words

__all__ = ["page_command"]

_NAME = "tj-page.html"


@click.command("page")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write it; default: your Downloads folder.")
@click.option("--replace", is_flag=True, help="Write it over another file of that name, such as an older page.")
@click.option("--hash", "only_hash", is_flag=True, help="Print the page's SHA-256 and nothing else, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def page_command(app: App, output: Path | None, replace: bool, only_hash: bool, as_json: bool) -> None:
    """Write the therapist's offline page.

    One HTML file with which a therapist makes a key, opens your shares and answers them, in their browser and with
    nothing installed; it works without a network and reaches nothing. Never send it along with a share: hand it over
    once, and let them compare its SHA-256 with what --hash prints here, by telephone or in session.

    \b
    Example:  tj page --output /media/stick/tj-page.html
    """
    from hashlib import sha256

    from tj.templating import shipped_page

    if only_hash and (output is not None or replace or as_json):
        raise UsageProblem(*words.ONLY_THE_HASH)
    data = shipped_page()
    digest = sha256(data).hexdigest()
    if only_hash:
        say.say(digest)
        return
    path = (app.start() / output.expanduser()).absolute() if output else app.places().outbox / _NAME
    new = _write(path, data, replace=replace)
    if as_json:
        say.as_json({"output": str(path), "bytes": len(data), "sha256": digest})
        return
    say.say(words.page_written(path, new=new))
    say.say(words.page_hash(digest))
    say.say(words.PAGE_HANDED_OVER)
    say.say(words.hash_commands(path.name))


def _write(path: Path, data: bytes, *, replace: bool) -> bool:
    """Write the page and tell whether there was anything to write; another file stays unless it may be replaced."""
    from tj.vault.files import create_file, read_file, replace_file

    if path.is_dir():
        raise UsageProblem(*words.is_a_folder(path))
    if not path.exists() and not path.is_symlink():
        create_file(path, data, mode=0o644)
        return True
    before = read_file(path)
    if before == data:
        return False
    if not replace:
        raise Refused(*words.other_file_is_there(path))
    replace_file(path, before, data)
    return True
