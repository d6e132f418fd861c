// SPDX-License-Identifier: Apache-2.0
// Cuts the server's octets into complete replies. It is bounded in line length and in lines a reply, so that
// a hostile server can neither fill the memory nor hold a reply open for ever.

/// Why the server's octets are no reply.
public enum ReplyFault: Error, Sendable, Equatable {
    /// A line beyond `SMTPReplyParser.longestLine`, or a reply beyond `SMTPReplyParser.mostLines`.
    case endless
    /// A line that does not begin with a code from 200 to 599, or changes the code inside a reply.
    case malformed(String)
}

/// Cuts octets into replies.
struct SMTPReplyParser: Sendable {
    /// Octets of one line without its end; RFC 5321 promises 512, real servers are longer.
    static let longestLine = 4_096
    /// Lines of one reply.
    static let mostLines = 256

    private var buffer: [UInt8] = []
    private var consumed = 0
    private var scanned = 0
    private var code: Int?
    private var lines: [String] = []

    /// Whether nothing has arrived beyond the last complete reply (R24).
    var isEmpty: Bool { consumed == buffer.count && code == nil }

    /// Takes further octets.
    mutating func append(_ octets: some Collection<UInt8>) {
        if consumed > 0 {
            buffer.removeFirst(consumed)
            scanned -= consumed
            consumed = 0
        }
        buffer += octets
    }

    /// The next complete reply, or nil when octets are missing.
    mutating func next() throws(ReplyFault) -> SMTPReply? {
        while let end = buffer[scanned...].firstIndex(of: 10) {
            var line = buffer[consumed..<end]
            consumed = end + 1
            scanned = consumed
            if line.last == 13 { line.removeLast() }
            guard line.count <= Self.longestLine, lines.count < Self.mostLines else { throw .endless }
            if let reply = try take(line) { return reply }
        }
        scanned = buffer.count
        guard scanned - consumed <= Self.longestLine + 1 else { throw .endless }
        return nil
    }

    private mutating func take(_ line: ArraySlice<UInt8>) throws(ReplyFault) -> SMTPReply? {
        let digits = line.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ (48...57).contains($0) }) else { throw malformed(line) }
        let number = digits.reduce(0) { $0 * 10 + Int($1) - 48 }
        guard (200...599).contains(number), code == nil || code == number else { throw malformed(line) }
        let rest = line.dropFirst(3)
        guard rest.isEmpty || rest.first == 32 || rest.first == 45 else { throw malformed(line) }
        lines.append(Self.readable(rest.dropFirst()))
        if rest.first == 45 {
            code = number
            return nil
        }
        defer {
            code = nil
            lines = []
        }
        return SMTPReply(code: number, lines: lines)
    }

    private func malformed(_ line: ArraySlice<UInt8>) -> ReplyFault {
        .malformed(Self.readable(line.prefix(80)))
    }

    private static func readable(_ octets: ArraySlice<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for scalar in String(decoding: octets, as: UTF8.self).unicodeScalars {
            text.append(MailAddress.isControl(scalar) ? "\u{FFFD}" : scalar)
        }
        return String(text)
    }
}
