"""`tj import`, as a person meets it: what it says, what it writes, and what a second or a failed run leaves."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of

JRNL = "[2026-03-05 21:30] Long day\nCame home late.\n\n[2026-03-05 22:10] Again *\n\n[2026-03-07 08:00] Early\n"


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "journal.txt"
    path.write_text(JRNL)
    return path


def test_a_journal_comes_in_once(tj: Tj, make_vault: MakeVault, journal: Path) -> None:
    root = make_vault({"journal/2026/2026-03-07.md": "---\ndate: 2026-03-07\n---\nMine.\n"})
    before = files_of(root)
    dry = tj("import", "jrnl", str(journal), "--dry-run", vault=root)
    assert (dry.code, dry.out) == (
        0, "3 found: 3 would be imported, 0 imported before, 0 there already, 0 skipped.\nNothing was written.\n"
    )  # fmt: skip
    assert files_of(root) == before
    done = json.loads(tj("import", "jrnl", str(journal), "--json", vault=root).out)
    assert done["imported"] == 3
    assert done["files"] == [
        "journal/2026/2026-03-05.md", "journal/2026/2026-03-05-2210.md", "journal/2026/2026-03-07-0800.md"
    ]  # fmt: skip
    assert (root / "journal/2026/2026-03-07.md").read_text().endswith("Mine.\n")
    after = files_of(root)
    again = tj("import", "jrnl", str(journal), vault=root)
    assert "0 imported, 3 imported before" in again.out
    assert files_of(root) == after
    listed = json.loads(tj("list", "--json", vault=root).out)
    assert [(one["date"], one["title"]) for one in listed][-2:] == [("2026-03-05", "Again"), ("2026-03-05", "Long day")]
    assert tj("check", vault=root).code == 0


def test_text_that_a_note_of_that_day_holds_is_not_doubled(tj: Tj, make_vault: MakeVault, journal: Path) -> None:
    root = make_vault({"journal/2026/2026-03-05.md": "---\nmood: 4\n---\n# Long day\n\nCame home late.\n"})
    out = tj("import", "jrnl", str(journal), vault=root).out
    assert "2 imported, 0 imported before, 1 there already" in out


def _export(path: Path, *, broken: bool) -> Path:
    entry = {"creationDate": "2026-03-05T08:30:00Z", "timeZone": "UTC", "text": "![](dayone-moment://P)"}
    entries = [
        {**entry, "uuid": f"U{n}", "photos": [{"identifier": "P", "md5": f"{n:032x}", "type": "jpeg"}]}
        for n in range(3)
    ]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Journal.json", json.dumps({"entries": entries}))
        for number in range(3):
            archive.writestr(f"photos/{number:032x}.jpeg", f"picture {number}")
    if broken:
        path.write_bytes(path.read_bytes().replace(b"picture 2", b"picture X", 1))
    return path


def test_a_failed_import_leaves_nothing(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault()
    before, folders = files_of(root), sorted(root.rglob("*"))
    result = tj("import", "dayone", str(_export(tmp_path / "e.zip", broken=True)), vault=root)
    assert (result.code, "is damaged" in result.err) == (1, True)
    assert files_of(root) == before
    assert sorted(root.rglob("*")) == folders


def test_a_stopped_import_leaves_nothing(
    tj: Tj, make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tj.interop.importing import write
    from tj.vault.files import create_file

    root = make_vault()
    before = sorted(root.rglob("*"))
    made: list[Path] = []

    def stop(path: Path, data: bytes) -> None:
        create_file(path, data)
        made.append(path)
        if len(made) == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(write, "create_file", stop)
    result = tj("import", "dayone", str(_export(tmp_path / "e.zip", broken=False)), vault=root)
    assert (result.code, len(made)) == (1, 4)
    assert sorted(root.rglob("*")) == before


def test_photos_come_along(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault()
    result = tj("import", "dayone", str(_export(tmp_path / "e.zip", broken=False)), vault=root)
    assert result.code == 0
    assert "3 pictures or other files in attachments/" in result.out
    assert (root / f"attachments/dayone-{1:032x}.jpeg").read_text() == "picture 1"
    text = (root / "journal/2026/2026-03-05.md").read_text()
    assert f"![[attachments/dayone-{0:032x}.jpeg]]" in text


def test_daylio_by_a_map(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text(
        "full_date,date,weekday,time,mood,activities,note_title,note\n2026-03-05,,,21:30,super,a b | c,,hi\n"
    )
    root = make_vault()
    assert "the mood 'super'" in tj("import", "daylio", str(path), "--dry-run", vault=root).err
    assert tj("import", "daylio", str(path), "--map", "super=9", vault=root).code == 0
    (one,) = json.loads(tj("list", "--json", vault=root).out)
    assert (one["mood"], one["time"], one["tags"]) == (9, "21:30", ["a-b", "c"])


def test_two_thousand_entries(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [f"2026-{month:02}-{day:02},{hour:02}:00,{hour % 10 + 1}" for month in range(1, 13) for day in range(1, 29)
            for hour in range(6)]  # fmt: skip
    path.write_text("date,time,mood\n" + "\n".join(rows) + "\n")
    root = make_vault()
    done = json.loads(tj("import", "csv", str(path), "--json", vault=root).out)
    assert done["imported"] == len(rows) == 2016
    assert len(set(done["files"])) == 2016
    assert json.loads(tj("import", "csv", str(path), "--json", vault=root).out)["known"] == 2016


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["jrnl", "nowhere.txt"], 1, "there is no nowhere.txt"),
        (["dayone", "x.txt"], 1, "is not a zip"),
        (["daylio", "x.txt"], 1, "not an export of Daylio's"),
        (["daylio", "x.txt", "--map", "super"], 2, "write --map NAME=VALUE"),
        (["daylio", "x.txt", "--map", "super=11"], 2, "is no level"),
        (["csv", "x.txt"], 2, "which column has the date"),
        (["folder", "x.txt"], 1, "is not a zip"),
        (["jrnl", "."], 1, "holds no text file"),
    ],
)
def test_what_cannot_be_imported_is_told(
    tj: Tj, make_vault: MakeVault, tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "x.txt").write_text("a,b\n1,2\n")
    if arguments[1] == ".":
        arguments = [arguments[0], str(tmp_path / "work" / "none")]
        (tmp_path / "work" / "none").mkdir()
    elif arguments[1] == "x.txt":
        arguments = [arguments[0], str(tmp_path / "work" / "x.txt"), *arguments[2:]]
    root = make_vault()
    before = files_of(root)
    result = tj("import", *arguments, vault=root)
    assert result.code == code
    assert said in result.err
    assert files_of(root) == before
