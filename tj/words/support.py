"""What `tj support` says: the coping plan, whom to turn to, and the practices."""

from tj.words.phrases import did_you_mean, some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ASK_EMERGENCY_NUMBER", "ASK_HOW", "ASK_NAME", "ASK_NEXT_NAME", "ASK_NOTE", "CONTACT_EMPTY", "CONTACT_NOT_READ",
    "EMERGENCY_NUMBER", "NOTHING_CHANGED", "OFFERED", "contacts_not_as_tables", "how_to_show_a_practice",
    "needs_terminal", "no_such_practice", "noted", "plan_begun", "plan_not_read", "plan_there", "practice_line",
    "practice_not_read", "settings_have_a_slip", "slip_in_settings",
]  # fmt: skip


OFFERED = (
    "On a hard day `tj support` shows your own plan and whom you can turn to.\n"
    "You can set that now or any time later; Enter skips a question."
)
# A contact's name in the settings, and the questions for the others.
EMERGENCY_NUMBER = "Local emergency number"
ASK_EMERGENCY_NUMBER = "Your local emergency number"
ASK_NAME = "A person or service you could turn to"
ASK_HOW = "How to reach them, such as a phone number"
ASK_NOTE = "Anything to add, such as when"
ASK_NEXT_NAME = "Someone else (Enter is done)"
NOTHING_CHANGED = "Nothing was changed."

CONTACT_NOT_READ = "a contact cannot be read"
CONTACT_EMPTY = "a contact has neither a name nor a way to reach them"


def needs_terminal(settings: str) -> tuple[str, str]:
    return (
        "--add asks questions, which needs a terminal",
        f"use one, or write [[support.contacts]] into {settings} yourself",
    )


def noted(settings: str) -> str:
    return f"Noted in {settings}; `tj support` shows it, and you can change it there."


def settings_have_a_slip(settings: str) -> tuple[str, str]:
    return (
        f"{settings} has a slip in it, so nothing was added",
        "mend it first, `tj support` tells where; then run `tj support --add` again",
    )


def slip_in_settings(reason: str) -> str:
    """Say that contacts may be missing; `reason` is the reader's, and may be empty."""
    place = f" ({reason})" if reason else ""
    return f"the settings have a slip in them{place}, so what is shown may not be all"


def contacts_not_as_tables(header: str) -> str:
    return f"contacts are not written as `{header}`"


def plan_there(path: str) -> str:
    return f"{path} is your coping plan."


def plan_begun(path: str) -> str:
    return f"{path} is begun; fill in as much or as little as you like."


def plan_not_read(reason: str) -> str:
    return f"your coping plan could not be read: {reason}"


def no_such_practice(wanted: str, near: "Sequence[str]") -> tuple[str, str]:
    return f"there is no practice {wanted!r}", did_you_mean(near, "`tj support --practice` lists those there are")


def practice_line(name: str, width: int, about: str, minutes: int) -> str:
    """Return a line of the list; `minutes` is 0 where it does not say how long it takes."""
    return f"{name:{width}}  {about}" + (f" ({some(minutes, 'minute')})" if minutes else "")


def how_to_show_a_practice(name: str) -> str:
    return f"`tj support --practice {name}` shows one. Each says when another suits better."


def practice_not_read(path: str) -> str:
    return f"{path} could not be read"
