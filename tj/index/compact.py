"""Compact JSON, as the index keeps what has no column of its own."""

import json
from collections.abc import Callable
from json import encoder as made_in_c
from typing import Any

__all__ = ["encoder"]


def encoder(default: Callable[[Any], object] | None = None) -> Callable[[Any], str]:
    """Return what writes a value as JSON with no blank in it.

    Argument: `default`, what gives a value that JSON knows for one that it does not know, by default none does.
    Nothing that was read from a file holds itself, so that is not looked for.
    """
    writer = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=default)
    make = getattr(made_in_c, "c_make_encoder", None)
    text = getattr(made_in_c, "c_encode_basestring", None)
    if make is None or text is None:
        return writer.encode
    # `encode` makes this anew at each call, which takes as long as to write the facts of most notes.
    write = make(None, writer.default, text, None, ":", ",", False, False, True)

    def encode(value: Any) -> str:
        return "".join(write(value, 0))

    return encode
