# SPDX-License-Identifier: Apache-2.0
"""Shares that anyone can check while they are sealed: PUBLICLY VERIFIABLE of holdfast-own-keys(5), for tests only.

The second half of own_keys.py, which says what it is and what it is not.  N and v are parameters everywhere, so that a
test can be made with numbers small enough to forge.
"""
import dataclasses, struct

from own_keys import (Refused, decode, encode, hash_to_scalar, hkdf, lagrange, need, polynomial, read_scalar,
                      scalar_bytes, sha256, times)
from recover import add, chacha, field, u32

MAGIC = b"holdfast-own-proof/1\n"

def parameters(n):
    """N slots, of which v are opened."""
    return (144, 48) if n <= 16 else (150, 50) if n <= 60 else (162, 54)

def chacha20_poly1305(key, data, ad, opening=False):
    """RFC 8439 with a nonce of zeros, for one block of data; None where the tag is wrong."""
    def block(counter):
        return struct.pack("<16I", *((a + b) % 2 ** 32 for a, b in zip(*chacha(key, u32(counter)[::-1] + bytes(12)))))

    data, tag = (data[:-16], data[-16:]) if opening else (data, None)
    result = bytes(a ^ b for a, b in zip(data, block(1)))
    cipher = data if opening else result
    text = ad + bytes(-len(ad) % 16) + cipher + bytes(-len(cipher) % 16) + struct.pack("<QQ", len(ad), len(cipher))
    r, s, h = int.from_bytes(block(0)[:16], "little"), int.from_bytes(block(0)[16:32], "little"), 0
    for i in range(0, len(text), 16):
        h = (h + int.from_bytes(text[i:i + 16] + b"\x01", "little")) * (r & 0x0ffffffc0ffffffc0ffffffc0fffffff)
        h %= 2 ** 130 - 5
    expected = ((h + s) % 2 ** 128).to_bytes(16, "little")
    return result if tag == expected else None if opening else result + expected

def slot_place(dealing, index, i):
    return field(dealing.context()) + u32(index) + u32(i)

def slot_key(dealing, index, i, ephemeral, common):
    """K_ji, from the bytes of E_ji and the point e*P_j = d*E."""
    holder = dealing.holder(index)
    info = b"".join([field("holdfast-own-keys-slot/1"), field(holder.group.name), field(ephemeral),
                     field(encode(holder.group, holder.key)), slot_place(dealing, index, i)])
    return hkdf("sha256", encode(holder.group, common), info, 32)

def slot(dealing, salt, index, i, sigma, value):
    """E_ji || c_ji, or None where sigma gives 0: the dealer then draws another, and a reader refuses it."""
    holder = dealing.holder(index)
    data = field(dealing.context()) + field(salt) + u32(index) + u32(i) + field(sigma)
    e = hash_to_scalar(holder.group, "fve-eph", data)
    if e == 0:
        return None
    ephemeral = encode(holder.group, times(holder.group, e, holder.group.base))
    key = slot_key(dealing, index, i, ephemeral, times(holder.group, e, holder.key))
    return ephemeral + chacha20_poly1305(key, scalar_bytes(dealing.shared, value), slot_place(dealing, index, i))

def row(dealing, salt, index, points, slots):
    """Row_j, from the bytes of B_j1 ... B_jv and of all slots."""
    parts = [field("holdfast-own-keys-row/1"), field(dealing.context()), field(salt), u32(index), *map(field, points)]
    for each in slots:
        parts += [field(each[:-48]), field(each[-48:])]
    return sha256(*parts)

def commit(dealing, rows, N, v):
    parts = field("holdfast-own-keys-com/1"), field(dealing.context()), u32(N), u32(v), u32(len(rows))
    return sha256(*parts, *map(field, rows))

def opened_slots(com, N, v):
    """T."""
    chosen, counter = [], 0
    while True:
        for byte in sha256(field("holdfast-own-keys-subset/1"), field(com), u32(counter)):
            if byte < N and byte + 1 not in chosen:
                chosen.append(byte + 1)
            if len(chosen) == v:
                return sorted(chosen)
        counter += 1

@dataclasses.dataclass
class Blob:
    """What the proof says of one holder, with everything the dealer knew of it when it is being made."""
    points: list  # bytes of B_j1 ... B_jv
    values: dict  # h_j(i), and
    sigmas: dict  # sigma_ji: of all slots to make a proof, of the opened ones when read
    slots: dict  # E_ji || c_ji: of all slots to make a proof, of the hidden ones when read

def make_blob(dealing, salt, index, coefficients, sigmas):
    """The coefficients are those of h_j, s_j first; sigmas those of the slots 1 ... N."""
    values = {i: polynomial(dealing.shared, coefficients, i) for i in sigmas}
    points = [encode(dealing.shared, times(dealing.shared, h, dealing.shared.base)) for h in coefficients[1:]]
    slots = {i: slot(dealing, salt, index, i, sigmas[i], values[i]) for i in sigmas}
    return Blob(points, values, sigmas, slots)

def blob_row(dealing, salt, holder, blob):
    return row(dealing, salt, holder.index, blob.points, (blob.slots[i] for i in sorted(blob.slots)))

def write_proof(dealing, salt, blobs, N, v):
    """dealing.proof, from the blobs of all holders in their order."""
    rows = [blob_row(dealing, salt, holder, blob) for holder, blob in zip(dealing.holders, blobs)]
    chosen, parts = opened_slots(commit(dealing, rows, N, v), N, v), [MAGIC, salt, *rows]
    for blob in blobs:
        parts += blob.points + [scalar_bytes(dealing.shared, blob.values[i]) + blob.sigmas[i] for i in chosen]
        parts += [blob.slots[i] for i in range(1, N + 1) if i not in chosen]
    return b"".join(parts)

def read_proof(dealing, proof, N, v):
    """salt, rows, com, T and for each holder a Blob: cut in pieces, of which nothing is believed yet."""
    size, wide, n = len(encode(dealing.shared, dealing.shared.base)), 48, len(dealing.holders)
    lengths = [v * size + v * wide + (N - v) * (len(encode(h.group, h.key)) + 48) for h in dealing.holders]
    place = len(MAGIC)
    need(proof[:place] == MAGIC and len(proof) == place + 32 + 32 * n + sum(lengths), "proof-malformed")

    def take(count):
        nonlocal place
        place += count
        return proof[place - count:place]

    salt, rows = take(32), [take(32) for _ in range(n)]
    com = commit(dealing, rows, N, v)
    chosen, blobs = opened_slots(com, N, v), []
    for holder in dealing.holders:
        points, opened = [take(size) for _ in range(v)], {i: (take(32), take(16)) for i in chosen}
        hidden = {i: take(len(encode(holder.group, holder.key)) + 48) for i in range(1, N + 1) if i not in chosen}
        values, sigmas = ({i: pair[part] for i, pair in opened.items()} for part in (0, 1))
        blobs.append(Blob(points, values, sigmas, hidden))
    return salt, rows, com, chosen, blobs

def opened_again(dealing, salt, holder, blob):
    """The blob with its values as numbers and all slots; hidden ones are covered by the row and looked at by nobody."""
    values = {i: read_scalar(dealing.shared, data, "proof-wrong") for i, data in blob.values.items()}
    slots = {i: slot(dealing, salt, holder.index, i, blob.sigmas[i], value) for i, value in values.items()}
    need(None not in slots.values(), "proof-wrong")
    points = [decode(dealing.shared, data, "proof-wrong") for data in blob.points]
    return Blob(blob.points, values, blob.sigmas, {**slots, **blob.slots}), points

def weight(com, digest, index, i):
    data = field("holdfast-own-keys-weights/1") + field(com) + field(digest) + u32(index) + u32(i)
    hashes = (sha256(data, u32(c))[:16] for c in range(2 ** 32))
    return int.from_bytes(next(filter(any, hashes)), "big")

def equation_holds(dealing, com, digest, chosen, checked):
    """Whether the opened values lie on the polynomials that the points commit to, of the holders given."""
    shared, left, right = dealing.shared, 0, dealing.shared.zero
    for holder, blob, points in checked:
        weights = {i: weight(com, digest, holder.index, i) for i in chosen}
        left += sum(weights[i] * blob.values[i] for i in chosen)
        for k, point in enumerate([dealing.public_share(holder.index), *points]):
            right = add(shared, right, times(shared, sum(w * i ** k for i, w in weights.items()) % shared.q, point))
    return times(shared, left % shared.q, shared.base) == right

def verify_proof(dealing, proof, N, v):
    """Anyone: every hidden share is right, or else Refused names the holders whose is not."""
    salt, rows, com, chosen, blobs = read_proof(dealing, proof, N, v)
    checked, bad = [], []
    for holder, sent, blob in zip(dealing.holders, rows, blobs):
        try:
            again, points = opened_again(dealing, salt, holder, blob)
            need(blob_row(dealing, salt, holder, again) == sent, "proof-wrong")
            checked.append((holder, again, points))
        except Refused:
            bad.append(holder.index)
    digest = sha256(*(blob.values[i] for blob in blobs for i in chosen))
    if not equation_holds(dealing, com, digest, chosen, checked):
        bad += [one[0].index for one in checked if not equation_holds(dealing, com, digest, chosen, [one])]
    need(not bad, "proof-wrong", *sorted(bad))

def open_slot(dealing, index, i, d, data):
    """h_j(i) of a hidden slot, or None."""
    holder = dealing.holder(index)
    try:
        ephemeral = decode(holder.group, data[:-48], "slot-spoiled")
        key = slot_key(dealing, index, i, data[:-48], times(holder.group, d, ephemeral))
        plain = chacha20_poly1305(key, data[-48:], slot_place(dealing, index, i), opening=True)
        return None if plain is None else read_scalar(dealing.shared, plain, "slot-spoiled")
    except Refused:
        return None

def open_proof(dealing, proof, index, d, N, v):
    """The share of a holder, from a proof that was verified: the first hidden slot that is good gives it."""
    *_, chosen, blobs = read_proof(dealing, proof, N, v)
    blob = blobs[dealing.holders.index(dealing.holder(index))]
    known = {i: read_scalar(dealing.shared, data, "proof-wrong", index) for i, data in blob.values.items()}
    for i, data in sorted(blob.slots.items()):
        value = open_slot(dealing, index, i, d, data)
        if value is not None:
            values = {**known, i: value}
            share = sum(lagrange(dealing.shared, values, k) * values[k] for k in values) % dealing.shared.q
            if times(dealing.shared, share, dealing.shared.base) == dealing.public_share(index):
                return share
    raise Refused("dealer-cheated")
