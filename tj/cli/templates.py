"""`tj template`: which templates there are, what each is for, and copies to change or to use in Obsidian."""

from pathlib import Path

import click

from tj import templating
from tj.cli import say
from tj.cli.app import App
from tj.cli.family import Family
from tj.errors import TjError, UsageProblem
from tj.vault.files import create_file
from tj.vault.layout import Vault
from tj.words import writing as words

__all__ = ["find_template", "template_command"]

_FOLDER = ".tj/templates"


@click.group("template", cls=Family)
def template_command() -> None:
    """List, show and copy the templates for entries.

    \b
    Example:  tj template list
    """


@template_command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def list_templates(app: App, as_json: bool) -> None:
    """List the templates, with what each is for.

    Your own lie in .tj/templates/.

    \b
    Example:  tj template list
    """
    own = _own(_vault(app))
    texts = templating.shipped_templates() | own
    if as_json:
        say.as_json(
            [{"name": name, "purpose": templating.purpose(texts[name]), "own": name in own} for name in sorted(texts)]
        )
        return
    width = max(map(len, texts))
    for name in sorted(texts):
        line = words.template_line(name, width, templating.purpose(texts[name]), own=name in own)
        say.say(say.shown(line))
    say.say()
    say.say(words.HOW_TO_USE_TEMPLATE)


@template_command.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def show(app: App, name: str, as_json: bool) -> None:
    """Show a template as it is.

    \b
    Example:  tj template show thought-record
    """
    text = find_template(_vault(app), name)
    if as_json:
        say.as_json({"name": name.removesuffix(".md"), "purpose": templating.purpose(text), "text": text})
    else:
        say.say(say.shown(text.rstrip("\n")))


@template_command.command("copy")
@click.argument("names", nargs=-1)
@click.option("--to", "folder", metavar="FOLDER", default=_FOLDER, help="Within the vault; default: .tj/templates.")
@click.pass_obj
def copy(app: App, names: tuple[str, ...], folder: str) -> None:
    """Copy shipped templates into the vault.

    There they are yours to change. All of them without NAMES. With your Obsidian templates folder as --to,
    Obsidian's Templates plugin offers them as well: it fills in the same {{date}}, {{time}} and {{title}}. A file
    that is there already is left as it is.

    \b
    Example:  tj template copy weekly-review
              tj template copy --to Templates
    """
    vault = app.vault()
    texts = templating.shipped_templates()
    unknown = [name for name in names if name not in texts]
    if unknown:
        raise UsageProblem(*words.no_shipped_template(unknown[0]))
    target = (vault.root / folder).resolve()
    if not target.is_relative_to(vault.root):
        raise UsageProblem(*words.TEMPLATES_OUTSIDE)
    written = [name for name in names or sorted(texts) if _copy(target / f"{name}.md", texts[name])]
    for name in written:
        say.say(words.template_copied(f"{(target / name).relative_to(vault.root).as_posix()}.md"))
    left = len(names or texts) - len(written)
    if left:
        say.say(words.templates_left(left))
    _warn_where_indexed(vault, target.relative_to(vault.root).as_posix())


def find_template(vault: Vault | None, name: str) -> str:
    """Return the text of a template: the vault's own of that name, else the shipped one.

    Raises `UsageProblem` for what cannot be a name, and `TjError` where there is none of it.
    """
    if "/" in name or "\\" in name or name.startswith("."):
        raise UsageProblem(*words.no_name_of_template(name))
    stem = name.removesuffix(".md")
    own = _own(vault, stem).get(stem)
    found = templating.shipped_templates().get(stem) if own is None else own
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(name, templating.shipped_templates() | _own(vault), n=2, cutoff=0.5)
        raise TjError(*words.no_such_template(name, near))
    return found


def _own(vault: Vault | None, only: str = "") -> dict[str, str]:
    """Return the vault's own templates by name, or only that of one; what is no file, such as a pipe, is passed by."""
    if vault is None:
        return {}
    texts = {}
    for path in sorted((vault.root / _FOLDER).glob("*.md")):
        if not path.is_file() or (only and path.stem != only):
            continue
        try:
            texts[path.stem] = path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            say.warn(say.shown(words.template_not_utf8(f"{_FOLDER}/{path.name}")))
    return texts


def _vault(app: App) -> Vault | None:
    try:
        return app.vault()
    except TjError:
        return None


def _copy(path: Path, text: str) -> bool:
    if path.exists():
        return False
    create_file(path, text.encode())
    return True


def _warn_where_indexed(vault: Vault, folder: str) -> None:
    """Say how to keep templates from being taken for notes."""
    steps = [folder, *(parent.as_posix() for parent in Path(folder).parents)]
    if any(part.startswith(".") for part in folder.split("/")) or set(steps) & set(vault.settings.exclude):
        return
    say.warn(say.shown(words.templates_read_as_notes(folder)))
