"""The tables of settings files."""

from tui.tables import keymap, origins, secrets
from tui.values import Troubles

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
