"""The page on speed says what a run found, and no more; what a run found can be kept and read again."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench import page, reasons
from tests.bench.measure import Broken, Goal, Line, Spread, TooSlow, ratios, repeated
from tests.bench.page import document
from tests.bench.pairs import Round, absent, measured
from tests.bench.reasons import REASONS, reason
from tests.bench.results import Result, Run, load, machine, read, store, written
from tests.conftest import ROOT


def spread(median: float) -> Spread:
    return Spread(median, median * 0.9, median * 1.1)


MET = Line("noop", "refresh / walk", Goal(1.3), {1000: spread(1.1), 10000: spread(1.25)})
MISSED = Line("index", "full index / plain", Goal(2.2, 1.6), {1000: spread(2.0), 10000: spread(2.7)})
PLAIN = Line("noop", "ms: walk", None, {1000: spread(3.5)})
PEER = Line("jrnl", "jrnl adds / `tj mood 6`", Goal(100, at_least=True), {10000: spread(256)}, "", "jrnl 4.6")
GONE = Line("basic-memory", "basic-memory / index", None, {}, "", "basic-memory", "it needs a newer Python")
RESULTS = {
    "index": Result("index", [MISSED]),
    "noop": Result("noop", [MET, PLAIN]),
    "jrnl": Result("jrnl", [PEER]),
    "basic-memory": Result("basic-memory", [GONE]),
    "idle": Result("idle", [], "the measurement ended with an error (Broken)"),
}
RUN = Run("2026-11-28", [1000, 10000], 5, "2 cores", "a1b2", ("0.1", "1.2"), RESULTS)


def section(text: str, heading: str) -> str:
    found = re.search(rf"^#+ {heading}$(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return found[1]


def test_the_page_has_what_was_found_in_its_tables() -> None:
    text = document(RUN)
    goals = section(text, "Goals")
    assert "| noop | refresh / walk | ≤ 1.3 | 1.10 (0.99–1.21) | 1.25 (1.12–1.38) | pass |" in goals
    assert "| index | full index / plain | ≤ 2.2 (stretch 1.6) | 2.00 (1.80–2.20) | 2.70 (2.43–2.97) | miss |" in goals
    assert "jrnl" not in goals
    peers = section(text, "Beside other programs")
    assert "| jrnl 4.6 | jrnl adds / `tj mood 6` | ≥ 100 |  | 256 (230–282) | pass |" in peers
    assert "| noop | ms: walk | 3.50 (3.15–3.85) |  |" in section(text, "Plain figures")
    assert "Measured on 2026-11-28: 2 cores." in text
    assert "ended in between" not in text
    assert "ended in between" in document(replace(RUN, resumed=True))


def test_a_miss_is_told_with_its_reason_and_no_other_line_is() -> None:
    missed = section(document(RUN), "Missed")
    assert missed.strip() == f"- **index: full index / plain**: {REASONS['index', 'full index']}"
    met = replace(RUN, results={"noop": RESULTS["noop"]})
    assert "All goals were met." in document(met)
    assert "### Missed" not in document(met)


def test_misses_with_one_reason_are_told_together() -> None:
    words = [Line("search", f"`{word}`: largest / smallest", Goal(1.2), {10000: spread(2)}) for word in ("the", "tea")]
    missed = section(document(replace(RUN, results={"search": Result("search", words)})), "Missed")
    titles = "**search: `the`: largest / smallest**, **search: `tea`: largest / smallest**"
    assert missed.strip() == f"- {titles}: {REASONS['search', '']}"


def test_goals_of_which_none_was_measured_are_not_called_met() -> None:
    nothing = replace(RUN, results={"idle": RESULTS["idle"]})
    assert "All goals were met." not in document(nothing)
    assert "No goal was measured." in document(nothing)


def test_what_could_not_be_run_is_said_with_the_reason() -> None:
    text = document(RUN)
    missing = section(text, "What could not be run")
    assert "**basic-memory: basic-memory / index** could not be run, because it needs a newer Python." in missing
    assert "**idle** could not be measured, because the measurement ended with an error (Broken)." in missing
    assert "could not run: it needs a newer Python" in section(text, "Beside other programs")
    whole = replace(RUN, results={name: RESULTS[name] for name in ("index", "noop", "jrnl")})
    assert "Everything could be run." in document(whole)


def test_a_size_that_was_left_out_is_said_below_the_table_too() -> None:
    slow = replace(PEER, remark="not measured at 100,000, where its minutes would not be enough at this pace")
    text = document(replace(RUN, results={"jrnl": Result("jrnl", [slow])}))
    missing = section(text, "What could not be run")
    assert f"**jrnl 4.6: jrnl adds / `tj mood 6`** could be run in part: {slow.remark}." in missing


def test_figures_of_other_sizes_than_the_columns_are_told_with_theirs() -> None:
    share = Line("share", "share / plain", Goal(1.5), {365: spread(1.2)})
    text = document(replace(RUN, results={"share": Result("share", [share])}))
    assert "| share | share / plain | ≤ 1.5 |  |  | 365: 1.20 (1.08–1.32) | pass |" in text


@pytest.mark.parametrize("cell", [Spread(2.2, 2, 3), Spread(1.7, 1, 2), Spread(0, 0, 0)])
def test_a_goal_is_met_up_to_its_limit(cell: Spread) -> None:
    assert replace(MISSED, cells={1000: cell}).verdict == "pass"


def test_a_goal_may_be_a_least() -> None:
    assert replace(PEER, cells={10000: spread(99)}).verdict == "miss"
    assert replace(PEER, cells={10000: spread(100)}).verdict == "pass"
    assert PLAIN.verdict == "–"


def test_a_run_that_was_kept_is_read_as_it_was(tmp_path: Path) -> None:
    kept = tmp_path / "results.json"
    store(RUN, kept)
    assert read(kept.read_text("utf-8")) == RUN
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]
    assert document(read(written(RUN))) == document(RUN)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"results": {}}', written(RUN)[:-20]])
def test_a_file_that_holds_no_run_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        read(text)


@pytest.mark.parametrize("change", [{"sizes": [1000]}, {"rounds": 7}, {"machine": "4 cores"}, {"mark": "ffff"}])
def test_a_run_goes_on_only_from_one_that_measured_the_same(change: dict[str, object]) -> None:
    assert replace(RUN, date="2026-11-29", results={}).goes_on_from(RUN)
    assert not RUN.goes_on_from(replace(RUN, **change))  # type: ignore[arg-type]  # one field of several types


def test_the_machine_is_told_in_words_that_name_nobody() -> None:
    words = machine()
    assert re.match(r"\d+ cores \(\w+\)", words)
    assert "/" not in words.replace("GNU/Linux", "")
    assert re.fullmatch(r"\d+\.\d", load())


def test_no_figure_is_written_into_prose() -> None:
    """Sizes, settings and names have digits; times, ratios and memory would have units or decimals."""
    prose = "".join(REASONS.values()) + Path(page.__file__).read_text("utf-8")
    assert not re.search(r"\d+\.\d|\d+ ?(ms|s|MB|%|µs|times)\b", prose)
    assert not re.search(r"\d", "".join(REASONS.values()))


def test_every_row_of_the_bench_has_a_reason_at_hand() -> None:
    rows = {row for row, _ in REASONS}
    assert {"index", "memory", "file", "noop", "update", "idle", "search", "start", "jrnl", "share", "page"} <= rows
    assert all(reason(Line(row, f"{beginning} …", None, {})) == words for (row, beginning), words in REASONS.items())
    assert reason(Line("another", "", None, {})) == "No reason has been found yet."
    assert reasons.REASONS is REASONS


def test_pairs_become_ratios() -> None:
    assert ratios([2.0, 9.0], [1.0, 3.0]) == [2.0, 3.0]
    with pytest.raises(ValueError, match="shorter"):
        ratios([1.0, 2.0], [1.0])
    assert list(repeated(3, 1e9)) == [0, 1, 2]
    assert list(repeated(3, 0.0)) == [0]


def steady(seconds: tuple[float, float]) -> Round:
    return lambda _: seconds


def test_a_peer_and_tj_are_told_by_their_ratio_and_the_peers_seconds() -> None:
    pairs = measured([10, 20], 3, 1e9, lambda size: steady((size * 3.0, size * 1.0)))
    line, seconds = pairs.lines(Line("x", "peer / tj", None, {}, "", "peer 1"), "s: peer")
    assert {size: cell.median for size, cell in line.cells.items()} == {10: 3.0, 20: 3.0}
    assert {size: cell.median for size, cell in seconds.cells.items()} == {10: 30.0, 20: 60.0}
    assert line.verdict == "–"


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (
            TooSlow("/home/mara/x took long"),
            "not measured, or in part, at 20 and 30, since it took longer than its 5 minutes at 20",
        ),
        (
            Broken("/home/mara/x ended with 1"),
            "not measured, or in part, at 20 and 30, since the measurement failed at 20",
        ),
    ],
)
def test_a_peer_that_fails_keeps_what_it_gave_before(
    problem: Exception, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def prepare(size: int) -> Round:
        def one(limit: float) -> tuple[float, float]:
            if size == 20:
                raise problem
            return 4.0, 2.0

        return one

    line, *_ = measured([10, 20, 30], 2, 300.0, prepare).lines(Line("x", "peer / tj", None, {}))
    assert {size: cell.median for size, cell in line.cells.items()} == {10: 2.0}
    assert line.remark == words
    assert "mara" in capsys.readouterr().err  # whoever runs it sees the cause; the page does not


def test_a_peer_that_never_worked_has_no_figure_but_a_reason() -> None:
    def prepare(size: int) -> Round:
        raise Broken("no such file")

    (line,) = measured([10, 20], 2, 300.0, prepare).lines(Line("x", "peer / tj", Goal(1), {}))
    assert (line.cells, line.met) == ({}, None)
    assert line.unmeasured == "not measured, or in part, at 10 and 20, since the measurement failed at 10"


def test_a_peer_that_is_not_there_is_named() -> None:
    (line,) = absent(PEER, OSError("`pip` could not install it"))
    assert (line.cells, line.verdict) == ({}, "could not run: `pip` could not install it")


def test_the_page_that_is_there_was_written_by_a_run() -> None:
    text = (ROOT / "docs/benchmarks.md").read_text("utf-8")
    for part in (page.HEAD, page.PEERS, page.AGAIN):
        assert part in text
    assert re.search(r"^Measured on \d{4}-\d\d-\d\d: \d+ cores", text, re.MULTILINE)
    assert len(re.findall(r"^\| .*\d\.\d\d \(", text, re.MULTILINE)) > 10
