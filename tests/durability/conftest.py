"""One vault for all of these tests, each of which sets it back."""

import pytest

from tests.durability.killing import Bench
from tests.durability.vaults import indexed_bench


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A vault whose index and summaries are up to date."""
    return indexed_bench(tmp_path_factory.mktemp("durability"))
