#!/usr/bin/env python3
"""Runs the command on a machine that draws the same random bytes each time, and looks at what it dealt.

    snapshot.py ARGUMENT...            runs $HOLDFAST; every getrandom gives the same bytes
    snapshot.py --compare A B C D      dealing.json of one key twice, of another key, and of another threshold

From two proofs (c, s) with one nonce anybody computes the key: x = (s - s')/(c - c').
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "Vectors"))
sys.dont_write_bytecode = True

from reference.groups import GROUPS, multiply  # noqa: E402

# What gdb runs: every call stops twice, on its way in and out.
SAME_BYTES = """
import gdb
gdb.execute("catch syscall getrandom")
gdb.execute("run")
while gdb.selected_inferior().pid:
    count, place = (int(gdb.parse_and_eval(name)) for name in ("$rax", "$rdi"))
    if count > 0:
        gdb.selected_inferior().write_memory(place, bytes(range(1, count + 1)))
    gdb.execute("continue")
print("ended with", gdb.parse_and_eval("$_exitcode"))
"""


def run(arguments: list[str]) -> int:
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(SAME_BYTES)
        script.flush()
        done = subprocess.run(
            ["gdb", "-nx", "-batch", "-ex", "set confirm off", "-x", script.name, "--args", os.environ["HOLDFAST"],
             *arguments], check=False, capture_output=True, text=True)
    if ended := re.search(r"^ended with (\d+)$", done.stdout, re.MULTILINE):
        return int(ended[1])
    print(done.stdout, done.stderr, sep="\n")
    return 1


def nonce_point(dealing: dict) -> bytes:
    """R = s*G - c*A_0, as the second implementation computes it."""
    group = GROUPS[dealing["group"]]
    proof = bytes.fromhex(dealing["proof"])
    c, s = (int.from_bytes(part, "big") for part in (proof[:32], proof[32:]))
    key = group.decode(bytes.fromhex(dealing["commitments"][0]))
    return group.encode(group.add(multiply(group, s, group.generator), multiply(group, group.q - c % group.q, key)))


def key_from(first: dict, second: dict) -> int:
    group = GROUPS[first["group"]]
    (c, s), (d, t) = (
        [int.from_bytes(bytes.fromhex(one["proof"])[k:k + 32], "big") for k in (0, 32)] for one in (first, second))
    return (s - t) * pow(c - d, -1, group.q) % group.q


def compare(paths: list[str]) -> None:
    one, again, other, longer = (json.loads(pathlib.Path(path).read_text()) for path in paths)
    group = GROUPS[one["group"]]
    problems = []
    # Only a run whose randomness really came twice proves anything.
    if one["commitments"] != again["commitments"]:
        problems.append("the bytes did not come twice: one key has two polynomials")
    if one["commitments"][1] in (other["commitments"] + longer["commitments"]):
        problems.append("another key or threshold has the same coefficient")
    points = {nonce_point(dealing) for dealing in (one, again, other, longer)}
    if len(points) != 4:
        problems.append("two proofs have one nonce")
    if group.encode(multiply(group, key_from(one, again), group.generator)).hex() == one["commitments"][0]:
        problems.append("two public dealings give the key")
    if len({dealing["original"][name] for dealing in (one, other) for name in ("salt", "nonce")}) != 4:
        problems.append("two files are sealed with one salt or nonce")
    print("\n".join(problems) or "the same polynomial twice, and no key from two proofs")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    if sys.argv[1] == "--compare":
        compare(sys.argv[2:])
    sys.exit(run(sys.argv[1:]))
