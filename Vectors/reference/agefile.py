"""The age v1 file format with one X25519 recipient, armored: what a sealed share holds."""

import base64
import hmac

from .primitives import bech32, chacha20poly1305_seal, five_bit_groups, hkdf

P = 2**255 - 19


def x25519(scalar, u):
    """RFC 7748, section 5."""
    k = int.from_bytes(scalar, "little") & (1 << 255) - 8 | 1 << 254
    k &= (1 << 255) - 1
    x1 = int.from_bytes(u, "little") & (1 << 255) - 1
    x2, z2, x3, z3 = 1, 0, x1, 1
    for bit in range(254, -1, -1):
        if k >> bit & 1:
            x2, z2, x3, z3 = x3, z3, x2, z2
        a, b = (x2 + z2) ** 2, (x2 - z2) ** 2
        e, da, cb = a - b, (x3 - z3) * (x2 + z2), (x3 + z3) * (x2 - z2)
        x3, z3 = (da + cb) ** 2 % P, x1 * (da - cb) ** 2 % P
        x2, z2 = a * b % P, e * (a + 121665 * e) % P
        if k >> bit & 1:
            x2, z2, x3, z3 = x3, z3, x2, z2
    return (x2 * pow(z2, -1, P) % P).to_bytes(32, "little")


def recipient(secret):
    return bech32("age", five_bit_groups(x25519(secret, (9).to_bytes(32, "little"))), 1)


def identity(secret):
    return bech32("age-secret-key-", five_bit_groups(secret), 1).upper()


def unpadded(data):
    return base64.b64encode(data).rstrip(b"=")


def seal(plaintext, holder_secret, ephemeral, file_key, nonce):
    """The lines of the armored file; plaintext fits in one chunk of 64 KiB."""
    base = (9).to_bytes(32, "little")
    public, share = x25519(holder_secret, base), x25519(ephemeral, base)
    shared = x25519(ephemeral, public)
    wrapping = hkdf(shared, share + public, b"age-encryption.org/v1/X25519")
    body = chacha20poly1305_seal(wrapping, bytes(12), file_key)
    header = b"age-encryption.org/v1\n-> X25519 " + unpadded(share) + b"\n" + unpadded(body) + b"\n---"
    code = hmac.digest(hkdf(file_key, b"", b"header"), header, "sha256")
    payload_key = hkdf(file_key, nonce, b"payload")
    chunk = chacha20poly1305_seal(payload_key, bytes(11) + b"\x01", plaintext)
    data = base64.b64encode(header + b" " + unpadded(code) + b"\n" + nonce + chunk).decode()
    lines = [data[k:k + 64] for k in range(0, len(data), 64)]
    return ["-----BEGIN AGE ENCRYPTED FILE-----", *lines, "-----END AGE ENCRYPTED FILE-----"]
