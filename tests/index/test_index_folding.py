"""How words are folded: texts in a faster way than queries, yet the index's tokenizer makes the same words of both."""

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tj.index.folding import fold, fold_text

_TOKENIZER = "unicode61 remove_diacritics 2"


class Tokens:
    """Asks SQLite which words its tokenizer makes of texts."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        self._db.execute(f"CREATE VIRTUAL TABLE folded USING fts5 (body, content = '', tokenize = '{_TOKENIZER}')")
        self._db.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(folded, instance)")

    def close(self) -> None:
        self._db.close()

    def of(self, texts: Iterable[str | bytes]) -> list[tuple[int, int, str]]:
        """Return each word with the number of its text and its place there."""
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO folded (rowid, body) VALUES (?, CAST(? AS TEXT))", enumerate(texts))
        found = self._db.execute("SELECT doc, offset, term FROM terms ORDER BY doc, offset, term").fetchall()
        self._db.execute("ROLLBACK")
        return found


@pytest.fixture(scope="module")
def tokens() -> Iterator[Tokens]:
    made = Tokens()
    yield made
    made.close()


def _characters(first: int, last: int) -> list[str]:
    return [chr(code) for code in range(first, last + 1) if not 0xD800 <= code <= 0xDFFF]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hello", "hello"),
        ("Straße", "strasse"),
        ("ÉTÉ e\u0301te\u0301", "ete ete"),
        ("ﬁne ½", "fine 1⁄2"),
        ("東京tower", " 東  京 tower"),
        ("がか", " が  か "),
        ("ｶﾞ", " ガ "),
        ("한국어", "한국어"),
        ("한", "한"),
        ("İ", "i"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_a_word_folds_alike_in_either_composition(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_words_are_told_as_the_index_has_them(tokens: Tokens) -> None:
    assert tokens.of(["Die Straße", "", "a-b"]) == [(0, 0, "die"), (0, 1, "straße"), (2, 0, "a"), (2, 1, "b")]
    assert tokens.of(["x"]) == [(0, 0, "x")]


@pytest.mark.parametrize("around", ["x{}y", "{}", "A {} B"])
def test_every_character_makes_the_same_words(tokens: Tokens, around: str) -> None:
    texts = [around.format(char) for char in _characters(0, 0xFFFF)]
    assert len(texts) == 0x10000 - 0x800
    # Where the two ways give the same text, the words are the same.
    differing = [text for text in texts if fold_text(text) != fold(text).encode()]
    assert len(differing) > 100
    fast, slow = tokens.of(map(fold_text, differing)), tokens.of(map(fold, differing))
    wrong = sorted({differing[number] for number, _, _ in set(fast) ^ set(slow)})
    assert wrong == []


def test_every_character_of_the_next_plane_makes_the_same_words(tokens: Tokens) -> None:
    texts = [f"A x{char}y B" for char in _characters(0x10000, 0x1FFFF)]
    differing = [text for text in texts if fold_text(text) != fold(text).encode()]
    assert tokens.of(map(fold_text, differing)) == tokens.of(map(fold, differing))


def _of(*ranges: tuple[int, int]) -> st.SearchStrategy[str]:
    return st.one_of(*[st.characters(min_codepoint=first, max_codepoint=last) for first, last in ranges])


_MIXED = st.lists(
    st.one_of(
        _of((0x20, 0x7E)),
        _of((0xA0, 0x24F), (0x1E00, 0x1EFF)),  # Latin
        _of(
            (0x300, 0x36F), (0x483, 0x489), (0x591, 0x5BD), (0x64B, 0x65F), (0x20D0, 0x20F0), (0x3099, 0x309C)
        ),  # marks
        _of((0x370, 0x3FF), (0x1F00, 0x1FFF)),  # Greek, whose last sigma differs by its place
        _of((0x400, 0x52F)),  # Cyrillic
        _of((0x3000, 0x30FF), (0x4E00, 0x4EFF), (0xAC00, 0xACFF), (0x1100, 0x11FF), (0xFF00, 0xFFEF)),
        _of((0x5D0, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F)),
        _of((0xFB00, 0xFB4F), (0x2100, 0x218F), (0x2460, 0x24FF)),  # ligatures and signs that stand for letters
        _of((0x200B, 0x200F), (0x1F300, 0x1F64F), (0x1D400, 0x1D4FF), (0x20000, 0x200FF)),
        st.sampled_from("\n\t -_.,'’\"*#:/\0\x1f\x7f\xadßẞİıſΣσςЙйЁё가がガ゙ｶﾞﬁŉǰ"),
    ),
    max_size=20,
).map("".join)


@settings(max_examples=1000)
@given(_MIXED)
def test_mixed_texts_make_the_same_words(tokens: Tokens, text: str) -> None:
    assert tokens.of([fold_text(text)]) == tokens.of([fold(text)])


@settings(max_examples=300)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_makes_the_same_words(tokens: Tokens, text: str) -> None:
    assert tokens.of([fold_text(text)]) == tokens.of([fold(text)])
    assert fold_text(text, text.encode()) == fold_text(text)


@settings(max_examples=300)
@given(_MIXED)
def test_either_composition_makes_the_same_words(tokens: Tokens, text: str) -> None:
    one, other = (fold_text(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    assert tokens.of([one]) == tokens.of([other])
