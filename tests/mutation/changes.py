"""The small changes that are made to a module: each is one node of its tree, changed in one way."""

import ast
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Mutant", "changed", "mutants_of"]

_Change = tuple[str, Callable[[], object]]

_OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.USub: ast.UAdd,
}  # fmt: skip
_TWINS = (
    ("min", "max"), ("any", "all"), ("startswith", "endswith"), ("lstrip", "rstrip"), ("find", "rfind"),
    ("removeprefix", "removesuffix"), ("partition", "rpartition"), ("lower", "upper"), ("match", "search"),
    ("append", "remove"), ("union", "intersection"),
)  # fmt: skip
_TWIN = dict(_TWINS) | {other: one for one, other in _TWINS}
# What is only said to a reader of an error or a warning: its wording is not behaviour.
_TOLD = ("Problem", "_Fault", "warn", "warning")


class Mutant(NamedTuple):
    """One change: where (`node` in the order of the tree's walk, `way` among its changes), what, and where it counts.

    `text` marks a change to words for people alone, `inside` one in a function's body: it can be made to a living one.
    """

    path: str
    line: int
    node: int
    way: int
    what: str
    text: bool
    inside: bool

    @property
    def key(self) -> str:
        return f"{self.path}:{self.line}:{self.node}.{self.way}"

    @property
    def own(self) -> str:
        """How the name of the file of tests begins that is the module's own."""
        return "test_" + "_".join(Path(self.path).with_suffix("").parts[1:])


def mutants_of(path: str, source: str) -> list[Mutant]:
    """Return every change that is made to a module's `source`, in the order of its tree."""
    tree = ast.parse(source)
    passed_by, told, inside = _passed_by(tree), _told(tree), _inside(tree)
    found = []
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in passed_by:
            continue
        for way, (what, _) in enumerate(_changes(node)):
            text = isinstance(node, ast.Constant) and isinstance(node.value, str) and (id(node) in told or _prose(node))
            line = node.target.lineno if isinstance(node, ast.comprehension) else getattr(node, "lineno", 0)
            found.append(Mutant(path, line, place, way, what, text, id(node) in inside))
    return found


def changed(source: str, mutant: Mutant) -> ast.Module:
    """Return the tree of `source` with the one change made to it."""
    tree = ast.parse(source)
    node = list(ast.walk(tree))[mutant.node]
    list(_changes(node))[mutant.way][1]()
    return ast.fix_missing_locations(tree)


def _changes(node: ast.AST) -> Iterator[_Change]:
    """Yield each way to change this node, in words and as a function that does it in place."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            yield _swap(operator, partial(_put, node.ops, place))
    elif isinstance(node, ast.BoolOp | ast.BinOp | ast.AugAssign):
        if type(node.op) in _OPERATORS:
            yield _swap(node.op, lambda new: setattr(node, "op", new))
    elif isinstance(node, ast.UnaryOp):
        yield from _of_unary(node)
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node)
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield f"return {_short(node.value)} -> return None", lambda: setattr(node, "value", ast.Constant(None))
    elif isinstance(node, ast.Name) and node.id in _TWIN and isinstance(node.ctx, ast.Load):
        yield f"{node.id} -> {_TWIN[node.id]}", lambda: setattr(node, "id", _TWIN[node.id])
    elif isinstance(node, ast.Attribute) and node.attr in _TWIN and isinstance(node.ctx, ast.Load):
        yield f".{node.attr} -> .{_TWIN[node.attr]}", lambda: setattr(node, "attr", _TWIN[node.attr])
    yield from _of_condition(node)
    yield from _of_statements(node)


def _swap(old: ast.AST, put: Callable[[ast.AST], object]) -> _Change:
    new = _OPERATORS[type(old)]
    return f"{type(old).__name__} -> {new.__name__}", lambda: put(new())


def _put(some: list[Any], place: int, new: ast.AST) -> None:
    some[place] = new


def _of_unary(node: ast.UnaryOp) -> Iterator[_Change]:
    if isinstance(node.op, ast.Not):
        yield (
            f"not {_short(node.operand)} -> {_short(node.operand)}",
            lambda: setattr(node, "operand", ast.UnaryOp(ast.Not(), node.operand)),
        )
    elif type(node.op) in _OPERATORS:
        yield _swap(node.op, lambda new: setattr(node, "op", new))


def _of_constant(node: ast.Constant) -> Iterator[_Change]:
    value = node.value
    new: object = None
    if isinstance(value, bool):
        new = not value
    elif isinstance(value, int | float):
        new = value + 1
    elif isinstance(value, str):
        new = f"XX{value}XX"
    elif isinstance(value, bytes):
        new = b"XX" + value + b"XX"
    if new is not None:
        yield f"{_short(node)} -> {new!r}"[:100], lambda: setattr(node, "value", new)


def _of_condition(node: ast.AST) -> Iterator[_Change]:
    """Turn conditions round that no other change turns round: those that are neither comparison nor `not`."""
    if isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(node.test, ast.Compare | ast.UnaryOp):
        yield f"if {_short(node.test)} -> if not", lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), node.test))
    elif isinstance(node, ast.comprehension):
        for place, test in enumerate(node.ifs):
            yield (
                f"for … if {_short(test)} -> no condition",
                partial(_put, node.ifs, place, ast.Constant(True)),
            )


def _of_statements(node: ast.AST) -> Iterator[_Change]:
    """Take away a statement that is there for what it does, and change `continue` for `break`."""
    for name in ("body", "orelse", "finalbody"):
        found = getattr(node, name, None)
        block: list[ast.stmt] = found if isinstance(found, list) else []
        for place, one in enumerate(block):
            new = _instead_of(one)
            if new is not None:
                ast.copy_location(new, one)
                yield (
                    f"{one.lineno}: {_short(one)} -> {_short(new)}",
                    partial(_put, block, place, new),
                )


def _instead_of(one: ast.stmt) -> ast.stmt | None:
    if isinstance(one, ast.Break | ast.Continue):
        return ast.Continue() if isinstance(one, ast.Break) else ast.Break()
    done = isinstance(one, ast.Expr) and not isinstance(one.value, ast.Constant)
    return ast.Pass() if done or isinstance(one, ast.AugAssign | ast.Raise | ast.Delete) else None


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:60]


def _passed_by(tree: ast.Module) -> set[int]:
    """Return the ids of the nodes that say nothing to a running program: types, docstrings, `__all__`, formats."""
    roots: list[ast.AST | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            roots.append(node.returns)
        elif isinstance(node, ast.stmt) and _says_nothing(node):
            roots.append(node)
        elif isinstance(node, ast.arg | ast.AnnAssign):
            roots.append(node.annotation)
        elif isinstance(node, ast.FormattedValue):
            roots.append(node.format_spec)
        elif isinstance(node, ast.ClassDef):
            roots += node.decorator_list
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("cast", "TypeVar", "NewType"):
            roots += node.args[:1]
    return {id(node) for root in roots if root is not None for node in ast.walk(root)}


def _says_nothing(node: ast.stmt) -> bool:
    """Tell docstrings, `__all__`, and names for types (`Pair = tuple[int, int]`) from other statements."""
    if isinstance(node, ast.Assign):
        return any(_is_a_type(target, node.value) for target in node.targets)
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node.annotation) == "TypeAlias"
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_a_type(target: ast.expr, value: ast.expr) -> bool:
    name = ast.unparse(target)
    return name in ("__all__", "__slots__", "TYPE_CHECKING") or (
        name.lstrip("_")[:1].isupper() and not name.isupper() and isinstance(value, ast.Subscript | ast.BinOp)
    )


def _told(tree: ast.Module) -> set[int]:
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and ast.unparse(node.func).endswith(_TOLD))
    ]
    return {id(node) for call in calls for node in ast.walk(call) if isinstance(node, ast.Constant)}


def _prose(node: ast.Constant) -> bool:
    """Tell words for people: two words of letters alone, one after the other."""
    words = str(node.value).split()
    plain = [word.strip(",.:;?!()'’`…").isalpha() and len(word) > 1 for word in words]
    return any(one and other for one, other in pairwise(plain))


def _inside(tree: ast.Module) -> set[int]:
    """Return the ids of the nodes in functions' bodies; decorators and defaults are worked out outside of them."""
    return {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for statement in function.body
        for node in ast.walk(statement)
    } | {id(function) for function in ast.walk(tree) if isinstance(function, ast.FunctionDef)}
