"""Files that stand for a whole wallet, beside embit, bdk and the package mnemonic: their first addresses, and byte for byte."""

import platform

from embit import bip32, bip39, script
from embit.networks import NETWORKS
from eth_account import Account
from mnemonic import Mnemonic

from key_files_trials import comes_back, inspect
from trial import DAMAGED, require, require_equal, trial

# BIP-32 and SLIP-132: how a key begins, by the names that embit has for the versions.
VERSIONS = {"xprv": ("main", "xprv"), "tprv": ("test", "xprv"), "zprv": ("main", "zprv"), "vprv": ("test", "zprv"),
            "yprv": ("main", "yprv"), "uprv": ("test", "yprv"), "Zprv": ("main", "Zprv"), "Vprv": ("test", "Zprv"),
            "Yprv": ("main", "Yprv"), "Uprv": ("test", "Yprv")}
LANGUAGES = ["english", "japanese", "korean", "spanish", "chinese_simplified", "chinese_traditional", "french", "italian",
             "czech", "portuguese"]


def expected_addresses(key, begins, path=None):
    """The first addresses of a key: at `path` below it, or where wallets have them below a master key."""
    network = VERSIONS[begins][0]
    coin = 0 if network == "main" else 1
    found = {}

    def at(standard):
        return key.derive(standard if path is None else path) if path != "m" else key

    if begins in ("xprv", "tprv"):
        public = at(f"m/86h/{coin}h/0h/0/0").get_public_key()
        found["bitcoin-p2tr"] = script.p2tr(public).address(NETWORKS[network])
    if begins in ("xprv", "tprv", "zprv", "vprv"):
        public = at(f"m/84h/{coin}h/0h/0/0").get_public_key()
        found["bitcoin-p2wpkh"] = script.p2wpkh(public).address(NETWORKS[network])
    if begins == "xprv":
        found["evm"] = Account.from_key(at("m/44h/60h/0h/0/0").key.serialize()).address
    return found


def text_of(key, begins):
    network, name = VERSIONS[begins]
    text = key.to_base58(version=NETWORKS[network][name])
    require(text.startswith(begins), f"embit writes no {begins}", text)
    return text


@trial
def extended_keys_of_embit(t):
    master = bip32.HDKey.from_seed(t.bytes(64))
    for begins in VERSIONS:
        for place, path in (("m", None), (f"m/84h/0h/{t.random.randrange(9)}h", "m/0/0"), ("m/84h/0h/0h/1", "m/0"),
                            (f"m/84h/0h/0h/0/{t.random.randrange(99)}", "m"), ("m/48h/0h/0h/2h", "none"), ("m/0", "none")):
            key = master.derive(place) if place != "m" else master
            found = inspect(t, text_of(key, begins) + "\n")
            require_equal(found["format"], "bip32", "the format")
            require(found["title"].startswith(begins) and found["title"].endswith(key.my_fingerprint.hex()),
                    "another title", found["title"])
            expected = expected_addresses(key, begins, path) if path != "none" else {}
            require_equal(found["addresses"], expected, f"the addresses of {begins} at {place}")


@trial
def extended_keys_come_back(t):
    begins = t.random.choice(list(VERSIONS))
    text = text_of(bip32.HDKey.from_seed(t.bytes(32)), begins)
    comes_back(t, text + t.random.choice(["", "\n", "\r\n"]))
    letters = list(text)
    place = t.random.randrange(4, 111)
    letters[place] = t.random.choice([c for c in "123456789ABCDEFGHJKLMNPQRSTUVWXYZ" if c != letters[place]])
    require_equal(inspect(t, "".join(letters), expect=DAMAGED)["code"], "checksum", "a mistyped extended key")
    # Those that it would be without its private half.
    public = bip32.HDKey.from_seed(t.bytes(32)).to_public().to_base58()
    require_equal(inspect(t, public, expect=DAMAGED)["code"], "only-public", "an extended public key")


@trial
def extended_keys_beside_bdk(t):
    if platform.machine() != "x86_64":
        return
    import bdkpython as bdk
    key = bdk.DescriptorSecretKey(bdk.NetworkKind.MAIN, bdk.Mnemonic.from_entropy(t.bytes(16)), None)
    text = str(key).split("/")[0]
    found = inspect(t, text)
    for kind, descriptor in (("bitcoin-p2wpkh", f"wpkh({text}/84'/0'/0'/0/*)"), ("bitcoin-p2tr", f"tr({text}/86'/0'/0'/0/*)")):
        wallet = bdk.Wallet.create_single(bdk.Descriptor(descriptor, bdk.NetworkKind.MAIN), bdk.Network.BITCOIN,
                                          bdk.Persister.new_in_memory())
        address = str(wallet.peek_address(bdk.KeychainKind.EXTERNAL, 0).address)
        require_equal(found["addresses"][kind], address, f"bdk's first address, {kind}")


@trial
def mnemonics_of_every_list(t):
    language = t.random.choice(LANGUAGES)
    makes = Mnemonic(language)
    words = makes.to_mnemonic(t.bytes(t.random.choice([16, 20, 24, 28, 32])))
    master = bip32.HDKey.from_seed(Mnemonic.to_seed(words))
    comes_back(t, words + "\n")
    expected = expected_addresses(master, "xprv")
    found = inspect(t, words)
    require_equal({k: v for k, v in found["addresses"].items() if k != "solana"}, expected, f"addresses, {language}")


@trial
def mnemonics_of_embit_by_their_starts(t):
    words = bip39.mnemonic_from_bytes(t.bytes(16)).split()
    master = bip32.HDKey.from_seed(bip39.mnemonic_to_seed(" ".join(words)))
    found = inspect(t, " ".join(word[:4] for word in words))
    require_equal(found["addresses"]["evm"], expected_addresses(master, "xprv")["evm"], "the address of four letters each")
    place = t.random.randrange(12)
    words[place] += "q"
    answer = inspect(t, " ".join(words), expect=DAMAGED)
    require_equal(answer["code"], "mnemonic-words", "a word of no list")
    # Nor what it may have been: that is for the terminal.
    require(answer["message"].endswith(f": word {place + 1} of the mnemonic is not in BIP-39's list (English)"),
            "another message", answer)
