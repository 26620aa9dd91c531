import ArgumentParser
import Custody

/// The dangers that a person can take on knowingly, one flag each.
struct RiskOptions: ParsableArguments {
    @Flag(help: "Sign although the signature can be repeated on other chains.")
    var allowReplayable = false

    @Flag(help: "Sign a contract creation that carries no code.")
    var allowEmptyContract = false

    @Flag(help: "Sign under a signature type that does not cover the whole transaction.")
    var allowSighash = false

    @Flag(help: "Sign although the fee cannot be computed.")
    var acceptUnprovenFee = false

    @Flag(help: "Sign although the fee is out of all proportion.")
    var acceptHighFee = false

    @Flag(help: "Sign an authorisation that hands over the account to a contract's code.")
    var authorization = false

    @Flag(help: "Sign bytes whose meaning cannot be shown.")
    var allowBlind = false

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
