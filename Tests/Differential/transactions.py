"""Transactions and messages of every ledger: signed by the one, and verified by the other."""

import bitcoin_rows
import cosmos_rows
import evm_rows
import fabric_rows
import solana_rows

ROWS = [*evm_rows.ROWS, *bitcoin_rows.ROWS, *fabric_rows.ROWS, *solana_rows.ROWS, *cosmos_rows.ROWS]
