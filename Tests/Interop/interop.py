"""Holdfast beside the tools that others use: run by Tests/Interop/run, which sets up their packages."""

import argparse
import secrets
import sys

import trial

import bitcoin_trials
import bitcoin_wallet_trials
import bitcoin_messages_trials
import bitcoin_blocks_trials
import board_trials
import cosmos_trials
import evm_messages_trials
import evm_trials
import fabric_trials
import key_files_trials
import protocol_trials
import solana_trials
import wallet_files_trials

parser = argparse.ArgumentParser(prog="Tests/Interop/run", description=__doc__)
parser.add_argument("trials", nargs="*", help="names of trials, or how they begin: evm, bitcoin.p2wpkh; all of them without")
parser.add_argument("--runs", type=int, default=4, help="how often each trial runs, each time with other contents")
parser.add_argument("--seed", default=None, help="the seed that a run printed")
parser.add_argument("--once", metavar="SEED", help="one trial with the seed that its failure printed")
arguments = parser.parse_args()

if arguments.once:
    sys.exit(not trial.run_once(arguments.once))
seed = arguments.seed or secrets.token_hex(4)
print(f"seed {seed}, {arguments.runs} runs of each trial", flush=True)
sys.exit(not trial.run_all(arguments.trials, arguments.runs, seed))
