"""Front matter that surely can be read, told without a parser and without a pattern: one plain line a key.

`tj mood` changes nothing in the front matter, so all that it must know is that the note is no unreadable one.
"""

__all__ = ["is_surely_read"]

# So short that nothing in it comes near the limits of `tj.entry.yaml12`.
_MAX_LENGTH = 2048
_NOT_IN_LIST = frozenset("[]{}:#,&*!|>%@`?\"'\\")


def is_surely_read(block: str) -> bool:
    """Tell whether what stands between two lines `---` surely is a YAML mapping; False where that is open.

    Surely it is where each line is a comment, or a key, each once, with a plain scalar, a text in double quotes, a list
    of these in brackets, or nothing; behind nothing may stand the items of a list.
    """
    if len(block) > _MAX_LENGTH or not block.replace("\n", "").isprintable():
        return False
    keys: set[str] = set()
    indent = -1  # of the list's items that may follow: -1 for none, -2 for any
    for line in block.split("\n"):
        bare = line.lstrip(" ")
        if bare[:1] in ("", "#"):
            continue
        if bare.startswith("- "):
            if indent not in (-2, len(line) - len(bare)) or not _is_value(bare[2:]):
                return False
            indent = len(line) - len(bare)
            continue
        key, colon, value = line.partition(":")
        if not (colon and value[:1] in ("", " ") and _is_key(key) and key not in keys):
            return False
        keys.add(key)
        value = _uncommented(value)
        indent = -1 if value else -2
        if value and not _is_value(value):
            return False
    return bool(keys)


def _is_key(key: str) -> bool:
    return len(key) < 100 and key.isascii() and key[:1].isalpha() and key.replace("-", "0").replace("_", "0").isalnum()


def _uncommented(value: str) -> str:
    return value.partition(" #")[0].strip(" ")


def _is_value(text: str) -> bool:
    value = _uncommented(text)
    if value[:1] not in ("[", '"'):
        return _is_scalar(value) and not value.endswith(":") and ": " not in value
    # What is in quotes counts as one sign that cannot stand there otherwise.
    parts = value.split('"')
    flat = "\0".join(parts[::2])
    if len(parts) % 2 == 0 or any("\\" in part for part in parts[1::2]):
        return False
    listed = flat[1:-1].strip(" ") if flat[:1] == "[" and flat[-1:] == "]" else flat
    return not listed or all(_is_item(item.strip(" ")) for item in listed.split(","))


def _is_item(text: str) -> bool:
    return text == "\0" or (_is_scalar(text) and not set(text) & _NOT_IN_LIST and "\0" not in text)


def _is_scalar(text: str) -> bool:
    """Tell whether a plain scalar begins with a letter or digit, or with a sign before one."""
    return text[:1].isalnum() or (text[:1] in ("-", "+", ".") and text[1:2].isalnum())
