"""Memory of two web processes with their workers, and the time from the command to the first answer."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import psutil

from benchmarks.measuring import Line, at_most
from benchmarks.world import World
from tests.web_server import answers, serving

STARTS, WARM = 3, 60


def measured(world: World) -> Iterator[Line]:
    """All processes that the serve command starts count."""
    waited = []
    for _ in range(STARTS):
        began = time.perf_counter()
        with serving(world.database_url, world.folder, processes=2) as (host, pid):
            waited.append(time.perf_counter() - began)
            assert all(answers(host) for _ in range(WARM))
            memory = sum(_pss(process) for process in _family(pid)) / 1e6
    yield at_most("memory (PSS) of all processes: two web processes, workers", memory, 220, " MB")
    yield at_most("start to first answer", median(waited), 2.5, " s")


def _family(pid: int) -> list[int]:
    return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]


def _pss(pid: int) -> int:
    """Bytes: its own pages, and its share of those it shares."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
