"""Key files for the vectors, and what a node key is in each group."""

import base64
import hashlib

from .addresses import WIF_FORMS, base58check, stellar
from .groups import ED25519, multiply
from .primitives import base58, sha256

CURVE_NAMES = {"secp256k1": bytes.fromhex("06052b8104000a"), "p256": bytes.fromhex("06082a8648ce3d030107")}


def seed_scalar(seed):
    """The clamped first half of SHA-512 of an Ed25519 seed (RFC 8032, section 5.1.5), modulo the order."""
    half = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little")
    return ((half & (1 << 255) - 8 & (1 << 255) - 1) | 1 << 254) % ED25519.q


def element(tag, *parts):
    content = b"".join(parts)
    length = bytes([len(content)]) if len(content) < 128 else b"\x81" + bytes([len(content)])
    return bytes([tag]) + length + content


def pem(label, data, width=64):
    text = base64.b64encode(data).decode()
    rows = [text[k:k + width] for k in range(0, len(text), width)]
    return "\n".join([f"-----BEGIN {label}-----", *rows, f"-----END {label}-----", ""]).encode()


def sec1(group, secret, public, with_curve):
    curve = [element(0xA0, CURVE_NAMES[group.name])] if with_curve else []
    return element(0x30, b"\x02\x01\x01", element(0x04, secret), *curve,
                   element(0xA1, element(0x03, b"\0", group.uncompressed(public))))


def pkcs8(group, secret, public):
    if group is ED25519:
        return element(0x30, b"\x02\x01\x00", bytes.fromhex("300506032b6570"), element(0x04, element(0x04, secret)))
    algorithm = element(0x30, bytes.fromhex("06072a8648ce3d0201"), CURVE_NAMES[group.name])
    return element(0x30, b"\x02\x01\x00", algorithm, element(0x04, sec1(group, secret, public, False)))


def openssh(group, secret, public):
    """OpenSSH, `PROTOCOL.key`, without a passphrase; the number that is there twice is none of chance."""
    def string(data):
        return len(data).to_bytes(4, "big") + data

    if group is ED25519:
        key = group.encode(public)
        head = string(b"ssh-ed25519") + string(key)
        private = head + string(secret + key)
    else:
        head = string(b"ecdsa-sha2-nistp256") + string(b"nistp256") + string(group.uncompressed(public))
        number = secret.lstrip(b"\0")
        private = head + string((b"\0" if number[0] & 0x80 else b"") + number)
    private = sha256(b"openssh" + head)[:4] * 2 + private + string(b"a comment")
    private += bytes(range(1, 1 + -len(private) % 8))
    return (b"openssh-key-v1\0" + string(b"none") * 2 + string(b"") + (1).to_bytes(4, "big") + string(head)
            + string(private))


def write(form, group, secret):
    """The key file of 32 secret bytes: a big-endian scalar, or an Ed25519 seed."""
    scalar = seed_scalar(secret) if group is ED25519 else int.from_bytes(secret, "big")
    public = multiply(group, scalar, group.generator)
    if form == "raw":
        return secret
    if form == "hex":
        return secret.hex().encode() + b"\n"
    if form == "sec1-pem":
        return pem("EC PRIVATE KEY", sec1(group, secret, public, True))
    if form == "sec1-der":
        return sec1(group, secret, public, True)
    if form == "pkcs8-pem":
        return pem("PRIVATE KEY", pkcs8(group, secret, public))
    if form == "pkcs8-der":
        return pkcs8(group, secret, public)
    if form == "openssh":
        return pem("OPENSSH PRIVATE KEY", openssh(group, secret, public), width=70)
    key = group.encode(public)
    if form == "cometbft-node":
        return ('{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"%s"}}'
                % base64.b64encode(secret + key).decode()).encode()
    if form in WIF_FORMS:
        prefix, is_compressed = WIF_FORMS[form]
        version = b"\x80" if prefix == "bc" else b"\xef"
        return base58check(version + secret + (b"\1" if is_compressed else b"")).encode() + b"\n"
    if form == "stellar":
        return stellar(18 << 3, secret).encode() + b"\n"
    if form == "solana-base58":
        return base58(secret + key).encode() + b"\n"
    if form == "solana":
        return ("[" + ",".join(str(byte) for byte in secret + key) + "]").encode()
    assert form == "cometbft-validator" and group is ED25519
    encoded = base64.b64encode(key).decode(), base64.b64encode(secret + key).decode()
    return ('{\n  "address": "%s",\n  "pub_key": {\n    "type": "tendermint/PubKeyEd25519",\n    "value": "%s"\n  },\n'
            '  "priv_key": {\n    "type": "tendermint/PrivKeyEd25519",\n    "value": "%s"\n  }\n}'
            % (sha256(key)[:20].hex().upper(), *encoded)).encode()
