import Arguments
import Custody

/// The dangers that a person can take on knowingly, one flag each.
struct RiskOptions {
    var allowReplayable = false
    var allowEmptyContract = false
    var allowSighash = false
    var acceptUnprovenFee = false
    var acceptHighFee = false
    var authorization = false
    var allowBlind = false

    mutating func declare(_ reader: inout ArgumentReader) {
        reader.flag(
            &allowReplayable, "--allow-replayable", help: "Sign although the signature can be repeated on other chains."
        )
        reader.flag(
            &allowEmptyContract, "--allow-empty-contract", help: "Sign a contract creation that carries no code.")
        reader.flag(
            &allowSighash, "--allow-sighash",
            help: "Sign under a signature type that does not cover the whole transaction.")
        reader.flag(&acceptUnprovenFee, "--accept-unproven-fee", help: "Sign although the fee cannot be computed.")
        reader.flag(&acceptHighFee, "--accept-high-fee", help: "Sign although the fee is out of all proportion.")
        reader.flag(
            &authorization, "--authorization",
            help: "Sign an authorisation that hands over the account to a contract's code.")
        reader.flag(&allowBlind, "--allow-blind", help: "Sign bytes whose meaning cannot be shown.")
    }

    var accepted: Set<Risk> { Set(Risk.allCases.filter { isSet($0) }) }

    private func isSet(_ risk: Risk) -> Bool {
        switch risk {
        case .replayable: allowReplayable
        case .emptyContract: allowEmptyContract
        case .sighash: allowSighash
        case .unprovenFee: acceptUnprovenFee
        case .highFee: acceptHighFee
        case .delegation: authorization
        case .blind: allowBlind
        }
    }

    /// The flag that lifts a refusal.
    static func flag(for risk: Risk) -> String {
        switch risk {
        case .replayable: "--allow-replayable"
        case .emptyContract: "--allow-empty-contract"
        case .sighash: "--allow-sighash"
        case .unprovenFee: "--accept-unproven-fee"
        case .highFee: "--accept-high-fee"
        case .delegation: "--authorization"
        case .blind: "--allow-blind"
        }
    }
}
