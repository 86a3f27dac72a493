"""Commands that take one person's name, and say so where its second word came without quotes."""

import click

from tj.errors import UsageProblem

__all__ = ["OneName"]


class OneName(click.Command):
    """A command whose one argument is `name`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read a command line; raises `UsageProblem` where words stand behind the name."""
        ctx.allow_extra_args = True  # they are told of here, with what may have been meant
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            from shlex import quote

            from tj.words import sharing as words

            whole = quote(" ".join([ctx.params["name"], *rest]))
            raise UsageProblem(*words.one_name_only(rest[0], f"{ctx.command_path} {whole}"))
        return rest
