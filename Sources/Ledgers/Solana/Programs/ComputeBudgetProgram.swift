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

/// What a transaction costs beside what it transfers.
struct Fee: Hashable {
    /// Signatures that are paid for, those that precompiled verifiers check included.
    let signatures: Int
    /// Micro-lamports for a compute unit.
    let unitPrice: UInt64
    /// The units that are paid for.
    let units: UInt64
    /// Whether the transaction says itself how many units.
    let statesUnits: Bool

    /// What the cluster takes for a signature: `DEFAULT_TARGET_LAMPORTS_PER_SIGNATURE` halved, solana-fee-calculator.
    static let lamportsPerSignature: UInt64 = 5_000
    /// `MAX_COMPUTE_UNIT_LIMIT` and `DEFAULT_INSTRUCTION_COMPUTE_UNIT_LIMIT`, solana-compute-budget.
    static let mostUnits: UInt64 = 1_400_000
    static let unitsPerInstruction: UInt64 = 200_000

    init(_ message: Message) {
        var verified = 0
        var price: UInt64?
        var limit: UInt64?
        var others: UInt64 = 0
        for instruction in message.instructions {
            let program = message.program(of: instruction)
            if WellKnown.verifiers.contains(program) { verified += Int(instruction.data.first ?? 0) }
            guard WellKnown.program(at: program) == .computeBudget else {
                others += 1
                continue
            }
            var call = ProgramCall(instruction, in: message, signer: nil)
            // A second one of a kind makes the cluster refuse; what is shown is the most that could be asked.
            switch call.byte() {
            case 2: limit = call.word().map { max(limit ?? 0, UInt64($0)) } ?? limit
            case 3: price = call.long().map { max(price ?? 0, $0) } ?? price
            default: break
            }
        }
        signatures = message.header.requiredSignatures + verified
        unitPrice = price ?? 0
        units = min(Fee.mostUnits, limit ?? others * Fee.unitsPerInstruction)
        statesUnits = limit != nil
    }

    /// In lamports.
    var base: UInt64 { UInt64(signatures) * Fee.lamportsPerSignature }

    /// In lamports: price × units, a millionth of it, rounded up; at most 2⁶⁴ − 1 (solana-compute-budget, `get_prioritization_fee`).
    var priority: UInt64 {
        let product = unitPrice.multipliedFullWidth(by: units)
        guard product.high < 1_000_000 else { return .max }
        let (quotient, remainder) = UInt64(1_000_000).dividingFullWidth(product)
        let rounded = quotient.addingReportingOverflow(remainder > 0 ? 1 : 0)
        return rounded.overflow ? .max : rounded.partialValue
    }

    /// In lamports, at most 2⁶⁴ − 1.
    var total: UInt64 {
        let sum = base.addingReportingOverflow(priority)
        return sum.overflow ? .max : sum.partialValue
    }

    var words: String {
        let paid =
            "\(Lamports.words(total)), \(Fee.lamportsPerSignature) lamports for each of \(counted(signatures, "signature"))"
        guard unitPrice > 0 else { return paid }
        return paid
            + " and \(priority) for priority: \(unitPrice) micro-lamports x \(statesUnits ? "" : "up to ")\(units) units"
    }
}
