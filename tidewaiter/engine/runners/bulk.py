"""Runs the engine's statements over tables in DuckDB: back-tests and whole days."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyarrow as pa

from tidewaiter.engine.compile import Program
from tidewaiter.engine.frames import FRAMES
from tidewaiter.engine.model.file import Stored
from tidewaiter.engine.model.scoring import TRAITS, score
from tidewaiter.engine.runners.duckdb import connect, install_law, numbered


class Bulk:
    """A DuckDB in which the frames are tables or views, filled by the caller with SQL.

    `connection` is open for that, as in `INSERT INTO orders FROM 'day.parquet'`. Frames that are
    not filled are empty. Each statement is planned for the data at hand.

    `memory` bounds what DuckDB reserves, which for wide joins is several times what it uses: where
    the bound is too low it probes them in parts, on one thread. A quarter of a million declarations
    need 8 GB to be reserved, and take less than 2 GB.
    """

    def __init__(self, *, threads: int, memory: str) -> None:
        self.connection: Any = connect(threads=threads, memory=memory)
        # The steps are written with the smaller side of each join on the right; DuckDB's guesses
        # about the size of what a step gives are far off, and its order of joins a quarter slower.
        self.connection.execute("SET disabled_optimizers = 'build_side_probe_side,join_order'")
        for name, frame in FRAMES.items():
            self.connection.execute(f"CREATE TABLE {name} ({frame.ddl})")
        self._numbers: dict[str, int] = {}
        self._threads = threads

    def close(self) -> None:
        """Gives everything back."""
        self.connection.close()

    def score(self, model: Stored, *, slice_of: int = 20_000) -> None:
        """Scores all declarations into the frame `scores`; a program that is `scored` reads it."""
        traits = self.connection.execute(TRAITS).to_arrow_table().combine_chunks()
        parts = [traits.slice(at, slice_of) for at in range(0, traits.num_rows, slice_of)]
        with ThreadPoolExecutor(self._threads) as pool:
            scores = pa.concat_tables(pool.map(lambda part: score(model, part), parts))
        self.connection.register("said", scores)
        self.connection.execute("TRUNCATE scores")
        self.connection.execute("INSERT INTO scores FROM said")
        self.connection.unregister("said")

    def decide(self, program: Program, into: str) -> None:
        """Assesses all declarations; the table `into` gets the columns of the step `decided`."""
        sql = self.numbered(program, program.crowded)
        self.connection.execute(f"CREATE OR REPLACE TABLE {into} AS {sql}")

    def numbered(self, program: Program, sql: str) -> str:
        """A statement that reads the law's tables of a program."""
        if program.key not in self._numbers:
            self._numbers[program.key] = len(self._numbers) + 1
            install_law(self.connection, program, self._numbers[program.key])
        return numbered(sql, self._numbers[program.key])

    def carry_quota(self, program: Program, decided: str) -> None:
        """Adds what a chunk used of the quota, for the chunks after it."""
        moves = " UNION ALL ".join(
            f"SELECT buyer_ix, year, '{measure}' AS measure, {measure}_amount AS used "
            f"FROM {decided} WHERE {measure}_amount > 0"
            for measure in program.measures
        )
        self.connection.execute(
            "CREATE OR REPLACE TABLE quota AS SELECT buyer_ix, CAST(year AS INTEGER) AS year, "
            "measure, CAST(sum(used) AS DECIMAL(17,5)) AS used FROM "
            f"(FROM quota UNION ALL {moves}) AS used GROUP BY ALL"
        )
