"""What is not in the vault lies in the platform's folders, and none is made by asking."""

from pathlib import Path

import platformdirs
import pytest

from tj.places import user_places


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
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


def test_what_is_gone_at_logging_out_lies_where_the_session_says(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    monkeypatch.setattr(platformdirs, "user_runtime_dir", lambda name, **_: str(runtime / name))
    assert user_places().runtime == runtime / "tj"

    def refused(*_: object, **__: object) -> str:
        raise PermissionError("a link of someone else's")

    monkeypatch.setattr(platformdirs, "user_runtime_dir", refused)
    assert user_places().runtime is None
    assert list(runtime.iterdir()) == []
