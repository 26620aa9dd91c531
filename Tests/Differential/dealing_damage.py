"""One thing of a dealing changed: in its text alone, or before its dealer proved it again.

Where the dealer proves it again, id and proof are right, and only the rule that the change breaks can speak.
"""

import base64
import copy

from reference import dealing as dealings
from reference.groups import GROUPS, multiply

import dealing_text_damage
from dealing_text_damage import text_of

# Characters that a name may not have, that look as if it might, or that it may.
ODD_CHARACTERS = [
    "/", "\\", '"', "\u00a0", "\u00ad", "\u200b", "\u200c", "\u202e", "\ufeff", "\t", "\x1f", "\x7f", "\u2028",
    "\u3164", "\u3000", "\u0301", "\U000e0041", "\U000e0100", "\U0001d173", "\U0001f511", "\ufff9", "\u2800", "\u115f",
    "\u2070", "\u205f", "\u17b4", "ﬀ", "İ", "\ud7ff", "\ue000", "\U0010ffff"
]
ODD_TIMES = [
    "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2023-02-29T00:00:00Z",
    "2024-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T23:59:60Z",
    "2026-11-22t10:02:33z", "2026-11-22T10:02:33", "2026-11-22T10:02:33+00:00", "2026-11-22 10:02:33Z",
    "2026-13-01T00:00:00Z", "2026-00-10T00:00:00Z", "2026-04-31T00:00:00Z", "2026-4-30T00:00:00Z",
    "٢٠٢٦-11-22T10:02:33Z", "10000-01-01T00:00:00Z", ""
]
# Of edwards25519: the identity, and points of order 2 and 8.
LOW_ORDER = ["0100000000000000000000000000000000000000000000000000000000000000",
             "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"]


def proven(case, dealt, dealing):
    try:
        return text_of(case, dealt.proven(dealing))
    except Exception:  # no id can be computed of such a one: whatever is wrong is wrong before the id
        return text_of(case, dealing)


def text_changed(case, text):
    odd = case.random.choice(ODD_CHARACTERS)
    place = case.random.randrange(len(text) + 1)
    long = ["x" * 128, "x" * 129, "x" * 256, "x" * 257, "é" * 64, "é" * 65, "é" * 128, "🔑" * 64, "🔑" * 65]
    around = [text + odd, odd + text, " " + text, text + " ", text + text, ""]
    return case.random.choice([text[:place] + odd + text[place:], *around, *long])


def label(case, dealt):
    return proven(case, dealt, {**dealt.dealing, "label": text_changed(case, dealt.dealing["label"])})


def holder_name(case, dealt):
    holders = copy.deepcopy(dealt.dealing["holders"])
    chosen, other = case.random.sample(holders, 2)
    chosen["name"] = other["name"] if case.random.random() < 0.2 else text_changed(case, chosen["name"])
    return proven(case, dealt, {**dealt.dealing, "holders": holders})


def created(case, dealt):
    return proven(case, dealt, {**dealt.dealing, "created": case.random.choice(ODD_TIMES)})


def epoch(case, dealt):
    return proven(case, dealt,
                  {**dealt.dealing, "epoch": case.random.choice([0, 1, 2**31, 2**32 - 1, 2**32, 2**64, -1])})


def group(case, dealt):
    chosen = case.random.choice([*GROUPS, "Secp256k1", "bls12-381", ""])
    return proven(case, dealt, {**dealt.dealing, "group": chosen})


def index(case, dealt):
    holders = copy.deepcopy(dealt.dealing["holders"])
    change = case.random.choice(["one", "one", "exchanged", "sorted"])
    if change == "one":
        case.random.choice(holders)["index"] = case.random.choice(
            [0, 1, 2, 3, 7, 65535, 65536, 2**32, -1, "1", 1.0, None])
    elif change == "exchanged":
        holders.reverse()
    else:
        for holder, number in zip(holders, sorted(case.random.sample(range(1, 65536), len(holders)))):
            holder["index"] = number
    return proven(case, dealt, {**dealt.dealing, "holders": holders})


def threshold(case, dealt):
    t, n = dealt.dealing["threshold"], len(dealt.dealing["holders"])
    return proven(case, dealt,
                  {**dealt.dealing, "threshold": case.random.choice([0, 1, t - 1, t + 1, n, n + 1, 2**32])})


def holders(case, dealt):
    kept = dealt.dealing["holders"][:case.random.randrange(len(dealt.dealing["holders"]))]
    return proven(case, dealt, {**dealt.dealing, "holders": kept})


def odd_points(case, group):
    """Texts of points, most of which no commitment may be."""
    number = case.random.randrange(1, group.q)
    good = group.encode(multiply(group, number, group.generator))
    size = group.size
    odd = [good, case.bytes(size), bytes(size), b"\xff" * size, good[:-1], good + b"\0", b""]
    if size == 33:
        odd += [bytes([5]) + good[1:], bytes([good[0] ^ 1]) + good[1:], good[:1] + group.p.to_bytes(32, "big"),
                good[:1] + (group.p + 1).to_bytes(32, "big"), group.uncompressed(group.decode(good))]
    else:
        low = bytes.fromhex(case.random.choice(LOW_ORDER))
        mixed = group.add(multiply(group, number, group.generator), group.decode_on_curve(low))
        odd += [low, group.encode(mixed), group.p.to_bytes(32, "little"), (group.p + 1).to_bytes(32, "little"),
                bytes([1]) + bytes(30) + b"\x80", good[:-1] + bytes([good[-1] ^ 0x80])]
    return odd


def commitment(case, dealt):
    points = list(dealt.dealing["commitments"])
    place = case.random.randrange(len(points))
    change = case.random.choice(["other", "other", "other", "exchanged", "less", "more", "twice"])
    if change == "other":
        points[place] = case.random.choice(odd_points(case, dealt.group)).hex()
    elif change == "exchanged":
        points.reverse()
    elif change == "less":
        del points[place]
    else:
        points.insert(place,
                      points[place] if change == "twice" else case.random.choice(odd_points(case, dealt.group)).hex())
    dealing = {**dealt.dealing, "commitments": points}
    return proven(case, dealt, dealing) if case.random.random() < 0.7 else text_of(case, dealing)


def key_member(case, dealt):
    key = copy.deepcopy(dealt.dealing["key"])
    name = case.random.choice(["kind", "format", "publicKey", "addresses"])
    if name == "addresses":
        names = list(key["addresses"]) or ["evm"]
        change = case.random.choice(["other", "none", "more", "order"])
        if change == "other":
            key["addresses"][case.random.choice(names)] = case.random.choice(
                ["", "x", "x" * 129, "bc1q", "é", 'a\\"', 7])
        elif change == "none":
            key["addresses"] = {}
        elif change == "more":
            key["addresses"][case.random.choice(["evm", "solana", "bitcoin-p2tr", "bitcoin-p2pkh", "dogecoin"])] = "x"
        else:
            key["addresses"] = dict(reversed(key["addresses"].items()))
    else:
        formats = ["raw", "hex", "openssh", "wif", "solana", "bip39", "sec1-pem", "x" * 32, "x" * 33, "X", "", "a b"]
        points = dealt.dealing["commitments"]
        key[name] = case.random.choice({
            "kind": ["node-key", "wrapping", "Wrapping", ""], "format": formats,
            "publicKey": [None, points[-1], "", points[0].upper()]}[name])
    return proven(case, dealt, {**dealt.dealing, "key": key})


def original(case, dealt):
    whole = copy.deepcopy(dealt.dealing["original"])
    change = case.random.choice(["salt", "nonce", "sealed"])
    if change == "sealed":
        length = case.random.choice([0, 1, 16, 255, 256, 257, 271, 272, 273, 280, 288, 1024, 1040, 1041, 1056])
        whole["sealed"] = base64.b64encode(case.bytes(length)).decode()
    else:
        octets = bytes.fromhex(whole[change])
        whole[change] = case.random.choice([octets[:-1], octets + b"\0", b"", case.bytes(len(octets))]).hex()
    return proven(case, dealt, {**dealt.dealing, "original": whole})


def proof(case, dealt):
    """Of another nonce (right), by another key, over another id, or with an s that is too large."""
    group, identifier = dealt.group, bytes.fromhex(dealt.dealing["id"])
    nonce = case.random.randrange(1, group.q)
    right = dealings.prove(group, dealt.key, nonce, identifier)
    s = int.from_bytes(right[32:], group.order)
    too_large = (s + group.q) % 2**256
    by_another = dealings.prove(group, nonce, dealt.key, identifier)
    of_another = dealings.prove(group, dealt.key, nonce, case.bytes(32))
    changed = [right[:32] + number.to_bytes(32, group.order) for number in (too_large, -s % group.q)]
    parts = [right[32:] + right[:32], bytes(64), bytes(32) + right[32:]]
    made = case.random.choice([right, by_another, of_another, *changed, *parts])
    return text_of(case, {**dealt.dealing, "proof": made.hex()})


PROVEN_AGAIN = [
    label, holder_name, created, epoch, group, index, threshold, holders, commitment, commitment, key_member,
    key_member, original
]
CHANGES = [*dealing_text_damage.CHANGES, proof, *PROVEN_AGAIN]


def changed(case, dealt):
    """A text, and the name of what was done to it; in three cases of ten nothing."""
    change = case.random.choice(CHANGES) if case.random.random() < 0.7 else dealing_text_damage.untouched
    return change(case, dealt), change.__name__.replace("_", " ")
