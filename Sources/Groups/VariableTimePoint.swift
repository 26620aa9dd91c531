/// A public point inside of a computation, in coordinates that need no division.
///
/// Additions are complete. All of it is in variable time, for public values.
package protocol VariableTimePoint: Sendable {
    /// A point prepared to be added often and cheaply; the neutral element is one too.
    associatedtype Addend: Sendable

    static var identity: Self { get }
    init(_ addend: Addend)
    func doubled() -> Self
    func adding(_ other: Self) -> Self
    func adding(_ addend: Addend) -> Self
    static func negated(_ addend: Addend) -> Addend
    /// The same points, prepared, for the price of a single inversion.
    static func addends(_ points: [Self]) -> [Addend]
}
