"""What is secret in a dealing, a key, a signature, a wallet or a sealed file: all that can be computed from its
outcome.

Everything is computed a second time here, by the independent code of Vectors/reference and Tests/Recovery.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1] / "Vectors"), str(HERE.parent / "Recovery")]

import own_keys as own  # noqa: E402
import own_keys_proof as proofs  # noqa: E402
from forms import BASE58, BECH32, WORD_LIST, Secret, base58, bits_of, share_line  # noqa: E402
from reference import own_dealing  # noqa: E402
from reference.agefile import x25519  # noqa: E402
from reference.dealing import original_key  # noqa: E402
from reference.groups import ED25519, GROUPS, SECP256K1, multiply  # noqa: E402
from reference.keyfiles import seed_scalar  # noqa: E402
from reference.primitives import chacha20, hkdf  # noqa: E402


def scalar(name: str, number: int, group) -> Secret:
    return Secret(name, (number % group.q).to_bytes(32, "big"), order=group.q)


# How many slots a proof has for each holder, and how many of them are opened (holdfast-own-keys(5)).
PROOF_SIZE = (144, 48)


# KEYS

def key_secrets(name: str, value: bytes, group) -> list[Secret]:
    """`value` is what `--as raw` gives: the number, or for ed25519 the seed."""
    if group is not ED25519:
        return [Secret(name, value, order=group.q)]
    expanded = hashlib.sha512(value).digest()
    return [
        Secret(f"{name}, the seed", value), Secret(f"{name}, expanded", expanded[:32]),
        Secret(f"{name}, the prefix of its nonces", expanded[32:]),
        scalar(f"{name}, the scalar", seed_scalar(value), group),
    ]


def number_of(value: bytes, group) -> int:
    return seed_scalar(value) if group is ED25519 else int.from_bytes(value, "big")


# SHARES

def interpolated(shares: dict[int, int], threshold: int, q: int) -> list[int]:
    """The coefficients of the polynomial through `threshold` of the shares, lowest first."""
    points = sorted(shares.items())[:threshold]
    total = [0] * threshold
    for i, value in points:
        row, below = [1], 1
        for j, _ in points:
            if j != i:
                row = [(low - j * high) % q for low, high in zip([0, *row], [*row, 0])]
                below = below * (i - j) % q
        factor = value * pow(below, -1, q) % q
        total = [(sum_ + factor * coefficient) % q for sum_, coefficient in zip(total, row)]
    return total


def share_secrets(lines: list[str], group) -> tuple[dict[int, int], list[Secret]]:
    """The numbers of shares by their index, from texts that hold share lines."""
    shares, found = {}, []
    for text in lines:
        index, value = share_line(text)
        shares[index] = int.from_bytes(value, group.order)
        found.append(scalar(f"share {index}", shares[index], group))
    return shares, found


def dealing_secrets(dealing: dict, shares: dict[int, int]) -> list[Secret]:
    """The shares, all coefficients, the key of the sealed original, and the nonce of the dealer's proof."""
    group = GROUPS[dealing["group"]]
    coefficients = interpolated(shares, dealing["threshold"], group.q)
    found = [scalar(f"share {index}", number, group) for index, number in shares.items()]
    found += [scalar(f"coefficient {k}", number, group) for k, number in enumerate(coefficients)]
    public_key = bytes.fromhex(dealing["commitments"][0])
    salt = bytes.fromhex(dealing["original"]["salt"])
    found.append(Secret("key of the original", original_key(group, coefficients[0], salt, public_key)))
    proof = dealing["proof"]
    if isinstance(proof, str) and len(proof) == 128:
        c, s = int.from_bytes(bytes.fromhex(proof[:64]), "big"), int.from_bytes(bytes.fromhex(proof[64:]), group.order)
        nonce = (s - c * coefficients[0]) % group.q
        require_point(group, nonce, group.generator, None)
        found.append(scalar("nonce of the dealer's proof", nonce, group))
    return found


def own_dealing_secrets(path: pathlib.Path, node_keys: dict[str, bytes]) -> list[Secret]:
    """Of a masked dealing to own keys: what each node key opens, on the way to its share, and then all of the above."""
    dealing, decoded = own_dealing.read(path.read_bytes())
    shared, shares, found = decoded.shared, {}, []
    for holder, entry in zip(decoded.holders, dealing["holders"]):
        secret = own.own_secret(holder, number_of(node_keys[entry["name"]], GROUPS[entry["group"]]))
        common = own.times(holder.group, secret, decoded.ephemerals[holder.group.name])
        mask = own.mask(decoded, holder.index, common)
        masked = int.from_bytes(bytes.fromhex(entry["masked"]), GROUPS[dealing["group"]].order)
        shares[holder.index] = own.unmasked(decoded, holder.index, masked, common)
        found += [
            scalar(f"mask {holder.index}", mask, GROUPS[shared.name]),
            Secret(f"common point {holder.index}, x", common[0].to_bytes(32, "big")),
            Secret(f"common point {holder.index}, y", common[1].to_bytes(32, "big")),
        ]
    return found + dealing_secrets(dealing, shares)


def verifiable_dealing_secrets(folder: pathlib.Path, node_keys: dict[str, bytes]) -> list[Secret]:
    """Of a publicly verifiable one: what the holders of these node keys open, and what follows from their shares."""
    dealing, decoded = own_dealing.read((folder / "dealing.json").read_bytes())
    proof, shares = (folder / "dealing.proof").read_bytes(), {}
    for holder, entry in zip(decoded.holders, dealing["holders"]):
        if entry["name"] in node_keys:
            secret = own.own_secret(holder, number_of(node_keys[entry["name"]], GROUPS[entry["group"]]))
            shares[holder.index] = proofs.open_proof(decoded, proof, holder.index, secret, *PROOF_SIZE)
    return dealing_secrets(dealing, shares)


def require_point(group, number: int, point, expected_x: int | None) -> None:
    """That a number is what it was computed as; without an expectation, that it is none of the trivial ones."""
    if number % group.q in (0, 1, group.q - 1):
        raise ValueError("a nonce was not computed")
    if expected_x is not None and multiply(group, number, point)[0] % group.q != expected_x:
        raise ValueError("a computed nonce is not that of the signature")


# SIGNATURES

def ecdsa_nonce(key: int, digest: bytes, r: int, s: int, group) -> Secret:
    nonce = pow(s, -1, group.q) * (int.from_bytes(digest, "big") + r * key) % group.q
    require_point(group, nonce, group.generator, r)
    return scalar("nonce of ECDSA", nonce, group)


def der_signature(signature: bytes) -> tuple[int, int]:
    length = signature[3]
    return (int.from_bytes(signature[4:4 + length], "big"),
            int.from_bytes(signature[6 + length:6 + length + signature[5 + length]], "big"))


def eddsa_nonce(seed: bytes, message: bytes, signature: bytes) -> Secret:
    public = ED25519.encode(multiply(ED25519, seed_scalar(seed), ED25519.generator))
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little")
    nonce = (int.from_bytes(signature[32:], "little") - challenge * seed_scalar(seed)) % ED25519.q
    if ED25519.encode(multiply(ED25519, nonce, ED25519.generator)) != signature[:32]:
        raise ValueError("a computed nonce is not that of the signature")
    return scalar("nonce of EdDSA", nonce, ED25519)


def schnorr_nonce(key: int, message: bytes, signature: bytes) -> Secret:
    """BIP-340; what is kept may be the number or its opposite, and both are looked for."""
    group = SECP256K1
    public = multiply(group, key, group.generator)
    tag = hashlib.sha256(b"BIP0340/challenge").digest()
    data = tag + tag + signature[:32] + public[0].to_bytes(32, "big") + message
    challenge = int.from_bytes(hashlib.sha256(data).digest(), "big")
    even = key if public[1] % 2 == 0 else group.q - key
    nonce = (int.from_bytes(signature[32:], "big") - challenge * even) % group.q
    require_point(group, nonce, group.generator, int.from_bytes(signature[:32], "big"))
    return scalar("nonce of Schnorr", nonce, group)


def taproot_key(key: int) -> Secret:
    """The key of BIP-86, which signs for the address."""
    public = multiply(SECP256K1, key, SECP256K1.generator)
    tag = hashlib.sha256(b"TapTweak").digest()
    tweak = int.from_bytes(hashlib.sha256(tag + tag + public[0].to_bytes(32, "big")).digest(), "big")
    even = key if public[1] % 2 == 0 else SECP256K1.q - key
    return scalar("key of Taproot", even + tweak, SECP256K1)


# WALLETS

def phrase_of(entropy: bytes) -> str:
    bits = bits_of(entropy) + bits_of(hashlib.sha256(entropy).digest())[:len(entropy) // 4]
    return " ".join(WORD_LIST[int(bits[i:i + 11], 2)] for i in range(0, len(bits), 11))


def child(key: int, code: bytes, index: int) -> tuple[int, bytes]:
    """BIP-32, CKDpriv."""
    if index >> 31:
        data = b"\0" + key.to_bytes(32, "big")
    else:
        data = SECP256K1.encode(multiply(SECP256K1, key, SECP256K1.generator))
    left = hmac.digest(code, data + index.to_bytes(4, "big"), "sha512")
    return (int.from_bytes(left[:32], "big") + key) % SECP256K1.q, left[32:]


def derived(key: int, code: bytes, path: str) -> list[Secret]:
    """The keys and chain codes on the way down a path such as 84'/0'/0'/0/0."""
    found, name = [], "m"
    for step in path.split("/"):
        name += f"/{step}"
        key, code = child(key, code, int(step.rstrip("'")) + (step.endswith("'") << 31))
        found += [scalar(f"key {name}", key, SECP256K1), Secret(f"chain code {name}", code)]
    return found


def derived_ed25519(seed: bytes, path: list[int]) -> list[Secret]:
    """SLIP-10."""
    left, found, name = hmac.digest(b"ed25519 seed", seed, "sha512"), [], "ed25519 m"
    for step in path:
        name += f"/{step}'"
        left = hmac.digest(left[32:], b"\0" + left[:32] + (step | 1 << 31).to_bytes(4, "big"), "sha512")
        found += [Secret(f"key {name}", left[:32]), Secret(f"chain code {name}", left[32:])]
    return found


WALLET_PATHS = ["86'/0'/0'/0/0", "84'/0'/0'/0/0", "44'/60'/0'/0/0"]


def master_secrets(key: int, code: bytes) -> list[Secret]:
    found = {secret.name: secret for path in WALLET_PATHS for secret in derived(key, code, path)}
    return [scalar("master key", key, SECP256K1), Secret("master chain code", code), *found.values()]


def seed_of(phrase: str) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", phrase.encode(), b"mnemonic", 2048)


def wallet_secrets(entropy: bytes) -> list[Secret]:
    phrase = phrase_of(entropy)
    seed = seed_of(phrase)
    left = hmac.digest(b"Bitcoin seed", seed, "sha512")
    return [
        Secret("phrase", phrase.encode(), is_text=True), Secret("entropy", entropy), Secret("seed", seed),
        *master_secrets(int.from_bytes(left[:32], "big"), left[32:]), *derived_ed25519(seed, [44, 501, 0, 0]),
    ]


def base58_check(text: str) -> bytes:
    """The bytes of a text of base58 with a checksum."""
    number = 0
    for letter in text:
        number = number * 58 + BASE58.index(letter)
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()[:4] != data[-4:]:
        raise ValueError("a wrong checksum")
    return data[:-4]


def xprv_of(seed: bytes) -> str:
    """The master key of a seed, as BIP-32 writes it."""
    left = hmac.digest(b"Bitcoin seed", seed, "sha512")
    data = bytes.fromhex("0488ade4") + bytes(9) + left[32:] + b"\0" + left[:32]
    return base58(data + hashlib.sha256(hashlib.sha256(data).digest()).digest()[:4]).decode()


# SEALED AND ENCRYPTED FILES

def bech32_value(text: str) -> bytes:
    """The 32 bytes of an age identity."""
    values = [BECH32.index(letter) for letter in text.lower().rpartition("1")[2][:-6]]
    bits = "".join(f"{value:05b}" for value in values)[:256]
    return int(bits, 2).to_bytes(32, "big")


def unpadded(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4))


def armored(text: str) -> bytes:
    inner = re.search(r"-----BEGIN AGE ENCRYPTED FILE-----(.*?)-----END", text, re.S)
    if inner is None:
        raise ValueError("no age file")
    return base64.b64decode(inner[1])


def age_secrets(text: str, identity: bytes | None = None, passphrase: bytes = b"") -> list[Secret]:
    """What opens an age file: the wrapping key, the file key, and what is derived of it."""
    data = armored(text)
    stanza = re.search(rb"-> (X25519|scrypt) (\S+)(?: (\d+))?\n(\S+)\n", data)
    if stanza is None:
        raise ValueError("no stanza that can be opened")
    head, body = unpadded(stanza[2]), unpadded(stanza[4])
    if identity is not None:
        shared = x25519(identity, head)
        public = x25519(identity, (9).to_bytes(32, "little"))
        wrapping = hkdf(shared, head + public, b"age-encryption.org/v1/X25519")
        found = [Secret("age's shared secret", shared)]
    else:
        salt = b"age-encryption.org/v1/scrypt" + head
        wrapping, found = stretched(passphrase, salt, 1 << int(stanza[3]), 8, 1), []
    file_key = chacha20(wrapping, bytes(12), 1, body[:16])
    nonce = re.search(rb"\n--- [^\n]*\n(.{16})", data, re.S)[1]
    return found + [
        Secret("age's wrapping key", wrapping), Secret("age's file key", file_key),
        Secret("age's key of the header", hkdf(file_key, b"", b"header")),
        Secret("age's key of the payload", hkdf(file_key, nonce, b"payload")),
    ]


def stretched(passphrase: bytes, salt: bytes, n: int, r: int, p: int, length: int = 32) -> bytes:
    return hashlib.scrypt(passphrase, salt=salt, n=n, r=r, p=p, maxmem=1 << 30, dklen=length)


def keystore_secrets(text: str, passphrase: bytes) -> list[Secret]:
    crypto = {name.lower(): value for name, value in json.loads(text).items()}["crypto"]
    facts = crypto["kdfparams"]
    key = stretched(passphrase, bytes.fromhex(facts["salt"]), facts["n"], facts["r"], facts["p"])
    return [Secret("key of the keystore", key)]


def elements(data: bytes) -> list[tuple[int, bytes]]:
    """The DER elements of a content, one after the other."""
    found = []
    while data:
        tag, length, start = data[0], data[1], 2
        if length & 0x80:
            start += length & 0x7f
            length = int.from_bytes(data[2:start], "big")
        found.append((tag, data[start:start + length]))
        data = data[start + length:]
    return found


def pkcs8_secrets(pem: str, passphrase: bytes) -> list[Secret]:
    """The key of PBES2 (RFC 8018), from PBKDF2 with SHA-256 or from scrypt."""
    der = base64.b64decode("".join(pem.split("-----")[2].split()))
    algorithm = elements(elements(elements(der)[0][1])[0][1])
    derivation = elements(elements(elements(algorithm[1][1])[0][1])[1][1])
    salt, numbers = derivation[0][1], [int.from_bytes(value, "big") for tag, value in derivation if tag == 2]
    if elements(elements(algorithm[1][1])[0][1])[0][1].hex() == "2b06010401da47040b":
        key = stretched(passphrase, salt, *numbers[:3])
    else:
        key = hashlib.pbkdf2_hmac("sha256", passphrase, salt, numbers[0], 32)
    return [Secret("key of the encrypted file", key)]


def openssh_seed(text: str) -> bytes:
    """Of an ssh-ed25519 key without a passphrase (PROTOCOL.key)."""
    data = base64.b64decode("".join(text.split("-----")[2].split()))
    return data[data.rindex(b"\0\0\0\x40") + 4:][:32]
