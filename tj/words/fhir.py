"""Why a questionnaire in the FHIR format cannot be taken."""

__all__ = [
    "ANSWERED_MORE_THAN_ONCE", "ANSWERS_NOT_LISTED", "ANSWER_WITHOUT_SCORE", "AN_ANSWER_WITHOUT_SCORE",
    "ASKED_SOMETIMES", "CHANGES_MEANING", "LIST_NOT_THERE", "NUMBER_WITHOUT_RANGE", "TEXT_IS_NO_TEXT",
    "TOO_FEW_SCORES", "answer_too_long", "form_changes_meaning", "item_refused", "item_without_link",
    "items_unreadable", "no_json", "no_questionnaire", "no_such_item", "nothing_to_score", "range_too_wide",
    "score_not_whole", "text_too_long", "too_many_answers", "too_many_questions",
]  # fmt: skip

# The file.
_ASK_FOR_FORM = "ask for the form as a FHIR R4 Questionnaire in JSON"


def no_json(where: str) -> tuple[str, str]:
    return f"{where} is not JSON", _ASK_FOR_FORM


def no_questionnaire(where: str) -> tuple[str, str]:
    return f"{where} is not a FHIR Questionnaire", _ASK_FOR_FORM


def form_changes_meaning(where: str) -> tuple[str, str]:
    return f"{where} has a `modifierExtension`, which changes its meaning", "ask for a form without it"


def items_unreadable(where: str) -> tuple[str, str]:
    return f"{where} has items that are no list, or nested too deep", _ASK_FOR_FORM


def item_without_link(where: str) -> tuple[str, str]:
    return f"{where} has an item without a linkId of its own", _ASK_FOR_FORM


def too_many_questions(where: str, most: int) -> tuple[str, str]:
    return f"{where} has more than {most} questions", "ask for a shorter form"


def no_such_item(where: str, item: str) -> tuple[str, str]:
    return f"{where} has no item {item!r} to leave out", "give a linkId as it stands in the file"


def nothing_to_score(where: str) -> tuple[str, str]:
    return f"{where} has no question that tj can score", "see docs/assessments.md for what can be"


# One item of it; the others are reasons for the first.


def item_refused(where: str, item: str, reason: str) -> tuple[str, str]:
    """An item that cannot be scored; the reason goes on from its name."""
    return (
        f"{where}: the item {item} {reason}",
        f"ask for a form with scores, or leave that item out with `--without {item}`",
    )


CHANGES_MEANING = "has a `modifierExtension`, which changes its meaning"
ASKED_SOMETIMES = "is asked only sometimes, so the sum would not compare"
ANSWERED_MORE_THAN_ONCE = "may be answered more than once"
TEXT_IS_NO_TEXT = "has something else in place of its text"


def text_too_long(most: int) -> str:
    return f"has a text of {most:,} letters or more"


ANSWER_WITHOUT_SCORE = "takes an answer that has no score"
TOO_FEW_SCORES = "has fewer than two answers with different scores"
NUMBER_WITHOUT_RANGE = "takes a number, but does not say from where to where"


def range_too_wide(most: int) -> str:
    return f"has a range without numbers, or of more than {most}"


ANSWERS_NOT_LISTED = "does not list its answers in the file"
LIST_NOT_THERE = "names a list of answers that is not in the file"


def too_many_answers(most: int) -> str:
    return f"lists no answers, or more than {most}"


AN_ANSWER_WITHOUT_SCORE = "has an answer without a score"


def score_not_whole(most: int) -> str:
    return f"has an answer whose score is no whole number below {most:,}"


def answer_too_long(most: int) -> str:
    return f"has an answer of {most:,} letters or more"
