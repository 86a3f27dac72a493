"""What `tj list`, `search` and `show` say, how today stands, and which notes cannot be chosen."""

from tj.words.phrases import some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "DAYS_ARE_CHOSEN", "GOALS_DONE", "HOW_TO_READ_ONE", "NOTHING_TO_SEARCH", "NOTHING_YET_TODAY", "NO_ENTRY", "NO_HIT",
    "ago", "goal_waiting", "goals_waiting", "mood_not_noted", "mood_noted", "mood_so_far", "moods_turned_around",
    "more_hits", "no_day_between", "no_mood_test", "no_pair", "no_such_note", "none_on_this_day", "not_utf8",
    "nothing_shared_yet", "prompt_today", "session_next", "still_ahead",
]  # fmt: skip

NOTHING_TO_SEARCH = ("there is nothing to search for", "give one or more words")
NO_ENTRY = "No entry matches."
NO_HIT = "Nothing in the journal matches."
DAYS_ARE_CHOSEN = ("`--on-this-day` chooses the days itself", "leave out --since, --until and --last")
HOW_TO_READ_ONE = "`tj show PATH` shows one, if you want to read it."
GOALS_DONE = "Goals: what you set yourself for today is done."
NOTHING_YET_TODAY = "Nothing is written yet today. That is fine; `tj new` begins when you like."


def no_day_between(since: str, until: str) -> tuple[str, str]:
    return f"{since} is after {until}, so no day is between them", "turn --since and --until around"


def still_ahead(since: str) -> str:
    return f"{since} is still ahead, and nothing is noted from then on."


def not_utf8(word: str) -> tuple[str, str]:
    return f"{word!r} is not UTF-8 text", "type it anew, in a terminal that is set to UTF-8"


def moods_turned_around(text: str, as_meant: str) -> tuple[str, str]:
    return f"{text!r} goes from more to less", f"write it as {as_meant}"


def no_mood_test(text: str) -> tuple[str, str]:
    return f"{text!r} is not a comparison of moods", "write it as '<4', '>=7', 5 or 3-5, in quotes"


def no_pair(text: str) -> tuple[str, str]:
    return f"{text!r} is not KEY=VALUE", "write it as weather=rain; `weather=` finds notes without it"


def nothing_shared_yet(therapist: str) -> tuple[str, str]:
    return f"nothing was shared with {therapist} yet", "choose with --since or --last this time"


def no_such_note(path: str) -> tuple[str, str]:
    return f"there is no note {path!r} in this vault", "`tj list` shows what there is"


def more_hits(count: int) -> str:
    return f"{count} more; `--limit 0` shows all, `--since` and `--until` choose a time."


def none_on_this_day(day: str) -> str:
    return f"There is no entry of an earlier {day}, nor of a week or a month before."


def ago(number: int, unit: str) -> str:
    """Return how long ago it was, in a `unit` such as `week`."""
    return f"a {unit} ago" if number == 1 else f"{some(number, unit)} ago"


def mood_not_noted(time: str) -> str:
    return f"Mood: not noted yet today; `tj mood 6` notes it for {time}."


def mood_noted(level: str, time: str) -> str:
    """Return one mood of today; `time` is empty for that of the whole day."""
    return f"{level} at {time}" if time else f"{level} for the day"


def mood_so_far(moods: "Sequence[str]") -> str:
    return f"Mood so far: {', '.join(moods)}."


def goals_waiting(goals: "Sequence[str]") -> str:
    return f"Goals: {', '.join(goals)} (`tj goal done NAME`)"


def goal_waiting(name: str, lately: int, asked: int) -> str:
    return f"{name} ({lately} of {asked})" if lately else name


def session_next(coming: str, lines: int, tasks: int) -> str:
    """Say what there is for the next session; `coming`, its day, may be empty, not everything may be nothing."""
    said = [f"next on {coming}"] if coming else []
    said += [f"{some(lines, 'line')} for the agenda"] if lines else []
    said += [f"{some(tasks, 'task')} open from last time"] if tasks else []
    return f"Session: {', '.join(said)} (`tj session prep`)"


def prompt_today(prompt: str) -> str:
    return f"Prompt: {prompt} (`tj new --prompt`)"
