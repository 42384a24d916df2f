"""What a back-test found, as text for the shell and as JSON."""

from typing import Any

from tidewaiter.engine.history.backtest import Tried


def told(found: Tried, seconds: float) -> dict[str, Any]:
    """Everything a reader needs, ready for JSON."""
    return {
        "rule": found.code,
        "days": found.days,
        "parcels": found.parcels,
        "hits": found.hits,
        "hits_accepted": found.hits_accepted,
        "lanes": [
            {"before": before, "after": after, "parcels": count}
            for (before, after), count in sorted(found.lanes.items())
        ],
        "overlap": [{"rule": code, "parcels": count} for code, count in found.overlap],
        "inspections_per_day": {
            "before": round(found.inspections[0], 2), "after": round(found.inspections[1], 2)
        },
        "affected": [
            {"kind": kind, "code": code, "parcels": count} for kind, code, count in found.affected
        ],
        "buyers": found.buyers,
        "inspected": found.inspected,
        "confirmed": found.confirmed,
        "warnings": list(found.warnings),
        "seconds": round(seconds, 2),
    }  # fmt: skip


def as_text(found: Tried, seconds: float) -> str:
    """The same as lines of text."""
    before, after = found.inspections
    lines = [
        f"{found.code} on {found.parcels:,} parcels of {found.days} days, in {seconds:.1f} s",
        f"hits: {found.hits:,} ({_share(found.hits, found.parcels)}), "
        f"{found.hits_accepted:,} of them accepted, {found.buyers:,} buyers",
        f"opened of these: {found.inspected:,}, something found in {found.confirmed:,} "
        f"({_share(found.confirmed, found.inspected)})",
        f"inspections a day: {before:,.1f} before, {after:,.1f} after",
        "lanes that change:",
        *(
            f"  {count:>9,}  {old} → {new}"
            for (old, new), count in sorted(found.lanes.items(), key=lambda item: -item[1])
        ),
        "other rules on the same parcels:",
        *(f"  {count:>9,}  {code}" for code, count in found.overlap),
        "most affected:",
        *(f"  {count:>9,}  {kind} {code}" for kind, code, count in found.affected),
        *found.warnings,
    ]
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2%}" if whole else "—"
