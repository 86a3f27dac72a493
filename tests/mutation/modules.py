"""A module with a change in it, imported in the place of the one on the disk."""

import ast
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutation.judge import calm

__all__ = ["Only", "instead"]


def instead(path: str, tree: ast.Module) -> None:
    """Let `import` find the changed tree for the module at `path`, which nothing may have imported yet."""
    name = ".".join(Path(path).with_suffix("").parts)
    if name in sys.modules:
        raise LookupError(f"{name} is imported already")
    sys.meta_path.insert(0, _Finder(name, str(Path(path).resolve()), tree))


class _Finder(MetaPathFinder, Loader):
    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return (
            importlib.util.spec_from_file_location(fullname, self.path, loader=self) if fullname == self.name else None
        )

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.tree, self.path, "exec"), module.__dict__)  # noqa: S102 - our own code, with one change


class Only:
    """A pytest plugin that keeps the tests of these names."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self.names]
        for item in items:
            calm(item)
