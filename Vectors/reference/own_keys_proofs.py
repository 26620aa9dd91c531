"""Sealed shares that anyone can check: `proofs.json` of Vectors/own-keys, and a proof of the true size beside it.

Most have 6 slots, of which 2 are opened, instead of 144 and 48, so that a cheating dealer can be played: who spoils
slots tries salts until the hash hides them.
"""

import itertools

import own_keys_proof as sealed

from .own_keys_refused import ORDER_2, bad_points, flipped, read_dealing
from .own_keys_vectors import ED, KINDS, Known, P256, SECP, drawn, drawn_scalar, encode, own, public, text, times

SMALL = 6, 2
TRUE = "true-size", SECP, 2, 0, [(1, SECP), (2, P256), (3, ED)]


class Proven:
    """A publicly verifiable dealing, of which everything is known, and may be spoiled before the hash is taken."""

    def __init__(self, kind, N, v):
        self.known = Known(kind, "publicly-verifiable")
        self.dealing, self.N, self.v, self.name = self.known.dealing, N, v, f"{self.known.name}-{N}-{v}"
        self.polynomials = {
            j: [share, *(drawn_scalar(self.known.shared, self.name, "h", j, k) for k in range(1, v + 1))]
            for j, share in self.known.shares.items()}
        self.sigmas = {j: {i: drawn(self.name, "sigma", j, i)[:16] for i in range(1, N + 1)} for j in self.known.shares}
        self.salt = drawn(self.name, "salt")[:32]

    def blobs(self, salt=None, spoil=lambda index, blob, salt: None):
        """By holder; `spoil` may change a blob in place."""
        made, salt = {}, salt or self.salt
        for j in self.polynomials:
            made[j] = sealed.make_blob(self.dealing, salt, j, self.polynomials[j], self.sigmas[j])
            spoil(j, made[j], salt)
        return made

    def chosen(self, salt, blobs):
        rows = [sealed.blob_row(self.dealing, salt, holder, blobs[holder.index]) for holder in self.dealing.holders]
        return sealed.opened_slots(sealed.commit(self.dealing, rows, self.N, self.v), self.N, self.v)

    def write(self, salt, blobs):
        return sealed.write_proof(self.dealing, salt, list(blobs.values()), self.N, self.v)

    def proof(self):
        return self.write(self.salt, self.blobs())

    def until(self, hidden, spoil, opened=()):
        """The proof with the first salt for which the hash opens none of the slots `hidden` and all of `opened`."""
        for count in itertools.count():
            salt = drawn(self.name, "salt", count)[:32]
            blobs = self.blobs(salt, spoil)
            chosen = set(self.chosen(salt, blobs))
            if not chosen & set(hidden) and set(opened) <= chosen:
                return self.write(salt, blobs)


def known_answer(proven, with_slots):
    """A case: with everything that is between, or without what the slots of a proof of true size need."""
    d, known, N, v = proven.dealing, proven.known, proven.N, proven.v
    proof = proven.proof()
    sealed.verify_proof(d, proof, N, v)
    salt, rows, com, chosen, blobs = sealed.read_proof(d, proof, N, v)
    digest = own.sha256(*(blob.values[i] for blob in blobs for i in chosen))
    case = {"name": proven.name, **public(d), "context": text(d.context()),
            "coefficients": [text(a, known.shared) for a in known.coefficients], "slots": N, "opened": v,
            "dealerProof": {"nonces": [text(known.proof_nonces[0], known.shared)], "bytes": text(known.proof)},
            "salt": text(salt), "commitment": text(com), "chosen": chosen, "digest": text(digest),
            "proofHash": text(own.sha256(proof))}
    for entry, holder, sent in zip(case["holders"], d.holders, rows):
        j = holder.index
        assert sealed.open_proof(d, proof, j, known.secrets[j], N, v) == known.shares[j]
        entry.update({"secret": text(known.secrets[j], holder.group), "share": text(known.shares[j], known.shared),
                      "publicShare": text(d.public_share(j), known.shared), "row": text(sent),
                      "weights": [f"{sealed.weight(com, digest, j, i):032x}" for i in chosen]})
        if with_slots:
            entry.update(between(proven, holder))
    return {**case, "proof": text(proof)} if with_slots else case, proof


def between(proven, holder):
    d, shared, j = proven.dealing, proven.known.shared, holder.index
    blob = proven.blobs()[j]
    slots = []
    for i in range(1, proven.N + 1):
        ephemeral, cipher = blob.slots[i][:-48], blob.slots[i][-48:]
        common = times(holder.group, proven.known.secrets[j], own.decode(holder.group, ephemeral, "point"))
        slots.append({"sigma": text(blob.sigmas[i]), "value": text(blob.values[i], shared),
                      "ephemeral": text(ephemeral), "key": text(sealed.slot_key(d, j, i, ephemeral, common)),
                      "cipher": text(cipher)})
    return {"polynomial": [text(h, shared) for h in proven.polynomials[j]],
            "points": [text(point) for point in blob.points], "slots": slots}


class Places:
    """Where in a proof the parts of a holder's blob begin."""

    def __init__(self, proven):
        d, N, v = proven.dealing, proven.N, proven.v
        self.chosen = proven.chosen(proven.salt, proven.blobs())
        self.points, self.opened, self.hidden, self.salt = {}, {}, {}, len(sealed.MAGIC)
        self.rows = self.salt + 32
        self.size = len(encode(d.shared, d.shared.base))
        place = self.rows + 32 * len(d.holders)
        for holder in d.holders:
            j, wide = holder.index, len(encode(holder.group, holder.key)) + 48
            self.points[j], place = place, place + self.size * v
            self.opened[j], place = place, place + 48 * v
            self.hidden[j], place = place, place + wide * (N - v)


class Refusals:
    def __init__(self):
        self.entries = []

    def add(self, name, proven, verdict, *who, proof=None, replace=None, changed=None):
        """Either the whole proof, or what is replaced in the proof of the case: place and bytes."""
        data = proof if proof is not None else replaced(proven.proof(), replace or [])
        given = {"replace": [[place, text(part)] for place, part in replace or []]} if proof is None else {
            "proof": text(proof)}
        entry = {"name": f"{proven.name}-{name}", "case": proven.name, "changed": changed or {}, **given,
                 "verdict": verdict, "who": list(who)}
        dealing = read_dealing({**public(proven.dealing), **entry["changed"]})
        try:
            sealed.verify_proof(dealing, data, proven.N, proven.v)
        except own.Refused as refused:
            assert (refused.verdict, list(refused.who)) == (verdict, list(who)), (entry["name"], refused)
        else:
            raise AssertionError(entry["name"] + " is not refused")
        assert all(entry["name"] != other["name"] for other in self.entries), entry["name"]
        self.entries.append(entry)


def replaced(data, replace):
    for place, part in replace:
        data = data[:place] + part + data[place + len(part):]
    return data


def refuse_malformed(found, proven):
    proof = proven.proof()
    for what, data in (("empty", b""), ("without-last-byte", proof[:-1]), ("a-byte-more", proof + b"\x00"),
                       ("first-line-only", sealed.MAGIC), ("magic-altered", flipped(proof, 152)),
                       ("line-end-of-another-system", proof.replace(b"/1\n", b"/1\r\n", 1)),
                       ("twice", proof + proof)):
        found.add(what, proven, "proof-malformed", proof=data)


def refuse_altered(found, proven):
    """One part of one holder is not what was hashed: only that holder's share is not shown to be right."""
    d, at, proof = proven.dealing, Places(proven), proven.proof()
    indices = [holder.index for holder in d.holders]
    first, last = indices[0], indices[-1]

    def flip(place):
        return [(place, bytes([proof[place] ^ 1]))]

    for j in (first, last):
        low = at.opened[j] + (31 if d.shared is not ED else 0)  # the lowest byte of a value: it stays below q
        for what, place in (("value", low), ("value-of-second", low + 48), ("sigma", at.opened[j] + 47),
                            ("hidden-ephemeral", at.hidden[j] + 20), ("hidden-cipher", at.hidden[j] + 40),
                            ("hidden-tag", (at.points.get(j + 1) or len(proof)) - 1)):
            found.add(f"{what}-altered-of-{j}", proven, "proof-wrong", j, replace=flip(place))
        exchanged = proof[at.opened[j] + 48:at.opened[j] + 96] + proof[at.opened[j]:at.opened[j] + 48]
        found.add(f"opened-exchanged-of-{j}", proven, "proof-wrong", j, replace=[(at.opened[j], exchanged)])
        points = proof[at.points[j] + at.size:at.points[j] + 2 * at.size] + proof[at.points[j]:at.points[j] + at.size]
        found.add(f"points-exchanged-of-{j}", proven, "proof-wrong", j, replace=[(at.points[j], points)])
    value = proof[at.opened[first]:at.opened[first] + 32]
    if d.shared is ED:
        more = (int.from_bytes(value, "little") + ED.q).to_bytes(32, "little")
        found.add("value-unreduced", proven, "proof-wrong", first, replace=[(at.opened[first], more)])
    point = own.decode(d.shared, proof[at.points[first]:at.points[first] + at.size], "point")
    for what, data in bad_points(d.shared, point):
        if len(data) == at.size:
            found.add(f"point-{what}", proven, "proof-wrong", first, replace=[(at.points[first], data)])
    another = encode(d.shared, own.add(d.shared, point, d.shared.base))
    found.add("point-another", proven, "proof-wrong", first, replace=[(at.points[first], another)])
    found.add("two-holders-altered", proven, "proof-wrong", first, last,
              replace=flip(at.hidden[first] + 50) + flip(at.hidden[last] + 50))
    found.add("another-epoch", proven, "proof-wrong", *indices, changed={"epoch": d.epoch + 1})
    found.add("salt-altered", proven, "proof-wrong", *indices, replace=flip(at.salt))
    for j, place in ((first, at.rows), (last, at.rows + 32 * len(indices) - 1)):
        found.add(f"row-altered-of-{j}", proven, "proof-wrong", *indices, replace=flip(place))


def refuse_cheated(found, proven):
    """Hashed as it is sent, and wrong: no equation of the opened values holds for that holder."""
    d, shared = proven.dealing, proven.known.shared
    first, second, last = (holder.index for holder in d.holders)

    def encrypted(blob, j, i, value, salt):
        blob.values[i] = value % shared.q
        blob.slots[i] = sealed.slot(d, salt, j, i, blob.sigmas[i], blob.values[i])

    def shifts(by):
        """All values of some holders are off by a number, as if the share were."""
        def spoil(j, blob, salt):
            for i in blob.values if j in by else ():
                encrypted(blob, j, i, blob.values[i] + by[j], salt)
        return spoil

    def one_slot(j, blob, salt):
        if j == second:
            encrypted(blob, j, 3, blob.values[3] + 1, salt)

    def higher_degree(j, blob, salt):
        for i in blob.values if j == last else ():
            encrypted(blob, j, i, blob.values[i] + i ** (proven.v + 1), salt)

    def points_exchanged(j, blob, salt):
        if j == first:
            blob.points.reverse()

    found.add("share-plus-one", proven, "proof-wrong", first, proof=proven.until((), shifts({first: 1})))
    found.add("shares-that-cancel", proven, "proof-wrong", first, last,
              proof=proven.until((), shifts({first: 1, last: -1})))
    found.add("all-shares-plus-one", proven, "proof-wrong", first, second, last,
              proof=proven.until((), shifts({first: 1, second: 1, last: 1})))
    found.add("one-opened-value-off", proven, "proof-wrong", second, proof=proven.until((), one_slot, opened=[3]))
    found.add("degree-too-high", proven, "proof-wrong", last, proof=proven.until((), higher_degree))
    found.add("points-hashed-in-another-order", proven, "proof-wrong", first, proof=proven.until((), points_exchanged))


def spoiled_slot(proven, j, i, kind, blob, salt):
    """What a dealer puts in a slot that will stay hidden, or hopes so."""
    d, holder, size = proven.dealing, proven.dealing.holder(j), len(blob.slots[i]) - 48
    ephemeral, cipher = blob.slots[i][:size], blob.slots[i][size:]
    common = times(holder.group, proven.known.secrets[j], own.decode(holder.group, ephemeral, "point"))

    def with_plain(plain, ephemeral=ephemeral, common=common):
        key = sealed.slot_key(d, j, i, ephemeral, common)
        return ephemeral + sealed.chacha20_poly1305(key, plain, sealed.slot_place(d, j, i))

    match kind:
        case "tag":
            return ephemeral + flipped(cipher, 383)
        case "value":
            return with_plain(own.scalar_bytes(d.shared, (blob.values[i] + 1) % d.shared.q))
        case "not-below-order":
            return with_plain(b"\xff" * 32)
        case "identity":
            return encode(ED, ED.zero) + cipher if holder.group is ED else bytes(size) + cipher
        case "small-order-added":  # opens for a reader that does not look at the subgroup
            if holder.group is not ED:
                return flipped(ephemeral, 0) + cipher  # the other sign
            point = own.add(ED, own.decode(ED, ephemeral, "point"), ORDER_2)
            return with_plain(own.scalar_bytes(d.shared, blob.values[i]), encode(ED, point),
                              times(ED, proven.known.secrets[j], point))
        case "not-canonical":
            return b"\xff" * size + cipher


SPOILED = ("tag", "value", "not-below-order", "identity", "small-order-added", "not-canonical")


def openings(proven):
    """Proofs that verify, of a dealer who spoiled slots that the hash then hid: what the holder's opening must give."""
    d, hidden = proven.dealing, proven.N - proven.v
    plans = [("all-but-last", dict(enumerate(SPOILED[:hidden - 1], 1))),
             ("all-hidden", dict(enumerate(SPOILED[1:hidden + 1], 1)))]
    single = [(f"first-hidden-{kind}", {1: kind}) for kind in SPOILED]
    for holder in d.holders:
        for what, plan in plans + single if holder.group is ED else plans:
            def spoil(j, blob, salt):
                for i, kind in plan.items() if j == holder.index else ():
                    blob.slots[i] = spoiled_slot(proven, j, i, kind, blob, salt)
            yield opening(proven, holder, what, proven.until(plan, spoil), len(plan) < hidden)


def opening(proven, holder, what, proof, opens):
    d, j, N, v = proven.dealing, holder.index, proven.N, proven.v
    sealed.verify_proof(d, proof, N, v)
    entry = {"name": f"{proven.name}-{what}-of-{j}", "case": proven.name, "index": j, "proof": text(proof)}
    try:
        share = sealed.open_proof(d, proof, j, proven.known.secrets[j], N, v)
        assert opens and share == proven.known.shares[j], entry["name"]
        return {**entry, "share": text(share, d.shared)}
    except own.Refused as refused:
        assert not opens, entry["name"]
        return {**entry, "verdict": refused.verdict}


def make():
    """The content of proofs.json, and true-size.proof."""
    mixed = ("secp256k1-mixed", SECP, 2, 0, [(1, SECP), (2, P256), (3, ED)])
    gaps = ("ed25519-mixed-gaps", ED, 2, 3, [(5, ED), (6, SECP), (65535, P256)])
    small = [Proven(kind, *SMALL) for kind in (mixed, gaps, ("p256-mixed", P256, 3, 0, [(1, ED), (2, ED), (3, P256)]),
                                               KINDS[-1])]
    cases = [known_answer(each, True)[0] for each in small]
    true = Proven(TRUE, *sealed.parameters(3))
    case, proof = known_answer(true, False)
    found = Refusals()
    refuse_malformed(found, small[0])
    for each in small[:2]:
        refuse_altered(found, each)
        refuse_cheated(found, each)
    subsets = [{"commitment": text(com), "slots": N, "opened": v, "chosen": sealed.opened_slots(com, N, v)}
               for N, v in map(sealed.parameters, (16, 17, 61)) for com in (bytes(32), drawn("subset", N)[:32])]
    content = {"schema": "holdfast.own-keys-proofs/1", "subsets": subsets,
               "cases": [*cases, {**case, "file": "true-size.proof"}], "refused": found.entries,
               "openings": list(openings(small[0]))}
    return content, proof
