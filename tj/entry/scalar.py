"""What a plain YAML scalar means by the core rules of YAML 1.2, as Obsidian reads it: one function, no library."""

import math
import re
from datetime import date

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tj.entry.model import Value

__all__ = ["read_scalar"]

MAX_DIGITS = 18

# A whole number, a date, a number to another base, and any other, of which the first that fits holds.
# `re` compiles it when it is first needed, since most are a plain number or a date.
_NUMBER = (
    r"([-+]?[0-9]+)|([0-9]{4}-[0-9]{2}-[0-9]{2})|(0(?:o[0-7]+|x[0-9a-fA-F]+))"
    r"|([-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
)
_INT, _DATE, _OTHER_BASE = 1, 2, 3
_WORDS: "dict[str, Value]" = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
    **{sign + word: float(sign + "inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
}
_NUMERIC_START = frozenset("0123456789+-.")


def read_scalar(text: str) -> "Value":
    """Return what a plain scalar means; raises `ValueError` with the reason where it must be left out."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC_START:
        return text
    if text.isascii():
        if text.isdecimal():
            return int(_short(text))
        whole, _, part = text.partition(".")
        if whole.isdecimal() and part.isdecimal():
            return float(text)
        if len(text) == 10 and text[4] == text[7] == "-" and (text[:4] + text[5:7] + text[8:]).isdecimal():
            return _date(text)
    found = re.fullmatch(_NUMBER, text)
    if found is None:
        return text
    if found.lastindex == _INT:
        return int(_short(text))
    if found.lastindex == _DATE:
        return _date(text)
    if found.lastindex == _OTHER_BASE:
        return int(_short(text)[2:], 8 if text[1] == "o" else 16)
    return float(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("a date that is not in the calendar") from None


def _short(digits: str) -> str:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number of more than {MAX_DIGITS} digits")
    return digits
