"""The quick way to `tj list` and `tj search`: a call that is plainly written is answered before click is loaded.

It understands `[--vault DIR] list`, or `search WORD…`, with the options that choose entries, `--limit` and `--json`, and
no more. Whatever else it meets it leaves to the command, and has done nothing then.
"""

import os

from tj.cli.quick import take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

    from tj.cli.app import App

    # The command, DIR, each WORD, and the command's options by name
    Look: TypeAlias = tuple[str, str | None, list[str], dict[str, Any]]

__all__ = ["answer", "read_look"]


def answer(arguments: "Sequence[str]", app: "App | None") -> bool:
    """Do what `arguments` ask for, if it is a list or a search that is plainly called.

    Arguments: `app`, the wiring to use, the user's own by default.
    Returns whether it was done. Raises what the command raises.
    """
    # By a variable of this name shells ask click for completions.
    look = None if "_TJ_COMPLETE" in os.environ else read_look(arguments)
    if look is None:
        return False
    from pathlib import Path

    from tj.cli.app import own_app
    from tj.cli.finding import list_entries, search_entries

    command, named, words, options = look
    vault = named or os.environ.get("TJ_VAULT")
    wiring = (app or own_app()).within(Path(vault) if vault else None)
    limit, as_json = options.pop("limit"), options.pop("json")
    if command == "list":
        list_entries(wiring, options, as_json=as_json)
    else:
        search_entries(wiring, words, limit, options, as_json=as_json)
    return True


def read_look(arguments: "Sequence[str]") -> "Look | None":
    """Return what a plain call of `tj list` or `tj search` says, or None for any other call, right or wrong."""
    rest = list(arguments)
    named = rest[:1] not in (["list"], ["search"])
    vault = take(rest, "--vault") if named and rest else None
    if (named and vault is None) or rest[:1] not in (["list"], ["search"]):
        return None
    command = rest.pop(0)
    from tj.cli.selectors import OPTIONS

    options: dict[str, Any] = {name: () if repeated else None for name, _, repeated, _ in OPTIONS}
    options |= {"limit": None, "json": False}
    words: list[str] = []
    while rest:
        name = rest[0].partition("=")[0].removeprefix("--")
        if rest[0] == "--json":
            options["json"] = bool(rest.pop(0))
        elif rest[0][:1] not in ("", "-"):
            words.append(rest.pop(0))
        elif not (rest[0].startswith("--") and name in options and _take_option(rest, name, options)):
            return None
    limit = options["limit"]
    if (command == "list" and (words or limit is not None)) or (command == "search" and not words):
        return None
    if limit is not None:
        if not (limit.isascii() and limit.isdigit() and len(limit) < 10):
            return None
        options["limit"] = int(limit)
    return command, vault, words, options


def _take_option(rest: list[str], name: str, options: "dict[str, Any]") -> bool:
    """Take an option and its value from the front; False where it plainly has none, or was given before."""
    given = take(rest, f"--{name}")
    if given is None or (options[name] not in ((), None) and not isinstance(options[name], tuple)):
        return False
    options[name] = (*options[name], given) if isinstance(options[name], tuple) else given
    return True
