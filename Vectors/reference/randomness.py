"""What a dealer draws, from fresh bytes and from what is secret (holdfast-protocol(7), section 9)."""

import hashlib
import hmac

from .dealing import field, u32
from .groups import GROUPS
from .primitives import chacha20

WIDE, BLOCK = 64, 64


def pseudorandom_key(fresh, secret, content):
    return hmac.digest(bytes(64), field(fresh) + field(secret) + field(content), "sha512")


def expand(key, use, context, length):
    info, output, block, counter = field("holdfast-randomness/1") + field(use) + field(context), b"", b"", 0
    while len(output) < length:
        counter += 1
        block = hmac.digest(key, block + info + bytes([counter]), "sha512")
        output += block
    return output[:length]


def number(key, group, use, context):
    """1 ... q-1."""
    for attempt in range(1 << 32):
        wide = expand(key, use, field(group.name) + field(context) + u32(attempt), WIDE)
        if value := int.from_bytes(wide, "big") % group.q:
            return value


def coefficients(key, group, threshold):
    """a_1 ... a_(t-1)."""
    found, block = [], 0
    count = min(BLOCK, threshold - 1)
    while len(found) < threshold - 1:
        seed = expand(key, "coefficients", field(group.name) + field(u32(threshold)) + u32(block), 32)
        stream = chacha20(seed, b"LibsodiumDRG", 0, bytes(WIDE * count))
        values = [int.from_bytes(stream[k:k + WIDE], "big") % group.q for k in range(0, len(stream), WIDE)]
        found += filter(None, values)
        block += 1
    return found[:threshold - 1]


def case(name, secret, content, threshold):
    fresh, identifier = (hashlib.sha256(f"{name}/{part}".encode()).digest() for part in ("fresh", "id"))
    key = pseudorandom_key(fresh, secret, content)
    return {
        "fresh": fresh.hex(), "secret": secret.hex(), "content": content.hex(), "key": key.hex(), "threshold": threshold,
        "id": identifier.hex(), "salt": expand(key, "salt of the original", b"", 32).hex(),
        "nonce": expand(key, "nonce of the original", b"", 24).hex(),
        "groups": {
            group.name: {
                "coefficients": [f"{value:064x}" for value in coefficients(key, group, threshold)],
                "nonce": f"{number(key, group, 'nonce of the proof', identifier):064x}",
            } for group in GROUPS.values()
        },
    }


def make():
    secret = hashlib.sha256(b"a dealer's key").digest()
    return {
        "schema": "holdfast.dealer-randomness/1",
        "cases": [
            case("smallest", secret, b"", 2),
            case("with a file", secret, b"-----BEGIN PRIVATE KEY-----\n", 5),
            case("a file alone", b"", bytes(range(256)), 3),
            case("a whole block", secret, b"", 65),
            case("more than a block", secret, b"", 131),
        ],
    }
