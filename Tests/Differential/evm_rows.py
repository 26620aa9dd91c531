"""Transactions, messages and typed data of EVM chains, beside eth-account."""

import json

import rlp
from eth_account import Account
from eth_account.messages import encode_defunct, encode_typed_data
from eth_utils import keccak

from asking import Signed, SignedMessage, Verified, VerifiedMessage, bit_changed, outcome_of
from evm_messages_trials import signature, text, typed_data
from evm_trials import CHAINS, account, address, as_tools_write_it, key_file, transaction


class OfAccount(Signed):
    group = "secp256k1"

    def key(self, trial):
        who = account(trial)
        return who, key_file(trial, who)


class SignedTransaction(OfAccount):
    """Every type, as JSON or as unsigned RLP: the same bytes, and what is shown is what is in them."""

    name, weight = "evm, signed", 4
    options = ("--authorization", "--allow-replayable", "--allow-empty-contract")

    def content(self, case):
        made = transaction(case, case.random.randrange(5))
        if made.get("type", 0) < 3 and case.random.random() < 0.1:
            made |= {"to": "", "data": "0x" + case.bytes(case.random.randrange(1, 900)).hex()}
        theirs = case.who.sign_transaction(made)
        case.expected = {
            "signed": "0x" + theirs.raw_transaction.hex(), "hash": "0x" + theirs.hash.hex(), "signer": case.who.address,
            "chainId": made["chainId"], "to": made["to"] or None, "value": str(
                made["value"]), "nonce": made["nonce"], "gasLimit": made["gas"], "data": made["data"]
        }
        if made.get("type", 0) in (0, 2) and made["to"] and case.random.random() < 0.2:
            return unsigned(made)
        return as_tools_write_it(case, made)

    def found_in(self, case, answer):
        return {name: answer[name] for name in case.expected}


def unsigned(made):
    """What is signed, encoded by the rlp package."""
    to, data = bytes.fromhex(made["to"][2:]), bytes.fromhex(made["data"][2:])
    if "gasPrice" in made:
        return "0x" + rlp.encode(
            [made["nonce"], made["gasPrice"], made["gas"], to, made["value"], data, made["chainId"], b"", b""]).hex()
    entries = [(bytes.fromhex(e["address"][2:]), [bytes.fromhex(k[2:]) for k in e["storageKeys"]])
               for e in made["accessList"]]
    return "0x02" + rlp.encode([
        made["chainId"], made["nonce"], made["maxPriorityFeePerGas"], made["maxFeePerGas"], made["gas"], to,
        made["value"], data, entries
    ]).hex()


class SignedText(SignedMessage, OfAccount):
    """EIP-191."""

    name, weight, ledger = "evm, message signed", 1, "evm"

    def content(self, case):
        message = text(case)
        case.expected = {
            "signed": signature(case.who.sign_message(encode_defunct(text=message))), "signer": case.who.address
        }
        return message

    def found_in(self, case, answer):
        return {name: answer[name] for name in case.expected}


class SignedTypedData(OfAccount):
    """EIP-712."""

    name, weight = "evm, typed data signed", 1.5

    def content(self, case):
        data = typed_data(case)
        signed = case.who.sign_message(encode_typed_data(full_message=data))
        case.expected = {"signed": signature(signed), "signer": case.who.address}
        return json.dumps(data)

    def found_in(self, case, answer):
        return {name: answer[name] for name in case.expected}


class SignedAuthorization(OfAccount):
    """EIP-7702."""

    name, weight, options = "evm, authorization signed", 0.5, ("--authorization", "--allow-replayable")

    def content(self, case):
        asked = {
            "chainId": case.random.choice([*CHAINS, 0]), "address": address(case), "nonce": case.random.randrange(2**20)
        }
        theirs = case.who.sign_authorization(asked)
        case.expected = {
            "r": theirs.r, "s": theirs.s, "yParity": theirs.y_parity, "nonce": theirs.nonce, "chainId": theirs.chain_id,
            "signer": case.who.address
        }
        return json.dumps(asked)

    def found_in(self, case, answer):
        given = answer["authorization"]
        numbers = {
            name: int(value, 0) if isinstance(value, str) else value
            for name, value in given.items() if name != "address"
        }
        return {**{name: numbers[name] for name in case.expected if name != "signer"}, "signer": answer["signer"]}


class VerifiedTransaction(Verified):
    """A changed bit gives another account as a rule: the same one as eth-account computes."""

    name, weight = "evm, verified", 3

    def make(self, case):
        case.who = account(case)
        signed = case.who.sign_transaction(transaction(case, case.random.randrange(5)))
        content = bit_changed(case, bytes(signed.raw_transaction))
        case.expected = outcome_of(recovered, content)
        case.path = case.file(case.random.choice(["0x", ""]) + content.hex() + case.random.choice(["\n", ""]), "signed")

    def found_in(self, answer):
        signer = next(s["signer"] for s in answer["signatures"] if s["place"] == "signature")
        return {"signer": signer, "hash": answer["hash"]}


def recovered(content):
    return {"signer": Account.recover_transaction(content), "hash": "0x" + keccak(content).hex()}


def of_65_bytes(signature):
    """The short form of EIP-2098, which eth-account does not read, has v in the highest bit of s."""
    if len(signature) != 64:
        return signature
    return signature[:32] + bytes([signature[32] & 0x7F]) + signature[33:] + bytes([27 + (signature[32] >> 7)])


class VerifiedText(VerifiedMessage):
    name, weight, ledger = "evm, message verified", 1, "evm"

    def make(self, case):
        who, message = account(case), text(case)
        signed = bit_changed(case, bytes(who.sign_message(encode_defunct(text=message)).signature))
        case.message = case.file(message, "message")
        case.path = case.file("0x" + signed.hex(), "signature")
        case.expected = outcome_of(
            lambda: {"signer": Account.recover_message(encode_defunct(text=message), signature=of_65_bytes(signed))})

    def found_in(self, answer):
        return {"signer": answer["signatures"][0]["signer"]}


ROWS = [
    SignedTransaction(),
    SignedText(),
    SignedTypedData(),
    SignedAuthorization(),
    VerifiedTransaction(),
    VerifiedText()
]
