"""What `tj goal` says: what was set and done, which goal is meant, and what would make one clearer."""

from tj.words.phrases import both, did_you_mean, some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "HINT_AMOUNT", "HINT_AREA", "HINT_DUE", "HINT_PLAN", "HINT_RHYTHM", "HINT_UNIT", "HINT_WHY", "NONE_YET",
    "NOTHING_NOTED", "NO_AMOUNT", "NO_NAME", "ONLY_NAMED", "PLAN_NEEDS_THEN", "PLAN_NEEDS_WORDS", "active_already",
    "added", "amount_so_far", "area_of_your_own", "begins", "done", "done_already", "done_before_start", "done_of",
    "dropped", "dropped_already", "due", "due_before_start", "ended", "ended_already", "finished",
    "finished_already", "four_weeks", "hint_unread", "last_day", "last_weekday", "lately", "name_not_on_windows",
    "name_not_usable", "name_taken", "name_too_long", "no_goal_in_note", "no_rhythm", "no_such_goal", "not_shown",
    "note_not_readable", "offered", "pause_over", "paused", "paused_already", "resting", "resumed", "run", "so_far",
    "still_to_come", "target_before_start", "two_of_a_name", "without_note",
]  # fmt: skip

NO_NAME = ("a goal needs a name", "`tj goal list` shows yours")
NO_AMOUNT = ("an amount is a number above 0 and below 1,000,000,000", "give one such as --amount 20")
PLAN_NEEDS_THEN = ("an if-then plan has two halves", "give a --then for each --if")
PLAN_NEEDS_WORDS = ("an if-then plan has two halves", "give words to both --if and --then")

NONE_YET = "No goals yet; `tj goal add NAME` sets one."
ONLY_NAMED = "only named in entries; `tj goal add NAME` gives it a note"

# What would make a goal clearer; offered one at a time.
HINT_RHYTHM = "a rhythm says when a week is enough: `target: 3/week`, or whatever fits"
HINT_DUE = "a day to have it done by can help: `due:` and a date"
HINT_UNIT = "with a `unit` the amount says what is counted: minutes, pages, steps"
HINT_AMOUNT = "say how much is enough for a day, however little: `amount: 10` and `unit: minutes`"
HINT_WHY = "a line on why it matters is good to read on a hard day: `why:`"
HINT_AREA = "an `area`, such as rest or movement, lets prompts come back to it"
HINT_PLAN = 'an if-then plan ties it to a moment: `plans: ["If it is dark when I get home, then …"]`'


def hint_unread(key: str) -> str:
    """Say what tj reads under a key of a goal that holds something else."""
    return {
        "target": "tj reads daily, 3/week, 2/month and 'once by 2026-05-01' as a `target`, so that it can count along",
        "amount": "tj reads a number such as 20 as an `amount`; what it counts goes into `unit`",
        "status": "tj reads active, paused, done and dropped as a `status`",
    }.get(key, f"tj reads a day such as 2026-05-01 as `{key}`")


def name_not_usable(name: str, longest: int) -> tuple[str, str]:
    return (
        f"{name!r} cannot be the name of a goal",
        f"use up to {longest} letters, digits, hyphens and spaces, as in walk-daily",
    )


def name_too_long(name: str) -> tuple[str, str]:
    return f"{name!r} is too long for the name of a file", "choose a shorter one"


def name_not_on_windows(name: str) -> tuple[str, str]:
    return f"Windows can have no file named {name!r}", "choose another name, so that it may go there"


def no_rhythm(target: str) -> tuple[str, str]:
    return f"{target!r} is not a rhythm that tj understands", "write daily, 3/week, 2/month or 'once by DATE'"


def due_before_start(day: str) -> tuple[str, str]:
    return f"{day} is before the goal begins", "give a later day with --due"


def target_before_start(day: str) -> tuple[str, str]:
    return f"{day} is before the goal begins", "give a later day, as in 'once by DATE'"


def name_taken(path: str) -> tuple[str, str]:
    return f"{path} is there already", "tj does not overwrite it; choose another name"


def added(path: str, due: str) -> str:
    """Say that a goal is set; `due` is empty where it has no day."""
    return f"{path} is your goal now, due {due}." if due else f"{path} is your goal now."


def area_of_your_own(area: str, known: "Sequence[str]") -> str:
    return f"{area} is an area of your own; those that tj's prompts know are {', '.join(known)}."


def offered(hint: str) -> str:
    return f"If you like: {hint}."


def no_such_goal(name: str, near: "Sequence[str]") -> tuple[str, str]:
    return f"there is no goal named {name!r}", did_you_mean(near, "`tj goal add NAME` sets a new one")


def two_of_a_name(paths: "Sequence[str]") -> tuple[str, str]:
    return f"two notes set a goal of that name: {both(paths)}", "give one of them another name"


def no_goal_in_note(path: str) -> tuple[str, str]:
    return f"{path} is no goal that tj can read", "it needs `type: goal`; `tj check` lists what is wrong"


def without_note(name: str, folder: str) -> tuple[str, str]:
    return f"{name} is only named in entries; no note sets it", f"`tj goal add NAME` makes one in {folder}/"


def note_not_readable(path: str) -> tuple[str, str]:
    return f"{path} cannot be read", "`tj check` says why; nothing was changed"


def four_weeks(last: str) -> str:
    return f"The four weeks up to {last}: ● done, ◐ in part, · open"


def done_of(done: int, planned: int, partly: int) -> str:
    """Return what was done of what was planned, `planned` 0 where nothing was, and how much of it in part."""
    if planned and done <= planned:
        count = f"{done} of {planned}"
    else:
        count = f"{done}, {planned} planned" if planned else str(done)
    return f"{count}, {partly} in part" if partly else count


NOTHING_NOTED = "nothing noted yet"


def ended(day: str, *, done: bool) -> str:
    """Return how a goal came to its end; `day` may be empty."""
    return ("done" if done else "let go") + (f" on {day}" if day else "")


def resting(first: str, last: str) -> str:
    """Return since when and until when a goal rests; either may be empty."""
    return "resting" + (f" since {first}" if first else "") + (f" until {last}" if last else "")


def begins(day: str) -> str:
    return f"begins on {day}"


def amount_so_far(amount: str) -> str:
    return f"{amount} so far"


def lately(done: int, asked: int, *, monthly: bool, current: bool) -> str:
    """Return what was done in a week or month, perhaps the current one, of what it asks for, 0 where of nothing."""
    when = f"{'this' if current else 'that'} {'month' if monthly else 'week'}"
    if done <= asked:
        return f"{done} of {asked} {when}"
    return f"{done} {when}, {asked} planned" if asked else f"{done} {when}"


def last_weekday(weekday: int) -> str:
    """Return the day of the last time, of the seven days just gone; `weekday`, 0 for Monday."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return f"last on {days[weekday % 7]}"


def last_day(day: str) -> str:
    return f"last on {day}"


def run(now: int, best: int, *, monthly: bool) -> str:
    """Return how many weeks or months in a row were met; `now` is 0 or 1 where no run goes on."""
    name = "months" if monthly else "weeks"
    if now <= 1:
        return f"at best {best} {name} in a row"
    return f"{now} {name} in a row, at best {best}" if best > now else f"{now} {name} in a row"


def due(day: str, days: int) -> str:
    """Return when it is due; `days` from then on, fewer than 0 where it was before."""
    if days < 0:
        return f"due was {day}"
    return f"due in {some(days, 'day')}" if days else "due that day"


def not_shown(more: int, *, after_others: bool) -> str:
    """Say how many goals are done or dropped; `after_others` where some that are neither were listed."""
    verb = "is" if more == 1 else "are"
    return f"{more} {'more ' if after_others else ''}{verb} done or dropped: `tj goal list --all`"


def still_to_come(moment: str) -> tuple[str, str]:
    return f"{moment} is still to come", "what was done is noted for today or a day before"


def done_already(path: str, name: str) -> str:
    return f"{path} has {name} already; nothing was changed."


def done(path: str, item: str, moment: str, that_day: str) -> str:
    """Say that something was noted as done; `that_day`, all of the day, is empty where it has no amount."""
    return f"{path} has {item} for {moment}, {that_day} that day." if that_day else f"{path} has {item} for {moment}."


def so_far(total: str, amount: str, unit: str) -> str:
    """Return how much was done; `amount`, what is enough for a day, may be empty, and so may `unit`."""
    return f"{total} of {amount} {unit}".rstrip() if amount else f"{total} {unit}".rstrip()


def done_before_start(name: str, start: str, path: str) -> str:
    return f"That is before {name} begins, on {start}, so it is not counted; `start` in {path} is yours to change."


def pause_over(day: str) -> tuple[str, str]:
    return f"{day} is over already", "a pause ends today or later"


def ended_already(name: str, status: str) -> tuple[str, str]:
    return f"{name} is {status}", f"`tj goal resume {name}` takes it up again"


def paused(name: str, last: str) -> str:
    """Say that a goal rests; `last` is empty where no day ends it."""
    if last:
        return f"{name} rests now until {last}, that day included."
    return f"{name} rests now; `tj goal resume {name}` takes it up again."


def paused_already(name: str) -> str:
    return f"{name} is paused already; nothing was changed."


def resumed(name: str) -> str:
    return f"{name} is active again, from today on."


def active_already(name: str) -> str:
    return f"{name} is active; nothing was changed."


def finished(name: str) -> str:
    return f"{name} is done."


def finished_already(name: str) -> str:
    return f"{name} is done already; nothing was changed."


def dropped(name: str) -> str:
    return f"{name} is let go; `tj goal resume {name}` takes it up again."


def dropped_already(name: str) -> str:
    return f"{name} is dropped already; nothing was changed."
