"""The workflows of the forge: least rights, actions that cannot change under us, and no password anywhere."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

FOLDER = ROOT / ".github" / "workflows"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
FILES = sorted(FOLDER.glob("*.yml"))


def workflow(name: str) -> dict[Any, Any]:
    read = yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8"))
    assert isinstance(read, dict)
    return read


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in FILES:
        for name, job in workflow(file.stem)["jobs"].items():
            yield f"{file.stem}.{name}", job


def steps(job: dict[str, Any]) -> list[dict[str, Any]]:
    return list(job.get("steps", []))


def test_there_are_two() -> None:
    assert [file.name for file in FILES] == ["release.yml", "test.yml"]


def test_every_python_that_is_named_is_tried_on_every_system() -> None:
    named = [found[1] for one in PROJECT["classifiers"] if (found := re.fullmatch(r".*Python :: (3\.\d+)", one))]
    assert PROJECT["requires-python"] == f">={named[0]}"
    whole, parts = (workflow("test")["jobs"][name]["strategy"]["matrix"] for name in ("whole", "parts"))
    assert whole["python"] == parts["python"] == named
    assert parts["system"] == ["macos-latest", "windows-latest"]
    tried = workflow("release")["jobs"]["try"]["strategy"]["matrix"]["system"]
    assert sorted(tried) == sorted([*parts["system"], "ubuntu-latest"])


def test_on_linux_all_of_it_is_run() -> None:
    whole = workflow("test")["jobs"]["whole"]
    assert steps(whole)[-1]["run"] == ".ci/run"
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    assert "TJ_NO_SKIPS=1" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nobody_has_a_right_that_is_not_written_down(file: Any) -> None:
    assert workflow(file.stem)["permissions"] == {}
    assert "concurrency" in workflow(file.stem)


def test_each_job_has_the_least_rights() -> None:
    more = {
        "release.attest": {"attestations": "write", "id-token": "write"},
        "release.publish": {"id-token": "write"},
        "release.announce": {"contents": "write"},
    }
    for name, job in jobs():
        assert job["permissions"] == more.get(name, {"contents": "read"}), name
        if "uses" not in job:
            assert job["timeout-minutes"] <= 90


def test_actions_are_named_by_their_commit() -> None:
    count = 0
    for file in FILES:
        for line in file.read_text("utf-8").splitlines():
            found = re.search(r"\buses: (\S+)(.*)", line)
            if found and not found[1].startswith("./"):
                count += 1
                assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40}", found[1]), line
                assert re.fullmatch(r" # v\d+\.\d+\.\d+", found[2]), line
    assert count > 10


def test_an_action_is_the_same_wherever_it_is_used() -> None:
    used = {one["uses"] for _, job in jobs() for one in steps(job) if "uses" in one}
    assert len({one.split("@")[0] for one in used}) == len(used)


def test_a_checkout_keeps_no_way_to_write() -> None:
    for name, job in jobs():
        for one in steps(job):
            if one.get("uses", "").startswith("actions/checkout@"):
                assert one["with"]["persist-credentials"] is False, name


def test_a_release_is_published_without_a_password() -> None:
    job = workflow("release")["jobs"]["publish"]
    (publishing,) = (one for one in steps(job) if one.get("uses", "").startswith("pypa/gh-action-pypi-publish@"))
    assert publishing.get("with") is None
    assert job["environment"] == "pypi"
    for file in FILES:
        text = file.read_text("utf-8")
        assert "secrets." not in text
        assert "password:" not in text


def test_nothing_that_others_name_is_put_into_a_script() -> None:
    for name, job in jobs():
        for one in steps(job):
            assert "${{" not in one.get("run", ""), name


def test_what_is_published_was_built_once_and_tried() -> None:
    release = workflow("release")["jobs"]
    assert workflow("release")[True] == {"push": {"tags": ["v*"]}}  # YAML 1.1 takes `on` for true
    assert release["publish"]["needs"] == "attest"
    assert set(release["attest"]["needs"]) == {"test", "try"}
    assert release["try"]["needs"] == "build"
    assert [name for name, job in release.items() if "make sbom" in str(job)] == ["build"]
    assert "docs.release_notes" in str(release["build"])


def test_the_wheel_is_installed_from_wheels_alone() -> None:
    for place, name in (("test", "parts"), ("release", "try")):
        scripts = "\n".join(one.get("run", "") for one in steps(workflow(place)["jobs"][name]))
        assert "--only-binary :all:" in scripts
        assert "tests.journey" in scripts


def test_what_is_run_in_part_is_there() -> None:
    scripts = "\n".join(one.get("run", "") for one in steps(workflow("test")["jobs"]["parts"]))
    named = re.findall(r"\btests/[\w/.]+", scripts)
    assert len(named) > 5
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_no_line_ending_is_translated_in_a_checkout() -> None:
    assert "* -text" in (ROOT / ".gitattributes").read_text("utf-8").splitlines()
