"""Obsidian's settings are read as Obsidian means them, and the tables for its Bases keep to its published syntax."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tj.interop.obsidian import BASES, SETTINGS, Adoption, read_settings
from tj.templating import shipped

PERIODIC = "plugins/periodic-notes/data.json"


def read(**files: Any) -> Adoption:
    """Read settings, each named by its file."""
    names = {name.rpartition("/")[2].removesuffix(".json").replace("-", "_"): name for name in SETTINGS}
    names |= {"periodic": PERIODIC, "templater": "plugins/templater-obsidian/data.json"}
    return read_settings({names[key]: json.dumps(value) for key, value in files.items()})


def test_without_settings_obsidians_defaults_count() -> None:
    assert read_settings({}) == Adoption("", "YYYY-MM-DD", (), "")


def test_daily_notes_are_taken_over() -> None:
    found = read(daily_notes={"folder": "/Daily notes/", "format": "gggg/[W]WW/ddd DD", "template": "Tpl/day"})
    assert found == Adoption("Daily notes", "gggg/[W]WW/ddd DD", ("Tpl/day.md",), "")


def test_the_periodic_notes_plugin_goes_first_where_it_is_on() -> None:
    core = {"folder": "Core", "template": "Core template.md"}
    daily = {"format": "DD-MM-YYYY", "folder": "Days", "template": "Templates/Daily.md", "enabled": True}
    week = {"format": "", "folder": "Weeks", "template": "Weekly thing", "enabled": True}
    found = read(daily_notes=core, periodic={"daily": daily, "weekly": week, "monthly": {"enabled": False}})
    assert found == Adoption("Days", "DD-MM-YYYY", ("Core template.md", "Templates", "Weekly thing.md"), "")
    off = read(daily_notes=core, periodic={"daily": daily | {"enabled": False}})
    assert off.journal_dir == "Core"
    assert read(daily_notes=core, periodic={"daily": daily}, community_plugins=["dataview"]).journal_dir == "Core"
    assert read(daily_notes=core, periodic={"daily": daily}, community_plugins=["periodic-notes"]).journal_dir == "Days"


def test_the_plugins_later_settings_are_read_too() -> None:
    def days(name: str, folder: str) -> dict[str, Any]:
        return {"id": name, "day": {"enabled": True, "folder": folder, "format": "", "templatePath": "T/day.md"}}

    sets = [days("Work", "Work"), days("Home", "Home")]
    found = read(periodic={"calendarSets": sets, "activeCalendarSet": "Home"})
    assert found == Adoption("Home", "YYYY-MM-DD", ("T/day.md",), "")
    assert read(periodic={"calendarSets": sets}).journal_dir == "Work"


def test_folders_of_templates_and_what_obsidian_leaves_out_are_no_entries() -> None:
    found = read(
        templates={"folder": "Tpl"},
        templater={"templates_folder": "_templater/"},
        app={"userIgnoreFilters": ["Archive/", "Old/notes.md", "/^Private.*/", 7]},
        daily_notes={"template": "Tpl/deep/day"},
    )
    assert found.exclude == ("Tpl", "_templater", "Archive", "Old/notes.md")


@pytest.mark.parametrize(
    ("folder", "template", "exclude"),
    [
        ("Daily", "Daily/template", ("Daily/template.md",)),
        ("Templates/Daily", "Templates/day", ("Templates/day.md",)),
        ("", "Daily template", ("Daily template.md",)),
        ("Daily", "99 Templates/day.md", ("99 Templates",)),
        ("Daily", "Notes/day", ("Notes/day.md",)),
    ],
)
def test_a_template_never_leaves_out_the_journal(folder: str, template: str, exclude: tuple[str, ...]) -> None:
    found = read(daily_notes={"folder": folder, "template": template}, app={"userIgnoreFilters": [f"{folder}/"]})
    assert found.exclude == exclude


@pytest.mark.parametrize(
    ("given", "folder"),
    [("Files/pictures", "Files/pictures"), ("/", ""), ("./", "attachments"), ("./here", "attachments"), ("", ""),
     ("../out", "attachments"), (None, "")],
)  # fmt: skip
def test_the_folder_of_attachments(given: str | None, folder: str) -> None:
    assert read(app={"attachmentFolderPath": given}).attachment_dir == folder


@given(
    st.dictionaries(
        st.sampled_from(SETTINGS),
        st.one_of(
            st.text(max_size=20),
            st.recursive(
                st.one_of(st.none(), st.booleans(), st.text(max_size=8), st.just("../x")),
                lambda inner: st.one_of(
                    st.lists(inner, max_size=3),
                    st.dictionaries(
                        st.sampled_from(["folder", "format", "template", "daily", "enabled", "calendarSets", "day"]),
                        inner,
                    ),
                ),
                max_leaves=12,
            ).map(json.dumps),
        ),
    )
)
def test_no_settings_are_too_odd(texts: dict[str, str]) -> None:
    found = read_settings(texts)
    for path in (found.journal_dir, found.entry_name, found.attachment_dir, *found.exclude):
        assert ".." not in path.split("/")
        assert not path.startswith("/")
        assert path.isprintable()


# From Obsidian's help, "Bases syntax" and "Functions".
FUNCTIONS = {"if", "isEmpty", "format"}
FILE = {"file.ext", "file.name", "file.backlinks"}
VIEWS = {"table", "cards", "list", "map"}
NUMBERS = {"Average", "Min", "Max", "Sum", "Range", "Median", "Stddev"}
EXPRESSION = re.compile(
    r'\s*(?:(?P<property>note(?:\.\w+|\["\w+"\])|file\.\w+|formula\.\w+)|(?P<call>\.?\w+)\(|\.length|"[^"]*"|[!(),]|==|\d+)'
)


@pytest.mark.parametrize("name", BASES)
def test_a_base_keeps_to_obsidians_syntax(name: str) -> None:
    base = yaml.safe_load(shipped(f"obsidian/{name}"))
    assert set(base) == {"filters", "formulas", "properties", "views"}
    used = set(base["properties"])
    for expression in [*filters(base["filters"]), *base["formulas"].values()]:
        used |= properties_of(expression)
    names = [view["name"] for view in base["views"]]
    assert len(set(names)) == len(names) > 1
    for view in base["views"]:
        assert view["type"] in VIEWS
        assert set(view) <= {"type", "name", "filters", "groupBy", "order", "sort", "summaries"}
        used |= set(view["order"]) | set(view.get("summaries", {}))
        assert set(view.get("summaries", {}).values()) <= NUMBERS
        for by in [*view.get("sort", []), *([view["groupBy"]] if "groupBy" in view else [])]:
            assert set(by) == {"property", "direction"}
            assert by["direction"] in ("ASC", "DESC")
            used.add(by["property"])
        for expression in filters(view.get("filters", {"and": []})):
            used |= properties_of(expression)
    assert {one for one in used if one.startswith("file.")} <= FILE
    assert {one for one in used if one.startswith("formula.")} == {f"formula.{key}" for key in base["formulas"]}
    assert all(one.startswith(("note.", "file.", "formula.")) for one in used)


def filters(given: Any) -> Iterator[str]:
    if isinstance(given, str):
        yield given
        return
    ((key, inner),) = given.items()
    assert key in ("and", "or", "not")
    for one in inner:
        yield from filters(one)


def properties_of(expression: str) -> set[str]:
    """Return the properties that an expression speaks of, after making sure that it is nothing but known words."""
    assert expression.count("(") == expression.count(")")
    found: set[str] = set()
    at = 0
    while at < len(expression):
        token = EXPRESSION.match(expression, at)
        assert token, expression[at:]
        at = token.end()
        if token["property"]:
            named = re.sub(r'\["(\w+)"\]', r".\1", token["property"])
            # A function that is called on it is none of its own.
            found.add(named)
        if token["call"]:
            assert token["call"].lstrip(".") in FUNCTIONS
    return found


def test_what_the_bases_show_is_what_notes_have() -> None:
    """The properties exist in the example vault, under these names."""
    text = "\n".join(path.read_text() for path in sorted((ROOT / "examples" / "vault").rglob("*.md")))
    for name in BASES:
        for key in yaml.safe_load(shipped(f"obsidian/{name}"))["properties"]:
            if key.startswith("note."):
                assert re.search(rf"^{key.removeprefix('note.')}: ", text, re.MULTILINE), key
