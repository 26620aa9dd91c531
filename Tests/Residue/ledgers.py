"""The nonce of a signature that the command gave, from the signature, the key and what each ledger hashes."""

import base64
import hashlib
import json

from forms import Secret
from material import der_signature, ecdsa_nonce, eddsa_nonce, schnorr_nonce
from reference.groups import P256, SECP256K1
from reference.primitives import keccak256, ripemd160


def compact(signature: bytes) -> tuple[int, int]:
    return int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big")


def rlp_items(data: bytes) -> list[tuple[bytes, bytes]]:
    """The items of an RLP list, each whole and its content."""
    def split(at: int) -> tuple[int, int, int]:
        first = data[at]
        if first < 0x80:
            return at, at, at + 1
        base = 0x80 if first < 0xC0 else 0xC0
        if first < base + 56:
            return at, at + 1, at + 1 + first - base
        size = first - base - 55
        return at, at + 1 + size, at + 1 + size + int.from_bytes(data[at + 1:at + 1 + size], "big")

    _, at, end = split(0)
    found = []
    while at < end:
        start, content, after = split(at)
        found.append((data[start:after], data[content:after]))
        at = after
    return found


def rlp_list(items: list[bytes]) -> bytes:
    content = b"".join(items)
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return (bytes([0xC0 + len(content)]) if len(content) < 56 else bytes([0xF7 + len(size)]) + size) + content


def evm_transaction(key: int, output: str) -> Secret:
    """EIP-1559: the hash is of the type and the first nine fields."""
    data = bytes.fromhex(output.strip().removeprefix("0x"))
    items = rlp_items(data[1:])
    digest = keccak256(data[:1] + rlp_list([whole for whole, _ in items[:9]]))
    r, s = (int.from_bytes(content, "big") for _, content in items[10:12])
    return ecdsa_nonce(key, digest, r, s, SECP256K1)


def evm_message(key: int, output: str, message: bytes) -> Secret:
    """EIP-191, version 0x45."""
    digest = keccak256(b"\x19Ethereum Signed Message:\n%d" % len(message) + message)
    return ecdsa_nonce(key, digest, *compact(bytes.fromhex(output.strip().removeprefix("0x"))), SECP256K1)


def doubled(data: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()


def bitcoin_message(key: int, output: str, message: bytes) -> Secret:
    """The old form: base64 of a byte, r and s."""
    digest = doubled(b"\x18Bitcoin Signed Message:\n" + bytes([len(message)]) + message)
    return ecdsa_nonce(key, digest, *compact(base64.b64decode(output)[1:]), SECP256K1)


def bitcoin_transaction(key: int, output: str, satoshi: int) -> Secret:
    """BIP-143, for one P2WPKH input; the output is the transaction whole."""
    data = bytes.fromhex(output.strip())
    if data[4:7] != b"\0\x01\x01":
        raise ValueError("not one input with a witness")
    outpoint, sequence = data[7:43], data[44:48]
    at = start = 49
    for _ in range(data[48]):
        at += 9 + data[at + 8]
    witness = data[at:]
    signature, public = witness[2:2 + witness[1]], witness[-37:-4]
    code = b"\x19\x76\xa9\x14" + ripemd160(hashlib.sha256(public).digest()) + b"\x88\xac"
    preimage = (data[:4] + doubled(outpoint) + doubled(sequence) + outpoint + code + satoshi.to_bytes(8, "little")
                + sequence + doubled(data[start:at]) + data[-4:] + signature[-1:] + bytes(3))
    return ecdsa_nonce(key, doubled(preimage), *der_signature(signature), SECP256K1)


def cosmos_transaction(key: int, output: str, document: bytes) -> Secret:
    """SIGN_MODE_DIRECT; the output is the signature in base64."""
    digest = hashlib.sha256(document).digest()
    return ecdsa_nonce(key, digest, *compact(base64.b64decode(output)), SECP256K1)


def fabric_proposal(key: int, output: str, proposal: bytes) -> Secret:
    return ecdsa_nonce(key, hashlib.sha256(proposal).digest(), *der_signature(base64.b64decode(output)), P256)


def solana_transaction(seed: bytes, output: str, transaction: bytes) -> Secret:
    """Of a transaction with one signer: a count, the place of the signature, and what it covers."""
    return eddsa_nonce(seed, transaction[65:], base64.b64decode(output)[1:65])


def raw_digest(key: int, output: str, digest: bytes, group) -> Secret:
    return ecdsa_nonce(key, digest, *compact(bytes.fromhex(output.strip())), group)


def raw_schnorr(key: int, output: str, digest: bytes) -> Secret:
    return schnorr_nonce(key, digest, bytes.fromhex(output.strip()))


def raw_message(seed: bytes, output: str, message: bytes) -> Secret:
    text = output.strip()
    signature = bytes.fromhex(text) if len(text) == 128 else base64.b64decode(text)
    return eddsa_nonce(seed, message, signature)


def signed(output: bytes) -> str:
    """What was signed, whether it was told in JSON or alone."""
    text = output.decode()
    if not text.startswith("{"):
        return text
    told = json.loads(text)
    return told.get("signed") or told["signature"]
