// SPDX-License-Identifier: Apache-2.0
// Which texts are mail addresses (RFC 5321 4.1.2, RFC 6531) and how long they may be. No address with a
// control character ever gets past here, so none can add a line to a command or a header (R32).

/// Why a text is no mail address.
public enum MailAddressError: Error, Sendable, Equatable {
    /// It holds CR, LF, NUL or another control character.
    case controlCharacter
    /// There is no @ between a local part and a domain.
    case incomplete
    /// A part is longer than RFC 5321 allows: 64 octets before the @, 255 after it, 254 in all.
    case tooLong
    /// The part before the @ is neither a dot-atom nor a quoted string.
    case badLocalPart(String)
    /// The part after the @ is neither a host name nor an address literal.
    case badDomain(String)
}

/// One mail address, checked.
public struct MailAddress: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The whole address, without angle brackets.
    public let text: String
    /// The part before the last @.
    public let localPart: String
    /// The part after the last @.
    public let domain: String

    /// Checks the syntax and the lengths of an address.
    public init(_ text: String) throws(MailAddressError) {
        guard text.unicodeScalars.allSatisfy({ !Self.isControl($0) }) else { throw .controlCharacter }
        let octets = Array(text.utf8)
        guard let at = octets.lastIndex(of: UInt8(ascii: "@")), at > 0, at + 1 < octets.count else {
            throw .incomplete
        }
        guard octets.count <= 254, at <= 64, octets.count - at - 1 <= 255 else { throw .tooLong }
        localPart = String(decoding: octets[..<at], as: UTF8.self)
        domain = String(decoding: octets[(at + 1)...], as: UTF8.self)
        guard Self.isDotAtom(octets[..<at]) || Self.isQuotedString(octets[..<at]) else {
            throw .badLocalPart(localPart)
        }
        guard Self.isDomain(octets[(at + 1)...]) || Self.isLiteral(octets[(at + 1)...]) else {
            throw .badDomain(domain)
        }
        self.text = text
    }

    /// Decodes and checks the bare text.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode(String.self))
    }

    /// Encodes the bare text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// Whether only a server that offers SMTPUTF8 can take this address.
    public var needsSMTPUTF8: Bool { !text.utf8.allSatisfy { $0 < 0x80 } }
    /// The whole address.
    public var description: String { text }

    /// C0, DEL, C1 and the line and paragraph separators: nothing that some software takes for a line end.
    static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
        default: false
        }
    }

    /// atext of RFC 5322, and any UTF-8 octet of RFC 6532.
    static func isAtomText(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(octet)
        }
    }

    private static func isDotAtom(_ octets: ArraySlice<UInt8>) -> Bool {
        octets.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomText) }
    }

    private static func isQuotedString(_ octets: ArraySlice<UInt8>) -> Bool {
        guard octets.count >= 3, octets.first == UInt8(ascii: "\""), octets.last == UInt8(ascii: "\"") else {
            return false
        }
        var isEscaped = false
        for octet in octets.dropFirst().dropLast() {
            if isEscaped {
                isEscaped = false
            } else if octet == UInt8(ascii: "\\") {
                isEscaped = true
            } else if octet == UInt8(ascii: "\"") {
                return false
            }
        }
        return !isEscaped
    }

    private static func isDomain(_ octets: ArraySlice<UInt8>) -> Bool {
        octets.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            guard (1...63).contains(label.count) else { return false }
            guard label.first != UInt8(ascii: "-"), label.last != UInt8(ascii: "-") else { return false }
            return label.allSatisfy { octet in
                switch octet {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...: true
                default: octet == UInt8(ascii: "-")
                }
            }
        }
    }

    private static func isLiteral(_ octets: ArraySlice<UInt8>) -> Bool {
        guard octets.count >= 3, octets.first == UInt8(ascii: "["), octets.last == UInt8(ascii: "]") else {
            return false
        }
        return octets.dropFirst().dropLast().allSatisfy { octet in
            switch octet {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: ".:-".utf8.contains(octet)
            }
        }
    }
}

/// An address with the name people read beside it.
public struct Mailbox: Sendable, Hashable, Codable {
    /// The name shown to people; nil or empty for none.
    public var name: String?
    /// The address.
    public var address: MailAddress

    /// A mailbox; the name is checked when a mail is rendered.
    public init(name: String? = nil, address: MailAddress) {
        self.name = name
        self.address = address
    }
}
