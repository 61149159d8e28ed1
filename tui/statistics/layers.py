"""What a column of states over time is made of, from the lowest part up."""

from collections.abc import Mapping

from store import Bucket, Phase

from ..drawing.charts import Layer
from ..marks import GLYPHS

LAYERS: Mapping[Layer, tuple[Phase, ...]] = {
    Layer("ok", "ok", "█"): (Phase.OK,),
    Layer("pending", "pending", "▓"): (Phase.PENDING,),
    Layer("other", "dim", "░"): (Phase.ENDED, Phase.UNKNOWN),
    Layer("attention", "attention", GLYPHS[Phase.ATTENTION], alarm=True): (Phase.ATTENTION,),
    Layer("failed", "failed", GLYPHS[Phase.FAILED], alarm=True): (Phase.FAILED,),
}


def stack(bucket: Bucket) -> tuple[int, ...]:
    """How many events of each."""
    return tuple(sum(bucket.phases.get(phase, 0) for phase in phases) for phases in LAYERS.values())
