import Transactions

/// How much a transaction may compute, and what it offers for being taken first. `ComputeBudgetInstruction`,
/// solana-compute-budget-interface: one byte, then a little-endian number.
enum ComputeBudgetProgram {
    static func act(_ call: inout ProgramCall) -> Act? {
        switch call.byte() {
        case 1: call.word().map { Act("use up to \($0) bytes of heap") }
        case 2: call.word().map { Act("compute up to \($0) units") }
        case 3: call.long().map { Act("offer \($0) micro-lamports for a unit") }
        case 4: call.word().map { Act("load up to \($0) bytes of accounts") }
        default: nil
        }
    }
}
