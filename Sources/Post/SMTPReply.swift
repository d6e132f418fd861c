// SPDX-License-Identifier: Apache-2.0
// One complete reply of an SMTP server: three digits, an optional enhanced status (RFC 3463) and its text
// lines. It classifies nothing beyond the first digit; what a reply means depends on the command it answers.

/// The enhanced status of a reply, as in "5.1.1" (RFC 3463, RFC 2034).
public struct EnhancedStatus: Sendable, Equatable, Hashable, Codable, CustomStringConvertible {
    /// 2 success, 4 persistent transient failure, 5 permanent failure.
    public var statusClass: Int
    /// 1 addressing, 2 mailbox, 3 mail system, 4 network, 5 protocol, 6 content, 7 policy.
    public var subject: Int
    /// The detail within the subject.
    public var detail: Int

    /// An enhanced status from its three numbers.
    public init(_ statusClass: Int, _ subject: Int, _ detail: Int) {
        self.statusClass = statusClass
        self.subject = subject
        self.detail = detail
    }

    /// The status at the very start of a reply text, followed by a space or the end; nil when there is none.
    public init?(leading text: String) {
        let word = text.utf8.prefix { $0 != UInt8(ascii: " ") }
        let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 1 else { return nil }
        var numbers: [Int] = []
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy({ (48...57).contains($0) }) else {
                return nil
            }
            numbers.append(part.reduce(0) { $0 * 10 + Int($1) - 48 })
        }
        guard [2, 4, 5].contains(numbers[0]) else { return nil }
        self.init(numbers[0], numbers[1], numbers[2])
    }

    /// The status as written: "5.1.1".
    public var description: String { "\(statusClass).\(subject).\(detail)" }
}

/// One complete reply of an SMTP server.
public struct SMTPReply: Sendable, Equatable, Hashable, Codable, CustomStringConvertible {
    /// The three digit code, 200 to 599.
    public var code: Int
    /// The enhanced status of the first line, if there is one that agrees with the code's first digit.
    public var enhanced: EnhancedStatus?
    /// The text lines without code and separator; control octets and bad UTF-8 are replaced.
    public var lines: [String]

    /// A reply from its code and text lines; the enhanced status is read from the first line.
    public init(code: Int, lines: [String]) {
        self.code = code
        self.lines = lines
        if let status = lines.first.flatMap({ EnhancedStatus(leading: $0) }), status.statusClass == code / 100
        {
            enhanced = status
        }
    }

    /// Whether the code says success (2xx).
    public var isPositive: Bool { code / 100 == 2 }
    /// Whether the code asks for more (3xx).
    public var isIntermediate: Bool { code / 100 == 3 }
    /// Whether the code says "not now" (4xx).
    public var isTransient: Bool { code / 100 == 4 }
    /// Whether the code says "never" (5xx).
    public var isPermanent: Bool { code / 100 == 5 }

    /// The lines joined with " / ".
    public var text: String { lines.joined(separator: " / ") }
    /// Code and text in one line, for logs and for people.
    public var description: String { lines.allSatisfy(\.isEmpty) ? "\(code)" : "\(code) \(text)" }
}
