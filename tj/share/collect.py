"""From chosen entries to the members of a bundle: each note is read again and redacted, the report made from that."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tj.config import Settings
from tj.entry.model import Entry, Note
from tj.entry.parse import parse_note
from tj.entry.private import private_spans
from tj.errors import Refused, TjError
from tj.share.images import rebuild
from tj.share.redact import Redacted, Rules, redact
from tj.share.select import EMPTY, IN_PART, PRIVATE, UNREADABLE, is_empty
from tj.share.tripwire import check_members
from tj.vault.files import read_file
from tj.vault.layout import Vault
from tj.vault.scan import is_ignored_name

__all__ = ["Content", "Images", "Report", "collect", "find_attachment"]

Images = Mapping[str, tuple[str, bytes]]
Report = Callable[[Sequence[Note], Images], str]

_LARGEST_IMAGE = 40 * 1024 * 1024
# A note with something for each part of a report: what the report says of it besides is said by the report itself.
_SAMPLE = b"""---
type: %s
date: 2000-01-01
mood: 5
emotions: [x]
goals: [x]
---
- [ ] x #session
- [x] x #win
"""


@dataclass(frozen=True, slots=True, repr=False)
class Content:
    """What a bundle will hold.

    `members` are its files by name; `stripped` counts by class what was taken out; `hashes` are the SHA-256 of the
    notes as they were read, by path; `withheld` are paths with the reason; `texts` are the notes as they will read, in
    order; `in_part` are the paths of those that are cut short, with the reason.
    """

    members: Mapping[str, bytes]
    stripped: Mapping[str, int]
    hashes: Mapping[str, str]
    withheld: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    in_part: tuple[tuple[str, str], ...] = ()


def collect(
    vault: Vault,
    chosen: Sequence[Entry],
    rules: Rules,
    report: Report,
    *,
    attachments: bool,
    summary_only: bool,
    unsent: Sequence[str] = (),
) -> Content:
    """Build the members of a bundle.

    Arguments: `chosen`, the notes in their order; `rules`, what is let through; `report`, makes the report from the
    notes as they were redacted; `attachments`, whether pictures go along; `summary_only`, whether the notes' text stays
    out; `unsent`, paths of notes that are withheld, whose names must not be in the result either.
    Raises `Refused` where something that was taken out would still be in the result.
    """
    notes, hashes, withheld = _read(vault, chosen)
    days = {n.entry.path: str(n.entry.date) if n.entry.date and "date" in rules.allowed else "" for n, _ in notes}
    rules = replace(rules, shared=days)
    stripped: Counter[str] = Counter()
    removed: list[str] = []
    images: dict[str, tuple[str, bytes]] = {}
    texts: list[str] = []
    in_part: list[tuple[str, str]] = []
    for note, _ in notes:
        found = redact(note, rules)
        if attachments and not summary_only:
            found = redact(note, replace(rules, images=_add_images(vault, note, found.wanted, images)))
        texts.append(found.text)
        stripped += found.stripped
        removed += _unsaid(found, note)
        if found.stripped["unclosed marker"]:
            in_part.append((note.entry.path, IN_PART))
    seen = [
        _reread(f"entries/{number:04}.md", text, note.entry.path, vault.settings)
        for number, (text, (note, _)) in enumerate(zip(texts, notes, strict=True), start=1)
    ]
    empty = {note.entry.path for (note, _), one in zip(notes, seen, strict=True) if is_empty(one)}
    if empty:  # once more without them: a link to one of them must not give it away
        rest = [entry for entry in chosen if entry.path not in empty]
        others = [*unsent, *sorted(empty)]
        found_again = collect(
            vault, rest, rules, report, attachments=attachments, summary_only=summary_only, unsent=others
        )
        return replace(found_again, withheld=(*found_again.withheld, *((path, EMPTY) for path in sorted(empty))))
    members = {} if summary_only else {note.entry.path: text.encode() for note, text in zip(seen, texts, strict=True)}
    members |= {name: data for name, (_, data) in images.items()}
    members["report.html"] = report(seen, {f"../{name}": image for name, image in images.items()}).encode("utf-8")
    paths = [*unsent, *(path for path, _ in withheld), *hashes]
    names = [text for path in paths for text in (path, Path(path).stem)]
    check_members(members, [*removed, *names], "\n".join([*texts, _said_by_itself(report, vault.settings)]))
    return Content(members, dict(sorted(stripped.items())), hashes, tuple(withheld), tuple(texts), tuple(in_part))


def find_attachment(vault: Vault, note_path: str, target: str) -> Path | None:
    """Return the file of the vault that a note's link means, as Obsidian finds it: beside the note, from the vault's
    root, or anywhere by its name. None where there is none, or it lies outside of the vault or in a hidden folder."""
    from urllib.parse import unquote

    name = unquote(target.split("#")[0]).replace("\\", "/")
    candidates = [vault.root / Path(note_path).parent / name, vault.root / name.lstrip("/")]
    if "/" not in name and name:
        candidates += sorted(path for path in vault.root.rglob("*") if path.name == name)
    for path in candidates:
        resolved = path.resolve()
        if not resolved.is_file() or not resolved.is_relative_to(vault.root):
            continue
        if not any(is_ignored_name(part) for part in resolved.relative_to(vault.root).parts):
            return resolved
    return None


def _read(
    vault: Vault, chosen: Sequence[Entry]
) -> tuple[list[tuple[Note, bytes]], dict[str, str], list[tuple[str, str]]]:
    """Read the chosen notes again; one that is private by now, or cannot be read, is withheld after all."""
    notes: list[tuple[Note, bytes]] = []
    withheld: list[tuple[str, str]] = []
    for entry in chosen:
        data = read_file(vault.locate(entry.path))
        note = parse_note(entry.path, data, vault.settings)
        if note.entry.private or not note.entry.readable:
            withheld.append((entry.path, PRIVATE if note.entry.readable else UNREADABLE))
        else:
            notes.append((note, data))
    return notes, {note.entry.path: hashlib.sha256(data).hexdigest() for note, data in notes}, withheld


def _reread(name: str, text: str, path: str, settings: Settings) -> Note:
    """Read a note as it will be sent, from its very text; raises `Refused` where that is not plainly open."""
    note = parse_note(name, text.encode("utf-8"), settings)
    if note.entry.private or private_spans(note.body):
        raise Refused(f"{path} could not be made fit to be shared", "leave it out of the share; nothing was written")
    return note


def _said_by_itself(report: Report, settings: Settings) -> str:
    kinds = (b"entry", b"goal", b"session", b"assessment", b"guidance")
    return report([parse_note("entries/0000.md", _SAMPLE % kind, settings) for kind in kinds], {})


def _add_images(
    vault: Vault, note: Note, wanted: Sequence[str], images: dict[str, tuple[str, bytes]]
) -> dict[str, str]:
    names: dict[str, str] = {}
    for target in dict.fromkeys(wanted):
        try:
            path = find_attachment(vault, note.entry.path, target)
            small = path is not None and path.stat().st_size <= _LARGEST_IMAGE
            made = rebuild(read_file(path)) if path is not None and small else None
        except (OSError, ValueError, RuntimeError, TjError):  # names that no file can have, and loops of links
            made = None
        if made is None:
            continue
        ending, mime, data = made
        same = next((name for name, (_, known) in images.items() if known == data), "")
        name = same or f"att/{len(images) + 1:04}.{ending}"
        images[name] = (mime, data)
        names[target] = f"../{name}"  # as seen from entries/
    return names


def _unsaid(found: Redacted, note: Note) -> list[str]:
    title = note.entry.properties.get("title")
    return [*found.removed, *([title] if isinstance(title, str) else [])]
