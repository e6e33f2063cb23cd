"""Runs one program once and prints what it took, as JSON.

It is a process of its own, because Linux counts the memory of the process that starts a program as the program's own.
From here that is 10 MB and always the same, so nothing is seen to use less.

Usage: one_run.py LOG PROGRAM ARGUMENTS...
"""

import json
import os
import sys
import time


def main(log: str, command: list[str]) -> None:
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    actions = [(os.POSIX_SPAWN_DUP2, file, 1), (os.POSIX_SPAWN_DUP2, file, 2)]
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    unit = 1 if sys.platform == "darwin" else 1024
    taken = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss * unit}
    print(json.dumps(taken | {"code": os.waitstatus_to_exitcode(status)}))


main(sys.argv[1], sys.argv[2:])
