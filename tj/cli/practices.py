"""`tj support --practice`: the shipped practices and the writer's own, shown with or without a vault."""

from pathlib import Path

from tj import templating
from tj.cli import say
from tj.cli.app import App
from tj.config import Settings
from tj.entry.parse import parse_note
from tj.errors import TjError, UsageProblem
from tj.insight.practices import Practice, find_practice, practice_of
from tj.vault.files import read_file
from tj.words import support as words

__all__ = ["show_practices"]

_FOLDER = ".tj/practices"


def show_practices(app: App, wanted: str, *, as_json: bool) -> None:
    """Show one practice, or, with an empty name, which there are.

    Raises `UsageProblem` where there is none of that name.
    """
    practices = _practices(app)
    if not wanted.strip():
        _list(practices, as_json=as_json)
        return
    practice, near = find_practice(practices, wanted)
    if practice is None:
        raise UsageProblem(*words.no_such_practice(wanted, near))
    if as_json:
        say.as_json(_fields(practice) | {"text": practice.text})
    else:
        say.say(say.shown(practice.text))


def _list(practices: list[Practice], *, as_json: bool) -> None:
    if as_json:
        say.as_json([_fields(practice) for practice in practices])
        return
    width = max(len(practice.name) for practice in practices)
    for practice in practices:
        about = practice.about or practice.title
        say.say(say.shown(words.practice_line(practice.name, width, about, practice.minutes)))
    say.say()
    say.say(words.how_to_show_a_practice(practices[0].name))


def _fields(practice: Practice) -> dict[str, object]:
    return {"name": practice.name, "title": practice.title, "about": practice.about, "minutes": practice.minutes}


def _practices(app: App) -> list[Practice]:
    texts = {name: text.encode() for name, text in templating.shipped_practices().items()} | _own(app)
    # A shipped file and one of the vault are read alike, by no settings: a practice holds none of a vault's values.
    return [practice_of(name, parse_note(f"{name}.md", data, Settings())) for name, data in sorted(texts.items())]


def _own(app: App) -> dict[str, bytes]:
    """Return the writer's own practices by name; whatever is wrong with the vault, the shipped ones are there."""
    try:
        folder = app.vault().root / _FOLDER
        found = sorted(path for path in folder.glob("*.md") if path.is_file())
    except (TjError, OSError):
        return {}
    return {path.stem: data for path in found if (data := _read(path)) is not None}


def _read(path: Path) -> bytes | None:
    try:
        return read_file(path)
    except (TjError, OSError):
        say.warn(say.shown(words.practice_not_read(f"{_FOLDER}/{path.name}")))
        return None
