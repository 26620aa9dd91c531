#!/usr/bin/env python3
"""Gives the program that draws good and damaged jobs: it draws or says no, and never crashes."""

import os
import pathlib
import random
import struct
import subprocess
import sys

PRINT = pathlib.Path(os.environ["HOLDFAST"]).parent / "holdfast-print"


def field(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def job(**texts: str) -> bytes:
    rows = b"hfs1pyqqr943su5h3zhsqqwjswmal9jdxmz0k5vj9ve6e782nlyyzhxzj9pjw0dua3yrrdj8fmyv8n7wy2rgzjwgsas46q3"
    texts = {"kind": "share", "form": "pdf", "size": "a4", "dealing": "J6CC-W2T3", "threshold": "2", "holders": "3",
             "group": "secp256k1", "created": "2026-11-22T10:02:33Z", "printed": "2026-11-30T00:00:00Z", "index": "1",
             "holder": "Aino", **texts}
    return (b"holdfast-print-job/1\n" + (field(b"rows") + field(rows) if texts["kind"] == "share" else b"")
            + b"".join(field(name.encode()) + field(text.encode()) for name, text in texts.items()))


def run(data: bytes) -> int:
    return subprocess.run([PRINT], input=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode


def check(status: int, wanted: set, what: object) -> None:
    if status not in wanted:
        sys.exit(f"status {status} instead of {wanted} for {what!r}")


check(run(job()), {0}, "a good job")
check(run(job(kind="sealed", sealed="-----BEGIN AGE ENCRYPTED FILE-----\nAAAA\n")), {0}, "a sealed share")
check(run(job(kind="dealing", parts="hfd1:1/1:J6CCW2T3:x", form="svg", size="card")), {0}, "a dealing")
check(run(job(kind="dealing", parts="x" * 4000)), {4}, "a code that is too long for any")
check(run(job(holder="x" * 5000, label="\u202e" * 300, addresses="a\tb\n" * 400)), {0}, "texts that are too long")
check(run(job(holder="\ue000")), {5}, "a letter that no font has")
for damaged in (b"", b"garbage", job()[:-1], job()[:40], job(size="a5"), job(form="png"), job(kind="key"),
                job().replace(b"job/1", b"job/2"), b"holdfast-print-job/1\n" + b"\xff" * 60,
                b"holdfast-print-job/1\n" + field(b"rows") + field(b"short"), job() + bytes(1 << 20)):
    check(run(damaged), {2, 3}, damaged[:60])
random.seed(int(os.environ.get("SEED", "7")))
for _ in range(40):
    data = bytearray(job())
    for _ in range(random.randint(1, 3)):
        data[random.randrange(21, len(data))] = random.randrange(256)
    check(run(bytes(data)), {0, 2, 4, 5}, bytes(data))
