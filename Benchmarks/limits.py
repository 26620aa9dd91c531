#!/usr/bin/env python3
"""The largest inputs that the command takes: what they cost, and whether the answer is right.

    limits.py COMMAND [BENCHMARK] [--quick] [--only WORD]...

Makes each input in a scratch folder, runs the built COMMAND on it, and prints one table: CPU and wall time, peak
memory, and the CPU time in V, verifications of one signature by the group's own library on this machine, as the built
BENCHMARK (holdfast-benchmark) measures them, or else this script, by the same calls. Below it stands every limit that
the program states, tried at and one above.

--quick leaves out what takes more than half a minute; --only takes the sections of that name alone: own-keys, loose,
wrapped, bitcoin, fabric, small, stream, stated. Up to 3 GB of disk and 2 GB of memory are used, and given back.

Ends with 0 where every answer is right, and with 1 where one is not: a wrong verdict, another key, a forged input that
is not named, or a refusal without its words.
"""

import argparse
import os
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True
here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here / "Limits"), str(here.parent / "Vectors")]

import bitcoin  # noqa: E402
import fabric  # noqa: E402
import sharing  # noqa: E402
import small  # noqa: E402
import stated  # noqa: E402
import stream  # noqa: E402
from measure import Bench  # noqa: E402
from units import units  # noqa: E402

SECTIONS = {
    "own-keys": sharing.own_keys, "loose": sharing.loose, "wrapped": sharing.wrapped, "bitcoin": bitcoin.transactions,
    "fabric": fabric.block, "small": small.transactions, "stream": stream.dealings, "stated": stated.limits,
}


def arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("command", type=pathlib.Path)
    reader.add_argument("benchmark", type=pathlib.Path, nargs="?")
    reader.add_argument("--quick", action="store_true")
    reader.add_argument("--only", action="append", choices=list(SECTIONS))
    return reader.parse_args()


def main() -> int:
    asked = arguments()
    v, source = units(asked.benchmark)
    print("1 V, by " + source + ": " + ", ".join(f"{group} {cost * 1e6:.1f} µs" for group, cost in v.items()))
    print(f"{os.cpu_count()} cores\n")
    bench = Bench(asked.command.resolve(), v, quick=asked.quick)
    for name in asked.only or SECTIONS:
        with tempfile.TemporaryDirectory(prefix="holdfast-limits-") as folder:
            bench.section(name, SECTIONS[name], pathlib.Path(folder))
    return bench.conclude()


sys.exit(main())
