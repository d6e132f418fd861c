// SPDX-License-Identifier: Apache-2.0
// JSON as a tree of its own octets: members and items can be sorted, merged and left out, and every number, string and
// escape stays octet for octet what it was. It knows no type; what a member means is its user's business.

/// A JSON text taken apart down to its scalars.
enum JSONText: Equatable {
    /// Members with their names as written, quotes included.
    case object([(name: [UInt8], value: JSONText)])
    case array([JSONText])
    /// A number, string, true, false or null, as written.
    case scalar([UInt8])

    /// Deepest nesting taken; the core's values are a tenth of it.
    static let deepest = 128

    /// The tree of some octets; nil when they are no JSON text.
    init?(_ octets: [UInt8]) {
        var reader = JSONTextReader(octets: octets)
        guard let tree = reader.value(depth: 0), reader.isAtEnd else { return nil }
        self = tree
    }

    static func == (left: JSONText, right: JSONText) -> Bool { left.octets == right.octets }

    /// The text of the tree, without white space.
    var octets: [UInt8] {
        var text: [UInt8] = []
        append(to: &text)
        return text
    }

    private func append(to text: inout [UInt8]) {
        switch self {
        case .scalar(let octets): text += octets
        case .array(let items):
            text.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                item.append(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                text += member.name
                text.append(UInt8(ascii: ":"))
                member.value.append(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    /// A member's name as it is written when it needs no escapes.
    static func written(_ name: String) -> [UInt8] { Array("\"\(name)\"".utf8) }

    /// The member of a name; nil when there is none, or when this is no object.
    subscript(name: [UInt8]) -> JSONText? {
        get {
            guard case .object(let members) = self else { return nil }
            return members.first { $0.name == name }?.value
        }
        set {
            guard case .object(var members) = self else { return }
            let index = members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append((name, value))
            case (nil, nil): return
            }
            self = .object(members)
        }
    }
}

/// Reads a JSON text once, front to back.
private struct JSONTextReader {
    let octets: [UInt8]
    var at = 0

    init(octets: [UInt8]) { self.octets = octets }

    /// Whether nothing but white space is left.
    var isAtEnd: Bool { octets[at...].allSatisfy { Self.isSpace($0) } }

    private static func isSpace(_ octet: UInt8) -> Bool { octet == 32 || (9...13).contains(octet) }

    private mutating func peek() -> UInt8? {
        while at < octets.count, Self.isSpace(octets[at]) { at += 1 }
        return at < octets.count ? octets[at] : nil
    }

    /// Takes an octet if it is the next one.
    private mutating func take(_ octet: UInt8) -> Bool {
        guard peek() == octet else { return false }
        at += 1
        return true
    }

    mutating func value(depth: Int) -> JSONText? {
        guard depth < JSONText.deepest, let first = peek() else { return nil }
        switch first {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return string().map { .scalar($0) }
        default: return word()
        }
    }

    private mutating func object(depth: Int) -> JSONText? {
        at += 1
        var members: [(name: [UInt8], value: JSONText)] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            guard peek() == UInt8(ascii: "\""), let name = string(), take(UInt8(ascii: ":")),
                let value = value(depth: depth + 1)
            else { return nil }
            members.append((name, value))
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) ? .object(members) : nil
    }

    private mutating func array(depth: Int) -> JSONText? {
        at += 1
        var items: [JSONText] = []
        if take(UInt8(ascii: "]")) { return .array(items) }
        repeat {
            guard let item = value(depth: depth + 1) else { return nil }
            items.append(item)
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? .array(items) : nil
    }

    private mutating func string() -> [UInt8]? {
        let start = at
        at += 1
        while at < octets.count {
            switch octets[at] {
            case UInt8(ascii: "\\"): at += 2
            case UInt8(ascii: "\""):
                at += 1
                return Array(octets[start..<at])
            default: at += 1
            }
        }
        return nil
    }

    /// A number, true, false or null; whether it is one is the decoder's business.
    private mutating func word() -> JSONText? {
        let start = at
        while at < octets.count, !Self.isSpace(octets[at]), !Self.ends.contains(octets[at]) { at += 1 }
        return at > start ? .scalar(Array(octets[start..<at])) : nil
    }

    private static let ends = Array(",]}:{[\"".utf8)
}
