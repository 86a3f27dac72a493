"""A front-matter block through `frontmatter.parse` with our own handler, and so through YAML's parser.

The library finds blocks by rules of its own, which lose private marks; so it is handed the one that was found.
"""

from typing import cast

import frontmatter
from frontmatter.default_handlers import BaseHandler

from tj.entry.yaml12 import Mapping12, YamlError, read_mapping

__all__ = ["read_yaml"]


class _Handler(BaseHandler):  # type: ignore[misc,unused-ignore]  # the library is typed in some versions only
    """Hands `frontmatter.parse` a block, and reads it by YAML 1.2's rules."""

    def __init__(self, block: str) -> None:  # the base class would compile patterns that are never used
        self.block = block
        self.mapping = Mapping12({})

    def split(self, text: str) -> tuple[str, str]:
        del text  # the library strips it first, and would find another block
        return self.block, ""

    def load(self, fm: str) -> dict[str, object]:
        mapping = read_mapping(fm)
        if mapping is None:
            raise YamlError("it is not a list of keys and values", 1)
        self.mapping = mapping
        return cast(dict[str, object], mapping.values)


def read_yaml(block: str) -> Mapping12 | YamlError:
    """Read a front-matter block, lines counted from 1 within it; returns why it cannot be read where that is so."""
    handler = _Handler(block)
    try:
        frontmatter.parse("", handler=handler)
    except YamlError as error:
        return error
    return handler.mapping
