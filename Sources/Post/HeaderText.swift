// SPDX-License-Identifier: Apache-2.0
// How a header value is written: which texts are allowed at all, encoded words for what is not ASCII (RFC
// 2047), and folding. It never lets a control character through, and no line it writes is longer than 998
// octets.

/// Writing of header fields.
enum HeaderText {
    /// The width at which lines are folded when there is a place to fold.
    static let foldWidth = 78

    /// Whether a value holds nothing that could end a line or upset a reader.
    static func isSafe(_ value: String) -> Bool {
        value.unicodeScalars.allSatisfy { $0 == "\t" || !MailAddress.isControl($0) }
    }

    /// Whether a name can stand before the colon.
    static func isFieldName(_ name: String) -> Bool {
        (1...76).contains(name.utf8.count) && name.utf8.allSatisfy { (33...126).contains($0) && $0 != 58 }
    }

    /// An unstructured field ("Subject"), folded; encoded words when the value is not plain ASCII.
    static func unstructured(_ name: String, _ value: String) -> [UInt8] {
        field(
            name,
            words: isPlain(value) ? words(of: value) : encodedWords(value, firstWidth: name.utf8.count + 2))
    }

    /// A field from words that may each stand on a line of their own.
    static func field(_ name: String, words: [String]) -> [UInt8] {
        var output = Array("\(name):".utf8)
        var width = output.count
        for (index, word) in words.enumerated() {
            if index > 0, width + 1 + word.utf8.count > foldWidth {
                output += crlf
                width = 0
            }
            output.append(32)
            output += Array(word.utf8)
            width += 1 + word.utf8.count
        }
        return output + crlf
    }

    /// A display name: atoms, a quoted string or encoded words.
    static func phrase(_ name: String) -> [String] {
        let octets = Array(name.utf8)
        guard octets.count <= 60, octets.allSatisfy({ (32...126).contains($0) }), !name.contains("=?") else {
            return encodedWords(name, firstWidth: 0)
        }
        if octets.allSatisfy({ MailAddress.isAtomText($0) || $0 == 32 }), octets.first != 32,
            octets.last != 32,
            !name.contains("  ")
        {
            return [name]
        }
        return [quoted(name)]
    }

    /// A quoted string of printable ASCII.
    static func quoted(_ text: String) -> String {
        "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
    }

    /// Whether a value can be written as it is and comes back as it was.
    private static func isPlain(_ value: String) -> Bool {
        guard value.utf8.allSatisfy({ (32...126).contains($0) }), !value.contains("=?") else { return false }
        let words = value.utf8.split(separator: 32, omittingEmptySubsequences: false)
        return words.allSatisfy { $0.count <= 900 } && value.utf8.first != 32 && value.utf8.last != 32
    }

    /// Splits at single spaces; further spaces stay with the word that follows, so that unfolding restores
    /// them.
    private static func words(of value: String) -> [String] {
        var words: [String] = []
        var current = ""
        for part in value.utf8.split(separator: 32, omittingEmptySubsequences: false) {
            current += String(decoding: part, as: UTF8.self)
            if part.isEmpty {
                current += " "
            } else {
                words.append(current)
                current = ""
            }
        }
        return words
    }

    /// Encoded words of at most 75 characters that together stand for `text`; no character is cut in two.
    static func encodedWords(_ text: String, firstWidth: Int) -> [String] {
        let total = text.utf8.count
        let quotedTotal = text.utf8.reduce(0) { $0 + (isQuotedPlain($1) || $1 == 32 ? 1 : 3) }
        let usesQuoted = quotedTotal <= (total + 2) / 3 * 4
        var words: [String] = []
        var chunk: [UInt8] = []
        for scalar in text.unicodeScalars {
            let octets = Array(String(scalar).utf8)
            let limit = words.isEmpty ? max(30, 75 - firstWidth) : 75
            if !chunk.isEmpty, encodedWord(chunk + octets, usesQuoted).utf8.count > limit {
                words.append(encodedWord(chunk, usesQuoted))
                chunk = []
            }
            chunk += octets
        }
        if !chunk.isEmpty { words.append(encodedWord(chunk, usesQuoted)) }
        return words
    }

    private static func encodedWord(_ octets: [UInt8], _ usesQuoted: Bool) -> String {
        guard usesQuoted else {
            return "=?utf-8?B?" + String(decoding: Base64.encode(octets), as: UTF8.self) + "?="
        }
        var output: [UInt8] = []
        for octet in octets {
            if octet == 32 {
                output.append(UInt8(ascii: "_"))
            } else if isQuotedPlain(octet) {
                output.append(octet)
            } else {
                output += [UInt8(ascii: "="), hexadecimal[Int(octet >> 4)], hexadecimal[Int(octet & 15)]]
            }
        }
        return "=?utf-8?Q?" + String(decoding: output, as: UTF8.self) + "?="
    }

    /// What RFC 2047 5(3) allows in a phrase, which is allowed everywhere.
    private static func isQuotedPlain(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!*+-/".utf8.contains(octet)
        }
    }
}
