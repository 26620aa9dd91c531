import Custody

/// The exit codes of holdfast(1), section EXIT STATUS.
enum ExitStatus: Int32 {
    case done = 0
    case answerIsNo = 1
    case usage = 2
    case notEnoughShares = 3
    case damaged = 4
    case cannotDecrypt = 5
    case declined = 6
    case inputOutput = 7
    case internalFault = 70
    case interrupted = 130

    /// How a command over many things ends: one clear no weighs more than what could not be opened, and that more than what
    /// could not be read.
    static func worst(_ statuses: [ExitStatus]) -> ExitStatus {
        let order: [ExitStatus] = [
            .internalFault, .answerIsNo, .notEnoughShares, .cannotDecrypt, .damaged, .usage, .declined, .inputOutput,
        ]
        return order.first { statuses.contains($0) } ?? statuses.first ?? .done
    }

    init(_ kind: Refusal.Kind) {
        switch kind {
        case .answerIsNo: self = .answerIsNo
        case .unsafe: self = .usage
        case .notEnoughShares: self = .notEnoughShares
        case .damaged: self = .damaged
        case .cannotDecrypt: self = .cannotDecrypt
        case .declined: self = .declined
        case .inputOutput: self = .inputOutput
        case .internalFault: self = .internalFault
        @unknown default: self = .internalFault
        }
    }
}
