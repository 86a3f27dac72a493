"""What is written by an encoder that is made once is what `json` writes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.index.facts import encoder

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
_VALUES: st.SearchStrategy[Any] = st.recursive(
    _SCALARS, lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner)
)


def _listed(value: object) -> object:
    assert isinstance(value, set)
    return sorted(value)


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_listed)


@given(_VALUES)
def test_any_value_is_written_as_by_json(value: object) -> None:
    encode = encoder(_listed)
    assert encode(value) == _written(value)
    assert encode([{"a": {2, 1}}, value]) == _written([{"a": {2, 1}}, value])


def test_what_json_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError):
        encoder()([{1}])


@pytest.mark.parametrize("name", ["c_make_encoder", "c_encode_basestring"])
def test_a_python_without_its_own_encoder_has_another(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json.encoder, name, None)
    assert encoder(_listed)({"a": [1, "é"], "b": {2}}) == '{"a":[1,"é"],"b":[2]}'
