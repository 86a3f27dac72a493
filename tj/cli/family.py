"""A command with commands of its own, listed in the order in which people come to need them."""

import click

__all__ = ["Family"]


class Family(click.Group):
    """A group whose help lists its commands as they are written in its module, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order in which they were added."""
        return list(self.commands)
