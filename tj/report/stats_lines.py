"""How mood moves and what goes with it, in words for a terminal: plain, with the numbers of days, and no diagnosis."""

from collections.abc import Iterator, Sequence

from tj.insight.associations import CHANCE, Association, Correlation
from tj.insight.patterns import FEWEST
from tj.insight.stats import Stats
from tj.insight.variability import FEWEST_PAIRS
from tj.report.columns import items, wrapped
from tj.report.words import mean, some

__all__ = ["compared_lines", "explained_lines", "moving_lines", "time_lines", "weekday_lines"]

_MOST_SURE = 8
_MOST_UNSURE = 4
_LEAST_SHOWN = 0.1
_CAUTION = (
    "“1.2 higher” is the difference of the mean moods; “better 70 in 100”: of a day with it and one without, the one"
    " with it was the better so often, ties counting half. That two things go together does not say that one causes the"
    " other, and an emotion is itself part of a mood."
)
_EXPLAINED = (
    "Mean and range are of days: a day's mood is the one stated for it, else the mean of its check-ins.",
    "SD, the standard deviation, is about how far a day usually lies from the mean. RMSSD, the root mean square of"
    " successive differences, is about how large the steps from one day to the next are. Two times may have the same SD"
    " and yet differ: slowly up and slowly down makes small steps, up and down every day makes large ones.",
    "Inertia is the correlation of each day's mood with the next day's. Near 1, moods last; near 0, each day begins"
    " anew; below 0, a day tends to be followed by its opposite. Of few days it comes out rather too low.",
    "Only days that follow each other count for steps and inertia; a gap is left out, not filled.",
    "Days with and without something are compared by rank (Mann and Whitney), since the levels of a scale are seldom"
    " evenly spaced; trackers with numbers by Spearman's rank correlation, days of the week by Kruskal and Wallis.",
    "“Hard to put down to chance alone”: of all that is said to be so, about one in twenty may be chance after all."
    " Days that resemble the days before them are allowed for (Bartlett 1935), and so is that many things are compared"
    " at once (Benjamini and Hochberg 1995). All else “may be chance”, which does not say that it is.",
    "No such figure knows what else happened on those days. A season, a holiday or a change of medication can move a"
    " mood and a habit at the same time, and so can a slow rise or fall over many months.",
)


def moving_lines(found: Stats, width: int) -> list[str]:
    """Return how mood moves from day to day, each figure with a line on what it is; nothing where days are too few."""
    moves, lasts = found.variability, found.inertia
    if moves.sd is None:
        return []
    said = [f"spread (SD) {mean(moves.sd)} of {some(moves.n, 'day')}: how far a day usually lies from the mean"]
    if moves.rmssd is not None:
        pairs = some(moves.pairs, "pair of days in a row", "pairs of days in a row")
        said.append(f"step (RMSSD) {mean(moves.rmssd)} of {pairs}: how much mood usually changes by the next day")
    if lasts.lag1 is not None:
        how = "how much of a mood is still there on the next day, from 0 for nothing to 1 for all; below 0 it turns"
        said.append(f"inertia {lasts.lag1:z.2f} of {some(lasts.pairs, 'pair')}: {how}")
    elif lasts.pairs < FEWEST_PAIRS:
        said.append(f"inertia: told from {FEWEST_PAIRS} pairs of days in a row on; there are {lasts.pairs}")
    said.append("None of these is good or bad by itself.")
    return [line for text in said for line in _wrapped(text, width)]


def weekday_lines(found: Stats, width: int) -> list[str]:
    """Return the mean mood of each day of the week, with the number of days; nothing where days are too few."""
    if sum(day.mean is not None for day in found.weekdays) < 2:
        return []
    days = [f"{day.name[:2]} {mean(day.mean)} ({day.n})" for day in found.weekdays]
    said = f"In brackets the number of days{_dash(any(day.mean is None for day in found.weekdays))}."
    if found.weekday_chance is not None:
        sure = found.weekday_chance <= CHANCE
        said += f" Differences like these {'are hard to put down to' if sure else 'may be'} chance{' alone' * sure}."
    return [*items(days, width, indent="  ", hang="  "), *_wrapped(said, width)]


def time_lines(found: Stats, width: int) -> list[str]:
    """Return the mean of the check-ins at each time of day, with their number; nothing where they are too few."""
    if sum(time.mean is not None for time in found.times) < 2:
        return []
    times = [f"{one.name} {mean(one.mean)} ({one.n})" for one in found.times]
    hours = ", ".join(f"{one.name} from {one.first}:00" for one in found.times)
    said = f"In brackets the number of check-ins{_dash(any(one.mean is None for one in found.times))}; {hours}."
    return [*items(times, width, indent="  ", hang="  "), *_wrapped(said, width)]


def compared_lines(found: Stats, width: int) -> list[str]:
    """Return what goes with better and with worse days, what is hard to put down to chance first, and the caution."""
    # What a day had in it comes before what it felt like, and the larger effect before the smaller.
    every: list[Association | Correlation] = [*found.correlations, *found.contrasts]
    shown = [one for one in every if abs(one.effect) >= _LEAST_SHOWN]
    told = sorted(shown, key=lambda one: (isinstance(one, Association) and one.kind == "emotion", -abs(one.effect)))
    lines: list[str] = []
    groups = (
        ("Hard to put down to chance alone:", [one for one in told if one.adjusted <= CHANCE], _MOST_SURE),
        ("May be chance:", [one for one in told if one.adjusted > CHANCE], _MOST_UNSURE),
    )
    for title, group, most in groups:
        if group:
            lines += [f"  {title}", *_group(group, most, width)]
    return [*lines, *_wrapped(_CAUTION, width)] if lines else []


def explained_lines(width: int) -> list[str]:
    """Return what the figures are and how they are worked out, in more words."""
    return [line for text in _EXPLAINED for line in _wrapped(text, width)]


def _group(group: Sequence[Association | Correlation], most: int, width: int) -> Iterator[str]:
    for one in group[:most]:
        said = _association(one) if isinstance(one, Association) else _correlation(one)
        yield from wrapped(said, width, indent="    ", hang="      ")
    if len(group) > most:
        yield from wrapped(f"and {len(group) - most} more, which `--json` lists", width, indent="    ", hang="      ")


def _association(one: Association) -> str:
    way = "higher" if one.difference > 0 else "lower"
    apart = "means alike" if mean(abs(one.difference)) == "0.0" else f"{mean(abs(one.difference))} {way}"
    better = f"{'better' if one.effect > 0 else 'worse'} {round(50 * (1 + abs(one.effect)))} in 100"
    return f"{one.name} ({one.kind}): {apart}, {better}; {one.days_with} days with, {one.days_without} without"


def _correlation(one: Correlation) -> str:
    way = "better" if one.effect > 0 else "worse"
    return f"{one.name}: with more of it {way} days, rank correlation {one.effect:z.2f}; {one.n} days"


def _dash(some_are: bool) -> str:
    return f", – for fewer than {FEWEST}" if some_are else ""


def _wrapped(text: str, width: int) -> list[str]:
    return wrapped(text, width, indent="  ", hang="    ")
