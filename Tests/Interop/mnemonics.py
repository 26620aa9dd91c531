"""Writes Vectors/mnemonic/languages.json: a mnemonic for each list of BIP-39 and each number of words, with the seed that
the package mnemonic has for it and the first addresses that bip_utils has for the seed. Run by hand, in a virtual
environment with mnemonic 0.21 and bip_utils 2.12.3: the tests read what it wrote.
"""
import hashlib
import json
import pathlib

from bip_utils import Bip44, Bip44Changes, Bip44Coins, Bip84, Bip84Coins, Bip86, Bip86Coins
from mnemonic import Mnemonic

LISTS = ["english", "japanese", "korean", "spanish", "chinese_simplified", "chinese_traditional", "french", "italian",
         "czech", "portuguese"]


def first(account):
    return account.Purpose().Coin().Account(0).Change(Bip44Changes.CHAIN_EXT).AddressIndex(0).PublicKey().ToAddress()


def case(name, entropy):
    words = Mnemonic(name).to_mnemonic(entropy)
    seed = Mnemonic.to_seed(words)
    solana = Bip44.FromSeed(seed, Bip44Coins.SOLANA).Purpose().Coin().Account(0).Change(Bip44Changes.CHAIN_EXT)
    return {
        "list": name.replace("_", "-"), "entropy": entropy.hex(), "mnemonic": words, "seed": seed.hex(),
        "evm": first(Bip44.FromSeed(seed, Bip44Coins.ETHEREUM)),
        "bitcoin-p2wpkh": first(Bip84.FromSeed(seed, Bip84Coins.BITCOIN)),
        "bitcoin-p2tr": first(Bip86.FromSeed(seed, Bip86Coins.BITCOIN)),
        "solana": solana.PublicKey().ToAddress(),
    }


def main():
    cases = []
    for name in LISTS:
        for byte_count in (16, 20, 24, 28, 32):
            entropy = hashlib.sha256(f"holdfast mnemonic {name} {byte_count}".encode()).digest()[:byte_count]
            cases.append(case(name, entropy))
    place = pathlib.Path(__file__).resolve().parents[2] / "Vectors" / "mnemonic" / "languages.json"
    place.write_text(json.dumps({"cases": cases}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


main()
