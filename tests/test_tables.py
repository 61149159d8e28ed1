"""The tables of settings files."""

import re

import pytest

from tui.config.tables import keymap, origins, secrets, tunnels
from tui.config.values import ConfigError, Troubles

LAYERS = (
    ({"secrets": {"telnyx": "a"}, "keymap": {"board.sample": "A"}}, "callboard.toml"),
    ({"secrets": {"telnyx": ["b", "c"], "mta": "d"}, "keymap": {"board.sample": "B", "pane.zoom": "Z"}}, "user.toml"),
)


def test_secrets_add_up_and_everything_else_is_the_strongest() -> None:
    environ = {"CALLBOARD_SECRET_TELNYX": "x y", "CALLBOARD_SECRET_TWILIO": " "}
    assert secrets(LAYERS, environ, Troubles()) == {"telnyx": ("x", "y", "a", "b", "c"), "mta": ("d",)}
    assert keymap(LAYERS, Troubles()) == {"board.sample": "A", "pane.zoom": "Z"}


def test_each_line_says_where_it_is_from() -> None:
    found = origins(LAYERS, {"CALLBOARD_SECRET_TELNYX": "x"})
    assert found["secrets.telnyx"] == "CALLBOARD_SECRET_TELNYX, callboard.toml, user.toml"
    assert found["secrets.mta"] == "user.toml"
    assert (found["keymap.board.sample"], found["keymap.pane.zoom"]) == ("callboard.toml", "user.toml")


def test_what_a_tunnel_is_asked_for_is_words_that_are_no_options() -> None:
    for table, why in (
        ({"host": "-oProxyCommand=x"}, "does not begin with -"),
        ({"hots": "me"}, "did you mean host?"),
        ({"port": 70000}, "65535"),
        ({"name": 5}, "is a text"),
        ("ssh", "tables"),
    ):
        troubles = Troubles()
        assert tunnels([({"tunnels": {"ssh": table}}, "callboard.toml")], troubles) == {}
        with pytest.raises(ConfigError, match=re.escape(why)):
            troubles.tell()
    good = {"host": "me@my.example", "port": 9000}
    found = tunnels([({"tunnels": {"ssh": good}}, "callboard.toml")], Troubles())
    assert found == {"ssh": {"host": "me@my.example", "port": "9000"}}
