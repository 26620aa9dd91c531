"""Binary forms for a ledger's transactions: `compact.json` of Vectors/own-keys."""

import base64

import own_keys_compact as compact

from . import agefile
from .own_keys_refused import bad_points, flipped, negated, unreduced
from .own_keys_vectors import ED, GROUPS, Known, P256, SECP, drawn, encode, own, public, scalar_bytes, text

# name, shared group, threshold, epoch, holders; then suite, kind, label and the addresses of a wrapping key
CASES = [
    (("compact-3-of-5", SECP, 3, 0, [(j, SECP) for j in range(1, 6)]), "masked", "node-key", "bridge", {}),
    (("compact-mixed-3-of-5", SECP, 3, 1, [(1, SECP), (2, P256), (3, ED), (4, SECP), (5, ED)]), "masked", "node-key",
     "verkkosilta Ä", {}),
    (("compact-gaps", P256, 2, 4294967295, [(2, ED), (300, P256), (65535, P256)]), "masked", "wrapping", "",
     {"evm": "0x7e5f4552091a69125d5dfcb7b8c2659029395bdf", "solana": "HE1PwwibgAVhWkzGJzg9Q14e9zqPAtw5UyQUZAp62pbb"}),
    (("compact-ed25519", ED, 2, 0, [(1, P256), (2, P256)]), "masked", "node-key", "validator-7", {}),
    (("compact-verifiable", ED, 2, 0, [(1, ED), (2, SECP), (3, P256)]), "publicly-verifiable", "node-key", "validator-8",
     {}),
]
NAMES = ["Aino", "Bram", "Chiara", "Dev", "Élodie"]


class Case:
    """A dealing with its words, and the real id."""

    def __init__(self, kind, suite, key_kind, label, addresses):
        known = Known(kind, suite)
        self.known, self.d, self.name = known, known.dealing, kind[0]
        self.words = {"label": label, "created": "2026-11-22T10:02:33Z", "kind": key_kind,
                      "format": "raw" if key_kind == "node-key" else "file", "addresses": addresses}
        self.names = {h.index: name for h, name in zip(self.d.holders, NAMES)}
        self.original = {"salt": drawn(self.name, "salt")[:32], "nonce": drawn(self.name, "nonce")[:24],
                         "sealed": b"".join(drawn(self.name, "sealed", k) for k in range(5))[:272]}
        texts = compact.texts(self.original["salt"], label, self.words["created"], self.names, self.words["format"],
                              addresses)
        shares = known.masked or drawn(self.name, "proof")[:32]
        self.compact = compact.Compact(self.d, key_kind, texts, own.sha256(*self.original.values()), shares)
        dealers = [known.coefficients[0],
                   *(known.ephemeral_secrets[g.name] for g in self.d.groups() if known.ephemeral_secrets)]
        self.compact.proof = own.prove_dealer(self.d, dealers, known.proof_nonces)
        self.bytes = self.compact.write()
        again = compact.read(self.bytes)
        assert again == self.compact and again.write() == self.bytes

    def entry(self):
        d, case = self.d, {"name": self.name, **public(self.d), **self.words}
        for entry, holder in zip(case["holders"], d.holders):
            entry["name"] = self.names[holder.index]
            if self.known.masked:
                entry["masked"] = text(self.known.masked[holder.index], d.shared)
        if not self.known.masked:
            case["sharesProof"] = text(self.compact.shares)
        case["original"] = {name: text(data) for name, data in self.original.items()}
        case.update(context=text(d.context()), texts=text(self.compact.texts), originalDigest=text(self.compact.original),
                    proof=text(self.compact.proof), bytes=text(self.bytes))
        return case


def acknowledgement(case, index):
    known = case.known
    proof = own.acknowledge(case.d, index, known.secrets[index], known.fresh("acknowledge compact", index))
    own.check_acknowledgement(case.d, index, proof)
    data = compact.write_acknowledgement(case.d.id, index, proof)
    assert compact.read_acknowledgement(data) == (case.d.id, index, proof)
    return {"name": f"acknowledgement-{case.name}-{index}", "dealing": case.name, "index": index, "proof": text(proof),
            "text": f"holdfast-acknowledgement/1\ndealing: {case.d.id.hex()}\nholder: {index}\nproof: {proof.hex()}\n",
            "bytes": text(data)}


def submission(name, dealing, content):
    """An answer of any content: a compact form does not look into what is sealed."""
    request, secrets = drawn(name, "request")[:32], [drawn(name, part)[:32] for part in ("to", "ephemeral")]
    lines = agefile.seal(content, *secrets, drawn(name, "file key")[:16], drawn(name, "nonce")[:16])
    age_file = base64.b64decode("".join(lines[1:-1]))
    data = compact.write_submission(request, dealing, age_file)
    assert compact.read_submission(data) == (request, dealing, age_file)
    head = f"holdfast-submission/1\nrequest: {request.hex()}\ndealing: {dealing.hex()}\n"
    return {"name": name, "request": text(request), "dealing": text(dealing), "text": head + "\n".join(lines) + "\n",
            "bytes": text(data)}


def places(case):
    """Where the parts of a masked dealing begin, from what they are long."""
    found, at = {}, 0
    for name, length in [("magic", 3), ("version", 1), ("suite", 1), ("group", 1), ("kind", 1), ("epoch", 4), ("t", 2),
                         ("n", 2), ("texts", 32), ("original", 32),
                         *((f"{part}{h.index}", length) for h in case.d.holders for part, length in (
                             ("x", 2), ("g", 1), ("P", compact.size(h.group)), ("m", 32))),
                         *((f"E-{g.name}", compact.size(g)) for g in case.d.groups()),
                         *((f"A{k}", compact.size(case.d.shared)) for k in range(len(case.d.commitments))),
                         *((f"s{k}", 32) for k in range(2 + len(case.d.groups())))]:
        found[name], at = (at, length), at + length
    assert at == len(case.bytes)
    return found


def with_part(case, name, data):
    at, length = places(case)[name]
    assert len(data) == length, name
    return case.bytes[:at] + data + case.bytes[at + length:]


def part(case, name):
    at, length = places(case)[name]
    return case.bytes[at:at + length]


def refused_dealings(case):
    """Name, bytes and code; one thing is wrong with each."""
    for name in ("magic", "version", "suite", "n", "texts", "x1", "P5", "m5", "E-p256", "A2", "s0", "s4"):
        at, length = places(case)[name]
        yield f"ends-before-{name}", case.bytes[:at], "compact-form"
        yield f"ends-in-{name}", case.bytes[:at + length - 1], "compact-form"
    yield "byte-after-it", case.bytes + b"\x00", "compact-form"
    yield "line-feed-after-it", case.bytes + b"\n", "compact-form"
    yield "twice", case.bytes * 2, "compact-form"
    for letters in (b"HFE", b"hfd", b"HFS"):
        yield f"begins-{letters.decode()}", with_part(case, "magic", letters), "compact-form"
    for version in (0, 2, 255):
        yield f"version-{version}", with_part(case, "version", bytes([version])), "unknown-version"
    for name, last in (("suite", 2), ("group", 3), ("kind", 2), ("g2", 3)):
        for number in (0, last + 1, 255):
            yield f"{name}-{number}", with_part(case, name, bytes([number])), "compact-form"
    yield "of-the-other-suite", with_part(case, "suite", b"\x02"), "compact-form"
    for t in (0, 1, 6, 65535):
        yield f"t-{t}", with_part(case, "t", compact.u16(t)), "threshold"
    for t in (2, 4):  # one commitment less or more than there is
        yield f"t-{t}", with_part(case, "t", compact.u16(t)), "compact-form"
    for n in (0, 1, 2):
        yield f"n-{n}", with_part(case, "n", compact.u16(n)), "threshold"
    for n in (4, 65535):
        yield f"n-{n}", with_part(case, "n", compact.u16(n)), "compact-form"
    for name, index in (("x1", 0), ("x1", 2), ("x2", 1), ("x3", 2), ("x5", 4)):
        yield f"{name}-is-{index}", with_part(case, name, compact.u16(index)), "holder-index"
    for j, group in ((4, SECP), (2, P256), (3, ED)):
        for what, data in bad_points(group, case.d.holder(j).key):
            if len(data) == compact.size(group):
                yield f"P{j}-{what}", with_part(case, f"P{j}", data), "holder-key"
    for name, point in case.d.ephemerals.items():
        what, data = next((w, b) for w, b in bad_points(GROUPS[name], point) if w == "not-on-the-curve")
        yield f"E-{name}-{what}", with_part(case, f"E-{name}", data), "holder-key"
    for what, data in bad_points(SECP, case.d.commitments[1]):
        if len(data) == 33:
            yield f"A1-{what}", with_part(case, "A1", data), "commitment-point"
    yield "P4-is-P1", with_part(case, "P4", part(case, "P1")), "holder-keys-equal"
    opposite = encode(SECP, negated(SECP, case.d.holder(1).key))
    yield "P4-is-opposite-of-P1", with_part(case, "P4", opposite), "holder-keys-equal"
    yield "P4-is-H", with_part(case, "P4", encode(SECP, SECP.base)), "holder-key"
    yield "P4-is-A0", with_part(case, "P4", part(case, "A0")), "holder-key-of-dealing"
    yield "P4-is-X5", with_part(case, "P4", encode(SECP, case.d.public_share(5))), "holder-key-of-dealing"
    yield "P4-is-E", with_part(case, "P4", part(case, "E-secp256k1")), "holder-key-of-dealing"
    yield "E-is-A0", with_part(case, "E-secp256k1", part(case, "A0")), "holder-key-of-dealing"
    yield "m2-is-q", with_part(case, "m2", scalar_bytes(SECP, SECP.q)), "own-keys"
    yield "m2-is-2-to-256-less-1", with_part(case, "m2", bytes([255]) * 32), "own-keys"
    for place, group in enumerate([SECP, SECP, P256, ED], 1):
        yield f"s{place}-is-q", with_part(case, f"s{place}", scalar_bytes(group, group.q)), "proof"
    yield "s4-and-q", with_part(case, "s4", unreduced(ED, part(case, "s4"))), "proof"
    for name in ("epoch", "texts", "original", "m1", "m5", "s0", "s1", "s2", "s3", "s4"):
        at, length = places(case)[name]
        for bit in (8 * at, 8 * (at + length) - 8):
            yield f"{name}-bit-{bit}", flipped(case.bytes, bit), "dealer-proof"
    yield "kind-of-another", with_part(case, "kind", b"\x02"), "dealer-proof"
    yield "x5-of-another", with_part(case, "x5", compact.u16(6)), "dealer-proof"
    for name in ("P4", "E-secp256k1", "A1"):  # the other point of that x
        data = bytes([part(case, name)[0] ^ 1]) + part(case, name)[1:]
        yield f"{name}-with-the-other-sign", with_part(case, name, data), "dealer-proof"


def refused_answers(submitted, word):
    armor = submitted["text"][submitted["text"].index("-----"):].encode()
    sent, said = bytes.fromhex(submitted["bytes"]), bytes.fromhex(word["bytes"])
    yield "submission", "ends-in-request", sent[:35], "compact-form"
    yield "submission", "ends-in-dealing", sent[:67], "compact-form"
    yield "submission", "ends-before-age", sent[:68], "compact-form"
    yield "submission", "ends-in-the-first-line", sent[:80], "compact-form"
    yield "submission", "armored", sent[:68] + armor, "compact-form"
    yield "submission", "version-2", sent[:3] + b"\x02" + sent[4:], "unknown-version"
    for length in (4, 35, 37, 101):
        yield "acknowledgement", f"ends-after-{length}", said[:length], "compact-form"
    yield "acknowledgement", "byte-after-it", said + b"\x00", "compact-form"
    yield "acknowledgement", "holder-0", said[:36] + bytes(2) + said[38:], "compact-form"
    yield "acknowledgement", "version-2", said[:3] + b"\x02" + said[4:], "unknown-version"


READERS = {"dealing": compact.read, "submission": compact.read_submission,
           "acknowledgement": compact.read_acknowledgement}


def refused(form, name, data, code):
    try:
        READERS[form](data)
    except own.Refused as problem:
        assert problem.verdict == code, (name, problem.verdict, code)
        return {"name": f"{form}-{name}", "form": form, "bytes": text(data), "code": code}
    raise AssertionError(f"{name} is not refused")


def make():
    """The content of compact.json."""
    cases = [Case(*each) for each in CASES]
    mixed = cases[1]
    assert all(len(each.bytes) <= 1024 for each in cases[:2])
    words = [acknowledgement(mixed, 1), acknowledgement(mixed, 3), acknowledgement(cases[4], 3)]
    submitted = [submission("submission-short", mixed.d.id, b"x"),
                 submission("submission-of-full-lines", cases[0].d.id, bytes(64))]
    wrong = [refused("dealing", *each) for each in refused_dealings(mixed)]
    wrong += [refused(*each) for each in refused_answers(submitted[0], words[0])]
    assert len({each["name"] for each in wrong}) == len(wrong)
    return {"schema": "holdfast.own-keys-compact/1", "dealings": [each.entry() for each in cases],
            "submissions": submitted, "acknowledgements": words, "refused": wrong}
