# SPDX-License-Identifier: Apache-2.0
"""Dealings to keys that the holders already have: a second implementation of holdfast-own-keys(5), for tests only.

Written from that page alone, so that an error in either implementation shows as a difference.  Its running time depends
on secrets and nothing is wiped: never use it on a key that matters.  In capitals stand the sections of the page.

Points are affine pairs (None or (0, 1) is the identity), scalars are numbers below the order of their group; `shared`
is the group of the key that was dealt, and a holder's group is the one in which the holder's own key lives.  The
section PUBLICLY VERIFIABLE is in own_keys_proof.py.
"""
import dataclasses, functools, hashlib, hmac, math, types

from recover import GROUPS as CURVES, Problem, add, field, read_point, u32

GROUPS = {name: types.SimpleNamespace(**vars(curve), name=name, base=read_point(curve, bytes.fromhex(curve.g)))
          for name, curve in CURVES.items()}  # in the order in which they are listed in every hash

class Refused(Exception):
    """`verdict` is the stable word, `who` the holders that it is about: only those whom the evidence convicts."""

    def __init__(self, verdict, *who):
        super().__init__(verdict, *who)
        self.verdict, self.who = verdict, who

def need(condition, verdict, *who):
    if not condition:
        raise Refused(verdict, *who)

# GROUPS.

@functools.lru_cache(maxsize=256)
def doublings(name, point):
    """The point times 1, 2, 4 ... 2^255."""
    found = [point]
    while len(found) < 256:
        found.append(add(GROUPS[name], found[-1], found[-1]))
    return found

def times(group, k, point):
    """The point k times; k is not reduced, so that it is right outside of the subgroup, too."""
    total = group.zero
    for place, power in enumerate(doublings(group.name, point)):
        if k >> place & 1:
            total = add(group, total, power)
    return total

def minus(group, one, two):
    return add(group, one, times(group, group.q - 1, two))

def encode(group, point):
    x, y = point
    if group.number == 3:
        return (y + (x % 2 << 255)).to_bytes(32, "little")
    return bytes([2 + y % 2]) + x.to_bytes(32, "big")

def decode(group, data, verdict, *who):
    """A canonical point of the subgroup of prime order that is not the identity."""
    try:
        return read_point(group, data)
    except Problem:
        raise Refused(verdict, *who) from None

def scalar_bytes(group, k):
    return k.to_bytes(32, group.byteorder)

def read_scalar(group, data, verdict, *who):
    k = int.from_bytes(data, group.byteorder)
    need(len(data) == 32 and k < group.q, verdict, *who)
    return k

def polynomial(group, coefficients, x):
    return sum(a * pow(x, k, group.q) for k, a in enumerate(coefficients)) % group.q

def lagrange(group, indices, i):
    """By what the value at i is multiplied in the value at 0."""
    return math.prod(j * pow(j - i, -1, group.q) for j in indices if j != i) % group.q

# HASHES.

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def number(group, digest):
    return int.from_bytes(digest, "big") % group.q

def hkdf(hash_name, material, info, length):
    """RFC 5869 without a salt, for at most one block of the hash."""
    extracted = hmac.digest(bytes(hashlib.new(hash_name).digest_size), material, hash_name)
    return hmac.digest(extracted, info + b"\x01", hash_name)[:length]

def hash_to_scalar(group, domain, data):
    info = field("holdfast-own-keys/1") + field(domain) + field(group.name)
    return int.from_bytes(hkdf("sha512", data, info, 64), "big") % group.q

# CONTEXT.

@dataclasses.dataclass
class Holder:
    index: int
    group: types.SimpleNamespace
    key: tuple  # P_j

@dataclasses.dataclass
class Dealing:
    """What everybody knows; the layer of files computes the id and says which indices there may be."""
    suite: str  # "masked" or "publicly-verifiable"
    shared: types.SimpleNamespace
    epoch: int
    holders: list  # by ascending index
    commitments: list  # A_0 ... A_(t-1)
    ephemerals: dict  # name of a holders' group: E_g; empty for publicly-verifiable
    id: bytes = bytes(32)

    def holder(self, index):
        return next(holder for holder in self.holders if holder.index == index)

    def public_share(self, index):
        """X_j: the identity if the share is 0."""
        total = self.shared.zero
        for point in reversed(self.commitments):
            total = add(self.shared, times(self.shared, index, total), point)
        return total

    def groups(self):
        return [group for group in GROUPS.values() if any(holder.group is group for holder in self.holders)]

    def context(self):
        parts = [field("holdfast-own-keys-context/1"), field(self.suite), field(self.shared.name), u32(self.epoch),
                 u32(len(self.commitments)), u32(len(self.holders))]
        for holder in self.holders:
            parts += [u32(holder.index), field(holder.group.name), field(encode(holder.group, holder.key))]
        parts += [field(encode(self.shared, point)) for point in self.commitments] + [u32(len(self.ephemerals))]
        for name in filter(self.ephemerals.get, GROUPS):
            parts += [field(name), field(encode(GROUPS[name], self.ephemerals[name]))]
        return sha256(*parts)

def up_to_sign(group, point):
    """Opposite points have one x, and on the Edwards curve one y."""
    return point[1] if group.number == 3 else point[0]

def alike(group, commitments):
    """Whether two are equal up to sign, or one behind the first is the generator."""
    points = [up_to_sign(group, point) for point in commitments]
    return len(set(points)) < len(points) or up_to_sign(group, group.base) in points[1:]

def refuse_keys(dealing):
    """KEYS REFUSED.  Up to their signs, all of these must differ within their group.  Points were decoded before."""
    own = [dealing.commitments[0], *(dealing.public_share(holder.index) for holder in dealing.holders)]
    of_the_key = {up_to_sign(dealing.shared, point) for point in own if point != dealing.shared.zero}
    for group in dealing.groups():
        keys = [up_to_sign(group, holder.key) for holder in dealing.holders if holder.group is group]
        need(len(set(keys)) == len(keys), "keys-alike")
        need(up_to_sign(group, group.base) not in keys, "key-is-generator")
        need(group is not dealing.shared or not of_the_key & set(keys), "key-of-the-dealing")
        if group.name in dealing.ephemerals:
            ephemeral = up_to_sign(group, dealing.ephemerals[group.name])
            need(ephemeral not in keys, "key-is-ephemeral")
            need(group is not dealing.shared or ephemeral != up_to_sign(group, own[0]), "ephemeral-is-public-key")
    expected = [group.name for group in dealing.groups()] if dealing.suite == "masked" else []
    need([name for name in GROUPS if name in dealing.ephemerals] == expected, "ephemerals-do-not-fit")

def own_secret(holder, node_key):
    """d_j of a node key: in the groups of SEC 1, P_j may have been written down without the sign of its y."""
    for d in [node_key] if holder.group.number == 3 else [node_key, holder.group.q - node_key]:
        if times(holder.group, d, holder.group.base) == holder.key:
            return d
    raise Refused("not-the-key-of-the-holder")

# SCHNORR'S PROOF, for one or several points to one secret.  A statement is what its challenge hashes before the T.

def nonce(group, role, d, fresh, statement):
    """HEDGED RANDOMNESS."""
    data = field(scalar_bytes(group, d)) + field(fresh) + field(sha256(statement))
    return hash_to_scalar(group, "nonce " + role, data)

def prove(group, statement, bases, d, k):
    c = sha256(statement, *(field(encode(group, times(group, k, base))) for base in bases))
    return c + scalar_bytes(group, (k + number(group, c) * d) % group.q)

def verify(group, statement, pairs, proof, verdict, *who):
    """Each of the pairs (base, point) is claimed to have the same logarithm."""
    need(len(proof) == 64, verdict, *who)
    c, z = proof[:32], read_scalar(group, proof[32:], verdict, *who)
    ts = [minus(group, times(group, z, base), times(group, number(group, c), point)) for base, point in pairs]
    need(group.zero not in ts and c == sha256(statement, *(field(encode(group, t)) for t in ts)), verdict, *who)

# THE DEALER'S PROOF.

def dealer_statements(dealing):
    found = [(dealing.shared, dealing.commitments[0])]
    return found + [(group, dealing.ephemerals[group.name]) for group in dealing.groups() if dealing.ephemerals]

def dealer_challenge(dealing, ts):
    parts = [field("holdfast-own-keys-dealer/1"), field(dealing.id), u32(len(ts))]
    for (group, point), t in zip(dealer_statements(dealing), ts):
        parts += [field(group.name), *(field(encode(group, each)) for each in (group.base, point, t))]
    return sha256(*parts)

def prove_dealer(dealing, secrets, nonces):
    """The secrets are x, then the e of each group, in order."""
    groups = [group for group, _ in dealer_statements(dealing)]
    c = dealer_challenge(dealing, [times(group, k, group.base) for group, k in zip(groups, nonces)])
    answers = ((k + number(group, c) * w) % group.q for group, k, w in zip(groups, nonces, secrets))
    return c + b"".join(map(scalar_bytes, groups, answers))

def verify_dealer(dealing, proof):
    statements, c, ts = dealer_statements(dealing), proof[:32], []
    need(len(proof) == 32 + 32 * len(statements), "dealer-proof-wrong")
    for place, (group, point) in enumerate(statements, 1):
        s = read_scalar(group, proof[32 * place:32 * place + 32], "dealer-proof-wrong")
        ts.append(minus(group, times(group, s, group.base), times(group, number(group, c), point)))
        need(ts[-1] != group.zero, "dealer-proof-wrong")
    need(c == dealer_challenge(dealing, ts), "dealer-proof-wrong")

# MASKED.

def mask(dealing, index, common):
    """`common` is I_j, as secret as the share."""
    data = field(dealing.context()) + u32(index) + field(encode(dealing.holder(index).group, common))
    return hash_to_scalar(dealing.shared, "mask", data)

def masked_share(dealing, index, share, e):
    holder = dealing.holder(index)
    return (share + mask(dealing, index, times(holder.group, e, holder.key))) % dealing.shared.q

def unmasked(dealing, index, masked, common):
    """The share, if it is the one that the commitments promise: else the dealer is convicted, given a right proof."""
    share = (masked - mask(dealing, index, common)) % dealing.shared.q
    need(times(dealing.shared, share, dealing.shared.base) == dealing.public_share(index), "dealer-cheated")
    return share

# THE HOLDER'S ANSWER (Chaum and Pedersen) and ACKNOWLEDGEMENT.

def answer_statement(dealing, request, index, common):
    holder = dealing.holder(index)
    points = holder.group.base, holder.key, dealing.ephemerals[holder.group.name], common
    return b"".join([field("holdfast-own-keys-share/1"), field(holder.group.name), field(request), field(dealing.id),
                     u32(index), *(field(encode(holder.group, point)) for point in points)])

def answer(dealing, request, index, d, fresh):
    """I_j and the proof of it."""
    holder = dealing.holder(index)
    ephemeral = dealing.ephemerals[holder.group.name]
    common = times(holder.group, d, ephemeral)
    statement = answer_statement(dealing, request, index, common)
    k = nonce(holder.group, "share", d, fresh, statement)
    return common, prove(holder.group, statement, [holder.group.base, ephemeral], d, k)

def check_answer(dealing, request, index, masked, common, proof):
    """The share, from the bytes of I_j and of the proof."""
    holder, unauthentic = dealing.holder(index), ("submission-unauthentic", index)
    common = decode(holder.group, common, *unauthentic)
    pairs = [(holder.group.base, holder.key), (dealing.ephemerals[holder.group.name], common)]
    verify(holder.group, answer_statement(dealing, request, index, common), pairs, proof, *unauthentic)
    return unmasked(dealing, index, masked, common)

# THE EVIDENCE, that a dealer masked something else than the share: the point again, with a proof of its own.

def evidence_statement(dealing, index, common):
    holder = dealing.holder(index)
    points = holder.group.base, holder.key, dealing.ephemerals[holder.group.name], common
    return b"".join([field("holdfast-own-keys-evidence/1"), field(holder.group.name), field(dealing.id), u32(index),
                     *(field(encode(holder.group, point)) for point in points)])

def evidence(dealing, index, masked, d, fresh):
    """I_j and the proof of it, where the dealer cheated; from a good share none is made."""
    holder = dealing.holder(index)
    ephemeral = dealing.ephemerals[holder.group.name]
    common = times(holder.group, d, ephemeral)
    try:
        unmasked(dealing, index, masked, common)
    except Refused:
        statement = evidence_statement(dealing, index, common)
        k = nonce(holder.group, "evidence", d, fresh, statement)
        return common, prove(holder.group, statement, [holder.group.base, ephemeral], d, k)
    raise Refused("evidence-unfounded", index)

def judge_evidence(dealing, request, index, masked, common, proof):
    """Returns where the dealer is convicted; `request` is the id of the one that was answered, or None."""
    holder, unauthentic = dealing.holder(index), ("evidence-unauthentic", index)
    common = decode(holder.group, common, *unauthentic)
    statement = (evidence_statement(dealing, index, common) if request is None
                 else answer_statement(dealing, request, index, common))
    pairs = [(holder.group.base, holder.key), (dealing.ephemerals[holder.group.name], common)]
    verify(holder.group, statement, pairs, proof, *unauthentic)
    try:
        unmasked(dealing, index, masked, common)
    except Refused:
        return
    raise Refused("evidence-unfounded", index)

def acknowledgement_statement(dealing, index):
    holder = dealing.holder(index)
    return b"".join([field("holdfast-own-keys-acknowledge/1"), field(holder.group.name), field(dealing.id), u32(index),
                     field(encode(holder.group, holder.key))])

def acknowledge(dealing, index, d, fresh):
    group, statement = dealing.holder(index).group, acknowledgement_statement(dealing, index)
    return prove(group, statement, [group.base], d, nonce(group, "acknowledge", d, fresh, statement))

def check_acknowledgement(dealing, index, proof):
    holder = dealing.holder(index)
    statement = acknowledgement_statement(dealing, index)
    verify(holder.group, statement, [(holder.group.base, holder.key)], proof, "not-acknowledged", index)

# BLINDED REBUILDING.

@dataclasses.dataclass
class Submission:
    """One holder's, in bytes."""
    value: bytes  # u_j
    points: dict  # the index of the other one of each pair: R_jk
    proof: bytes

def check_set(dealing, chosen, index):
    indices = [holder.index for holder in dealing.holders]
    need(chosen == sorted(set(chosen) & set(indices)) and index in chosen, "set-wrong")
    need(len(chosen) >= len(dealing.commitments), "set-too-small")
    need(all(dealing.holder(k).group is dealing.holder(index).group for k in chosen), "groups-differ")

def pair_scalar(dealing, request, chosen, index, other, d):
    """r_jk, which both of the pair compute; the smaller index adds it and the larger one subtracts it."""
    group = dealing.holder(index).group
    common = times(group, d, dealing.holder(other).key)
    need(common != group.zero, "pair-product-is-identity")
    data = b"".join([field(encode(group, common)), field(request), field(dealing.id), u32(len(chosen)),
                     *map(u32, chosen), u32(min(index, other)), u32(max(index, other))])
    return hash_to_scalar(dealing.shared, "pair", data)

def sign_of(index, other):
    return 1 if index < other else -1

def blinded_statement(dealing, request, index, value, points):
    """The bytes of u_j and of each R_jk, by ascending k."""
    holder = dealing.holder(index)
    parts = [field("holdfast-own-keys-blinded/1"), field(holder.group.name), field(request), field(dealing.id),
             u32(index), field(encode(holder.group, holder.key)), field(value), u32(len(points))]
    return b"".join(parts + [field(points[k]) for k in sorted(points)])

def blinded(dealing, request, chosen, index, d, share, fresh):
    check_set(dealing, chosen, index)
    shared, group = dealing.shared, dealing.holder(index).group
    pairs = {k: pair_scalar(dealing, request, chosen, index, k, d) for k in chosen if k != index}
    value = lagrange(shared, chosen, index) * share + sum(sign_of(index, k) * r for k, r in pairs.items())
    value = scalar_bytes(shared, value % shared.q)
    points = {k: encode(shared, times(shared, r, shared.base)) for k, r in pairs.items()}
    statement = blinded_statement(dealing, request, index, value, points)
    k = nonce(group, "blinded", d, fresh, statement)
    return Submission(value, points, prove(group, statement, [group.base], d, k))

def rebuild_blinded(dealing, request, chosen, submissions):
    """x, from the submissions of all holders of the set; their shares stay unknown.  The order of verdicts counts."""
    shared, values, points = dealing.shared, {}, {}
    for j in chosen:
        holder, sent, unauthentic = dealing.holder(j), submissions[j], ("submission-unauthentic", j)
        need(sorted(sent.points) == [k for k in chosen if k != j], *unauthentic)
        values[j] = read_scalar(shared, sent.value, *unauthentic)
        points[j] = {k: decode(shared, data, *unauthentic) for k, data in sent.points.items()}
        statement = blinded_statement(dealing, request, j, sent.value, sent.points)
        verify(holder.group, statement, [(holder.group.base, holder.key)], sent.proof, *unauthentic)
    cheated = set()
    for j in chosen:
        expected = times(shared, lagrange(shared, chosen, j), dealing.public_share(j))
        for k, point in points[j].items():
            expected = add(shared, expected, point) if j < k else minus(shared, expected, point)
        if times(shared, values[j], shared.base) != expected:
            cheated.add(j)
    for j in chosen:
        for k in points[j]:
            need(points[j][k] == points[k][j] or cheated & {j, k}, "pair-disagrees", j, k)
    for j in chosen:
        need(j not in cheated, "holder-cheated", j)
    x = sum(values.values()) % shared.q
    need(times(shared, x, shared.base) == dealing.commitments[0], "key-does-not-fit")
    return x
