"""Scores of nomenklatura's logic-v2 for pairs of names; runs where that library is installed.

Reads lines of JSON [name, listed name, person or firm] and writes a score for each. Every query has
an id of its own: the library remembers names by id.
"""

import json
import sys


def main() -> None:
    """Answer the pairs on standard input."""
    from followthemoney import EntityProxy, model
    from nomenklatura.matching import get_algorithm
    from nomenklatura.matching.types import ScoringConfig

    algorithm = get_algorithm("logic-v2")
    config = ScoringConfig.defaults()

    def entity(number: str, name: str, sort: str) -> EntityProxy:
        schema = {"person": "Person", "firm": "Organization"}.get(sort, "LegalEntity")
        made = model.make_entity(schema)
        made.id = number
        made.add("name", name)
        return made

    for place, line in enumerate(sys.stdin):
        name, listed, sort = json.loads(line)
        found = algorithm.compare(
            entity(f"q{place}", name, sort), entity(f"l{place}", listed, sort), config
        )
        print(found.score)


if __name__ == "__main__":
    main()
