# SPDX-License-Identifier: Apache-2.0
"""COMPACT FORMS of holdfast-own-keys(5), and the id that follows from them: a part of what begins in own_keys.py.

Written from that page alone.  `verdict` of what is refused is the code of the page.

    own_keys_compact.py COMPACT DEALING.JSON    compares the two, and the bytes with what is written here
"""
import base64, dataclasses, json, sys

from own_keys import (
    Dealing, Holder, GROUPS, Refused, alike, decode, encode, field, need, read_scalar, refuse_keys, scalar_bytes, sha256, u32,
    verify_dealer)

SUITES, KINDS = ("masked", "publicly-verifiable"), ("node-key", "wrapping")
BY_NUMBER = {group.number: group for group in GROUPS.values()}
REFUSED_KEYS = {"keys-alike": "holder-keys-equal", "key-of-the-dealing": "holder-key-of-dealing",
                "key-is-generator": "holder-key", "key-is-ephemeral": "holder-key-of-dealing",
                "ephemeral-is-public-key": "holder-key-of-dealing"}

def texts(salt, label, created, names, file_format, addresses):
    """`names` by index; `addresses` of a wrapping key, by name."""
    parts = [field("holdfast-own-dealing-texts/1"), field(salt), field(label), field(created), u32(len(names))]
    parts += [part for index in sorted(names) for part in (u32(index), field(names[index]))]
    parts += [field(file_format), u32(len(addresses))]
    return sha256(*parts, *(field(each) for name in sorted(addresses) for each in (name, addresses[name])))

@dataclasses.dataclass
class Compact:
    dealing: Dealing  # its id is computed
    kind: str
    texts: bytes
    original: bytes  # SHA-256 of salt, nonce and sealed
    shares: object  # masked: by index, numbers; else the SHA-256 of the proof
    proof: bytes = b""

    def __post_init__(self):
        d = self.dealing
        parts = [field("holdfast-own-dealing/1"), field(d.suite), field(d.context()), field(self.texts),
                 field(self.kind), field(self.original)]
        if d.suite == "masked":
            parts += [u32(h.index) + field(scalar_bytes(d.shared, self.shares[h.index])) for h in d.holders]
        else:
            parts.append(field(self.shares))
        d.id = sha256(*parts)

    def write(self):
        d, masked = self.dealing, self.dealing.suite == "masked"
        numbers = SUITES.index(d.suite) + 1, d.shared.number, KINDS.index(self.kind) + 1
        parts = [b"HFD\x01", bytes(numbers), u32(d.epoch), u16(len(d.commitments)), u16(len(d.holders)), self.texts,
                 self.original]
        for holder in d.holders:
            parts += [u16(holder.index), bytes([holder.group.number]), encode(holder.group, holder.key)]
            parts += [scalar_bytes(d.shared, self.shares[holder.index])] if masked else []
        parts += [encode(g, d.ephemerals[g.name]) for g in d.groups()] if masked else [self.shares]
        return b"".join(parts + [encode(d.shared, point) for point in d.commitments]) + self.proof

def u16(number):
    return number.to_bytes(2, "big")

class Reader:
    def __init__(self, data, start):
        need(data[:3] == start[:3] and len(data) > 3, "compact-form")
        need(data[3:4] == start[3:], "unknown-version")
        self.data = data[4:]

    def take(self, count):
        need(len(self.data) >= count, "compact-form")
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def number(self, count):
        return int.from_bytes(self.take(count), "big")

    def among(self, values):
        number = self.number(1)
        need(number in values, "compact-form")
        return values[number]

    def point(self, group):
        return self.take(size(group))

    def end(self):
        need(not self.data, "compact-form")

def size(group):
    return 32 if group.number == 3 else 33

def read(data):
    """A dealing that was proven by its dealer, or Refused."""
    r = Reader(data, b"HFD\x01")
    suite = r.among(dict(enumerate(SUITES, 1)))
    shared = r.among(BY_NUMBER)
    kind = r.among(dict(enumerate(KINDS, 1)))
    epoch, threshold, count = r.number(4), r.number(2), r.number(2)
    need(2 <= threshold <= count, "threshold")
    digests = r.take(32), r.take(32)
    listed, last = [], 0
    for _ in range(count):
        index = r.number(2)
        need(index > last, "holder-index")
        last, group = index, r.among(BY_NUMBER)
        listed.append((index, group, r.point(group), r.take(32) if suite == "masked" else b""))
    groups = [group for group in GROUPS.values() if any(entry[1] is group for entry in listed)]
    if suite == "masked":
        ephemerals, digest = {group.name: r.point(group) for group in groups}, b""
    else:
        ephemerals, digest = {}, r.take(32)
    commitments = [r.point(shared) for _ in range(threshold)]
    proof = r.take(64 + 32 * len(ephemerals))
    r.end()

    points = [decode(shared, each, "commitment-point") for each in commitments]
    need(not alike(shared, points), "commitment-alike")
    holders = [Holder(index, group, decode(group, key, "holder-key")) for index, group, key, _ in listed]
    es = {name: decode(GROUPS[name], each, "holder-key") for name, each in ephemerals.items()}
    dealing = Dealing(suite, shared, epoch, holders, points, es)
    try:
        refuse_keys(dealing)
    except Refused as refused:
        raise Refused(REFUSED_KEYS[refused.verdict]) from None
    for place, group in enumerate([shared, *map(GROUPS.get, ephemerals)], 1):
        read_scalar(group, proof[32 * place:32 * place + 32], "proof")
    shares = digest or {index: read_scalar(shared, masked, "own-keys") for index, _, _, masked in listed}
    found = Compact(dealing, kind, *digests, shares, proof)
    try:
        verify_dealer(dealing, proof)
    except Refused:
        raise Refused("dealer-proof") from None
    return found

def write_submission(request, dealing, age_file):
    return b"HFS\x01" + request + dealing + age_file

def read_submission(data):
    """The ids of request and dealing, and the age file."""
    r = Reader(data, b"HFS\x01")
    request, dealing = r.take(32), r.take(32)
    need(r.data.startswith(b"age-encryption.org/v1\n"), "compact-form")
    return request, dealing, r.data

def write_acknowledgement(dealing, index, proof):
    return b"HFA\x01" + dealing + u16(index) + proof

def read_acknowledgement(data):
    """The id of the dealing, x_j, and c || z."""
    r = Reader(data, b"HFA\x01")
    dealing, index, proof = r.take(32), r.number(2), r.take(64)
    r.end()
    need(index, "compact-form")
    return dealing, index, proof

def texts_of(whole):
    """Of a dealing.json, and the hash of its sealed original."""
    key, data = whole["key"], {name: bytes.fromhex(whole["original"][name]) for name in ("salt", "nonce")}
    names = {holder["index"]: holder["name"] for holder in whole["holders"]}
    stated = key["addresses"] if key["kind"] == "wrapping" else {}
    sealed = base64.b64decode(whole["original"]["sealed"])
    return (texts(data["salt"], whole["label"], whole["created"], names, key["format"], stated),
            sha256(data["salt"], data["nonce"], sealed))

def main(compact, whole):
    data, whole = open(compact, "rb").read(), json.load(open(whole))
    found = read(data)
    d = found.dealing
    need(found.write() == data, "written otherwise")
    need(texts_of(whole) == (found.texts, found.original), "other words")
    need(d.id.hex() == whole["id"] and found.proof.hex() == whole["proof"], "another dealing")
    print(f"the same dealing, {d.suite}, {len(d.commitments)} of {len(d.holders)}, {d.shared.name}")

if __name__ == "__main__":
    main(*sys.argv[1:])
