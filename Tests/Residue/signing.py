"""Signing, for each ledger, with the nonce of each signature."""

import hashlib
from collections.abc import Callable

import ledgers
from case import Case, Secrets, encrypted_secrets, plain_dealing, with_nodes
from forms import Secret
from material import taproot_key
from reference.groups import GROUPS
from world import World, decoded


def digest_of(world: World) -> bytes:
    return hashlib.sha256(world.text("message.txt").encode()).digest()


# SIGNING

def signing(name: str, arguments: list[str], secrets: Secrets) -> Case:
    return Case(name, ["sign", *arguments, "--yes"], secrets, [], is_output=True)


def with_nonce(key: Secrets, nonce: Callable[[World, str], Secret]) -> Secrets:
    return lambda world, out, output: key(world, out, output) + [nonce(world, ledgers.signed(output))]


def example(name: str, group: str) -> Secrets:
    return lambda world, *_: world.key(f"example-{name}", group)


def sign_cases() -> list[Case]:
    node = example("node.key", "secp256k1")

    def number(world: World, name: str, group: str) -> int:
        return int.from_bytes(world.raw_key(name, group), "big")

    def node_number(world: World) -> int:
        return number(world, "example-node.key", "secp256k1")

    def contents(world: World, name: str) -> bytes:
        return decoded(world.text(f"example-{name}"))

    raw = ["--ledger", "raw", "--allow-blind"]
    secp = [f"secp256k1-shares/holder-{k}.share" for k in (1, 2)]
    p256 = [f"p256-shares/holder-{k}.share" for k in (1, 2)]
    ed25519 = [f"ed25519-shares/holder-{k}.share" for k in (1, 2)]
    return [
        signing("sign, EVM, key file", ["example-payout.json", "--key", "example-node.key"], with_nonce(
            node, lambda world, told: ledgers.evm_transaction(node_number(world), told))),
        signing("sign, EVM, shares",
                ["example-payout.json", "node-shares/holder-1.share", "node-shares/holder-2.share"], with_nonce(
                    lambda world, *_: node(world) + world.dealing("node-shares"),
                    lambda world, told: ledgers.evm_transaction(node_number(world), told))),
        signing("sign, EVM, a message", ["--message", "message.txt", "--ledger", "evm", *secp], with_nonce(
            plain_dealing("secp256k1"), lambda world, told: ledgers.evm_message(
                number(world, "secp256k1.key", "secp256k1"), told, world.text("message.txt").encode()))),
        signing("sign, EVM, a keystore",
                ["--message", "message.txt", "--ledger", "evm", "--key", "encrypted-ethereum-keystore",
                 "--passphrase-file", "pass.txt"], with_nonce(
                    lambda world, *_: encrypted_secrets(world, "encrypted-ethereum-keystore", "secp256k1"),
                    lambda world, told: ledgers.evm_message(
                        number(world, "encrypted-ethereum-keystore", "secp256k1"), told,
                        world.text("message.txt").encode()))),
        signing("sign, Bitcoin", ["example-payment.psbt", "--raw", "--key", "example-node.key"], with_nonce(
            node, lambda world, told: ledgers.bitcoin_transaction(node_number(world), told, 2_500_000))),
        signing("sign, Bitcoin, a message",
                ["--message", "message.txt", "--ledger", "bitcoin", "--address-form", "p2pkh", *secp], with_nonce(
                    plain_dealing("secp256k1"), lambda world, told: ledgers.bitcoin_message(
                        number(world, "secp256k1.key", "secp256k1"), told, world.text("message.txt").encode()))),
        signing("sign, Bitcoin, a message of Taproot",
                ["--message", "message.txt", "--ledger", "bitcoin", "--address-form", "p2tr", *secp],
                lambda world, *_: plain_dealing("secp256k1")(world) + [
                    taproot_key(number(world, "secp256k1.key", "secp256k1"))]),
        Case("sign --collect, files named", ["sign", "--message", "message.txt", "--ledger", "evm", "--collect",
                                              "--yes"],
             with_nonce(plain_dealing("secp256k1"), lambda world, told: ledgers.evm_message(
                 number(world, "secp256k1.key", "secp256k1"), told, world.text("message.txt").encode())), [],
             stdin="named.txt", is_output=True),
        signing("sign, Fabric", ["example-settle.b64", "--key", "example-operator.key"], with_nonce(
            example("operator.key", "p256"), lambda world, told: ledgers.fabric_proposal(
                number(world, "example-operator.key", "p256"), told, contents(world, "settle.b64")))),
        signing("sign, Solana", ["example-solana-payment.b64", "--key", "example-solana-id.json"], with_nonce(
            example("solana-id.json", "ed25519"), lambda world, told: ledgers.solana_transaction(
                world.raw_key("example-solana-id.json", "ed25519"), told, contents(world, "solana-payment.b64")))),
        signing("sign, Cosmos", ["example-cosmos-payment.b64", "--key", "example-node.key"], with_nonce(
            node, lambda world, told: ledgers.cosmos_transaction(
                node_number(world), told, contents(world, "cosmos-payment.b64")))),
        signing("sign, raw ECDSA, p256, shares", ["digest.txt", *raw, "--compact", *p256], with_nonce(
            plain_dealing("p256"), lambda world, told: ledgers.raw_digest(
                number(world, "p256.pem", "p256"), told, digest_of(world), GROUPS["p256"]))),
        signing("sign, raw Schnorr, shares", ["digest.txt", *raw, "--scheme", "schnorr", *secp], with_nonce(
            plain_dealing("secp256k1"), lambda world, told: ledgers.raw_schnorr(
                number(world, "secp256k1.key", "secp256k1"), told, digest_of(world)))),
        signing("sign, raw EdDSA, shares", ["message.txt", *raw, *ed25519], with_nonce(
            plain_dealing("ed25519"), lambda world, told: ledgers.raw_message(
                world.raw_key("ed25519.json", "ed25519"), told, world.text("message.txt").encode()))),
        signing("sign, nodes' keys", ["--message", "message.txt", "--ledger", "evm", "masked/dealing.json",
                                      "--identity", "a.pem", "--identity", "b.pem"], with_nonce(
            with_nodes("a", "b"), lambda world, told: ledgers.evm_message(
                number(world, "secp256k1.key", "secp256k1"), told, world.text("message.txt").encode()))),
    ]
