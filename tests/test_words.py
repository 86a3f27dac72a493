"""What tj says: every message stands in `tj/words`, is used, and is kind, plain and finished."""

import ast
import inspect
import itertools
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "tj"
WORDS = sorted(path for path in (PACKAGE / "words").glob("*.py") if path.stem != "__init__")
SPEAKING = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.relative_to(PACKAGE).parts[0] in ("cli", "share", "interop", "vault", "insight", "index")
    or path.parent == PACKAGE
]
# Calls by which something is said to a person.
SAYING = {
    "TjError", "Refused", "UsageProblem", "BadParameter", "UsageError", "ClickException", "say", "warn", "complain",
    "prompt", "confirm", "echo", "secho", "Problem", "Oddity", "Progress", "Item", "Deaf", "_Wrong", "wrong",
}  # fmt: skip
# Two words, or one and a space beside something that is put in.
_WORDING = re.compile(r"[^\W\d_]{2,}\s|\s[^\W\d_]{2,}")
# What blames, commands, alarms, cheers, or says nothing. Each is looked for as whole words, ignoring case.
_UNKIND = re.compile(
    r"\b(failed to|unable to|invalid|illegal|forbidden|prohibited|fatal|abort(ed|ing)?|panic|must not|you must"
    r"|you should|you forgot|you failed|your fault|please|sorry|oops|unfortunately|obviously|simply|of course"
    r"|great|well done|congratulations|awesome|hooray|keep it up|warning|exception|null|none type|terminated|killed"
    r"|symptoms?|disorder|abnormal|mentally ill)\b",
    re.IGNORECASE,
)
_SAMPLES: dict[str, tuple[object, ...]] = {
    "str": ("Ada", ""),
    "int": (0, 1, 3),
    "float": (1.0, 6.5),
    "bool": (True, False),
    "Path": (Path("journal/x.md"),),
    "object": ("Ada",),
    "list[str]": (["one"], ["one", "two"], []),
    "Sequence[str]": (("one",), ("one", "two"), ()),
    "Collection[str]": (("one",), ("one", "two"), ()),
    "Iterable[str]": (("one",), ("one", "two"), ()),
    "tuple[str, ...]": (("one",), ("one", "two"), ()),
}


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _wordings(path: Path) -> list[int]:
    """Return the lines of a module on which a person is told something in words that stand there."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    return sorted(
        {
            node.lineno
            for call in calls
            if _called(call) in SAYING
            for node in ast.walk(call)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _WORDING.search(node.value)
        }
    )


@pytest.mark.parametrize("path", SPEAKING, ids=_name)
def test_messages_stand_in_words(path: Path) -> None:
    assert _wordings(path) == []


def _names(path: Path) -> list[str]:
    found = import_module(f"tj.words.{path.stem}").__all__
    assert isinstance(found, list)
    return found


def _messages(path: Path) -> Iterator[tuple[str, object]]:
    """Give every message of a module by its name, functions with all that may be put into them."""
    module = import_module(f"tj.words.{path.stem}")
    for name in _names(path):
        message = getattr(module, name)
        if callable(message):
            for given in _given(message):
                yield name, message(**given)
        else:
            yield name, message


def _given(message: Callable[..., object]) -> Iterator[dict[str, object]]:
    parameters = inspect.signature(message).parameters
    kinds = [str(getattr(one.annotation, "__name__", one.annotation)) for one in parameters.values()]
    samples = [_sampled(kind) for kind in kinds]
    for values in itertools.islice(itertools.product(*samples), 500):
        yield dict(zip(parameters, values, strict=True))


def _sampled(kind: str) -> tuple[object, ...]:
    kinds = [one.strip() for one in kind.split("|")]
    unknown = [one for one in kinds if one not in _SAMPLES and one != "None"]
    assert not unknown, f"a message takes plain things only, so that its words can be looked at: {unknown}"
    return tuple(value for one in kinds for value in _SAMPLES.get(one, (None,)))


def _texts(message: object) -> list[str]:
    found = [message] if isinstance(message, str) else message
    assert isinstance(found, list | tuple), type(found)
    assert all(isinstance(text, str) for text in found)
    return [str(text) for text in found]


def test_there_is_something_to_look_at() -> None:
    assert len(WORDS) > 1
    assert len(SPEAKING) > 100


@pytest.mark.parametrize("path", WORDS, ids=_name)
def test_every_public_name_is_in_all(path: Path) -> None:
    defined = []
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            defined.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            defined += [target.id for target in targets if isinstance(target, ast.Name)]
    public = {name for name in defined if not name.startswith("_")} - {"TYPE_CHECKING"}
    assert public == set(_names(path))


def _said() -> set[str]:
    """Return each name of `tj/words` that tj uses, after its module and a dot."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        known = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tj.words"):
                for alias in node.names:
                    known[alias.asname or alias.name] = alias.name
                    found.add(f"{str(node.module).rpartition('.')[2]}.{alias.name}")
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
                found.add(f"{known[node.value.id]}.{node.attr}")
    return found


def test_every_message_is_used() -> None:
    said = _said()
    assert [name for path in WORDS for each in _names(path) if (name := f"{path.stem}.{each}") not in said] == []


@pytest.mark.parametrize("path", [path for path in WORDS if path.stem != "phrases"], ids=_name)
def test_messages_are_kind_and_finished(path: Path) -> None:
    for name, message in _messages(path):
        for text in _texts(message):
            assert not text.rstrip().endswith("!"), name
            assert not _UNKIND.search(text), (name, text)
        if isinstance(message, tuple):
            told, hint = message
            assert told, name
            assert hint, f"{name} says nothing of what to do"
            assert "\n" not in told + hint, name
            assert not told.endswith("."), name
