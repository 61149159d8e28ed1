"""A command's help begins with what is its own, and names what it shares."""

from click.testing import CliRunner

from tui.cli import cli


def test_the_help_of_a_command_explains_its_own_options_and_names_the_others() -> None:
    text = CliRunner().invoke(cli, ["wait", "--help"]).output
    assert "How many have to match" in text
    assert "--forward-to" in text
    assert "CALLBOARD_FORWARD_TO" not in text
    assert "--no-path-\n" not in text


def test_the_help_of_all_explains_what_they_share() -> None:
    assert "CALLBOARD_FORWARD_TO" in CliRunner().invoke(cli, ["--help"]).output


def test_no_command_is_said_half() -> None:
    said = CliRunner().invoke(cli, ["--help"]).output.partition("Commands:")[2].splitlines()
    assert [line for line in said if line.endswith("...")] == []
