/// A column of a page that is filled from the top.
struct Flow {
    let canvas: Canvas
    let x: Double
    let width: Double
    var y: Double

    mutating func text(_ text: String, _ style: TextStyle, mostLines: Int? = nil, after gap: Double = 0) {
        y += gap
        y += canvas.text(text, x, y, width: width, style, mostLines: mostLines)
    }

    mutating func rule(after gap: Double = 3, thickness: Double = 0.6) {
        y += gap
        canvas.line(from: (x, y), to: (x + width, y), width: thickness)
        y += gap
    }

    /// Names at the left, values beside them.
    mutating func facts(_ facts: [Words.Fact], size: Double, names: Double) {
        for fact in facts {
            let style: TextStyle =
                switch fact.kind {
                case .name: .bold(size)
                case .address: .letters(0.92 * size)
                case .words: .plain(size)
                }
            // The letters of an address stand higher in their line than those of its name.
            let shift = fact.kind == .address ? 0.18 * size : 0
            canvas.text(fact.name, x, y - shift, width: names, .dim(size))
            y += canvas.text(fact.value, x + names, y, width: width - names, style, mostLines: 4) + 1
        }
    }
}
