"""What Obsidian's own settings tell about a vault: where daily notes go, how they are named, where templates lie."""

import json
from dataclasses import dataclass

__all__ = ["Adoption", "read_settings"]


@dataclass(frozen=True, slots=True)
class Adoption:
    """The journal's folder, the pattern of entry names in moment.js tokens, and folders that hold no entries."""

    journal_dir: str = ""
    entry_name: str = "YYYY-MM-DD"
    exclude: tuple[str, ...] = ()


def read_settings(daily_notes: str, templates: str) -> Adoption:
    """Read Obsidian's settings.

    Arguments: the contents of `daily-notes.json` and `templates.json`, empty where there is none. Whatever cannot be
    read counts as not set, since Obsidian falls back to its defaults in the same way.
    """
    daily, template = _object(daily_notes), _object(templates)
    folders = [template.get("folder", ""), daily.get("template", "").rpartition("/")[0]]
    return Adoption(
        journal_dir=_inside(daily.get("folder", "")),
        entry_name=_inside(daily.get("format", "")) or "YYYY-MM-DD",
        exclude=tuple(dict.fromkeys(_inside(folder) for folder in folders if _inside(folder))),
    )


def _object(text: str) -> dict[str, str]:
    try:
        found = json.loads(text) if text.strip() else {}
    except ValueError:
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}


def _inside(path: str) -> str:
    path = path.strip().strip("/")
    return "" if ".." in path.split("/") or "\\" in path else path
