"""Judges a sample of changes to the code by the tests; `make mutants` runs it, docs/testing.md says what it gave."""

import argparse
import importlib
import json
import os
import random
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.mutation.changes import Mutant, changed, mutants_of
from tests.mutation.judge import Judge, Result, Tests, verdict_of
from tests.mutation.modules import Only, instead

# The tests that judge each part.
_TESTS = {
    "tj/entry": ("tests/entry", "tests/fuzz/test_fuzz_reader.py", "tests/fuzz/test_fuzz_splice.py"),
    "tj/index/diff.py": ("tests/index/test_index_diff.py",),
    "tj/share": ("tests/share", "tests/security"),
}
_HEAVY = (
    "click", "cryptography.hazmat.primitives.asymmetric.ed25519", "cryptography.hazmat.primitives.serialization",
    "frontmatter", "markdown_it", "mistune", "nh3", "PIL.Image", "pyrage", "segno", "tomlkit", "yaml",
)  # fmt: skip
_PYTEST = ("-q", "-s", "--no-header", "--no-summary", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov")


def main() -> int:
    """Judge what was asked for, tell of each change that no test noticed, and print the figures."""
    asked = _arguments()
    for part in asked.parts:
        sources = {str(path): path.read_text() for path in _modules(Path(part))}
        mutants = [one for path, source in sources.items() for one in mutants_of(path, source)]
        chosen = _chosen([one for one in mutants if not one.text], asked)
        words = sum(one.text for one in mutants)
        _print(f"{part}: {len(mutants)} changes, {words} of them to words for people, left out; {len(chosen)} judged")
        _judge(part, sources, chosen, asked)
        _print(*_figures(asked.results, chosen))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("tests.mutation", description=__doc__)
    parser.add_argument("parts", nargs="*", default=list(_TESTS), help=f"of {' '.join(_TESTS)}; all by default")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--sample", type=int, default=300, help="how many changes of each part, or 0 for all of them")
    parser.add_argument("--most", type=float, default=5, help="seconds of tests for one change; most need far less")
    parser.add_argument("--folder", type=Path, default=Path("build/mutants"), help="where results are kept")
    parser.add_argument("--besides", type=Path, help="results of another run, whose changes are left out")
    parser.add_argument("--again", type=Path, help="results of another run, whose survivors are judged once more")
    parser.add_argument("--tests", nargs="*", help="the tests that judge, where other than a part's own")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    asked.results = asked.folder / f"results-{asked.seed}{'-again' if asked.again else ''}.jsonl"
    return asked


def _modules(part: Path) -> list[Path]:
    return sorted(part.glob("*.py")) if part.is_dir() else [part]


def _chosen(mutants: list[Mutant], asked: argparse.Namespace) -> list[Mutant]:
    """Return the sample, each change with the same chance, in an order of chance: cut short, it still is a sample."""
    if asked.again:
        left = {result.key for result in _results(asked.again) if result.verdict in ("survived", "no test")}
        return [one for one in mutants if one.key in left]
    if asked.besides:
        before = {result.key for result in _results(asked.besides)}
        mutants = [one for one in mutants if one.key not in before]
    if not asked.sample or asked.sample >= len(mutants):
        return mutants
    places = random.Random(asked.seed).sample(range(len(mutants)), asked.sample)  # noqa: S311 - a sample, no secret
    return [mutants[place] for place in places]


def _judge(part: str, sources: dict[str, str], chosen: Sequence[Mutant], asked: argparse.Namespace) -> None:
    """Judge changes in functions in one process that knows tj, and the others in ones that do not know it yet."""
    measures = asked.folder / f"measured-{part.replace('/', '-')}.json"
    measured = Tests.read(measures, sources)
    done = {result.key for result in _results(asked.results)}
    left = [one for one in chosen if one.key not in done]
    os.environ["TJ_NO_SKIPS"] = "1"

    def tell(result: Result) -> None:
        with asked.results.open("a") as file:
            file.write(json.dumps(result._asdict(), ensure_ascii=False) + "\n")
        if result.verdict in ("survived", "no test"):
            _print(f"{result.verdict}: {result.key}: {result.what}")

    def in_functions() -> bool:
        judge = Judge([one for one in left if one.inside], sources, measured, asked.most, tell)
        judge.measured_into = measures
        return pytest.main([*_PYTEST, *(asked.tests or _TESTS[part])], plugins=[judge]) == 0

    _in_a_fork(in_functions)
    measured = Tests.read(measures, sources)
    for name in _HEAVY:  # once here, and not in each fork
        importlib.import_module(name)
    for mutant in left:
        if not mutant.inside:
            tell(_outside(mutant, sources, measured, asked.most))


def _in_a_fork(run: Callable[[], bool]) -> None:
    """Run where nothing that is imported stays, and wait for the end of it."""
    child = os.fork()
    if child == 0:
        try:
            run()
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            sys.stdout.flush()
            os._exit(0)
    os.waitpid(child, 0)


def _outside(mutant: Mutant, sources: dict[str, str], measured: Tests, most: float) -> Result:
    """Judge a change that counts when its module is imported: its module's own tests first, then the others."""
    names = measured.of(mutant, most)
    own = [name for name in names if mutant.own in name]
    verdict = "no test"
    for some in (own, [name for name in names if name not in own]):
        if some and verdict in ("survived", "no test"):
            files = sorted({name.split("::")[0] for name in some})

            def run(some: list[str] = some, files: list[str] = files) -> bool:
                instead(mutant.path, changed(sources[mutant.path], mutant))
                return pytest.main([*_PYTEST, "-x", *files], plugins=[Only(frozenset(some))]) == 0

            verdict = verdict_of(run, 2 * sum(measured.seconds[name] for name in some) + 30)
    return Result(mutant.key, mutant.path, mutant.what, verdict, len(names))


def _results(path: Path) -> list[Result]:
    return [Result(**json.loads(line)) for line in path.read_text().splitlines()] if path.exists() else []


def _figures(results: Path, chosen: Sequence[Mutant]) -> list[str]:
    keys = {one.key for one in chosen}
    kept = [result for result in _results(results) if result.key in keys]
    total = Counter(result.path for result in kept)
    noticed = Counter(result.path for result in kept if result.verdict in ("killed", "endless"))
    lines = [f"{path}: {noticed[path]} of {total[path]}" for path in sorted(total)]
    share = 100 * noticed.total() / max(1, total.total())
    return [*lines, f"noticed: {noticed.total()} of {total.total()} ({share:.1f} %)"]


def _print(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)  # noqa: T201 - a program's own words


if __name__ == "__main__":
    sys.exit(main())
