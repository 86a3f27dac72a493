"""What is not in the vault lies in the platform's folders, and none is made by asking."""

import os
import sys
from pathlib import Path
from unittest.mock import patch

import platformdirs
import pytest

from tj.places import Places, user_places


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "win32")  # where only platformdirs knows
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda name, **_: str(tmp_path / "cache" / name))
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda name, **_: str(tmp_path / "data" / name))
    monkeypatch.setattr(platformdirs, "user_downloads_dir", lambda: str(tmp_path / "Downloads"))
    return tmp_path


def test_bundles_go_to_the_downloads_where_there_are_any(home: Path) -> None:
    (home / "Downloads").mkdir()
    places = user_places()
    assert (places.cache, places.data, places.outbox) == (home / "cache/tj", home / "data/tj", home / "Downloads")


def test_bundles_go_home_where_there_are_no_downloads(home: Path) -> None:
    assert user_places().outbox == home
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("variable", ["XDG_CACHE_HOME", "XDG_DATA_HOME"])
@pytest.mark.parametrize(
    "environment",
    [
        {"HOME": "/home/mara"},
        {"HOME": "/home/mara/"},
        {"HOME": "/"},
        {"HOME": "//"},
        {"HOME": "/home/mara", "XDG": "/mnt/cache"},
        {"HOME": "/home/mara", "XDG": "/mnt/cache/"},
        {"HOME": "/home/mara", "XDG": "/"},
        {"HOME": "/home/mara", "XDG": ""},
        {"HOME": "/home/mara", "XDG": "  "},
        {"HOME": "/home/mara", "XDG": "relative"},
        {"HOME": "/home/mara", "XDG": "~/cache"},
        {"HOME": "/home/mara", "XDG": "/a b/\udce9"},
        {"HOME": "relative"},
        {"HOME": ""},
        {"XDG": "/mnt/cache"},
        {},
        {"HOME": "/home/mara", "ANDROID_DATA": "/data", "ANDROID_ROOT": "/system"},
    ],
)
def test_cache_and_data_are_where_platformdirs_has_them(environment: dict[str, str], variable: str) -> None:
    given = {variable if name == "XDG" else name: value for name, value in environment.items()}
    with patch.dict(os.environ, given, clear=True):
        places = user_places()
        assert places.cache == Path(platformdirs.user_cache_dir("tj", appauthor=False))
        assert places.data == Path(platformdirs.user_data_dir("tj", appauthor=False))


def test_on_linux_cache_and_data_are_found_without_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setitem(sys.modules, "platformdirs", None)  # which makes any import of it fail
    with patch.dict(os.environ, {"HOME": "/home/mara"}, clear=True):
        places = user_places()
        assert (places.cache, places.data) == (Path("/home/mara/.cache/tj"), Path("/home/mara/.local/share/tj"))


def test_given_places_are_as_they_were_given() -> None:
    places = Places(Path("/c"), Path("/d"), Path("/o"))
    assert (places.cache, places.data, places.outbox, places.runtime) == (Path("/c"), Path("/d"), Path("/o"), None)


@pytest.mark.parametrize("named", ["", "relative", "  "])
def test_where_the_system_names_none_there_is_no_folder_for_the_session(
    home: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", named)
    assert user_places().runtime is None
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(home / "run"))
    assert user_places().runtime == home / "run" / "tj"
    assert list(home.iterdir()) == []
