"""The map of the code, held by its real imports: data flows one way, and each library has one owner."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "tj"

BASE = {
    "tj", "tj.errors", "tj.config", "tj.digest", "tj.moment", "tj.places", "tj.processes", "tj.settings",
    "tj.templating", "tj.when",
}  # fmt: skip
MAY_USE = {
    "vault": {"vault"},
    "entry": {"entry"},
    "index": {"index", "vault", "entry"},
    "insight": {"insight", "entry"},
    "report": {"report", "insight", "entry"},
    "share": {"share", "report", "insight", "entry", "vault"},
    "interop": {"interop", "insight", "entry", "vault"},
    "__init__": {"api"},
    "__main__": {"cli"},
    "api": {"index", "insight", "entry", "vault"},
    "cli": {"cli", "interop", "share", "report", "insight", "index", "entry", "vault"},
}
# Each library that is not Python's own, and the only places that import it.
OWNERS = {
    "click": {"cli"},
    "cryptography": {"share.crypto"},
    "frontmatter": {"entry.yaml_header"},
    "mistune": {"report.markup"},
    "mnemonic": {"share.wordlist"},
    "nh3": {"report.markup"},
    "PIL": {"share.images"},
    "platformdirs": {"places"},
    "pyarrow": {"interop.exporting.parquet"},
    "pyrage": {"share.crypto"},
    "rich": {"cli"},
    "segno": {"cli"},
    "sqlite3": {"index.connection", "index.opening", "index.peek"},
    "tomlkit": {"share.contacts"},
    "watchdog": {"vault.listen"},
    "yaml": {"entry.yaml12", "entry.splice", "entry.merge_header"},
}
# What may cost a command its start, and so is imported inside of functions only.
HEAVY = {
    "cryptography", "mistune", "mnemonic", "nh3", "PIL", "platformdirs", "pyrage", "rich", "segno", "tomlkit",
    "watchdog",
}  # fmt: skip
# What every `tj mood` loads, and all that these may import at the top.
LIGHT = {
    "__init__", "errors", "settings", "cli", "cli.main", "cli.quick", "cli.checkin", "cli.say",
    "entry", "entry.insert", "entry.surely", "vault", "vault.files", "vault.leftovers",
    "vault.locks", "vault.place", "vault.swap", "words", "words.checkin",
}  # fmt: skip
LIGHT_LIBRARIES = {"errno", "os", "stat", "sys", "time"}
# Modules that work on what they are given: no files, no clock, no randomness.
PURE = (
    "entry",
    "insight",
    "report",
    "share.select",
    "share.redact",
    "share.reply",
    "share.tame",
    "share.guidance",
    "config",
    "settings",
    "moment",
    "when",
    "words",
    "index.diff",
)
IMPURE = {"io", "os", "pathlib", "random", "secrets", "shutil", "socket", "subprocess", "tempfile", "time", "urllib"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def _name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path, *, top_only: bool = False) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in tree.body if top_only else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 30


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_data_flows_one_way(path: Path) -> None:
    folder = _name(path).split(".")[0]
    allowed = MAY_USE.get(folder, set())
    for module in _imports(path):
        if not module.startswith("tj.") or module in BASE or module.rpartition(".")[0] in BASE - {"tj"}:
            continue
        if module.startswith("tj.words"):  # below all, and used by all
            continue
        if module == "tj.__version__" or (module.count(".") == 1 and module.split(".")[1] in allowed):
            continue
        assert module.split(".")[1] in allowed, f"{folder} reaches for {module}"


@pytest.mark.parametrize("path", [p for p in MODULES if _name(p).startswith("words")], ids=_name)
def test_words_rest_on_nothing(path: Path) -> None:
    assert all(module.startswith("tj.words") for module in _imports(path) if module.startswith("tj"))
    assert {module.split(".")[0] for module in _imports(path, top_only=True)} <= {"tj", "collections"}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_each_library_has_one_owner(path: Path) -> None:
    name = _name(path)
    for module in _imports(path):
        owners = OWNERS.get(module.split(".")[0])
        assert owners is None or any(name == owner or name.startswith(owner + ".") for owner in owners), module


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_heavy_libraries_are_imported_late(path: Path) -> None:
    assert not HEAVY & {module.split(".")[0] for module in _imports(path, top_only=True)}


@pytest.mark.parametrize("path", [p for p in MODULES if _name(p) in LIGHT], ids=_name)
def test_what_a_checkin_loads_is_light(path: Path) -> None:
    modules = {_name(module) for module in MODULES}
    for module in _imports(path, top_only=True):
        ours = module.removeprefix("tj.")
        if module.startswith("tj.") and ours in modules:
            assert ours in LIGHT, module
        elif not module.startswith("tj"):
            assert module.split(".")[0] in LIGHT_LIBRARIES, module


def test_every_light_module_is_there() -> None:
    assert {_name(path) for path in MODULES} >= LIGHT


@pytest.mark.parametrize("path", [p for p in MODULES if _name(p).startswith(PURE)], ids=_name)
def test_the_core_is_pure(path: Path) -> None:
    assert not IMPURE & {module.split(".")[0] for module in _imports(path)}
    calls = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
    assert not {"open", "print", "input"} & calls


@pytest.mark.parametrize("path", [p for p in MODULES if not _name(p).startswith("cli")], ids=_name)
def test_only_the_command_line_prints(path: Path) -> None:
    calls = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
    assert not {"print", "input"} & calls


def test_every_dependency_has_an_owner() -> None:
    import tomllib

    table = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text())
    names = {line.split(">=")[0] for line in table["project"]["dependencies"]}
    imported = {"pillow": "PIL", "python-frontmatter": "frontmatter", "pyyaml": "yaml"}
    assert {imported.get(name, name) for name in names} == set(OWNERS) - {"sqlite3", "pyarrow"}
