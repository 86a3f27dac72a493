"""`tj completion`: prints the script by which a shell completes tj's commands, options and names."""

import click

from tj.cli import say
from tj.cli.completion import SHELLS, script

__all__ = ["completion_command"]


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def completion_command(shell: str) -> None:
    """Print what lets your shell complete tj's commands and names.

    Names of therapists, tags, emotions, goals, templates, practices, themes and questionnaires are completed too. They
    come from the index as it stands and from your folders; nothing is read anew or written.

    \b
    Example:  tj completion bash > ~/.local/share/bash-completion/completions/tj
              tj completion zsh > ~/.zfunc/_tj
              tj completion fish > ~/.config/fish/completions/tj.fish
    """
    say.say(script(shell).rstrip("\n"))
