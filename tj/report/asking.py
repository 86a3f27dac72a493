"""The one line that says how a prompt came to be asked, in plain words that judge nothing."""

from datetime import date

from tj.insight.prompt_day import BEFORE_SESSION, Day
from tj.insight.prompt_near import Cause
from tj.insight.prompt_text import GUIDANCE, Theme
from tj.insight.prompts import Choice
from tj.moment import format_moment

__all__ = ["reason"]

_LONGEST_NAME = 60
_NOTED = "you noted "


def reason(choice: Choice, themes: dict[str, Theme], *, wanted: bool = False) -> str:
    """Return one sentence on how a prompt was chosen.

    Arguments: `themes`, by name; `wanted`, whether its theme was asked for.
    """
    day, theme = choice.day, themes.get(choice.prompt.theme)
    if choice.prompt.theme == GUIDANCE or choice.prompt.day or theme is None:
        written = choice.prompt.day
        return "Your therapist left this one for you" + (f" on {_on(written, day.day)}." if written else ".")
    something = f"something {'gentle ' if day.tone == 'low' or day.is_very_low else ''}about {theme.about}"
    if choice.instead_of:
        about = themes[choice.instead_of].about if choice.instead_of in themes else choice.instead_of
        return f"Nothing about {about} is gentle enough for a low day, so {something}."
    if wanted:
        mood = _mood(day) if day.tone == "low" or day.is_very_low else ""
        return _sentence(f"{mood}, so {something}, as you asked." if mood else f"{something}, as you asked.")
    causes = [part for part in (_mood(day), _cause(choice.cause)) if part]
    if len(causes) == 2 and all(part.startswith(_NOTED) for part in causes):
        causes[1] = causes[1].removeprefix(_NOTED)
    rest = ", which has not come up for a while" if choice.cause and choice.cause.kind == "unvisited" else ""
    if not causes:
        return _sentence(f"{something}{rest or ', for today'}.")
    return _sentence(f"{' and '.join(causes)}, so {something}{rest}.")


def _mood(day: Day) -> str:
    if day.low_since and (day.day - day.low_since).days > 6:
        return "your mood has been low for a while now"
    if day.low_since and day.latest and day.low_since < day.latest:
        return f"your mood has been low since {_on(day.low_since, day.day)}"
    if day.latest and (day.low_since or day.is_very_low):
        return f"{_NOTED}a low mood {_near(day.latest, day.day)}"
    if day.direction < 0:
        return "your mood has gone down a little this past week"
    if day.tone == "low":
        return "your mood has been on the low side these days"
    if day.direction > 0:
        return "your mood has gone up a little this past week"
    return "your mood has been good these days" if day.tone == "good" else ""


def _cause(cause: Cause | None) -> str:
    if cause is None or cause.kind == "unvisited":
        return ""
    name = cause.name if len(cause.name) <= _LONGEST_NAME else cause.name[: _LONGEST_NAME - 1] + "…"
    if cause.kind == "emotion":
        return f"{_NOTED}“{name}”"
    if cause.kind == "tag":
        return f"“{name}” came up"
    if cause.kind == "goal":
        return f"“{name}” has been quiet for a while"
    if cause.kind == "homework":
        return "your last session left you something to try"
    return "a session is near" if cause.theme == BEFORE_SESSION else "you have had a session"


def _near(day: date, today: date) -> str:
    ago = (today - day).days
    return "today" if ago == 0 else "yesterday" if ago == 1 else f"on {_on(day, today)}"


def _on(day: date, today: date) -> str:
    """Return a day as a weekday within the week, else with its date."""
    if 0 <= (today - day).days < 7:
        return format_moment("dddd", day)
    return format_moment("D MMMM" if day.year == today.year else "D MMMM YYYY", day)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
