"""Makes Vectors/solana/instructions.json: one instruction of every kind that Solana's summary puts into words.

Whoever made an instruction is told in `by`: `solders` and `solana` are makers of those packages; what neither makes is put
together here and `executed` by the programs themselves in the LiteSVM of solders, where only what they understand passes,
and where that needs more of a chain than the machine has, `published`: after the account lists of the interface crates.

    python3 -m venv environment && environment/bin/pip install solders==0.29.0 solana==0.41.0
    environment/bin/python Tests/Interop/solana_instructions.py > Vectors/solana/instructions.json
"""

import base64
import json

import solders.compute_budget as budget
import solders.system_program as system
from solana.models import WithdrawFromVoteAccountParams
from solana.vote_program import withdraw_from_vote_account
from solders.hash import Hash
from solders.instruction import AccountMeta, Instruction
from solders.keypair import Keypair
from solders.litesvm import LiteSVM
from solders.message import Message
from solders.pubkey import Pubkey
from solders.sysvar import CLOCK, RECENT_BLOCKHASHES, RENT, STAKE_HISTORY
from solders.transaction import VersionedTransaction
from solders.transaction_metadata import TransactionMetadata
from spl.memo.instructions import create_memo
from spl.memo.models import MemoParams
from spl.token import instructions as token
from spl.token import models
from spl.token.constants import TOKEN_2022_PROGRAM_ID as TOKEN_2022
from spl.token.constants import TOKEN_PROGRAM_ID as TOKEN

SYSTEM = system.ID
STAKE = Pubkey.from_string("Stake11111111111111111111111111111111111111")
STAKE_CONFIG = Pubkey.from_string("StakeConfig11111111111111111111111111111111")
VOTE = Pubkey.from_string("Vote111111111111111111111111111111111111111")
LOADER = Pubkey.from_string("BPFLoaderUpgradeab1e11111111111111111111111")
MEMO = Pubkey.from_string("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr")
ASSOCIATED = Pubkey.from_string("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL")
SOL = 10**9

# The seed of RFC 8032, section 7.1, test 1, pays and signs.
PAYER = Keypair.from_seed(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
ME = PAYER.pubkey()
cases = []


def keypair(number):
    return Keypair.from_seed(bytes([number]) * 32)


def address(number):
    return keypair(number).pubkey()


def byte(number):
    return bytes([number])


def half(number):
    return number.to_bytes(2, "little")


def word(number):
    return number.to_bytes(4, "little")


def long(number):
    return number.to_bytes(8, "little")


def text(words):
    return long(len(words)) + words.encode()


def written(key, signs=False):
    return AccountMeta(key, signs, True)


def read(key, signs=False):
    return AccountMeta(key, signs, False)


def case(name, by, instruction, says, facts, further=()):
    message = Message.new_with_blockhash([instruction], ME, Hash(bytes([7]) * 32))
    cases.append({
        "name": name, "by": by, "message": base64.b64encode(bytes(message)).decode(), "says": says,
        "facts": {label: str(fact) for label, fact in facts.items()}, "further": [str(key) for key in further],
    })


# The machine in which the programs themselves run.

machine = LiteSVM()
machine.airdrop(ME, 1000 * SOL)


def run(*instructions, signers=()):
    machine.expire_blockhash()
    message = Message.new_with_blockhash(list(instructions), ME, machine.latest_blockhash())
    known = {key.pubkey(): key for key in (PAYER, *signers)}
    needed = [known[key] for key in message.account_keys[:message.header.num_required_signatures]]
    result = machine.send_transaction(VersionedTransaction(message, needed))
    if not isinstance(result, TransactionMetadata):
        raise SystemExit(f"not executed: {result.err()} {result.meta().logs()}")


def executed(name, instruction, says, facts, further=(), signers=(), before=()):
    run(*before, instruction, signers=signers)
    case(name, "executed", instruction, says, facts, further)


def created(key, size, owner, lamports=None):
    lamports = lamports or machine.minimum_balance_for_rent_exemption(size)
    return system.create_account(dict(
        from_pubkey=ME, to_pubkey=key.pubkey(), lamports=lamports, space=size, owner=owner))


def system_cases():
    a, b, c = address(11), address(12), address(13)
    pay = "1.5 SOL (1500000000 lamports)"
    n = 1_500_000_000
    made = [
        ("create account", system.create_account(dict(from_pubkey=ME, to_pubkey=a, lamports=n, space=99, owner=b)),
         [pay], {"payer": ME, "account": a, "owner": b, "space": "99 bytes"}, []),
        ("create account with seed", system.create_account_with_seed(dict(
            from_pubkey=ME, to_pubkey=a, base=c, seed="seed", lamports=n, space=99, owner=b)),
         [pay], {"payer": ME, "account": a, "owner": b, "derived of": c, "seed": "seed"}, []),
        ("assign", system.assign(dict(pubkey=a, owner=b)), ["assign"], {"account": a, "owner": b}, []),
        ("assign with seed", system.assign_with_seed(dict(address=a, base=c, seed="seed", owner=b)),
         ["assign"], {"account": a, "owner": b, "derived of": c, "seed": "seed"}, []),
        ("allocate", system.allocate(dict(pubkey=a, space=77)), ["77 bytes"], {"account": a}, []),
        ("allocate with seed", system.allocate_with_seed(dict(address=a, base=c, seed="seed", space=77, owner=b)),
         ["77 bytes"], {"account": a, "owner": b, "derived of": c, "seed": "seed"}, []),
        ("transfer", system.transfer(dict(from_pubkey=ME, to_pubkey=a, lamports=n)), ["pay", pay],
         {"from": ME, "to": a}, []),
        ("transfer with seed", system.transfer_with_seed(dict(
            from_pubkey=a, from_base=ME, from_seed="seed", from_owner=c, to_pubkey=b, lamports=n)), ["pay", pay],
         {"from": a, "to": b, "derived of": ME, "seed": "seed", "owner": c}, []),
        ("initialize nonce", system.initialize_nonce_account(dict(nonce_pubkey=a, authority=b)), ["nonce"],
         {"nonce": a, "authority": b}, []),
        ("withdraw nonce", system.withdraw_nonce_account(dict(
            nonce_pubkey=a, authorized_pubkey=b, to_pubkey=c, lamports=n)), ["withdraw", pay],
         {"nonce": a, "to": c, "authority": b}, []),
        ("authorize nonce", system.authorize_nonce_account(dict(
            nonce_pubkey=a, authorized_pubkey=b, new_authority=c)), ["authority"],
         {"nonce": a, "authority": b, "new": c}, []),
        ("upgrade nonce", system.upgrade_nonce_account(dict(nonce_pubkey=a)), ["upgrade"], {"nonce": a}, []),
    ]
    for name, instruction, says, facts, further in made:
        case(f"system: {name}", "solders", instruction, says, facts, further)
    # The nonce account and its authority are told as the lifetime too.
    case("system: advance nonce", "solders", system.advance_nonce_account(dict(
        nonce_pubkey=a, authorized_pubkey=b)), ["advance"], {"nonce": a}, [])


def budget_cases():
    for name, instruction, says in [
        ("heap", budget.request_heap_frame(65_536), "65536 bytes"),
        ("limit", budget.set_compute_unit_limit(123_456), "123456 units"),
        ("price", budget.set_compute_unit_price(1_234_567), "1234567 micro-lamports"),
        ("data", budget.set_loaded_accounts_data_size_limit(98_765), "98765 bytes"),
    ]:
        case(f"compute budget: {name}", "solders", instruction, [says], {})


def token_cases(program, name):
    a, b, m, o, d = address(21), address(22), address(23), address(24), address(25)
    amount, units, whole = 1_234_567, "1234567", "1.234567 tokens"
    several = [address(26), address(27)]
    make = dict(program_id=program)
    made = [
        ("initialize mint", token.initialize_mint(models.InitializeMintParams(
            decimals=6, mint=m, mint_authority=o, freeze_authority=d, **make)), ["6 decimals"],
         {"mint": m, "may mint": o, "may freeze": d}, []),
        ("initialize mint 2", token.initialize_mint2(models.InitializeMint2Params(
            decimals=6, mint=m, mint_authority=o, **make)), ["6 decimals"],
         {"mint": m, "may mint": o, "may freeze": "nobody"}, []),
        ("initialize account", token.initialize_account(models.InitializeAccountParams(
            account=a, mint=m, owner=o, **make)), ["begin"], {"account": a, "mint": m, "owner": o}, []),
        ("initialize account 2", token.initialize_account2(models.InitializeAccount2Params(
            account=a, mint=m, owner=o, **make)), ["begin"], {"account": a, "mint": m, "owner": o}, []),
        ("initialize account 3", token.initialize_account3(models.InitializeAccount3Params(
            account=a, mint=m, owner=o, **make)), ["begin"], {"account": a, "mint": m, "owner": o}, []),
        ("transfer", token.transfer(models.TransferParams(source=a, dest=b, owner=o, amount=amount, **make)),
         [units, "smallest units"], {"from": a, "to": b, "authority": o}, []),
        ("transfer of several", token.transfer(models.TransferParams(
            source=a, dest=b, owner=o, amount=amount, signers=several, **make)),
         [units], {"from": a, "to": b, "authority": o}, several),
        ("approve", token.approve(models.ApproveParams(source=a, delegate=d, owner=o, amount=amount, **make)),
         ["take", units], {"account": a, "delegate": d, "owner": o}, []),
        ("revoke", token.revoke(models.RevokeParams(account=a, owner=o, **make)), ["revoke"],
         {"account": a, "owner": o}, []),
        ("mint to", token.mint_to(models.MintToParams(mint=m, dest=a, mint_authority=o, amount=amount, **make)),
         ["mint", units], {"mint": m, "to": a, "authority": o}, []),
        ("burn", token.burn(models.BurnParams(account=a, mint=m, owner=o, amount=amount, **make)), ["burn", units],
         {"from": a, "mint": m, "authority": o}, []),
        ("close", token.close_account(models.CloseAccountParams(account=a, dest=b, owner=o, **make)), ["close"],
         {"account": a, "rest to": b, "authority": o}, []),
        ("freeze", token.freeze_account(models.FreezeAccountParams(account=a, mint=m, authority=o, **make)),
         ["freeze"], {"account": a, "mint": m, "authority": o}, []),
        ("thaw", token.thaw_account(models.ThawAccountParams(account=a, mint=m, authority=o, **make)), ["thaw"],
         {"account": a, "mint": m, "authority": o}, []),
        ("transfer checked", token.transfer_checked(models.TransferCheckedParams(
            source=a, mint=m, dest=b, owner=o, amount=amount, decimals=6, **make)), [whole, units],
         {"from": a, "to": b, "mint": m, "authority": o}, []),
        ("approve checked", token.approve_checked(models.ApproveCheckedParams(
            source=a, mint=m, delegate=d, owner=o, amount=amount, decimals=6, **make)), ["take", whole],
         {"account": a, "delegate": d, "mint": m, "owner": o}, []),
        ("mint to checked", token.mint_to_checked(models.MintToCheckedParams(
            mint=m, dest=a, mint_authority=o, amount=amount, decimals=6, **make)), ["mint", whole],
         {"mint": m, "to": a, "authority": o}, []),
        ("burn checked", token.burn_checked(models.BurnCheckedParams(
            account=a, mint=m, owner=o, amount=amount, decimals=6, **make)), ["burn", whole],
         {"from": a, "mint": m, "authority": o}, []),
        ("sync native", token.sync_native(models.SyncNativeParams(account=a, **make)), ["wrapped SOL"],
         {"account": a}, []),
        ("immutable owner", token.initialize_immutable_owner(models.InitializeImmutableOwnerParams(
            account=a, **make)), ["owner"], {"account": a}, []),
    ]
    for kind, says in [("MINT_TOKENS", "to mint"), ("FREEZE_ACCOUNT", "to freeze"), ("ACCOUNT_OWNER", "OWNERSHIP"),
                       ("CLOSE_ACCOUNT", "to close the account")]:
        for new in (d, None):
            made.append((f"set authority {kind.lower()}{'' if new else ' to none'}", token.set_authority(
                models.SetAuthorityParams(account=a, authority=getattr(models.AuthorityType, kind),
                                          current_authority=o, new_authority=new, **make)),
                         [says, "change" if new else "give up"],
                         {"account": a, "authority": o} | ({"new": new} if new else {}), []))
    for what, instruction, says, facts, further in made:
        case(f"{name}: {what}", "solana", instruction, says, facts, further)


def token_2022_cases():
    a, b, d = keypair(31), keypair(32), address(33)
    hook = address(34)
    for number, (name, data, size, facts, says) in enumerate([
        ("mint close authority", byte(25) + byte(1) + bytes(d), 202, {"closer": d}, "close"),
        ("permanent delegate", byte(35) + bytes(d), 202, {"delegate": d}, "every account"),
        ("transfer hook", byte(36) + byte(0) + bytes(ME) + bytes(hook), 234, {"authority": ME, "hook": hook},
         "every transfer"),
    ]):
        mint = keypair(40 + number)
        executed(f"token-2022: {name}", Instruction(TOKEN_2022, data, [written(mint.pubkey())]), [says],
                 {"mint": mint.pubkey()} | facts, signers=[mint], before=[created(mint, size, TOKEN_2022)])
        run(token.initialize_mint2(models.InitializeMint2Params(
            decimals=6, program_id=TOKEN_2022, mint=mint.pubkey(), mint_authority=ME)))
    mint = keypair(42).pubkey()
    other = address(35)
    executed("token-2022: change transfer hook", Instruction(
        TOKEN_2022, byte(36) + byte(1) + bytes(other), [written(mint), read(ME, True)]), ["every transfer"],
        {"mint": mint, "authority": ME, "hook": other})
    fee_mint = keypair(45)
    run(created(fee_mint, 278, TOKEN_2022),
        token.initialize_transfer_fee_config(models.InitializeTransferFeeConfigParams(
            program_id=TOKEN_2022, mint=fee_mint.pubkey(), transfer_fee_config_authority=ME,
            withdraw_withheld_authority=ME, transfer_fee_basis_points=100, maximum_fee=5000)),
        token.initialize_mint2(models.InitializeMint2Params(
            decimals=6, program_id=TOKEN_2022, mint=fee_mint.pubkey(), mint_authority=ME)), signers=[fee_mint])
    for account in (a, b):
        run(created(account, 178, TOKEN_2022, 10 * SOL), token.initialize_account3(models.InitializeAccount3Params(
            program_id=TOKEN_2022, account=account.pubkey(), mint=fee_mint.pubkey(), owner=ME)), signers=[account])
    run(token.mint_to(models.MintToParams(
        program_id=TOKEN_2022, mint=fee_mint.pubkey(), dest=a.pubkey(), mint_authority=ME, amount=10**9)))
    executed("token-2022: transfer with fee", Instruction(
        TOKEN_2022, byte(26) + byte(1) + long(100_000) + byte(6) + long(1000),
        [written(a.pubkey()), read(fee_mint.pubkey()), written(b.pubkey()), read(ME, True)]),
        ["0.1 tokens", "100000 units"],
        {"from": a.pubkey(), "to": b.pubkey(), "mint": fee_mint.pubkey(), "authority": ME,
         "token fee": "1000 units of it are withheld"})
    executed("token-2022: withdraw excess lamports", Instruction(
        TOKEN_2022, byte(38), [written(a.pubkey()), written(d), read(ME, True)]), ["ALL SOL"],
        {"from": a.pubkey(), "to": d, "authority": ME})
    wrapped = keypair(46)
    run(created(wrapped, 165, TOKEN, 5 * SOL), token.initialize_account3(models.InitializeAccount3Params(
        program_id=TOKEN, account=wrapped.pubkey(),
        mint=Pubkey.from_string("So11111111111111111111111111111111111111112"), owner=ME)), signers=[wrapped])
    executed("token: unwrap lamports", Instruction(
        TOKEN, byte(45) + byte(1) + long(SOL), [written(wrapped.pubkey()), written(d), read(ME, True)]),
        ["1 SOL (1000000000 lamports)"], {"from": wrapped.pubkey(), "to": d, "authority": ME})
    executed("token: unwrap all lamports", Instruction(
        TOKEN, byte(45) + byte(0), [written(wrapped.pubkey()), written(d), read(ME, True)]),
        ["ALL SOL"], {"from": wrapped.pubkey(), "to": d, "authority": ME})


def associated_cases():
    wallet, mint = address(51), address(52)
    for name, make in [("create", token.create_associated_token_account),
                       ("create idempotent", token.create_idempotent_associated_token_account)]:
        for program in (TOKEN, TOKEN_2022):
            instruction = make(payer=ME, owner=wallet, mint=mint, token_program_id=program)
            account = token.get_associated_token_address(wallet, mint, program)
            case(f"associated token: {name} of {program}", "solana", instruction, ["create token account"],
                 {"payer": ME, "account": account, "wallet": wallet, "mint": mint})
    outer, inner = keypair(53), keypair(54)
    for each in (outer, inner):
        run(created(each, 82, TOKEN), token.initialize_mint2(models.InitializeMint2Params(
            decimals=6, program_id=TOKEN, mint=each.pubkey(), mint_authority=ME)), signers=[each])
    owner = token.get_associated_token_address(ME, outer.pubkey())
    nested = token.get_associated_token_address(owner, inner.pubkey())
    destination = token.get_associated_token_address(ME, inner.pubkey())
    make = token.create_associated_token_account
    run(make(ME, ME, outer.pubkey()), make(ME, owner, inner.pubkey()), make(ME, ME, inner.pubkey()))
    executed("associated token: recover nested", Instruction(ASSOCIATED, byte(2), [
        written(nested), read(inner.pubkey()), written(destination), read(owner), read(outer.pubkey()),
        written(ME, True), read(TOKEN)]), ["recover"],
        {"from": nested, "mint": inner.pubkey(), "to": destination, "owner": owner, "its mint": outer.pubkey(),
         "wallet": ME})


def memo_cases():
    signer = address(61)
    case("memo: text", "solana", create_memo(MemoParams(
        program_id=MEMO, signer=signer, message="Grüße, 3 lines\nof text".encode())), ["memo"],
        {"text": "Grüße, 3 lines"}, [signer])


def stake_cases():
    stake, other, vote = keypair(71), keypair(72), keypair(73)
    new, custodian, receiver = keypair(74), keypair(75), address(76)
    node = keypair(77)
    run(created(vote, 3762, VOTE), Instruction(
        VOTE, word(0) + bytes(node.pubkey()) + bytes(ME) * 2 + byte(5),
        [written(vote.pubkey()), read(RENT), read(CLOCK), read(node.pubkey(), True)]), signers=[vote, node])
    account, second = stake.pubkey(), other.pubkey()

    def begun(key):
        run(created(key, 200, STAKE, 10 * SOL), Instruction(
            STAKE, word(0) + bytes(ME) * 2 + long(0) * 2 + bytes(32), [written(key.pubkey()), read(RENT)]),
            signers=[key])

    executed("stake: initialize", Instruction(
        STAKE, word(0) + bytes(ME) + bytes(ME) + long(0) + long(0) + bytes(32), [written(account), read(RENT)]),
        ["begin"], {"stake": account, "staker": ME, "withdrawer": ME}, signers=[stake],
        before=[created(stake, 200, STAKE, 10 * SOL)])
    locked = keypair(78)
    executed("stake: initialize without rent, locked", Instruction(
        STAKE, word(0) + bytes(ME) + bytes(receiver) + long(2_000_000_000) + long(900) + bytes(custodian.pubkey()),
        [written(locked.pubkey())]), ["begin"],
        {"stake": locked.pubkey(), "staker": ME, "withdrawer": receiver, "custodian": custodian.pubkey(),
         "locked": "until second 2000000000 of Unix time and epoch 900"},
        signers=[locked], before=[created(locked, 200, STAKE, 10 * SOL)])
    for number, metas in enumerate(([read(RENT)], [])):
        key = keypair(80 + number)
        executed(f"stake: initialize checked{' without rent' if not metas else ''}", Instruction(
            STAKE, word(9), [written(key.pubkey()), *metas, read(receiver), read(ME, True)]), ["begin"],
            {"stake": key.pubkey(), "staker": receiver, "withdrawer": ME}, signers=[key],
            before=[created(key, 200, STAKE, 10 * SOL)])
    begun(other)
    # Each with the sysvars that the program once read, and without.
    for sysvars in (True, False):
        kind = "" if sysvars else " without sysvars"
        clock = [read(CLOCK)] if sysvars else []
        both = [read(CLOCK), read(STAKE_HISTORY)] if sysvars else []
        config = [read(STAKE_CONFIG)] if sysvars else []
        executed(f"stake: authorize{kind}", Instruction(
            STAKE, word(1) + bytes(new.pubkey()) + word(0), [written(account), *clock, read(ME, True)]),
            ["delegate and deactivate"], {"stake": account, "authority": ME, "new": new.pubkey()})
        executed(f"stake: authorize checked{kind}", Instruction(
            STAKE, word(10) + word(0), [written(account), *clock, read(new.pubkey(), True), read(ME, True)]),
            ["delegate and deactivate"], {"stake": account, "authority": new.pubkey(), "new": ME}, signers=[new])
        executed(f"stake: authorize to withdraw{kind}", Instruction(
            STAKE, word(1) + bytes(new.pubkey()) + word(1), [written(account), *clock, read(ME, True)]),
            ["WITHDRAW"], {"stake": account, "authority": ME, "new": new.pubkey()})
        executed(f"stake: authorize checked to withdraw{kind}", Instruction(
            STAKE, word(10) + word(1), [written(account), *clock, read(new.pubkey(), True), read(ME, True)]),
            ["WITHDRAW"], {"stake": account, "authority": new.pubkey(), "new": ME}, signers=[new])
        derived = Pubkey.create_with_seed(ME, "seed", SYSTEM)
        run(Instruction(STAKE, word(1) + bytes(derived) + word(0), [written(account), read(CLOCK), read(ME, True)]))
        executed(f"stake: authorize with seed{kind}", Instruction(
            STAKE, word(8) + bytes(derived) + word(0) + text("seed") + bytes(SYSTEM),
            [written(account), read(ME, True), *clock]), ["delegate and deactivate"],
            {"stake": account, "derived of": ME, "seed": "seed", "new": derived})
        executed(f"stake: authorize checked with seed{kind}", Instruction(
            STAKE, word(11) + word(0) + text("seed") + bytes(SYSTEM),
            [written(account), read(ME, True), *clock, read(new.pubkey(), True)]), ["delegate and deactivate"],
            {"stake": account, "derived of": ME, "seed": "seed", "new": new.pubkey()}, signers=[new])
        run(Instruction(STAKE, word(10) + word(0), [
            written(account), read(CLOCK), read(new.pubkey(), True), read(ME, True)]), signers=[new])
        executed(f"stake: withdraw{kind}", Instruction(
            STAKE, word(4) + long(SOL), [written(second), written(receiver), *both, read(ME, True)]),
            ["withdraw 1 SOL (1000000000 lamports)"], {"stake": second, "to": receiver, "authority": ME})
        third = keypair(85 + sysvars)
        begun(third)
        executed(f"stake: merge{kind}", Instruction(
            STAKE, word(7), [written(second), written(third.pubkey()), *both, read(ME, True)]), ["merge"],
            {"into": second, "from": third.pubkey(), "authority": ME})
        fourth = keypair(87 + sysvars)
        begun(fourth)
        executed(f"stake: delegate{kind}", Instruction(
            STAKE, word(2), [written(fourth.pubkey()), read(vote.pubkey()), *both, *config, read(ME, True)]),
            ["delegate"], {"stake": fourth.pubkey(), "validator": vote.pubkey(), "authority": ME})
        executed(f"stake: deactivate{kind}", Instruction(
            STAKE, word(5), [written(fourth.pubkey()), *clock, read(ME, True)]), ["deactivate"],
            {"stake": fourth.pubkey(), "authority": ME})
    piece, fifth = keypair(90), keypair(91)
    run(created(piece, 200, STAKE), signers=[piece])
    executed("stake: split", Instruction(
        STAKE, word(3) + long(SOL), [written(second), written(piece.pubkey()), read(ME, True)]),
        ["1 SOL (1000000000 lamports)"], {"from": second, "into": piece.pubkey(), "authority": ME})
    begun(fifth)
    executed("stake: move lamports", Instruction(
        STAKE, word(17) + long(SOL), [written(fifth.pubkey()), written(second), read(ME, True)]),
        ["1 SOL (1000000000 lamports)"], {"from": fifth.pubkey(), "to": second, "authority": ME})
    executed("stake: set lockup", Instruction(
        STAKE, word(6) + byte(1) + long(2_000_000_000) + byte(0) + byte(1) + bytes(custodian.pubkey()),
        [written(fifth.pubkey()), read(ME, True)]), ["lockup"],
        {"stake": fifth.pubkey(), "authority": ME, "until": "second 2000000000 of Unix time",
         "custodian": custodian.pubkey()})
    executed("stake: set lockup checked", Instruction(
        STAKE, word(12) + byte(0) + byte(1) + long(900),
        [written(fifth.pubkey()), read(custodian.pubkey(), True), read(ME, True)]), ["lockup"],
        {"stake": fifth.pubkey(), "authority": custodian.pubkey(), "epoch": "900", "custodian": ME},
        signers=[custodian])
    executed("stake: withdraw by the custodian's leave", Instruction(
        STAKE, word(4) + long(SOL), [written(fifth.pubkey()), written(receiver), read(CLOCK), read(STAKE_HISTORY),
                                     read(ME, True), read(ME, True)]),
        ["withdraw"], {"stake": fifth.pubkey(), "to": receiver, "authority": ME})
    executed("stake: minimum delegation", Instruction(STAKE, word(13), []), ["least delegation"], {})
    case("stake: move stake", "published", Instruction(
        STAKE, word(16) + long(SOL), [written(account), written(second), read(ME, True)]),
        ["1 SOL (1000000000 lamports)"], {"from": account, "to": second, "authority": ME})
    case("stake: deactivate delinquent", "published", Instruction(
        STAKE, word(14), [written(account), read(vote.pubkey()), read(address(92))]), ["delinquent"],
        {"stake": account, "validator": vote.pubkey(), "compared with": address(92)})


def vote_cases():
    vote, node, voter, new = keypair(101), keypair(102), keypair(103), keypair(104)
    account, receiver = vote.pubkey(), address(105)
    executed("vote: initialize", Instruction(
        VOTE, word(0) + bytes(node.pubkey()) + bytes(voter.pubkey()) + bytes(ME) + byte(7),
        [written(account), read(RENT), read(CLOCK), read(node.pubkey(), True)]), ["begin"],
        {"account": account, "node": node.pubkey(), "voter": voter.pubkey(), "withdrawer": ME, "commission": "7 %"},
        signers=[vote, node], before=[created(vote, 3762, VOTE, 10 * SOL)])
    executed("vote: authorize", Instruction(
        VOTE, word(1) + bytes(new.pubkey()) + word(1), [written(account), read(CLOCK), read(ME, True)]), ["WITHDRAW"],
        {"account": account, "authority": ME, "new": new.pubkey()})
    executed("vote: authorize checked", Instruction(
        VOTE, word(7) + word(1), [written(account), read(CLOCK), read(new.pubkey(), True), read(ME, True)]),
        ["WITHDRAW"], {"account": account, "authority": new.pubkey(), "new": ME}, signers=[new])
    executed("vote: authorize to vote", Instruction(
        VOTE, word(1) + bytes(new.pubkey()) + word(0), [written(account), read(CLOCK), read(ME, True)]), ["to vote"],
        {"account": account, "authority": ME, "new": new.pubkey()})
    derived = Pubkey.create_with_seed(ME, "seed", SYSTEM)
    run(Instruction(VOTE, word(1) + bytes(derived) + word(1), [written(account), read(CLOCK), read(ME, True)]))
    executed("vote: authorize with seed", Instruction(
        VOTE, word(10) + word(1) + bytes(SYSTEM) + text("seed") + bytes(derived),
        [written(account), read(CLOCK), read(ME, True)]), ["WITHDRAW"],
        {"account": account, "derived of": ME, "seed": "seed", "new": derived})
    executed("vote: authorize checked with seed", Instruction(
        VOTE, word(11) + word(1) + bytes(SYSTEM) + text("seed"),
        [written(account), read(CLOCK), read(ME, True), read(new.pubkey(), True)]), ["WITHDRAW"],
        {"account": account, "derived of": ME, "seed": "seed", "new": new.pubkey()}, signers=[new])
    executed("vote: update validator identity", Instruction(
        VOTE, word(4), [written(account), read(voter.pubkey(), True), read(new.pubkey(), True)]), ["identity"],
        {"account": account, "new node": voter.pubkey(), "authority": new.pubkey()}, signers=[voter, new])
    executed("vote: update commission", Instruction(
        VOTE, word(5) + byte(3), [written(account), read(new.pubkey(), True)]), ["3 %"],
        {"account": account, "authority": new.pubkey()}, signers=[new])
    withdrawal = withdraw_from_vote_account(WithdrawFromVoteAccountParams(
        vote_account_from_pubkey=account, to_pubkey=receiver, withdrawer=new.pubkey(), lamports=SOL))
    run(withdrawal, signers=[new])
    case("vote: withdraw", "solana", withdrawal, ["withdraw 1 SOL (1000000000 lamports)"],
         {"account": account, "to": receiver, "authority": new.pubkey()})


def loader_cases():
    code = bytes(machine.get_account(MEMO).data)
    buffer, program, new = keypair(111), keypair(112), keypair(113)

    def buffered(key):
        run(created(key, 37 + len(code), LOADER), Instruction(
            LOADER, word(0), [written(key.pubkey()), read(ME)]), signers=[key])
        for start in range(0, len(code), 800):
            part = code[start:start + 800]
            run(Instruction(LOADER, word(1) + word(start) + long(len(part)) + part,
                            [written(key.pubkey()), read(ME, True)]))

    executed("loader: initialize buffer", Instruction(LOADER, word(0), [written(buffer.pubkey()), read(ME)]),
             ["begin a buffer"], {"buffer": buffer.pubkey(), "authority": ME}, signers=[buffer],
             before=[created(buffer, 37 + len(code), LOADER)])
    executed("loader: write", Instruction(
        LOADER, word(1) + word(5) + long(3) + code[5:8], [written(buffer.pubkey()), read(ME, True)]),
        ["write 3 bytes of code at 5"], {"buffer": buffer.pubkey(), "authority": ME})
    executed("loader: set authority", Instruction(
        LOADER, word(4), [written(buffer.pubkey()), read(ME, True), read(new.pubkey())]), ["change the authority"],
        {"account": buffer.pubkey(), "authority": ME, "new": new.pubkey()})
    executed("loader: set authority checked", Instruction(
        LOADER, word(7), [written(buffer.pubkey()), read(new.pubkey(), True), read(ME, True)]),
        ["change the authority"], {"account": buffer.pubkey(), "authority": new.pubkey(), "new": ME}, signers=[new])
    executed("loader: close a buffer", Instruction(
        LOADER, word(5), [written(buffer.pubkey()), written(new.pubkey()), read(ME, True)]), ["close a buffer"],
        {"account": buffer.pubkey(), "rest to": new.pubkey(), "authority": ME})
    machine.warp_to_slot(1000)
    first, second = keypair(114), keypair(115)
    buffered(first)
    buffered(second)
    data, _ = Pubkey.find_program_address([bytes(program.pubkey())], LOADER)
    executed("loader: deploy", Instruction(LOADER, word(2) + long(len(code)), [
        written(ME, True), written(data), written(program.pubkey()), written(first.pubkey()), read(RENT), read(CLOCK),
        read(SYSTEM), read(ME, True)]), [f"up to {len(code)} bytes"],
        {"payer": ME, "program data": data, "program": program.pubkey(), "code": first.pubkey(), "authority": ME},
        signers=[program], before=[created(program, 36, LOADER)])
    machine.warp_to_slot(1001)
    executed("loader: upgrade", Instruction(LOADER, word(3), [
        written(data), written(program.pubkey()), written(second.pubkey()), written(new.pubkey()), read(RENT),
        read(CLOCK), read(ME, True)]), ["upgrade"],
        {"program data": data, "program": program.pubkey(), "new code": second.pubkey(), "rest to": new.pubkey(),
         "authority": ME})
    machine.warp_to_slot(1002)
    executed("loader: extend", Instruction(LOADER, word(6) + word(10_240), [
        written(data), written(program.pubkey()), read(SYSTEM), written(ME, True)]), ["10240 bytes"],
        {"program data": data, "program": program.pubkey(), "payer": ME})
    machine.warp_to_slot(1003)
    executed("loader: close a program", Instruction(LOADER, word(5), [
        written(data), written(new.pubkey()), read(ME, True), written(program.pubkey())]), ["close a program for good"],
        {"account": data, "rest to": new.pubkey(), "authority": ME, "program": program.pubkey()})
    case("loader: give up authority", "published", Instruction(
        LOADER, word(4), [written(data), read(ME, True)]), ["give up"], {"account": data, "authority": ME})


system_cases()
budget_cases()
token_cases(TOKEN, "token")
token_cases(TOKEN_2022, "token-2022")
token_2022_cases()
associated_cases()
memo_cases()
stake_cases()
vote_cases()
loader_cases()
print(json.dumps({
    "schema": "holdfast.solana-instructions/1", "made": "solders 0.29.0, solana 0.41.0",
    "signer": str(ME), "cases": cases}, indent=1, ensure_ascii=False))
