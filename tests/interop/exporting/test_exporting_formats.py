"""What is exported can be read by others, and comes back as the same entries."""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.strategies import NOTES
from tj.config import Settings
from tj.entry.model import Entry
from tj.entry.parse import parse_note
from tj.interop.exporting.formats import FORMATS
from tj.interop.exporting.model import Exported, exported
from tj.interop.importing.compose import compose_item
from tj.interop.importing.dayone import read_dayone
from tj.interop.importing.export import read_export
from tj.interop.importing.jrnl import read_jrnl
from tj.interop.importing.model import Source

SETTINGS = Settings(trackers={"sleep": "hours", "steps": ""})
NOTE = """---
date: 2026-03-05 # a comment
time: "22:30"
mood: 6
emotions: [calm]
goals: ["read: 20"]
tags: [work]
sleep: 7.5
weather: .inf
nested: {a: [1, 2]}
---
# A title

- 14:30 (mood:: 4) (emotions:: tense) before
- [ ] ask #session
- said no #win

![a view](photo.jpg)

%% hidden %%
"""


def notes(*texts: str, private: bool = True) -> list[Exported]:
    found = []
    for number, text in enumerate(texts):
        path = f"journal/2026-03-{number + 5:02}.md"
        found.append(exported(parse_note(path, text.encode(), SETTINGS), text.encode(), private=private))
    return found


def facts(entry: Entry) -> Entry:
    """Return what an import must keep: all but where the note lies, and where it came from."""
    kept = {key: value for key, value in entry.properties.items() if key not in ("imported", "date", "private")}
    return entry._replace(
        path="", title="", properties=kept, words=0, checkins=tuple(c._replace(line=0) for c in entry.checkins),
        tasks=tuple(t._replace(line=0) for t in entry.tasks), wins=tuple(w._replace(line=0) for w in entry.wins),
        agenda=tuple(a._replace(line=0) for a in entry.agenda),
    )  # fmt: skip


def back(kind: str, data: bytes) -> Source:
    readers = {"json": read_export, "jrnl": read_jrnl, "dayone": read_dayone}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("x.zip" if kind == "dayone" else "x.json")
        path.write_bytes(data)
        return readers[kind](path)


@pytest.mark.parametrize("kind", ["json", "jrnl", "dayone"])
def test_a_note_comes_back_as_it_was(kind: str) -> None:
    (item,) = back(kind, FORMATS[kind](notes(NOTE))).items
    text = compose_item(item, SETTINGS).decode()
    assert text.replace(f'imported: "{item.id}"\n', "") == NOTE


@pytest.mark.parametrize("kind", ["json", "jrnl", "dayone"])
@settings(deadline=None, max_examples=50)
@given(st.lists(NOTES.map(lambda data: data.decode("utf-8", "replace").lstrip("\ufeff")), max_size=3))
def test_export_and_import_give_the_same_entries(kind: str, texts: Sequence[str]) -> None:
    made = notes(*texts)
    source = back(kind, FORMATS[kind](made))
    dated = [one for one in made if one.note.entry.date is not None]
    assert len(source.items) == len(dated if kind != "json" else made)
    for one, item in zip(dated, [item for item in source.items if not item.skip], strict=True):
        found = parse_note(one.note.entry.path, compose_item(item, SETTINGS), SETTINGS)
        if one.note.entry.readable and found.entry.readable:
            assert facts(found.entry) == facts(one.note.entry)._replace(time=found.entry.time)
            assert found.entry.time in (one.note.entry.time, item.time)
            assert found.body.strip() == one.body.strip()
        else:
            assert found.entry.private


def test_json_is_typed_and_complete() -> None:
    table = json.loads(FORMATS["json"](notes(NOTE)))
    assert table["format"] == "tj-export/1"
    (entry,) = table["entries"]
    assert entry["goals"] == [{"name": "read", "amount": 20}]
    assert entry["checkins"] == [{"time": "14:30", "mood": 4, "emotions": ["tense"], "text": "before"}]
    assert (entry["date"], entry["mood"], entry["trackers"]) == ("2026-03-05", 6, {"sleep": 7.5})
    assert entry["properties"]["weather"] == "inf"
    assert entry["properties"]["nested"] == {"a": [1, 2]}


def test_a_table_has_a_row_for_each_day_and_no_formula() -> None:
    evil = "---\ndate: 2026-03-05\nemotions: ['=cmd|calc', '+1']\nsteps: 4000\n---\n- 08:00 (mood:: 2)\n"
    text = FORMATS["csv"](notes(NOTE, evil)).decode()
    (row,) = list(csv.DictReader(io.StringIO(text, newline="")))
    assert row == {
        "date": "2026-03-05", "mood": "6", "mood_lowest": "2", "mood_highest": "6", "checkins": "2", "entries": "2",
        "words": row["words"], "sleep": "7.5", "steps": "4000", "emotions": "calm; tense; =cmd|calc; +1",
    }  # fmt: skip
    assert FORMATS["csv"](notes(evil)).decode().splitlines()[1].endswith("'=cmd|calc; +1")


def test_parquet_holds_the_same_table() -> None:
    from pyarrow import parquet

    entry = notes(NOTE)[0].note.entry
    table: Any = parquet.read_table(io.BytesIO(FORMATS["parquet"](notes(NOTE))))
    assert table.to_pylist() == [
        {"date": entry.date, "mood": 6.0, "mood_lowest": 4.0, "mood_highest": 6.0, "checkins": 1, "entries": 1,
         "words": entry.words, "emotions": ["calm", "tense"], "sleep": 7.5}
    ]  # fmt: skip


def test_pictures_go_along_to_day_one() -> None:
    (one,) = notes(NOTE)
    shown = Exported(one.note, one.front_matter, one.body, {"photo.jpg": ("photo.jpg", lambda: b"JPEG")})
    data = FORMATS["dayone"]([shown])
    assert data == FORMATS["dayone"]([shown])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (entry,) = json.loads(archive.read("Journal.json"))["entries"]
        (photo,) = entry["photos"]
        assert archive.read(f"photos/{photo['md5']}.jpeg") == b"JPEG"
    assert f"![a view](dayone-moment://{photo['identifier']})" in entry["text"]
    (item,) = back("dayone", data).items
    assert [each.name for each in item.attachments] == [f"dayone-{photo['md5']}.jpeg"]


def test_private_parts_stay_unless_they_are_wanted() -> None:
    for kind in ("json", "jrnl", "dayone", "markdown"):
        assert ("hidden" in _text(FORMATS[kind](notes(NOTE, private=False)))) is False
        assert ("hidden" in _text(FORMATS[kind](notes(NOTE)))) is True


def test_markdown_is_one_file_to_read() -> None:
    text = FORMATS["markdown"](notes(NOTE)).decode()
    assert text.startswith(
        "# Journal\n\n## Thursday 2026-03-05 22:30: A title\n\n```yaml\ndate: 2026-03-05 # a comment\n"
    )


def _text(data: bytes) -> str:
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("Journal.json")
    return data.decode()
