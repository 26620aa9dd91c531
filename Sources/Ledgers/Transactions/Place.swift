/// Where in a transaction something is wrong.
package enum Place: Hashable, Sendable, CustomStringConvertible {
    /// A member of a JSON text, as a path: `chainId`, `accessList[0].storageKeys[2]`.
    case member(String)
    /// A byte of a binary form, counted from 0, and the field that is read there.
    case byte(Int, field: String)

    package var description: String {
        switch self {
        case .member(let path): path
        case .byte(let offset, let field): "\(field) (byte \(offset))"
        }
    }
}
