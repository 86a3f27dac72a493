"""The version is told alike wherever it is told, and a release is made of what agrees."""

import email
import json
import re
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from docs.make_sbom import complete, page_parts
from docs.release_notes import Problem, notes
from tests.conftest import ROOT, Tj
from tests.page.test_page_package import hatchling
from tj import __version__

LOCK = json.loads((ROOT / "page" / "package-lock.json").read_text("utf-8"))
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hatchling("wheel", ROOT, tmp_path_factory.mktemp("wheel") / "made")


@pytest.fixture(scope="module")
def page(wheel: Path) -> str:
    with zipfile.ZipFile(wheel) as packed:
        return packed.read("tj/page.html").decode()


def test_the_version_is_one(tj: Tj, wheel: Path, tmp_path: Path) -> None:
    assert tj("--version").out.split()[-1] == __version__
    with zipfile.ZipFile(wheel) as packed:
        folder = f"tjournal-{__version__}.dist-info"
        assert email.message_from_bytes(packed.read(f"{folder}/METADATA"))["Version"] == __version__
        manual = packed.read(f"tjournal-{__version__}.data/data/share/man/man1/tj.1").decode()
    assert f'"tj {__version__}"' in manual.splitlines()[1]
    sdist = hatchling("sdist", ROOT, tmp_path / "made")
    with tarfile.open(sdist) as packed_too:
        about = packed_too.extractfile(f"tjournal-{__version__}/PKG-INFO")
        assert about is not None
        assert email.message_from_bytes(about.read())["Version"] == __version__
    assert [name for name, version in released() if version == __version__] == [released()[0][0]]


def released() -> list[tuple[str, str]]:
    """The changelog's headings of versions, the newest first, and the versions in them."""
    headings = re.findall(r"^## (.+)$", CHANGELOG, re.MULTILINE)
    assert headings[0] == "Unreleased"
    return [(heading, heading.split(" - ")[0]) for heading in headings[1:]]


def test_every_version_in_the_changelog_has_its_day_and_a_line_is_a_sentence() -> None:
    for heading, _ in released():
        assert re.fullmatch(r"\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}", heading)
    lines = re.findall(r"^- .*(?:\n  .*)*", CHANGELOG, re.MULTILINE)
    assert len(lines) > 30
    assert [line for line in lines if not line.endswith(".")] == []
    assert len(set(lines)) == len(lines)


def test_what_is_released_is_what_the_changelog_says_of_it() -> None:
    text = "# Changelog\n\n## Unreleased\n\n## 1.2.0 - 2027-01-31\n\n- One.\n\n## 1.1.0 - 2026-12-01\n\n- Two.\n"
    assert notes("v1.2.0", "1.2.0", text) == "- One.\n"
    assert notes("v1.1.0", "1.1.0", text.replace("## 1.2.0 - 2027-01-31\n\n- One.\n\n", "")) == "- Two.\n"


@pytest.mark.parametrize(
    ("tag", "version", "changelog", "said"),
    [
        ("v1.2.1", "1.2.0", "# C\n\n## Unreleased\n\n## 1.2.0 - 2027-01-31\n\n- One.\n", "the tag is v1.2.1"),
        ("1.2.0", "1.2.0", "# C\n\n## Unreleased\n\n## 1.2.0 - 2027-01-31\n\n- One.\n", "the tag is 1.2.0"),
        ("v1.2.0", "1.2.0", "# C\n\n## 1.2.0 - 2027-01-31\n\n- One.\n", "does not begin with what is unreleased"),
        ("v1.2.0", "1.2.0", "# C\n\n## Unreleased\n\n- New.\n\n## 1.2.0 - 2027-01-31\n\n- One.\n", "still has lines"),
        ("v1.2.0", "1.2.0", "# C\n\n## Unreleased\n\n## 1.2.0 (soon)\n\n- One.\n", "is not 1.2.0 with its day"),
        ("v1.2.0", "1.2.0", "# C\n\n## Unreleased\n\n## 1.1.0 - 2027-01-31\n\n- One.\n", "is not 1.2.0 with its day"),
        ("v1.2.0", "1.2.0", "# C\n\n## Unreleased\n", "is not 1.2.0 with its day"),
    ],
)
def test_what_does_not_agree_is_told(tag: str, version: str, changelog: str, said: str) -> None:
    with pytest.raises(Problem, match=said):
        notes(tag, version, changelog)


def test_the_bill_names_what_is_built_into_the_page(page: str) -> None:
    parts = page_parts(LOCK, page)
    names = {part["name"] for part in parts}
    assert {"age-encryption", "fflate", "@scure/bip39", "@noble/curves"} <= names
    assert not {"esbuild", "typescript"} & names
    assert all(re.fullmatch(r"[0-9a-f]{128}", part["hashes"][0]["content"]) for part in parts)
    (bip39,) = (part for part in parts if part["name"] == "@scure/bip39")
    assert bip39["purl"] == f"pkg:npm/%40scure/bip39@{LOCK['packages']['node_modules/@scure/bip39']['version']}"
    # No more and no less than the page's own list of licences.
    heads = set(re.findall(r"^([@a-z][\w@/.-]*) (\d[\w.-]*) \([\w.-]+\)$", page, re.MULTILINE))
    assert heads == {(part["name"], part["version"]) for part in parts}


def test_a_page_that_names_nothing_is_noticed() -> None:
    with pytest.raises(ValueError, match="names none"):
        page_parts(LOCK, "<html></html>")


def listed() -> dict[str, Any]:
    """A bill as `cyclonedx-py` writes it, of one dependency."""
    return {
        "bomFormat": "CycloneDX",
        "components": [{"bom-ref": "click==8.5.1", "name": "click", "version": "8.5.1", "type": "library"}],
        "dependencies": [{"ref": "click==8.5.1"}, {"ref": "root-component", "dependsOn": ["click==8.5.1"]}],
        "metadata": {"component": {"bom-ref": "root-component", "name": "tjournal", "type": "application"}},
    }


def test_the_bill_is_completed_with_the_version_and_the_page(page: str) -> None:
    parts = page_parts(LOCK, page)
    before = listed()
    made = complete(before, "1.2.0", parts)
    assert before == listed()
    assert made["metadata"]["component"]["version"] == "1.2.0"
    assert made["metadata"]["component"]["purl"] == "pkg:pypi/tjournal@1.2.0"
    refs = [one["ref"] for one in made["dependencies"]]
    assert refs == sorted({"root-component", *(one["bom-ref"] for one in made["components"])})
    (root,) = (one for one in made["dependencies"] if one["ref"] == "root-component")
    assert root["dependsOn"] == sorted(one["bom-ref"] for one in made["components"])


def test_a_bill_of_something_else_is_refused() -> None:
    other = listed()
    other["metadata"]["component"]["name"] = "other"
    with pytest.raises(ValueError, match="about other"):
        complete(other, "1.2.0", [])


def test_no_tool_is_named_twice() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for name, wanted in extras.items():
        names = [re.split(r"[<>=!~ ]", one)[0].lower() for one in wanted]
        assert names == sorted(set(names)), name
