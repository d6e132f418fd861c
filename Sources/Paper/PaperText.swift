// SPDX-License-Identifier: Apache-2.0
// Makes foreign text fit for the page and for XML: no control or direction-changing characters, bounded length.
// Names come from settings, devices and vehicles, so none of them is trusted; what is cut ends with an ellipsis.

/// Foreign text, made harmless.
enum PaperText {
    /// The longest text of a paragraph, in characters.
    static let longestParagraph = 4_000
    /// The longest text of a cell, a label or a title, in characters.
    static let longestLabel = 400

    /// The text on one line.
    static func line(_ text: String, most: Int = longestLabel) -> String {
        var scalars = String.UnicodeScalarView()
        var endsWithSpace = true
        var isCut = false
        var count = 0
        for (index, scalar) in text.unicodeScalars.enumerated() {
            // Dropped characters are not counted, but not read without end either.
            if count >= most || index >= 4 * most + 64 {
                isCut = true
                break
            }
            if scalar.isASCII, scalar.value > 0x20, scalar.value < 0x7F {
                scalars.append(scalar)
                endsWithSpace = false
                count += 1
                continue
            }
            if isDropped(scalar) { continue }
            let isSpace = scalar.properties.isWhitespace && scalar.value != 0xA0 || isBreak(scalar)
            if isSpace && endsWithSpace { continue }
            scalars.append(isSpace ? " " : isText(scalar) ? scalar : "\u{FFFD}")
            endsWithSpace = isSpace
            count += 1
        }
        while scalars.last == " " { scalars.removeLast() }
        return String(scalars) + (isCut ? "…" : "")
    }

    /// The text as its letters stand on the page from left to right: runs of Hebrew and Arabic are turned about,
    /// numbers within them are not; Arabic letters are joined.
    static func visual(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isRightToLeft) else { return text }
        var visual = ""
        var run: [Character] = []
        var waiting: [Character] = []
        for character in ArabicLetters.joined(text) {
            let first = character.unicodeScalars.first ?? " "
            if isRightToLeft(first) {
                run += waiting + [character]
                waiting = []
            } else if run.isEmpty || first.properties.isAlphabetic {
                visual += turned(run) + String(waiting) + String(character)
                (run, waiting) = ([], [])
            } else {
                waiting.append(character)
            }
        }
        return visual + turned(run) + String(waiting)
    }

    private static func turned(_ run: [Character]) -> String {
        let mirrors: [Character: Character] = ["(": ")", ")": "(", "[": "]", "]": "[", "<": ">", ">": "<"]
        var turned: [Character] = []
        var number: [Character] = []
        for character in run.reversed() {
            if character.isNumber {
                number.insert(character, at: 0)
            } else {
                turned += number + [mirrors[character] ?? character]
                number = []
            }
        }
        return String(turned + number)
    }

    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC: true
        default: false
        }
    }

    /// The text with what XML gives a meaning made harmless.
    static func xml(_ text: String, most: Int = longestLabel) -> String {
        var escaped = ""
        for scalar in line(text, most: most).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&apos;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// Invisible characters that change direction or hide text; the two joiners are letters' business and stay.
    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value == 0x200C || scalar.value == 0x200D { return false }
        return scalar.properties.generalCategory == .format || scalar.value == 0xAD
    }

    /// Whether it is a character that can be shown: cairo takes no code point that is none, and a font that has met one
    /// fails from then on, in all drawings of the process.
    static func isText(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && !(0xFDD0...0xFDEF).contains(scalar.value) && scalar.value & 0xFFFE != 0xFFFE
    }
}
