// SPDX-License-Identifier: Apache-2.0
// How header fields of any mail are read: unfolding, encoded words (RFC 2047) and parameters (RFC 2231). It
// accepts broken input and gives back the best text it can; it never traps and never loops beyond its input.

/// Reading of header fields.
enum HeaderDecoding {
    /// Most fields that are read from one header; the rest is ignored.
    static let mostFields = 500

    /// Splits octets into decoded fields and the body behind the first empty line.
    static func split(_ octets: ArraySlice<UInt8>) -> (headers: [MailHeader], body: ArraySlice<UInt8>) {
        var headers: [MailHeader] = []
        var current: [UInt8] = []
        var index = octets.startIndex
        while index < octets.endIndex {
            let end = octets[index...].firstIndex(of: 10) ?? octets.endIndex
            var line = octets[index..<end]
            index = min(end + 1, octets.endIndex)
            if line.last == 13 { line.removeLast() }
            if line.isEmpty { break }
            if line.first == 32 || line.first == 9, !current.isEmpty {
                current += line
            } else {
                append(current, to: &headers)
                current = Array(line)
            }
        }
        append(current, to: &headers)
        return (headers, octets[index...])
    }

    private static func append(_ line: [UInt8], to headers: inout [MailHeader]) {
        guard headers.count < mostFields, let colon = line.firstIndex(of: 58), colon > 0 else { return }
        let name = String(decoding: line[..<colon], as: UTF8.self)
        guard HeaderText.isFieldName(name) else { return }
        let value = trim(String(decoding: line[(colon + 1)...], as: UTF8.self))
        headers.append(MailHeader(name: name, value: decodeWords(value)))
    }

    /// A text without white space at its ends.
    static func trim(_ text: some StringProtocol) -> String {
        let octets = Array(text.utf8)
        guard let first = octets.firstIndex(where: { !isSpace($0) }) else { return "" }
        let last = octets.lastIndex { !isSpace($0) } ?? first
        return String(decoding: octets[first...last], as: UTF8.self)
    }

    private static func isSpace(_ octet: UInt8) -> Bool { octet == 32 || (9...13).contains(octet) }

    /// Replaces encoded words by their text; white space between two of them vanishes.
    static func decodeWords(_ value: String) -> String {
        let octets = Array(value.utf8)
        var output: [UInt8] = []
        var pending: (charset: String, octets: [UInt8])?
        var gap: [UInt8] = []
        var index = 0
        func flush(_ pending: (charset: String, octets: [UInt8])?) -> [UInt8] {
            pending.map { Array(Charset.decode($0.octets, named: $0.charset).utf8) } ?? []
        }
        while index < octets.count {
            if let word = encodedWord(octets, at: index) {
                if let held = pending, held.charset == word.charset {
                    pending = (held.charset, held.octets + word.octets)
                } else {
                    output += flush(pending)
                    pending = (word.charset, word.octets)
                }
                gap = []
                index = word.end
            } else if pending != nil, isSpace(octets[index]) {
                gap.append(octets[index])
                index += 1
            } else {
                output += flush(pending) + gap
                (pending, gap) = (nil, [])
                output.append(octets[index])
                index += 1
            }
        }
        output += flush(pending) + gap
        return String(decoding: output, as: UTF8.self)
    }

    private static func encodedWord(_ octets: [UInt8], at start: Int)
        -> (charset: String, octets: [UInt8], end: Int)?
    {
        guard start + 1 < octets.count, octets[start] == 61, octets[start + 1] == 63 else { return nil }
        var marks: [Int] = []
        var index = start + 2
        while index < octets.count, index - start < 1000, marks.count < 3 {
            if octets[index] == 63 { marks.append(index) } else if octets[index] <= 32 { return nil }
            index += 1
        }
        guard marks.count == 3, marks[1] == marks[0] + 2, marks[2] + 1 < octets.count,
            octets[marks[2] + 1] == 61
        else { return nil }
        let charset = String(decoding: octets[(start + 2)..<marks[0]], as: UTF8.self)
        let text = octets[(marks[1] + 1)..<marks[2]]
        let name = String(charset.prefix { $0 != "*" }).lowercased()
        switch octets[marks[0] + 1] {
        case UInt8(ascii: "B"), UInt8(ascii: "b"): return (name, Base64.decode(text), marks[2] + 2)
        case UInt8(ascii: "Q"), UInt8(ascii: "q"):
            let spaced = text.map { $0 == 95 ? 32 : $0 }
            return (name, QuotedPrintable.decode(spaced[...]), marks[2] + 2)
        default: return nil
        }
    }

    /// The value before the first ";" in lower case, and the parameters behind it by lower-case name.
    static func parameters(_ value: String) -> (value: String, parameters: [String: String]) {
        var fields: [String] = []
        var current = ""
        var isQuoted = false
        var isEscaped = false
        for character in value.unicodeScalars {
            if isEscaped {
                current.unicodeScalars.append(character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ";", !isQuoted {
                fields.append(current)
                current = ""
            } else {
                current.unicodeScalars.append(character)
            }
        }
        fields.append(current)
        var parameters: [String: String] = [:]
        for field in fields.dropFirst().prefix(50) {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            parameters[trim(parts[0]).lowercased()] = trim(parts[1])
        }
        return (trim(fields[0]).lowercased(), parameters)
    }

    /// A parameter that may be written plainly, with a character set, or in numbered pieces (RFC 2231).
    static func extended(_ name: String, in parameters: [String: String]) -> String? {
        if let encoded = parameters[name + "*"] { return decodeExtended([(encoded, true)]) }
        var pieces: [(String, Bool)] = []
        for index in 0..<50 {
            if let encoded = parameters["\(name)*\(index)*"] {
                pieces.append((encoded, true))
            } else if let plain = parameters["\(name)*\(index)"] {
                pieces.append((plain, false))
            } else {
                break
            }
        }
        return pieces.isEmpty ? parameters[name] : decodeExtended(pieces)
    }

    private static func decodeExtended(_ pieces: [(text: String, isEncoded: Bool)]) -> String {
        var charset = "utf-8"
        var output: [UInt8] = []
        for (index, piece) in pieces.enumerated() {
            var octets = Array(piece.text.utf8)[...]
            if index == 0, piece.isEncoded {
                let parts = octets.split(separator: 39, maxSplits: 2, omittingEmptySubsequences: false)
                if parts.count == 3 {
                    charset = String(decoding: parts[0], as: UTF8.self)
                    octets = parts[2]
                }
            }
            guard piece.isEncoded else {
                output += octets
                continue
            }
            var position = octets.startIndex
            while position < octets.endIndex {
                if octets[position] == 37, let high = QuotedPrintable.digit(octets, position + 1),
                    let low = QuotedPrintable.digit(octets, position + 2)
                {
                    output.append(high << 4 | low)
                    position += 3
                } else {
                    output.append(octets[position])
                    position += 1
                }
            }
        }
        return Charset.decode(output, named: charset)
    }
}
