"""The catalogue of deadlines is in the packs one by one: length, window, extension, end, standing.

Drawn by hand from the study of procedures; the three rounds of one platform stand for one clock.
"""

from datetime import date

import pytest

from tidewaiter.law.loader import load
from tidewaiter.law.model.clocks import Duration, Timer

CATALOGUE = """
cn-compl-accept         cn   7wd                         -     -     escalate        unverified
cn-compl-mediate        cn   45wd                        -     -     close           unverified
cn-compl-tell-end       cn   7wd                         -     -     notify          unverified
cn-report-file          cn   15wd                        -     -     escalate        unverified
us-cfpb-respond         us   15d                         -     -     publish         seen
us-cfpb-final           us   60d                         -     -     publish         seen
us-cfpb-publish         us   15d                         -     -     publish         seen
us-cfpb-feedback        us   60d                         -     -     close           seen
br-trader-answer        br   10d                         -     -     publish         seen
br-consumer-rate        br   20d                         -     -     close           seen
us-cpsc-to-firm         us   5wd                         -     -     escalate        seen
us-cpsc-publish         us   10wd                        -     -     publish         seen
eu-gpsr-notify          eu   4wd                         -     -     escalate        seen
eu-gpsr-validate        eu   4wd                         -     -     escalate        seen
eu-gpsr-order           eu   2wd                         -     -     breach          unverified
eu-gpsr-notice          eu   3wd                         -     -     breach          unverified
eu-adr-reply            eu   20wd                        -     10wd  deem-refused    seen
iso-odr-negotiate       int  10d                         -     -     mediation       seen
eu-dsa-complaint-win    eu   6m                          -     -     lapse           seen
eu-dsa-ods              eu   90d                         -     90d   escalate        seen
eu-dsa-ods-cert         eu   5y                          -     -     lapse           seen
cn-ecl-43-restore       cn   15d                         -     -     restore         seen
cn-spc-max-window       cn   20wd                        -     -     restore         seen
us-dmca-putback         us   14wd                        10wd  -     restore         seen
ali-ipp-counter         int  3wd                         -     -     forfeit         seen
ali-ipp-counter-second  int  7wd                         -     -     forfeit         seen
ali-ipp-counter-third   int  7wd                         -     -     forfeit         seen
eu-608-confirm          eu   10wd                        -     10wd  release         unverified
eu-608-declarant        eu   10wd                        -     -     deem-consented  seen
udrp-cure               int  5d                          -     -     close           seen
udrp-response           int  20d                         -     -     default         seen
udrp-decision           int  14d                         -     -     escalate        seen
us-inform-collect       us   10d                         -     -     breach          seen
us-inform-verify        us   10d                         -     -     breach          seen
us-inform-suspend       us   10d                         -     -     suspend         seen
cn-810-register         cn   30d                         -     -     breach          seen
cn-810-quarter          cn   within-month-after-quarter  -     -     breach          seen
cn-apl-hearing-ask      cn   5wd                         -     -     waive           unverified
cn-apl-hearing-notice   cn   7wd                         -     -     take-effect     unverified
cn-apl-decide           cn   90d                         -     -     escalate        unverified
cn-apl-pay              cn   15d                         -     -     late-fee        unverified
cn-pub-minor            cn   3m                          0m    -     unpublish       seen
cn-pub-general          cn   1y                          3m    -     unpublish       seen
cn-pub-serious          cn   3y                          1y    -     unpublish       seen
eu-aeo-decide           eu   120d                        -     60d   escalate        seen
eu-aeo-effect           eu   5d                          -     -     take-effect     seen
uk-atar-accept          uk   30d                         -     -     escalate        seen
uk-atar-decide          uk   120d                        -     -     escalate        seen
uk-atar-valid           uk   3y                          -     -     lapse           seen
pci-aoc                 int  1y                          -     -     suspend         seen
pci-asv                 int  3m                          -     -     breach          seen
cn-pboc-rating          cn   by-30-june                  -     -     breach          seen
eu-gdpr-breach          eu   72h                         -     -     breach          seen
eu-gdpr-rights          eu   1m                          -     2m    breach          unverified
eu-tdb-searchable       eu   180d                        -     -     archive         seen
eu-tdb-dumps            eu   5y                          -     -     archive         seen
"""
ROWS = [tuple(line.split()) for line in CATALOGUE.strip().splitlines()]
SHORT = {"hours": "h", "days": "d", "working_days": "wd", "months": "m", "years": "y"}
DAY = date(2028, 6, 1)  # the last of them has begun to apply


def said(length: Duration | None) -> str:
    return f"{length.count}{SHORT[length.unit]}" if length is not None else "-"


def clock(pack: str, name: str, day: date = DAY) -> Timer:
    return load(pack).on(day).timer(name)


def test_the_catalogue_has_fifty_four_clocks() -> None:
    rounds = {"ali-ipp-counter-second", "ali-ipp-counter-third"}
    assert len({row[0] for row in ROWS} - rounds) == 54


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_each_clock_of_the_catalogue_is_in_its_pack(row: tuple[str, ...]) -> None:
    name, pack, length, opens, extension, expiry, standing = row
    timer = clock(pack, name)
    found = (
        timer.rule.value if timer.rule else said(timer.duration),
        said(timer.shortest),
        said(timer.extension),
        timer.expiry.value,
        "seen" if timer.verified else "unverified",
    )
    assert found == (length, opens, extension, expiry, standing)
    assert timer.calendar or not length.endswith("wd")


def test_the_clocks_of_complaints_rest_on_the_measures_of_their_day() -> None:
    for name in ("cn-compl-accept", "cn-compl-mediate", "cn-compl-tell-end", "cn-report-file"):
        before, after = date(2026, 4, 14), date(2026, 4, 15)
        assert clock("cn", name, before).reference.id == "samr-20"
        assert clock("cn", name, after).reference.id == "samr-121"
        assert clock("cn", name, before).verified
        assert not clock("cn", name, after).verified, "the new text has not been read"
