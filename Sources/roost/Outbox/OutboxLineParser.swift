// SPDX-License-Identifier: Apache-2.0
// Reads one JSON object whose values are texts, whole numbers or lists of texts (RFC 8259, strictly). It
// refuses what other parsers guess at: repeated keys, lone surrogates, bad UTF-8, NUL, nesting. It never
// recurses.

import Post

/// Why a line is not a flat JSON object.
struct OutboxLineFault: Error, Equatable {
    /// Where, in octets from 1; nil when the line as a whole is meant.
    var column: Int?
    /// What is wrong and what to do.
    var problem: String
}

/// A value of a flat JSON object.
enum OutboxLineValue: Equatable {
    case text(String)
    case number(Int)
    case texts([String])
    case null

    /// What a person calls it.
    var name: String {
        switch self {
        case .text: "a text"
        case .number: "a number"
        case .texts: "a list"
        case .null: "null"
        }
    }
}

/// Parses one line.
struct OutboxLineParser {
    private let octets: [UInt8]
    private var offset = 0

    /// The members of the object in `octets`, each with the column of its value.
    static func members(of octets: [UInt8]) throws(OutboxLineFault)
        -> [String: (value: OutboxLineValue, column: Int)]
    {
        if let nul = octets.firstIndex(of: 0) {
            throw OutboxLineFault(column: nul + 1, problem: "a NUL octet; remove it")
        }
        guard String(validating: octets, as: UTF8.self) != nil else {
            throw OutboxLineFault(column: nil, problem: "the line is not valid UTF-8; send UTF-8")
        }
        var parser = OutboxLineParser(octets: octets)
        return try parser.object()
    }

    private init(octets: [UInt8]) { self.octets = octets }

    private var next: UInt8? { offset < octets.count ? octets[offset] : nil }

    private func fault(_ problem: String) -> OutboxLineFault {
        OutboxLineFault(column: offset + 1, problem: problem)
    }

    private mutating func skipSpace() {
        while let octet = next, octet == 0x20 || octet == 0x09 || octet == 0x0D { offset += 1 }
    }

    private mutating func expect(_ scalar: Unicode.Scalar, _ problem: String) throws(OutboxLineFault) {
        skipSpace()
        guard next == UInt8(ascii: scalar) else { throw fault(problem) }
        offset += 1
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: scalar) else { return false }
        offset += 1
        return true
    }

    private mutating func object() throws(OutboxLineFault) -> [String: (value: OutboxLineValue, column: Int)]
    {
        var members: [String: (value: OutboxLineValue, column: Int)] = [:]
        try expect("{", "a mail is one JSON object a line; begin it with {")
        if !take("}") {
            repeat {
                skipSpace()
                let start = offset + 1
                let key = try text("a key in double quotes")
                guard members[key] == nil else {
                    throw OutboxLineFault(
                        column: start, problem: "the key \"\(key)\" stands twice; give it once")
                }
                try expect(":", "a colon belongs after the key \"\(key)\"")
                skipSpace()
                let column = offset + 1
                members[key] = (try value(), column)
            } while take(",")
            try expect("}", "a comma or } belongs here; is the line cut off?")
        }
        skipSpace()
        guard offset == octets.count else {
            throw fault("something follows the object; put one object on a line")
        }
        return members
    }

    private mutating func value() throws(OutboxLineFault) -> OutboxLineValue {
        guard let next else { throw fault("the line ends where a value belongs") }
        switch next {
        case UInt8(ascii: "\""): return .text(try text("a text"))
        case UInt8(ascii: "["): return .texts(try texts())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "n") where octets[offset...].starts(with: "null".utf8):
            offset += 4
            return .null
        case UInt8(ascii: "{"): throw fault("an object inside the object; a mail has no nested objects")
        default:
            throw fault("no value of a mail begins like this; use a text, a whole number or a list of texts")
        }
    }

    private mutating func texts() throws(OutboxLineFault) -> [String] {
        try expect("[", "a list")
        var texts: [String] = []
        if take("]") { return texts }
        repeat {
            skipSpace()
            texts.append(try text("a list may hold only texts"))
        } while take(",")
        try expect("]", "a comma or ] belongs here; is the line cut off?")
        return texts
    }

    private mutating func number() throws(OutboxLineFault) -> Int {
        let start = offset
        while let octet = next, "+-.eE0123456789".utf8.contains(octet) { offset += 1 }
        let text = String(decoding: octets[start..<offset], as: UTF8.self)
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard digits == "0" || !digits.hasPrefix("0"), !digits.hasPrefix("+"), let number = Int(text) else {
            throw OutboxLineFault(column: start + 1, problem: "\(text.prefix(40)) is not a whole number")
        }
        return number
    }

    private mutating func text(_ what: String) throws(OutboxLineFault) -> String {
        guard next == UInt8(ascii: "\"") else { throw fault("expected \(what)") }
        offset += 1
        var result: [UInt8] = []
        while true {
            // What needs no escape is copied a run at a time.
            let run = runLength
            result += octets[offset..<(offset + run)]
            offset += run
            guard let octet = next else { throw fault("the text has no closing quote; is the line cut off?") }
            switch octet {
            case UInt8(ascii: "\""):
                offset += 1
                return String(decoding: result, as: UTF8.self)
            case UInt8(ascii: "\\"):
                let scalar = try escape()
                guard scalar != "\0" else { throw fault("a NUL character; remove it") }
                if scalar.isASCII {
                    result.append(UInt8(truncatingIfNeeded: scalar.value))
                } else {
                    result += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
                }
            default:
                throw fault("a control character inside a text; write it as an escape such as \\n")
            }
        }
    }

    /// How many octets from here on stand for themselves: no quote, no backslash, no control character.
    private var runLength: Int {
        // Without the checks of arrays: every index is below the count.
        unsafe octets.withUnsafeBytes { octets in
            var index = offset
            while index < octets.count {
                unsafe index += octets.ordinaryRun(from: index, below: octets.count) { word in
                    !word.hasOctet(below: 0x20) && !word.hasOctet(UInt8(ascii: "\""))
                        && !word.hasOctet(UInt8(ascii: "\\"))
                }
                guard index < octets.count else { break }
                let octet = unsafe octets[index]
                if octet < 0x20 || octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\\") { break }
                index += 1
            }
            return index - offset
        }
    }

    private mutating func escape() throws(OutboxLineFault) -> Unicode.Scalar {
        offset += 1
        guard let letter = next else { throw fault("the line ends inside an escape") }
        let plain: Unicode.Scalar
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = Unicode.Scalar(letter)
        case UInt8(ascii: "b"): plain = "\u{08}"
        case UInt8(ascii: "f"): plain = "\u{0C}"
        case UInt8(ascii: "n"): plain = "\n"
        case UInt8(ascii: "r"): plain = "\r"
        case UInt8(ascii: "t"): plain = "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw fault("no such escape in JSON")
        }
        offset += 1
        return plain
    }

    /// A \u escape, or two of them that make a surrogate pair; `offset` is at the u.
    private mutating func unicodeEscape() throws(OutboxLineFault) -> Unicode.Scalar {
        let first = try hexUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, next == UInt8(ascii: "\\"), offset + 1 < octets.count,
            octets[offset + 1] == UInt8(ascii: "u")
        else { throw fault("half of a surrogate pair; write both halves") }
        offset += 1
        let second = try hexUnit()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw fault("half of a surrogate pair; write both halves") }
        return scalar
    }

    private mutating func hexUnit() throws(OutboxLineFault) -> UInt32 {
        offset += 1
        guard offset + 4 <= octets.count else { throw fault("the line ends inside an escape") }
        var unit: UInt32 = 0
        for octet in octets[offset..<(offset + 4)] {
            guard let digit = Character(Unicode.Scalar(octet)).hexDigitValue, octet < 0x80 else {
                throw fault("four hexadecimal digits belong after \\u")
            }
            unit = unit << 4 | UInt32(digit)
        }
        offset += 4
        return unit
    }
}
