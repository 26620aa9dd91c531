"""What a reader of dealings to own keys must refuse, with the verdict: `refused.json` of Vectors/own-keys."""

import dataclasses

from .own_keys_vectors import (
    ED, GROUPS, blinded_request, blinded_submissions, drawn_scalar, encode, own, public, text, times)

ORDER_2 = (0, ED.p - 1)
ORDER_8 = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")


def bad_points(group, point):
    """Name and bytes of what is no canonical point of the subgroup, but near to the one given."""
    data = encode(group, point)
    yield "empty", b""
    yield "short", data[:-1]
    yield "long", data + b"\x00"
    if group is ED:
        y = int.from_bytes(data, "little") % 2**255
        yield "identity", encode(ED, ED.zero)
        yield "identity-with-sign", (1 + 2**255).to_bytes(32, "little")
        yield "identity-not-canonical", (ED.p + 1).to_bytes(32, "little")
        yield "order-2", encode(ED, ORDER_2)
        yield "order-4", bytes(32)
        yield "order-8", ORDER_8
        yield "order-2-added", encode(ED, own.add(ED, point, ORDER_2))
        yield "order-8-added", encode(ED, own.add(ED, point, order_8()))
        yield "not-on-the-curve", next(off for off in ((y + k).to_bytes(32, "little") for k in range(1, 99))
                                       if not on_edwards(off))
        return
    x = int.from_bytes(data[1:], "big")
    yield "identity", b"\x00"
    yield "identity-padded", bytes(33)
    yield "sign-00", b"\x00" + data[1:]
    yield "sign-04", b"\x04" + data[1:]
    yield "uncompressed", b"\x04" + data[1:] + point[1].to_bytes(32, "big")
    yield "x-is-p-or-more", b"\x02" + (group.p + first_x(group)).to_bytes(32, "big")
    yield "not-on-the-curve", next(b"\x02" + (x + k).to_bytes(32, "big") for k in range(1, 99)
                                   if not is_square(group, x + k))


def is_square(group, x):
    return pow(x**3 + group.a * x + group.b, (group.p - 1) // 2, group.p) == 1


def first_x(group):
    """The smallest x of a point; p + x still has 32 bytes."""
    return next(x for x in range(1, 99) if is_square(group, x))


def on_edwards(data):
    y = int.from_bytes(data, "little") % 2**255
    square = (y * y - 1) * pow(ED.d * y * y + 1, -1, ED.p) % ED.p
    return square == 0 or pow(square, (ED.p - 1) // 2, ED.p) == 1


def order_8():
    y = int.from_bytes(ORDER_8, "little") % 2**255
    square = (y * y - 1) * pow(ED.d * y * y + 1, -1, ED.p) % ED.p
    x = pow(square, (ED.p + 3) // 8, ED.p)
    x = x if x * x % ED.p == square else x * pow(2, (ED.p - 1) // 4, ED.p) % ED.p
    return x, y


def negated(group, point):
    return times(group, group.q - 1, point)


def flipped(data, bit):
    return bytes(byte ^ (1 << bit % 8 if place == bit // 8 else 0) for place, byte in enumerate(data))


def unreduced(group, data):
    """The scalar plus the order, where that still has 32 bytes."""
    return (int.from_bytes(data, group.byteorder) + group.q).to_bytes(32, group.byteorder)


def congruent(group, proof):
    """A proof whose challenge is another hash that is the same number modulo the order."""
    c = int.from_bytes(proof[:32], "big")
    return (c - group.q if c >= group.q else c + group.q).to_bytes(32, "big") + proof[32:]


def read_dealing(entry):
    """A dealing out of its members, before keys are refused."""
    holders = [own.Holder(h["index"], GROUPS[h["group"]], point(h["group"], h["key"])) for h in entry["holders"]]
    return own.Dealing(entry["suite"], GROUPS[entry["group"]], entry["epoch"], holders,
                       [point(entry["group"], data) for data in entry["commitments"]],
                       {e["group"]: point(e["group"], e["point"]) for e in entry["ephemerals"]},
                       bytes.fromhex(entry["id"]))


def point(name, data):
    return own.decode(GROUPS[name], bytes.fromhex(data), "point")


def perform(entry, dealing, base):
    """What the reference says to an entry: nothing, or Refused."""
    def data(name):
        return bytes.fromhex(entry[name])

    match entry["act"]:
        case "keys":
            own.refuse_keys(dealing)
        case "node-key":
            holder = dealing.holder(entry["index"])
            own.own_secret(holder, int.from_bytes(data("nodeKey"), holder.group.byteorder))
        case "dealer-proof":
            own.verify_dealer(dealing, data("proof"))
        case "answer":
            masked = int.from_bytes(data("masked"), dealing.shared.byteorder)
            own.check_answer(dealing, data("request"), entry["index"], masked, data("common"), data("proof"))
        case "evidence":
            masked = int.from_bytes(data("masked"), dealing.shared.byteorder)
            request = data("request") if entry["request"] else None
            own.judge_evidence(dealing, request, entry["index"], masked, data("common"), data("proof"))
        case "acknowledgement":
            own.check_acknowledgement(dealing, entry["index"], data("proof"))
        case "set":
            own.check_set(dealing, entry["set"], entry["index"])
        case "blinded":
            request = blinded_request(base, entry["set"])
            altered = {s["index"]: own.Submission(bytes.fromhex(s["value"]),
                                                  {p["index"]: bytes.fromhex(p["point"]) for p in s["pairs"]},
                                                  bytes.fromhex(s["proof"])) for s in entry["altered"]}
            sent = {**blinded_submissions(base, entry["set"], request), **altered}
            own.rebuild_blinded(dealing, request, entry["set"], sent)


class Refusals:
    def __init__(self, known):
        self.known, self.entries = known, []

    def add(self, act, name, base, verdict, *who, changed=None, **values):
        """`changed`: members of the dealing that are not those of the case it is based on."""
        entry = {"name": f"{act}-{name}", "act": act, "dealing": base.name, "verdict": verdict, "who": list(who),
                 "changed": changed or {}, **values}
        assert all(entry["name"] != other["name"] for other in self.entries), entry["name"]
        try:
            perform(entry, read_dealing({**public(base.dealing), **entry["changed"]}), base)
        except own.Refused as refused:
            assert (refused.verdict, list(refused.who)) == (verdict, list(who)), (entry["name"], refused)
        else:
            raise AssertionError(entry["name"] + " is not refused")
        self.entries.append(entry)


def with_key(base, index, key):
    """The holders of a case, one of them with another key (bytes)."""
    holders = public(base.dealing)["holders"]
    return {"holders": [{**h, "key": key.hex()} if h["index"] == index else h for h in holders]}


def with_ephemeral(base, name, data):
    ephemerals = public(base.dealing)["ephemerals"]
    return {"ephemerals": [{**e, "point": data.hex()} if e["group"] == name else e for e in ephemerals]}


def refuse_points(found, base, index):
    """In the place of a holder's key, of the ephemeral of its group, and in the answer."""
    d, name = base.dealing, base.dealing.holder(index).group.name
    group = GROUPS[name]
    for what, data in bad_points(group, d.holder(index).key):
        found.add("keys", f"{name}-key-{what}", base, "point", changed=with_key(base, index, data))
    for what, data in bad_points(group, d.ephemerals[name]):
        found.add("keys", f"{name}-ephemeral-{what}", base, "point", changed=with_ephemeral(base, name, data))
    common, proof = own.answer(d, base.request, index, base.secrets[index], base.fresh("share", index))
    for what, data in bad_points(group, common):
        found.add("answer", f"{name}-common-{what}", base, "submission-unauthentic", index, index=index,
                  request=text(base.request), masked=text(base.masked[index], d.shared), common=text(data),
                  proof=text(proof))


def refuse_commitments(found, base):
    d = base.dealing
    listed = public(d)["commitments"]
    for what, data in bad_points(d.shared, d.commitments[1]):
        found.add("keys", f"{d.shared.name}-commitment-{what}", base, "point",
                  changed={"commitments": [listed[0], data.hex(), *listed[2:]]})


def refuse_keys(found, base):
    """Where the holders are of the shared group, all in one."""
    d, group = base.dealing, base.shared
    ephemeral, first, second = d.ephemerals[group.name], d.holders[0], d.holders[1]
    places = {"keys-alike": [("of-another", second.key)], "key-is-ephemeral": [("ephemeral", ephemeral)],
              "key-is-generator": [("generator", group.base)],
              "key-of-the-dealing": [("public-key", d.commitments[0]),
                                     ("own-share", d.public_share(first.index)),
                                     ("share-of-another", d.public_share(d.holders[-1].index))]}
    for verdict, points in places.items():
        for what, value in points:
            for sign, taken in (("", value), ("minus-", negated(group, value))):
                found.add("keys", f"{group.name}-{sign}{what}", base, verdict,
                          changed=with_key(base, first.index, encode(group, taken)))
    for sign, taken in (("", d.commitments[0]), ("minus-", negated(group, d.commitments[0]))):
        found.add("keys", f"{group.name}-ephemeral-{sign}public-key", base, "ephemeral-is-public-key",
                  changed=with_ephemeral(base, group.name, encode(group, taken)))
    other = next(each for each in GROUPS.values() if each is not group)
    listed = public(d)["ephemerals"]
    added = {"group": other.name, "point": text(other.base, other)}
    both = sorted([*listed, added], key=lambda e: list(GROUPS).index(e["group"]))
    found.add("keys", f"{group.name}-ephemeral-missing", base, "ephemerals-do-not-fit", changed={"ephemerals": []})
    found.add("keys", f"{group.name}-ephemeral-of-no-holder", base, "ephemerals-do-not-fit",
              changed={"ephemerals": both})
    found.add("keys", f"{group.name}-ephemeral-where-none-belongs", base, "ephemerals-do-not-fit",
              changed={"suite": "publicly-verifiable"})


def refuse_node_keys(found, base, index):
    holder = base.dealing.holder(index)
    wrong = {"of-another": drawn_scalar(holder.group, "stranger")}
    if holder.group is ED:  # the sign belongs to the key there
        wrong["negated"] = holder.group.q - base.secrets[index]
    for what, d in wrong.items():
        found.add("node-key", f"{holder.group.name}-{what}", base, "not-the-key-of-the-holder", index=index,
                  nodeKey=text(d, holder.group))


def refuse_dealer_proofs(found, base):
    d, stem, wrong = base.dealing, base.name, "dealer-proof-wrong"
    proof = base.proof

    def refuse(what, data, **values):
        found.add("dealer-proof", f"{stem}-{what}", base, wrong, proof=text(data), **values)

    for bit in (0, 255, 256, 511, 512, 8 * len(proof) - 1):
        refuse(f"bit-{bit}", flipped(proof, bit))
    refuse("empty", b"")
    refuse("without-last", proof[:-32])
    refuse("a-byte-more", proof + b"\x00")
    refuse("first-only", proof[:64])
    refuse("last-twice", proof + proof[-32:])
    refuse("another-id", proof, changed={"id": text(flipped(d.id, 7))})
    for place, (group, point) in enumerate(own.dealer_statements(d)):
        cut = 32 + 32 * place
        refuse(f"order-as-scalar-{place}", proof[:cut] + group.q.to_bytes(32, group.byteorder) + proof[cut + 32:])
        if group is ED:
            refuse(f"unreduced-{place}", proof[:cut] + unreduced(group, proof[cut:cut + 32]) + proof[cut + 32:])
        if place:  # an E whose e the dealer does not know: that of a stranger
            foreign = times(group, drawn_scalar(group, "stranger"), group.base)
            refuse(f"foreign-ephemeral-{group.name}", proof,
                   changed=with_ephemeral(base, group.name, encode(group, foreign)))
    groups = [group for group, _ in own.dealer_statements(d)]
    secrets = [base.coefficients[0], *(base.ephemeral_secrets[g.name] for g in groups[1:])]
    strangers = [drawn_scalar(groups[0], "stranger"), *secrets[1:]]
    refuse("without-the-key", own.prove_dealer(d, strangers, base.proof_nonces))
    refuse("without-an-ephemeral", own.prove_dealer(d, [*secrets[:-1], secrets[-1] - 1], base.proof_nonces))
    if groups[0] is ED:
        refuse("nonce-zero", own.prove_dealer(d, secrets, [0, *base.proof_nonces[1:]]))
        refuse("congruent-challenge", congruent(ED, proof))


def refuse_answers(found, base, index, other):
    d, stem = base.dealing, f"{base.name}-{base.dealing.holder(index).group.name}"
    group, secret, fresh = d.holder(index).group, base.secrets[index], base.fresh("share", index)
    common, proof = own.answer(d, base.request, index, secret, fresh)

    def refuse(what, verdict=("submission-unauthentic", index), point=common, data=proof, masked=None,
               request=base.request, **values):
        found.add("answer", f"{stem}-{what}", base, *verdict, index=index, request=text(request),
                  masked=text(base.masked[index] if masked is None else masked, d.shared),
                  common=text(point, group), proof=text(data), **values)

    def proved(point, key, k):
        bases = [group.base, d.ephemerals[group.name]]
        return own.prove(group, own.answer_statement(d, base.request, index, point), bases, key, k)

    k, stranger = drawn_scalar(group, stem, "nonce"), drawn_scalar(group, "stranger")
    for bit in (0, 255, 256, 511):
        refuse(f"bit-{bit}", data=flipped(proof, bit))
    refuse("short", data=proof[:-1])
    refuse("long", data=proof + b"\x00")
    refuse("order-as-scalar", data=proof[:32] + group.q.to_bytes(32, group.byteorder))
    refuse("another-request", request=flipped(base.request, 0))
    refuse("another-id", changed={"id": text(flipped(d.id, 255))})
    refuse("negated", point=negated(group, common))
    refuse("another-point", point=own.add(group, common, group.base))
    refuse("another-point-proved-for-the-key", point=own.add(group, common, group.base),
           data=proved(own.add(group, common, group.base), secret, k))
    refuse("of-a-stranger", point=times(group, stranger, d.ephemerals[group.name]),
           data=proved(times(group, stranger, d.ephemerals[group.name]), stranger, k))
    refuse("acknowledgement-instead", data=own.acknowledge(d, index, secret, fresh))
    if group is ED:
        refuse("nonce-zero", data=proved(common, secret, 0))
        refuse("unreduced", data=proof[:32] + unreduced(group, proof[32:]))
        refuse("congruent-challenge", data=congruent(group, proof))
    theirs = own.answer(d, base.request, other, base.secrets[other], base.fresh("share", other))
    if d.holder(other).group is group:
        refuse("of-another-holder", point=theirs[0], data=theirs[1])
    spoiled = (base.masked[index] + 1) % d.shared.q
    refuse("masked-plus-one", ("dealer-cheated",), masked=spoiled)
    refuse("masked-of-another", ("dealer-cheated",), masked=base.masked[other])
    refuse("masked-plus-one-and-proof-wrong", masked=spoiled, data=flipped(proof, 300))


def refuse_evidence(found, base, index, other):
    """Of a holder who frames the dealer, of a stranger, of another dealing, and of somebody who has an answer."""
    d, stem = base.dealing, f"{base.name}-{base.dealing.holder(index).group.name}"
    group, secret, fresh = d.holder(index).group, base.secrets[index], base.fresh("evidence", index)
    spoiled = (base.masked[index] + 1) % d.shared.q
    common, proof = own.evidence(d, index, spoiled, secret, fresh)
    answered = own.answer(d, base.request, index, secret, fresh)[1]
    own.judge_evidence(d, base.request, index, spoiled, encode(group, common), answered)

    def refuse(what, verdict="evidence-unauthentic", point=common, data=proof, masked=spoiled, request=b"", **values):
        found.add("evidence", f"{stem}-{what}", base, verdict, index, index=index, request=text(request),
                  masked=text(masked, d.shared), common=text(point, group), proof=text(data), **values)

    def proved(point, key, statement=own.evidence_statement):
        bases = [group.base, d.ephemerals[group.name]]
        return own.prove(group, statement(d, index, point), bases, key, drawn_scalar(group, stem, "evidence nonce"))

    refuse("of-a-good-share", "evidence-unfounded", masked=base.masked[index])
    refuse("of-a-good-share-and-an-answer", "evidence-unfounded", masked=base.masked[index], data=answered,
           request=base.request)
    stranger = drawn_scalar(group, "stranger")
    for name, masked in (("", base.masked[index]), ("-spoiled", spoiled)):
        refuse(f"another-point{name}", point=own.add(group, common, group.base), masked=masked)
        refuse(f"another-point-proved-for-the-key{name}", point=own.add(group, common, group.base), masked=masked,
               data=proved(own.add(group, common, group.base), secret))
        refuse(f"of-a-stranger{name}", point=times(group, stranger, d.ephemerals[group.name]), masked=masked,
               data=proved(times(group, stranger, d.ephemerals[group.name]), stranger))
        refuse(f"negated{name}", point=negated(group, common), masked=masked)
    for bit in (0, 255, 256, 511):
        refuse(f"bit-{bit}", data=flipped(proof, bit))
    refuse("short", data=proof[:-1])
    refuse("long", data=proof + b"\x00")
    refuse("order-as-scalar", data=proof[:32] + group.q.to_bytes(32, group.byteorder))
    refuse("answer-as-evidence", data=answered)
    refuse("evidence-as-answer", request=base.request)
    refuse("answer-to-another-request", data=answered, request=flipped(base.request, 0))
    refuse("acknowledgement-instead", data=own.acknowledge(d, index, secret, fresh))
    refuse("another-id", changed={"id": text(flipped(d.id, 3))})
    if d.holder(other).group is group:
        theirs = own.evidence(d, other, (base.masked[other] + 1) % d.shared.q, base.secrets[other], fresh)
        refuse("of-another-holder", point=theirs[0], data=theirs[1])
    if group is ED:
        refuse("nonce-zero", data=own.prove(group, own.evidence_statement(d, index, common),
                                            [group.base, d.ephemerals[group.name]], secret, 0))
        refuse("unreduced", data=proof[:32] + unreduced(group, proof[32:]))
        refuse("congruent-challenge", data=congruent(group, proof))
        refuse("order-2-added", point=own.add(ED, common, ORDER_2))


def refuse_acknowledgements(found, base, index, other):
    d, stem = base.dealing, f"{base.name}-{base.dealing.holder(index).group.name}"
    group, secret, fresh = d.holder(index).group, base.secrets[index], base.fresh("acknowledge", index)
    proof = own.acknowledge(d, index, secret, fresh)

    def refuse(what, data, **values):
        found.add("acknowledgement", f"{stem}-{what}", base, "not-acknowledged", index, index=index, proof=text(data),
                  **values)

    for bit in (0, 255, 256, 511):
        refuse(f"bit-{bit}", flipped(proof, bit))
    refuse("short", proof[:-1])
    refuse("long", proof + b"\x00")
    refuse("another-id", proof, changed={"id": text(flipped(d.id, 0))})
    refuse("of-another-holder", own.acknowledge(d, other, base.secrets[other], fresh))
    refuse("of-a-stranger", own.acknowledge(d, index, drawn_scalar(group, "stranger"), fresh))
    refuse("answer-instead", own.answer(d, base.request, index, secret, fresh)[1])
    if group is ED:
        refuse("nonce-zero", own.prove(group, own.acknowledgement_statement(d, index), [group.base], secret, 0))
        refuse("unreduced", proof[:32] + unreduced(group, proof[32:]))


def refuse_sets(found, base):
    """Based on a dealing with t = 3 and 5 holders, of which 1, 4 and 5 are of one group."""
    for what, chosen, index, verdict in (
            ("unsorted", [4, 1, 5], 1, "set-wrong"), ("doubled", [1, 4, 4, 5], 1, "set-wrong"),
            ("with-a-stranger", [1, 4, 5, 6], 1, "set-wrong"), ("with-index-0", [0, 1, 4, 5], 1, "set-wrong"),
            ("without-me", [1, 4, 5], 2, "set-wrong"), ("empty", [], 1, "set-wrong"),
            ("alone", [1], 1, "set-too-small"), ("one-too-few", [1, 4], 1, "set-too-small"),
            ("of-two-groups", [1, 2, 4], 1, "groups-differ"), ("of-all", [1, 2, 3, 4, 5], 1, "groups-differ")):
        found.add("set", what, base, verdict, set=chosen, index=index)


class Blinded:
    """Three submissions, of which some are altered, and signed again or not."""

    def __init__(self, found, base, chosen):
        self.found, self.base, self.chosen = found, base, chosen
        self.d, self.shared = base.dealing, base.dealing.shared
        self.request = blinded_request(base, chosen)
        self.good = blinded_submissions(base, chosen, self.request)

    def signed(self, j, sent, k=None, **parts):
        """With other parts, and rightly signed."""
        sent, group = dataclasses.replace(sent, **parts), self.d.holder(j).group
        statement = own.blinded_statement(self.d, self.request, j, sent.value, sent.points)
        k = drawn_scalar(group, self.base.name, "signed again", j) if k is None else k
        return dataclasses.replace(sent, proof=own.prove(group, statement, [group.base], self.base.secrets[j], k))

    def shifted(self, sent, by):
        value = int.from_bytes(sent.value, self.shared.byteorder) + by
        return dataclasses.replace(sent, value=own.scalar_bytes(self.shared, value % self.shared.q))

    def refuse(self, what, verdict, *who, altered, **values):
        listed = [{"index": j, "value": text(s.value), "proof": text(s.proof),
                   "pairs": [{"index": k, "point": text(p)} for k, p in sorted(s.points.items())]}
                  for j, s in sorted(altered.items())]
        self.found.add("blinded", f"{self.base.name}-{what}", self.base, verdict, *who, set=self.chosen, altered=listed,
                       **values)

    def moved(self, sent, k, by):
        """R_jk plus `by` times G."""
        there = own.decode(self.shared, sent.points[k], "point")
        there = own.add(self.shared, there, times(self.shared, by % self.shared.q, self.shared.base))
        return dataclasses.replace(sent, points={**sent.points, k: encode(self.shared, there)})


def refuse_unauthentic(b, i, j, k):
    """What j sent is not what j signed, or is no number: nobody is accused."""
    mine, order = b.good[j], b.shared.q.to_bytes(32, b.shared.byteorder)

    def refuse(what, sent):
        b.refuse(what, "submission-unauthentic", j, altered={j: sent})

    refuse("value-altered", b.shifted(mine, 1))
    refuse("point-altered", b.moved(mine, k, 1))
    for bit in (0, 255, 256, 511):
        refuse(f"proof-bit-{bit}", dataclasses.replace(mine, proof=flipped(mine.proof, bit)))
    refuse("proof-short", dataclasses.replace(mine, proof=mine.proof[:-1]))
    refuse("another-request", blinded_submissions(b.base, b.chosen, flipped(b.request, 9))[j])
    refuse("pair-missing", b.signed(j, mine, points={i: mine.points[i]}))
    refuse("pair-with-itself", b.signed(j, mine, points={**mine.points, j: mine.points[k]}))
    refuse("value-is-order", b.signed(j, mine, value=order))
    for what, data in bad_points(b.shared, own.decode(b.shared, mine.points[k], "point")):
        refuse(f"point-{what}", b.signed(j, mine, points={**mine.points, k: data}))
    if b.d.holder(j).group is ED:
        refuse("nonce-zero", b.signed(j, mine, 0))
    b.refuse("another-id", "submission-unauthentic", i, altered={}, changed={"id": text(flipped(b.d.id, 100))})
    b.refuse("exchanged", "submission-unauthentic", i, altered={i: mine, j: b.good[i]})


def refuse_cheated(b, i, j, k):
    """Rightly signed, and wrong."""
    good, mine = b.good, b.good[j]
    b.refuse("value-cheated", "holder-cheated", j, altered={j: b.signed(j, b.shifted(mine, 1))})
    b.refuse("value-cheated-by-two", "holder-cheated", i,
             altered={i: b.signed(i, b.shifted(good[i], 5)), j: b.signed(j, b.shifted(mine, -5))})
    apart = b.signed(j, b.shifted(b.moved(mine, k, 1), 1))  # j adds r_jk, as the smaller one: its equation holds
    b.refuse("pair-apart", "pair-disagrees", j, k, altered={j: apart})
    b.refuse("pair-apart-and-cheated", "pair-disagrees", j, k,
             altered={j: apart, i: b.signed(i, b.shifted(good[i], 1))})
    b.refuse("pair-apart-and-unauthentic", "submission-unauthentic", i, altered={j: apart, i: b.shifted(good[i], 1)})
    # Of a pair with a cheat in it the other end is not suspected.
    b.refuse("pair-apart-by-a-cheat", "holder-cheated", j, altered={j: b.signed(j, b.moved(mine, k, 1))})
    both = {j: b.signed(j, b.moved(mine, k, 1)), k: b.signed(k, b.moved(good[k], j, 1))}
    b.refuse("pair-moved-by-both", "holder-cheated", j, altered=both)


def make(known):
    """All entries, each of them refused by the reference with just this verdict."""
    found = Refusals(known)
    mixed = known["ed25519-mixed-2-of-3"], known["secp256k1-mixed-3-of-5"]
    alone = [known[name] for name in
             ("secp256k1-all-secp256k1-2-of-3", "p256-all-p256-3-of-5", "ed25519-all-ed25519-3-of-5")]
    for index in (1, 2, 3):
        refuse_points(found, mixed[1], index)
    for base in alone:
        refuse_commitments(found, base)
        refuse_keys(found, base)
        refuse_node_keys(found, base, 1)
        refuse_acknowledgements(found, base, 1, 2)
    for base in (*mixed, alone[2]):
        refuse_dealer_proofs(found, base)
    for index, other in ((1, 4), (2, 1), (3, 1)):
        refuse_answers(found, mixed[1], index, other)
        refuse_evidence(found, mixed[1], index, other)
    refuse_sets(found, mixed[1])
    for base in (alone[0], alone[2], known["ed25519-all-secp256k1-2-of-3"]):
        b = Blinded(found, base, [1, 2, 3])
        refuse_unauthentic(b, 1, 2, 3)
        refuse_cheated(b, 1, 2, 3)
    return found.entries
