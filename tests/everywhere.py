"""Every place of the board, and the keys that lead there from the dashboard: what is added here is looked at by the
tests of what is masked and of what is hostile, at every size."""

SIZES = ((120, 36), (80, 24), (60, 16))
PLACES: dict[str, tuple[str, ...]] = {
    "dashboard": (),
    "brands": ("1", "z"),
    "campaigns": ("2", "z"),
    "numbers": ("3", "z"),
    "messages": ("4", "z"),
    "events": ("5", "z", "j"),
    "filter": ("4", "slash", *"to:+15558246071 umbrella"),
    "completion": ("4", "slash", *"to:", "tab"),
    "wrong filter": ("slash", *"lag>+15558246071"),
    "help": ("question_mark",),
    "palette": ("ctrl+p",),
    "message": ("4", "enter"),
    "facts": ("4", "enter", "tab", "tab", "z"),
    "tree": ("4", "enter", "tab", "tab", "tab", "z"),
    "request": ("4", "enter", "tab", "z", "G"),
    "bytes": ("4", "enter", "tab", "z", "b", "G"),
    "not wrapped": ("4", "enter", "tab", "z", "w"),
    "form": ("j", "enter", "tab", "z"),
    "hex": ("j", "j", "enter", "tab", "z"),
    "plain": ("j", "j", "j", "enter", "tab", "z"),
    "why": ("4", "enter", "v"),
    "number": ("3", "enter"),
    "brand": ("1", "enter"),
}
