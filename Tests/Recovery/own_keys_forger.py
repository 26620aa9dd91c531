#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Forge sealed shares that verify and cannot be opened, with small numbers:    python3 own_keys_forger.py [TRIES]

The forger guesses which slots the hash will open, makes those as they should be and fills the others with rubbish,
which is new in each try.  With v of N slots opened, one try in C(N, v) should succeed, and no more: of 6 and 2, one in
15.  That 144 and 48 are used instead is why nobody can.  Off by more than four standard deviations is an error.
"""
import hashlib, itertools, math, sys

import own_keys as own, own_keys_proof as sealed
from own_keys import GROUPS, times

N, V = 6, 2

def drawn(*labels):
    return hashlib.sha512("/".join(map(str, labels)).encode()).digest()

def scalar(group, *labels):
    return int.from_bytes(drawn(*labels), "big") % (group.q - 1) + 1

def dealing_to(holder_group, d):
    shared = GROUPS["secp256k1"]
    coefficients = [scalar(shared, "coefficient", k) for k in range(2)]
    holders = [own.Holder(1, holder_group, times(holder_group, d, holder_group.base))]
    commitments = [times(shared, a, shared.base) for a in coefficients]
    return own.Dealing("publicly-verifiable", shared, 0, holders, commitments, {}), coefficients

class Forger:
    def __init__(self, dealing, coefficients, salt):
        self.dealing, self.salt, shared = dealing, salt, dealing.shared
        h = [own.polynomial(shared, coefficients, 1), *(scalar(shared, "h", k) for k in range(1, V + 1))]
        self.honest = sealed.make_blob(dealing, salt, 1, h, {i: drawn("sigma", i)[:16] for i in range(1, N + 1)})

    def proof(self, guess, attempt):
        """Only the slots of the guess are good; what is sent is what is opened, whether or not the guess was right."""
        rubbish = {i: data[:-48] + drawn("rubbish", attempt, i)[:48] for i, data in self.honest.slots.items()}
        slots = {i: self.honest.slots[i] if i in guess else rubbish[i] for i in rubbish}
        blob = sealed.Blob(self.honest.points, self.honest.values, self.honest.sigmas, slots)
        return sealed.write_proof(self.dealing, self.salt, [blob], N, V)

def succeeds(forger, d, proof):
    """Whether the proof verifies, and the holder's opening finds nothing."""
    try:
        sealed.verify_proof(forger.dealing, proof, N, V)
    except own.Refused:
        return False
    try:
        sealed.open_proof(forger.dealing, proof, 1, d, N, V)
    except own.Refused:
        return True
    raise AssertionError("a forgery was opened")

def main(tries):
    d = scalar(GROUPS["ed25519"], "holder")
    forger = Forger(*dealing_to(GROUPS["ed25519"], d), drawn("salt")[:32])
    guesses = itertools.cycle(itertools.combinations(range(1, N + 1), V))
    hits = sum(succeeds(forger, d, forger.proof(next(guesses), attempt)) for attempt in range(tries))
    chance = 1 / math.comb(N, V)
    off = (hits - tries * chance) / math.sqrt(tries * chance * (1 - chance))
    print(f"{hits} of {tries} tries: one in {tries / max(hits, 1):.1f}, {off:+.1f} deviations from {math.comb(N, V)}")
    return abs(off) > 4

if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500))
