"""Brings to an end what a killed share left, and says so: at the next share, and whenever the index is made."""

from tj.cli import say
from tj.cli.app import App
from tj.vault.layout import Vault

__all__ = ["settle", "settle_locked"]


def settle(app: App, vault: Vault) -> None:
    """Settle what is noted as begun, if anything is; a share that is at work is waited for."""
    if _is_noted(app):
        with app.locked(vault):
            settle_locked(app, vault)


def settle_locked(app: App, vault: Vault) -> None:
    """Settle what is noted as begun; the vault's lock must be held."""
    if not _is_noted(app):
        return
    from tj.share.intent import settle as settle_intents  # of no use to most runs
    from tj.words import sharing as words

    for found in settle_intents(app.places().data, vault):
        said = words.stopped_but_whole(found.path) if found.made else words.stopped_and_gone(found.path)
        say.warn(say.shown(said))


def _is_noted(app: App) -> bool:
    folder = app.places().data / "sharing"
    return folder.is_dir() and any(folder.iterdir())
