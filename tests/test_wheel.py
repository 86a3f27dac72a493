"""What is handed out works by itself: a wheel made from the sdist, in an environment with nothing of the tests' own."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.page.test_page_package import hatchling

# What stands as the time of every file: hatchling's own, as long as nobody sets SOURCE_DATE_EPOCH.
WHEN = 1_580_601_600
# What the tests need and tj does not.
TOOLS = ("pytest", "hypothesis", "mypy", "hatchling", "playwright", "pyarrow", "ruff")


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked sdist."""
    folder = tmp_path_factory.mktemp("packed")
    with tarfile.open(hatchling("sdist", ROOT, folder / "made")) as packed:
        packed.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if path.name.startswith("tjournal-"))


@pytest.fixture(scope="module")
def wheel(sdist: Path) -> Path:
    return hatchling("wheel", sdist, sdist.parent / "wheel")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and what it depends on."""
    folder = tmp_path_factory.mktemp("installed") / "env"
    venv.create(folder, with_pip=False)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(folder / "bin" / "python"),
        "install",
        "--quiet",
        "--no-compile",
        "--only-binary",  # so that no compiler is ever needed
        ":all:",
    ]
    subprocess.run([*pip, "--disable-pip-version-check", str(wheel)], check=True, capture_output=True)
    return folder


class Person:
    """Someone who has tj and nothing else of ours."""

    def __init__(self, environment: Path, home: Path) -> None:
        self.home = home
        self._bin = environment / "bin"
        home.mkdir()

    def __call__(self, *words: str, program: str = "tj") -> str:
        places = {"HOME": str(self.home), "PATH": f"{self._bin}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [str(self._bin / program), *words], cwd=self.home, env=places, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()


@pytest.fixture
def person(installed: Path, tmp_path: Path) -> Person:
    return Person(installed, tmp_path / "home")


def test_the_environment_has_none_of_the_tools(person: Person) -> None:
    code = f"import importlib.util as u; print([name for name in {TOOLS!r} if u.find_spec(name)])"
    assert person("-c", code, program="python").strip() == "[]"
    found = person("-c", "import tj; print(tj.__file__)", program="python").strip()
    assert found.startswith(str(person("-c", "import sys; print(sys.prefix)", program="python").strip()))


def test_a_journal_is_begun_and_looked_at(person: Person) -> None:
    person("init", "journal", "--bases")
    vault = ("--vault", "journal")
    person(*vault, "mood", "6", "--note", "slept well")
    listed = json.loads(person(*vault, "list", "--json"))
    assert [one["mood"] for one in listed] == [6]
    assert json.loads(person(*vault, "index", "--json"))["entries"] == 1
    assert (person.home / "journal" / "summaries" / "index.md").is_file()
    assert (person.home / "journal" / "mood.base").is_file()
    person(*vault, "check")


def test_all_that_is_shipped_is_there(person: Person) -> None:
    templates = json.loads(person("template", "list", "--json"))
    assert {f"{one['name']}.md" for one in templates} == {path.name for path in (ROOT / "templates").glob("*.md")}
    practices = json.loads(person("support", "--practice", "", "--json"))
    assert len(practices) == len(list((ROOT / "templates" / "practices").iterdir()))
    person("init", "journal")
    listed = person("--vault", "journal", "assess", "--list")
    assert "phq-9" in listed
    assert "gad-7" in listed
    assert len(json.loads(person("--vault", "journal", "prompt", "--list", "--json"))) > 100


def test_the_page_is_the_one_that_is_in_it(person: Person, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        digest = hashlib.sha256(packed.read("tj/page.html")).hexdigest()
    assert digest in person("page", "--hash")


def test_the_demo_runs(person: Person) -> None:
    assert "report.html" in person("demo", "tried").splitlines()[-1]
    assert (person.home / "tried" / "journal").is_dir()


def test_a_shell_and_python_find_what_is_theirs(person: Person, installed: Path) -> None:
    assert (installed / "share" / "man" / "man1" / "tj.1").read_bytes() == (ROOT / "docs" / "tj.1").read_bytes()
    assert "_TJ_COMPLETE" in person("completion", "bash")
    person("init", "journal")
    code = "import tj; print(len(list(tj.open_vault('journal').entries())))"
    assert person("-c", code, program="python").strip() == "0"


def test_the_sdist_has_what_a_build_and_the_tests_need(sdist: Path) -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    wanted = [name for name in tracked if name]
    assert wanted or not (ROOT / ".git").exists()
    assert [name for name in wanted if not (sdist / name).exists() and (ROOT / name).exists()] == []


def test_who_builds_and_when_and_where_changes_no_byte(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    """Twice the same: from a checkout and from an sdist, at another time, under other rights, in another country."""
    elsewhere = tmp_path / "another place" / "tj"
    shutil.copytree(sdist, elsewhere)
    (elsewhere / "PKG-INFO").unlink()
    for path in sorted(elsewhere.rglob("*")):
        path.chmod(path.stat().st_mode & ~0o077)
        os.utime(path, (1_000_000_000, 1_000_000_000))
    odd = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": str(tmp_path)}
    before = os.umask(0o077)
    try:
        again = hatchling("wheel", elsewhere, tmp_path / "wheel", **odd)
        sdist_again = hatchling("sdist", elsewhere, tmp_path / "sdist", **odd)
    finally:
        os.umask(before)
    from_checkout = hatchling("wheel", ROOT, tmp_path / "checkout")
    assert again.read_bytes() == wheel.read_bytes() == from_checkout.read_bytes()
    assert sdist_again.read_bytes() == next((sdist.parent / "made").iterdir()).read_bytes()
    assert again.name == wheel.name == from_checkout.name
    with zipfile.ZipFile(again) as packed:
        assert {one.external_attr >> 16 & 0o777 for one in packed.infolist()} == {0o644}
    with tarfile.open(sdist_again) as tar:
        assert {one.mode for one in tar} == {0o644, 0o755}
        assert {(one.uid, one.gid, one.mtime) for one in tar} == {(0, 0, WHEN)}


def test_the_wheel_holds_no_tests_and_no_paths_of_the_builder(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        assert {name.split("/")[0] for name in names if ".d" not in name.split("/")[0]} == {"tj"}
        assert "tj/templates/obsidian/mood.base" in names
        for name in names:
            if not name.startswith("tj/examples/"):
                assert os.fsencode(ROOT) not in packed.read(name)
