"""What stands around a hit is cut from the note's file, whatever that is by now: its body, if it did not change."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.conftest import MakeVault
from tests.fuzz.test_fuzz_index import BODIES, HEADERS
from tj.config import Settings
from tj.entry.parse import parse_note
from tj.index import written
from tj.index.diff import Known
from tj.index.query import Query
from tj.index.rows import Stored, all_ready
from tj.index.store import Hit, Store, open_store
from tj.index.sync import fingerprint, refresh
from tj.index.written import HEAD, LARGE, body_from, body_reader, read_written
from tj.vault.layout import Vault
from tj.vault.scan import Signature

PATH = "journal/2026-03-05.md"
LATER = 4_000_000_000_000_000_000
HEADER = "---\nmood: 4\nweather: rain\n---\n"

PIECES = st.sampled_from(
    ["---\n", "---", " ", "\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "mood: 4\n", "key: [\n", "<<<<<<< a\n",
     "words", "é", "𝄞", "\ufeff", "\x00", "\x02"]
)  # fmt: skip
NOTES = st.tuples(st.sampled_from(HEADERS), st.sampled_from(BODIES)).map(lambda parts: "---\n{}---\n{}".format(*parts))
DATA = st.lists(PIECES, max_size=12).map("".join).map(str.encode) | NOTES.map(str.encode) | st.binary(max_size=40)


@pytest.fixture
def vault(make_vault: MakeVault) -> Vault:
    return Vault(make_vault({PATH: HEADER + "one word here\n"}).resolve(), Settings())


@pytest.fixture
def store(vault: Vault, tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "cache" / "index.sqlite", fingerprint(vault)) as opened:
        yield opened


def update(vault: Vault, store: Store, data: bytes) -> None:
    (vault.root / PATH).write_bytes(data)
    refresh(vault, store, now_ns=LATER)


def search(vault: Vault, store: Store, text: str = "word") -> list[Hit]:
    return store.search(Query(text=text, types=()), body_of=body_reader(vault))


def snippets(vault: Vault, store: Store, text: str = "word") -> list[str]:
    return [hit.snippet for hit in search(vault, store, text)]


@given(DATA, st.sampled_from([b"", b"\xef\xbb\xbf"]), st.sampled_from([b"\n", b"\r\n", b"\r"]))
@example(b"---\na: 1\n---", b"", b"\n")
@example(b"---\na: [\n---\nword\n", b"\xef\xbb\xbf", b"\r\n")
@example(b"---\na: 1\nword\n", b"", b"\r\n")
@example("---\nå: 1\n---\nwörd\n".encode("latin-1"), b"", b"\n")
def test_the_body_of_any_file_is_the_one_that_was_parsed(data: bytes, mark: bytes, end: bytes) -> None:
    data = mark + data.replace(b"\n", end)
    note = parse_note(PATH, data, Settings())
    assert body_from(data, note.body_line) == note.body
    if note.entry.readable:
        assert note.encoded in (None, note.body.encode())
    known = Known(Signature(1, 2, 3, 4), "digest", settled=True)
    assert all_ready([Stored(note, known)]) == all_ready([Stored(note._replace(encoded=None), known)])


def test_the_body_of_most_files_is_not_encoded_again() -> None:
    data = b"---\nmood: 4\n---\n\nb\xc3\xb6dy\n"
    assert parse_note(PATH, data, Settings()).encoded == b"\nb\xc3\xb6dy\n"
    assert parse_note(PATH, b"\xef\xbb\xbf" + data, Settings()).encoded == b"\nb\xc3\xb6dy\n"
    assert parse_note(PATH, data.replace(b"\n", b"\r\n"), Settings()).encoded is None


@pytest.mark.parametrize(
    ("data", "snippet"),
    [
        ((HEADER + "one word here\n").encode(), "one \x02word\x03 here"),
        (b"one word here", "one \x02word\x03 here"),
        (b"\xef\xbb\xbf" + (HEADER + "one word here\n").encode(), "one \x02word\x03 here"),
        (b"\xef\xbb\xbfword", "\x02word\x03"),
        ((HEADER + "one\nword\nhere\n").replace("\n", "\r\n").encode(), "one \x02word\x03 here"),
        ((HEADER + "one\nword\nhere\n").replace("\n", "\r").encode(), "one \x02word\x03 here"),
        ("---\nmood: 4\n---\ncafé, word\n".encode("latin-1"), "--- mood: 4 --- caf\ufffd, \x02word\x03"),
        (b"---\nmood: [\n---\none word here\n", "one \x02word\x03 here"),
        (b"---\nmood: 4\none word here\n", "--- mood: 4 one \x02word\x03 here"),
        (b"---\nsome prose\n---\na word\n", "--- some prose --- a \x02word\x03"),
        (b"---\ntitle: A word\n---\n", ""),
        (b"---\ntitle: A word\n---", ""),
        (b"---\ntitle: A word\n---\n\n \n", ""),
        (b"a\x00b \x02word\x03 c", "a\x00b \x02word\x03 c"),
    ],
)
def test_a_snippet_begins_where_the_text_does(vault: Vault, store: Store, data: bytes, snippet: str) -> None:
    update(vault, store, data)
    assert snippets(vault, store) == [snippet]


@pytest.mark.parametrize("pad", range(4))
def test_a_snippet_of_a_huge_note_is_of_its_head(vault: Vault, store: Store, pad: int) -> None:
    head = (HEADER + "word " + "x" * pad).encode() + "𝄞".encode() * ((HEAD + 100) // 4)
    data = head + b" word " * (LARGE // 6)
    update(vault, store, data)
    assert snippets(vault, store, "word*")[0].startswith("\x02word\x03 ")
    read = read_written(str(vault.root / PATH), str(vault.root), len(data)).data
    assert HEAD - 4 < len(read) <= HEAD
    read.decode()  # it ends with a whole character
    assert body_reader(vault)(PATH, 5) == parse_note(PATH, read, Settings()).body


def _link_outside(path: Path, outside: Path) -> None:
    path.unlink()
    path.symlink_to(outside / "secret.md")


def _link_folder_outside(path: Path, outside: Path) -> None:
    path.parent.rename(path.parent.with_name("old"))
    (outside / path.name).write_text("secret word\n")
    path.parent.symlink_to(outside)


def _remove(path: Path, _: Path) -> None:
    path.unlink()


def _pipe(path: Path, _: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _folder(path: Path, _: Path) -> None:
    path.unlink()
    path.mkdir()


def _loop(path: Path, _: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def _shorter(path: Path, _: Path) -> None:
    path.write_text("word\n")


@pytest.mark.parametrize("meddle", [_link_outside, _link_folder_outside, _remove, _pipe, _folder, _loop, _shorter])
def test_a_file_that_is_none_any_more_has_an_empty_snippet(
    vault: Vault, store: Store, tmp_path: Path, meddle: Callable[[Path, Path], None]
) -> None:
    """Between the look at the files and the reading of it."""
    refresh(vault, store, now_ns=LATER)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("secret word\n" * 9)
    meddle(vault.root / PATH, outside)
    [hit] = search(vault, store)
    assert (hit.entry.path, hit.snippet) == (PATH, "")


def test_a_file_that_changed_meanwhile_has_a_snippet_of_what_is_there(vault: Vault, store: Store) -> None:
    refresh(vault, store, now_ns=LATER)
    (vault.root / PATH).write_text(HEADER + "other text\n")
    assert snippets(vault, store) == ["other text"]
    (vault.root / PATH).write_bytes(b"\xff" * (LARGE + 1))
    assert len(snippets(vault, store)[0]) < 200


def test_a_note_that_may_not_be_read_has_an_empty_snippet(
    vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(vault, store, now_ns=LATER)

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(written, "open_file", refuse)
    assert snippets(vault, store) == [""]


@pytest.mark.parametrize(
    "path", ["../outside.md", "journal/../../outside.md", "/etc/passwd", "a\0b.md", "", ".", "\udce9"]
)
def test_a_path_that_is_none_has_an_empty_text(vault: Vault, path: str) -> None:
    (vault.root.parent / "outside.md").write_text("secret\n")
    assert body_reader(vault)(path, 1) == ""


def test_a_link_within_the_vault_is_followed(vault: Vault, store: Store) -> None:
    (vault.root / "journal/text.txt").write_text("by a word\n")
    (vault.root / "journal/linked.md").symlink_to("text.txt")
    refresh(vault, store, now_ns=LATER)
    assert sorted(snippets(vault, store)) == ["by a \x02word\x03", "one \x02word\x03 here"]


def test_no_text_of_a_first_index_is_kept(vault: Vault, store: Store) -> None:
    update(vault, store, (HEADER + "Sentinelle, vielgeliebte\n").encode())
    store._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = Path(store._place).read_bytes()
    assert b"Sentinelle" not in data
    assert b"vielgeliebte" in data  # the word by itself, which is what is searched
    assert b"elle, viel" not in data
