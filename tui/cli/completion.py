"""`callboard completion`: what a shell needs to complete our commands."""

import click

PROGRAM, VARIABLE = "callboard", "_CALLBOARD_COMPLETE"


@click.command(short_help="A script for your shell, for commands and options.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """A script for your shell that completes commands and options.

    \b
    eval "$(callboard completion bash)"                          in ~/.bashrc
    eval "$(callboard completion zsh)"                           in ~/.zshrc
    callboard completion fish > ~/.config/fish/completions/callboard.fish
    """
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    if made:
        click.echo(made(ctx.find_root().command, {}, PROGRAM, VARIABLE).source())
