"""Simulate how evenly a large course is divided into shards, from measured build times.

    .venv/bin/coursebuild --all --durations durations.json
    .venv/bin/python bench/shards.py durations.json [DOCUMENTS=10000] [RUNNERS=20]

Each of DOCUMENTS takes as long as one in the file, drawn at random, with an error of up to a tenth. The plan
is made from the build times of a former build, which differ from the present ones by as much.
"""

import random
import statistics
import sys
from pathlib import Path

from coursebuild.engine import shards


def main(measured: list[float], documents: int, runners: int) -> None:
    draw = random.Random(1)  # noqa: S311 (a simulation)
    past = {f"course/{number:05}.md": draw.choice(measured) for number in range(documents)}
    now = {name: seconds * draw.uniform(0.9, 1.1) for name, seconds in past.items()}
    plan = shards.assign(past, runners)
    loads = [sum(now[name] for name, shard in plan.items() if shard == number) for number in range(runners)]
    print(f"{documents} documents, {sum(now.values()):.0f} s of work, {runners} runners:")
    ideal = statistics.mean(loads)
    print(f"the longest takes {max(loads):.0f} s, the shortest {min(loads):.0f} s; ideal {ideal:.0f} s")
    new = {f"course/new{number}.md": draw.choice(measured) for number in range(10)}
    grown = shards.assign({**past, **new}, runners)
    print(f"ten documents more: {sum(grown[name] != plan[name] for name in plan)} of the others move")


if __name__ == "__main__":
    path, documents, runners = (sys.argv[1], *(sys.argv[2:] or ("10000", "20")))
    main(list(shards.read_durations(Path(path)).values()), int(documents), int(runners))
