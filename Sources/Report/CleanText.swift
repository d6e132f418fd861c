// SPDX-License-Identifier: Apache-2.0
// Makes foreign text fit to be shown: one line, no control or direction-changing characters, bounded length.
// Names come from settings, devices and vehicles, so none of them is trusted.

/// Text as it may be shown.
enum CleanText {
    /// The text on one line with at most `most` characters; a shortened one ends with "…".
    static func line(_ text: String, most: Int = 400) -> String {
        var scalars = String.UnicodeScalarView()
        var endsWithSpace = true
        // A character may carry many marks: bound the scalars too.
        for scalar in text.unicodeScalars.prefix(most * 4 + 4) {
            if isDropped(scalar) { continue }
            let isSpace = scalar.properties.isWhitespace || isControl(scalar)
            if isSpace && endsWithSpace { continue }
            scalars.append(isSpace ? " " : scalar)
            endsWithSpace = isSpace
        }
        var line = String(scalars)
        while line.hasSuffix(" ") { line.removeLast() }
        return shortened(line, most: most)
    }

    /// The first characters of a line that is too long.
    static func shortened(_ line: String, most: Int) -> String {
        guard line.count > most else { return line }
        return String(line.prefix(max(most - 1, 0))) + "…"
    }

    /// The text with the five characters that mean something in HTML made harmless.
    static func html(_ text: String) -> String {
        var escaped = ""
        for character in line(text).unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// A file name part of letters, digits and hyphens only.
    static func fileName(_ text: String) -> String {
        let name = line(text, most: 40).unicodeScalars.map { scalar -> Character in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                ? Character(scalar) : "-"
        }
        return name.isEmpty ? "-" : String(name)
    }

    /// Columns that a text takes in a fixed-width font: two for East Asian wide characters and emoji.
    static func columns(_ text: String) -> Int {
        text.reduce(0) { $0 + columns(of: $1) }
    }

    /// Columns of one character.
    static func columns(of character: Character) -> Int {
        guard let first = character.unicodeScalars.first?.value else { return 0 }
        let isWide =
            (0x1100...0x115F).contains(first) || (0x2E80...0xA4CF).contains(first)
            || (0xAC00...0xD7A3).contains(first)
            || (0xF900...0xFAFF).contains(first) || (0xFE30...0xFE6F).contains(first)
            || (0xFF00...0xFF60).contains(first) || (0x1F300...0x1FAFF).contains(first)
            || (0x20000...0x3FFFD).contains(first)
        return isWide ? 2 : 1
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }

    /// Invisible characters that change direction or hide text. The two joiners stay: Persian and Indic
    /// scripts need them.
    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value == 0x200C || scalar.value == 0x200D { return false }
        return scalar.properties.generalCategory == .format
    }
}
