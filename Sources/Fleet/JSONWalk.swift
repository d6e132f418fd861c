// SPDX-License-Identifier: Apache-2.0
// Walks over a JSON object once and says where the members of its top level stand. It takes what RFC 8259 allows and
// jsonb of PostgreSQL can keep: no U+0000, no half of a surrogate pair, no number beyond all measure, no deep nesting.
// It makes no tree and never traps, whatever the octets are.

/// A walk over the octets of a JSON object.
struct JSONWalk {
    /// Where name (without its quotation marks) and value of a member stand.
    struct Member {
        var name: Range<Int>
        var value: Range<Int>
    }

    /// What cannot be taken, and where.
    struct Fault: Error {
        var place: Int
    }

    /// Deepest nesting taken.
    static let deepest = 16
    /// Most members of the top level.
    static let mostMembers = 32
    /// Octets of the longest number.
    static let longestNumber = 32

    private let octets: [UInt8]
    private var at = 0

    init(_ octets: [UInt8]) { self.octets = octets }

    /// The members of the object that the octets are; a name that stands twice is refused.
    mutating func topMembers() throws(Fault) -> [Member] {
        var members: [Member] = []
        members.reserveCapacity(10)
        skipSpace()
        try take(UInt8(ascii: "{"))
        skipSpace()
        if peek == UInt8(ascii: "}") {
            at += 1
        } else {
            while true {
                skipSpace()
                let name = try string()
                skipSpace()
                try take(UInt8(ascii: ":"))
                skipSpace()
                let start = at
                try value(depth: 1)
                guard members.count < Self.mostMembers,
                    !members.contains(where: { octets[$0.name].elementsEqual(octets[name]) })
                else { throw Fault(place: start) }
                members.append(Member(name: name, value: start..<at))
                if try isLast(UInt8(ascii: "}")) { break }
            }
        }
        skipSpace()
        guard at == octets.count else { throw Fault(place: at) }
        return members
    }

    private var peek: UInt8? { at < octets.count ? octets[at] : nil }

    private mutating func skipSpace() {
        while at < octets.count {
            switch octets[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            default: return
            }
        }
    }

    private mutating func take(_ octet: UInt8) throws(Fault) {
        guard peek == octet else { throw Fault(place: at) }
        at += 1
    }

    /// Takes a comma or the end of a list.
    private mutating func isLast(_ end: UInt8) throws(Fault) -> Bool {
        skipSpace()
        if peek == end {
            at += 1
            return true
        }
        try take(UInt8(ascii: ","))
        return false
    }

    private mutating func value(depth: Int) throws(Fault) {
        guard depth <= Self.deepest else { throw Fault(place: at) }
        switch peek {
        case UInt8(ascii: "{"): try list(UInt8(ascii: "}"), hasNames: true, depth)
        case UInt8(ascii: "["): try list(UInt8(ascii: "]"), hasNames: false, depth)
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        default: try number()
        }
    }

    private mutating func list(_ end: UInt8, hasNames: Bool, _ depth: Int) throws(Fault) {
        at += 1
        skipSpace()
        if peek == end {
            at += 1
            return
        }
        repeat {
            skipSpace()
            if hasNames {
                _ = try string()
                skipSpace()
                try take(UInt8(ascii: ":"))
                skipSpace()
            }
            try value(depth: depth + 1)
        } while try !isLast(end)
    }

    private mutating func word(_ word: StaticString) throws(Fault) {
        for octet in "\(word)".utf8 { try take(octet) }
    }

    /// A string; where its text stands.
    private mutating func string() throws(Fault) -> Range<Int> {
        try take(UInt8(ascii: "\""))
        let start = at
        while at < octets.count {
            let octet = octets[at]
            if octet == UInt8(ascii: "\"") {
                at += 1
                return start..<(at - 1)
            }
            guard octet >= 0x20 else { throw Fault(place: at) }
            at += 1
            if octet == UInt8(ascii: "\\") { try escape() }
        }
        throw Fault(place: at)
    }

    private mutating func escape() throws(Fault) {
        let start = at
        guard let octet = peek else { throw Fault(place: at) }
        at += 1
        switch octet {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            let first = try hexadecimalFour()
            guard first != 0 else { throw Fault(place: start) }
            guard (0xD800..<0xE000).contains(first) else { return }
            guard first < 0xDC00 else { throw Fault(place: start) }
            try take(UInt8(ascii: "\\"))
            try take(UInt8(ascii: "u"))
            guard (0xDC00..<0xE000).contains(try hexadecimalFour()) else { throw Fault(place: start) }
        default: throw Fault(place: start)
        }
    }

    private mutating func hexadecimalFour() throws(Fault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            switch peek {
            case let digit? where (48...57).contains(digit): value = value << 4 | UInt32(digit - 48)
            case let digit? where (65...70).contains(digit): value = value << 4 | UInt32(digit - 55)
            case let digit? where (97...102).contains(digit): value = value << 4 | UInt32(digit - 87)
            default: throw Fault(place: at)
            }
            at += 1
        }
        return value
    }

    private mutating func number() throws(Fault) {
        let start = at
        if peek == UInt8(ascii: "-") { at += 1 }
        let whole = digits()
        guard whole > 0, whole == 1 || octets[at - whole] != UInt8(ascii: "0") else {
            throw Fault(place: start)
        }
        if peek == UInt8(ascii: ".") {
            at += 1
            guard digits() > 0 else { throw Fault(place: at) }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            at += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { at += 1 }
            // Three digits are beyond what a Double holds; four are more than the database takes.
            guard (1...3).contains(digits()) else { throw Fault(place: at) }
        }
        guard at - start <= Self.longestNumber else { throw Fault(place: start) }
    }

    private mutating func digits() -> Int {
        let start = at
        while let octet = peek, (48...57).contains(octet) { at += 1 }
        return at - start
    }
}
