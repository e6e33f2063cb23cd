"""Runs the programs in turn and takes wall time, processor time and peak memory of each run.

Input: programs and a number of rounds. Output: the runs of each, in order. One round runs every program once, so that a
machine that slows down or warms up does so for all.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from .programs import Program, Unusable

ONE_RUN = Path(__file__).with_name("one_run.py")
STAT = Path("/proc/stat")
# Seconds that starting `one_run.py` itself takes.
STARTING = 0.04


@dataclass(frozen=True)
class Run:
    """What one run took: seconds, seconds of all cores together, bytes; and the share of the cores that others took."""

    wall: float
    cpu: float
    memory: int
    others: float


@dataclass(frozen=True)
class Runs:
    """All runs of one program."""

    name: str
    runs: list[Run]

    def median(self, quantity: str) -> float:
        return statistics.median(getattr(run, quantity) for run in self.runs)


def in_turn(programs: list[Program], rounds: int, on_disk: bool) -> list[Runs]:
    """A B C, A B C, and so on."""
    taken: dict[str, list[Run]] = {program.name: [] for program in programs}
    for _ in range(rounds):
        for program in programs:
            taken[program.name].append(once(program, on_disk))
    return [Runs(name, runs) for name, runs in taken.items()]


def once(program: Program, on_disk: bool = False) -> Run:
    """One run from an empty output and no cache."""
    program.clean()
    if on_disk:
        os.sync()  # so that no run pays for what the one before it left to write
    log = program.output.parent / "run.log"
    command = [sys.executable, "-I", "-S", str(ONE_RUN), str(log), *program.command]
    start, busy_before = time.perf_counter(), _busy_seconds()
    done = subprocess.run(command, env=program.environment, capture_output=True, text=True, check=False)
    took, busy = time.perf_counter() - start, _busy_seconds() - busy_before
    if done.returncode:
        raise Unusable(f"{program.name} did not start: {done.stderr.strip()}")
    result = json.loads(done.stdout)
    if result.pop("code"):
        raise Unusable(f"{program.name} failed:\n{_end(log)}")
    others = max(0.0, busy - result["cpu"] - STARTING) / (took * (os.cpu_count() or 1))
    return Run(**result, others=others)


def _busy_seconds() -> float:
    """Seconds that all cores together have worked since the machine started; 0 where the system does not tell."""
    if not STAT.exists():
        return 0.0
    user, nice, system, _idle, _waiting, *interrupts = map(int, STAT.read_text().split("\n", 1)[0].split()[1:8])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def _end(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-40:])
