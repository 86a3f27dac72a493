"""What has come up since the last session: what to bring, what is still to do, and how the time was."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tj.entry.model import Entry
from tj.insight.agenda import Homework, agenda, homework_notes, last_session
from tj.insight.goals import GoalProgress, goals
from tj.insight.mood import Figures, daily, figures, tracker_figures, within
from tj.insight.scores import Scored
from tj.insight.wins import Said

__all__ = ["Between", "Compared", "between"]

_WITHOUT_SESSION = 30
# Before a first session, or where the one before lies long back, a time of this many days at least is compared with.
_FEWEST_BEFORE = 14
_LONGEST_PAUSE = 60


@dataclass(frozen=True, slots=True)
class Compared:
    """Figures of the time since the session, and of the time before it; each with its own `n`."""

    now: Figures
    before: Figures


@dataclass(frozen=True, slots=True)
class Between:
    """What the time between two sessions gives.

    `session` is the last one, None where none is noted. `since` and `until` are the days looked at, both included;
    there are none where `since` is later. `before` are the days that they are compared with.
    `agenda` is in the order of `tj.insight.agenda.agenda`; `brought_up` is how many open lines of the session's own day
    are not among it, since they are taken as brought up. `homework` is all that the session and guidance asked for.
    `trackers` are those of the settings that were noted. `goals` are the active ones with what was done. `scores` are
    the assessments since the session.
    """

    session: Entry | None
    since: date
    until: date
    before: tuple[date, date]
    agenda: tuple[Said, ...]
    brought_up: int
    homework: tuple[Homework, ...]
    mood: Compared
    trackers: Mapping[str, Compared]
    goals: tuple[GoalProgress, ...]
    scores: tuple[Scored, ...]


def between(
    entries: Sequence[Entry],
    notes: Sequence[Entry],
    done: Mapping[str, Collection[date]],
    scores: Iterable[Scored],
    trackers: Iterable[str],
    today: date,
) -> Between:
    """Return what has come up since the last session.

    Arguments: `entries`, all dated ones that may count; `notes`, the sessions, goals and notes of guidance, with their
    properties; `done`, the days on which each goal was worked on; `scores`, from `tj.insight.scores.scored`;
    `trackers`, the keys that the settings follow; `today`, the last day that a session may have been held on.
    The time ends with the newest entry. Where no session is noted, it is the 30 days up to then.
    """
    session = last_session(notes, today)
    newest = max((entry.date for entry in entries if entry.date is not None), default=today)
    held = session.date if session else None
    since = held + timedelta(days=1) if held else _days_before(newest, _WITHOUT_SESSION - 1)
    before = _before(notes, since, newest, session)
    asked = agenda(entries, held, session.time if session else "")
    on_the_day = agenda(within(entries, held, held)) if held else []
    now, then = within(entries, since, newest), within(entries, *before)
    known = {key: (tracker_figures(now).get(key), tracker_figures(then).get(key)) for key in trackers}
    return Between(
        session,
        since,
        newest,
        before,
        tuple(asked),
        len(on_the_day) - sum(said.day == held for said in asked),
        tuple(homework_notes(notes, today)),
        Compared(_moods(now), _moods(then)),
        {key: Compared(of_now, of_then or Figures(0)) for key, (of_now, of_then) in known.items() if of_now},
        tuple(_worked_on(notes, done, since, newest)),
        tuple(one for one in scores if held is None or one.day > held),
    )


def _before(notes: Sequence[Entry], since: date, until: date, session: Entry | None) -> tuple[date, date]:
    """Return the time between the two sessions before, else as many days as there are now, 14 at least."""
    end = _days_before(since, 1)
    earlier = last_session(notes, _days_before(end, 1)) if session else None
    if earlier and earlier.date and (end - earlier.date).days <= _LONGEST_PAUSE:
        return earlier.date + timedelta(days=1), end
    return _days_before(end, max((until - since).days + 1, _FEWEST_BEFORE) - 1), end


def _worked_on(
    notes: Sequence[Entry], done: Mapping[str, Collection[date]], since: date, until: date
) -> list[GoalProgress]:
    if since > until:
        return []
    found = goals(notes, done, until, since)
    return [goal for goal in found if goal.path and goal.status == "active" and (goal.planned or goal.done)]


def _moods(entries: Sequence[Entry]) -> Figures:
    return figures([day.mood for day in daily(entries) if day.mood is not None])


def _days_before(day: date, days: int) -> date:
    return date.fromordinal(max(day.toordinal() - days, 1))
