import Transactions

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

    /// What the cluster takes for a signature: `FeeStructure::default`, solana-fee-structure.
    static let lamportsPerSignature: UInt64 = 5_000
    /// `MAX_COMPUTE_UNIT_LIMIT` and `DEFAULT_INSTRUCTION_COMPUTE_UNIT_LIMIT`, solana-program-runtime.
    static let mostUnits: UInt64 = 1_400_000
    static let unitsPerInstruction: UInt64 = 200_000
    /// `MAX_BUILTIN_ALLOCATION_COMPUTE_UNIT_LIMIT`, the same place: what an instruction to set the budget counts itself.
    static let unitsPerBudgetInstruction: UInt64 = 3_000
    /// From where on a fee is high: 0.01 SOL, two thousand times what a signature costs.
    static let high: UInt64 = 10_000_000

    init(_ message: Message) {
        var verified = 0
        var price: UInt64?
        var limit: UInt64?
        var defaultUnits: UInt64 = 0
        for instruction in message.instructions {
            let program = message.program(of: instruction)
            if WellKnown.verifiers.contains(program) { verified += Int(instruction.data.first ?? 0) }
            guard WellKnown.program(at: program) == .computeBudget else {
                // Programs that are built in count less; which these are changes with the cluster's features.
                defaultUnits += Fee.unitsPerInstruction
                continue
            }
            defaultUnits += Fee.unitsPerBudgetInstruction
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
        units = min(Fee.mostUnits, limit ?? defaultUnits)
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

    /// Whether it needs to be taken knowingly.
    var isHigh: Bool { total >= Fee.high }

    var words: String {
        let paid =
            "\(Lamports.words(total)), \(Fee.lamportsPerSignature) lamports for each of \(counted(signatures, "signature"))"
        guard unitPrice > 0 else { return paid }
        return paid
            + " and \(priority) for priority: \(unitPrice) micro-lamports x \(statesUnits ? "" : "up to ")\(units) units"
    }
}
