"""The quick way to `tj mood`: a check-in that is plainly called is done before click is loaded.

It understands `[--vault DIR] mood VALUE [--at WHEN] [--emotion WORD]… [--note TEXT]` and no more. Whatever else it
meets, in the call or in the vault, it leaves to the command, and has done nothing then.
"""

import os
from time import localtime

from tj.errors import TjError
from tj.settings import read_settings
from tj.vault.place import CONFIG, find_root, read_config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from tj.cli.app import App
    from tj.settings import Scale

    # DIR, VALUE, WHEN, each WORD, TEXT
    Call: TypeAlias = tuple[str | None, str, str | None, list[str], str | None]

__all__ = ["answer", "read_call", "take"]


def answer(arguments: "Sequence[str]", app: "App | None") -> bool:
    """Do what `arguments` ask for, if it is a check-in that is plainly called in a vault that plainly is one.

    Arguments: `app`, the wiring to use, the user's own by default.
    Returns whether it was done. Raises `TjError` where it cannot be done.
    """
    # By a variable of this name shells ask click for completions.
    call = None if "_TJ_COMPLETE" in os.environ else read_call(arguments)
    if call is None:
        return False
    named, value, when, emotions, note = call
    vault = _open(named or os.environ.get("TJ_VAULT"), app)
    if vault is None:
        return False
    from tj.cli.checkin import check_in  # here, since other quick ways have no need of it

    root, names, scale = vault
    now = app.clock().timetuple() if app else localtime()
    check_in(root, names, scale, now, value, when, emotions, note, lambda: _wiring(root, app))
    return True


def read_call(arguments: "Sequence[str]") -> "Call | None":
    """Return what a plain call of `tj mood` says, or None for any other call, right or wrong."""
    words = list(arguments)
    named = words[:1] != ["mood"]
    vault = take(words, "--vault") if named and words else None
    if (named and vault is None) or not words or words.pop(0) != "mood":
        return None
    options: dict[str, list[str]] = {"--at": [], "--emotion": [], "--note": []}
    values: list[str] = []
    while words:
        name = words[0].partition("=")[0]
        if name in options:
            given = take(words, name)
            if given is None:
                return None
            options[name].append(given)
        elif words[0][:1] in ("", "-"):
            return None
        else:
            values.append(words.pop(0))
    at, note = options["--at"], options["--note"]
    if len(values) != 1 or len(at) > 1 or len(note) > 1:
        return None
    return vault, values[0], at[0] if at else None, options["--emotion"], note[0] if note else None


def take(words: list[str], name: str) -> str | None:
    """Take the option `name` and its value from the front; None where it plainly has none."""
    first, equals, value = words.pop(0).partition("=")
    if first == name and not equals and words:
        value = words.pop(0)
    # What begins with a dash may be the next option; one alone is standard input.
    return value if first == name and value and (equals or value == "-" or value[0] != "-") else None


def _open(given: str | None, app: "App | None") -> "tuple[str, tuple[str, str], Scale] | None":
    """Open the vault that was named, else the nearest; None where it is not plainly there or its settings are wrong."""
    if app and app.vault_dir is not None:
        return None
    try:
        start = str(app.start()) if app else os.getcwd()
        if given and given.startswith("~"):
            return None
        root = os.path.realpath(os.path.join(start, given) if given else find_root(os.path.abspath(start)))
        journal_dir, entry_name, _, scale, *_ = read_settings(read_config(root), CONFIG)
    except (TjError, OSError, ValueError):
        return None  # which the command finds again, and says
    return root, (journal_dir, entry_name), scale


def _wiring(root: str, app: "App | None") -> "App":
    from pathlib import Path

    from tj.cli.app import own_app

    return (app or own_app()).within(Path(root))
