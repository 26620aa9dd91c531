"""Key files beside the programs and packages of each format, both ways, and through shares byte for byte."""

import base64
import hashlib
import json
import subprocess

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from embit import ec as embit_ec
from embit import script
from embit.networks import NETWORKS
import eth_keyfile
from eth_account import Account
from solders.keypair import Keypair as SolanaKeypair
from stellar_sdk import Keypair as StellarKeypair

from trial import DAMAGED, DONE, UNSAFE, require, require_equal, trial

CANNOT_DECRYPT = 5
ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493
PASSPHRASE = "correct horse battery staple"


def inspect(t, content, *options, expect=DONE):
    answer = t.run("inspect", t._path(content), "--json", *options, expect=expect).json
    return answer["files"][0] if "files" in answer else answer


def passphrase(t, words=PASSPHRASE):
    return t.file(words + "\n", f"passphrase-{len(list(t.folder.iterdir()))}")


def keygen(t, group, form, *options):
    path = t.folder / f"made-{len(list(t.folder.iterdir()))}-{form}"
    facts = t.run("keygen", "--group", group, "--format", form, "-o", path, "--json", *options, expect=DONE).json
    return path.read_bytes(), facts


def comes_back(t, content, *options, group=None):
    """Splits the file, rebuilds it from any two of three shares, and gives the facts that split told."""
    number = len(list(t.folder.iterdir()))
    folder, back = t.folder / f"shares-of-{number}", t.folder / f"back-{number}"
    told = ["--group", group] if group else []
    facts = t.run("split", t.file(content), "-t", "2", "-n", "3", "-o", folder, "--json", *told, *options, expect=DONE).json
    shares = t.random.sample(sorted(folder.glob("*.share")), 2)
    t.run("rebuild", *shares, "-o", back, "--i-stopped-the-old-node", "--quiet", *options, expect=DONE)
    require_equal(back.read_bytes(), content if isinstance(content, bytes) else content.encode(), "the file rebuilt")
    return facts, shares


def secp256k1_key(t):
    return t.random.randrange(1, 2**255).to_bytes(32, "big")


@trial
def wif_both_ways(t):
    for form, network, compressed in (("wif", "main", True), ("wif-uncompressed", "main", False),
                                      ("wif-testnet", "test", True), ("wif-testnet-uncompressed", "test", False)):
        theirs = embit_ec.PrivateKey(secp256k1_key(t), compressed=compressed, network=NETWORKS[network])
        facts, _ = comes_back(t, theirs.wif(NETWORKS[network]))
        expected = {"bitcoin-p2pkh": script.p2pkh(theirs.get_public_key()).address(NETWORKS[network])}
        if compressed:
            expected["bitcoin-p2wpkh"] = script.p2wpkh(theirs.get_public_key()).address(NETWORKS[network])
            expected["bitcoin-p2tr"] = script.p2tr(theirs.get_public_key()).address(NETWORKS[network])
        require_equal(facts["addresses"], expected, f"the addresses of a {form}")
        made, told = keygen(t, "secp256k1", form)
        ours = embit_ec.PrivateKey.from_wif(made.decode().strip())
        require_equal(ours.compressed, compressed, "compression of a WIF that we wrote")
        require_equal(script.p2pkh(ours.get_public_key()).address(NETWORKS[network]), told["addresses"]["bitcoin-p2pkh"],
                      "the address of a WIF that we wrote")


@trial
def keystore_both_ways(t):
    secret = secp256k1_key(t)
    kdf = t.random.choice(["pbkdf2", "scrypt"])
    theirs = eth_keyfile.create_keyfile_json(secret, PASSPHRASE.encode(), kdf=kdf, iterations=t.random.choice([2, 4096]))
    if t.random.random() < 0.5:
        theirs["Crypto"] = theirs.pop("crypto")
    file = json.dumps(theirs, indent=t.random.choice([None, 2]))
    facts, _ = comes_back(t, file, "--passphrase-file", passphrase(t))
    require_equal(facts["addresses"]["evm"], Account.from_key(secret).address, "the address of a keystore")
    wrong = inspect(t, file, "--passphrase-file", passphrase(t, "another"), expect=CANNOT_DECRYPT)
    require_equal(wrong["code"], "passphrase-wrong", "a wrong passphrase")
    theirs["address"] = "00" * 20
    require_equal(inspect(t, json.dumps(theirs), "--passphrase-file", passphrase(t), expect=DAMAGED)["code"],
                  "address-not-its-own", "a false address")


@trial
def keystore_that_we_write(t):
    made, told = keygen(t, "secp256k1", "ethereum-keystore", "--passphrase-file", passphrase(t))
    opened = eth_keyfile.decode_keyfile_json(json.loads(made), PASSPHRASE.encode())
    require_equal(Account.from_key(opened).address, told["addresses"]["evm"], "the key in a keystore that we wrote")


@trial
def solana_word_both_ways(t):
    theirs = SolanaKeypair.from_seed(t.bytes(32))
    facts, _ = comes_back(t, str(theirs))
    require_equal(facts["addresses"]["solana"], str(theirs.pubkey()), "the address of a word")
    made, told = keygen(t, "ed25519", "solana-base58")
    ours = SolanaKeypair.from_base58_string(made.decode().strip())
    require_equal(str(ours.pubkey()), told["addresses"]["solana"], "the address of a word that we wrote")


@trial
def stellar_both_ways(t):
    theirs = StellarKeypair.from_raw_ed25519_seed(t.bytes(32))
    facts, _ = comes_back(t, theirs.secret + "\n")
    require_equal(facts["addresses"], {"stellar": theirs.public_key}, "the account of a seed")
    made, told = keygen(t, "ed25519", "stellar")
    require_equal(StellarKeypair.from_secret(made.decode().strip()).public_key, told["addresses"]["stellar"],
                  "the account of a seed that we wrote")
    letters = list(theirs.secret)
    place = t.random.randrange(1, 56)
    letters[place] = t.random.choice([c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if c != letters[place]])
    require_equal(inspect(t, "".join(letters), expect=DAMAGED)["code"], "checksum", "a mistyped seed")


@trial
def old_pem_both_ways(t):
    for curve, group in ((ec.SECP256K1(), "secp256k1"), (ec.SECP256R1(), "p256")):
        theirs = ec.generate_private_key(curve)
        public = theirs.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
        file = theirs.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL,
                                    serialization.BestAvailableEncryption(PASSPHRASE.encode()))
        cipher = t.random.choice(["-aes128", "-aes192", "-des3"])
        other = subprocess.run(["openssl", "ec", cipher, "-passin", f"pass:{PASSPHRASE}", "-passout",
                                f"pass:{PASSPHRASE}"], input=file, capture_output=True, check=True).stdout
        for content in (file, other):
            facts, _ = comes_back(t, content, "--passphrase-file", passphrase(t))
            require_equal(facts["publicKey"], public.hex(), "the public key of an old PEM")
        made, told = keygen(t, group, "sec1-encrypted-pem", "--passphrase-file", passphrase(t))
        ours = serialization.load_pem_private_key(made, PASSPHRASE.encode())
        found = ours.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
        require_equal(found.hex(), told["publicKey"], "the public key of an old PEM that we wrote")


@trial
def horcrux_shards(t):
    """As threshold-ed25519 deals: f(i) modulo the order, little-endian, of the clamped half of SHA-512 of the seed."""
    seed = t.bytes(32)
    half = bytearray(hashlib.sha512(seed).digest()[:32])
    half[0] &= 248
    half[31] = half[31] & 63 | 64
    threshold = t.random.randrange(2, 5)
    total = threshold + t.random.randrange(0, 3)
    coefficients = [int.from_bytes(half, "little")] + [t.random.randrange(ED25519_ORDER) for _ in range(threshold - 1)]
    public = bytes(SolanaKeypair.from_seed(seed).pubkey())
    shards = []
    for place in range(1, total + 1):
        value = sum(a * pow(place, k, ED25519_ORDER) for k, a in enumerate(coefficients)) % ED25519_ORDER
        shards.append(json.dumps({"pubKey": base64.b64encode(b"\x0a\x20" + public).decode(),
                                  "privateShard": base64.b64encode(value.to_bytes(32, "little")).decode(), "id": place}))
    chosen = t.random.sample(shards, threshold)
    facts, shares = comes_back(t, "\n".join(chosen) + "\n")
    require_equal(facts["publicKey"], public.hex(), "the key of shards")
    answer = inspect(t, "\n".join(chosen[1:]), expect=DAMAGED)
    require_equal(answer["code"], "shards-do-not-fit", "one shard too few")
    refused = t.run("rebuild", *shares, "--as", "cometbft-node", "-o", t.folder / "none", "--json", expect=UNSAFE).json
    require_equal(refused["code"], "seed-not-known", "a key file from the scalar alone")


@trial
def openssh_both_ways(t):
    for group, theirs in (("ed25519", ed25519.Ed25519PrivateKey.generate()), ("p256", ec.generate_private_key(ec.SECP256R1()))):
        for words in (None, PASSPHRASE):
            protection = serialization.BestAvailableEncryption(words.encode()) if words else serialization.NoEncryption()
            file = theirs.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, protection)
            options = ["--passphrase-file", passphrase(t)] if words else []
            facts, _ = comes_back(t, file, *options)
            require_equal(facts["publicKey"], public_bytes(theirs).hex(), "the public key of an OpenSSH key")
            made, told = keygen(t, group, "openssh-encrypted" if words else "openssh", *options)
            ours = serialization.load_ssh_private_key(made, words.encode() if words else None)
            require_equal(public_bytes(ours).hex(), told["publicKey"], "the public key of an OpenSSH key that we wrote")


def public_bytes(key):
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
