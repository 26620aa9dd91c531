/// An element a + b·ζ of the field with 1024 elements, over which the check of a share line is decoded.
///
/// a and b are letters, and ζ² = ζ + 1. This is the extension that BIP-93 decodes in; its β is 8·ζ, of order 93.
/// Nothing here depends on the element in time.
struct GF1024: BitwiseCopyable, Sendable {
    /// The part in the small field; for an element of the small field, all of it.
    let a: GF32
    private let b: GF32

    static let zero = GF1024(.zero)
    static let one = GF1024(.one)

    init(_ a: GF32) {
        self.init(a: a, b: .zero)
    }

    private init(a: GF32, b: GF32) {
        self.a = a
        self.b = b
    }

    static func + (x: GF1024, y: GF1024) -> GF1024 {
        GF1024(a: x.a + y.a, b: x.b + y.b)
    }

    /// (a + bζ)(c + dζ) = (ac + bd) + (ac + (a + b)(c + d))ζ
    static func * (x: GF1024, y: GF1024) -> GF1024 {
        let ac = x.a * y.a
        return GF1024(a: ac + x.b * y.b, b: ac + (x.a + x.b) * (y.a + y.b))
    }

    static func * (x: GF32, y: GF1024) -> GF1024 {
        GF1024(a: x * y.a, b: x * y.b)
    }

    /// a² + ab + b², the product with the conjugate; in the small field, and zero for zero only.
    private var norm: GF32 { a * a + a * b + b * b }

    /// The inverse; zero gives zero.
    var inverse: GF1024 {
        // The conjugate of a + bζ is (a + b) + bζ.
        norm.inverse * GF1024(a: a + b, b: b)
    }

    /// 1 for an element that is not zero, else 0.
    var isNotZero: GF32 { norm.isNotZero }

    /// βᵏ for k in 0..<93, for public exponents.
    private static let powers: [GF1024] = {
        let beta = GF1024(a: .zero, b: GF32(8))
        var powers = [GF1024.one]
        while powers.count < 93 { powers.append(powers[powers.count - 1] * beta) }
        return powers
    }()

    /// β to a public power, negative ones too.
    static func beta(_ exponent: Int) -> GF1024 {
        let reduced = exponent % 93
        return powers[reduced < 0 ? reduced + 93 : reduced]
    }
}
