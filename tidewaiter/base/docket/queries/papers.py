"""The chain of custody of a paper."""

from tidewaiter.base.docket.models import Evidence
from tidewaiter.base.docket.rules.papers.custody import Link, unbroken


def chain_of(paper: Evidence) -> tuple[Link, ...]:
    """Everything that was done with a paper, the first deed first."""
    return tuple(
        Link(one.number, one.at, one.by_label, one.deed, one.grounds, one.link)
        for one in paper.chain.order_by("number")
    )


def unbroken_chain(paper: Evidence) -> bool:
    """Whether nobody took a link out of the chain, changed one or put one in."""
    return unbroken(paper.original_id, chain_of(paper))
