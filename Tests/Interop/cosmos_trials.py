"""Cosmos: transactions that cosmpy makes and signs, in SIGN_MODE_DIRECT."""

import base64
import hashlib

from cosmpy.aerial.tx import SigningCfg, Transaction, TxFee
from cosmpy.crypto.address import Address
from cosmpy.crypto.keypairs import PrivateKey
from cosmpy.protos.cosmos.bank.v1beta1.tx_pb2 import MsgSend
from cosmpy.protos.cosmos.base.v1beta1.coin_pb2 import Coin
from cosmpy.protos.cosmos.staking.v1beta1.tx_pb2 import MsgDelegate
from cosmpy.protos.cosmos.tx.v1beta1.tx_pb2 import SignDoc, TxRaw

from trial import UNSAFE, require, require_equal, trial


class Payment:
    """A sealed transaction of one signer, and the document that is signed."""

    def __init__(self, t, who):
        self.who, self.chain = who, t.random.choice(["cosmoshub-4", "osmosis-1", "fetchhub-4"])
        self.account, self.sequence = t.random.randrange(10**6), t.random.randrange(10**4)
        self.sender = str(Address(who.public_key, "cosmos"))
        self.receiver = str(Address(PrivateKey(t.bytes(32)).public_key, "cosmos"))
        self.amount = t.random.randrange(1, 10**12)
        self.memo = t.random.choice(["", "invoice 7", "Rechnung für März"])
        coin = Coin(denom="uatom", amount=str(self.amount))
        self.transaction = Transaction().add_message(
            MsgSend(from_address=self.sender, to_address=self.receiver, amount=[coin]))
        if t.random.random() < 0.4:
            self.transaction.add_message(MsgDelegate(
                delegator_address=self.sender, validator_address=str(Address(t.bytes(20), "cosmosvaloper")),
                amount=coin))
        fee = TxFee(f"{t.random.randrange(1, 10**5)}uatom", t.random.randrange(50_000, 500_000))
        self.transaction.seal(SigningCfg.direct(who.public_key, self.sequence), fee, self.memo)
        self.body = self.transaction._tx.body.SerializeToString()
        self.auth_info = self.transaction._tx.auth_info.SerializeToString()
        self.document = SignDoc(
            body_bytes=self.body, auth_info_bytes=self.auth_info, chain_id=self.chain, account_number=self.account
        ).SerializeToString()

    def signed(self):
        """The signature of cosmpy."""
        self.transaction.sign(self.who, self.chain, self.account, deterministic=True)
        return self.transaction._tx.signatures[0]


def key_file(t, who):
    return t.file(who.private_key_hex)


def content(t, payment):
    return t.random.choice([payment.document, base64.b64encode(payment.document).decode() + "\n"])


@trial
def signs_as_cosmpy(t):
    who = PrivateKey(t.bytes(32))
    payment = Payment(t, who)
    key = key_file(t, who)
    ours = t.sign(content(t, payment), key=key if t.random.random() < 0.7 else t.shares(key, "secp256k1"))
    given = base64.b64decode(ours["signed"])
    require(who.public_key.verify(payment.document, given), "cosmpy refuses the signature", ours)
    require_equal(given, payment.signed(), "the signatures differ")


@trial
def shows_what_a_payment_is(t):
    who = PrivateKey(t.bytes(32))
    payment = Payment(t, who)
    outcome = t.run("sign", t.file(content(t, payment)), "--key", key_file(t, who), "--yes", expect=0)
    shown = ["/cosmos.bank.v1beta1.MsgSend", payment.chain]
    for words in shown + ([payment.memo] if payment.memo else []):
        require(words in outcome.talk, f"{words} is not shown", outcome)


@trial
def gives_the_transaction_that_a_node_takes(t):
    who = PrivateKey(t.bytes(32))
    payment = Payment(t, who)
    outcome = t.run("sign", t.file(content(t, payment)), "--key", key_file(t, who), "--yes", "--raw", expect=0)
    expected = TxRaw(body_bytes=payment.body, auth_info_bytes=payment.auth_info, signatures=[payment.signed()])
    require_equal(base64.b64decode(outcome.text), expected.SerializeToString(), "the transaction differs")


@trial
def refuses_another_chain_and_another_key(t):
    who = PrivateKey(t.bytes(32))
    payment = Payment(t, who)
    t.sign(content(t, payment), "--chain", "cosmoshub-3", key=key_file(t, who), expect=UNSAFE)
    t.sign(content(t, payment), key=key_file(t, PrivateKey(t.bytes(32))), expect=UNSAFE)
    t.sign(content(t, payment), "--chain", payment.chain, key=key_file(t, who))
