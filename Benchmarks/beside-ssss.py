#!/usr/bin/env python3
"""Whole-process cost of the command beside ssss-split and ssss-combine: CPU time, wall time, peak memory.

    beside-ssss.py COMMAND [ROUNDS]

One run of each in turn, round after round, so that a slow moment of the machine falls on all alike. A row shows the
median. Files lie in memory (/dev/shm); the syncs to disk, which ssss does not do, are measured apart, on a disk.
"""

import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

command = str(pathlib.Path(sys.argv[1]).resolve())
rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 40


def run(arguments: list[str], stdin: bytes) -> tuple[float, float]:
    """One process from start to end. Returns CPU ms (user and system) and wall ms."""
    with tempfile.TemporaryFile() as source:
        source.write(stdin)
        source.seek(0)
        actions = [(os.POSIX_SPAWN_DUP2, source.fileno(), 0)]
        actions += [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
        begin = time.perf_counter()
        child = os.posix_spawn(arguments[0], arguments, os.environ, file_actions=actions)
        _, status, usage = os.wait4(child, 0)
        wall = time.perf_counter() - begin
    if status != 0:
        sys.exit(f"bench: {' '.join(arguments)} failed")
    return (usage.ru_utime + usage.ru_stime) * 1000, wall * 1000


def peak(arguments: list[str], stdin: bytes) -> float:
    """Peak memory in MiB. The kernel counts what a process held before exec, too, and Python holds more than ssss ever
    does: hence time(1), which is small."""
    time_of = subprocess.run(
        ["/usr/bin/time", "-q", "-f", "peak %M", *arguments], input=stdin, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE)
    return int(time_of.stderr.decode().rsplit("peak ", 1)[1]) / 1024


def syncs(arguments: list[str], folder: str) -> str:
    """How many syncs a command makes on a disk, and what they take, as strace counts them."""
    trace = subprocess.run(
        ["strace", "-f", "-c", "-w", "-e", "trace=fsync,fdatasync", *arguments],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    rows = re.findall(r"^ *[\d.]+ +([\d.]+) +\d+ +(\d+)(?: +\d+)? +f(?:data)?sync$", trace.stderr, re.MULTILINE)
    if trace.returncode != 0:
        sys.exit(f"bench: strace of {' '.join(arguments)} failed:\n{trace.stderr}")
    return f"{sum(int(count) for _, count in rows)} syncs, {sum(float(took) for took, _ in rows) * 1000:.1f} ms"


def shares(folder: str, count: int = 3) -> list[str]:
    return [f"{folder}/shares/holder-{number}.share" for number in range(1, count + 1)]


def cases(folder: str) -> dict[str, list[str]]:
    key, out = f"{folder}/node.key", f"{folder}/out"
    group = ["--group", "secp256k1"]
    return {
        "split 3-of-5": [command, "split", key, *group, "-t", "3", "-n", "5", "-o", out, "--quiet"],
        "check one": [command, "check", shares(folder)[0], "--quiet"],
        "check five": [command, "check", *shares(folder, 5), "--quiet"],
        "rebuild from 3": [command, "rebuild", *shares(folder), "-o", out, "--quiet"],
    }


def prepare(base: str | None) -> str:
    folder = tempfile.mkdtemp(prefix="holdfast-bench-", dir=base)
    for step in (["keygen", "--group", "secp256k1", "-o", "node.key"],
                 ["split", "node.key", "--group", "secp256k1", "-t", "3", "-n", "5", "-o", "shares"]):
        subprocess.run([command, *step, "--quiet"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder


def remove(folder: str, name: str) -> None:
    out = pathlib.Path(folder, name)
    shutil.rmtree(out) if out.is_dir() else out.unlink(missing_ok=True)


def main() -> None:
    memory, disk = prepare("/dev/shm" if os.access("/dev/shm", os.W_OK) else None), prepare(None)
    secret = os.urandom(32).hex()
    dealt = subprocess.run(
        ["ssss-split", "-t", "3", "-n", "5", "-x", "-q"],
        input=secret, text=True, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    three = "\n".join(dealt.split()[:3]) + "\n"
    ssss_split, ssss_combine = shutil.which("ssss-split"), shutil.which("ssss-combine")
    rows: dict[str, list[tuple[float, float]]] = {}
    peaks: dict[str, float] = {}

    def once(name: str, arguments: list[str], stdin: str = "") -> None:
        if name not in peaks:
            peaks[name] = peak(arguments, stdin.encode())
            remove(memory, "out")
        rows.setdefault(name, []).append(run(arguments, stdin.encode()))
        remove(memory, "out")

    for _ in range(rounds + 2):
        once("ssss-split 3-of-5", [ssss_split, "-t", "3", "-n", "5", "-x", "-q"], secret + "\n")
        once("ssss-combine of 3", [ssss_combine, "-t", "3", "-x", "-q"], three)
        once("holdfast --version", [command, "--version"])
        for name, arguments in cases(memory).items():
            once(f"holdfast {name}", arguments)

    print(f"{rounds} rounds, medians{'':22} CPU ms   wall ms   peak MiB   CPU, of ssss")
    for name, runs in rows.items():
        cpu, wall = (statistics.median(column) for column in zip(*runs[2:]))  # the first two warm up
        rival = "ssss-combine of 3" if "rebuild" in name or "check" in name else "ssss-split 3-of-5"
        ratio = cpu / statistics.median(cpu for cpu, _ in rows[rival][2:])
        print(f"{name:40} {cpu:10.2f}{wall:10.2f}{peaks[name]:11.1f}{ratio:14.2f}")
    print("\nsyncs to disk, under strace:")
    for name, arguments in cases(disk).items():
        print(f"{'holdfast ' + name:40} {syncs(arguments, disk)}")
        remove(disk, "out")
    for folder in (memory, disk):
        shutil.rmtree(folder)


main()
