"""Signed messages of Bitcoin: BIP-322 beside the `bip322` package and embit, `signmessage` beside btclib."""

import base64

import bip322
from btclib.ecc import bms
from btclib.key import PrvKeyData
from btclib.script.engine import verify_transaction
from btclib.tx.tx import Tx
from btclib.tx.tx_out import TxOut
from embit import hashes
from embit import script as scripts
from embit.script import Script, Witness
from embit.transaction import SIGHASH, Transaction, TransactionInput, TransactionOutput

from bitcoin_trials import key_file, private_key, single_key
from trial import require, require_equal, trial

SEGWIT = ["p2wpkh", "p2tr", "p2sh-p2wpkh"]


def text(t):
    return "".join(t.random.choice("I hold 12 BTC of Ünna\n€…") for _ in range(t.random.randrange(200)))


def key_argument(t, key):
    file = key_file(t, key)
    return file if t.random.random() < 0.7 else t.shares(file, "secp256k1")


def virtual_transaction(message, script):
    """What BIP-322 has signed, built from embit's transactions."""
    digest = hashes.tagged_hash("BIP0322-signed-message", message)
    proof = TransactionInput(bytes(32), 0xFFFFFFFF, script_sig=Script(b"\x00\x20" + digest), sequence=0)
    to_spend = Transaction(version=0, vin=[proof], vout=[TransactionOutput(0, script)])
    spend = TransactionInput(to_spend.txid(), 0, sequence=0)
    return Transaction(version=0, vin=[spend], vout=[TransactionOutput(0, Script(b"\x6a"))])


def embit_signature(key, kind, message):
    coin = single_key(kind, key)
    transaction = virtual_transaction(message, coin.script)
    if kind == "p2tr":
        digest = transaction.sighash_taproot(0, [coin.script], [0], SIGHASH.DEFAULT)
        witness = Witness([key.taproot_tweak(b"").schnorr_sign(digest).serialize()])
    else:
        code = scripts.p2pkh_from_p2wpkh(scripts.p2wpkh(key.get_public_key()))
        signature = key.sign(transaction.sighash_segwit(0, code, 0)).serialize() + bytes([SIGHASH.ALL])
        witness = Witness([signature, key.get_public_key().sec()])
    return base64.b64encode(witness.serialize()).decode()


def bip322_accepts(address, message, signature):
    try:
        return bip322.verify_simple_encoded(address, message, signature) is not False
    except bip322.VerificationError:
        return False


def without_mark(signature):
    """BIP-322 marks its forms since version 1.0.0, which these packages do not know yet."""
    return signature[3:] if signature[:3] in ("smp", "ful") else signature


@trial
def signs_messages_that_bip322_verifies(t):
    key, kind, message = private_key(t), t.random.choice(["p2wpkh", "p2tr"]), text(t)
    ours = t.sign_message(message, "bitcoin", "--address-form", kind, key=key_argument(t, key))
    address = single_key(kind, key).script.address()
    require_equal(ours["signer"], address, "the address differs")
    require(bip322_accepts(address, message, without_mark(ours["signed"])), "the bip322 package refuses it", ours)
    require(not bip322_accepts(address, message + ".", without_mark(ours["signed"])), "bip322 takes it for another message")
    t.verify_message(ours["signed"], message, "bitcoin", "--signer", address)


@trial
def verifies_messages_that_embit_signed(t):
    key, kind, message = private_key(t), t.random.choice(SEGWIT), text(t)
    signature, address = embit_signature(key, kind, message.encode()), single_key(kind, key).script.address()
    require(bip322_accepts(address, message, signature), "the bip322 package refuses embit's")
    answer = t.verify_message(signature, message, "bitcoin", "--signer", address)
    require_equal([s["signer"] for s in answer["signatures"]], [address], "the signer differs")
    t.verify_message(signature, message + ".", "bitcoin", "--signer", address, expect=1)
    changed = base64.b64encode(t.flipped(base64.b64decode(signature))).decode()
    t.verify_message(changed, message, "bitcoin", "--signer", address, expect={1, 4})


@trial
def signs_other_forms_as_full_transactions(t):
    """The form that BIP-322 has for outputs that a witness alone does not spend, judged by btclib's engine."""
    key, kind, message = private_key(t), t.random.choice(["p2pkh", "p2sh-p2wpkh"]), text(t)
    options = ["--address-form", kind, "--scheme", "bip322"]
    ours = t.sign_message(message, "bitcoin", *options, key=key_argument(t, key))
    script = single_key(kind, key).script
    require_equal(ours["signer"], script.address(), "the address differs")
    signed = Tx.parse(base64.b64decode(without_mark(ours["signed"])))
    verify_transaction([TxOut(0, script.data)], signed)
    spent = signed.vin[0].prev_out
    require_equal(spent.tx_id, virtual_transaction(message.encode(), script).vin[0].txid, "another message was signed")
    t.verify_message(ours["signed"], message, "bitcoin", "--signer", script.address())


@trial
def signs_as_signmessage_of_btclib(t):
    compressed = True  # what a key in hexadecimal stands for
    key, message = private_key(t, compressed), text(t)
    address = single_key("p2pkh", key).script.address()
    ours = t.sign_message(message, "bitcoin", "--address-form", "p2pkh", key=key_file(t, key))
    require_equal(ours["signer"], address, "the address differs")
    require(bms.verify(message.encode(), address, ours["signed"]), "btclib refuses it", ours)
    theirs = bms.sign(message.encode(), PrvKeyData(int.from_bytes(key.secret, "big"), "mainnet", compressed))
    require_equal(ours["signed"], theirs.b64encode(), "the signatures differ")


@trial
def verifies_signmessage_of_btclib(t):
    compressed = t.random.random() < 0.7
    key, message = private_key(t, compressed), text(t)
    address = single_key("p2pkh", key).script.address()
    signed = bms.sign(message.encode(), PrvKeyData(int.from_bytes(key.secret, "big"), "mainnet", compressed)).b64encode()
    t.verify_message(signed, message, "bitcoin", "--signer", address)
    t.verify_message(signed, message + ".", "bitcoin", "--signer", address, expect=1)
    changed = base64.b64encode(t.flipped(base64.b64decode(signed))).decode()
    t.verify_message(changed, message, "bitcoin", "--signer", address, expect={1, 4})
