"""The map of the code is that of its real imports, and needs no hand where a module comes, goes or moves."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from docs.make_map import BEGIN, DESIGN, END, MAP, module_list, packages_table, read, with_table
from tests.conftest import ROOT

HERE = read(ROOT / "tj")
SMALL = {
    "__init__.py": '"""t: a small program."""\n',
    "errors.py": '"""What goes wrong."""\n',
    "door.py": '"""The way in."""\nfrom tj.upper import shown\n',
    "lower/__init__.py": '"""Below."""\n',
    "lower/one.py": '"""One: `a|b`.\n\nMore of it."""\nfrom tj.errors import Wrong\n',
    "upper/__init__.py": "",
    "upper/shown.py": (
        '"""Shown."""\nimport tj.lower\nfrom tj.lower import one, nothing\n\n\n'
        "def f():\n    from tj.errors import Wrong\n"
    ),
    "upper/inner/__init__.py": '"""Within."""\n',
    "upper/inner/deep.py": '"""Deep."""\nif TYPE_CHECKING:\n    from tj.lower.one import x\n',
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    for name, text in SMALL.items():
        path = tmp_path / "tj" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "tj"


def test_the_design_shows_the_imports_as_they_are() -> None:
    page = DESIGN.read_text("utf-8")
    assert page == with_table(page, packages_table(HERE)), "`make map` writes it anew"


def test_the_list_has_every_module_as_it_is() -> None:
    page = MAP.read_text("utf-8")
    assert page == module_list(HERE), "`make map` writes it anew"
    folders = {path.parent for path in (ROOT / "tj").rglob("*.py")} - {ROOT / "tj"}
    files = [path for path in (ROOT / "tj").rglob("*.py") if path.name != "__init__.py"]
    assert page.count("\n- **") == len(files)
    assert page.count("\n## ") == len(folders) + 2


def test_every_module_says_what_it_is() -> None:
    assert [module.name for module in HERE if not module.about.endswith(".")] == []


def test_it_is_the_same_everywhere() -> None:
    code = "from docs.make_map import *; m = read(ROOT / 'tj'); print(packages_table(m) + module_list(m), end='')"
    code = code.replace("ROOT", "MAP.parent.parent")
    odd = {"LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | odd, capture_output=True, check=True)
    assert done.stdout.decode() == packages_table(HERE) + module_list(HERE)


def test_arrows_are_counted_and_late_ones_told_apart(small: Path) -> None:
    rows = packages_table(read(small)).splitlines()[2:]
    assert rows == [
        f"| the ground: `errors` | {rows[0].split(' | ')[1]} | 1 | – |",
        "| `tj/lower` | Below. | 2 | ground 1 |",
        "| `tj/upper` |  | 4 | ground 1 late, lower 2+1 late |",
        "| `tj`: `door` | t: a small program. | 2 | upper 1 |",
    ]


def test_folders_stand_below_what_they_rest_on_with_those_inside_of_them(small: Path) -> None:
    page = module_list(read(small))
    heads = [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")]
    assert heads == ["The ground", "`tj/lower`", "`tj/upper`", "`tj/upper/inner`", "`tj`"]
    assert "- **one**: One: `a|b`.\n" in page
    assert "More of it" not in page


def test_a_module_that_says_nothing_and_a_circle_do_not_stop_it(small: Path) -> None:
    (small / "lower/one.py").write_text("from tj.upper.shown import f\n")
    assert "- **one**\n" in module_list(read(small))
    assert "| `tj/lower` | Below. | 2 | upper 1 |" in packages_table(read(small))


def test_a_page_that_lost_its_marks_is_not_written(small: Path) -> None:
    assert with_table(f"a\n{BEGIN}\nold\n{END}\nb\n", "new\n") == f"a\n{BEGIN}\n\nnew\n\n{END}\nb\n"
    with pytest.raises(ValueError, match="marks"):
        with_table(f"a\n{END}\n", "new\n")
