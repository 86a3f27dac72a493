"""What differs between files and index, told from their signatures alone."""

from tj.index.diff import Diff, Known, diff, is_settled
from tj.vault.scan import Signature

SECOND = 1_000_000_000
HERE = Signature(10, 100 * SECOND, 100 * SECOND, 7)


def known(signature: Signature = HERE, *, settled: bool = True) -> Known:
    return Known(signature, "digest", settled)


def test_nothing_differs_between_nothings() -> None:
    assert diff({}, {}) == Diff((), (), (), 0)


def test_each_kind_of_difference() -> None:
    there = Signature(11, 100 * SECOND, 100 * SECOND, 7)
    before = {"same.md": known(), "other.md": known(), "gone.md": known(), "racy.md": known(settled=False)}
    now = {"same.md": HERE, "other.md": there, "racy.md": HERE, "new.md": HERE}
    assert diff(before, now) == Diff(("new.md",), ("other.md", "racy.md"), ("gone.md",), 1)


def test_every_part_of_a_signature_counts() -> None:
    others = [Signature(*(part + (place == at) for place, part in enumerate((10, 100, 100, 7)))) for at in range(4)]
    for other in others:
        assert diff({"a.md": known(Signature(10, 100, 100, 7))}, {"a.md": other}).doubtful == ("a.md",)


def test_paths_come_in_order() -> None:
    assert diff({}, {"b.md": HERE, "a.md": HERE}).fresh == ("a.md", "b.md")
    assert diff({"b.md": known(), "a.md": known()}, {}).gone == ("a.md", "b.md")


def test_a_signature_is_relied_on_only_two_seconds_after_the_last_change() -> None:
    assert is_settled(HERE, 102 * SECOND + 1)
    assert not is_settled(HERE, 102 * SECOND)
    assert not is_settled(Signature(10, 0, 100 * SECOND, 7), 101 * SECOND)
    assert not is_settled(Signature(10, 200 * SECOND, 0, 7), 101 * SECOND)
