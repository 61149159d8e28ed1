"""What is masked for demos and screenshots: numbers and addresses of people, and what they wrote to each other."""

import re
from collections.abc import Iterator

from .text import width

DOT = "•"
KEPT = 2
"""Digits of a number that stay, so that two of them can be told apart."""
SAID, RAW, WHOM = "said", "raw", "whom"
"""Names of the styles under which words of people stand: nothing of the first is shown, of the second its shape, and of
the third, where a sender or a recipient stands, two digits also of a short code."""
MUST_HAVE = (("+", 4), ("…", 5), ("", 7))
"""Digits from which a run is a number: fewer where it begins with a plus, or was squeezed."""
BARE = 8
"""Digits in one piece without a plus; fewer count something."""
MOST = 15
"""Digits of any number in the world; more are an id."""
LONGEST = 40
"""Letters of a number, however it is written."""

_SIGNS = r"[\ \xa0().\-/\u2010-\u2015]{0,3}"
"""What may stand between two digits of one number."""
_HEX = "[0-9a-fA-F]"
_ZONE = r"(?:\ ?[+-](?:0\d|1[0-4]):?[0-5]\d(?![\d…]|[ ().-]\d))"
_TIME = rf"\d\d:\d\d(?::\d\d(?:[.,]\d{{1,9}}(?!\d))?)?{_ZONE}?"
_FOUND = re.compile(
    rf"""(?P<left>
      (?<![0-9a-zA-Z]){_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}(?![0-9a-zA-Z])
    | (?<![0-9a-zA-Z])(?=\d*[a-fA-F]){_HEX}{{8}}-(?:{_HEX}{{1,4}}-?){{0,3}}…(?:-?{_HEX}{{1,12}}){{0,2}}(?![0-9a-zA-Z])
    | (?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]{_TIME}|(?![\d…]|[ ().\-/]\d))
    | (?<!\d){_TIME}(?!\d)
    | (?<![\d.])127\.0\.0(?:\.1?(?::\d{{0,5}})?)?(?:…|(?!\d))
    )
    | (?P<email>[\w.+%…-]{{1,64}}@[\w.…-]+)
    | (?P<number>\+?\d{{10,15}}(?!\d|{_SIGNS}…)|(?:…{_SIGNS})?\+?\(?\d(?:{_SIGNS}(?:…{_SIGNS})?\d)*(?:{_SIGNS}…)?)
    """,
    re.VERBOSE,
)
_HIDDEN = re.compile(
    r"(?:text|body|message|content|msg|payload|caption|subject|keyword|template|sample)s?\d*$"
    r"|(?:first|last)name$|street|authori[sz]ation|cookie|token|secret|password|apikey|signature"
)
_WHOM = re.compile(
    r"(?:(?:from|to|sender|recipient|source|destination|phone|src|dst|msisdn|shortcode|mobile|handset)"
    r"(?:number|address|addr|id|phone)?s?)+"
)
_SHORT = re.compile(r"\d{3,}")
"""A short code has three digits or more."""
_FILTERED = re.compile(r"\b(?:from|to):[\w+,*…]+")
"""Who is looked for by a filter."""
_SIGNS_OF_NAMES = re.compile(r"[\W_]+")


def masked(text: str) -> str:
    """The text without numbers and addresses, as wide as it was; doing it twice changes nothing."""
    return "".join(letters(text))


def letters(text: str) -> list[str]:
    """For each letter of the text what is shown instead of it."""
    shown = list(text)
    for start, end in _runs(text):
        for at in range(start, end):
            if shown[at].isalnum():
                shown[at] = DOT * width(shown[at])
    return shown


def concealed(text: str, style: str) -> str:
    """What stands under one of the styles, as wide as it was."""
    if style == WHOM:
        return _SHORT.sub(lambda found: DOT * width(found[0][:-KEPT]) + found[0][-KEPT:], text)
    return "".join(DOT * width(letter) if style == SAID or letter.isalnum() else letter for letter in text)


def hides(name: str) -> bool:
    """Whether people's words stand under this name of a field, or a secret."""
    return _HIDDEN.search(_SIGNS_OF_NAMES.sub("", name).lower()) is not None


def style_at(name: str, style: str) -> str:
    """The style of a value under this name, which has another where nobody minds."""
    if hides(name):
        return SAID
    return f"{style} {WHOM}".strip() if _WHOM.fullmatch(_SIGNS_OF_NAMES.sub("", name).lower()) else style


def whole_until(text: str, at: int) -> int:
    """Where to cut at the latest so that no number is torn in two: a torn one would not be known for one."""
    near = max(0, at - LONGEST)
    spans = ((near + start, near + end) for start, end in _spans(text[near : at + LONGEST]))
    return next((start for start, end in spans if start < at < end), at)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Where something begins that is masked, and where that ends."""
    for match in _FOUND.finditer(text):
        if match["email"]:
            yield match.span()
        elif match["number"] and _is_number(match["number"]):
            digits = [at for at in range(*match.span()) if text[at].isdigit()]
            yield match.start(), digits[-KEPT]
    for match in _FILTERED.finditer(text):
        yield from ((code.start(), code.end() - KEPT) for code in _SHORT.finditer(text, *match.span()))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _FOUND.finditer(text) if match["number"] and _is_number(match["number"]))


def _is_number(run: str) -> bool:
    count = sum(letter.isdigit() for letter in run)
    if run.isdigit():
        return BARE <= count <= MOST
    return any(mark in run and count >= least for mark, least in MUST_HAVE)
