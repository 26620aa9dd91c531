/// Names of which none may come twice: of the members of an object, of holders.
///
/// They are compared as bytes: Swift's String would take two normal forms of one letter for equal.
package struct DistinctNames {
    /// So few are compared one by one. To make a set for them takes longer: the runtime searches all of the program for
    /// what its elements conform to. Of more it is made, since a file of thousands must not cost the square of them.
    private static let mostWithoutSet = 32
    private var few: [[UInt8]] = []
    private var many: Set<[UInt8]>?

    package init() {}

    /// - Returns: Whether the name is new.
    package mutating func insert(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        if many != nil { return many?.insert(bytes).inserted ?? false }
        guard !few.contains(bytes) else { return false }
        few.append(bytes)
        if few.count > DistinctNames.mostWithoutSet { many = Set(few) }
        return true
    }
}
