"""Solana beside solders, the bindings of Solana's own Rust crates, and the LiteSVM in it, which executes what is signed."""

import base64
import json

from solders.address_lookup_table_account import AddressLookupTableAccount
from solders.compute_budget import set_compute_unit_limit, set_compute_unit_price
from solders.hash import Hash
from solders.instruction import AccountMeta, Instruction
from solders.keypair import Keypair
from solders.litesvm import LiteSVM
from solders.message import Message, MessageV0, to_bytes_versioned
from solders.pubkey import Pubkey
from solders.signature import Signature
from solders.system_program import (
    AdvanceNonceAccountParams,
    AssignParams,
    CreateAccountParams,
    TransferParams,
    advance_nonce_account,
    assign,
    create_account,
    transfer,
)
from solders.sysvar import CLOCK
from solders.token import ID as TOKEN_PROGRAM
from solders.transaction import VersionedTransaction
from solders.transaction_metadata import TransactionMetadata

from trial import ANSWER_IS_NO, DAMAGED, UNSAFE, require, require_equal, trial

LAMPORTS = 10**9


def keypair(t):
    return Keypair.from_seed(t.bytes(32))


def address(t):
    return keypair(t).pubkey()


def key_file(t, of):
    """`id.json`, as solana-keygen writes it."""
    return t.file(json.dumps(list(bytes(of))))


def key_argument(t, of):
    return key_file(t, of) if t.random.random() < 0.7 else t.shares(key_file(t, of), "ed25519")


def blockhash(t):
    return Hash(t.bytes(32))


def payment(t, payer, receiver=None, lamports=None):
    lamports = lamports or t.random.randrange(1, 10**t.random.randrange(1, 18))
    to = receiver or address(t)
    return transfer(TransferParams(from_pubkey=payer, to_pubkey=to, lamports=lamports))


def token_instruction(t, owner):
    """SPL token transfers and approvals, made by hand: solders has no maker of them."""
    amount = t.random.randrange(1, 2**63)
    name, data, keys = t.random.choice([
        ("transfer", bytes([3]) + amount.to_bytes(8, "little"), 2),
        ("approve", bytes([4]) + amount.to_bytes(8, "little"), 2),
        ("transferChecked", bytes([12]) + amount.to_bytes(8, "little") + bytes([6]), 3),
    ])
    metas = [AccountMeta(address(t), False, True) for _ in range(keys)] + [AccountMeta(owner, True, False)]
    return Instruction(TOKEN_PROGRAM, data, metas), name, amount


def other_instruction(t, signer):
    metas = [AccountMeta(signer, True, True)] + [AccountMeta(address(t), False, t.random.random() < 0.5)
                                                for _ in range(t.random.randrange(4))]
    return Instruction(address(t), t.bytes(t.random.randrange(100)), metas)


def instructions(t, payer):
    made = [payment(t, payer), token_instruction(t, payer)[0], other_instruction(t, payer),
            assign(AssignParams(pubkey=payer, owner=address(t)))]
    return t.random.sample(made, t.random.randrange(1, len(made) + 1))


def message(t, payer, parts, versioned=None):
    """A legacy message, or one of version 0 that takes some of its accounts from a lookup table."""
    if versioned is None:
        versioned = t.random.random() < 0.5
    if not versioned:
        return Message.new_with_blockhash(parts, payer, blockhash(t))
    known = [meta.pubkey for part in parts for meta in part.accounts if not meta.is_signer]
    tables = []
    if known and t.random.random() < 0.7:
        listed = t.random.sample(known, t.random.randrange(1, len(known) + 1)) + [address(t)]
        tables = [AddressLookupTableAccount(address(t), listed)]
    return MessageV0.try_compile(payer, parts, tables, blockhash(t))


def wire(t, unsigned):
    """The transaction as tools hand it over to be signed: base64, base58 or binary, with empty signatures."""
    count = unsigned.header.num_required_signatures
    whole = VersionedTransaction.populate(unsigned, [Signature.default()] * count)
    return t.random.choice([bytes(whole), base64.b64encode(bytes(whole)).decode() + "\n"])


def signatures(text):
    return VersionedTransaction.from_bytes(base64.b64decode(text)).signatures


def compare(t, who, unsigned):
    """Signs with both; the wire transactions must be the same bytes."""
    theirs = VersionedTransaction(unsigned, [who])
    ours = t.sign(wire(t, unsigned), key=key_argument(t, who))
    require_equal(base64.b64decode(ours["signed"]), bytes(theirs), "the signed bytes differ")
    require_equal(ours["signer"], str(who.pubkey()), "the signer differs")
    require_equal(ours["hash"], str(theirs.signatures[0]), "the transaction's id differs")
    return theirs


@trial
def signs_legacy_messages_as_solders(t):
    who = keypair(t)
    compare(t, who, message(t, who.pubkey(), instructions(t, who.pubkey()), versioned=False))


@trial
def signs_messages_of_version_0_as_solders(t):
    who = keypair(t)
    compare(t, who, message(t, who.pubkey(), instructions(t, who.pubkey()), versioned=True))


@trial
def signs_a_transfer_that_the_virtual_machine_executes(t):
    machine, who, receiver = LiteSVM(), keypair(t), address(t)
    machine.airdrop(who.pubkey(), 10 * LAMPORTS)
    lamports = t.random.randrange(LAMPORTS, 5 * LAMPORTS)
    unsigned = Message.new_with_blockhash(
        [payment(t, who.pubkey(), receiver, lamports)], who.pubkey(), machine.latest_blockhash())
    outcome = t.run("sign", t.file(wire(t, unsigned)), "--key", key_file(t, who), "--yes", expect=0)
    require(str(receiver) in outcome.talk, "the receiver is not shown", outcome)
    require(str(lamports) in outcome.talk.replace(",", ""), f"{lamports} lamports are not shown", outcome)
    result = machine.send_transaction(VersionedTransaction.from_bytes(base64.b64decode(outcome.text)))
    require(isinstance(result, TransactionMetadata), "the virtual machine refuses it", result)
    require_equal(machine.get_balance(receiver), lamports, "not what was paid")


@trial
def tells_a_durable_nonce_from_a_blockhash(t):
    who, account = keypair(t), address(t)
    pay = payment(t, who.pubkey())
    advance = advance_nonce_account(AdvanceNonceAccountParams(
        nonce_pubkey=account, authorized_pubkey=who.pubkey()))
    durable = Message.new_with_blockhash([advance, pay], who.pubkey(), blockhash(t))
    file = key_file(t, who)
    shown = t.run("sign", t.file(wire(t, durable)), "--key", file, "--yes", expect=0).talk
    require("nonce" in shown and str(account) in shown, "the nonce account is not shown", shown)
    compare(t, who, durable)
    short = Message.new_with_blockhash([pay], who.pubkey(), blockhash(t))
    shown = t.run("sign", t.file(wire(t, short)), "--key", file, "--yes", expect=0).talk
    require("minute" in shown, "nothing is said of the blockhash's short life", shown)


@trial
def shows_token_instructions(t):
    who = keypair(t)
    part, name, amount = token_instruction(t, who.pubkey())
    unsigned = Message.new_with_blockhash([part], who.pubkey(), blockhash(t))
    outcome = t.run("sign", t.file(wire(t, unsigned)), "--key", key_file(t, who), "--yes", expect=0)
    digits = "".join(outcome.talk.split()).replace(",", "").replace(".", "")
    require(str(amount).rstrip("0") in digits, f"the amount {amount} is not shown", outcome)
    for meta in part.accounts:
        require(str(meta.pubkey) in outcome.talk, f"the account {meta.pubkey} of {name} is not shown", outcome)


@trial
def shows_what_the_stake_program_executes(t):
    """The Stake program takes its instructions with the sysvars that it once read and without: shown is whom it asks."""
    stake_program = Pubkey.from_string("Stake11111111111111111111111111111111111111")
    machine, who, stake, new, idle = LiteSVM(), keypair(t), keypair(t), address(t), address(t)
    machine.airdrop(who.pubkey(), 100 * LAMPORTS)
    begin = Instruction(stake_program, bytes(4) + bytes(who.pubkey()) * 2 + bytes(48),
                        [AccountMeta(stake.pubkey(), False, True)])
    create = create_account(CreateAccountParams(
        from_pubkey=who.pubkey(), to_pubkey=stake.pubkey(), lamports=10 * LAMPORTS, space=200, owner=stake_program))
    begun = Message.new_with_blockhash([create, begin], who.pubkey(), machine.latest_blockhash())
    machine.send_transaction(VersionedTransaction(begun, [who, stake]))
    clock = [AccountMeta(CLOCK, False, False)] if t.random.random() < 0.5 else []
    kind = t.random.randrange(2)
    authorize = Instruction(stake_program, (1).to_bytes(4, "little") + bytes(new) + kind.to_bytes(4, "little"), [
        AccountMeta(stake.pubkey(), False, True), *clock, AccountMeta(who.pubkey(), True, False),
        AccountMeta(idle, False, False)])
    unsigned = Message.new_with_blockhash([authorize], who.pubkey(), machine.latest_blockhash())
    signed = t.sign(wire(t, unsigned), key=key_file(t, who))
    result = machine.send_transaction(VersionedTransaction.from_bytes(base64.b64decode(signed["signed"])))
    require(isinstance(result, TransactionMetadata), "the virtual machine refuses it", result)
    start = 12 + 32 * kind
    require_equal(bytes(machine.get_account(stake.pubkey()).data)[start:start + 32], bytes(new), "not what was shown")
    details = {d["name"]: d["value"] for d in signed["instructions"][0]["details"]}
    require_equal(details["authority"].split()[0], str(who.pubkey()), "another authority is shown")
    require_equal(details["new"], str(new), "another new authority is shown")
    require("authority-change" in [w["code"] for w in signed["warnings"]], "the change is not warned of", signed)


@trial
def takes_a_high_fee_knowingly(t):
    who = keypair(t)
    price, limit = t.random.randrange(10**11, 2**64), t.random.randrange(10**5, 1_400_000)
    parts = [set_compute_unit_price(price), set_compute_unit_limit(limit), payment(t, who.pubkey())]
    unsigned = message(t, who.pubkey(), t.random.sample(parts, 3))
    t.sign(wire(t, unsigned), key=key_file(t, who), expect=UNSAFE)
    signed = t.sign(wire(t, unsigned), "--accept-high-fee", key=key_file(t, who))
    require_equal(signed["priorityFee"], str(min(2**64 - 1, -(-price * limit // 10**6))), "another fee is shown")
    require_equal(base64.b64decode(signed["signed"]), bytes(VersionedTransaction(unsigned, [who])), "the bytes differ")


@trial
def fills_its_own_place_among_several_signers(t):
    payer, second = keypair(t), keypair(t)
    parts = [payment(t, payer.pubkey()), payment(t, second.pubkey())]
    unsigned = message(t, payer.pubkey(), parts)
    whole = VersionedTransaction(unsigned, [payer, second])
    place = t.random.randrange(2)
    ours, theirs = [payer, second][place], [payer, second][1 - place]
    half = [Signature.default()] * 2
    half[1 - place] = theirs.sign_message(to_bytes_versioned(unsigned))
    given = VersionedTransaction.populate(unsigned, half)
    signed = t.sign(base64.b64encode(bytes(given)).decode(), key=key_argument(t, ours))
    require_equal(base64.b64decode(signed["signed"]), bytes(whole), "the signed bytes differ")
    alone = t.sign(wire(t, unsigned), key=key_file(t, ours))
    expected = [Signature.default()] * 2
    expected[place] = whole.signatures[place]
    require_equal(signatures(alone["signed"]), expected, "not only its own place was filled")
    t.verify(alone["signed"], expect=ANSWER_IS_NO)


@trial
def gives_the_signature_that_solana_signer_takes(t):
    who = keypair(t)
    unsigned = message(t, who.pubkey(), [payment(t, who.pubkey())])
    outcome = t.run("sign", t.file(wire(t, unsigned)), "--key", key_file(t, who), "--yes", "--signature-only", expect=0)
    expected = f"{who.pubkey()}={who.sign_message(to_bytes_versioned(unsigned))}"
    require_equal(outcome.text, expected, "not PUBKEY=SIGNATURE")


@trial
def refuses_the_key_of_another(t):
    who = keypair(t)
    t.sign(wire(t, message(t, who.pubkey(), instructions(t, who.pubkey()))), key=key_file(t, keypair(t)), expect=UNSAFE)


@trial
def refuses_a_key_pair_whose_halves_do_not_fit(t):
    """Signing with another's public half gives the key away."""
    who = keypair(t)
    mixed = t.file(json.dumps(list(bytes(who)[:32] + bytes(keypair(t))[32:])))
    t.sign(wire(t, message(t, who.pubkey(), [payment(t, who.pubkey())])), key=mixed, expect=DAMAGED)


@trial
def verifies_what_solders_signed(t):
    who, second = keypair(t), keypair(t)
    parts = [payment(t, who.pubkey()), other_instruction(t, second.pubkey())]
    signed = VersionedTransaction(message(t, who.pubkey(), parts), [who, second])
    content = t.random.choice([bytes(signed), base64.b64encode(bytes(signed)).decode()])
    answer = t.verify(content)
    require_equal({s["signer"] for s in answer["signatures"]}, {str(who.pubkey()), str(second.pubkey())},
                  "the signers differ")
    require_equal(answer["hash"], str(signed.signatures[0]), "the transaction's id differs")
    for by in (who, second):
        t.verify(content, "--signer", str(by.pubkey()))
    t.verify(content, "--signer", str(address(t)), expect=ANSWER_IS_NO)


@trial
def no_changed_bit_is_good(t):
    who = keypair(t)
    raw = bytes(VersionedTransaction(message(t, who.pubkey(), instructions(t, who.pubkey())), [who]))
    for _ in range(4):
        t.refused(base64.b64encode(t.flipped(raw)).decode(), "--ledger", "solana")


@trial
def refuses_what_is_after_the_message(t):
    who = keypair(t)
    raw = bytes(VersionedTransaction(message(t, who.pubkey(), [payment(t, who.pubkey())]), [who]))
    t.refused(base64.b64encode(raw + t.bytes(1)).decode(), "--ledger", "solana", expect=[DAMAGED])


# Off-chain messages: solders has no type for them, but its keys sign and verify the bytes.

def text(t, ascii_only):
    letters = "I hold node 7 of 12." if ascii_only else "Knoten 7 gehört Ünna €"
    return "".join(t.random.choice(letters) for _ in range(t.random.randrange(1, 300))) + ("x" if ascii_only else "ü")


def envelope(words):
    """Version 0, as `solana sign-offchain-message` makes it: domain, version, format, length, text."""
    body = words.encode()
    kind = 0 if words.isascii() and words.isprintable() else 1
    return b"\xffsolana offchain" + bytes([0, kind]) + len(body).to_bytes(2, "little") + body


@trial
def signs_offchain_messages_in_their_envelope(t):
    who, words = keypair(t), text(t, t.random.random() < 0.5)
    ours = t.sign_message(words, "solana", key=key_argument(t, who))
    given = ours["signed"].split("=")[-1]
    require(Signature.from_string(given).verify(who.pubkey(), envelope(words)), "solders refuses the signature", ours)
    require_equal(ours["signer"], str(who.pubkey()), "the signer differs")
    t.verify_message(ours["signed"], words, "solana", "--signer", str(who.pubkey()))


@trial
def verifies_offchain_messages_that_solders_signed(t):
    who, words = keypair(t), text(t, t.random.random() < 0.5)
    signed = str(who.sign_message(envelope(words)))
    t.verify_message(signed, words, "solana", "--signer", str(who.pubkey()))
    t.verify_message(signed, words + ".", "solana", "--signer", str(who.pubkey()), expect=ANSWER_IS_NO)
    t.verify_message(signed, words, "solana", "--signer", str(address(t)), expect=ANSWER_IS_NO)
    changed = str(Signature.from_bytes(t.flipped(bytes(Signature.from_string(signed)))))
    t.verify_message(changed, words, "solana", "--signer", str(who.pubkey()), expect={1, 4})


@trial
def signs_no_transaction_as_a_message(t):
    who = keypair(t)
    unsigned = message(t, who.pubkey(), [payment(t, who.pubkey())])
    path = t.file(to_bytes_versioned(unsigned))
    t.run("sign", "--message", path, "--ledger", "solana", "--key", key_file(t, who), "--yes", expect={UNSAFE, DAMAGED})
