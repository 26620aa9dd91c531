#!/usr/bin/env python3
"""Forges a share as a cheating holder would: another number under a checksum that is right.

    forge.py SHARE [--index N]      writes the forged file to standard output

Without --index the secret number is changed, with it the holder's index. A share line is `hfs1` and 85 letters of
five bits: version 5, group 3, index 16, dealing id 80, number 256, then 13 letters of checksum (holdfast-share(5)).
"""

import re
import sys

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = [0x19DC500CE73FDE210, 0x1BFAE00DEF77FE529, 0x1FBD920FFFE7BEE52, 0x1739640BDEEE3FDAD, 0x07729A039CFC75F5A]


def checksum(values: list[int]) -> list[int]:
    """BIP-93's short code, started with what the prefix `hfs` leaves."""
    residue = 0x8C63020D3
    for value in values + [0] * 13:
        top = residue >> 60
        residue = (residue & 0x0FFFFFFFFFFFFFFF) << 5 ^ value
        for bit in range(5):
            residue ^= GENERATOR[bit] if top >> bit & 1 else 0
    residue ^= 0x10CE0795C2FD1E62A
    return [residue >> 5 * (12 - place) & 31 for place in range(13)]


def main(path: str, index: int | None) -> None:
    text = open(path).read()
    line = re.search(r"\bhfs1([a-z0-9]{85})\b", text)
    if line is None:
        sys.exit(f"forge.py: {path} holds no share line")
    values = [LETTERS.index(letter) for letter in line[1]]
    if checksum(values[:72]) != values[72:]:
        sys.exit(f"forge.py: the checksum in {path} is wrong already")
    payload = int("".join(f"{value:05b}" for value in values[:72]), 2)
    if index is None:
        payload ^= 1
    else:
        payload = payload & ~(0xFFFF << 336) | index << 336
    forged = [payload >> 5 * (71 - place) & 31 for place in range(72)]
    letters = "".join(LETTERS[value] for value in forged + checksum(forged))
    sys.stdout.write(text.replace(line[1], letters))


main(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 2 else None)
