"""Runs and plans against a slow reckoning of each day on its own."""

from datetime import date, timedelta
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from tj.entry.model import Entry, Value
from tj.insight.goals import DONE, NOT_ASKED, goals

FIRST = date(2026, 11, 30)  # the Monday of the fifth week before 2026-W53
DAYS = [FIRST + timedelta(days=number) for number in range(70)]
PAIRS = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(lambda pair: (min(pair), max(pair)))


def nearest(count: int, part: int) -> int:
    return round(count * part / 7)


@given(
    st.integers(1, 7),
    st.sets(st.sampled_from(DAYS)),
    st.lists(PAIRS, max_size=3),
    st.none() | st.sampled_from(DAYS[:20]),
    st.none() | st.sampled_from(DAYS[40:]),
    st.sampled_from(DAYS),
)
def test_runs_and_plans_are_those_of_a_day_by_day_reckoning(
    count: int, done: set[date], paused: list[tuple[date, date]], start: date | None, due: date | None, today: date
) -> None:
    rests: list[Value] = [f"{first}/{last}" for first, last in paused]
    properties: dict[str, Value] = {"target": f"{count}/week", "paused": rests}
    properties |= {"start": start} if start else {}
    properties |= {"due": due} if due else {}
    [found] = goals([Entry("goals/walk.md", type="goal", properties=properties)], {"walk": done}, today, FIRST)

    def is_open(day: date) -> bool:
        rested = any(first <= day <= last for first, last in paused)
        return not rested and (start is None or day >= start) and (due is None or day <= due)

    worked = {day for day in done if day <= today and (start is None or day >= start)}
    weeks = [list(days) for _, days in groupby(DAYS, key=lambda day: day.isocalendar()[:2])]
    assert len(weeks) == 10
    so_far = [[day for day in week if day <= today] for week in weeks if week[0] <= today]
    assert found.weeks == tuple(sum(day in worked for day in week) for week in so_far)
    assert found.weeks_planned == tuple(nearest(count, sum(map(is_open, week))) for week in so_far)
    assert (found.done, found.planned) == (sum(found.weeks), sum(found.weeks_planned))
    run = best = 0
    for week in weeks[: len(so_far)]:
        asked, had = nearest(count, sum(map(is_open, week))), sum(day in worked for day in week)
        if had and had >= asked:
            run += 1
        elif asked and today not in week:
            run = 0
        best = max(best, run)
    assert (found.run, found.best_run) == (run, best)
    signs = "".join(found.grid)
    shown = [day for week in so_far[-4:] for day in week]
    if len(so_far) >= 4:
        assert [sign == DONE for sign in signs[: len(shown)]] == [day in worked for day in shown]
        blank = [not is_open(day) and day not in worked for day in shown]
        assert [sign == NOT_ASKED for sign in signs[: len(shown)]] == blank
        assert signs[len(shown) :].strip() == ""
