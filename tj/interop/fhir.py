"""A FHIR R4 Questionnaire (JSON) as tj's own TOML, so that a clinic's form can be scored.

What is scored: `choice` items each of whose answers carries a score (`ordinalValue` or its later name `itemWeight`, on
the answer option or its coding, or on the concepts of a contained ValueSet), and `integer` items with their answers
listed or with `minValue` and `maxValue`. Groups may be nested. Headings (`display`), hidden and calculated items are
not asked. Everything else is refused by its linkId, unless it is named as one to leave out: a sum that silently lacks
an item would be a wrong one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tj.errors import TjError

__all__ = ["Form", "read_questionnaire"]

_MOST_ITEMS = 200
_MOST_ANSWERS = 101
_DEEPEST = 20
_LONGEST = 1_000
_HIGHEST = 1_000
_HL7 = "http://hl7.org/fhir/StructureDefinition/"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
_SCORES = [
    _HL7 + name
    for name in (
        "ordinalValue",
        "itemWeight",
        "questionnaire-ordinalValue",
        "valueset-ordinalValue",
        "iso21090-CO-value",
    )
]
_CALCULATED = f"{_SDC}calculatedExpression"
_ENABLED = f"{_SDC}enableWhenExpression"
_HIDDEN = f"{_HL7}questionnaire-hidden"
# PHQ-9's question on death and self-harm, wherever a form carries it.
_FLAGGED = ("http://loinc.org", "44260-8")


@dataclass(frozen=True, slots=True)
class Form:
    """A form as TOML; how many questions it has, and how many of them are flagged; the linkIds of what was left out."""

    text: str
    items: int
    left_out: tuple[str, ...]
    flagged: int


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    heading: str
    answers: Mapping[int, str]
    flagged: bool


def read_questionnaire(text: str, where: str, title: str, without: Sequence[str] = ()) -> Form:
    """Read a Questionnaire.

    Arguments: `text`, the JSON; `where`, the file's name for messages; `title`, what to call a form without one;
    `without`, linkIds of items, or groups, that are to be left out.
    Raises `TjError` with the file, and the linkId where there is one, for what cannot be scored.
    """
    try:
        root = json.loads(text)
    except (ValueError, RecursionError):
        raise TjError(f"{where} is not JSON", "ask for the form as a FHIR R4 Questionnaire in JSON") from None
    if not isinstance(root, dict) or root.get("resourceType") != "Questionnaire":
        raise TjError(f"{where} is not a FHIR Questionnaire", "ask for the form as a FHIR R4 Questionnaire in JSON")
    if root.get("modifierExtension"):
        raise TjError(f"{where} has a `modifierExtension`, which changes its meaning", "ask for a form without it")
    reader = _Reader(root, where, frozenset(without))
    questions = tuple(reader.read(root.get("item"), 0))
    if unknown := sorted(reader.without - set(reader.left_out)):
        raise TjError(f"{where} has no item {unknown[0]!r} to leave out", "give a linkId as it stands in the file")
    if not questions:
        raise TjError(f"{where} has no question that tj can score", "see docs/assessments.md for what can be")
    return Form(
        _toml(root, title, questions), len(questions), tuple(reader.left_out), sum(q.flagged for q in questions)
    )


class _Reader:
    """Walks through the items of one form."""

    def __init__(self, root: Mapping[str, Any], where: str, without: frozenset[str]) -> None:
        self.where = where
        self.without = without
        self.left_out: list[str] = []
        self._contained = _dicts(root.get("contained"))
        self._ids: set[str] = set()
        self._heading: list[str] = []
        self._count = 0

    def read(self, items: object, depth: int) -> Iterator[_Question]:
        if items is None:
            return
        if not isinstance(items, list) or depth > _DEEPEST:
            raise TjError(f"{self.where} has items that are no list, or nested too deep", "ask for a valid form")
        for item in items:
            link = item.get("linkId") if isinstance(item, dict) else None
            if not isinstance(link, str) or not link or link in self._ids:
                raise TjError(f"{self.where} has an item without a linkId of its own", "ask for a valid form")
            self._ids.add(link)
            if link in self.without:
                self.left_out.append(link)
            else:
                yield from self._one(item, link, depth)

    def _one(self, item: Mapping[str, Any], link: str, depth: int) -> Iterator[_Question]:
        kind = item.get("type")
        if item.get("readOnly") is True or _extension(item, _HIDDEN) is True or _has(item, _CALCULATED):
            self.left_out.append(link)
            return
        if item.get("modifierExtension"):
            raise self._refuse(link, "has a `modifierExtension`, which changes its meaning")
        if kind == "display":
            self._heading.append(self._text(item, link))
            return
        if item.get("enableWhen") or _has(item, _ENABLED):
            raise self._refuse(link, "is asked only sometimes, so the sum would not compare")
        if item.get("repeats") is True:
            raise self._refuse(link, "may be answered more than once")
        if kind == "group":
            self._heading.append(self._text(item, link))
        else:
            yield self._question(item, link)
        yield from self.read(item.get("item"), depth + 1)

    def _question(self, item: Mapping[str, Any], link: str) -> _Question:
        self._count += 1
        if self._count > _MOST_ITEMS:
            raise TjError(f"{self.where} has more than {_MOST_ITEMS} questions", "ask for a shorter form")
        answers = self._answers(item, link)
        if len(answers) < 2:
            raise self._refuse(link, "has fewer than two answers with different scores")
        heading, self._heading = " · ".join(text for text in self._heading if text), []
        codes = [(code.get("system"), code.get("code")) for code in _dicts(item.get("code"))]
        text = self._text(item, link) or link
        return _Question(text, heading, dict(sorted(answers.items())), _FLAGGED in codes)

    def _answers(self, item: Mapping[str, Any], link: str) -> dict[int, str]:
        kind, options = item.get("type"), item.get("answerOption")
        if kind not in ("choice", "coding", "integer"):
            raise self._refuse(link, "takes an answer that has no score")
        if options is not None:
            return self._scored([(o, _value(o)) for o in self._limited(options, link)], link)
        if kind == "integer":
            lowest, highest = _extension(item, f"{_HL7}minValue"), _extension(item, f"{_HL7}maxValue")
            if type(lowest) is not int or type(highest) is not int:
                raise self._refuse(link, "takes a number, but does not say from where to where")
            if not lowest < highest < lowest + _MOST_ANSWERS or max(abs(lowest), abs(highest)) >= _HIGHEST:
                raise self._refuse(link, f"has a range of none, or of more than {_MOST_ANSWERS} numbers")
            return dict.fromkeys(range(lowest, highest + 1), "")
        return self._scored([(o, o) for o in self._limited(self._concepts(item, link), link)], link)

    def _concepts(self, item: Mapping[str, Any], link: str) -> list[Mapping[str, Any]]:
        named = item.get("answerValueSet")
        if not isinstance(named, str) or not named.startswith("#"):
            raise self._refuse(link, "does not list its answers in the file")
        for found in self._contained:
            if found.get("resourceType") == "ValueSet" and found.get("id") == named[1:]:
                expansion, compose = found.get("expansion"), found.get("compose")
                if isinstance(expansion, dict):
                    return _dicts(expansion.get("contains"))
                parts = _dicts(compose.get("include")) if isinstance(compose, dict) else []
                return [concept for part in parts for concept in _dicts(part.get("concept"))]
        raise self._refuse(link, f"names a list of answers, {named}, that is not in the file")

    def _limited(self, options: object, link: str) -> list[Mapping[str, Any]]:
        if not isinstance(options, list) or not 0 < len(options) <= _MOST_ANSWERS:
            raise self._refuse(link, f"lists no answers, or more than {_MOST_ANSWERS}")
        return _dicts(options)

    def _scored(self, options: Sequence[tuple[Mapping[str, Any], object]], link: str) -> dict[int, str]:
        answers: dict[int, str] = {}
        for option, value in options:
            inner = value if isinstance(value, dict) else {}
            given = _score(option)
            given = _score(inner) if given is None else given
            given = value if given is None and type(value) is int else given
            if not isinstance(given, int | float) or isinstance(given, bool):
                raise self._refuse(link, "has an answer without a score")
            if not abs(given) < _HIGHEST or given != int(given):  # nor infinity, nor what is no number
                raise self._refuse(link, f"has an answer whose score is no whole number below {_HIGHEST:,}")
            word = inner.get("display") or inner.get("code") if inner else value
            known = answers.get(int(given), "")
            text = self._checked(word, link) if isinstance(word, str) else ""
            answers[int(given)] = " / ".join(part for part in (known, text) if part)
        return answers

    def _text(self, item: Mapping[str, Any], link: str) -> str:
        text = item.get("text")
        if text is not None and not isinstance(text, str):
            raise self._refuse(link, "has a text that is none")
        prefix = item.get("prefix")
        return self._checked(f"{prefix} {text}" if isinstance(prefix, str) and text else text or "", link)

    def _checked(self, text: str, link: str) -> str:
        if len(text) >= _LONGEST:
            raise self._refuse(link, f"has a text of {_LONGEST:,} letters or more")
        return _clean(text)

    def _refuse(self, link: str, reason: str) -> TjError:
        shown = _clean(link)[:80]
        hint = f"ask for a form with scores, or leave that item out with `--without {shown}`"
        return TjError(f"{self.where}: the item {shown} {reason}", hint)


def _toml(root: Mapping[str, Any], title: str, questions: Sequence[_Question]) -> str:
    def said(key: str) -> str:
        found = root.get(key)
        return _clean(found)[:_LONGEST] if isinstance(found, str) else ""

    source = " ".join(part for part in (said("publisher"), said("version"), said("url")) if part)
    lines = [f"title = {_quoted(said('title') or title)}"]
    lines += [f"source = {_quoted(source)}"] if source else []
    lines += [f"notice = {_quoted(said('copyright'))}"] if said("copyright") else []
    for question in questions:
        lines += ["", "[[items]]", f"topic = {_quoted(question.text)}"]
        lines += [f"heading = {_quoted(question.heading[:_LONGEST])}"] if question.heading else []
        lines += [f"flagged_from = {sorted(question.answers)[1]}"] if question.flagged else []
        lines += ["[items.answers]", *(f"{score} = {_quoted(word)}" for score, word in question.answers.items())]
    return "\n".join([*lines, ""])


def _dicts(value: object) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _value(option: Mapping[str, Any]) -> object:
    return next((value for key, value in option.items() if key in ("valueCoding", "valueInteger", "valueString")), None)


def _score(element: Mapping[str, Any]) -> object:
    for extension in _dicts(element.get("extension")):
        if extension.get("url") in _SCORES:
            return extension.get("valueDecimal", extension.get("valueInteger"))
    return None


def _has(item: Mapping[str, Any], url: str) -> bool:
    return any(extension.get("url") == url for extension in _dicts(item.get("extension")))


def _extension(item: Mapping[str, Any], url: str) -> object:
    for extension in _dicts(item.get("extension")):
        if extension.get("url") == url:
            return next((value for key, value in extension.items() if key.startswith("value")), None)
    return None


def _clean(text: str) -> str:
    """Return a text on one line, without what a file or a terminal could stumble over."""
    kept = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(kept.encode("utf-8", "replace").decode().split())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # of printable letters, which is a TOML string as well
