"""The addresses that a dealing shows for a public key."""

import base64
import binascii
import hashlib

from .groups import SECP256K1, multiply
from .primitives import base58, bech32, five_bit_groups, keccak256, ripemd160, sha256, tagged_hash


WIF_FORMS = {"wif": ("bc", True), "wif-uncompressed": ("bc", False), "wif-testnet": ("tb", True),
             "wif-testnet-uncompressed": ("tb", False)}


def addresses(group, point, form):
    """In the order of the dealing: by name. Some formats speak of one ledger alone."""
    if form in WIF_FORMS:
        return bitcoin(point, *WIF_FORMS[form])
    if form == "stellar":
        return {"stellar": stellar(6 << 3, group.encode(point))}
    if form == "substrate":
        return {"substrate": substrate(group.encode(point))}
    if group.name == "p256":
        return {"fabric-ski": sha256(group.uncompressed(point)).hex()}
    if group.name == "ed25519":
        key = group.encode(point)
        return {"cometbft": sha256(key)[:20].hex().upper(), "solana": base58(key)}
    return {"bitcoin-p2tr": taproot("bc", point), "bitcoin-p2wpkh": witness_key_hash("bc", point), "evm": evm(point)}


def bitcoin(point, prefix, is_compressed):
    """Segwit takes no key that is not compressed."""
    encoded = SECP256K1.encode(point) if is_compressed else SECP256K1.uncompressed(point)
    shown = {"bitcoin-p2pkh": base58check((b"\0" if prefix == "bc" else b"\x6f") + ripemd160(sha256(encoded)))}
    if is_compressed:
        shown |= {"bitcoin-p2tr": taproot(prefix, point), "bitcoin-p2wpkh": witness_key_hash(prefix, point)}
    return shown


def base58check(payload):
    return base58(payload + sha256(sha256(payload))[:4])


def stellar(version, key):
    """SEP-23: a version byte, 32 bytes, CRC-16 (XMODEM) with its low byte first."""
    payload = bytes([version]) + key
    return base64.b32encode(payload + binascii.crc_hqx(payload, 0).to_bytes(2, "little")).decode()


def substrate(key):
    """SS58 with the prefix 42, and two bytes of BLAKE2b-512 as a checksum."""
    payload = b"\x2a" + key
    return base58(payload + hashlib.blake2b(b"SS58PRE" + payload).digest()[:2])


def taproot(prefix, point):
    """BIP-86: the output key commits to no script."""
    x, y = point
    even = (x, y if y % 2 == 0 else SECP256K1.p - y)
    tweak = int.from_bytes(tagged_hash(b"TapTweak", x.to_bytes(32, "big")), "big")
    output = SECP256K1.add(even, multiply(SECP256K1, tweak, SECP256K1.generator))
    return bech32(prefix, [1] + five_bit_groups(output[0].to_bytes(32, "big")), 0x2BC830A3)


def witness_key_hash(prefix, point):
    return bech32(prefix, [0] + five_bit_groups(ripemd160(sha256(SECP256K1.encode(point)))), 1)


def evm(point):
    """With the mixed-case checksum of EIP-55."""
    text = keccak256(SECP256K1.uncompressed(point)[1:])[12:].hex()
    digest = keccak256(text.encode()).hex()
    return "0x" + "".join(c.upper() if int(d, 16) >= 8 else c for c, d in zip(text, digest))
