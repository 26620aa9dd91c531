"""Vectors of holdfast-own-keys(5): known answers with all that is between, and what must be refused.

Nothing is random: every secret is the SHA-512 of a text with the name of the case. See Vectors/own-keys/README.md.
"""

import functools
import hashlib
import json

import own_keys as own
from own_keys import GROUPS, encode, scalar_bytes, times

SECP, P256, ED = GROUPS.values()
# name, shared group, threshold, epoch, then for each holder the index and the group; "odd" stands for a node key
# of the other sign than the public key of the holder
KINDS = [
    ("secp256k1-all-secp256k1", SECP, 2, 0, [(1, SECP), (2, SECP, "odd"), (3, SECP)]),
    ("secp256k1-all-p256", SECP, 2, 0, [(1, P256), (2, P256), (3, P256, "odd")]),
    ("secp256k1-all-ed25519", SECP, 2, 0, [(1, ED), (2, ED), (3, ED)]),
    ("secp256k1-mixed", SECP, 3, 0, [(1, ED), (2, SECP), (3, P256), (4, ED), (5, ED)]),
    ("p256-all-p256", P256, 3, 0, [(1, P256), (2, P256), (3, P256), (4, P256), (5, P256)]),
    ("p256-all-secp256k1", P256, 2, 0, [(1, SECP), (2, SECP, "odd")]),
    ("p256-mixed-gaps", P256, 2, 4294967295, [(2, SECP), (7, ED), (300, SECP), (65535, P256)]),
    ("ed25519-all-ed25519", ED, 3, 0, [(1, ED), (2, ED), (3, ED), (4, ED), (5, ED)]),
    ("ed25519-all-secp256k1", ED, 2, 1, [(1, SECP), (2, SECP), (3, SECP)]),
    ("ed25519-mixed", ED, 2, 0, [(1, P256), (2, SECP), (3, P256, "odd")]),
    ("secp256k1-share-zero", SECP, 2, 0, [(1, SECP), (2, SECP), (3, SECP)]),
]


def drawn(*labels):
    """64 bytes, for ever the same."""
    return hashlib.sha512("/".join(["holdfast own-keys vectors", *map(str, labels)]).encode()).digest()


def drawn_scalar(group, *labels):
    return int.from_bytes(drawn(*labels), "big") % (group.q - 1) + 1


def text(value, group=None):
    """Hexadecimal of bytes, of a point ("" is the identity), or of a scalar."""
    if isinstance(value, int):
        return scalar_bytes(group, value).hex()
    if isinstance(value, bytes):
        return value.hex()
    return "" if value == group.zero else encode(group, value).hex()


class Known:
    """A dealing with all secrets of everybody."""

    def __init__(self, kind, suite="masked"):
        stem, self.shared, threshold, epoch, holders = kind
        self.name = f"{stem}-{threshold}-of-{len(holders)}"
        self.coefficients = [drawn_scalar(self.shared, stem, "coefficient", k) for k in range(threshold)]
        if "share-zero" in stem:  # f(2) = 0
            self.coefficients[1] = -self.coefficients[0] * pow(2, -1, self.shared.q) % self.shared.q
        self.node_keys, self.secrets, listed = {}, {}, []
        for index, group, *odd in holders:
            d = drawn_scalar(group, stem, "holder", index)
            point = times(group, d, group.base)
            if odd and point[1] % 2:
                d, point = group.q - d, times(group, group.q - d, group.base)
            self.secrets[index], self.node_keys[index] = d, group.q - d if odd else d
            listed.append(own.Holder(index, group, point))
        commitments = [times(self.shared, a, self.shared.base) for a in self.coefficients]
        self.dealing = own.Dealing(suite, self.shared, epoch, listed, commitments, {}, drawn(stem, suite, "id")[:32])
        self.shares = {h.index: own.polynomial(self.shared, self.coefficients, h.index) for h in listed}
        self.ephemeral_secrets, self.masked = {}, {}
        if suite == "masked":
            self.ephemeral_secrets = {g.name: drawn_scalar(g, stem, "e", g.name) for g in self.dealing.groups()}
            self.dealing.ephemerals = {
                name: times(GROUPS[name], e, GROUPS[name].base) for name, e in self.ephemeral_secrets.items()}
            self.masked = {h.index: own.masked_share(self.dealing, h.index, self.shares[h.index],
                                                     self.ephemeral_secrets[h.group.name]) for h in listed}
        own.refuse_keys(self.dealing)
        self.proof_nonces = [drawn_scalar(g, stem, suite, "nonce", place)
                             for place, (g, _) in enumerate(own.dealer_statements(self.dealing))]
        dealers = [self.coefficients[0], *(self.ephemeral_secrets[g.name] for g in self.dealing.groups()
                                           if self.ephemeral_secrets)]
        self.proof = own.prove_dealer(self.dealing, dealers, self.proof_nonces)
        own.verify_dealer(self.dealing, self.proof)
        self.request = drawn(stem, "request")[:32]

    def fresh(self, role, index):
        return drawn(self.name, role, index)[:32]


def public(d):
    """What is in the dealing, as a reader has it before anything is checked."""
    return {
        "suite": d.suite, "group": d.shared.name, "epoch": d.epoch, "threshold": len(d.commitments), "id": text(d.id),
        "holders": [{"index": h.index, "group": h.group.name, "key": text(h.key, h.group)} for h in d.holders],
        "commitments": [text(point, d.shared) for point in d.commitments],
        "ephemerals": [{"group": name, "point": text(d.ephemerals[name], GROUPS[name])}
                       for name in GROUPS if name in d.ephemerals],
    }


def known_answer(known):
    """A case of masked.json."""
    d, shared = known.dealing, known.shared
    case = {"name": known.name, **public(d), "context": text(d.context()),
            "coefficients": [text(a, shared) for a in known.coefficients]}
    for entry in case["ephemerals"]:
        entry["secret"] = text(known.ephemeral_secrets[entry["group"]], GROUPS[entry["group"]])
    for entry, holder in zip(case["holders"], d.holders):
        entry.update(holder_answer(known, holder))
    groups = [group for group, _ in own.dealer_statements(d)]
    case["proof"] = {"nonces": [text(k, g) for k, g in zip(known.proof_nonces, groups)], "bytes": text(known.proof)}
    case["request"] = text(known.request)
    case["answers"] = [holders_answer(known, holder) for holder in d.holders]
    case["evidence"] = [evidence(known, holder) for holder in d.holders]
    case["acknowledgements"] = [acknowledgement(known, holder) for holder in d.holders]
    case["blinded"] = [blinded(known, chosen) for chosen in blinded_sets(d)]
    return case


def holder_answer(known, holder):
    d, shared, index = known.dealing, known.shared, holder.index
    secret = known.secrets[index]
    assert own.own_secret(holder, known.node_keys[index]) == secret
    common = times(holder.group, secret, d.ephemerals[holder.group.name])
    masked = known.masked[index]
    assert own.unmasked(d, index, masked, common) == known.shares[index]
    return {"nodeKey": text(known.node_keys[index], holder.group), "secret": text(secret, holder.group),
            "share": text(known.shares[index], shared), "publicShare": text(d.public_share(index), shared),
            "common": text(common, holder.group), "mask": text(own.mask(d, index, common), shared),
            "masked": text(masked, shared)}


def holders_answer(known, holder):
    d, index, secret = known.dealing, holder.index, known.secrets[holder.index]
    fresh = known.fresh("share", index)
    common, proof = own.answer(d, known.request, index, secret, fresh)
    data = encode(holder.group, common)
    assert own.check_answer(d, known.request, index, known.masked[index], data, proof) == known.shares[index]
    statement = own.answer_statement(d, known.request, index, common)
    return {"index": index, "common": text(data), "fresh": text(fresh), "statement": text(own.sha256(statement)),
            "nonce": text(own.nonce(holder.group, "share", secret, fresh, statement), holder.group),
            "proof": text(proof)}


def evidence(known, holder):
    """Against a dealer who masked one more than the share."""
    d, index, secret = known.dealing, holder.index, known.secrets[holder.index]
    fresh, masked = known.fresh("evidence", index), (known.masked[index] + 1) % known.shared.q
    common, proof = own.evidence(d, index, masked, secret, fresh)
    own.judge_evidence(d, None, index, masked, encode(holder.group, common), proof)
    statement = own.evidence_statement(d, index, common)
    return {"index": index, "masked": text(masked, known.shared), "common": text(common, holder.group),
            "fresh": text(fresh), "statement": text(own.sha256(statement)),
            "nonce": text(own.nonce(holder.group, "evidence", secret, fresh, statement), holder.group),
            "proof": text(proof)}


def acknowledgement(known, holder):
    d, index, secret = known.dealing, holder.index, known.secrets[holder.index]
    fresh, statement = known.fresh("acknowledge", index), own.acknowledgement_statement(d, index)
    proof = own.acknowledge(d, index, secret, fresh)
    own.check_acknowledgement(d, index, proof)
    return {"index": index, "fresh": text(fresh), "statement": text(own.sha256(statement)),
            "nonce": text(own.nonce(holder.group, "acknowledge", secret, fresh, statement), holder.group),
            "proof": text(proof)}


def blinded_sets(d):
    """For each group that has enough holders: the first t of them, and all."""
    for group in d.groups():
        indices = [h.index for h in d.holders if h.group is group]
        if len(indices) >= len(d.commitments):
            yield indices[:len(d.commitments)]
            if len(indices) > len(d.commitments):
                yield indices


def blinded_request(known, chosen):
    """The request id that is used with a set."""
    return drawn(known.name, "blinded", chosen)[:32]


@functools.lru_cache(maxsize=None)
def sent_blinded(known, chosen, request):
    return {j: own.blinded(known.dealing, request, list(chosen), j, known.secrets[j], known.shares[j],
                           known.fresh("blinded", f"{j} of {list(chosen)}")) for j in chosen}


def blinded_submissions(known, chosen, request):
    return sent_blinded(known, tuple(chosen), request)


def blinded(known, chosen):
    d, request = known.dealing, blinded_request(known, chosen)
    submissions = blinded_submissions(known, chosen, request)
    assert own.rebuild_blinded(d, request, chosen, submissions) == known.coefficients[0]
    return {"set": chosen, "request": text(request),
            "submissions": [blinded_submission(known, chosen, request, j, submissions[j]) for j in chosen]}


def blinded_submission(known, chosen, request, j, sent):
    d, shared, group, secret = known.dealing, known.shared, known.dealing.holder(j).group, known.secrets[j]
    fresh = known.fresh("blinded", f"{j} of {chosen}")
    statement = own.blinded_statement(d, request, j, sent.value, sent.points)
    pairs = [{"index": k, "common": text(times(group, secret, d.holder(k).key), group),
              "scalar": text(own.pair_scalar(d, request, chosen, j, k, secret), shared), "point": text(sent.points[k])}
             for k in sorted(sent.points)]
    return {"index": j, "lagrange": text(own.lagrange(shared, chosen, j), shared), "pairs": pairs,
            "value": text(sent.value), "fresh": text(fresh), "statement": text(own.sha256(statement)),
            "nonce": text(own.nonce(group, "blinded", secret, fresh, statement), group), "proof": text(sent.proof)}


def hashes():
    """Hashes to scalars, and numbers that are reduced and ones that are not."""
    inputs = [("mask", b""), ("pair", b"\x00"), ("nonce share", b"holdfast"), ("fve-eph", bytes(range(256)))]
    scalars = [{"group": g.name, "domain": domain, "data": text(data),
                "scalar": text(own.hash_to_scalar(g, domain, data), g)}
               for g in GROUPS.values() for domain, data in inputs]
    digests = [bytes(31) + b"\x01", bytes([255]) * 32, *(g.q.to_bytes(32, "big") for g in GROUPS.values())]
    numbers = [{"group": g.name, "hash": text(digest), "number": text(own.number(g, digest), g)}
               for g in GROUPS.values() for digest in digests]
    return {"scalars": scalars, "numbers": numbers}


def known_dealings():
    return {each.name: each for each in map(Known, KINDS)}


def masked(known):
    """The content of masked.json."""
    cases = [known_answer(each) for each in known.values()]
    return {"schema": "holdfast.own-keys-masked/1", **hashes(), "cases": cases}


def stored(value):
    """JSON with one entry a line."""
    parts = (f'"{name}":[\n' + ",\n".join(json.dumps(entry) for entry in part) + "\n]" if isinstance(part, list)
             else f'"{name}":{json.dumps(part)}' for name, part in value.items())
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()
