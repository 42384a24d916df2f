"""The words of the Core Business Vocabulary 2.0 that events are made of."""

_STEPS = """
accepting arriving assembling collecting commissioning consigning creating_class_instance
cycle_counting decommissioning departing destroying disassembling dispensing encoding
entering_exiting holding inspecting installing killing loading other packing picking receiving
removing repackaging repairing replacing reserving retail_selling sampling sensor_reporting
shipping staging_outbound stock_taking stocking storing transporting unloading unpacking
void_shipping
"""
_DISPOSITIONS = """
active available completeness_inferred completeness_verified conformant container_closed
container_open damaged destroyed dispensed disposed encoded expired in_progress in_transit inactive
mismatch_class mismatch_instance mismatch_quantity needs_replacement no_pedigree_match
non_conformant non_sellable_other partially_dispensed recalled reserved retail_sold returned
sellable_accessible sellable_not_accessible stolen unavailable unknown
"""
_TRANSACTIONS = "bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt"
STEPS = frozenset(_STEPS.split())
DISPOSITIONS = frozenset(_DISPOSITIONS.split())
TRANSACTIONS = frozenset(_TRANSACTIONS.split())
SIDES = frozenset({"owning_party", "possessing_party", "location"})
REASONS = frozenset({"did_not_occur", "incorrect_data"})

_WEB = "https://ref.gs1.org/cbv/"
_URN = "urn:epcglobal:cbv:"
PREFIXES = {
    "bizStep": ("BizStep-", "bizstep:"),
    "disposition": ("Disp-", "disp:"),
    "bizTransaction": ("BTT-", "btt:"),
    "side": ("SDT-", "sdt:"),
    "reason": ("ER-", "er:"),
}


def bare(given: str, kind: str) -> str:
    """A word of the vocabulary without its dress: `shipping` for each of its three forms."""
    web, urn = PREFIXES[kind]
    for front in (_WEB + web, "cbv:" + web, _URN + urn):
        if given.startswith(front):
            return given.removeprefix(front)
    return given


def dressed(word: str, kind: str) -> str:
    """A word of the vocabulary as its web address; what is no bare word stays as it is."""
    plain = bare(word, kind)
    return plain if ":" in plain else _WEB + PREFIXES[kind][0] + plain


def known(word: str, words: frozenset[str], kind: str) -> bool:
    """Whether a word is of the vocabulary, or a word of the user's own, which is an address."""
    plain = bare(word, kind)
    return plain in words or ":" in plain
