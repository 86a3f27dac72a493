"""What a plain YAML scalar means by the core rules of YAML 1.2, as Obsidian reads it: one function, no library."""

import math
import re
from datetime import date

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tj.entry.model import Value

__all__ = ["read_scalar"]

MAX_DIGITS = 18

_INT = re.compile(r"[-+]?[0-9]+")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_OTHER_BASE = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)")
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
    if _INT.fullmatch(text):
        return int(_short(text))
    if found := _DATE.fullmatch(text):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            raise ValueError("a date that is not in the calendar") from None
    if _OTHER_BASE.fullmatch(text):
        return int(_short(text)[2:], 8 if text[1] == "o" else 16)
    return float(text) if _FLOAT.fullmatch(text) else text


def _short(digits: str) -> str:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number of more than {MAX_DIGITS} digits")
    return digits
