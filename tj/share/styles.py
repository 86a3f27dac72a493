"""Whether an HTML element may be hidden from a reader by its attributes: what is not surely seen counts as hidden.

Writers colour words and mark them with a background; such words are read. White, black and see-through ones may not be,
and nobody can tell here what a class does.
"""

import re

__all__ = ["may_hide"]

_ATTRIBUTE = re.compile(r"""([^\s=/"'<>]+)(?:\s*+=\s*+("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_ALWAYS = {"hidden", "class", "popover", "aria-hidden", "inert"}
_COLOURS = {"color", "bgcolor"}
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/]\s*(\d*\.?\d+)\s*)?\)")
_NAMED = {
    "red": (255, 0, 0), "green": (0, 128, 0), "blue": (0, 0, 255), "orange": (255, 165, 0), "purple": (128, 0, 128),
    "yellow": (255, 255, 0), "pink": (255, 192, 203), "brown": (165, 42, 42), "gray": (128, 128, 128),
    "grey": (128, 128, 128), "teal": (0, 128, 128), "cyan": (0, 255, 255), "magenta": (255, 0, 255),
    "lime": (0, 255, 0), "olive": (128, 128, 0), "maroon": (128, 0, 0), "navy": (0, 0, 128), "gold": (255, 215, 0),
    "violet": (238, 130, 238), "tomato": (255, 99, 71), "crimson": (220, 20, 60), "coral": (255, 127, 80),
    "salmon": (250, 128, 114), "turquoise": (64, 224, 208), "indigo": (75, 0, 130), "darkred": (139, 0, 0),
    "darkgreen": (0, 100, 0), "darkblue": (0, 0, 139), "royalblue": (65, 105, 225), "skyblue": (135, 206, 235),
    "lightblue": (173, 216, 230), "lightgreen": (144, 238, 144),
}  # fmt: skip
_SEEN = {
    "font-weight": re.compile(r"bold|bolder|normal|[3-9]00"),
    "font-style": re.compile(r"italic|oblique|normal"),
    "text-decoration": re.compile(r"underline|line-through|none"),
    "text-align": re.compile(r"left|right|center|justify"),
    "font-size": re.compile(r"(?:small|medium|large|x-large|larger|smaller)|(?:[89]|[1-4]\d)(?:\.\d+)?p[xt]"
                            r"|(?:[1-4](?:\.\d+)?|0?\.[6-9]\d*)r?em|(?:[6-9]\d|[1-3]\d\d)%"),
}  # fmt: skip
_DARK, _LIGHT, _FAINT, _APART = 50, 225, 0.3, 120


def may_hide(attributes: str) -> bool:
    """Tell whether an element with these attributes, as written in its tag, may be one that a reader does not see."""
    colours: dict[str, str] = {}
    for name, written in _ATTRIBUTE.findall(attributes.casefold()):
        value = written.strip("\"' \t\n")
        if name in _ALWAYS:
            return True
        if name in _COLOURS:
            colours["color" if name == "color" else "background"] = value
        elif name == "style" and not _read_style(value, colours):
            return True
    return not _can_be_read(colours)


def _read_style(style: str, colours: dict[str, str]) -> bool:
    """Put the colours of a style among `colours`; False where anything in it is not known to leave words in sight."""
    for rule in filter(None, (part.strip() for part in style.split(";"))):
        name, _, value = (part.strip() for part in rule.partition(":"))
        if name in ("color", "background", "background-color"):
            colours["color" if name == "color" else "background"] = value
        elif name not in _SEEN or not _SEEN[name].fullmatch(value):
            return False
    return True


def _can_be_read(colours: dict[str, str]) -> bool:
    read = [_rgb(value) for value in colours.values()]
    seen = [colour for colour in read if colour is not None]
    if len(seen) < len(read) or any(max(colour) < _DARK or min(colour) > _LIGHT for colour in seen):
        return False
    return len(seen) < 2 or sum(abs(a - b) for a, b in zip(*seen, strict=True)) >= _APART


def _rgb(value: str) -> tuple[int, int, int] | None:
    """Return red, green and blue, or None for what is no colour known here, or nearly see-through."""
    if value in _NAMED:
        return _NAMED[value]
    if found := _HEX.fullmatch(value):
        digits = found[1] if len(found[1]) > 4 else "".join(digit * 2 for digit in found[1])
        levels = [int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)]
        opacity = levels[3] / 255 if len(levels) > 3 else 1.0
    elif found := _RGB.fullmatch(value):
        levels = [min(int(found[number]), 255) for number in (1, 2, 3)]
        opacity = float(found[4]) if found[4] else 1.0
    else:
        return None
    return (levels[0], levels[1], levels[2]) if opacity >= _FAINT else None
