// SPDX-License-Identifier: Apache-2.0
// A small SMTP server as a machine of octets, for tests. It keeps the rules strictly and notes every
// violation of a client; refusals are scripted by command.

import Post

struct SimulatedServer {
    struct Accepted: Equatable {
        var sender: String
        var recipients: [String]
        var octets: [UInt8]
    }

    var keywords = [
        "PIPELINING", "CHUNKING", "SIZE 1000000", "8BITMIME", "AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER",
    ]
    var offersSTARTTLS = false
    /// A reply instead of the usual one, by the command line.
    var script: (String) -> String? = { _ in nil }
    /// The final reply to content, by its text.
    var verdict: (String) -> String = { _ in "250 2.0.0 taken" }
    /// Whether BDAT content is left unread after a refusal, as some servers do (R17).
    var leavesChunkUnread = false

    private(set) var accepted: [Accepted] = []
    private(set) var violations: [String] = []
    private(set) var commands: [String] = []
    var isSecure = false
    private var buffer: [UInt8] = []
    private var sender: String?
    private var recipients: [String] = []
    private var isReadingData = false
    private var pendingAuth = false
    private(set) var hasClosed = false

    mutating func greet() -> [UInt8] { Array("220 sim ESMTP\r\n".utf8) }

    mutating func receive(_ octets: [UInt8]) -> [UInt8] {
        buffer += octets
        var output = ""
        while !hasClosed {
            if isReadingData {
                guard let content = takeData() else { break }
                output += finish(content)
                continue
            }
            guard let line = peekLine() else { break }
            if line.uppercased().hasPrefix("BDAT ") {
                guard let reply = handleChunk(line) else { break }
                output += reply
                continue
            }
            dropLine()
            output += handle(line)
        }
        return Array(output.utf8)
    }

    private func peekLine() -> String? {
        guard let end = buffer.firstIndex(of: 10) else { return nil }
        return String(decoding: buffer[..<end].filter { $0 != 13 }, as: UTF8.self)
    }

    private mutating func dropLine() {
        guard let end = buffer.firstIndex(of: 10) else { return }
        if end == 0 || buffer[end - 1] != 13 { violations.append("bare LF in a command") }
        buffer.removeFirst(end + 1)
    }

    private mutating func takeData() -> [UInt8]? {
        let mark = Array("\r\n.\r\n".utf8)
        if buffer.starts(with: Array(".\r\n".utf8)) {
            buffer.removeFirst(3)
            return []
        }
        guard buffer.count >= 5 else { return nil }
        for index in 0...(buffer.count - 5) where Array(buffer[index..<(index + 5)]) == mark {
            let raw = Array(buffer[..<(index + 2)])
            buffer.removeFirst(index + 5)
            var content: [UInt8] = []
            var isLineStart = true
            var skipsDot = true
            for octet in raw {
                if isLineStart, octet == 46, skipsDot {
                    skipsDot = false
                    continue
                }
                skipsDot = true
                content.append(octet)
                isLineStart = octet == 10
            }
            return content
        }
        return nil
    }

    private mutating func finish(_ content: [UInt8]) -> String {
        isReadingData = false
        let reply = verdict(String(decoding: content, as: UTF8.self))
        if reply.hasPrefix("2") {
            accepted.append(Accepted(sender: sender ?? "", recipients: recipients, octets: content))
        }
        (sender, recipients) = (nil, [])
        return reply + "\r\n"
    }

    private mutating func handleChunk(_ line: String) -> String? {
        let words = line.split(separator: " ")
        let size = Int(words[1]) ?? 0
        let start = (buffer.firstIndex(of: 10) ?? 0) + 1
        if leavesChunkUnread, sender == nil || recipients.isEmpty {
            commands.append(line)
            dropLine()
            return "503 5.5.1 no transaction\r\n"
        }
        guard buffer.count >= start + size else { return nil }
        commands.append(line)
        let content = Array(buffer[start..<(start + size)])
        buffer.removeFirst(start + size)
        if let reply = script(line) { return reply + "\r\n" }
        guard sender != nil else { return "503 5.5.1 no MAIL\r\n" }
        guard !recipients.isEmpty else { return "554 5.5.1 no valid recipients\r\n" }
        return finish(content)
    }

    private mutating func handle(_ line: String) -> String {
        commands.append(line)
        if pendingAuth {
            pendingAuth = false
            return (script(line) ?? "235 2.7.0 welcome") + "\r\n"
        }
        let verb = String(line.prefix { $0 != " " }).uppercased()
        if ["EHLO", "AUTH", "STARTTLS", "DATA", "QUIT"].contains(verb), !buffer.isEmpty {
            violations.append("octets after \(verb)")
        }
        if line.utf8.contains(0) || line.utf8.contains(13) { violations.append("control octet in a command") }
        if let reply = script(line) {
            if reply.hasPrefix("421") { hasClosed = true }
            if reply.hasPrefix("334") { pendingAuth = true }
            return reply + "\r\n"
        }
        return usual(verb, line) + "\r\n"
    }

    private mutating func usual(_ verb: String, _ line: String) -> String {
        switch verb {
        case "EHLO":
            var words = keywords
            if offersSTARTTLS, !isSecure { words = ["STARTTLS", "AUTH PLAIN"] }
            let lines = ["sim"] + words
            return lines.enumerated().map { "250\($0 + 1 == lines.count ? " " : "-")\($1)" }.joined(
                separator: "\r\n")
        case "STARTTLS":
            (sender, recipients) = (nil, [])
            return "220 go"
        case "AUTH":
            if offersSTARTTLS, !isSecure { violations.append("AUTH in the clear") }
            return "235 2.7.0 welcome"
        case "RSET":
            (sender, recipients) = (nil, [])
            return "250 2.0.0 reset"
        case "MAIL":
            guard sender == nil else { return "503 5.5.1 nested MAIL" }
            if offersSTARTTLS, !isSecure { violations.append("MAIL in the clear") }
            sender = address(in: line)
            return "250 2.1.0 sender ok"
        case "RCPT":
            guard sender != nil else { return "503 5.5.1 need MAIL" }
            recipients.append(address(in: line))
            return "250 2.1.5 recipient ok"
        case "DATA":
            guard sender != nil else { return "503 5.5.1 need MAIL" }
            guard !recipients.isEmpty else { return "554 5.5.1 no valid recipients" }
            isReadingData = true
            return "354 go on"
        case "QUIT":
            hasClosed = true
            return "221 2.0.0 bye"
        default: return "500 5.5.2 unknown command"
        }
    }

    private func address(in line: String) -> String {
        String(line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
    }
}
