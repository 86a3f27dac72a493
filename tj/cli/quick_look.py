"""The quick way to `tj list` and `tj search`: a call that is plainly written is answered before click is loaded.

It understands `[--vault DIR] list` and `search WORD…`, with the options that choose entries, `--limit` and `--json`,
and no more. Whatever else it meets it leaves to the command, and has done nothing then.
"""

import gc
import os

from tj.cli.quick import take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

    from tj.cli.app import App

    # The command, DIR, each WORD, N, whether JSON is asked for, and the selectors by name
    Look: TypeAlias = tuple[str, str | None, list[str], int | None, bool, dict[str, Any]]

__all__ = ["answer", "read_look"]

_COMMANDS = (["list"], ["search"])


def answer(arguments: "Sequence[str]", app: "App | None") -> bool:
    """Do what `arguments` ask for, if it is a list or a search that is plainly called.

    Arguments: `app`, the wiring to use, the user's own by default.
    Returns whether it was done. Raises what the command raises.
    """
    # By a variable of this name shells ask click for completions.
    look = None if "_TJ_COMPLETE" in os.environ else read_look(arguments)
    if look is None:
        return False
    # What is loaded and found is all in use to the end, so there is nothing to collect: it would take a part in twenty.
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        _do(look, app)
    finally:
        if was_collecting:
            gc.enable()
    return True


def _do(look: "Look", app: "App | None") -> None:
    from pathlib import Path

    from tj.cli.app import own_app
    from tj.cli.finding import list_entries, search_entries

    command, named, words, limit, as_json, options = look
    vault = named or os.environ.get("TJ_VAULT")
    wiring = (app or own_app()).within(Path(vault) if vault else None)
    if command == "list":
        list_entries(wiring, options, as_json=as_json)
    else:
        search_entries(wiring, words, limit, options, as_json=as_json)


def read_look(arguments: "Sequence[str]") -> "Look | None":
    """Return what a plain call of `tj list` or `tj search` says, or None for any other call, right or wrong."""
    rest = list(arguments)
    named = rest[:1] not in _COMMANDS
    vault = take(rest, "--vault") if named and rest else None
    if (named and vault is None) or rest[:1] not in _COMMANDS:
        return None
    command = rest.pop(0)
    from tj.cli.selectors import OPTIONS

    given: dict[str, list[str]] = {name: [] for name, *_ in OPTIONS}
    if command == "search":
        given["limit"] = []
    words: list[str] = []
    as_json = False
    while rest:
        name = rest[0].partition("=")[0]
        if name.startswith("--") and name[2:] in given:
            value = take(rest, name)
            if value is None:
                return None
            given[name[2:]].append(value)
        elif rest[0] == "--json":
            as_json = bool(rest.pop(0))
        elif rest[0][:1] in ("", "-"):
            return None
        else:
            words.append(rest.pop(0))
    limits = given.pop("limit", [])
    options = {name: tuple(given[name]) if repeated else "".join(given[name]) for name, _, repeated, _ in OPTIONS}
    once = [limits, *(given[name] for name, _, repeated, _ in OPTIONS if not repeated)]
    plain = all(len(values) < 2 for values in once) and all(map(_is_number, limits))
    if not plain or bool(words) != (command == "search"):
        return None
    return command, vault, words, int(limits[0]) if limits else None, as_json, options


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
