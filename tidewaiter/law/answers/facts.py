"""Facts as declared, and whether what a rule asks for holds among them."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tidewaiter.law.model.words import Title

if TYPE_CHECKING:
    from tidewaiter.law.loader import Law

Facts = Mapping[str, str | Collection[str]]
"""What somebody declares: for a fact one choice, or several that all hold."""

Declared = Mapping[str, frozenset[str]]

PRODUCT, ROUTE, ROLE, HARM = "product", "route", "role", "harm"
MEMBER_STATE = "member_state"
"""The fact that says of a union of states which of them is concerned."""
BESIDE = (PRODUCT, ROUTE, ROLE, HARM)
"""What may be declared beside the facts of the pack: goods (groups or tariff codes), the code of
the other country, who asks, and what has happened."""

NAMES = {
    PRODUCT: Title("goods", "商品"),
    ROUTE: Title("other country", "对方国家"),
    ROLE: Title("role", "角色"),
    HARM: Title("harm", "损害"),
}
NONE: frozenset[str] = frozenset()


class Unclear(ValueError):
    """A fact was declared that the pack does not know, or with an answer that is no choice."""


def declare(law: "Law", facts: Facts) -> Declared:
    """Facts in the form that rules are held against; tariff codes become the groups of the goods.

    Raises Unclear with near names. A pack that asks for no facts takes them as they are.
    """
    declared = {}
    for name, given in facts.items():
        choices = frozenset([given] if isinstance(given, str) else given)
        if name == PRODUCT:
            choices = _groups(law, choices)
        elif name in law.facts:
            _known(choices, law.facts[name].choices, f"an answer to `{name}`")
        elif law.facts:
            _known([name], [*law.facts, *BESIDE], "a fact of the pack")
        declared[name] = choices
    return declared


def holds(when: Mapping[str, Collection[str]], declared: Declared) -> bool:
    """Whether for each fact one of the wanted choices was declared."""
    return all(
        any(choice in declared.get(name, NONE) for choice in choices)
        for name, choices in when.items()
    )


def possible(when: Mapping[str, Collection[str]], declared: Declared) -> bool:
    """Whether what was not declared yet could still make it hold."""
    return holds({name: when[name] for name in when if name in declared}, declared)


def undeclared(when: Mapping[str, Collection[str]], declared: Declared) -> frozenset[str]:
    """The facts that are asked for and were not declared."""
    return frozenset(name for name in when if name not in declared)


def because(law: "Law", when: Mapping[str, Collection[str]], declared: Declared) -> Title:
    """The declared facts that make something hold, in words."""
    parts = [
        (name_of(law, name), choice_of(law, name, choice))
        for name, choices in when.items()
        for choice in sorted(declared.get(name, NONE) & frozenset(choices))
    ]
    if not parts:
        return Title("it holds always", "一般情形适用")
    return Title(
        "; ".join(f"{name.en} {choice.en}" for name, choice in parts),
        "；".join(f"{name.zh}{choice.zh}" for name, choice in parts),
    )


def name_of(law: "Law", name: str) -> Title:
    """The question of a fact, or what stands for it, with its mark at the end."""
    if name in law.facts:
        asked = law.facts[name].title
        closed = asked.en.endswith(("?", ":")), asked.zh.endswith(("？", "："))
        return Title(
            asked.en if closed[0] else f"{asked.en}:", asked.zh if closed[1] else f"{asked.zh}："
        )
    words = NAMES.get(name, Title(name, name))
    return Title(f"{words.en}:", f"{words.zh}：")


def choice_of(law: "Law", name: str, choice: str) -> Title:
    """A choice in words."""
    if name in law.facts:
        return law.facts[name].choices.get(choice, Title(choice, choice))
    if name == PRODUCT and choice in law.product_groups:
        return law.product_groups[choice].title
    return Title(choice, choice)


def _groups(law: "Law", given: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for each in given:
        if each.isdigit():
            found |= {group.id for group in law.product_groups.values() if group.holds(each)}
        else:
            if law.product_groups:
                _known([each], law.product_groups, "a group of goods")
            found.add(each)
    return frozenset(found)


def _known(given: Iterable[str], known: Iterable[str], what: str) -> None:
    names = list(known)
    for each in given:
        if each not in names:
            near = get_close_matches(each, names, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"known are: {', '.join(names)}."
            raise Unclear(f"`{each}` is not {what}; {hint}")
