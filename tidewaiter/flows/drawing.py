"""The secret by which parcels are drawn at random: the same in every process."""

import hashlib
import hmac

from tidewaiter.base.privacy.keys import master_key


def draw_seed() -> str:
    """The secret of the random draws, derived from the master key."""
    return hmac.digest(master_key(), b"tidewaiter selection draw", hashlib.sha256).hex()
