"""Brings to an end what a killed share left, and says so: at the next share, and whenever the index is made."""

from tj.cli import say
from tj.cli.app import App
from tj.vault.layout import Vault

__all__ = ["settle"]


def settle(app: App, vault: Vault) -> None:
    """Settle what is noted as begun; the vault's lock must be held."""
    data = app.places().data
    if not (data / "sharing").is_dir():
        return
    from tj.share.intent import settle as settle_intents  # of no use to most runs

    for found in settle_intents(data, vault):
        state = "is whole, and in the ledger" if found.made else "was not made, and nothing of it is left"
        say.warn(say.shown(f"a share was stopped before its end: {found.path} {state}."))
