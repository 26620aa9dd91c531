"""The public key and the addresses of a key, by independent packages, and random keys."""

import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from embit import base58, ec as embit_ec, script
from embit.networks import NETWORKS
from eth_keys import keys as eth_keys
from solders.pubkey import Pubkey
from stellar_sdk import Keypair as StellarKeypair

from key_files_trials import public_bytes

SECP256K1_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
CURVES = {"secp256k1": ec.SECP256K1(), "p256": ec.SECP256R1()}
# Of every WIF the network, and whether the public key is compressed.
WIF = {
    "wif": ("main", True), "wif-uncompressed": ("main", False), "wif-testnet": ("test", True),
    "wif-testnet-uncompressed": ("test", False)
}


@dataclass(frozen=True)
class Key:
    """What a library read: the group, and the public key, compressed."""

    group: str
    public: bytes


def random_secret(case, group):
    if group == "ed25519":
        return case.bytes(32)
    order = SECP256K1_ORDER if group == "secp256k1" else P256_ORDER
    odd = [1, 2, 0x80, order - 1, case.random.randrange(1, 2**128), case.random.randrange(1, 2**248)]
    number = case.random.choice(odd) if case.random.random() < 0.1 else case.random.randrange(1, order)
    return number.to_bytes(32, "big")


def private_key(group, secret):
    if group == "ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(secret)
    return ec.derive_private_key(int.from_bytes(secret, "big"), CURVES[group])


def key_of(private):
    """The key of what `cryptography` loaded; other kinds and curves are none of ours."""
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return Key("ed25519", public_bytes(private))
    group = next(name for name, curve in CURVES.items() if curve.name == private.curve.name)
    return Key(group, public_bytes(private))


def key_of_secret(group, secret):
    return key_of(private_key(group, secret))


def addresses(key, form):
    if form in WIF:
        return of_bitcoin(embit_ec.PublicKey.parse(key.public), *WIF[form])
    if form == "stellar":
        return {"stellar": StellarKeypair.from_raw_ed25519_public_key(key.public).public_key}
    if form == "substrate":
        payload = b"\x2a" + key.public
        return {"substrate": base58.encode(payload + hashlib.blake2b(b"SS58PRE" + payload).digest()[:2])}
    if key.group == "ed25519":
        return {
            "cometbft": hashlib.sha256(key.public).hexdigest()[:40].upper(), "solana": str(Pubkey.from_bytes(
                key.public))
        }
    whole = ec.EllipticCurvePublicKey.from_encoded_point(CURVES[key.group], key.public).public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    if key.group == "p256":
        return {"fabric-ski": hashlib.sha256(whole).hexdigest()}
    found = of_bitcoin(embit_ec.PublicKey.parse(key.public), "main", True)
    del found["bitcoin-p2pkh"]
    return {**found, "evm": eth_keys.PublicKey(whole[1:]).to_checksum_address()}


def of_bitcoin(public, network, is_compressed):
    public.compressed = is_compressed
    found = {"bitcoin-p2pkh": script.p2pkh(public).address(NETWORKS[network])}
    if is_compressed:
        found["bitcoin-p2wpkh"] = script.p2wpkh(public).address(NETWORKS[network])
        found["bitcoin-p2tr"] = script.p2tr(public).address(NETWORKS[network])
    return found
