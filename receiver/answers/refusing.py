"""What cannot be stored is refused with 503: told once, and once that it is over; nobody should learn it elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass

from ..control import Handler, Said

NUMBER = 0
"""Of what stands as a rule beside those of the user, which begin with 1."""


@dataclass(slots=True)
class Refusing:
    """Whether the last request could be stored."""

    tell: Callable[[str], None] = lambda _sentence: None
    why: str = ""
    """Why it could not; empty where it could."""
    many: int = 0

    def refused(self, why: str) -> None:
        if not self.why:
            self.tell(f"what comes cannot be stored ({why}): it is answered 503 until it can")
        self.why, self.many = why, self.many + 1

    def over(self) -> None:
        many = "callback was" if self.many == 1 else "callbacks were"
        self.tell(f"what comes is stored again; {self.many:,} {many} answered 503")
        self.why, self.many = "", 0

    async def told(self, respond: Handler, said: Said) -> Said:
        """Over the control socket it is the first of what stands."""
        answer = await respond(said)
        rules = answer.get("rules")
        if not self.why or not isinstance(rules, list):
            return answer
        text = f"503: cannot be stored ({self.why})"
        ours = {"number": NUMBER, "text": text, "left": None, "given": self.many, "source": "the store"}
        return {**answer, "rules": [ours, *rules]}
