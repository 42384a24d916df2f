"""Keep what is needed again and again, rather than giving it back and asking for it anew."""

import gc
import os

_ALLOCATOR = "DUCKDB_JE_MALLOC_CONF"
_KEPT = (
    "tcache_gc_incr_bytes:1073741824,tcache_nslots_large:4000,tcache_nslots_small_max:4000,"
    "tcache_max:262144,dirty_decay_ms:-1,muzzy_decay_ms:-1"
)
"""DuckDB's allocator (jemalloc) keeps the blocks of a batch for the next one, which asks for the
same ones: without it a batch takes and gives back some thousand, and costs half as much again. What
an operator has set goes before.
"""


def keep_blocks() -> None:
    """Let DuckDB keep the memory of one batch for the next; call before DuckDB is imported."""
    os.environ.setdefault(_ALLOCATOR, _KEPT)


def keep_what_is_loaded() -> None:
    """Let the collector pass over all that is loaded now, and look less often at the rest.

    Law, book, models and views are hundreds of thousands of objects that never go; looking through
    them again and again took a process that reads messages 5 % of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
