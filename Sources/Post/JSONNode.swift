// SPDX-License-Identifier: Apache-2.0
// A strict reader of JSON (RFC 8259) for the short answers of token endpoints. It takes no duplicate names, no
// second document, no deep nesting and no text that is not UTF-8; it never traps, whatever the octets are.

/// One value of a JSON text.
public enum JSONNode: Sendable, Equatable {
    /// Members by name; a text in which a name stands twice is refused.
    case object([String: JSONNode])
    /// Items in their order.
    case array([JSONNode])
    /// A text, with its escapes resolved.
    case text(String)
    /// A number as it is written.
    case number(String)
    /// `true` or `false`.
    case flag(Bool)
    case null

    /// Deepest nesting taken.
    static let deepest = 32

    /// The value of some octets; nil when they are no JSON text.
    public init?(_ octets: some Collection<UInt8>) {
        guard String(validating: octets, as: UTF8.self) != nil else { return nil }
        var reader = JSONNodeReader(octets: Array(octets))
        guard let value = reader.value(depth: 0) else { return nil }
        reader.skipSpace()
        guard reader.isAtEnd else { return nil }
        self = value
    }

    /// The member of a name; nil when there is none, or when this is no object.
    public subscript(name: String) -> JSONNode? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The text; nil when this is none.
    public var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// A whole number, also where a server wrote it as a text; nil when this is none.
    public var wholeNumber: Int64? {
        switch self {
        case .number(let digits), .text(let digits):
            if let whole = Int64(digits) { return whole }
            guard let number = Double(digits), number.isFinite, abs(number) < 9e15 else { return nil }
            return Int64(number)
        case .object, .array, .flag, .null: return nil
        }
    }

    /// The value as JSON text without white space, members in the order of their names.
    public var written: String {
        switch self {
        case .object(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\($0.value.written)" }
                .joined(separator: ",") + "}"
        case .array(let items): "[" + items.map(\.written).joined(separator: ",") + "]"
        case .text(let text): Self.quoted(text)
        case .number(let digits): digits
        case .flag(let flag): flag ? "true" : "false"
        case .null: "null"
        }
    }

    /// A text as a JSON string with its quotation marks.
    public static func quoted(_ text: String) -> String {
        var output = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case _ where scalar.value < 0x20:
                output += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output + "\""
    }
}

/// Reads a JSON text once, front to back.
private struct JSONNodeReader {
    let octets: [UInt8]
    var at = 0

    var isAtEnd: Bool { at == octets.count }
    private var next: UInt8? { at < octets.count ? octets[at] : nil }

    mutating func skipSpace() {
        while let octet = next, [0x20, 0x09, 0x0A, 0x0D].contains(octet) { at += 1 }
    }

    private mutating func take(_ octet: UInt8) -> Bool {
        skipSpace()
        guard next == octet else { return false }
        at += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard octets[at...].starts(with: word.utf8) else { return false }
        at += word.utf8.count
        return true
    }

    mutating func value(depth: Int) -> JSONNode? {
        guard depth <= JSONNode.deepest else { return nil }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return object(depth)
        case UInt8(ascii: "["): return array(depth)
        case UInt8(ascii: "\""): return string().map { .text($0) }
        case UInt8(ascii: "t"): return take(word: "true") ? .flag(true) : nil
        case UInt8(ascii: "f"): return take(word: "false") ? .flag(false) : nil
        case UInt8(ascii: "n"): return take(word: "null") ? .null : nil
        default: return number()
        }
    }

    private mutating func object(_ depth: Int) -> JSONNode? {
        at += 1
        var members: [String: JSONNode] = [:]
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\""), let name = string(), take(UInt8(ascii: ":")) else { return nil }
            guard members[name] == nil, let value = value(depth: depth + 1) else { return nil }
            members[name] = value
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
    }

    private mutating func array(_ depth: Int) -> JSONNode? {
        at += 1
        var items: [JSONNode] = []
        if take(UInt8(ascii: "]")) { return .array(items) }
        while true {
            guard let value = value(depth: depth + 1) else { return nil }
            items.append(value)
            if take(UInt8(ascii: "]")) { return .array(items) }
            guard take(UInt8(ascii: ",")) else { return nil }
        }
    }

    private mutating func string() -> String? {
        at += 1
        var output: [UInt8] = []
        while let octet = next {
            at += 1
            switch octet {
            case UInt8(ascii: "\""): return String(decoding: output, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                output += Array(String(scalar).utf8)
            case 0..<0x20: return nil
            default: output.append(octet)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard let octet = next else { return nil }
        at += 1
        switch octet {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(octet)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard let high = hexadecimalFour() else { return nil }
            guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high) }
            guard take(word: "\\u"), let low = hexadecimalFour(), (0xDC00..<0xE000).contains(low) else {
                return nil
            }
            return Unicode.Scalar(0x1_0000 + (high - 0xD800) << 10 + (low - 0xDC00))
        default: return nil
        }
    }

    private mutating func hexadecimalFour() -> UInt32? {
        guard at + 4 <= octets.count else { return nil }
        var value: UInt32 = 0
        for octet in octets[at..<(at + 4)] {
            guard let digit = Character(Unicode.Scalar(octet)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        at += 4
        return value
    }

    private mutating func number() -> JSONNode? {
        let start = at
        if next == UInt8(ascii: "-") { at += 1 }
        let whole = digits()
        guard whole > 0, whole == 1 || octets[at - whole] != UInt8(ascii: "0") else { return nil }
        if next == UInt8(ascii: ".") {
            at += 1
            guard digits() > 0 else { return nil }
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            at += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { at += 1 }
            guard digits() > 0 else { return nil }
        }
        return .number(String(decoding: octets[start..<at], as: UTF8.self))
    }

    private mutating func digits() -> Int {
        let start = at
        while let octet = next, (48...57).contains(octet) { at += 1 }
        return at - start
    }
}
