"""A questionnaire's result in words: numbers, thresholds and their sources, and no judgement of the writer."""

from tj.insight.assessments import Result, Since
from tj.insight.instruments import Instrument

__all__ = ["change_words", "result_lines", "result_note", "since_lines"]


def result_note(instrument: Instrument, result: Result) -> str:
    """Return the text of the note in which a result is kept; the answers stand in its front matter alone.

    What is shared of such a note is its text, so what was answered to a single question is not in it.
    """
    parts = [f"- {name}: {points} of {most}" for name, (points, most) in result.subscales.items()]
    return "\n\n".join([f"# {instrument.title}", f"{_total(result)}.", *(["\n".join(parts)] if parts else [])])


def result_lines(instrument: Instrument, result: Result) -> list[str]:
    """Return a result in lines for the writer: total and band, subscales, and what the numbers mean."""
    lines = [f"{instrument.title}: {_total(result)}."]
    lines += [f"  {name}: {points} of {most}" for name, (points, most) in result.subscales.items()]
    if instrument.higher:
        lines.append(f"Higher numbers mean {instrument.higher}.")
    for cutoff in instrument.cutoffs:
        if result.score >= cutoff.at:
            lines.append(f"From {cutoff.at} on, {cutoff.meaning}{_by(cutoff.source)}.")
    return lines


def since_lines(instrument: Instrument, since: Since | None) -> list[str]:
    """Return in lines how a score moved from the last one, with each threshold and who found it."""
    if since is None:
        return ["It is the first one here, so there is nothing to compare it with yet."]
    before = f"the last one, on {since.day} ({since.score})"
    if since.points == 0:
        return [f"That is the same as {before}."]
    count = abs(since.points)
    moved = f"{count} {'point' if count == 1 else 'points'} {'higher' if since.points > 0 else 'lower'}"
    lines = [f"That is {moved} than {before}."]
    if not instrument.changes:
        return [*lines, "How much of a change is more than chance has not been measured for it."]
    lines += [
        f"A change counts from {points} points on{_by(by)}: this one reaches that." for points, by in since.reached
    ]
    lines += [f"A change counts from {points} points on{_by(by)}: this one does not." for points, by in since.missed]
    if not since.reached:
        return [*lines, "A change this small is common by chance."]
    if since.missed:
        return [*lines, "So it may be a change, or chance; the next one will tell more."]
    return [*lines, "Where it comes from the number does not say; you may want to talk about it in your next session."]


def change_words(instrument: Instrument, since: Since) -> str:
    """Return in a line how a score moved, with each threshold, who found it, and whether it is reached; no judgement.

    Such as: `4 points lower than on 2026-03-14 (11); a change counts from 5 points on (Löwe et al. 2004): not reached`.
    """
    count = abs(since.points)
    moved = f"{count} {'point' if count == 1 else 'points'} {'higher' if since.points > 0 else 'lower'} than"
    parts = [f"{moved if count else 'the same as'} on {since.day} ({since.score})"]
    if count and not instrument.changes:
        parts.append("no threshold for a change is known")
    for pairs, word in ((since.reached, "reached"), (since.missed, "not reached")) if count else ():
        parts += [f"a change counts from {points} points on{_by(source)}: {word}" for points, source in pairs]
    return "; ".join(parts)


def _total(result: Result) -> str:
    return f"{result.score} of {result.highest}" + (f", {result.band}" if result.band else "")


def _by(source: str) -> str:
    return f" ({source})" if source else ""
