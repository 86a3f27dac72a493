"""The figures of a time as one text, as `tj stats` prints its parts."""

from tj.config import Settings
from tj.insight.stats import Stats
from tj.report.terminal import stats_sections

__all__ = ["stats_text"]


def stats_text(found: Stats, settings: Settings, width: int = 80, *, explain: bool = False) -> str:
    """Return the parts of `stats_sections` below each other, each with its title, where it has one."""
    parts = stats_sections(found, settings, width, explain=explain)
    return "\n\n".join("\n".join([*filter(None, [part.title]), *part.lines]) for part in parts)
