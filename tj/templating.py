"""The shipped texts: found in the installed package or beside it in a checkout, and their `{{…}}` fields filled.

The fields are those of Obsidian's Templates plugin, so that one template serves both: `{{date}}`, `{{date:FORMAT}}`,
`{{time}}`, `{{time:FORMAT}}` and `{{title}}`.
"""

import re
from datetime import date, time
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from tj.errors import TjError
from tj.moment import format_moment
from tj.words import vault as words

__all__ = ["example_vault", "fill", "purpose", "shipped", "shipped_names", "shipped_page", "shipped_practices",
           "shipped_prompts", "shipped_templates"]  # fmt: skip

_PURPOSE = re.compile(r"^%%[ \t]*(\S.*?)[ \t]*%%[ \t]*$", re.MULTILINE)
_FIELD = re.compile(r"\{\{\s*(date|time|title)\s*(?::([^}]*))?\}\}")


def shipped(name: str) -> str:
    """Return the text of a shipped template, such as `daily.md`.

    Raises `TjError` where there is none of that name.
    """
    found = _root("templates", "templates") / name
    if not found.is_file():
        raise TjError(*words.no_shipped_text(name))
    return found.read_text("utf-8")


def shipped_names(folder: str) -> list[str]:
    """Return the names of the shipped files in a folder of the templates, such as `instruments`, in order."""
    return sorted(file.name for file in (_root("templates", "templates") / folder).iterdir() if file.is_file())


def shipped_prompts() -> dict[str, str]:
    """Return the shipped prompts: the text of each file by its path within the templates, in order."""
    return {f"prompts/{name}": shipped(f"prompts/{name}") for name in shipped_names("prompts")}


def shipped_templates() -> dict[str, str]:
    """Return the shipped templates of notes: the text of each by its name, in order."""
    names = [name for name in shipped_names("") if name.endswith(".md")]
    return {name.removesuffix(".md"): shipped(name) for name in names}


def shipped_practices() -> dict[str, str]:
    """Return the shipped practices: the text of each file by its name, in order."""
    names = shipped_names("practices")
    return {name.removesuffix(".md"): shipped(f"practices/{name}") for name in names}


def purpose(text: str) -> str:
    """Return what a template is for: the first remark of Obsidian's that has a line to itself, or an empty text."""
    found = _PURPOSE.search(text.replace("\r\n", "\n"))
    return found[1] if found else ""


def example_vault() -> Path:
    """Return the folder of the example vault."""
    return Path(str(_root("examples/vault", "examples/vault")))


def shipped_page() -> bytes:
    """Return the therapist's offline page.

    Raises `TjError` where this is a checkout in which it was not built.
    """
    inside = files("tj").joinpath("page.html")
    found = inside if inside.is_file() else Path(str(files("tj"))).parent / "page" / "dist" / "page.html"
    if not found.is_file():
        raise TjError(*words.PAGE_NOT_BUILT)
    return found.read_bytes()


def fill(text: str, day: date, at: time, title: str = "") -> str:
    """Return a template with its fields filled; what is no field stays as it is."""

    def write(found: re.Match[str]) -> str:
        if found[1] == "title":
            return title
        default = "YYYY-MM-DD" if found[1] == "date" else "HH:mm"
        return format_moment((found[2] or default).strip(), day, at)

    return _FIELD.sub(write, text)


def _root(packaged: str, checkout: str) -> Traversable:
    # An editable install and a bare checkout have no such folder in the package; it lies beside it.
    inside = files("tj").joinpath(packaged)
    return inside if inside.is_dir() else Path(str(files("tj"))).parent / checkout
