"""`tj reply`: the therapist's answer to a bundle, encrypted to its writer. It needs no vault."""

import contextlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.checkin import given_text
from tj.cli.opening import open_bundle_file, signature
from tj.cli.secret import key_passphrase_option
from tj.errors import TjError, UsageProblem
from tj.share.known import Known
from tj.share.open import Opened
from tj.share.replies import seal_reply
from tj.share.reply import Reply, compose
from tj.share.seal import new_id, output_path
from tj.vault.files import read_file
from tj.words import receiving as words

__all__ = ["reply_command", "tell_reply"]

_LARGEST_TEXT = 256 * 1024


@click.command("reply")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--identity", type=click.Path(path_type=Path), help="Your key file; default: the key that `tj key new` made."
)
@click.option("--passphrase-file", metavar="FILE", help="Read the passphrase from FILE, - for standard input.")
@click.option("--guidance", metavar="TEXT",
              help="What you write; `-` reads standard input, which other programs cannot see.")  # fmt: skip
@click.option("--guidance-file", type=click.Path(path_type=Path), help="Read what you write from this file.")
@click.option("--homework", metavar="TEXT", multiple=True, help="One thing to try until next time; repeat for more.")
@click.option("--prompt", "prompts", metavar="TEXT", multiple=True, help="One question to write on; repeat for more.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write it; default: your Downloads folder.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@key_passphrase_option
@click.pass_obj
def reply_command(app: App, /, file: Path, identity: Path | None, passphrase_file: str | None, **options: Any) -> None:
    """Answer a bundle as its therapist, encrypted to its writer.

    At a terminal you are asked for guidance, homework and prompts. Other programs on this computer can see a command
    line; what you type at a question, a file, and standard input they cannot. The reply is a file that you send
    yourself, and that only the writer can open.

    \b
    Example:  tj reply share-….age --guidance-file for-mara.md --homework "ten minutes outside before noon"
    """
    as_json = options["as_json"]
    if [passphrase_file, options["guidance"]] == ["-", "-"]:
        raise UsageProblem(*words.STANDARD_INPUT_TWICE)
    path = output_path(_absolute(app, options["output"]), app.places().outbox, None, inside=False, kind="reply")
    known = Known(app.places().data)
    opened = open_bundle_file(app, file, known, identity, passphrase_file)
    manifest = opened.parsed.manifest
    say.say(say.shown(signature(opened)), to_stderr=as_json)
    for notice in opened.notices:
        say.warn(notice)
    known.remember_opened(manifest.signer, manifest.recipient, manifest.serial, opened.digest)
    reply = compose(manifest.id, new_id(), app.clock().date().isoformat(), *_texts(app, options))
    say.say(say.shown(words.your_reply(manifest.created)), to_stderr=as_json)
    tell_reply(reply, to_stderr=as_json)
    if not options["yes"] and say.is_interactive() and not _agrees(opened, to_stderr=as_json):
        say.say(words.NOTHING_WRITTEN, to_stderr=as_json)
        return
    size = seal_reply(reply, manifest, path)
    if as_json:
        say.as_json({"output": str(path), "bytes": size, "id": reply.id, "bundle": reply.bundle,
                     "verified": opened.verified, "homework": len(reply.homework),
                     "prompts": len(reply.prompts)})  # fmt: skip
        return
    say.say(words.reply_written(path, size))
    say.say(words.REPLY_IS_YOURS_TO_SEND)


def tell_reply(reply: Reply, *, to_stderr: bool) -> None:
    """Show all that is in a reply, without characters that could play tricks on a terminal."""

    def tell(text: str) -> None:
        say.say(say.shown(text), to_stderr=to_stderr)

    lists = ((words.HOMEWORK, reply.homework), (words.PROMPTS, reply.prompts))
    parts = [reply.guidance] if reply.guidance else []
    parts += ["\n".join([heading, *(f"  - {item}" for item in items)]) for heading, items in lists if items]
    tell("────")
    tell("\n\n".join(parts))
    tell("────")


def _agrees(opened: Opened, *, to_stderr: bool) -> bool:
    question = words.ENCRYPT_TO_WRITER if opened.verified else words.ENCRYPT_TO_UNKNOWN
    return bool(click.confirm(question, default=False, err=to_stderr))


def _texts(app: App, options: dict[str, Any]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return guidance, homework and prompts: those that were given, else those that are typed."""
    guidance, file = options["guidance"], options["guidance_file"]
    homework, prompts = options["homework"], options["prompts"]
    if guidance is not None and file is not None:
        raise UsageProblem(*words.GUIDANCE_TWICE)
    if file is not None:
        return _from_file(app.start() / file.expanduser()), homework, prompts
    if guidance is not None or homework or prompts:
        return given_text(guidance or ""), homework, prompts
    if not say.is_interactive():
        raise UsageProblem(*words.NOTHING_TO_REPLY)
    return _typed(to_stderr=options["as_json"])


def _from_file(path: Path) -> str:
    with contextlib.suppress(OSError):
        if path.stat().st_size > _LARGEST_TEXT:
            raise TjError(*words.guidance_too_large(path))
    try:
        return read_file(path).decode("utf-8")
    except UnicodeDecodeError:
        raise TjError(*words.no_utf8_text(path)) from None


def _typed(*, to_stderr: bool) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    def ask(question: str, is_last: Callable[[str], bool]) -> list[str]:
        say.say(question, to_stderr=to_stderr)
        lines: list[str] = []
        with contextlib.suppress(EOFError):
            while not is_last(line := input()):
                lines.append(line)
        return lines

    _editable()
    guidance = ask(words.ASK_GUIDANCE, lambda line: line.strip() == ".")
    homework = ask(words.ASK_HOMEWORK, lambda line: line.strip() in ("", "."))
    prompts = ask(words.ASK_PROMPTS, lambda line: line.strip() in ("", "."))
    return "\n".join(guidance), tuple(homework), tuple(prompts)


def _editable() -> None:
    """Let arrow keys move within a typed line, rather than write themselves into it; nothing typed is kept."""
    if sys.platform != "win32":  # whose terminal does so by itself, and which has no readline
        with contextlib.suppress(ImportError, AttributeError):
            import readline

            readline.set_auto_history(False)


def _absolute(app: App, output: Path | None) -> Path | None:
    return app.start() / output.expanduser() if output is not None else None
