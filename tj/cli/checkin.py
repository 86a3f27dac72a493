"""The work of `tj mood`: one function, reached from the command and from the quick way before it (`tj.cli.quick`).

Loaded by every `tj mood`, so whatever is not needed by most of them is imported where it is needed.
"""

import os
import sys
from time import strftime

from tj.cli import say
from tj.entry.insert import add_plainly, checkin_line
from tj.errors import TjError, UsageProblem
from tj.settings import describe_scale, read_level, read_number
from tj.vault.files import create_file, read_file, read_to_change, replace_file
from tj.vault.locks import lock_folder
from tj.vault.place import MARK, entry_path, within
from tj.words import checkin as words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from time import struct_time

    from tj.cli.app import App
    from tj.settings import Scale
    from tj.vault.layout import Vault

__all__ = ["check_in", "day_entry", "given_text"]


def check_in(
    root: str,
    names: tuple[str, str],
    scale: "Scale",
    now: "struct_time",
    value: str,
    when: str | None,
    emotions: "Sequence[str]",
    note: str | None,
    wiring: "Callable[[], App]",
) -> None:
    """Write a check-in into that day's entry, making it if there is none, and say so.

    Arguments: `root`, the vault's resolved folder; `names`, its journal's folder and the pattern of entry names;
    `scale`, its lowest and highest level and its mood words; `now`, the local time; `value`, `when`, `emotions` and
    `note` as they were given; `wiring`, for what most check-ins can do without.
    Raises `TjError` where it was given something that cannot be, or the entry cannot be changed.
    """
    if read_level(read_number(value), *scale) is None:
        raise UsageProblem(*words.not_on_scale(value, describe_scale(*scale)))
    day, time, said = _moment(when, now)
    line = checkin_line(time, value.strip(), emotions, given_text(note) if note else "")
    with lock_folder(os.path.join(root, MARK), lambda: wiring().lock_file(wiring().vault()), say.waiting):
        path = entry_path(*names, day)
        if not os.path.exists(within(root, path)):
            path = _known_entry(wiring(), root, path, day)
        full = within(root, path)
        if os.path.exists(full):
            before = read_to_change(full)
            replace_file(full, before, _with_line(path, before, line, wiring))
        else:
            create_file(full, _new_note(day, line))
    say.say(words.written(path, said, value.strip()))


def day_entry(app: "App", vault: "Vault", day: "date") -> str:
    """Return the path of that day's entry: where a new one would be, else the one that the index knows.

    The index is asked as it stands, so that a check-in costs the same in a journal of any age; the file it names is
    looked at before it is believed.
    """
    path = vault.entry_path(day)
    if vault.locate(path).exists():
        return path
    from tj.entry.parse import parse_note
    from tj.index.query import Query

    try:
        with app.store(vault) as store:
            known = store.entries(Query(since=day, until=day))
    except TjError:
        return path  # a cache that cannot be used is no reason to turn someone's words away
    for entry in sorted(known, key=lambda entry: entry.path):
        full = vault.locate(entry.path)
        if full.is_file():
            found = parse_note(entry.path, read_file(full), vault.settings).entry
            if found.date == day and found.type == "entry" and found.readable:
                return entry.path
    return path


def given_text(text: str) -> str:
    """Return a text as it was given, or what stands on standard input where that is `-`.

    Raises `TjError` where the input is not UTF-8.
    """
    if text != "-":
        return text
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError:
        raise TjError(*words.NOT_UTF8) from None


def _moment(when: str | None, now: "struct_time") -> tuple[str, str, str]:
    """Return the day (ISO) and time (HH:MM) of a check-in, and both in words."""
    time = strftime("%H:%M", now)
    if not when:
        return strftime("%Y-%m-%d", now), time, strftime("%A %Y-%m-%d %H:%M", now)
    from datetime import datetime

    from tj.when import parse_when

    local = datetime(*now[:6])  # noqa: DTZ001 - a journal is written in local time
    moment = parse_when(when, local)
    if moment.day > local.date():
        raise UsageProblem(*words.still_to_come(str(moment)))
    return str(moment.day), moment.time or time, str(moment)


def _known_entry(app: "App", root: str, path: str, day: str) -> str:
    """Return the path of that day's entry where there is none at `path`; all the index is loaded for one it knows."""
    from tj.index.peek import knows_day
    from tj.vault.place import cache_name

    if not knows_day(str(app.places().cache / f"{cache_name(root)}.sqlite"), day):
        return path
    from datetime import date

    return day_entry(app, app.vault(), date.fromisoformat(day))


def _new_note(day: str, line: str) -> bytes:
    # As `compose_note` does it, without all of YAML.
    return f"---\ndate: {day}\n---\n\n{line.strip()}\n".encode()


def _with_line(path: str, before: bytes, line: str, wiring: "Callable[[], App]") -> bytes:
    after = add_plainly(before, line)
    if after is not None:
        return after
    from tj.entry.splice import add_checkin

    return add_checkin(path, before, line, wiring().vault().settings)
