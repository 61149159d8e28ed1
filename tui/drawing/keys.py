"""Keys as people write them, and as Textual does."""

from textual.binding import Binding

WRITTEN = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "semicolon": ";",
    "comma": ",",
    "full_stop": ".",
    "minus": "-",
    "plus": "+",
    "percent_sign": "%",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}
TWIN = "super+"
"""What macOS has in place of a key that is told already."""


def written(key: str) -> str:
    """A key as it is written: `^d`, `esc`, `G`."""
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return WRITTEN.get(key, key)


def spelt(keys: str) -> tuple[str, ...]:
    """Keys as Textual spells them, from a text such as `A,ctrl+g`. Raises `BindingError` or `InvalidBinding`."""
    return tuple(binding.key for binding in Binding.make_bindings([Binding(keys, "")]))
