"""Keys as QR codes: in the terminal, and as a card in SVG that can be printed and handed over."""

import io
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

__all__ = ["Shown", "card", "terminal"]

# Black on white whatever the terminal's own colours are: not every camera reads a code that is turned inside out.
_ON, _OFF = "\x1b[38;5;231;48;5;16m", "\x1b[0m"
_BORDER = 4  # of the width that readers expect
_SIDE, _TEXT = 320, 74


class Shown(NamedTuple):
    """A key to show: what it is for, its text, and its six words."""

    title: str
    key: str
    words: str


def terminal(key: str, *, colour: bool) -> str:
    """Return a QR code of a key in block characters.

    Arguments: `colour`, whether the terminal takes colours; without them the code is right on a dark terminal only.
    """
    import segno

    out = io.StringIO()
    segno.make(key, micro=False, error="m").terminal(out, compact=True, border=_BORDER)
    lines = out.getvalue().rstrip("\n").split("\n")
    return "\n".join(f"{_ON}{line}{_OFF}" if colour else line for line in lines)


def card(keys: Sequence[Shown]) -> bytes:
    """Return a picture in SVG with the QR code, the text and the six words of each key, one below the other."""
    height = (_SIDE + _TEXT) * len(keys)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 {height}" width="520" height="{height}">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        *(_part(key, (_SIDE + _TEXT) * place) for place, key in enumerate(keys)),
        "</svg>\n",
    ]
    return "\n".join(parts).encode("utf-8")


def _part(shown: Shown, top: int) -> str:
    import segno

    code = segno.make(shown.key, micro=False, error="m")
    size = code.symbol_size(border=_BORDER)[0]
    path = code.svg_inline(border=_BORDER, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None)
    inner = path[path.index(">") + 1 : path.rindex("</svg>")]
    text = 'x="260" text-anchor="middle" fill="#000"'
    return (
        f'<text {text} y="{top + 24}" font-size="16" font-family="sans-serif">{escape(shown.title)}</text>\n'
        f'<svg x="{(520 - _SIDE) // 2}" y="{top + 30}" width="{_SIDE}" height="{_SIDE}" '
        f'viewBox="0 0 {size} {size}">{inner}</svg>\n'
        f'<text {text} y="{top + _SIDE + 42}" font-size="15" font-family="sans-serif" font-weight="bold">'
        f"{escape(shown.words)}</text>\n"
        f'<text {text} y="{top + _SIDE + 60}" font-size="9" font-family="monospace">{escape(shown.key)}</text>'
    )
