// SPDX-License-Identifier: Apache-2.0
// JSON as text, with keys in the order they were written. A number that JSON cannot write (NaN, infinity)
// becomes null; characters that mean something in HTML are escaped too, so that a sniffing browser finds no
// tag.

/// A value that can be written as JSON; nil becomes null.
protocol JSONWritable {
    /// The value as JSON.
    var json: JSONValue { get }
}

/// A JSON value.
enum JSONValue: Sendable, Equatable {
    case null
    case flag(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([(key: String, value: JSONValue)])

    /// An object from values that know how they are written, with keys in this order.
    init(_ members: [(String, any JSONWritable)]) {
        self = .object(members.map { (key: $0.0, value: $0.1.json) })
    }

    /// The value as JSON text.
    var rendered: String {
        var text = ""
        write(to: &text)
        return text
    }

    static func == (left: JSONValue, right: JSONValue) -> Bool { left.rendered == right.rendered }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .flag(let flag): text += flag ? "true" : "false"
        case .integer(let integer): text += String(integer)
        case .number(let number): text += number.isFinite ? JSONValue.shortest(number) : "null"
        case .text(let string): JSONValue.quote(string, to: &text)
        case .list(let values): writeList(values, to: &text)
        case .object(let members): writeObject(members, to: &text)
        }
    }

    private func writeList(_ values: [JSONValue], to text: inout String) {
        text += "["
        for (index, value) in values.enumerated() {
            if index > 0 { text += "," }
            value.write(to: &text)
        }
        text += "]"
    }

    private func writeObject(_ members: [(key: String, value: JSONValue)], to text: inout String) {
        text += "{"
        for (index, member) in members.enumerated() {
            if index > 0 { text += "," }
            JSONValue.quote(member.key, to: &text)
            text += ":"
            member.value.write(to: &text)
        }
        text += "}"
    }

    /// Whole numbers without ".0", others in the shortest form that reads back equal.
    private static func shortest(_ number: Double) -> String {
        if let whole = Int64(exactly: number), whole.magnitude < 1 << 53 { return String(whole) }
        return String(number)
    }

    private static func quote(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "<", ">", "&", "'", "\u{2028}", "\u{2029}": text += hexEscape(scalar)
            default:
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                    text += hexEscape(scalar)
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }

    /// `\u003c`; only for scalars below U+10000.
    private static func hexEscape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension JSONValue: JSONWritable {
    var json: JSONValue { self }
}

extension String: JSONWritable {
    var json: JSONValue { .text(self) }
}

extension Bool: JSONWritable {
    var json: JSONValue { .flag(self) }
}

extension Int: JSONWritable {
    var json: JSONValue { .integer(Int64(self)) }
}

extension Double: JSONWritable {
    var json: JSONValue { .number(self) }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
    var json: JSONValue { self?.json ?? .null }
}

extension Array: JSONWritable where Element: JSONWritable {
    var json: JSONValue { .list(map(\.json)) }
}
