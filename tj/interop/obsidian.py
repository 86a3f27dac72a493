"""What Obsidian's own settings tell of a vault: where daily notes go, how they are named, and what is no entry."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

__all__ = ["BASES", "SETTINGS", "Adoption", "read_settings"]

# The files that are read, below `.obsidian/`. Nothing there is ever written.
SETTINGS = (
    "app.json",
    "community-plugins.json",
    "daily-notes.json",
    "plugins/periodic-notes/data.json",
    "plugins/templater-obsidian/data.json",
    "templates.json",
)
# Views for Obsidian's Bases, which a vault is given once.
BASES = ("mood.base", "goals.base")
_NAME = "YYYY-MM-DD"
_PERIODS = ("daily", "day", "weekly", "week", "monthly", "month", "quarterly", "quarter", "yearly", "year")
# As people call such a folder: `Templates`, `_templates`, `99 Templates`.
_OF_TEMPLATES = re.compile(r"[\W\d_]*templat", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Adoption:
    """What a vault begins with: paths are relative to it, with `/`.

    The journal's folder, the pattern of entry names in moment.js tokens, folders and notes that are no entries, and the
    folder of attachments, empty for the vault's root.
    """

    journal_dir: str = ""
    entry_name: str = _NAME
    exclude: tuple[str, ...] = ()
    attachment_dir: str = "attachments"


def read_settings(texts: Mapping[str, str]) -> Adoption:
    """Read Obsidian's settings.

    Arguments: `texts`, the content of each file of `SETTINGS` that is there. Whatever cannot be read counts as not set,
    since Obsidian falls back to its defaults in the same way. Where the Periodic Notes plugin makes the daily notes,
    its settings go before Obsidian's own.
    """
    found = {name: _object(texts.get(name, "")) for name in SETTINGS}
    periods = _periods(found["plugins/periodic-notes/data.json"], texts.get("community-plugins.json", ""))
    own = found["daily-notes.json"]
    daily = next((each for period, each in periods if period in ("daily", "day")), own)
    journal = _inside(_text(daily, "folder"))
    folders = [
        _text(found["templates.json"], "folder"),
        _text(found["plugins/templater-obsidian/data.json"], "templates_folder"),
        *_ignored(found["app.json"]),
    ]
    notes = [_text(each, key) for each in (own, *(each for _, each in periods)) for key in ("template", "templatePath")]
    left_out = [path for path in map(_inside, folders) if path and not _holds(path, journal)]
    left_out += [_template(_inside(note), journal) for note in notes]
    return Adoption(
        journal_dir=journal,
        entry_name=_inside(_text(daily, "format")) or _NAME,
        exclude=tuple(dict.fromkeys(path for path in left_out if path and not _within(path, left_out))),
        attachment_dir=_attachments(_text(found["app.json"], "attachmentFolderPath")),
    )


def _periods(plugin: dict[str, object], enabled_plugins: str) -> list[tuple[str, dict[str, object]]]:
    """Return the kinds of periodic notes that the plugin makes, each with its settings."""
    if enabled_plugins.strip() and '"periodic-notes"' not in enabled_plugins:
        return []
    sets = plugin.get("calendarSets")  # as a later version keeps them
    named = plugin.get("activeCalendarSet")
    given = [one for one in sets if isinstance(one, dict)] if isinstance(sets, list) else []
    active = [one for one in given if one.get("id") == named] or given[:1] or [plugin]
    kinds = [(period, active[0].get(period)) for period in _PERIODS]
    return [(period, kind) for period, kind in kinds if isinstance(kind, dict) and kind.get("enabled") is True]


def _ignored(app: dict[str, object]) -> Iterator[str]:
    """Yield the folders and files that Obsidian leaves out. A pattern, in slashes, has no like here."""
    filters = app.get("userIgnoreFilters")
    for one in filters if isinstance(filters, list) else []:
        if (
            isinstance(one, str)
            and one.isprintable()
            and not (one.startswith("/") and one.endswith("/") and len(one) > 1)
        ):
            yield one


def _template(note: str, journal: str) -> str:
    """Return what to leave out for a template: its folder where that is one of templates, else the note alone."""
    folder = note.rpartition("/")[0]
    if _OF_TEMPLATES.match(folder.rpartition("/")[2]) and not _holds(folder, journal):
        return folder
    return note and (note if note.lower().endswith(".md") else f"{note}.md")


def _holds(path: str, journal: str) -> bool:
    """Tell whether the journal itself lies there: it is never left out."""
    return f"{journal}/".startswith(f"{path}/")


def _within(path: str, others: Iterable[str]) -> bool:
    return any(other and path.startswith(f"{other}/") for other in others)


def _attachments(path: str) -> str:
    """Return the folder of attachments. For Obsidian's `./`, beside each note, tj uses one of its own."""
    if path == "/":
        return ""
    return "attachments" if path.startswith(".") else _inside(path) or ("" if not path else "attachments")


def _object(text: str) -> dict[str, object]:
    try:
        found = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(settings: dict[str, object], key: str) -> str:
    found = settings.get(key)
    return found if isinstance(found, str) and found.isprintable() else ""


def _inside(path: str) -> str:
    parts = [part for part in path.strip().split("/") if part not in ("", ".")]
    return "" if ".." in parts or "\\" in path else "/".join(parts)
