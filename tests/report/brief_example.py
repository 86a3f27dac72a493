"""The brief of the example vault as its writer would make it, for tests and pictures."""

from datetime import date

from tests.conftest import ROOT
from tj.config import parse_settings
from tj.entry.model import Note
from tj.entry.parse import parse_note
from tj.insight.instruments import parse_instrument
from tj.insight.writer import writer_of
from tj.report.html import Page, build_report
from tj.share.redact import Rules, redact
from tj.share.select import DEFAULT_KEYS
from tj.templating import shipped

__all__ = ["FORMS", "example_page"]

_VAULT = ROOT / "examples" / "vault"
FORMS = [parse_instrument(name, shipped(f"instruments/{name}.toml"), name) for name in ("phq-9", "sleep-check")]


def example_page(*, summary_only: bool = False) -> str:
    """Return the page of the example vault's last 30 days, with the text of the entries of May."""
    config = (_VAULT / ".tj" / "config.toml").read_text("utf-8")
    settings = parse_settings(config)
    rules = Rules((*DEFAULT_KEYS, "title", "name", "score", "max"), tuple(settings.trackers))
    notes: list[Note] = []
    for path in sorted(path for path in _VAULT.rglob("*.md") if path.parent.name not in ("vault", "templates")):
        name = path.relative_to(_VAULT).as_posix()
        note = parse_note(name, path.read_bytes(), settings)
        if not note.entry.private:
            notes.append(parse_note(name, redact(note, rules).text.encode(), settings))
    shown = [n for n in notes if n.entry.type == "entry" and n.entry.date and n.entry.date >= date(2026, 5, 1)]
    style = shipped("report.css") + shipped("charts.css")
    page = Page(shipped("report.html"), style, date(2026, 4, 11), date(2026, 5, 10), writer_of(config))
    return build_report(notes, {}, settings, page, instruments=FORMS, shown=shown, summary_only=summary_only)
