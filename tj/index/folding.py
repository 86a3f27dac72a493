"""How words are compared: by what is left of them without case, accents and forms, in any script."""

import re
import unicodedata
from functools import cache

__all__ = ["UNSPACED", "fold", "fold_text", "is_unspaced"]

# Scripts that are written without spaces: each character becomes a word of its own, in the index and in a query.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\ua4cf\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_UNSPACED_RANGES = tuple(zip(UNSPACED[::3], UNSPACED[2::3], strict=True))
# This pattern and those below are left to be compiled when they are used, which takes longer than most searches.
_NOT_ASCII = "[^\x00-\x7f]+"
# The marks that tell か from が: other letters, not accents.
_VOICING = "\u3099\u309a"


class _Folding(dict[int, str]):
    """What each character is compared as, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code))
        bare = "".join(part for part in parts if part in _VOICING or not unicodedata.combining(part))
        folded = unicodedata.normalize("NFKC", bare)
        self[code] = f" {folded} " if is_unspaced(chr(code)) else folded
        return self[code]


class _Folded(dict[int, str]):
    """What each character by itself is folded to."""

    def __missing__(self, code: int) -> str:
        self[code] = fold(chr(code))
        return self[code]


_FOLDING = _Folding()
_FOLDED = _Folded()
# Letters and signs of which SQLite's tokenizer (`unicode61 remove_diacritics 2`) makes what `fold` makes of them.
_TOKENIZED = (
    "\x00-\x7f\xa1-\xa7\xa9\xab-\xae\xb0\xb1\xb6\xb7\xbb\xbf-\xde\xe0-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e"
    "\u0391-\u03a9\u03b1-\u03c9\u0404-\u0406\u0408-\u040b\u040f-\u0418\u041a-\u0438\u043a-\u044f\u0454-\u0456\u0458-\u045b"
    "\u060c\u061b\u061f\u0621\u0627-\u064a\u0660-\u0669\u2010-\u2027\u2030-\u2032\u2039-\u203a\u20ac"
)
# Letters that may besides stand in what is folded letter by letter, the first and last of each range: nothing in them
# changes with its neighbours.
_APART = (
    "\xdf\xdf", "\u0401\u0401", "\u0403\u0403", "\u0407\u0407", "\u0419\u0419", "\u0439\u0439", "\u0451\u0451",
    "\u0453\u0453", "\u0457\u0457", "\u0622\u0626", "\u3001\u3002", "\u3041\u3096", "\u30a1\u30fa", "\u4e00\u9fff",
    "\uff01\uff01", "\uff0c\uff0c", "\uff1f\uff1f",
)  # fmt: skip
# Those of them that are met in most texts of their languages: to look for each by itself takes less than any pattern.
_OFTEN = "\xdf\u0439\u0451\u0457\u0419\u0401\u0407"
_FEW = 8
_ASCII = bytes(range(128))
# One letter first, and not at once `+`: only a pattern that begins so is found without being tried at each place.
_LEFT_RUN = f"[^{_TOKENIZED}][^{_TOKENIZED}]*"


@cache
def is_unspaced(char: str) -> bool:
    """Tell whether a character belongs to a script that is written without spaces."""
    return any(first <= char <= last for first, last in _UNSPACED_RANGES)


def fold(text: str) -> str:
    """Return `text` as the index compares it: case and accents folded, characters of unspaced scripts set apart."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(_NOT_ASCII, lambda found: found.group().translate(_FOLDING), folded)


def fold_text(text: str, encoded: bytes | None = None) -> bytes:
    """Return a long text so that the index's tokenizer makes of it what it makes of `fold(text)`, in less time.

    Argument: `encoded`, the text as UTF-8, where that is at hand. What is returned is UTF-8 too, as SQLite takes it.
    The tokenizer itself folds case and the accents of most letters; only what it leaves is folded here.
    """
    if encoded is None:
        encoded = text.encode("utf-8", "surrogatepass")
    if text.isascii():
        return encoded
    # Most letters are ASCII, and to take these out as bytes is faster than any pattern.
    letters = encoded.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    for letter in _OFTEN:
        if letter in letters:
            encoded = encoded.replace(letter.encode(), _FOLDED[ord(letter)].encode())
            letters = letters.replace(letter, "")
    left = set("".join(re.findall(_LEFT_RUN, letters)))
    return _fold_left(text, encoded, left) if left else encoded


def _fold_left(text: str, encoded: bytes, left: set[str]) -> bytes:
    """Fold what the tokenizer leaves: these letters, and in `text` besides what is folded in `encoded` already."""
    if not all(map(_stands_apart, left)):
        return fold(text).encode("utf-8", "surrogatepass")
    if len(left) > _FEW or any(re.search(_LEFT_RUN, _FOLDED[ord(letter)]) for letter in left):
        return re.sub(_LEFT_RUN, _fold_run, text).encode("utf-8", "surrogatepass")
    for letter in left:
        encoded = encoded.replace(letter.encode(), _FOLDED[ord(letter)].encode())
    return encoded


@cache
def _stands_apart(letter: str) -> bool:
    return any(span[0] <= letter <= span[1] for span in _APART)


def _fold_run(found: "re.Match[str]") -> str:
    return found.group().translate(_FOLDED)
