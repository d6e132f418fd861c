// SPDX-License-Identifier: Apache-2.0
// Markup that cannot carry foreign markup: literals are trusted, every interpolated text is escaped and
// bounded, so that no name, subject or server answer can become a tag or fill a page. It must never offer a
// way around that for text from outside.

/// A piece of finished markup.
struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
    /// Escaped bytes that one interpolated text may fill before it is cut.
    static let fieldLimit = 120

    /// The markup as it goes out.
    private(set) var text: String

    init(stringLiteral value: StaticString) { text = value.description }
    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }
    private init(text: String) { self.text = text }

    /// Foreign text as markup that shows exactly this text, cut after `limit` escaped bytes.
    init(showing text: String, upTo limit: Int = HTML.fieldLimit) {
        self.text = HTML.escaped(text, upTo: limit)
    }

    /// No markup.
    static let empty: HTML = ""

    /// Collects literals as they are and everything else escaped.
    struct Interpolation: StringInterpolationProtocol {
        fileprivate var text: String

        init(literalCapacity: Int, interpolationCount: Int) {
            text = ""
            text.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        mutating func appendLiteral(_ literal: StaticString) { text += literal.description }
        mutating func appendInterpolation(_ markup: HTML) { text += markup.text }
        mutating func appendInterpolation(_ pieces: [HTML]) { for piece in pieces { text += piece.text } }
        mutating func appendInterpolation(_ number: Int) { text += String(number) }
        mutating func appendInterpolation(_ foreign: String, upTo limit: Int = HTML.fieldLimit) {
            text += HTML.escaped(foreign, upTo: limit)
        }
    }

    static func + (left: HTML, right: HTML) -> HTML { HTML(text: left.text + right.text) }

    /// Escapes for element content and quoted attributes alike, and replaces what could hide or reorder
    /// other text.
    private static func escaped(_ foreign: String, upTo limit: Int) -> String {
        var result = ""
        var room = limit
        for scalar in foreign.unicodeScalars {
            let piece = escaped(scalar)
            room -= piece.utf8.count
            guard room >= 0 else { return result + "…" }
            result += piece
        }
        return result
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "&": return "&amp;"
        case "<": return "&lt;"
        case ">": return "&gt;"
        case "\"": return "&quot;"
        case "'": return "&#39;"
        case "\n", "\t": return String(scalar)
        case "\r": return ""
        default: return isDeceptive(scalar) ? "\u{FFFD}" : String(scalar)
        }
    }

    /// Control characters and the marks that change the direction of the text around them.
    private static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
            true
        default: false
        }
    }
}
