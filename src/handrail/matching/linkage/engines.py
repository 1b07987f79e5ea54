"""What the model runs on: DuckDB, in this process; or Spark, on as many machines as a nation needs."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

ENGINES: Final = ("duckdb", "spark")
#: Which extra has an engine's packages.
_EXTRA: Final = {"duckdb": "linkage", "spark": "spark"}

#: Records that a worker of Spark has at a time.
_IN_A_PART: Final = 10_000


class EngineMissing(Exception):
    """The engine can't be had here. The text says what to install."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that runs: its name, Splink's way to it, and the versions of what it is made of."""

    name: str
    api: Any
    versions: Mapping[str, str]
    _parquet: Any

    def table(self, file: Path, name: str) -> Any:
        """The rows of a parquet file, registered with Splink."""
        return self.api.register(self._parquet(str(file)), table_name=name)

    def divide(self, records: int) -> None:
        """Have the work done in as many parts as so many records need: Spark’s own 200 would outlast a small file."""
        if self.name == "spark":
            session = self.api.spark
            parts = max(session.sparkContext.defaultParallelism, records // _IN_A_PART)
            session.conf.set("spark.sql.shuffle.partitions", str(parts))
            self.api.num_partitions_on_repartition = parts

    def twice(self, file: Path, column: str, *, most: int) -> list[str]:
        """The values that more than one row of a parquet file has in this column; of many, some."""
        rows = self._parquet(str(file))
        counted = (
            rows.groupBy(column).count().filter("count > 1")
            if self.name == "spark"
            else rows.aggregate(f"{column}, count(*) AS count", column).filter("count > 1")
        )
        found = counted.limit(most)
        return sorted(row[0] for row in (found.collect() if self.name == "spark" else found.fetchall()))


@contextmanager
def engine(name: str, work: Path, *, master: str = "") -> Iterator[Engine]:
    """An engine by its name. What it has to put down in between, it puts into the folder `work`.

    ``master`` is the address of Spark's cluster: "local[*]" is this machine alone. On a cluster every machine has to
    see `work` under the same path. Raises EngineMissing.
    """
    try:
        begun = _spark(work, master) if name == "spark" else _duckdb(work)
        with begun as running:
            yield running
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("splink", "duckdb", "pyspark", "pyarrow"):
            raise
        raise EngineMissing(
            f"To link records with {name} this needs more packages: pip install 'handrail[{_EXTRA[name]}]'"
        ) from None


@contextmanager
def _duckdb(work: Path) -> Iterator[Engine]:
    import duckdb
    from splink import DuckDBAPI

    with closing(duckdb.connect(":memory:")) as connection:
        connection.execute("SET temp_directory = ?", [str(work)])
        # Splink's progress is told by us; DuckDB's own bar would be drawn across it.
        connection.execute("SET enable_progress_bar = false")
        yield Engine("duckdb", DuckDBAPI(connection), _versions("splink", "duckdb"), connection.read_parquet)


@contextmanager
def _spark(work: Path, master: str) -> Iterator[Engine]:
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession
    from splink.backends.spark import SparkAPI

    # Workers are to run the interpreter that this runs on: another may have another version, or none of the packages.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
    builder = (
        SparkSession.builder.appName("handrail match link")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
        .config("spark.sql.warehouse.dir", (work / "warehouse").as_uri())
    )
    try:
        session = (builder.master(master) if master else builder).getOrCreate()
    except (PySparkException, FileNotFoundError, OSError) as error:
        raise EngineMissing(f"Spark can't be started: {error}. It needs Java 17 or later.") from None
    try:
        session.sparkContext.setCheckpointDir(work.as_uri())
        api = SparkAPI(spark_session=session, register_udfs_automatically=False)
        yield Engine("spark", api, _versions("splink", "pyspark"), session.read.parquet)
    finally:
        session.stop()


def _versions(*packages: str) -> Mapping[str, str]:
    return {package: version(package) for package in ("handrail", *packages)}
