"""From chosen entries to the members of a bundle: each note is read again and redacted, the report made from that."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

from tj.entry.model import Entry, Note
from tj.entry.parse import parse_note
from tj.errors import Refused, TjError
from tj.share.images import rebuild
from tj.share.redact import Redacted, Rules, redact
from tj.vault.files import read_file
from tj.vault.layout import Vault
from tj.vault.scan import is_ignored_name

__all__ = ["Content", "Images", "Report", "collect", "find_attachment"]

Images = Mapping[str, tuple[str, bytes]]
Report = Callable[[Sequence[Note], Images], str]

_SHORTEST = 12
_MARKS = " \t%<!->`*_#|[]()"
_LARGEST_IMAGE = 40 * 1024 * 1024


@dataclass(frozen=True, slots=True, repr=False)
class Content:
    """What a bundle will hold.

    `members` are its files by name; `stripped` counts by class what was taken out; `hashes` are the SHA-256 of the
    notes as they were read, by path; `withheld` are paths with the reason; `texts` are the notes as they will read, in
    order.
    """

    members: Mapping[str, bytes]
    stripped: Mapping[str, int]
    hashes: Mapping[str, str]
    withheld: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]


def collect(
    vault: Vault, chosen: Sequence[Entry], rules: Rules, report: Report, *, attachments: bool, summary_only: bool
) -> Content:
    """Build the members of a bundle.

    Arguments: `chosen`, the notes in their order; `rules`, what is let through; `report`, makes the report from the
    notes as they were redacted; `attachments`, whether pictures go along; `summary_only`, whether the notes' text stays
    out.
    Raises `Refused` where something that was taken out would still be in the result.
    """
    notes, hashes, withheld = _read(vault, chosen)
    days = {n.entry.path: str(n.entry.date) if n.entry.date and "date" in rules.allowed else "" for n, _ in notes}
    rules = replace(rules, shared=days)
    stripped: Counter[str] = Counter()
    removed: list[str] = []
    images: dict[str, tuple[str, bytes]] = {}
    texts: list[str] = []
    for note, _ in notes:
        found = redact(note, rules)
        if attachments and not summary_only:
            found = redact(note, replace(rules, images=_add_images(vault, note, found.wanted, images)))
        texts.append(found.text)
        stripped += found.stripped
        removed += _unsaid(found, note)
    seen = [
        parse_note(f"entries/{number:04}.md", text.encode("utf-8"), vault.settings)
        for number, text in enumerate(texts, start=1)
    ]
    members = {} if summary_only else {note.entry.path: text.encode() for note, text in zip(seen, texts, strict=True)}
    members |= {name: data for name, (_, data) in images.items()}
    members["report.html"] = report(seen, {f"../{name}": image for name, image in images.items()}).encode("utf-8")
    names = [text for path, _ in withheld for text in (path, Path(path).stem)]
    _tripwire(members, [*removed, *names], "\n".join(texts))
    return Content(members, dict(sorted(stripped.items())), hashes, tuple(withheld), tuple(texts))


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
            withheld.append((entry.path, "private" if note.entry.readable else "unreadable"))
        else:
            notes.append((note, data))
    return notes, {note.entry.path: hashlib.sha256(data).hexdigest() for note, data in notes}, withheld


def _add_images(
    vault: Vault, note: Note, wanted: Sequence[str], images: dict[str, tuple[str, bytes]]
) -> dict[str, str]:
    names: dict[str, str] = {}
    for target in dict.fromkeys(wanted):
        path = find_attachment(vault, note.entry.path, target)
        try:
            small = path is not None and path.stat().st_size <= _LARGEST_IMAGE
            made = rebuild(read_file(path)) if path is not None and small else None
        except (OSError, TjError):
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


def _tripwire(members: Mapping[str, bytes], removed: Sequence[str], visible: str) -> None:
    """Look in the finished members for whatever was taken out and stands nowhere in the visible text.

    Raises `Refused` with the member's name, never the text.
    """
    shown = visible + unescape(visible)
    secrets = {bare for text in removed for line in text.split("\n") if len(bare := line.strip(_MARKS)) >= _SHORTEST}
    hidden = [secret for secret in secrets if secret not in shown]
    for name, data in members.items():
        if name.startswith("att/"):
            continue
        text = data.decode("utf-8")
        searched = text + "\n" + unescape(text)
        if any(secret in searched for secret in hidden):
            raise Refused(
                f"something that was to stay out is still in {name} of this share; nothing was written",
                "this is a defect of tj; please report it, and leave that entry out for now",
            )
