"""Measure all and print the table: `python -m benchmarks`."""

import os
import platform
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import certificates, crowd, feeds, floor, footprint, pages, registration, world
from benchmarks.measuring import Line


def measured(folder: Path) -> Iterator[Line]:
    """Every line, in the order of the table."""
    bare = floor.app(folder, rows=pages.ROWS)
    with world.made(folder) as product:
        ids = [made.id for made in world.sessions(product, pages.ROWS, capacity=1000)]
        yield from pages.measured(product, bare, ids[0])
        yield from registration.measured(product, bare, ids[1])
        yield from crowd.measured(product)
        yield from footprint.measured(product)
        yield from feeds.measured(product, there=pages.ROWS + 1)
        yield from certificates.measured(product)


def main() -> None:
    python = ".".join(platform.python_version_tuple()[:2])
    print(
        f"{date.today()}, {os.cpu_count()} shared cores, Python {python}, load {os.getloadavg()[0]:.1f} at the start.\n"
    )
    print("| what | wanted | got | |\n|---|---|---|---|")
    with TemporaryDirectory() as folder:
        for line in measured(Path(folder)):
            print(f"| {line.what} | {line.wanted} | {line.got} | {'yes' if line.holds else '**missed**'} |", flush=True)


if __name__ == "__main__":
    main()
