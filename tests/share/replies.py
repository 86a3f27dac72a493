"""Replies for tests: a writer with a vault and a ledger, a therapist, and replies that are wrong in one way each."""

import base64
import hashlib
import hmac
import json
from typing import Any

from tj.share.reply import FORMAT, Reply, serialize

__all__ = ["BUNDLE", "ID", "REPLY", "SECRET", "body_of", "signed", "table_of"]

BUNDLE, ID = "abcdefgh234567ab", "2bcdefgh234567ab"
SECRET = bytes(range(32))
REPLY = Reply(
    BUNDLE, ID, "2026-05-11", "Dear Mara,\n\n# Small\n\n- go *small*", ("ten minutes outside",), ("Where are you?",)
)


def table_of(**values: Any) -> dict[str, Any]:
    """Return what stands in a reply, with some of it changed; what is None is left out."""
    table = json.loads(body_of(serialize(REPLY, SECRET)))
    return {key: value for key, value in {**table, **values}.items() if value is not None}


def body_of(text: bytes) -> bytes:
    """Return all behind the first line."""
    return text.partition(b"\n")[2]


def signed(body: bytes | str, *, pad: bool = True, secret: bytes = SECRET, start: bytes = FORMAT.encode()) -> bytes:
    """Return the text of a reply with any body, with a MAC that fits it; written here from the format's text."""
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    if pad:
        data += b" " * (-len(data) % 4096)
    mac = hmac.new(secret, b"tj-reply/1\0" + data, hashlib.sha256).digest()
    return start + b" " + base64.b64encode(mac) + b"\n" + data
