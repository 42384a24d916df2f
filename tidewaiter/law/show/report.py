"""What a check has found, as lines for a reader."""

from collections.abc import Mapping
from typing import Any


def report(summary: Mapping[str, Any]) -> str:
    """The summary of a check as lines for a reader: findings first, the count at the end."""
    lines = [
        f"{f['path']}:{f['line']}: {f['severity']}: {f['message']} [{f['code']}]"
        for f in summary["findings"]
    ]
    for case in summary.get("failed_cases", ()):
        told = "; ".join(
            f"{name}: the table says {said}, the law {found}"
            for name, (said, found) in case["differences"].items()
        )
        lines.append(f"{summary['pack']}: failed case of {case['day']}: {case['en']}: {told}")
    ran = f" ({summary['test_failures']} failed)" if "test_failures" in summary else ""
    duties = f"obligations_{summary['pack']}"
    lines.append(
        f"{summary['pack']} {str(summary['version'])[:12]}: {summary['errors']} errors, "
        f"{summary['warnings']} warnings, {summary['values']} values, "
        f"{summary[duties]} obligations, {summary['timers']} timers, "
        f"{summary['tariff_lines']} tariff lines, {summary['test_cases']} test cases{ran}, "
        f"{summary['unverified']} entries not verified"
    )
    return "\n".join(lines)


def reports(summaries: Mapping[str, Any]) -> str:
    """The summaries of several packs, one after the other."""
    return "\n".join(report(summary) for summary in summaries["packs"].values())
