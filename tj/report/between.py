"""The page for the next session, as Markdown that is as easy to read in a terminal as on paper."""

from tj.insight.mood import FEWEST_DAYS
from tj.insight.session import Between, Compared
from tj.report.results import change_words
from tj.report.sections import joined
from tj.report.words import mean, some, times_yes
from tj.settings import YES_NO

__all__ = ["between_page", "change_lines"]

_NOTHING = "Nothing is noted for it yet. A line with #session in an entry would stand here."


def between_page(found: Between, units: dict[str, str], question: str) -> str:
    """Return what to bring to the next session.

    Arguments: `units`, those of the trackers; `question`, one to begin with, or empty.
    """
    open_ones = [one.task for one in found.homework if not one.task.done]
    todo = [task.text + (f" (by {task.due})" if task.due else "") for task in open_ones]
    changes = change_lines(found, units)
    body = joined(
        _bullets("To bring up", [f"{said.text} ({said.day})" for said in found.agenda]),
        _brought_up(found),
        _bullets("Homework that is still open", todo),
        _bullets("How it has been since", changes),
        _compared_with(found),
    )
    return joined("# For the next session", _since(found), body or _NOTHING, _question(question)) + "\n"


def change_lines(found: Between, units: dict[str, str]) -> list[str]:
    """Return how the time since the last session was, in plain lines; each comparison with its number of days."""
    lines: list[str] = []
    if found.mood.now.n:
        lines.append(f"Mood: {_compared(found.mood, 'day', 'days')}.")
    for key, compared in found.trackers.items():
        unit = units.get(key, "") if units.get(key) != key else ""
        lines.append(f"{key[:1].upper()}{key[1:]}: {_compared(compared, 'entry', 'entries', unit)}.")
    for one in found.scores:
        band = f", {one.band}" if one.band else ""
        moved = f"; {change_words(one.instrument, one.since)}" if one.instrument and one.since else ""
        lines.append(f"{one.title} on {one.day}: {one.score} of {one.highest}{band}{moved}.")
    for goal in found.goals:
        count = f"{goal.done} of {some(goal.planned, 'day')}" if goal.planned else some(goal.done, "day")
        lines.append(f"{' '.join(goal.title.split())}: {count}.")
    tasks = [one.task for one in found.homework]
    if tasks and any(task.done for task in tasks):
        lines.append(f"Homework: {sum(task.done for task in tasks)} of {len(tasks)} done.")
    return lines


def _since(found: Between) -> str:
    session = found.session
    if session is None or session.date is None:
        return f"From {found.since} to {found.until}; no session is noted yet."
    therapist = session.properties.get("therapist")
    named = f" with {' '.join(therapist.split())}" if isinstance(therapist, str) and therapist.strip() else ""
    up_to = f", up to {found.until}" if found.until >= found.since else "; no entry is written since"
    return f"Since the session of {session.date}{named}{up_to}."


def _brought_up(found: Between) -> str:
    """Say what the day alone cannot tell: whether a line was written before the session or after it."""
    if not found.brought_up or found.session is None:
        return ""
    lines = f"{some(found.brought_up, 'line')} with #session of {found.session.date}, the day of the session,"
    return f"{lines} {'is' if found.brought_up == 1 else 'are'} taken as brought up."


def _compared_with(found: Between) -> str:
    if not any(one.now.n and one.before.n for one in [found.mood, *found.trackers.values()]):
        return ""
    first, last = found.before
    return f"“Before that” is from {first} to {last}."


def _compared(compared: Compared, one: str, many: str, unit: str = "") -> str:
    now, before = compared.now, compared.before
    if unit == YES_NO:
        text = f"yes {times_yes(now)} of {some(now.n, 'time')} noted"
        text += f"; before that {times_yes(before)} of {before.n}" if before.n else ""
    else:
        text = f"mean {mean(now.mean)} {unit}".rstrip() + f" over {some(now.n, one, many)}"
        text += f"; before that {mean(before.mean)} over {some(before.n, one, many)}" if before.n else ""
    if before.n:
        text += ", too few to say that it changed" if min(now.n, before.n) < FEWEST_DAYS else ""
    return text


def _question(question: str) -> str:
    return f"## A question to begin with\n\n{question}" if question else ""


def _bullets(title: str, lines: list[str]) -> str:
    return f"## {title}\n\n- " + "\n- ".join(lines) if lines else ""
