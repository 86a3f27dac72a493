"""Writes the map of the code from its real imports: `make map`. The same code gives the same bytes."""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BEGIN", "DESIGN", "END", "MAP", "Module", "imports", "module_list", "packages_table", "read", "with_table"]

ROOT = Path(__file__).parent.parent
DESIGN = Path(__file__).with_name("design.md")
MAP = Path(__file__).with_name("map.md")
BEGIN = "<!-- From here on made by docs/make_map.py from the imports. -->"
END = "<!-- To here. -->"

GROUND = "ground"
_GROUND_IS = "What every folder may use: the modules that lie beside the folders."

_HEAD = """\
# Every module, in a line

To look things up in: each line is what the module itself says at its top. How the folders rest on each other is in
[design.md](design.md). Made by `docs/make_map.py`; `make map` writes it anew.
"""


@dataclass(frozen=True, slots=True, order=True)
class Module:
    """A module: its dotted name, what it says of itself, and the modules of tj it imports, at once or only late."""

    name: str
    about: str
    at_once: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()


def read(top: Path) -> tuple[Module, ...]:
    """Return the modules of the package in the folder `top`, by name; raise `SyntaxError` for one that is no Python."""
    trees = {_dotted(path, top): ast.parse(path.read_text("utf-8")) for path in sorted(top.rglob("*.py"))}
    return tuple(
        Module(name, _about(tree), *imports(tree, trees.keys() - {name})) for name, tree in sorted(trees.items())
    )


def imports(tree: ast.Module, known: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return which of the `known` modules are imported as soon as this one is, and which only inside or for types."""
    known = frozenset(known)
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for node, late in _statements(tree, late=False):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            # `from tj.entry import parse` imports the module; `from tj.entry.parse import parse` one that has the name.
            names = [name if name in known else str(node.module) for name in inner]
        found[late] |= known.intersection(names)
    return frozenset(found[False]), frozenset(found[True] - found[False])


def _statements(node: ast.AST, *, late: bool) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """Yield every import below a node, each with whether it is not run when the module is loaded."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, late
        else:
            typing_only = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
            inside = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _statements(child, late=late or typing_only or inside)


def _dotted(path: Path, top: Path) -> str:
    return ".".join(path.relative_to(top.parent).with_suffix("").parts).removesuffix(".__init__")


def _about(tree: ast.Module) -> str:
    return " ".join((ast.get_docstring(tree) or "").split("\n\n")[0].split())


def packages_table(modules: tuple[Module, ...]) -> str:
    """Return the folders as Markdown: what each is for, and how many imports lead from each to which others."""
    homes = _homes(modules)
    at_once = Counter(_arrows(homes, ((module.name, module.at_once) for module in modules)))
    late = Counter(_arrows(homes, ((module.name, module.late) for module in modules)))
    order = _order(set(homes.values()), set(at_once) | set(late))
    about = {module.name: module.about for module in modules} | {GROUND: _GROUND_IS}
    held = Counter(homes.values())
    uses = {
        user: ", ".join(
            f"{_short(used)} {_count(at_once[user, used], late[user, used])}"
            for used in order
            if at_once[user, used] + late[user, used]
        )
        for user in order
    }
    lines = ["| folder | what it is for | modules | what it uses |", "|---|---|---|---|"]
    lines += [
        f"| {_label(name, homes)} | {_cell(about[name])} | {held[name]} | {uses[name] or '–'} |" for name in order
    ]
    return "\n".join(lines) + "\n"


def module_list(modules: tuple[Module, ...]) -> str:
    """Return the page that has every module with what it says of itself, in the order of the table."""
    homes = _homes(modules)
    arrows = set(_arrows(homes, ((module.name, module.at_once | module.late) for module in modules)))
    about = {module.name: module.about for module in modules}
    folders = {name.rpartition(".")[0] for name in about} & about.keys()
    parts = [_HEAD]
    for home in _order(set(homes.values()), arrows):
        inside = sorted(name for name in about if homes[name] == home)
        shelves = sorted({home} | {name for name in inside if name in folders and name != "tj"})
        for shelf in shelves:
            title = "The ground" if shelf == GROUND else f"`{shelf.replace('.', '/')}`"
            parts.append(f"\n## {title}\n\n{about.get(shelf, _GROUND_IS)}\n\n")
            on_it = [
                name for name in inside if name not in shelves and (home in (GROUND, "tj") or _above(name) == shelf)
            ]
            parts += [f"- **{name.rpartition('.')[2]}**: {about[name]}".rstrip(" :") + "\n" for name in on_it]
    return "".join(parts)


def with_table(page: str, table: str) -> str:
    """Return a page with the table between the two marks; one without these marks raises `ValueError`."""
    before, begin, rest = page.partition(f"{BEGIN}\n")
    _, end, after = rest.partition(f"{END}\n")
    if not begin or not end:
        raise ValueError(f"{DESIGN.name} has lost the marks around its table")
    return f"{before}{begin}\n{table}\n{end}{after}"


def _homes(modules: tuple[Module, ...]) -> dict[str, str]:
    """Return for each module the folder that it is counted to: its own, the ground, or `tj` for what only leads in."""
    used = {name for module in modules if module.name.count(".") > 1 for name in module.at_once | module.late}
    folders = {_above(module.name) for module in modules} - {"tj", ""}
    homes = {}
    for name in (module.name for module in modules):
        parts = name.split(".")
        if len(parts) > 2 or name in folders:
            homes[name] = ".".join(parts[:2])
        else:
            homes[name] = GROUND if name in used and name != "tj" else "tj"
    return homes


def _arrows(homes: dict[str, str], imported: Iterable[tuple[str, frozenset[str]]]) -> Iterator[tuple[str, str]]:
    """Yield a pair of folders for each import that leads from the one into the other."""
    for name, others in imported:
        yield from ((homes[name], homes[other]) for other in others if homes[name] != homes[other])


def _order(names: set[str], arrows: set[tuple[str, str]]) -> list[str]:
    """Return the folders so that each comes after what it rests on: by how many others it reaches, then by name."""
    reach = {name: {used for user, used in arrows if user == name} for name in names}
    for _ in names:
        reach = {name: reached.union(*(reach[one] for one in reached)) for name, reached in reach.items()}
    return sorted(names, key=lambda name: (len(reach[name]), name))


def _above(name: str) -> str:
    return name.rpartition(".")[0]


def _short(name: str) -> str:
    return name.removeprefix("tj.")


def _count(at_once: int, late: int) -> str:
    return "+".join(filter(None, [str(at_once or ""), f"{late} late" if late else ""]))


def _label(name: str, homes: dict[str, str]) -> str:
    if name not in (GROUND, "tj"):
        return f"`{name.replace('.', '/')}`"
    inside = sorted(_short(module) for module, home in homes.items() if home == name and module != "tj")
    return f"{'the ground' if name == GROUND else '`tj`'}: " + " ".join(f"`{module}`" for module in inside)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write both pages."""
    modules = read(ROOT / "tj")
    DESIGN.write_text(with_table(DESIGN.read_text("utf-8"), packages_table(modules)), "utf-8")
    MAP.write_text(module_list(modules), "utf-8")


if __name__ == "__main__":
    main()
