"""Cosmos: transactions that cosmpy makes and signs, in SIGN_MODE_DIRECT."""

import base64
import hashlib

from cosmpy.aerial.tx import SigningCfg, Transaction, TxFee
from cosmpy.crypto.address import Address
from cosmpy.crypto.keypairs import PrivateKey
from cosmpy.protos.cosmos.authz.v1beta1.authz_pb2 import GenericAuthorization, Grant
from cosmpy.protos.cosmos.authz.v1beta1.tx_pb2 import MsgExec, MsgGrant
from cosmpy.protos.cosmos.bank.v1beta1.bank_pb2 import Input, Output
from cosmpy.protos.cosmos.bank.v1beta1.tx_pb2 import MsgMultiSend, MsgSend
from cosmpy.protos.cosmos.base.v1beta1.coin_pb2 import Coin
from cosmpy.protos.cosmos.distribution.v1beta1.tx_pb2 import MsgSetWithdrawAddress
from cosmpy.protos.cosmos.feegrant.v1beta1.feegrant_pb2 import BasicAllowance
from cosmpy.protos.cosmos.feegrant.v1beta1.tx_pb2 import MsgGrantAllowance
from cosmpy.protos.cosmos.gov.v1.gov_pb2 import VoteOption
from cosmpy.protos.cosmos.gov.v1.tx_pb2 import MsgVote
from cosmpy.protos.cosmos.staking.v1beta1.tx_pb2 import MsgDelegate
from cosmpy.protos.cosmos.tx.v1beta1.tx_pb2 import SignDoc, TxBody, TxRaw
from cosmpy.protos.cosmwasm.wasm.v1.tx_pb2 import MsgExecuteContract
from cosmpy.protos.ibc.applications.transfer.v1.tx_pb2 import MsgTransfer
from google.protobuf.any_pb2 import Any
from google.protobuf.timestamp_pb2 import Timestamp

from trial import DAMAGED, UNSAFE, require, require_equal, trial


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
    return t.random.choice([payment.document, base64.encodebytes(payment.document), payment.document.hex() + "\n"])


def any_of(message):
    """With the type URL of the SDK, which has nothing before the slash."""
    return Any(type_url="/" + message.DESCRIPTOR.full_name, value=message.SerializeToString())


def document_of(payment, *messages, **fields):
    """The document of a payment with other messages in it."""
    body = TxBody(messages=[any_of(message) for message in messages], **fields)
    return SignDoc(
        body_bytes=body.SerializeToString(), auth_info_bytes=payment.auth_info, chain_id=payment.chain,
        account_number=payment.account).SerializeToString()


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


@trial
def shows_what_other_messages_do(t):
    who = PrivateKey(t.bytes(32))
    payment = Payment(t, who)
    own, other = payment.sender, payment.receiver
    coin = Coin(denom="uatom", amount=str(payment.amount))
    send = MsgSend(from_address=other, to_address=own, amount=[coin])
    grant = Grant(authorization=any_of(GenericAuthorization(msg="/cosmos.bank.v1beta1.MsgSend")))
    grant.expiration.FromSeconds(1_800_000_000)
    transfer = MsgTransfer(
        source_port="transfer", source_channel="channel-7", token=coin, sender=own, receiver=other,
        timeout_timestamp=1_800_000_000 * 10**9, memo="for the exchange")
    transfer.timeout_height.SetInParent()
    called = MsgExecuteContract(sender=own, contract=other, msg=b'{"burn":{}}', funds=[coin])
    cases = [
        (MsgMultiSend(inputs=[Input(address=own, coins=[coin])], outputs=[Output(address=other, coins=[coin])]),
         [f"{other}, {payment.amount} uatom"]),
        (MsgExec(grantee=own, msgs=[any_of(send)]), ["in the name of others", f"pay {payment.amount} uatom"]),
        (MsgGrant(granter=own, grantee=other, grant=grant), ["LET ANOTHER ACCOUNT", "2027-01-15 08:00:00 UTC"]),
        (MsgGrantAllowance(granter=own, grantee=other, allowance=any_of(BasicAllowance())), ["PAY THE FEES"]),
        (transfer, ["to another chain", "transfer/channel-7", "for the exchange"]), (called, ["call a contract", "burn"]),
        (MsgSetWithdrawAddress(delegator_address=own, withdraw_address=other), ["ALL FURTHER REWARDS", other]),
        (MsgVote(proposal_id=9, voter=own, option=VoteOption.VOTE_OPTION_NO, metadata="because"), ["vote NO", "because"]),
    ]
    chosen = t.random.sample(cases, 3)
    document = document_of(payment, *[message for message, _ in chosen])
    outcome = t.run("sign", t.file(document), "--key", key_file(t, who), "--yes", expect=0)
    require(who.public_key.verify(document, base64.b64decode(outcome.text)), "cosmpy refuses the signature", outcome)
    for words in [words for _, all_words in chosen for words in all_words]:
        require(words in outcome.talk, f"{words} is not shown", outcome)
    require("NOT UNDERSTOOD" not in outcome.talk, "something is not understood", outcome)


@trial
def signs_without_a_sequence(t):
    """The fields of SDK 0.53: any order, until a moment."""
    who = PrivateKey(t.bytes(32))
    payment = Payment(t, who)
    coin = Coin(denom="uatom", amount="1")
    send = MsgSend(from_address=payment.sender, to_address=payment.receiver, amount=[coin])
    document = document_of(payment, send, unordered=True, timeout_timestamp=Timestamp(seconds=1_800_000_000))
    outcome = t.run("sign", t.file(document), "--key", key_file(t, who), "--yes", expect=0)
    require(who.public_key.verify(document, base64.b64decode(outcome.text)), "cosmpy refuses the signature", outcome)
    for words in ("2027-01-15 08:00:00 UTC", "no sequence holds it"):
        require(words in outcome.talk, f"{words} is not shown", outcome)


@trial
def refuses_what_a_chain_would_read_otherwise(t):
    """A field twice, and one that is not known: the bindings take both, and the last wins."""
    who = PrivateKey(t.bytes(32))
    payment = Payment(t, who)
    for more in (SignDoc(chain_id="osmosis-2").SerializeToString(), b"\x7a\x01x"):
        SignDoc.FromString(payment.document + more)
        answer = t.sign(
            payment.document + more, "--ledger", "cosmos", key=key_file(t, who), expect=DAMAGED)
        require_equal(answer["code"], "not-canonical", "another reason")


@trial
def refuses_another_account_number(t):
    who = PrivateKey(t.bytes(32))
    payment = Payment(t, who)
    key = key_file(t, who)
    t.sign(content(t, payment), "--account-number", payment.account + 1, key=key, expect=UNSAFE)
    t.sign(content(t, payment), "--account-number", payment.account, key=key)
    raw = TxRaw(body_bytes=payment.body, auth_info_bytes=payment.auth_info, signatures=[payment.signed()])
    t.verify(raw.SerializeToString(), "--chain", payment.chain, "--account-number", payment.account)
