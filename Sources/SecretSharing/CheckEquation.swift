import Groups
import Secrets

/// number·G = Σ columns[k]·Aₖ: what some shares of a dealing give at random, and the same of its commitments.
///
/// It holds for good shares. For others it does so with the probabilities of holdfast-protocol.7, section 7.
struct CheckEquation<G: Group>: ~Copyable {
    /// As secret as a share.
    private var number: SecretScalar<G>
    /// One for each commitment, A₀ first.
    private(set) var columns: [PublicScalar<G>]

    init(number: consuming SecretScalar<G>, columns: [PublicScalar<G>]) {
        self.number = number
        self.columns = columns
    }

    /// 0·G = 0, to which others are added.
    init(adding capacity: Int) throws(SecretsError) {
        number = try SecretScalar()
        columns = []
        columns.reserveCapacity(capacity)
    }

    /// Both sides times a public number.
    consuming func multiplied(by weight: PublicScalar<G>) -> CheckEquation {
        number.multiply(by: weight)
        return CheckEquation(number: number, columns: columns.map { $0 * weight })
    }

    /// The sum of both; the commitments of the other stand behind these.
    mutating func add(_ other: consuming CheckEquation) {
        number.add(other.number)
        columns += other.columns
    }

    /// Whether it holds of these commitments; in constant time as to the shares.
    borrowing func holds(of commitments: [G.Element], on cores: Cores = .one) -> Bool {
        let columns = columns
        // A sum of a part is dearer by the point than one of the whole.
        let parts = cores.map(columns.count, least: 512) { part in
            G.linearCombinationVariableTime(Array(columns[part]), Array(commitments[part]))
        }
        return G.generator(times: number) == parts.reduce(G.identity) { G.sumVariableTime($0, $1) }
    }
}
