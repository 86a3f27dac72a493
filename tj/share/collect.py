"""From chosen entries to the members of a bundle: each note is read again and redacted, the report made from that."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tj.config import Settings
from tj.entry.model import Entry, Note
from tj.entry.parse import parse_note
from tj.entry.private import private_spans
from tj.errors import Refused, TjError
from tj.share.attachments import NONE, Attachments
from tj.share.images import longest_side
from tj.share.redact import Redacted, Rules, redact
from tj.share.select import is_empty
from tj.share.tripwire import check_members
from tj.share.visible import hidden_texts, visible_text
from tj.vault.files import read_file
from tj.vault.layout import Vault
from tj.words import sharing as words

__all__ = ["Content", "Images", "Report", "collect"]

Images = Mapping[str, tuple[str, bytes]]
Report = Callable[[Sequence[Note], Images], str]
Progress = Callable[[int, int], object]

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
    order; `uncleaned` is how many files go as they are; `in_part` are the paths of notes that are cut short, with the
    reason.
    """

    members: Mapping[str, bytes]
    stripped: Mapping[str, int]
    hashes: Mapping[str, str]
    withheld: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    uncleaned: int = 0
    in_part: tuple[tuple[str, str], ...] = ()


def _untold(_done: int, _total: int) -> None:
    """Tell nobody."""


def collect(
    vault: Vault,
    chosen: Sequence[Entry],
    rules: Rules,
    report: Report,
    *,
    attachments: str,
    summary_only: bool,
    unsent: Sequence[str] = (),
    own_words: Sequence[str] = (),
    progress: Progress = _untold,
) -> Content:
    """Build the members of a bundle.

    Arguments: `chosen`, the notes in their order; `rules`, what is let through; `report`, makes the report from the
    notes as they were redacted; `attachments`, which of them go along; `summary_only`, whether the notes' text stays
    out; `unsent`, paths of notes that are withheld, whose names must not be in the result either; `own_words`, what the
    report may say of its own accord beside what it says of every note; `progress`, told what is done of all.
    Raises `Refused` where something that was taken out would still be in the result.
    """
    notes, hashes, withheld = _read(vault, chosen)
    days = {n.entry.path: str(n.entry.date) if n.entry.date and "date" in rules.allowed else "" for n, _ in notes}
    marked = frozenset(mark.name for note, _ in notes for mark in note.entry.goals)
    rules = replace(rules, shared=days, linked=None, marked=marked)
    stripped: Counter[str] = Counter()
    steps = len(notes) * (2 if attachments != NONE and not summary_only else 1)
    found: list[Redacted] = []
    for note, _ in notes:
        progress(len(found), steps)
        found.append(redact(note, rules))
    along = Attachments(vault, attachments, longest_side(len({target for one in found for target in one.wanted})))
    if attachments != NONE and not summary_only:
        for number, (note, _) in enumerate(notes):
            progress(len(notes) + number, steps)
            found[number] = _with_attachments(note, found[number], rules, along)
    texts = [one.text for one in found]
    for one in found:
        stripped += one.stripped
    stripped["animation"] += along.moved
    seen = [
        _reread(f"entries/{number:04}.md", text, note.entry.path, vault.settings)
        for number, (text, (note, _)) in enumerate(zip(texts, notes, strict=True), start=1)
    ]
    empty = {
        note.entry.path: words.BARE if one.body.strip() else words.EMPTY
        for (note, _), one in zip(notes, seen, strict=True)
        if is_empty(one)
    }
    if empty:  # once more without them: a link to one of them must not give it away
        rest = [entry for entry in chosen if entry.path not in empty]
        others = [*unsent, *sorted(empty)]
        again = collect(vault, rest, rules, report, attachments=attachments, summary_only=summary_only,
                        unsent=others, own_words=own_words, progress=progress)  # fmt: skip
        return replace(again, withheld=(*again.withheld, *sorted(empty.items())))
    members = {} if summary_only else {note.entry.path: text.encode() for note, text in zip(seen, texts, strict=True)}
    members |= along.members
    members["report.html"] = report(seen, {f"../{name}": image for name, image in along.shown.items()}).encode("utf-8")
    _look_again(vault, members, notes, found, rules, along, [*unsent, *(path for path, _ in withheld)],
                "\n".join([_said_by_itself(report, vault.settings), *own_words]))  # fmt: skip
    counts = {kind: count for kind, count in sorted(stripped.items()) if count}
    in_part = [
        (note.entry.path, words.IN_PART)
        for (note, _), one in zip(notes, found, strict=True)
        if one.stripped["unclosed marker"]
    ]
    return Content(members, counts, hashes, tuple(withheld), tuple(texts), along.raw, tuple(in_part))


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
            withheld.append((entry.path, words.PRIVATE if note.entry.readable else words.UNREADABLE))
        else:
            notes.append((note, data))
    return notes, {note.entry.path: hashlib.sha256(data).hexdigest() for note, data in notes}, withheld


def _reread(name: str, text: str, path: str, settings: Settings) -> Note:
    """Read a note as it will be sent, from its very text; raises `Refused` where that is not plainly open."""
    note = parse_note(name, text.encode("utf-8"), settings)
    if note.entry.private or private_spans(note.body):
        raise Refused(*words.not_fit_to_share(path))
    return note


def _said_by_itself(report: Report, settings: Settings) -> str:
    kinds = (b"entry", b"goal", b"session", b"assessment", b"guidance")
    return report([parse_note("entries/0000.md", _SAMPLE % kind, settings) for kind in kinds], {})


def _with_attachments(note: Note, found: Redacted, rules: Rules, along: Attachments) -> Redacted:
    """Redact a note again with the names of its attachments, if it shows any."""
    names = along.add(note, found.wanted) if found.wanted else {}
    return redact(note, replace(rules, images=names)) if names else found


def _look_again(
    vault: Vault,
    members: Mapping[str, bytes],
    notes: Sequence[tuple[Note, bytes]],
    found: Sequence[Redacted],
    rules: Rules,
    along: Attachments,
    unsent: Sequence[str],
    said: str,
) -> None:
    """Look in the finished members for all that was taken out, and for the names and titles of notes."""
    removed = [text for one in found for text in one.removed]
    visible = [said]
    names: set[str] = set(vault.settings.trackers)
    for (note, _), one in zip(notes, found, strict=True):
        entry = note.entry
        removed += [*_file_names(entry.path), *hidden_texts(note, rules.allowed)]
        visible.append(visible_text(note, one.removed, rules.allowed))
        names |= {*entry.emotions, *entry.tags, *(mark.name for mark in entry.goals)}
    for path in unsent:
        removed += [*_file_names(path), *_titles(vault, path)]
    pictures = [data for _, data in along.shown.values()]
    check_members(members, removed, "\n".join(visible), names=names, pictures=pictures)


def _file_names(path: str) -> list[str]:
    stem = Path(path).stem
    return [path, stem, re.sub(r"^\d{4}-\d\d-\d\d\W*", "", stem)]


def _titles(vault: Vault, path: str) -> list[str]:
    """Return what a withheld note is called, as far as it can be read."""
    try:
        entry = parse_note(path, read_file(vault.locate(path)), vault.settings).entry
    except TjError:
        return []
    return [entry.title, *(str(entry.properties[key]) for key in ("title",) if key in entry.properties)]
