/// The share as numbered rows of groups of four letters, every second group shaded, with a check letter at each end.
struct LetterRows {
    let canvas: Canvas
    /// The rows one after another: sixteen letters and one, the last nine and one.
    let rows: UnsafeRawBufferPointer
    /// Of the letters, in points.
    let size: Double

    private static let lettersInRow = 16
    /// DejaVu Sans Mono is 0.602 of its size wide.
    private var letterWidth: Double { 0.602 * size }
    private var groupWidth: Double { 4 * letterWidth + 0.9 * size }
    private var rowHeight: Double { 1.75 * size }
    private var numberWidth: Double { 1.7 * size }
    var width: Double { numberWidth + 4 * groupWidth + 2.2 * size }
    var height: Double { 6 * rowHeight }

    func draw(_ x: Double, _ y: Double) {
        var position = 0
        var row = 1
        while position < rows.count {
            let count = min(Self.lettersInRow, rows.count - position - 1)
            let top = y + Double(row - 1) * rowHeight
            canvas.text("\(row)", x, top - 0.18 * size, width: numberWidth, .dim(size))
            draw(position..<position + count, x + numberWidth, top, row)
            let check = UnsafeRawBufferPointer(rebasing: rows[position + count..<position + count + 1])
            let checkAt = x + numberWidth + 4 * groupWidth + 0.6 * size
            canvas.line(
                from: (checkAt - 0.5 * size, top + 0.1 * size), to: (checkAt - 0.5 * size, top + 1.35 * size))
            canvas.text(check, checkAt, top, width: 2 * size, .boldLetters(size))
            position += count + 1
            row += 1
        }
    }

    private func draw(_ letters: Range<Int>, _ x: Double, _ y: Double, _ row: Int) {
        var start = letters.lowerBound
        var group = 0
        while start < letters.upperBound {
            let end = min(start + 4, letters.upperBound)
            let left = x + Double(group) * groupWidth
            if (group + row) % 2 == 0 {
                canvas.shade(left - 0.25 * size, y, 4 * letterWidth + 0.5 * size, 1.35 * size, gray: 0.9)
            }
            // A box of its own for each group: no blank between letters is left to a font.
            canvas.text(
                UnsafeRawBufferPointer(rebasing: rows[start..<end]), left, y, width: groupWidth, .letters(size))
            start = end
            group += 1
        }
    }
}
