"""tj from Python: small, typed, right, and no burden to those who only run commands."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tj as package
from tests.conftest import MakeVault, Tj, files_of
from tj.api import Journal
from tj.errors import UsageProblem

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


def test_the_examples_of_the_documentation_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/api.md").read_text(), re.DOTALL)
    before = files_of(ROOT / "examples/vault")
    exec(compile(code, "docs/api.md", "exec"), {})  # noqa: S102 - our own documentation
    assert len(capsys.readouterr().out.splitlines()) >= 6
    assert files_of(ROOT / "examples/vault") == before


def test_the_answers_are_those_of_the_commands(tj: Tj, example: Path) -> None:
    vault = _open(example)
    listed = json.loads(tj("list", "--mood", "<5", "--since", "2026-02-01", "--json", vault=example).out)
    assert [entry.path for entry in vault.entries(mood="<5", since="2026-02-01")] == [one["path"] for one in listed]
    hits = json.loads(tj("search", "walk", "--json", vault=example).out)
    assert [hit.entry.path for hit in vault.search("walk")] == [one["path"] for one in hits]
    figures = json.loads(tj("stats", "--since", "2026-04-01", "--until", "2026-04-30", "--json", vault=example).out)
    assert vault.stats("2026-04-01", "2026-04-30").as_json()["mood"] == figures["mood"]


def test_an_answer_is_right_at_once(make_vault: MakeVault) -> None:
    root = make_vault()
    vault = _open(root)
    assert vault.entries() == []
    (root / "journal").mkdir()
    (root / "journal/2026-05-01.md").write_text("---\nweather: rain\nprivate: true\n---\nHello\n")
    (entry,) = vault.entries(where=["weather=rain"])
    assert (entry.private, entry.properties["weather"], vault.text(entry)[-6:]) == (True, "rain", "Hello\n")
    assert vault.entries(until="2026-04-30") == []


def test_what_cannot_be_read_is_told(make_vault: MakeVault, tmp_path: Path) -> None:
    vault = _open(make_vault())
    for wrong in (lambda: vault.entries(since="soon"), lambda: vault.entries(mood="low"), lambda: vault.search(" "),
                  lambda: package.open_vault(tmp_path / "none")):  # fmt: skip
        with pytest.raises(UsageProblem):
            wrong()


def test_a_command_does_not_pay_for_it() -> None:
    code = "import sys, tj; print('tj.api' in sys.modules, tj.__version__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", package.__version__]
    with pytest.raises(AttributeError):
        package.nothing  # noqa: B018 - that it is not there is what is asked


def _open(root: Path) -> Journal:
    return package.open_vault(root)
