"""The answers that one item of a FHIR Questionnaire takes, and what each of them scores."""

from collections.abc import Mapping, Sequence
from typing import Any

from tj.words import fhir as words

__all__ = ["HL7", "LONGEST", "Unscored", "clean", "dicts", "extension", "has", "read_answers"]

HL7 = "http://hl7.org/fhir/StructureDefinition/"
LONGEST = 1_000
_MOST_ANSWERS = 101
_HIGHEST = 1_000
# `ordinalValue` was renamed to `itemWeight`; the others are what it was called before R4.
_SCORES = [
    HL7 + name
    for name in (
        "ordinalValue",
        "itemWeight",
        "questionnaire-ordinalValue",
        "valueset-ordinalValue",
        "iso21090-CO-value",
    )
]


class Unscored(Exception):
    """An item that has no score; `reason` goes on from its name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_answers(item: Mapping[str, Any], contained: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """Return each score that an item's answers have, with the words of those that have it.

    Arguments: `item`, the item; `contained`, the resources contained in its form.
    Raises `Unscored` with the reason where an answer has no score, or the scores are fewer than two.
    """
    answers = _read(item, contained)
    if len(answers) < 2:
        raise Unscored(words.TOO_FEW_SCORES)
    return answers


def dicts(value: object) -> list[Mapping[str, Any]]:
    """Return the objects in a JSON list, none where it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def has(item: Mapping[str, Any], url: str) -> bool:
    """Tell whether an element has this extension."""
    return any(one.get("url") == url for one in dicts(item.get("extension")))


def extension(item: Mapping[str, Any], url: str) -> object:
    """Return the value of an element's extension, or None where it has none."""
    for one in dicts(item.get("extension")):
        if one.get("url") == url:
            return next((value for key, value in one.items() if key.startswith("value")), None)
    return None


def clean(text: str) -> str:
    """Return a text on one line, without what a file or a terminal could stumble over."""
    kept = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(kept.encode("utf-8", "replace").decode().split())


def _read(item: Mapping[str, Any], contained: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    kind, options = item.get("type"), item.get("answerOption")
    if kind not in ("choice", "coding", "integer"):
        raise Unscored(words.ANSWER_WITHOUT_SCORE)
    if options is not None:
        return _scored([(option, _value(option)) for option in _limited(options)])
    if kind == "integer":
        lowest, highest = extension(item, f"{HL7}minValue"), extension(item, f"{HL7}maxValue")
        if type(lowest) is not int or type(highest) is not int:
            raise Unscored(words.NUMBER_WITHOUT_RANGE)
        if not lowest < highest < lowest + _MOST_ANSWERS or max(abs(lowest), abs(highest)) >= _HIGHEST:
            raise Unscored(words.range_too_wide(_MOST_ANSWERS))
        return dict.fromkeys(range(lowest, highest + 1), "")
    return _scored([(concept, concept) for concept in _limited(_concepts(item, contained))])


def _concepts(item: Mapping[str, Any], contained: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    named = item.get("answerValueSet")
    if not isinstance(named, str) or not named.startswith("#"):
        raise Unscored(words.ANSWERS_NOT_LISTED)
    for found in contained:
        if found.get("resourceType") == "ValueSet" and found.get("id") == named[1:]:
            expansion, compose = found.get("expansion"), found.get("compose")
            if isinstance(expansion, dict):
                return dicts(expansion.get("contains"))
            parts = dicts(compose.get("include")) if isinstance(compose, dict) else []
            return [concept for part in parts for concept in dicts(part.get("concept"))]
    raise Unscored(words.LIST_NOT_THERE)


def _limited(options: object) -> list[Mapping[str, Any]]:
    if not isinstance(options, list) or not 0 < len(options) <= _MOST_ANSWERS:
        raise Unscored(words.too_many_answers(_MOST_ANSWERS))
    found = dicts(options)
    if len(found) != len(options):
        raise Unscored(words.AN_ANSWER_WITHOUT_SCORE)
    return found


def _scored(options: Sequence[tuple[Mapping[str, Any], object]]) -> dict[int, str]:
    answers: dict[int, str] = {}
    for option, value in options:
        inner = value if isinstance(value, dict) else {}
        given = _score(option)
        given = _score(inner) if given is None else given
        given = value if given is None and type(value) is int else given
        if not isinstance(given, int | float) or isinstance(given, bool):
            raise Unscored(words.AN_ANSWER_WITHOUT_SCORE)
        if not abs(given) < _HIGHEST or given != int(given):  # nor infinity, nor what is no number
            raise Unscored(words.score_not_whole(_HIGHEST))
        word = inner.get("display") or inner.get("code") if inner else value
        known, text = answers.get(int(given), ""), clean(word) if isinstance(word, str) else ""
        answers[int(given)] = " / ".join(part for part in (known, text) if part)
    if any(len(text) >= LONGEST for text in answers.values()):
        raise Unscored(words.answer_too_long(LONGEST))
    return answers


def _value(option: Mapping[str, Any]) -> object:
    return next((value for key, value in option.items() if key in ("valueCoding", "valueInteger", "valueString")), None)


def _score(element: Mapping[str, Any]) -> object:
    for one in dicts(element.get("extension")):
        if one.get("url") in _SCORES:
            return one.get("valueDecimal", one.get("valueInteger"))
    return None
