"""What a form says below its fields."""

from .sheet import Sheet


class Told(Sheet, can_focus=False):
    """As high as what is told."""

    def lay(self) -> None:
        super().lay()
        self.styles.height = max(1, self.total)
