"""By which standards the law wants goods tested: its code list `report_standards`."""

from tidewaiter.law.loader import Law, Unknown


def asked_of(hs_code: str, law: Law) -> tuple[str, ...]:
    """The standards of the groups of goods to which a tariff code belongs.

    The list names them as `group/standard`; a group is one of the law's groups of products.
    """
    try:
        listed = law.codes("report_standards")
    except Unknown:
        return ()
    groups = {
        group.id
        for group in law.product_groups.values()
        if any(hs_code.startswith(prefix) for prefix in group.prefixes)
    }
    pairs = (code.partition("/") for code in listed)
    return tuple(sorted(standard for group, _, standard in pairs if group in groups))
