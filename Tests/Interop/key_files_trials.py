"""Key files beside the programs and packages of each format, both ways, and through shares byte for byte."""

import base64
import hashlib
import json
import subprocess

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from embit import ec as embit_ec
from embit import base58, script
from embit.networks import NETWORKS
import eth_keyfile
from eth_account import Account
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
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


def shards_of(t, seed):
    """As threshold-ed25519 deals: f(i) modulo the order, little-endian, of the clamped half of SHA-512 of the seed."""
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
    return shards, threshold, public


@trial
def horcrux_shards(t):
    shards, threshold, public = shards_of(t, t.bytes(32))
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


def ssh_keygen(*arguments):
    done = subprocess.run(["ssh-keygen", *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return done.stdout.decode()


def of_ssh(line):
    """The public key of a line such as `ssh-ed25519 AAAA...`."""
    return public_bytes_of(serialization.load_ssh_public_key(" ".join(line.split()[:2]).encode())).hex()


def public_bytes_of(public):
    if isinstance(public, ed25519.Ed25519PublicKey):
        return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)


@trial
def openssh_beside_ssh_keygen(t):
    for group, kind in (("ed25519", ["-t", "ed25519"]), ("p256", ["-t", "ecdsa", "-b", "256"])):
        for words in ("", PASSPHRASE):
            theirs = t.folder / f"theirs-{group}-{bool(words)}"
            ssh_keygen("-q", *kind, "-N", words, "-C", "a comment", "-f", theirs)
            options = ["--passphrase-file", passphrase(t)] if words else []
            facts, _ = comes_back(t, theirs.read_bytes(), *options)
            require_equal(facts["publicKey"], of_ssh(theirs.with_name(theirs.name + ".pub").read_text()),
                          "the public key of a key of ssh-keygen")
            made, told = keygen(t, group, "openssh-encrypted" if words else "openssh", *options)
            line = ssh_keygen("-y", "-P", words, "-f", t.file(made))
            require_equal(of_ssh(line), told["publicKey"], "what ssh-keygen reads of a key that we wrote")


@trial
def pem_beside_openssl(t):
    """PKCS#8 and SEC1, plain and encrypted, made and read by the openssl command."""
    def openssl(*arguments, data=None):
        return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout

    secret = ["-passout", f"pass:{PASSPHRASE}"]
    opens = ["-passin", f"pass:{PASSPHRASE}"]
    for group, algorithm in (("secp256k1", ["EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"]),
                             ("p256", ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]), ("ed25519", ["ED25519"])):
        plain = openssl("genpkey", "-algorithm", *algorithm)
        public = public_bytes(serialization.load_pem_private_key(plain, None)).hex()
        forms = [plain, openssl("pkcs8", "-topk8", "-v2", "aes-256-cbc", *secret, data=plain),
                 openssl("pkcs8", "-topk8", "-scrypt", *secret, data=plain),
                 openssl("pkey", "-outform", "DER", data=plain)]
        if group != "ed25519":
            forms += [openssl("ec", data=plain), openssl("ec", "-aes256", *secret, data=plain)]
        for form in forms:
            facts, _ = comes_back(t, form, "--passphrase-file", passphrase(t))
            require_equal(facts["publicKey"], public, "the public key of a file of openssl")
        for form in ["pkcs8-pem", "pkcs8-der", "pkcs8-encrypted-pem", "pkcs8-encrypted-der"] + (
                ["sec1-pem", "sec1-der", "sec1-encrypted-pem"] if group != "ed25519" else []):
            made, told = keygen(t, group, form, "--passphrase-file", passphrase(t))
            encoding = "DER" if form.endswith("der") else "PEM"
            rewritten = openssl("pkey", "-inform", encoding, *opens, data=made)
            found = public_bytes(serialization.load_pem_private_key(rewritten, None)).hex()
            require_equal(found, told["publicKey"], f"what openssl reads of {form}")


@trial
def rebuilt_in_the_forms_of_others(t):
    """`rebuild --as`: each package reads what is given back in its form, and finds the key that was split."""
    secret = secp256k1_key(t)
    account = Account.from_key(secret)
    _, shares = comes_back(t, secret.hex(), group="secp256k1")

    def rebuilt(shares, form, *options):
        path = t.folder / f"as-{len(list(t.folder.iterdir()))}"
        t.run("rebuild", *shares, "--as", form, "-o", path, "--i-stopped-the-old-node", "--quiet", *options, expect=DONE)
        return path.read_bytes()

    words = ["--passphrase-file", passphrase(t)]
    require_equal(embit_ec.PrivateKey.from_wif(rebuilt(shares, "wif").decode().strip()).secret, secret, "as wif")
    keystore = json.loads(rebuilt(shares, "ethereum-keystore", *words))
    require_equal(Account.from_key(eth_keyfile.decode_keyfile_json(keystore, PASSPHRASE.encode())).address,
                  account.address, "as a keystore")
    require_equal(Account.from_key(rebuilt(shares, "hex").decode().strip()).address, account.address, "as hex")
    for form in ("sec1-encrypted-pem", "pkcs8-encrypted-pem"):
        key = serialization.load_pem_private_key(rebuilt(shares, form, *words), PASSPHRASE.encode())
        require_equal(key.private_numbers().private_value, int.from_bytes(secret, "big"), f"as {form}")

    pair = SolanaKeypair.from_seed(t.bytes(32))
    _, shares = comes_back(t, json.dumps(list(bytes(pair))))
    require_equal(SolanaKeypair.from_json(rebuilt(shares, "solana").decode()).pubkey(), pair.pubkey(), "as id.json")
    require_equal(SolanaKeypair.from_base58_string(rebuilt(shares, "solana-base58").decode().strip()).pubkey(), pair.pubkey(),
                  "as a word of Solana")
    seed = bytes(pair)[:32]
    require_equal(StellarKeypair.from_secret(rebuilt(shares, "stellar").decode().strip()).raw_secret_key(), seed, "as stellar")
    ours = serialization.load_ssh_private_key(rebuilt(shares, "openssh-encrypted", *words), PASSPHRASE.encode())
    require_equal(public_bytes(ours), bytes(pair.pubkey()), "as openssh-encrypted")
    require_equal(opened_account(json.loads(rebuilt(shares, "substrate", *words)), PASSPHRASE)[:32], seed, "as substrate")
    validator = json.loads(rebuilt(shares, "cometbft-validator"))
    require_equal(base64.b64decode(validator["priv_key"]["value"]), bytes(pair), "as a validator's key")


def opened_account(account, words):
    """Secret and public key of an account that polkadot-js exported (@polkadot/keyring, pair/decode and encode)."""
    require_equal(account["encoding"], {"content": ["pkcs8", "ed25519"], "type": ["scrypt", "xsalsa20-poly1305"],
                                        "version": "3"}, "the encoding of an account")
    sealed = base64.b64decode(account["encoded"])
    n, p, r = (int.from_bytes(sealed[k:k + 4], "little") for k in (32, 36, 40))
    key = hashlib.scrypt(words.encode(), salt=sealed[:32], n=n, p=p, r=r, dklen=32, maxmem=2**28)
    plain = SecretBox(key).decrypt(sealed[68:], sealed[44:68])
    require_equal((plain[:16].hex(), plain[80:85].hex(), len(plain)),
                  ("3053020101300506032b657004220420", "a123032100", 117), "the form of what is encrypted")
    require_equal(plain[85:], plain[48:80], "the public key, twice")
    return plain[16:80]


def exported_account(t, seed, public, words):
    salt, nonce, cost = t.bytes(32), t.bytes(24), (2**t.random.choice([4, 14]), 1, 8)
    key = hashlib.scrypt(words.encode(), salt=salt, n=cost[0], p=cost[1], r=cost[2], dklen=32, maxmem=2**28)
    plain = bytes.fromhex("3053020101300506032b657004220420") + seed + public + bytes.fromhex("a123032100") + public
    sealed = SecretBox(key).encrypt(plain, nonce).ciphertext
    numbers = b"".join(number.to_bytes(4, "little") for number in cost)
    payload = b"\x2a" + public
    address = base58.encode(payload + hashlib.blake2b(b"SS58PRE" + payload).digest()[:2])
    return {"address": address, "encoded": base64.b64encode(salt + numbers + nonce + sealed).decode(),
            "encoding": {"content": ["pkcs8", "ed25519"], "type": ["scrypt", "xsalsa20-poly1305"], "version": "3"},
            "meta": {"name": "an account", "whenCreated": 1700000000000}}


@trial
def substrate_accounts(t):
    """In the form of polkadot-js; the package substrate-interface 1.8.1 reads these and ours, and makes none of ed25519."""
    pair = SolanaKeypair.from_seed(t.bytes(32))
    seed, public = bytes(pair)[:32], bytes(pair.pubkey())
    account = exported_account(t, seed, public, PASSPHRASE)
    facts, _ = comes_back(t, json.dumps(account, indent=t.random.choice([None, 2])), "--passphrase-file", passphrase(t))
    require_equal(facts["addresses"], {"substrate": account["address"]}, "the address of an account")
    made, told = keygen(t, "ed25519", "substrate", "--passphrase-file", passphrase(t))
    ours = json.loads(made)
    require_equal(opened_account(ours, PASSPHRASE)[32:].hex(), told["publicKey"], "the key of an account that we wrote")
    require_equal(ours["address"], told["addresses"]["substrate"], "the address of an account that we wrote")
    try:
        opened_account(ours, "another")
    except CryptoError:
        pass
    else:
        require(False, "another passphrase opens an account that we wrote")
