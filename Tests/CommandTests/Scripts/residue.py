#!/usr/bin/env python3
"""Looks for a secret in the memory of the command after it has signed.

    residue.py HOLDFAST KEY-HEX CANARY-HEX SHARE… -- ARGUMENT…

gdb runs the command with ARGUMENT… and takes a core as the system would when it writes its result to standard output,
and when it ends another of all memory, also what core dumps leave out. Each is searched for the key and for the shares' numbers, whole and in windows of 8 bytes, in every form that the
command reads, writes or computes with. The same search must find a canary, whose forms stand in the environment.
"""

import base64
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def forms(secret: bytes) -> dict[str, bytes]:
    """A 32-byte number, big-endian, in the forms to look for."""
    limbs = [secret[i:i + 8] for i in range(0, 32, 8)]
    groups = five_bits(secret)
    return {
        "raw": secret,
        "little-endian (limbs of this machine)": secret[::-1],
        "limbs, highest first": b"".join(limb[::-1] for limb in limbs),
        "limbs of big-endian bytes, lowest first": b"".join(reversed(limbs)),
        "hex": secret.hex().encode(),
        "hex, capitals": secret.hex().upper().encode(),
        "base64": base64.b64encode(secret).rstrip(b"="),
        "base64, one byte later": base64.b64encode(b"\0" + secret)[4:-2],
        "base64, two bytes later": base64.b64encode(b"\0\0" + secret)[4:],
        "five-bit groups": bytes(groups),
        "bech32 letters": "".join(LETTERS[group] for group in groups).encode(),
        "decimal JSON array": ",".join(map(str, secret)).encode(),
        "decimal JSON array with blanks": ", ".join(map(str, secret)).encode(),
    }


def five_bits(secret: bytes) -> list[int]:
    bits = "".join(f"{byte:08b}" for byte in secret)
    return [int(bits[i:i + 5], 2) for i in range(0, 255, 5)]


def windows(form: str, whole: bytes) -> list[bytes]:
    """Pieces of which chance puts none into a core: 8 bytes of the secret, however they are written."""
    if form.startswith("decimal"):
        numbers = re.findall(rb"\d+", whole)
        comma = b", " if b" " in whole else b","
        return [b"," + b" " * (b" " in whole) + comma.join(numbers[i:i + 8]) + b"," for i in range(1, 24, 8)]
    width = {"h": 16, "b": 12, "f": 13}.get(form[0], 8)
    return [whole[i:i + width] for i in range(0, len(whole) - width + 1, width)]


def share_numbers(path: str) -> list[bytes]:
    """A share's number, and its letters and groups as they stand in the line, which begin inside the number's bits."""
    line = re.search(r"\bhfs1([a-z0-9]{85})\b", pathlib.Path(path).read_text())[1]
    values = [LETTERS.index(letter) for letter in line]
    payload = int("".join(f"{value:05b}" for value in values[:72]), 2)
    return [(payload & (1 << 256) - 1).to_bytes(32, "big"), line[21:72].encode(), bytes(values[21:72])]


def found(core: bytes, secret: bytes) -> list[str]:
    return [form for form, whole in forms(secret).items() if any(piece in core for piece in windows(form, whole))]


def cores(command: list[str], environment: dict, folder: str) -> list[pathlib.Path]:
    """Two cores: at the write to standard output, and at the end."""
    script = [
        "set confirm off", "set pagination off", "catch syscall write", "condition 1 $rdi == 1",
        f"run {shlex.join(command[1:])} > result", f"gcore {folder}/core.result", "delete",
        "set dump-excluded-mappings on", "set use-coredump-filter off",
        "catch syscall exit_group", "continue", f"gcore {folder}/core.end", "kill",
    ]
    arguments = ["gdb", "-nx", "-batch"]
    for line in script:
        arguments += ["-ex", line]
    done = subprocess.run(
        arguments + [command[0]], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        cwd=folder)
    taken = sorted(pathlib.Path(folder).glob("core.*"))
    if len(taken) != 2:
        sys.exit(f"residue.py: gdb took {len(taken)} cores of 2\n{done.stdout}\n{done.stderr}")
    return taken


def environment_with(canary: bytes) -> dict[bytes, bytes]:
    environment = {b"PATH": os.environb[b"PATH"], b"HOME": os.environb[b"HOME"]}
    for number, whole in enumerate(forms(canary).values()):
        environment[b"CANARY%d" % number] = whole + b","
    return environment


def faults(path: pathlib.Path, canary: bytes, key: bytes, shares: list[str]) -> list[str]:
    """What a core has of the key and the shares, and whether the search finds anything at all."""
    core = path.read_bytes()
    missed = set(forms(canary)) - set(found(core, canary))
    problems = [f"{path.name}: the search misses the canary as {form}" for form in sorted(missed)]
    problems += [f"{path.name}: the key is there as {form}" for form in found(core, key)]
    for share in shares:
        number, letters, groups = share_numbers(share)
        problems += [f"{path.name}: the number of {share} is there as {form}" for form in found(core, number)]
        for form, whole in (("bech32 letters", letters), ("five-bit groups", groups)):
            if any(piece in core for piece in windows(form, whole)):
                problems.append(f"{path.name}: the line of {share} is there as {form}")
    return problems


def main() -> None:
    holdfast, key, canary = sys.argv[1], bytes.fromhex(sys.argv[2]), bytes.fromhex(sys.argv[3])
    split = sys.argv.index("--")
    shares, arguments = sys.argv[4:split], sys.argv[split + 1:]
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(pathlib.Path(word).resolve()) if os.path.exists(word) else word for word in arguments]
        for path in cores([holdfast, *paths], environment_with(canary), folder):
            problems += faults(path, canary, key, shares)
            print(f"{path.name}: {path.stat().st_size} bytes searched")
        if not pathlib.Path(folder, "result").read_text().startswith("0x"):
            problems.append("the command did not sign")
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
