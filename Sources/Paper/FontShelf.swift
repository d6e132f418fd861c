// SPDX-License-Identifier: Apache-2.0
// The three fonts of all pages, and how wide a text is in them. Widths come from the font's design, without hints, so
// a page has the same lines at every size and in every format. It never draws.

internal import CCairo

/// The fonts of a page.
enum FontFace: Int, Sendable, Hashable, CaseIterable {
    case regular, bold, mono

    /// The family's name; the Debian package fonts-dejavu-core has all three.
    var family: String { self == .mono ? "DejaVu Sans Mono" : "DejaVu Sans" }
}

/// Font, size and colour of a text.
struct TextStyle: Sendable, Hashable {
    var face = FontFace.regular
    var size = 9.0
    var ink = Ink.black

    /// From one base line to the next.
    var lineHeight: Double { (size * 1.3 * 100).rounded() / 100 }
}

/// The fonts and the widths of their letters; made for one drawing and used by one thread.
@safe final class FontShelf {
    /// The size at which letters are measured.
    private static let designSize = 1_000.0
    private let faces: [OpaquePointer]
    private let scaled: [OpaquePointer]
    private var widths: [[Unicode.Scalar: Double]]

    init() throws(PaperError) {
        var identity = cairo_matrix_t(xx: 1, yx: 0, xy: 0, yy: 1, x0: 0, y0: 0)
        var design = cairo_matrix_t(xx: Self.designSize, yx: 0, xy: 0, yy: Self.designSize, x0: 0, y0: 0)
        let options = unsafe Self.makeOptions()
        defer { unsafe cairo_font_options_destroy(options) }
        var faces: [OpaquePointer] = unsafe []
        var scaled: [OpaquePointer] = unsafe []
        var status = CAIRO_STATUS_SUCCESS
        for face in FontFace.allCases {
            let weight = face == .bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
            // Neither call returns null: a failure is an object with a status.
            guard let made = unsafe cairo_toy_font_face_create(face.family, CAIRO_FONT_SLANT_NORMAL, weight),
                let font = unsafe cairo_scaled_font_create(made, &design, &identity, options)
            else {
                status = CAIRO_STATUS_NO_MEMORY
                break
            }
            unsafe faces.append(made)
            unsafe scaled.append(font)
            if status == CAIRO_STATUS_SUCCESS { status = unsafe cairo_scaled_font_status(font) }
        }
        unsafe self.faces = unsafe faces
        unsafe self.scaled = unsafe scaled
        widths = Array(repeating: [:], count: FontFace.allCases.count)
        guard status == CAIRO_STATUS_SUCCESS else {
            throw .cairo(step: "fonts", reason: Canvas.words(status))
        }
    }

    deinit {
        for index in unsafe scaled.indices { unsafe cairo_scaled_font_destroy(scaled[index]) }
        for index in unsafe faces.indices { unsafe cairo_font_face_destroy(faces[index]) }
    }

    /// The font as cairo draws with it; it lives as long as the shelf.
    @unsafe func cairoFace(_ face: FontFace) -> OpaquePointer { unsafe faces[face.rawValue] }

    /// Grey edges, no hints: what is drawn does not depend on the screen's settings.
    @unsafe static func makeOptions() -> OpaquePointer? {
        let options = unsafe cairo_font_options_create()
        unsafe cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        return unsafe options
    }

    /// Throws when a font has failed since; its widths are worth nothing then.
    func check() throws(PaperError) {
        for index in unsafe scaled.indices {
            let status = unsafe cairo_scaled_font_status(scaled[index])
            guard status == CAIRO_STATUS_SUCCESS else {
                throw .cairo(step: "fonts", reason: Canvas.words(status))
            }
        }
    }

    /// The family that was found for a font; another than wanted when it is not installed.
    func family(of face: FontFace) -> String {
        var name = [CChar](repeating: 0, count: 128)
        let isFound = unsafe name.withUnsafeMutableBufferPointer { buffer in
            unsafe roost_cairo_family(scaled[face.rawValue], buffer.baseAddress, Int32(buffer.count)) == 1
        }
        guard isFound else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// How wide a text is.
    func width(_ text: String, _ style: TextStyle) -> Double {
        text.unicodeScalars.reduce(0) { $0 + width($1, style.face) } * style.size / Self.designSize
    }

    /// The text in lines no wider than `width`, at most `most`; the last one ends with "…" when there is more.
    func lines(_ text: String, _ style: TextStyle, width: Double, most: Int = .max) -> [String] {
        var lines: [String] = []
        var line = ""
        var lineWidth = 0.0
        let space = self.width(" ", style)
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            if lines.count >= most { break }
            var rest = String(word)
            var restWidth = self.width(rest, style)
            if !line.isEmpty, lineWidth + space + restWidth <= width {
                line += " " + rest
                lineWidth += space + restWidth
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while restWidth > width, lines.count < most {
                let head = split(rest, style, width: width)
                lines.append(head)
                rest = String(rest.dropFirst(head.count))
                restWidth = self.width(rest, style)
            }
            (line, lineWidth) = (rest, restWidth)
        }
        if !line.isEmpty { lines.append(line) }
        guard lines.count > most else { return lines }
        var kept = Array(lines.prefix(max(most, 1)))
        kept[kept.count - 1] = fitted(kept[kept.count - 1] + " …", style, width: width)
        return kept
    }

    /// The text on one line, cut with "…" when it is wider than `width`.
    func fitted(_ text: String, _ style: TextStyle, width: Double) -> String {
        guard self.width(text, style) > width else { return text }
        let room = width - self.width("…", style)
        var head = room > 0 ? split(text, style, width: room) : ""
        while head.hasSuffix(" ") || head.hasSuffix("…") { head.removeLast() }
        return head + "…"
    }

    /// The first characters that fit; at least one, so that each split makes progress.
    private func split(_ text: String, _ style: TextStyle, width: Double) -> String {
        var head = ""
        var used = 0.0
        for character in text {
            used += self.width(String(character), style)
            if used > width, !head.isEmpty { break }
            head.append(character)
        }
        return head
    }

    private func width(_ scalar: Unicode.Scalar, _ face: FontFace) -> Double {
        if let known = widths[face.rawValue][scalar] { return known }
        guard PaperText.isText(scalar) else { return 0 }
        var extents = cairo_text_extents_t()
        unsafe cairo_scaled_font_text_extents(scaled[face.rawValue], String(scalar), &extents)
        let width = extents.x_advance.isFinite ? max(0, extents.x_advance) : 0
        widths[face.rawValue][scalar] = width
        return width
    }
}
