"""What `tj assess` says: its questions and their answers, and what a questionnaire's own file lacks."""

from tj.words.phrases import did_you_mean, some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ABOVE_LOWEST", "ANSWERS_ALONE", "ANSWERS_AS_LINES", "ANSWERS_ONCE", "ANSWERS_SOMEWHERE", "AN_ITEM",
    "CHANGES_RISING", "HOW_TO_ANSWER", "LOWER_OR_HIGHER", "NO_BANDS", "NO_FLAG", "NUMBERS", "NUMBER_THERE",
    "TRUE_OR_FALSE", "WHICH", "about", "answers_among", "answers_from_to", "answers_missing", "bands_rising",
    "cutoffs_between", "form_line", "form_not_read", "form_not_there", "form_not_utf8", "form_taken_in", "form_there",
    "form_too_large", "items_by_number", "kept", "key_should_be", "key_unknown", "name_not_usable", "needs_terminal",
    "no_answer", "no_such_form", "not_asked", "not_compared", "number_between", "number_up_to", "part", "question",
    "still_to_come", "table_of", "tables_up_to", "takes", "text_up_to",
]  # fmt: skip

WHICH = ("which questionnaire is it to be?", "`tj assess --list` shows those there are")
HOW_TO_ANSWER = "b goes back a question; Ctrl-C stops, and nothing is kept."
NO_BANDS = "It has no bands and no thresholds: a form in this format has none, and you can add them to that file."
NO_FLAG = "Where an answer should bring up `tj support`, add `flagged_from = 1` below that question."


def no_such_form(given: str, near: "Sequence[str]") -> tuple[str, str]:
    return (
        f"there is no questionnaire named {given!r}",
        did_you_mean(near, "`tj assess --list` shows those there are"),
    )


def still_to_come(moment: str) -> tuple[str, str]:
    return f"{moment} is still to come", "a questionnaire is for today or a day before"


def needs_terminal(title: str) -> tuple[str, str]:
    return f"{title} asks its questions at a terminal only", "give all answers: `--answers 0,1,…`, or `--answers -`"


def answers_missing(title: str, wanted: int, given: int) -> tuple[str, str]:
    found = f"{given} of them came" if given else "none came"
    return (
        f"{title} needs all {wanted} answers, and {found}",
        "give one for each question, in order; a part of them has no score",
    )


def no_answer(number: int, takes: str) -> tuple[str, str]:
    return f"answer {number} is not one that this question takes", f"it takes {takes}"


def answers_from_to(lowest: int, highest: int) -> str:
    return f"{lowest} to {highest}"


def answers_among(first: "Sequence[str]", last: str) -> str:
    return f"{', '.join(first)} or {last}"


def about(period: str) -> str:
    return f"It is about {period}."


def question(number: int, count: int, topic: str, takes: str) -> str:
    return f"{number} of {count} · {topic} ({takes})"


def takes(answers: str) -> str:
    return f"It takes {answers}, or b to go back."


def not_compared(reason: str) -> str:
    return f"the result could not be compared with earlier ones: {reason}"


def kept(path: str) -> str:
    return f"It is kept in {path}."


def form_line(name: str, questions: int, about: str, *, unvalidated: bool) -> str:
    asked = "question " if questions == 1 else "questions"
    return f"{name:18} {questions:3} {asked}   {about}" + (" (not a validated instrument)" if unvalidated else "")


def name_not_usable(given: str) -> tuple[str, str]:
    return (
        f"{given!r} cannot be the name of a questionnaire",
        "give one of small letters, digits and hyphens, as in `tj assess my-form --import FILE`",
    )


def form_there(path: str) -> tuple[str, str]:
    return f"{path} is there already", "give another name, or `--replace` if it may be replaced"


def form_taken_in(path: str, questions: int, name: str) -> str:
    return f"{path} has its {some(questions, 'question')}; fill it in with `tj assess {name}`."


def not_asked(items: "Sequence[str]") -> str:
    return f"Not asked: {', '.join(items)}."


def form_not_there(file: str) -> tuple[str, str]:
    return f"{file} is not there, or may not be read", "see that its path is right"


def form_too_large(file: str, most: int) -> tuple[str, str]:
    """Say that a file is larger than `most` KiB."""
    return f"{file} is larger than {most:,} KiB", "a questionnaire is smaller than that"


def form_not_utf8(file: str) -> tuple[str, str]:
    return f"{file} is not UTF-8 text", "save it as UTF-8 first"


def form_not_read(file: str, reason: str) -> tuple[str, str]:
    """Say that a file is no TOML; `reason` is its reader's, empty where a number is too long for it."""
    return f"{file} cannot be read: {reason or 'a number in it is too long'}", "mend that line, or take the file away"


def key_should_be(file: str, place: str, key: str, expected: str) -> tuple[str, str]:
    """Say what should stand under a key; `place` is a table in a list, empty outside of them."""
    return f"{_key(file, place, key)} should be {expected}", "mend that line and try again"


def key_unknown(file: str, place: str, key: str) -> tuple[str, str]:
    return (
        f"{_key(file, place, key)} is nothing that tj knows there",
        "see docs/assessments.md for what may stand there; mend or delete that line",
    )


def _key(file: str, place: str, key: str) -> str:
    return f"{file}: {place}: `{key}`" if place else f"{file}: `{key}`"


def part(number: int, key: str) -> str:
    return f"number {number} of `{key}`"


# What should stand under a key, after "should be".
TRUE_OR_FALSE = "true or false"
NUMBER_THERE = "there, and a whole number"
NUMBERS = "a list of whole numbers"
AN_ITEM = "at least one `[[items]]`"
ANSWERS_SOMEWHERE = "given here or for all items: `lowest` and `highest`, or a table `answers`"
ANSWERS_ALONE = "given without `lowest` and `highest`"
ANSWERS_AS_LINES = 'two or more lines such as 0 = "never"'
ANSWERS_ONCE = "a text for each number, and each number once"
ABOVE_LOWEST = "a whole number above `lowest`, and at most 100 above it"
LOWER_OR_HIGHER = 'lower or higher, in quotes: better = "lower"'
CHANGES_RISING = "in rising order, one point or more"


def text_up_to(longest: int) -> str:
    return f"a text of at most {longest:,} letters, in quotes"


def number_up_to(largest: int) -> str:
    return f"a whole number, at most {largest:,}"


def table_of(key: str) -> str:
    return f"a table: `[{key}]`"


def tables_up_to(most: int, key: str) -> str:
    return f"at most {most} tables: `[[{key}]]`"


def number_between(lowest: int, highest: int) -> str:
    return f"a number from {lowest} to {highest}"


def items_by_number(count: int) -> str:
    return f"a list of items by number, 1 to {count}, each once"


def bands_rising(lowest: int, highest: int) -> str:
    return f"in rising order, from {lowest}, up to {highest} at most"


def cutoffs_between(lowest: int, highest: int) -> str:
    return f"numbers from {lowest} to {highest}"
