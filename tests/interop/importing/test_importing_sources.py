"""What each source is read as: every item of it, with its day, its time and its text."""

import base64
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tj.config import Settings
from tj.entry.parse import parse_note
from tj.errors import TjError, UsageProblem
from tj.interop.importing.compose import compose_item
from tj.interop.importing.daylio import read_daylio
from tj.interop.importing.dayone import read_dayone
from tj.interop.importing.export import read_export
from tj.interop.importing.folder import date_in_name, read_folder
from tj.interop.importing.jrnl import read_jrnl
from tj.interop.importing.model import Item, Moods, Source
from tj.interop.importing.table import read_table

JRNL = Path(__file__).parent / "jrnl"
MOODS = Moods(1, 10, {"okay": 5})


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def told(source: Source) -> list[tuple[str, str, str, str]]:
    return [(str(item.day), item.time, item.title, item.text) for item in source.items]


@pytest.mark.parametrize("name", ["journal.txt", "folder"])
def test_what_jrnl_wrote(name: str) -> None:
    source = read_jrnl(JRNL / name, symbols="#@")
    assert told(source) == [
        ("2026-03-05", "21:30", "Long day at work.", "Was tired, but @anna came by and we cooked. See a@b.org"),
        ("2026-03-06", "07:00", "Woke up early", ""),
        (
            "2026-03-07", "22:00", "A title here",
            "First line of body #sleep.\n\n[not a date] second paragraph\n[2026-13-45 10:00] neither",
        ),
    ]  # fmt: skip
    assert [item.tags for item in source.items] == [("anna",), (), ("sleep",)]
    assert [dict(item.properties) for item in source.items] == [{}, {"starred": True}, {}]


def test_what_jrnl_exports_has_the_same_names_as_its_text() -> None:
    text, export = read_jrnl(JRNL / "journal.txt"), read_jrnl(JRNL / "export.json")
    assert [item.id for item in text.items[:2]] == [item.id for item in export.items[:2]]
    assert export.items[2].day == date(2026, 3, 7)
    assert len(export.items) == 4


@pytest.mark.parametrize(
    ("stamp", "pattern", "day", "time"),
    [
        ("2026-03-05 09:30", "", "2026-03-05", "09:30"),
        ("2026-03-05 12:05:00 AM", "", "2026-03-05", "00:05"),
        ("05.03.2026 21:30", "", "2026-03-05", "21:30"),
        ("5 Mar 26, 21h30", "%d %b %y, %Hh%M", "2026-03-05", "21:30"),
        ("2026-03-05 21:30:15", "%F %T", "2026-03-05", "21:30"),
    ],
)
def test_jrnls_dates_in_any_format(tmp_path: Path, stamp: str, pattern: str, day: str, time: str) -> None:
    path = tmp_path / "j.txt"
    path.write_text(f"[{stamp}] Title\nText\n", encoding="utf-8-sig")
    (item,) = read_jrnl(path, timeformat=pattern).items
    assert (str(item.day), item.time, item.title, item.text) == (day, time, "Title", "Text")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"gAAAAABmX0123456789abcdefghijklmnop", "is encrypted"),
        (b"no dates here\n", "date in brackets"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b'{"entries": 3}', "not jrnl's"),
        (b'{"en', "not jrnl's"),
    ],
)
def test_what_is_no_journal_of_jrnls(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "j.txt"
    path.write_bytes(data)
    with pytest.raises(TjError, match=said):
        read_jrnl(path)


def day_one(**more: Any) -> dict[str, Any]:
    return {"uuid": "A1", "creationDate": "2026-03-05T23:30:00Z", "timeZone": "Europe/Berlin", "text": "Hello"} | more


def export(path: Path, *entries: Any, files: dict[str, bytes] | None = None, name: str = "Journal") -> Path:
    return zipped(path, {f"{name}.json": json.dumps({"metadata": {}, "entries": entries}).encode(), **(files or {})})


def test_a_journal_of_day_ones(tmp_path: Path) -> None:
    photo = {"identifier": "P1", "md5": "abc123", "type": "jpeg"}
    text = "# A walk\n\n1\\. First\\, then\\.\n![](dayone-moment://P1)\n![](dayone-moment:/audio/GONE)\n`a\\.b`"
    path = export(
        tmp_path / "e.zip",
        day_one(text=text, photos=[photo, {"identifier": "P2", "md5": "def", "type": "png"}], starred=True,
                tags=["two words", "x"], weather={"conditionsDescription": "Rain", "temperatureCelsius": 7.4},
                location={"placeName": "Park", "country": "Germany", "latitude": 1}, modifiedDate="x",
                creationDevice="Phone", isPinned=False, richText="{}"),
        day_one(uuid="B2", timeZone="Mars/Olympus", text=None),
        day_one(uuid="C3", creationDate="never"),
        "nonsense",
        files={"photos/abc123.jpeg": b"picture", "photos/def.png": b"other"},
    )  # fmt: skip
    source = read_dayone(path)
    first, second, *skipped = source.items
    assert (str(first.day), first.time, first.id) == ("2026-03-06", "00:30", "dayone/A1")
    assert first.text == (
        "# A walk\n\n1. First, then.\n![[attachments/dayone-abc123.jpeg]]\n![](dayone-moment:/audio/GONE)\n`a\\.b`"
        "\n\n![[attachments/dayone-def.png]]"
    ).replace("First,", "First\\,")
    assert [(each.name, each.load()) for each in first.attachments] == [
        ("dayone-abc123.jpeg", b"picture"), ("dayone-def.png", b"other")
    ]  # fmt: skip
    assert dict(first.properties) == {
        "journal": "Journal", "starred": True, "location": "Park, Germany", "weather": "Rain, 7 °C",
        "time_zone": "Europe/Berlin", "isPinned": False,
    }  # fmt: skip
    assert (second.time, second.text) == ("23:30", "")
    assert [item.skip != "" for item in skipped] == [True, True]
    assert len(source.problems) == 2
    note = parse_note("2026-03-06.md", compose_item(first, Settings()), Settings())
    assert note.problems == ()
    assert note.entry.tags == ("two-words", "x")
    assert note.entry.properties["starred"] is True


def test_several_journals_of_day_ones(tmp_path: Path) -> None:
    one = json.dumps({"entries": [day_one()]}).encode()
    two = json.dumps({"entries": [day_one(uuid="Z9")]}).encode()
    source = read_dayone(zipped(tmp_path / "e.zip", {"Work.json": one, "Home.json": two, "__MACOSX/._x.json": b"?"}))
    assert [(item.where, item.id) for item in source.items] == [
        ("Work, entry 1", "dayone/A1"), ("Home, entry 1", "dayone/Z9")
    ]  # fmt: skip


NEW = "full_date,date,weekday,time,mood,activities,note_title,note\n"
OLD = "year,date,weekday,time,mood,activities,note\n"


@pytest.mark.parametrize(
    ("text", "day", "time", "mood", "tags", "title", "note"),
    [
        (NEW + '2026-03-05,March 5,Thursday,9:30 PM,good,"friends | night walk",Ti,"Two\nlines"\n',
         "2026-03-05", "21:30", 7.75, ("friends", "night walk"), "Ti", "Two\nlines"),
        (NEW + "2026-03-05,5. März,Donnerstag,21:30,Okay,,,<b>Hi</b><br>there &amp; back\n",
         "2026-03-05", "21:30", 5, (), "", "**Hi**\nthere & back"),
        (OLD + "2026,March 5,Thursday,9:30\u202fam,awful,,\n", "2026-03-05", "09:30", 1, (), "", ""),
        (OLD + "2026,5 March,Thursday,21:30,super,a,x < y\n", "2026-03-05", "21:30", None, ("a",), "", "x < y"),
    ],
)  # fmt: skip
def test_daylios_table(
    tmp_path: Path, text: str, day: str, time: str, mood: float | None, tags: tuple[str, ...], title: str, note: str
) -> None:
    path = tmp_path / "d.csv"
    path.write_text(text, encoding="utf-8-sig")
    source = read_daylio(path, MOODS)
    (item,) = source.items
    assert (str(item.day), item.time, item.mood, item.tags, item.title, item.text) == (
        day,
        time,
        mood,
        tags,
        title,
        note,
    )
    assert [("'super'" in problem) for problem in source.problems] == ([True] if mood is None else [])


def test_daylios_own_moods_by_the_writers_map(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text(NEW + "2026-03-05,,,9:30,Super,,,\n2026-03-05,,,9:30,Super,,,\n,,,9:30,Super,,,\n")
    first, second, third = read_daylio(path, Moods(1, 10, {"super": 9.5})).items
    assert (first.mood, second.mood) == (9.5, 9.5)
    assert second.id == f"{first.id}-2"
    assert third.skip


def test_daylios_backup(tmp_path: Path) -> None:
    table = {
        "customMoods": [{"id": 1, "custom_name": "", "mood_group_id": 1},
                        {"id": 7, "custom_name": "so so", "mood_group_id": 3}],
        "tags": [{"id": 4, "name": "friends"}],
        "assets": [{"id": 9, "checksum": "c0ffee"}],
        "dayEntries": [
            {"id": 1, "year": 2026, "month": 2, "day": 5, "hour": 21, "minute": 3, "mood": 7, "tags": [4, 5],
             "note": "n", "note_title": "t", "assets": [9]},
            {"id": 2, "year": 2026, "month": 2, "day": 6, "hour": 9, "minute": 0, "mood": 1, "tags": []},
            {"id": 3, "year": 2026, "month": 12, "day": 6},
        ],
    }  # fmt: skip
    data = base64.b64encode(json.dumps(table).encode())
    path = zipped(tmp_path / "b.daylio", {"backup.daylio": data, "assets/photos/2026/3/c0ffee": b"photo"})
    first, second, third = read_daylio(path, MOODS).items
    assert (str(first.day), first.time, first.mood, first.tags) == ("2026-03-05", "21:03", 5.5, ("friends",))
    assert first.text == "n\n\n![[attachments/daylio-c0ffee.jpg]]"
    assert first.attachments[0].load() == b"photo"
    assert (second.mood, second.properties["mood_word"]) == (10, "rad")
    assert third.skip


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("2026-03-05.md", ("2026-03-05", "")),
        ("20260305 notes.txt", ("2026-03-05", "")),
        ("2026-03-05-2230.md", ("2026-03-05", "22:30")),
        ("2026-03-05T22.30 x.md", ("2026-03-05", "22:30")),
        ("5.3.2026.txt", ("2026-03-05", "")),
        ("13-03-2026.md", ("2026-03-13", "")),
        ("03-13-2026.md", ("2026-03-13", "")),
        ("03-04-2026.md", None),
        ("Thursday, 5th March 2026.md", ("2026-03-05", "")),
        ("Mar 5, 2026.md", ("2026-03-05", "")),
        ("journal/2026/03/05.txt", ("2026-03-05", "")),
        ("2026-02-30.md", None),
        ("call 2026030512.md", None),
        ("notes.md", None),
    ],
)
def test_dates_in_names(name: str, found: tuple[str, str] | None) -> None:
    read = date_in_name(name)
    assert (read and (str(read[0]), read[1])) == found


def test_a_folder_of_notes(tmp_path: Path) -> None:
    files = {
        "2026-03-05.md": "---\nmood: 6 # hm\nprivate: yes\n---\n![a view](img/photo%201.png) ![[photo 1.png|300]]"
        " ![x](https://e.org/a.png)\n",
        "2026-03-06.txt": "Plain\r\ntext\r\n",
        "sub/any.md": "---\ndate: 2026-03-07\ntime: '22:30'\n---\nHere\n",
        "2026-03-08.md": "---\nmood: [broken\n---\nText\n",
        "img/photo 1.png": "PNG",
        "img/other.png": "PNG",
        "none.md": "no date",
        ".hidden/2026-03-09.md": "x",
    }
    root = tmp_path / "notes"
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())
    (root / "2026-03-10.md").write_bytes("Größe".encode("cp1252"))
    (root / "2026-03-11.md").write_bytes("Größe".encode("utf-16"))
    (root / "2026-03-12.md").write_bytes(b"\0\1\2")
    (root / "2026-03-13.md").symlink_to("/etc/passwd")
    archive = zipped(tmp_path / "n.zip", {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*")
                                          if p.is_file() and not p.is_symlink()})  # fmt: skip
    for source in (read_folder(root, Settings()), read_folder(archive, Settings())):
        items = {item.where: item for item in source.items}
        assert {name: item.skip != "" for name, item in items.items()} == {
            "2026-03-05.md": False, "2026-03-06.txt": False, "sub/any.md": False, "2026-03-08.md": False,
            "img/other.png": True, "none.md": True, "2026-03-10.md": False, "2026-03-11.md": False,
            "2026-03-12.md": True,
        }  # fmt: skip
        assert [problem.split(":")[0] for problem in source.problems] == ["2026-03-10.md"]
        made = {name: compose_item(item, Settings()).decode() for name, item in items.items() if not item.skip}
        name = items["2026-03-05.md"].attachments[0].name
        assert made["2026-03-05.md"].startswith('---\nmood: 6 # hm\nprivate: yes\ndate: 2026-03-05\nimported: "folder/')
        assert made["2026-03-05.md"].endswith(
            f"---\n![[attachments/{name}|a view]] ![[attachments/{name}|300]] ![x](https://e.org/a.png)\n"
        )
        assert parse_note("x.md", made["2026-03-05.md"].encode(), Settings()).entry.private
        assert made["2026-03-06.txt"].endswith("---\nPlain\ntext\n")
        assert "time: '22:30'\nimported: \"folder/" in made["sub/any.md"]
        assert made["2026-03-08.md"] == files["2026-03-08.md"]
        assert "Größe" in made["2026-03-10.md"]
        assert "Größe" in made["2026-03-11.md"]


def test_any_table(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "Tag;Gefühl;Schlaf;private;Wort;type\n05.03.2026;okay;7,5;ja;0123;x\n06.03.2026;99;;;;\nx;1;;;;\n;;;;;\n"
    )
    columns = {"date": "Tag", "mood": "Gefühl", "sleep": "Schlaf"}
    source = read_table(path, columns, MOODS, "%d.%m.%Y")
    first, second, third = source.items
    assert (str(first.day), first.mood) == ("2026-03-05", 5)
    assert dict(first.properties) == {"sleep": 7.5, "private": "ja", "Wort": "0123", "type": "x"}
    assert (second.mood, dict(second.properties)) == (None, {"mood_word": "99"})
    assert third.skip
    assert len(source.problems) == 1
    entry = parse_note("2026-03-05.md", compose_item(first, Settings()), Settings()).entry
    assert (entry.private, entry.type, entry.trackers, entry.mood) == (True, "entry", {"sleep": 7.5}, 5)
    with pytest.raises(UsageProblem, match="no column 'Nope'"):
        read_table(path, {"date": "Nope"}, MOODS)
    with pytest.raises(UsageProblem, match="which column has the date"):
        read_table(path, {}, MOODS)


TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=60)


@settings(deadline=None, max_examples=150)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_whatever_an_item_says_its_note_can_be_read(title: str, text: str, key: str, value: str) -> None:
    item = Item("1", "x/1", date(2026, 3, 5), "09:30", " ".join(title.split()), text, 5, (title,),
                {key: value, "a": [value], "b": {"c": value}})  # fmt: skip
    note = parse_note("2026-03-05.md", compose_item(item, Settings()), Settings())
    assert note.entry.readable
    assert (note.entry.date, note.entry.time, note.entry.stated_mood) == (date(2026, 3, 5), "09:30", 5)
    assert note.entry.properties["imported"] == "x/1"
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    assert plain in note.body


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=200), st.sampled_from(["dayone", "daylio", "jrnl", "folder", "csv"]), st.booleans())
def test_no_file_is_so_odd_that_it_is_not_answered_in_a_sentence(data: bytes, kind: str, packed: bool) -> None:
    import tempfile

    if packed:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("Journal.json", data)
            archive.writestr("backup.daylio", data)
            archive.writestr("../../2026-03-05.md", data)
        data = buffer.getvalue()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "2026-03-05.md"
        path.write_bytes(data)
        readers = {
            "dayone": lambda: read_dayone(path),
            "daylio": lambda: read_daylio(path, MOODS),
            "jrnl": lambda: read_jrnl(path),
            "folder": lambda: read_folder(path if packed else path.parent, Settings()),
            "csv": lambda: read_table(path, {}, MOODS),
        }
        try:
            source = readers[kind]()
        except TjError:
            return
        assert all(item.skip or item.day for item in source.items)


# Sound JSON of each kind, in which any value may be exchanged for one that nobody expects there.
KINDS: dict[str, dict[str, Any]] = {
    "daylio": {
        "customMoods": [{"id": 1, "custom_name": "", "mood_group_id": 1}],
        "tags": [{"id": 4, "name": "friends"}],
        "assets": [{"id": 9, "checksum": "c0ffee"}],
        "dayEntries": [{"year": 2026, "month": 2, "day": 5, "hour": 21, "minute": 3, "mood": 1, "tags": [4],
                        "note": "n", "note_title": "t", "assets": [9]}],
    },
    "dayone": {"entries": [
        {"uuid": "A", "creationDate": "2026-03-05T08:30:00Z", "timeZone": "Europe/Berlin", "text": "t", "tags": ["x"],
         "location": {"placeName": "a"}, "weather": {"temperatureCelsius": 3.2}, "photos": [{"identifier": "B"}]},
        {"uuid": "C", "creationDate": "2026-03-05T08:30:00Z", "text": "t", "front_matter": "a: 1\n"},
    ]},
    "jrnl": {"entries": [
        {"title": "a", "body": "b", "date": "2026-03-05", "time": "09:30", "tags": ["@x"], "starred": True},
        {"title": "a", "body": "b", "date": "2026-03-05", "time": "09:30", "front_matter": "a: 1\n"},
    ]},
    "export": {"format": "tj-export/1", "entries": [
        {"date": "2026-03-05", "time": "09:30", "front_matter": "mood: 4\n", "body": "b\n"},
    ]},
}  # fmt: skip
ODD: list[Any] = [
    None,
    True,
    -1,
    10**30,
    1.5,
    float("inf"),
    "",
    "\ud800",
    "a\0b",
    [],
    [[]],
    [{}],
    {},
    {"a": [1]},
    "9" * 400,
]


def mutated(value: Any, draw: st.DrawFn) -> Any:
    if draw(st.integers(0, 7)) == 0:
        return draw(st.sampled_from(ODD))
    if isinstance(value, dict):
        return {key: mutated(one, draw) for key, one in value.items()}
    return [mutated(one, draw) for one in value] if isinstance(value, list) else value


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(KINDS)), st.data())
def test_whatever_stands_in_a_sound_file_is_taken_or_passed_by(kind: str, data: st.DataObject) -> None:
    import tempfile

    text = json.dumps(data.draw(st.composite(lambda draw: mutated(KINDS[kind], draw))()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.json"
        path.write_text(text)
        if kind == "daylio":
            packed = {"backup.daylio": base64.b64encode(text.encode()), "assets/c0ffee": b"photo"}
            path = zipped(Path(folder) / "b.daylio", packed)
        readers = {"dayone": read_dayone, "jrnl": read_jrnl, "export": read_export}
        try:
            source = read_daylio(path, MOODS) if kind == "daylio" else readers[kind](path)
        except TjError:
            return
        for item in source.items:
            assert item.skip or parse_note("2026-03-05.md", compose_item(item, Settings()), Settings())
            assert all(one.load() == b"photo" for one in item.attachments)


@pytest.mark.parametrize("read", [read_dayone, read_jrnl, read_export])
def test_json_that_is_nested_without_end_is_told_of(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "deep.json"
    path.write_text('{"entries": ' + "[" * 200_000 + "]" * 200_000 + "}")
    with pytest.raises(TjError):
        read(path)
