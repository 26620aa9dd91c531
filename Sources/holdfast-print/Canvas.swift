import CPangoCairo
import Glibc

/// How a text looks.
struct TextStyle {
    enum Family: String {
        case text = "Noto Sans, DejaVu Sans, sans-serif"
        /// Tells zero from O and one from l at any size.
        case letters = "DejaVu Sans Mono, monospace"
    }

    var family = Family.text
    /// In points.
    var size: Double
    var isBold = false
    /// 0 is black, 1 white.
    var gray = 0.0

    static func plain(_ size: Double) -> TextStyle { TextStyle(size: size) }
    static func bold(_ size: Double) -> TextStyle { TextStyle(size: size, isBold: true) }
    static func dim(_ size: Double) -> TextStyle { TextStyle(size: size, gray: 0.35) }
    static func letters(_ size: Double) -> TextStyle { TextStyle(family: .letters, size: size) }
    static func boldLetters(_ size: Double) -> TextStyle { TextStyle(family: .letters, size: size, isBold: true) }
}

/// Where pages are drawn. Lengths are points, from the upper left corner of the page.
final class Canvas {
    private let surface: OpaquePointer
    private let context: OpaquePointer
    private let form: Job.Form
    /// Whether something could not be drawn that the sheet is worth nothing without.
    private var isIncomplete = false
    /// Whether a box was drawn in place of a letter that no installed font has.
    private(set) var lacksLetters = false
    let width: Double
    let height: Double

    /// - Parameter pageCount: An SVG has one page, so there the pages stand below each other.
    init(_ form: Job.Form, width: Double, height: Double, pageCount: Int, to descriptor: UnsafeMutablePointer<Int32>) {
        self.form = form
        self.width = width
        self.height = height
        let write: cairo_write_func_t = { closure, bytes, count in
            guard let descriptor = closure?.load(as: Int32.self), let bytes else { return CAIRO_STATUS_WRITE_ERROR }
            var written = 0
            while written < Int(count) {
                let got = Glibc.write(descriptor, bytes + written, Int(count) - written)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { return CAIRO_STATUS_WRITE_ERROR }
                written += got
            }
            return CAIRO_STATUS_SUCCESS
        }
        switch form {
        case .pdf: surface = cairo_pdf_surface_create_for_stream(write, descriptor, width, height)
        case .svg: surface = cairo_svg_surface_create_for_stream(write, descriptor, width, Double(pageCount) * height)
        }
        context = cairo_create(surface)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// What a PDF says about itself.
    func setMetadata(title: String, time: String) {
        guard case .pdf = form else { return }
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, time)
    }

    /// Ends a page.
    func endPage() {
        switch form {
        case .pdf: cairo_show_page(context)
        case .svg: cairo_translate(context, 0, height)
        }
    }

    /// Writes what is left.
    /// - Returns: Whether everything was drawn and written.
    func finish() -> Bool {
        cairo_surface_finish(surface)
        return !isIncomplete && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS
            && cairo_status(context) == CAIRO_STATUS_SUCCESS
    }

    // MARK: Lines

    func line(from: (x: Double, y: Double), to: (x: Double, y: Double), width: Double = 0.6, dashed: Bool = false) {
        cairo_save(context)
        if dashed { cairo_set_dash(context, [4, 3], 2, 0) }
        cairo_set_source_rgb(context, 0, 0, 0)
        cairo_set_line_width(context, width)
        cairo_move_to(context, from.x, from.y)
        cairo_line_to(context, to.x, to.y)
        cairo_stroke(context)
        cairo_restore(context)
    }

    func frame(_ x: Double, _ y: Double, _ width: Double, _ height: Double, thickness: Double = 0.6) {
        cairo_set_source_rgb(context, 0, 0, 0)
        cairo_set_line_width(context, thickness)
        cairo_rectangle(context, x, y, width, height)
        cairo_stroke(context)
    }

    func shade(_ x: Double, _ y: Double, _ width: Double, _ height: Double, gray: Double) {
        cairo_set_source_rgb(context, gray, gray, gray)
        cairo_rectangle(context, x, y, width, height)
        cairo_fill(context)
    }

    /// A code with its white margin, in a square of this side.
    /// - Parameter code: `nil` where it could not be made; the sheet is then refused.
    func draw(_ code: consuming QRCode?, _ x: Double, _ y: Double, side: Double) {
        guard let code else {
            isIncomplete = true
            return
        }
        let module = side / Double(code.width + 2 * QRCode.margin)
        let start = Double(QRCode.margin) * module
        cairo_set_source_rgb(context, 0, 0, 0)
        // One path, filled once: squares that touch leave no seam.
        for row in 0..<code.width {
            var column = 0
            while column < code.width {
                guard code.isBlack(column, row) else {
                    column += 1
                    continue
                }
                var end = column
                while end < code.width, code.isBlack(end, row) { end += 1 }
                cairo_rectangle(
                    context, x + start + Double(column) * module, y + start + Double(row) * module,
                    Double(end - column) * module, module)
                column = end
            }
        }
        cairo_fill(context)
    }

    // MARK: Text

    /// Draws a text, wrapped to a width.
    /// - Parameter mostLines: What is longer ends with an ellipsis.
    /// - Returns: The height that it took.
    @discardableResult
    func text(
        _ text: String, _ x: Double, _ y: Double, width: Double, _ style: TextStyle, alignedRight: Bool = false,
        mostLines: Int? = nil
    ) -> Double {
        var text = text
        return text.withUTF8 {
            self.text(
                UnsafeRawBufferPointer($0), x, y, width: width, style, alignedRight: alignedRight, mostLines: mostLines)
        }
    }

    /// The same for bytes that may be secret.
    @discardableResult
    func text(
        _ bytes: UnsafeRawBufferPointer, _ x: Double, _ y: Double, width: Double, _ style: TextStyle,
        alignedRight: Bool = false, mostLines: Int? = nil
    ) -> Double {
        let layout = layout(bytes, width: width, style)
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        if pango_layout_get_unknown_glyphs_count(layout) > 0 { lacksLetters = true }
        if alignedRight { pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT) }
        if let mostLines {
            pango_layout_set_height(layout, -Int32(mostLines))
            pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
        }
        cairo_set_source_rgb(context, style.gray, style.gray, style.gray)
        cairo_move_to(context, x, y)
        pango_cairo_show_layout(context, layout)
        return heightOf(layout)
    }

    /// The height that a text will take.
    func height(of text: String, width: Double, _ style: TextStyle) -> Double {
        var text = text
        return text.withUTF8 { bytes in
            let layout = layout(UnsafeRawBufferPointer(bytes), width: width, style)
            defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
            return heightOf(layout)
        }
    }

    private func layout(_ bytes: UnsafeRawBufferPointer, width: Double, _ style: TextStyle) -> OpaquePointer {
        guard let layout = pango_cairo_create_layout(context), let font = pango_font_description_new() else {
            preconditionFailure("GLib ends the process where there is no memory")
        }
        defer { pango_font_description_free(font) }
        // Whole units are points here, and letters would stand too near or too far.
        pango_context_set_round_glyph_positions(pango_layout_get_context(layout), 0)
        pango_font_description_set_family(font, style.family.rawValue)
        pango_font_description_set_absolute_size(font, style.size * Self.scale)
        pango_font_description_set_weight(font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        pango_layout_set_font_description(layout, font)
        pango_layout_set_width(layout, Int32(width * Self.scale))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        // A name in a script that runs leftwards stays in its column.
        pango_layout_set_auto_dir(layout, 0)
        pango_layout_set_text(layout, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        return layout
    }

    private func heightOf(_ layout: OpaquePointer) -> Double {
        var height: Int32 = 0
        pango_layout_get_size(layout, nil, &height)
        return Double(height) / Self.scale
    }

    /// Pango's units in a point.
    private static let scale = 1024.0
}
