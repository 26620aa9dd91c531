"""Every form of a key file of holdfast(1): written and read by independent packages.

A form writes the file of 32 secret bytes (a big-endian number, or an Ed25519 seed), and reads a file's secret back, or
raises. What reads nothing else than JSON or base64 here has no package of its own.
"""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Callable

from cryptography.hazmat.primitives import serialization
from embit import base58, ec as embit_ec
from embit.networks import NETWORKS
import eth_keyfile
from solders.keypair import Keypair as SolanaKeypair
from stellar_sdk import Keypair as StellarKeypair

from key_facts import WIF, Key, addresses, key_of, key_of_secret, private_key
from key_files_trials import ED25519_ORDER, exported_account, opened_account, shards_of
from trial import require

ALL, SEC, SSH, ED = ("secp256k1", "p256", "ed25519"), ("secp256k1", "p256"), ("p256", "ed25519"), ("ed25519",)
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
ED25519_VERSION_2 = bytes.fromhex("3051020101300506032b657004220420")


def pem_or_der(encoding, form, is_encrypted):
    def write(case, group, secret, words):
        protection = serialization.BestAvailableEncryption(words) if is_encrypted else serialization.NoEncryption()
        if group == "ed25519" and not is_encrypted and case.random.random() < 0.5:
            return with_public_half(secret, encoding)
        return private_key(group, secret).private_bytes(encoding, form, protection)

    def read(content, words):
        if not is_encrypted and (key := read_with_public_half(content, encoding)):
            return key
        load = serialization.load_pem_private_key if encoding == PEM else serialization.load_der_private_key
        return key_of(load(content, words if is_encrypted else None))

    return write, read


def with_public_half(secret, encoding):
    """OneAsymmetricKey of version 2 (RFC 8410, section 10.3, without attributes)."""
    der = ED25519_VERSION_2 + secret + bytes.fromhex("812100") + key_of_secret("ed25519", secret).public
    pem = b"-----BEGIN PRIVATE KEY-----\n" + base64.encodebytes(der) + b"-----END PRIVATE KEY-----\n"
    return der if encoding == DER else pem


PLAIN_PEM = re.compile(
    rb"^-----BEGIN PRIVATE KEY-----\s+([A-Za-z0-9+/=\s]+)\s-----END PRIVATE KEY-----\s*$", re.MULTILINE)


def read_with_public_half(content, encoding):
    """What `cryptography` does not read; nothing where it is not of this form. Text around a PEM may be there."""
    if encoding == PEM:
        body = PLAIN_PEM.search(content)
        content = base64.b64decode(b"".join(body.group(1).split()), validate=True) if body else b""
    if len(content) != 83 or content[:16] != ED25519_VERSION_2 or content[48:51] != bytes.fromhex("812100"):
        return None
    key = key_of_secret("ed25519", content[16:48])
    require(key.public == content[51:], "another's public half")
    return key


def openssh(is_encrypted):
    def write(case, group, secret, words):
        protection = serialization.NoEncryption()
        if is_encrypted:
            builder = serialization.PrivateFormat.OpenSSH.encryption_builder()
            protection = builder.kdf_rounds(case.random.choice([1, 2])).build(words)
        return private_key(group, secret).private_bytes(PEM, serialization.PrivateFormat.OpenSSH, protection)

    def read(content, words):
        return key_of(serialization.load_ssh_private_key(content, words if is_encrypted else None))

    return write, read


def write_raw(case, group, secret, words):
    return secret


def write_hex(case, group, secret, words):
    digits = case.random.choice([secret.hex(), secret.hex().upper(), "0x" + secret.hex()])
    return (digits + case.random.choice(["", "\n", "\r\n"])).encode()


def read_hex(content, words):
    """64 digits, with white space around them; which group they are of, `bare` says."""
    return bytes.fromhex(re.fullmatch(r"\s*(?:0x)?([0-9a-fA-F]{64})\s*", content.decode()).group(1))


def read_raw(content, words):
    require(len(content) == 32, "not 32 bytes")
    return content


def write_keystore(case, group, secret, words):
    kdf = case.random.choice(["pbkdf2", "scrypt"])
    made = eth_keyfile.create_keyfile_json(secret, words, kdf=kdf, iterations=case.random.choice([2, 16, 1024]))
    if case.random.random() < 0.3:
        del made["address"]
    if case.random.random() < 0.3:
        made["Crypto"] = made.pop("crypto")
    return json.dumps(made, indent=case.random.choice([None, 2])).encode()


def read_keystore(content, words):
    made = json.loads(content)
    key = key_of_secret("secp256k1", eth_keyfile.decode_keyfile_json(made, words))
    stated = made.get("address")
    if stated is not None:
        require(stated.lower().removeprefix("0x") == addresses(key, "hex")["evm"].lower()[2:], "another's address")
    return key


def wif(network, is_compressed):
    def write(case, group, secret, words):
        text = embit_ec.PrivateKey(secret, is_compressed, NETWORKS[network]).wif(NETWORKS[network])
        return (text + case.random.choice(["", "\n"])).encode()

    def read(content, words):
        text = content.decode().strip()
        key = embit_ec.PrivateKey.from_wif(text)
        prefix = {"main": 0x80, "test": 0xEF}[network]
        require(base58.decode_check(text)[0] == prefix and key.compressed == is_compressed, "a WIF of another form")
        return key_of_secret("secp256k1", key.secret)

    return write, read


def amino(name, octets):
    return {"type": f"tendermint/{name}KeyEd25519", "value": base64.b64encode(octets).decode()}


def write_cometbft(is_validator):
    def write(case, group, secret, words):
        public = key_of_secret("ed25519", secret).public
        made = {"priv_key": amino("Priv", secret + public)}
        if is_validator:
            address = hashlib.sha256(public).hexdigest()[:40].upper()
            made = {"address": address, "pub_key": amino("Pub", public), **made}
        return json.dumps(made, indent=case.random.choice([None, 2])).encode()

    return write


def read_cometbft(content, words):
    made = json.loads(content)
    private, public = (made.get(name) for name in ("priv_key", "pub_key"))
    require(private["type"] == "tendermint/PrivKeyEd25519", "another kind")
    octets = base64.b64decode(private["value"], validate=True)
    key = key_of_secret("ed25519", octets[:32])
    require(len(octets) == 64 and octets[32:] == key.public, "another's public half")
    if public is not None:
        require(public["type"] == "tendermint/PubKeyEd25519", "another kind of public key")
        require(base64.b64decode(public["value"], validate=True) == key.public, "another's public key")
    if "address" in made:
        require(made["address"].upper() == addresses(key, "hex")["cometbft"], "another's address")
    return key


def write_horcrux(case, group, secret, words):
    shards, threshold, _ = shards_of(case, secret)
    return "\n".join(case.random.sample(shards, threshold)).encode()


def read_horcrux(content, words):
    """Interpolates at zero, and multiplies by the base point with libsodium, which clamps nothing here."""
    from nacl.bindings import crypto_scalarmult_ed25519_base_noclamp
    shards = [json.loads(part) for part in re.findall(r"\{[^}]*\}", content.decode())]
    require("".join(re.split(r"\{[^}]*\}", content.decode())).strip() == "", "more than shards")
    points = {
        shard["id"]: int.from_bytes(base64.b64decode(shard["privateShard"], validate=True), "little")
        for shard in shards
    }
    named = {shard["pubKey"] for shard in shards}
    require(len(points) == len(shards) and len(named) == 1, "shards that do not go together")
    total = 0
    for i, value in points.items():
        above = below = 1
        for j in points:
            if j != i:
                above, below = above * j % ED25519_ORDER, below * (j - i) % ED25519_ORDER
        total += value * above * pow(below, -1, ED25519_ORDER)
    public = crypto_scalarmult_ed25519_base_noclamp((total % ED25519_ORDER).to_bytes(32, "little"))
    require(base64.b64decode(shards[0]["pubKey"], validate=True) == b"\x0a\x20" + public, "the key of other shards")
    return Key("ed25519", public)


def write_solana(case, group, secret, words):
    octets = list(bytes(SolanaKeypair.from_seed(secret)))
    return json.dumps(octets, separators=case.random.choice([(",", ":"), (", ", ": ")])).encode()


def read_solana(content, words):
    return of_pair(SolanaKeypair.from_json(content.decode()))


def of_pair(pair):
    """The public half that stands in a file must be its own, which solders leaves to whoever asks."""
    require(SolanaKeypair.from_seed(bytes(pair)[:32]).pubkey() == pair.pubkey(), "another's public half")
    return Key("ed25519", bytes(pair.pubkey()))


def write_word(case, group, secret, words):
    return str(SolanaKeypair.from_seed(secret)).encode()


def read_word(content, words):
    return of_pair(SolanaKeypair.from_base58_string(content.decode().strip()))


def write_stellar(case, group, secret, words):
    return (StellarKeypair.from_raw_ed25519_seed(secret).secret + case.random.choice(["", "\n"])).encode()


def read_stellar(content, words):
    return Key("ed25519", StellarKeypair.from_secret(content.decode().strip()).raw_public_key())


def write_substrate(case, group, secret, words):
    public = key_of_secret("ed25519", secret).public
    account = exported_account(case, secret, public, words.decode())
    return json.dumps(account, indent=case.random.choice([None, 2])).encode()


def read_substrate(content, words):
    made = json.loads(content)
    pair = opened_account(made, words.decode())
    key = key_of_secret("ed25519", pair[:32])
    require(pair[32:] == key.public, "another's public half")
    if "address" in made:
        payload = base58.decode(made["address"])
        require(payload[-34:-2] == key.public, "another's address")
        require(hashlib.blake2b(b"SS58PRE" + payload[:-2]).digest()[:2] == payload[-2:], "an address mistyped")
    return key


@dataclass(frozen=True)
class Form:
    """`is_bare` where the file does not tell its group, and the library gives 32 bytes; `cost` is how long the command
    takes to write it, in hundredths of a second."""

    name: str
    groups: tuple
    write: Callable
    read: Callable
    is_bare: bool = False
    cost: int = 1
    is_only_read: bool = False


PKCS8, SEC1 = serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL
FORMS = [
    Form("raw", ALL, write_raw, read_raw, is_bare=True),
    Form("hex", ALL, write_hex, read_hex, is_bare=True),
    Form("pkcs8-pem", ALL, *pem_or_der(PEM, PKCS8, False)),
    Form("pkcs8-der", ALL, *pem_or_der(DER, PKCS8, False)),
    Form("pkcs8-encrypted-pem", ALL, *pem_or_der(PEM, PKCS8, True), cost=25),
    Form("pkcs8-encrypted-der", ALL, *pem_or_der(DER, PKCS8, True), cost=25),
    Form("sec1-pem", SEC, *pem_or_der(PEM, SEC1, False)),
    Form("sec1-der", SEC, *pem_or_der(DER, SEC1, False)),
    Form("sec1-encrypted-pem", SEC, *pem_or_der(PEM, SEC1, True)),
    Form("openssh", SSH, *openssh(False)),
    Form("openssh-encrypted", SSH, *openssh(True), cost=40),
    Form("ethereum-keystore", ("secp256k1",), write_keystore, read_keystore, cost=100),
    *(Form(name, ("secp256k1",), *wif(*kind)) for name, kind in WIF.items()),
    Form("cometbft-validator", ED, write_cometbft(True), read_cometbft),
    Form("cometbft-node", ED, write_cometbft(False), read_cometbft),
    Form("horcrux", ED, write_horcrux, read_horcrux, is_only_read=True),
    Form("solana", ED, write_solana, read_solana),
    Form("solana-base58", ED, write_word, read_word),
    Form("stellar", ED, write_stellar, read_stellar),
    Form("substrate", ED, write_substrate, read_substrate, cost=10),
]
