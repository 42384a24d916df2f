"""What one part leaves for the parts after it: quota used, who was seen at an address or a phone.

Rows are only ever added. Before a part is assessed those that concern it are picked by a look at
one column of 16-byte keys, so what a part costs hardly depends on how much came before it.
"""

from pathlib import Path
from typing import Any

from tidewaiter.engine.compile import Program
from tidewaiter.engine.frames import MONEY

_TABLES = {
    "quota": f"key UHUGEINT, year INTEGER, measure VARCHAR, used {MONEY}",
    "seen_address": f"key UHUGEINT, day DATE, buyer_ix VARCHAR, orders BIGINT, amount {MONEY}",
    "seen_phone": "key UHUGEINT, day DATE, buyer_ix VARCHAR",
}

_KEYS = {"quota": "buyer_ix", "seen_address": "address_ix", "seen_phone": "buyer_phone_ix"}
"""The column of a declaration by which each table is looked up."""

_PICKED = {
    "quota": "SELECT w.word AS buyer_ix, c.year, c.measure, "
    f"CAST(sum(c.used) AS {MONEY}) AS used FROM {{found}} GROUP BY ALL",
    "seen_address": "SELECT w.word AS address_ix, c.buyer_ix, CAST(sum(c.orders) AS BIGINT) AS "
    f"orders, CAST(sum(c.amount) AS {MONEY}) AS amount FROM {{found}} GROUP BY ALL",
    "seen_phone": "SELECT DISTINCT w.word AS phone_ix, c.buyer_ix FROM {found}",
}

_LEFT = {
    "seen_address": "SELECT md5_number(d.address_ix), CAST(d.received_at AS DATE), d.buyer_ix, "
    f"count(*), CAST(sum(x.dutiable_value) AS {MONEY}) FROM decided AS x JOIN declarations AS d "
    "ON d.declaration_id = x.declaration_id WHERE x.outcome = 'accepted' AND d.address_ix IS NOT "
    "NULL GROUP BY ALL",
    "seen_phone": "SELECT DISTINCT md5_number(d.buyer_phone_ix), CAST(d.received_at AS DATE), "
    "d.buyer_ix FROM decided AS x JOIN declarations AS d ON d.declaration_id = x.declaration_id "
    "WHERE x.outcome <> 'waiting' AND d.buyer_phone_ix IS NOT NULL",
}


class Carried:
    """The quota and the history of parts that were assessed before, in a file of DuckDB.

    `window` is how many days back addresses and phones are looked at. Buyers' rows of a quota are
    kept for all years.
    """

    def __init__(self, connection: Any, file: Path | None, *, window: int = 30) -> None:
        self._run, self._window = connection.execute, window
        place = f"'{file}'" if file else "':memory:'"
        self._run(f"ATTACH {place} AS carried")
        for name, columns in _TABLES.items():
            self._run(f"CREATE TABLE IF NOT EXISTS carried.{name} ({columns})")

    def open(self, name: str, files: str) -> None:
        """Begins anew with what was known when a day began."""
        key = "phone_ix" if name == "seen_phone" else _KEYS[name]
        rest = {
            "quota": "year, measure, used",
            "seen_address": "NULL, buyer_ix, orders, amount",
            "seen_phone": "NULL, buyer_ix",
        }[name]
        self._run(f"TRUNCATE carried.{name}")
        self._run(f"INSERT INTO carried.{name} SELECT md5_number({key}), {rest} FROM {files}")

    def bring(self) -> None:
        """Fills the frames with what concerns the declarations that lie in them."""
        for name, column in _KEYS.items():
            self._run(
                f"CREATE OR REPLACE TEMP TABLE wanted AS SELECT DISTINCT md5_number({column}) AS "
                f"key, {column} AS word FROM declarations WHERE {column} IS NOT NULL"
            )
            found = f"carried.{name} AS c JOIN wanted AS w ON w.key = c.key"
            if name != "quota":
                found += (
                    " WHERE c.day IS NULL OR c.day > (SELECT CAST(max(received_at) AS DATE) "
                    f"FROM declarations) - {self._window}"
                )
            self._run(f"TRUNCATE main.{name}")
            self._run(f"INSERT INTO main.{name} {_PICKED[name].format(found=found)}")

    def take(self, program: Program) -> None:
        """Adds what the decisions of a part used and showed."""
        moves = " UNION ALL ".join(
            f"SELECT md5_number(buyer_ix), CAST(year AS INTEGER), '{measure}', "
            f"sum({measure}_amount) FROM decided WHERE {measure}_amount > 0 "
            "AND buyer_ix IS NOT NULL GROUP BY ALL"
            for measure in program.measures
        )
        self._run(f"INSERT INTO carried.quota {moves}")
        for name, query in _LEFT.items():
            self._run(f"INSERT INTO carried.{name} {query}")
