/// How many slots a sealed share has, and how many of them the dealer opens for everybody (holdfast-own-keys(5), "Publicly
/// verifiable").
///
/// Who cheats must guess the opened ones: one chance in C(N, v) for each holder of each attempt. N and v follow from the
/// number of holders, so that no file can ask for an easier guess; all of them leave 2⁻¹²⁴ or less.
package struct ProofParameters: Hashable, Sendable {
    /// N: slots are numbered 1 … N.
    package let slotCount: Int
    /// v: how many slots are opened, and the degree of the polynomial whose values lie in them.
    package let openedCount: Int

    /// - Parameter holderCount: n.
    package init(holderCount: Int) {
        switch holderCount {
        case ...16: self.init(slotCount: 144, openedCount: 48)
        case ...60: self.init(slotCount: 150, openedCount: 50)
        default: self.init(slotCount: 162, openedCount: 54)
        }
    }

    /// Any numbers: those of a test may be small enough to guess.
    package init(slotCount: Int, openedCount: Int) {
        precondition(openedCount > 0 && openedCount < slotCount && slotCount <= 255, "some slots are opened, not all")
        self.slotCount = slotCount
        self.openedCount = openedCount
    }

    /// How many slots stay sealed.
    package var hiddenCount: Int { slotCount - openedCount }
}
