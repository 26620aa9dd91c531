"""The addresses that a dealing shows for a public key."""

from .groups import SECP256K1, multiply
from .primitives import base58, bech32, five_bit_groups, keccak256, ripemd160, sha256, tagged_hash


def addresses(group, point):
    """In the order of the dealing: by name."""
    if group.name == "p256":
        return {"fabric-ski": sha256(group.uncompressed(point)).hex()}
    if group.name == "ed25519":
        key = group.encode(point)
        return {"cometbft": sha256(key)[:20].hex().upper(), "solana": base58(key)}
    return {"bitcoin-p2tr": taproot(point), "bitcoin-p2wpkh": witness_key_hash(point), "evm": evm(point)}


def taproot(point):
    """BIP-86: the output key commits to no script."""
    x, y = point
    even = (x, y if y % 2 == 0 else SECP256K1.p - y)
    tweak = int.from_bytes(tagged_hash(b"TapTweak", x.to_bytes(32, "big")), "big")
    output = SECP256K1.add(even, multiply(SECP256K1, tweak, SECP256K1.generator))
    return bech32("bc", [1] + five_bit_groups(output[0].to_bytes(32, "big")), 0x2BC830A3)


def witness_key_hash(point):
    return bech32("bc", [0] + five_bit_groups(ripemd160(sha256(SECP256K1.encode(point)))), 1)


def evm(point):
    """With the mixed-case checksum of EIP-55."""
    text = keccak256(SECP256K1.uncompressed(point)[1:])[12:].hex()
    digest = keccak256(text.encode()).hex()
    return "0x" + "".join(c.upper() if int(d, 16) >= 8 else c for c, d in zip(text, digest))
