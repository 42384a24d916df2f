"""Spare the garbage collector what stays for ever."""

import gc


def keep_what_is_loaded() -> None:
    """Let the collector pass over all that is loaded now, and look less often at the rest.

    Law, book, models and views are hundreds of thousands of objects that never go; looking through
    them again and again took a process that reads messages 5 % of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
