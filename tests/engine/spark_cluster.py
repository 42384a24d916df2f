"""A real standalone cluster of Spark on the loopback: a master and two workers as processes."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark

HOME = Path(pyspark.__file__).parent
ENVIRONMENT = {
    "SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_PUBLIC_DNS": "127.0.0.1",
    "SPARK_DAEMON_MEMORY": "256m",
}  # fmt: skip


SETTINGS = """
spark.sql.codegen.factoryMode NO_CODEGEN
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1
spark.executor.extraJavaOptions -XX:TieredStopAtLevel=1
spark.executor.memory 768m
"""
"""Compiling a rule book takes each JVM longer than interpreting it for a test's few parcels."""


class Cluster:
    """The address of the master, and its two workers by number."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        (folder / "spark-defaults.conf").write_text(SETTINGS)
        self.environment = os.environ | ENVIRONMENT | {"SPARK_CONF_DIR": str(folder)}
        self.port = _free()
        self.master = f"spark://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts all three and waits until the workers have registered."""
        self._start(
            "master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1",
            "--port", str(self.port), "--webui-port", str(_free()),
        )  # fmt: skip
        for name in ("worker-1", "worker-2"):
            self._start(
                name, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1",
                "--cores", "1", "--memory", "1g", "--webui-port", str(_free()),
                "--work-dir", str(self._folder / name), self.master,
            )  # fmt: skip
        deadline = time.monotonic() + 120
        while self._log("master").count("Registering worker") < 2:
            assert time.monotonic() < deadline, self._log("master")[-2000:]
            time.sleep(0.2)

    def kill(self, name: str) -> None:
        """Kills a process and everything it started, without a word of warning."""
        process = self._processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)

    def stop(self) -> None:
        """Kills what is left."""
        for name in list(self._processes):
            self.kill(name)

    def worked(self, name: str) -> bool:
        """Whether a worker has started an executor."""
        return "Launched executor" in self._log(name) or "Asked to launch" in self._log(name)

    def _start(self, name: str, *command: str) -> None:
        with (self._folder / f"{name}.log").open("w") as log:
            self._processes[name] = subprocess.Popen(
                [str(HOME / "bin" / "spark-class"), *command], env=self.environment,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def _log(self, name: str) -> str:
        return (self._folder / f"{name}.log").read_text(errors="replace")


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster that runs for the length of a block."""
    made = Cluster(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop()


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
