#!/usr/bin/env python3
"""Makes a share that fits, as someone can who knows only the public key: holdfast-protocol(7), section 11.

    outsider.py DEALING      writes the share file of holder 1 of a forged dealing to standard output

DEALING is any 2 of n. The forger chooses f(1) and computes A_1 = f(1)*G - A_0, so that f(1) fits; nobody knows A_1's
discrete logarithm, nor the key. All else is copied, the id computed again, and the proof made with a key of their own,
which is the best that can be done.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "Vectors"))
sys.dont_write_bytecode = True

from reference import dealing as dealings, sharefile  # noqa: E402
from reference.groups import GROUPS, evaluate, multiply  # noqa: E402

dealing = dealings.read(pathlib.Path(sys.argv[1]).read_bytes())
group = GROUPS[dealing["group"]]
key = group.decode(bytes.fromhex(dealing["commitments"][0]))
chosen = 1234567890
# f(1)*G - A_0, as the polynomial with these two coefficients at q - 1.
slope = evaluate(group, [multiply(group, chosen, group.generator), key], group.q - 1)
dealing["commitments"] = [dealing["commitments"][0], group.encode(slope).hex()]
dealing["id"] = dealings.identity(dealing).hex()
dealing["proof"] = dealings.prove(group, chosen, 987654321, bytes.fromhex(dealing["id"])).hex()
sys.stdout.buffer.write(sharefile.write(dealing, 1, [sharefile.write_line(dealing, 1, chosen)]))
