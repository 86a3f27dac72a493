"""Puts the therapist's offline page into wheel and sdist, and builds it first where it is not there.

From an sdist, which has the page, nothing is built. An editable install goes on without the page where it cannot be
built: `tj page` then says how to make up for it. A wheel never goes out without.
"""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["PageHook"]


class PageHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's parameter is its own matter
    """The build hook that hatchling calls."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build needs beyond hatchling: node, where a page is to be built and the machine has none."""
        maker = self._maker()
        if maker.is_current():
            return []
        try:
            maker.find_tools()
        except maker.CannotBuild:
            return [maker.BRINGS_NODE]
        return []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page where need be, and name the files to take in."""
        maker = self._maker()
        editable = self.target_name == "wheel" and version == "editable"
        try:
            page = maker.build(checks=editable)
        except maker.CannotBuild as problem:
            if not editable:
                self.app.abort(f"tj cannot be packed: {problem}")
            self.app.display_warning(f"installed without the therapist's page: {problem}")
            return
        if self.target_name == "sdist":
            for file in (page, page.parent / maker.SOURCES.name):
                build_data["force_include"][str(file)] = file.relative_to(Path(self.root).resolve()).as_posix()
        elif not editable:
            build_data["force_include"][str(page)] = "tj/page.html"

    def _maker(self) -> ModuleType:
        path = Path(self.root) / "page" / "make_page.py"
        spec = importlib.util.spec_from_file_location("make_page", path)
        if spec is None or spec.loader is None:
            raise FileNotFoundError(path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
