"""`tj export`, as a person meets it."""

import json
import os
import stat
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of

FILES = {
    "journal/2026/2026-05-10.md": "---\ndate: 2026-05-10\nmood: 4\ntags: [work]\n---\nOpen. %% aside %%\n",
    "journal/2026/2026-05-09.md": "---\ndate: 2026-05-09\nprivate: true\n---\nClosed.\n",
    "journal/2026/2026-05-08.md": "---\nmood: [\n---\nBroken.\n",
    "goals/walk.md": "---\ntype: goal\n---\n",
}


def test_all_but_what_is_private_is_written(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault(FILES)
    before = files_of(root)
    target = tmp_path / "out.json"
    result = tj("export", "--format", "json", "--output", str(target), vault=root)
    assert (result.code, result.out) == (0, f"1 entry written to {target}.\n")
    assert "2 private notes were left out" in result.err
    text = target.read_text()
    assert "Open." in text
    assert not any(word in text for word in ("Closed", "Broken", "aside"))
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert files_of(root) == before


def test_private_notes_go_where_that_is_said(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    assert tj("export", "--format", "json", "--private", "--output", str(target), vault=make_vault(FILES)).code == 0
    entries = json.loads(target.read_text())["entries"]
    assert [(one["date"], one["readable"]) for one in entries] == [
        ("2026-05-08", False), ("2026-05-09", True), ("2026-05-10", True)
    ]  # fmt: skip
    assert entries[0]["body"] == "Broken.\n"


def test_a_part_goes_to_standard_output(tj: Tj, make_vault: MakeVault) -> None:
    result = tj("export", "--format", "markdown", "--output", "-", "--tag", "work", vault=make_vault(FILES))
    assert result.code == 0
    assert result.out.startswith("# Journal\n\n## Sunday 2026-05-10\n")
    assert "1 entry written." in result.err


@pytest.mark.parametrize("kind", ["json", "jrnl", "dayone"])
def test_out_and_in_again(tj: Tj, make_vault: MakeVault, tmp_path: Path, kind: str, example: Path) -> None:
    target = tmp_path / ("out.zip" if kind == "dayone" else "out.json")
    assert tj("export", "--format", kind, "--private", "--output", str(target), vault=example).code == 0
    other = make_vault(name="other", config=(example / ".tj/config.toml").read_text())
    assert tj("import", kind, str(target), vault=other).code == 0
    rows = [json.loads(tj("list", "--json", vault=root).out) for root in (example, other)]
    told = [
        [
            {k: v for k, v in one.items() if k not in ("path", "title", *(["words"] if kind == "dayone" else []))}
            for one in listed
        ]
        for listed in rows
    ]
    key = json.dumps
    assert sorted(told[0], key=key) == sorted(told[1], key=key)
    assert len(told[0]) > 100


@pytest.mark.parametrize(("where", "code"), [("vault/out.json", 4), ("there.json", 4), ("", 2)])
def test_where_it_does_not_write(tj: Tj, make_vault: MakeVault, tmp_path: Path, where: str, code: int) -> None:
    root = make_vault(FILES)
    (tmp_path / "there.json").write_text("mine")
    before = files_of(tmp_path, ignore=["home"])
    result = tj("export", "--format", "json", "--output", str(tmp_path / where) if where else "", vault=root)
    assert result.code == code
    assert files_of(tmp_path, ignore=["home"]) == before
