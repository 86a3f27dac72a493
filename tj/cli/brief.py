"""What a brief is made with, for the writer and in a share alike: the page around it, and the known questionnaires."""

from datetime import date

from tj import templating
from tj.cli import say
from tj.cli.forms import all_forms
from tj.insight.instruments import Instrument
from tj.insight.writer import writer_of
from tj.report.html import Page
from tj.vault.layout import Vault
from tj.vault.place import read_config

__all__ = ["brief_page", "known_forms", "words_of", "writer_name"]

_STYLES = ("report.css", "charts.css")


def brief_page(vault: Vault, since: date | None, until: date | None, remark: str = "") -> Page:
    """Return what surrounds a brief: template, style, the time meant, whose journal, and a remark."""
    style = "\n".join(templating.shipped(name).strip() for name in _STYLES)
    return Page(templating.shipped("report.html"), style, since, until, writer_name(vault), remark)


def writer_name(vault: Vault) -> str:
    """Return whose journal it is, as the vault's settings say; empty where they do not."""
    return writer_of(read_config(str(vault.root)))


def known_forms(vault: Vault) -> list[Instrument]:
    """Return the questionnaires that are known, and say which cannot be read."""
    forms, problems = all_forms(vault)
    for problem in problems:
        say.warn(say.shown(problem))
    return forms


def words_of(forms: list[Instrument]) -> list[str]:
    """Return all words of questionnaires that a brief may say of its own accord."""
    lines: list[str] = []
    for form in forms:
        lines += [form.title, form.higher, *(band.name for band in form.bands)]
        lines += [text for cutoff in form.cutoffs for text in (cutoff.meaning, cutoff.source)]
        lines += [change.source for change in form.changes]
    return lines
