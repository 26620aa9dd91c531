"""Solana: transactions and off-chain messages beside solders."""

import base64

from solders.signature import Signature
from solders.transaction import VersionedTransaction

from asking import Signed, SignedMessage, Verified, VerifiedMessage, bit_changed, outcome_of
from solana_trials import (
    address, envelope, instructions, key_file, keypair, message, other_instruction, payment, text, wire)
from trial import require


class OfPair(Signed):
    group = "ed25519"

    def key(self, trial):
        pair = keypair(trial)
        return pair, key_file(trial, pair)


class SignedTransaction(OfPair):
    """Legacy and version 0, with lookup tables: the same bytes as solders signs."""

    name, weight = "solana, signed", 2

    def content(self, case):
        unsigned = message(case, case.who.pubkey(), instructions(case, case.who.pubkey()))
        theirs = VersionedTransaction(unsigned, [case.who])
        case.expected = {
            "signed": bytes(theirs).hex(), "signer": str(case.who.pubkey()), "hash": str(theirs.signatures[0])
        }
        return wire(case, unsigned)

    def found_in(self, case, answer):
        return {"signed": base64.b64decode(answer["signed"]).hex(), "signer": answer["signer"], "hash": answer["hash"]}


class VerifiedTransaction(Verified):
    name, weight, options = "solana, verified", 2, ("--ledger", "solana")

    def make(self, case):
        who, second = keypair(case), keypair(case)
        parts, signers = instructions(case, who.pubkey()), [who]
        if case.random.random() < 0.3:
            parts, signers = [payment(case, who.pubkey()), other_instruction(case, second.pubkey())], [who, second]
        content = bit_changed(case, bytes(VersionedTransaction(message(case, who.pubkey(), parts), signers)))
        case.expected = outcome_of(judged, content)
        case.path = case.file(case.random.choice([content, base64.b64encode(content)]), "signed")

    def found_in(self, answer):
        return {"hash": answer["hash"], "signers": sorted(s["signer"] for s in answer["signatures"])}


def judged(content):
    signed = VersionedTransaction.from_bytes(content)
    require(all(signed.verify_with_results()) and signed.signatures, "a bad signature")
    keys = signed.message.account_keys[:signed.message.header.num_required_signatures]
    return {"hash": str(signed.signatures[0]), "signers": sorted(map(str, keys))}


class SignedText(SignedMessage, OfPair):
    name, weight, ledger = "solana, message signed", 0.7, "solana"

    def content(self, case):
        words = text(case, case.random.random() < 0.5)
        case.expected = {"signature": str(case.who.sign_message(envelope(words))), "signer": str(case.who.pubkey())}
        return words

    def found_in(self, case, answer):
        return {"signature": answer["signed"].split("=")[-1], "signer": answer["signer"]}


class VerifiedText(VerifiedMessage):
    name, weight, ledger = "solana, message verified", 0.7, "solana"

    def make(self, case):
        who, words = keypair(case), text(case, case.random.random() < 0.5)
        case.address = str((who if case.random.random() < 0.9 else keypair(case)).pubkey())
        made = bit_changed(case, bytes(who.sign_message(envelope(words))))
        case.is_whole = case.is_whole and case.address == str(who.pubkey())
        content = str(Signature.from_bytes(made)) if len(made) == 64 else str(address(case))
        case.message, case.path = case.file(words, "message"), case.file(content, "signature")
        is_good = len(made) == 64 and case.address == str(who.pubkey()) and Signature.from_bytes(made).verify(
            who.pubkey(), envelope(words))
        case.expected = {"signer": case.address} if is_good else None

    def options_of(self, cases):
        return ["--signer", cases[0].address]

    def found_in(self, answer):
        return {"signer": answer["signatures"][0]["signer"]}


ROWS = [SignedTransaction(), VerifiedTransaction(), SignedText(), VerifiedText()]
