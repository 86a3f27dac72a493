"""The page in what is handed out: in the wheel, and in the sdist so that no one else has to build it."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from hatch_build import PageHook
from page.make_page import BRINGS_NODE, build
from tests.page.core import PAGE, ROOT


def hatchling(target: str, source: Path, to: Path, **more: str) -> Path:
    """Build the package and return what came of it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(to)]
    subprocess.run(command, cwd=source, check=True, capture_output=True, env={**os.environ, **more})
    (made,) = to.iterdir()
    return made


@pytest.fixture(scope="module")
def page() -> bytes:
    return build().read_bytes()


@pytest.fixture(scope="module")
def sdist(page: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked sdist."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(hatchling("sdist", ROOT, folder / "made")) as packed:
        packed.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if path.name.startswith("tjournal-"))


def test_an_sdist_has_the_page_and_its_sources(sdist: Path, page: bytes) -> None:
    assert (sdist / "page" / "dist" / "page.html").read_bytes() == page
    assert {path.name for path in (sdist / "page" / "dist").iterdir()} == {"page.html", "page.sources"}
    assert not (sdist / "page" / "node_modules").exists()
    for name in ("package-lock.json", "build.mjs", "src/core/bundle.ts", ".npmrc"):
        assert (sdist / "page" / name).read_bytes() == (PAGE / name).read_bytes()


def test_a_wheel_from_an_sdist_is_built_without_node(sdist: Path, page: bytes, tmp_path: Path) -> None:
    wheel = hatchling("wheel", sdist, tmp_path / "made", PATH=str(tmp_path), PYTHONPATH="")
    assert not (sdist / "page" / "node_modules").exists()
    with zipfile.ZipFile(wheel) as packed:
        assert packed.read("tj/page.html") == page
        assert not [name for name in packed.namelist() if name.startswith("page/")]


def hook(root: Path, target: str = "wheel") -> PageHook:
    said: Any = type("App", (), {"said": [], "display_warning": lambda self, text: self.said.append(text)})()
    said.abort = lambda text: (_ for _ in ()).throw(SystemExit(text))
    unused: Any = None
    return PageHook(str(root), {}, unused, unused, "", target, said)


def without_page(sdist: Path, to: Path) -> Path:
    """Return a copy of the sources without the page, as a checkout is."""
    (to / "root").mkdir()
    shutil.copytree(sdist / "page", to / "root" / "page", ignore=shutil.ignore_patterns("dist"))
    shutil.copy(sdist / "LICENSE", to / "root")
    return to / "root"


def test_node_is_asked_of_pip_only_where_it_is_needed(
    sdist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = without_page(sdist, tmp_path)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert hook(bare).dependencies() == [BRINGS_NODE]
    assert hook(sdist).dependencies() == []


def test_an_editable_install_goes_on_without_the_page_and_a_wheel_does_not(
    sdist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = without_page(sdist, tmp_path)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("shutil.which", lambda _: None)
    editable = hook(bare)
    data: dict[str, Any] = {"force_include": {}}
    editable.initialize("editable", data)
    assert data == {"force_include": {}}
    app: Any = editable.app
    assert [text.split(":")[0] for text in app.said] == ["installed without the therapist's page"]
    with pytest.raises(SystemExit, match="tj cannot be packed: building the page needs node 20 or newer"):
        hook(bare).initialize("standard", {"force_include": {}})
    with pytest.raises(SystemExit, match="tj cannot be packed"):
        hook(bare, "sdist").initialize("standard", {"force_include": {}})
