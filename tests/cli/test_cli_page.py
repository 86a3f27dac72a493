"""`tj page`: the page and its hash, and no other file lost for it."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.conftest import Tj
from tests.page.core import ROOT
from tj import templating
from tj.errors import EXIT_FAILED, EXIT_REFUSED, EXIT_USAGE


@pytest.fixture
def page() -> bytes:
    from page.make_page import build

    return build().read_bytes()


def test_it_is_written_where_bundles_go_and_its_hash_is_said(tj: Tj, page: bytes) -> None:
    result = tj("page")
    path = tj.places.outbox / "tj-page.html"
    assert (result.code, result.err) == (0, "")
    assert path.read_bytes() == page
    assert str(path) in result.out
    assert hashlib.sha256(page).hexdigest() in result.out
    assert "apart from any share" in result.out
    again = tj("page")
    assert again.code == 0
    assert "is this very page" in again.out


def test_the_hash_stands_alone(tj: Tj, page: bytes) -> None:
    result = tj("page", "--hash")
    assert (result.code, result.out, result.err) == (0, f"{hashlib.sha256(page).hexdigest()}\n", "")
    assert not (tj.places.outbox / "tj-page.html").exists()


def test_the_hash_goes_with_no_other_option(tj: Tj, tmp_path: Path) -> None:
    for words in (["--output", str(tmp_path / "x.html")], ["--replace"], ["--json"]):
        assert tj("page", "--hash", *words).code == EXIT_USAGE
    assert not (tmp_path / "x.html").exists()


def test_for_programs_it_is_one_document(tj: Tj, page: bytes, tmp_path: Path) -> None:
    result = tj("page", "--json", "--output", tmp_path / "new" / "page.html")
    assert result.code == 0
    assert json.loads(result.out) == {
        "output": str(tmp_path / "new" / "page.html"),
        "bytes": len(page),
        "sha256": hashlib.sha256((tmp_path / "new" / "page.html").read_bytes()).hexdigest(),
    }


def test_another_file_stays_unless_it_may_be_replaced(tj: Tj, page: bytes, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"something else")
    refused = tj("page", "--output", path)
    assert refused.code == EXIT_REFUSED
    assert "another file" in refused.err
    assert "--replace" in refused.err
    assert path.read_bytes() == b"something else"
    assert tj("page", "--output", path, "--replace").code == 0
    assert path.read_bytes() == page


def test_a_folder_is_no_place_for_it(tj: Tj, tmp_path: Path) -> None:
    result = tj("page", "--output", tmp_path)
    assert result.code == EXIT_USAGE
    assert "is a folder" in result.err


def test_where_it_was_not_built_that_is_said(tj: Tj, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templating, "files", lambda _: tmp_path / "tj")
    result = tj("page", "--hash")
    assert result.code == EXIT_FAILED
    assert result.out == ""
    assert "not built in this checkout" in result.err
    assert "`make page`" in result.err


def test_the_page_of_a_package_comes_first(page: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert templating.shipped_page() == page == (ROOT / "page" / "dist" / "page.html").read_bytes()
    (tmp_path / "tj").mkdir()
    (tmp_path / "tj" / "page.html").write_bytes(b"packaged")
    monkeypatch.setattr(templating, "files", lambda _: tmp_path / "tj")
    assert templating.shipped_page() == b"packaged"
