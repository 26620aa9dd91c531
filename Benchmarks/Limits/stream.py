"""A million dealings through a pipe: constant memory, linear time, all cores."""

import json
import os
import threading
from collections import Counter

from measure import MIB, Bench
from sharing import GROUP

_KINDS = 100


def dealings(bench: Bench) -> None:
    lines = _lines(bench)
    small = _checked(bench, lines, 10_000 if bench.quick else 100_000)
    large = _checked(bench, lines, 100_000 if bench.quick else 1_000_000)
    ratio = large[0] / small[0]
    bench.note(f"ten times the dealings: {ratio:.1f} times the CPU time, {large[1] / small[1]:.2f} times the memory")
    bench.require(8 < ratio < 12, f"ten times the dealings take {ratio:.1f} times the CPU time")
    bench.require(large[1] < small[1] + 64 * MIB, f"ten times the dealings take {large[1] / MIB:.0f} MiB")


def _lines(bench: Bench) -> list[bytes]:
    """Dealings of 3 of 5, each in one line."""
    keys = [bench.file(f"k{place}.key", os.urandom(32).hex() + "\n") for place in range(_KINDS)]
    out = bench.folder / "fleet"
    bench.run("split", *keys, "--group", "secp256k1", "-t", 3, "-n", 5, "-o", out, "--quiet")
    return [json.dumps(json.loads((out / f"k{place}" / "dealing.json").read_bytes()), separators=(",", ":")).encode()
            for place in range(_KINDS)]


def _checked(bench: Bench, lines: list[bytes], count: int) -> tuple[float, int]:
    """One among them is altered: its own answer says so, and every other is good."""
    altered = count * 2 // 3
    reading, writing = os.pipe()
    threading.Thread(target=_feed, args=(writing, lines, count, altered), daemon=True).start()
    run = bench.run("check", "--stream", "-", stdin=reading)
    answers, named = Counter(), []
    with open(bench.folder / "out", "rb") as lines_said:
        for answer in map(json.loads, lines_said):
            answers[answer["ok"]] += 1
            if not answer["ok"]:
                named.append((answer["name"], answer["code"]))
    size = sum(map(len, lines)) // len(lines) * count
    counted = answers == {True: count - 1, False: 1}
    right = run.exit == 4 and counted and named == [(f"node-{altered}", "id-mismatch")]
    bench.row(f"{count:,} dealings in a pipe, one altered and named", size, run, GROUP, right)
    each, rate, cores = run.cpu / count * 1e6, count / run.wall, run.cpu / run.wall
    bench.note(f"{each:.0f} µs a dealing, {rate:,.0f} a second, {cores:.1f} cores at work")
    return run.cpu, run.peak


def _feed(pipe: int, lines: list[bytes], count: int, altered: int) -> None:
    with os.fdopen(pipe, "wb", buffering=MIB) as sink:
        try:
            for place in range(count):
                line = lines[place % len(lines)]
                if place == altered:
                    line = line.replace(b'"epoch":0', b'"epoch":1', 1)
                sink.write(b"node-%d\t%s\n" % (place, line))
        except BrokenPipeError:
            pass  # The command ended; its answers tell.
