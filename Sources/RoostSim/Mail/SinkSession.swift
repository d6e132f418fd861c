// SPDX-License-Identifier: Apache-2.0
// One client's SMTP dialogue: strict about order, TLS, log-in and line ends. It answers 250 to a message only
// when the message is on the disk, and it never takes mail before TLS and a log-in.

internal import Post

/// What one session tells the sink.
enum SinkEvent {
    case handshake(resumed: Bool)
    case login(accepted: Bool)
    case accepted(SunkMail)
    case refused
    case violation
}

/// The dialogue with one client.
struct SinkSession {
    let stream: SinkStream
    let options: MailSinkOptions
    let certificate: SinkCertificate
    let folder: SinkFolder
    let tell: (SinkEvent) -> Void

    private var hasGreeted = false
    private var isLoggedIn = false
    private var failedLogins = 0
    private var sender: String?
    private var recipients: [String] = []
    private var chunks: [UInt8] = []
    private var hasChunks = false

    /// Octets of a command line; AUTH lines may be longer (RFC 4954).
    private static let commandOctets = 12_288
    private static let recipientLimit = 100
    private static let loginLimit = 3

    init(
        stream: SinkStream, options: MailSinkOptions, certificate: SinkCertificate, folder: SinkFolder,
        tell: @escaping (SinkEvent) -> Void
    ) {
        self.stream = stream
        self.options = options
        self.certificate = certificate
        self.folder = folder
        self.tell = tell
    }

    /// Serves the client until it leaves.
    mutating func run(isImplicitTLS: Bool) {
        if isImplicitTLS, !secure() { return }
        guard stream.send("220 localhost ESMTP Roost mail sink\r\n") else { return }
        while let line = stream.line(limit: Self.commandOctets) {
            guard let command = text(of: line) else {
                tell(.violation)
                _ = stream.send(
                    "500 5.5.2 Lines end with CRLF, hold no NUL and are not longer than 12288\r\n")
                break
            }
            guard answer(command) else { break }
        }
        stream.sayGoodbye()
    }

    /// A command without its CRLF; nil when its line end is wrong or it holds other control octets.
    private func text(of line: [UInt8]) -> String? {
        guard line.count >= 2, line.suffix(2) == [0x0D, 0x0A] else { return nil }
        let octets = line.dropLast(2)
        guard octets.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 || $0 == 0x01 }) else { return nil }
        return String(validating: octets, as: UTF8.self)
    }

    private mutating func secure() -> Bool {
        guard let isResumed = stream.secure(with: certificate) else { return false }
        tell(.handshake(resumed: isResumed))
        return true
    }

    private func say(_ reply: String) -> Bool { stream.send(reply + "\r\n") }

    private func breach(_ reply: String) -> Bool {
        tell(.violation)
        return say(reply)
    }

    // MARK: - Commands

    /// Answers one command; false ends the session.
    private mutating func answer(_ command: String) -> Bool {
        let verb = command.prefix { $0 != " " }.uppercased()
        let rest = String(command.dropFirst(verb.count).drop { $0 == " " })
        switch verb {
        case "EHLO": return greet(rest, extended: true)
        case "HELO": return greet(rest, extended: false)
        case "NOOP": return say("250 2.0.0 OK")
        case "VRFY": return say("252 2.5.2 Send and see")
        case "QUIT":
            _ = say("221 2.0.0 Bye")
            return false
        case "RSET":
            forgetMail()
            return say("250 2.0.0 OK")
        case "STARTTLS": return startTLS(rest)
        case "AUTH", "MAIL", "RCPT", "DATA", "BDAT":
            guard hasGreeted else { return refuseCommand(verb, rest, "503 5.5.1 EHLO first") }
            guard stream.isSecure else {
                return refuseCommand(verb, rest, "530 5.7.0 Must issue STARTTLS first")
            }
            if verb == "AUTH" { return logIn(rest) }
            guard isLoggedIn else { return refuseCommand(verb, rest, "530 5.7.0 Authentication required") }
            switch verb {
            case "MAIL": return begin(rest)
            case "RCPT": return addRecipient(rest)
            case "DATA": return takeData(rest)
            default: return takeChunk(rest)
            }
        default: return breach("500 5.5.1 Unknown command")
        }
    }

    /// Refuses a command out of order; the chunk behind a BDAT is eaten all the same.
    private func refuseCommand(_ verb: String, _ rest: String, _ reply: String) -> Bool {
        if verb == "BDAT", let (size, _) = chunkSize(rest) {
            guard size <= options.largestMessage, stream.exactly(size) != nil else { return false }
        }
        return breach(reply)
    }

    private mutating func greet(_ name: String, extended: Bool) -> Bool {
        guard !name.isEmpty else { return breach("501 5.5.4 Name yourself") }
        hasGreeted = true
        forgetMail()
        guard extended else { return say("250 localhost") }
        var lines = [
            "localhost", "PIPELINING", "SIZE \(options.largestMessage)", "8BITMIME", "ENHANCEDSTATUSCODES",
        ]
        if options.offersChunking { lines.append("CHUNKING") }
        if !stream.isSecure { lines.append("STARTTLS") }
        if stream.isSecure, !isLoggedIn { lines.append("AUTH PLAIN LOGIN") }
        let last = lines.count - 1
        return stream.send(lines.enumerated().map { "250\($0 == last ? " " : "-")\($1)\r\n" }.joined())
    }

    private mutating func startTLS(_ rest: String) -> Bool {
        guard rest.isEmpty else { return breach("501 5.5.4 No parameters here") }
        guard !stream.isSecure else { return breach("503 5.5.1 TLS is on") }
        guard hasGreeted else { return breach("503 5.5.1 EHLO first") }
        guard !stream.hasPending else {
            // Octets sent before the handshake would be taken for secured ones (CVE-2011-0411).
            _ = breach("554 5.5.1 Nothing may follow STARTTLS before its answer")
            return false
        }
        guard say("220 2.0.0 Go ahead") else { return false }
        hasGreeted = false
        forgetMail()
        return secure()
    }

    // MARK: - Log-in

    private mutating func logIn(_ rest: String) -> Bool {
        guard !isLoggedIn, sender == nil else { return breach("503 5.5.1 Not now") }
        let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
        let initial = words.count > 1 ? words[1] : nil
        let isRight: Bool?
        switch words.first?.uppercased() {
        case "PLAIN": isRight = plain(initial)
        case "LOGIN": isRight = login(initial)
        default: return say("504 5.5.4 PLAIN or LOGIN")
        }
        guard let isRight else { return breach("501 5.5.2 Cannot decode the answer") }
        tell(.login(accepted: isRight))
        if isRight {
            isLoggedIn = true
            return say("235 2.7.0 Welcome")
        }
        failedLogins += 1
        guard failedLogins < Self.loginLimit else {
            _ = say("421 4.7.0 Too many failures")
            return false
        }
        return say("535 5.7.8 User or password is wrong")
    }

    private func plain(_ initial: String?) -> Bool? {
        guard let octets = response(initial, prompt: "") else { return nil }
        let parts = octets.split(separator: 0, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        let user = Array(options.user.utf8)
        guard parts[0].isEmpty || Array(parts[0]) == user else { return false }
        return Array(parts[1]) == user && Array(parts[2]) == Array(options.password.utf8)
    }

    private func login(_ initial: String?) -> Bool? {
        guard let user = response(initial, prompt: "VXNlcm5hbWU6"),
            let password = response(nil, prompt: "UGFzc3dvcmQ6")
        else { return nil }
        return user == Array(options.user.utf8) && password == Array(options.password.utf8)
    }

    /// The decoded answer to a challenge, or the initial response; "=" stands for an empty one.
    private func response(_ initial: String?, prompt: String) -> [UInt8]? {
        if let initial { return initial == "=" ? [] : SinkBase64.decode(initial) }
        guard say("334 \(prompt)"), let line = stream.line(limit: Self.commandOctets),
            let text = text(of: line)
        else { return nil }
        return SinkBase64.decode(text)
    }

    // MARK: - Envelope

    private mutating func forgetMail() {
        sender = nil
        recipients = []
        chunks = []
        hasChunks = false
    }

    private mutating func begin(_ rest: String) -> Bool {
        guard sender == nil else { return breach("503 5.5.1 A mail has begun; RSET first") }
        guard let (address, parameters) = path(rest, after: "FROM:") else {
            return breach("501 5.5.4 MAIL FROM:<…>")
        }
        for parameter in parameters {
            let pair = parameter.split(separator: "=", maxSplits: 1).map(String.init)
            switch (pair[0].uppercased(), pair.count > 1 ? pair[1].uppercased() : nil) {
            case ("SIZE", let size?):
                guard let size = Int(size), size >= 0 else { return breach("501 5.5.4 SIZE is a number") }
                guard size <= options.largestMessage else { return say("552 5.3.4 Too large") }
            case ("BODY", "7BIT"), ("BODY", "8BITMIME"), ("AUTH", _?): break
            default: return breach("555 5.5.4 Unknown parameter")
            }
        }
        if !address.isEmpty, !isAddress(address) { return say("553 5.1.7 Not an address") }
        sender = address
        return say("250 2.1.0 OK")
    }

    private mutating func addRecipient(_ rest: String) -> Bool {
        guard sender != nil, !hasChunks else { return breach("503 5.5.1 MAIL first") }
        guard let (address, parameters) = path(rest, after: "TO:") else {
            return breach("501 5.5.4 RCPT TO:<…>")
        }
        guard parameters.isEmpty else { return breach("555 5.5.4 Unknown parameter") }
        guard isAddress(address) else { return say("553 5.1.3 Not an address") }
        guard !options.refusedRecipients.contains(address) else { return say("550 5.1.1 No such mailbox") }
        guard recipients.count < Self.recipientLimit else { return say("452 4.5.3 Too many recipients") }
        recipients.append(address)
        return say("250 2.1.5 OK")
    }

    private func isAddress(_ text: String) -> Bool {
        do {
            _ = try MailAddress(text)
            return true
        } catch {
            return false
        }
    }

    /// The path between angle brackets and the parameters behind it.
    private func path(_ rest: String, after keyword: String) -> (address: String, parameters: [String])? {
        guard rest.prefix(keyword.count).uppercased() == keyword else { return nil }
        let text = rest.dropFirst(keyword.count)
        guard text.first == "<", let end = text.lastIndex(of: ">") else { return nil }
        let after = text[text.index(after: end)...]
        guard after.isEmpty || after.first == " " else { return nil }
        return (
            String(text[text.index(after: text.startIndex)..<end]),
            after.split(separator: " ").map(String.init)
        )
    }

    // MARK: - Content

    private mutating func takeData(_ rest: String) -> Bool {
        guard sender != nil, !hasChunks else { return breach("503 5.5.1 MAIL first, and no BDAT before") }
        guard !recipients.isEmpty else { return say("554 5.5.1 No valid recipients") }
        guard rest.isEmpty, !stream.hasPending else {
            tell(.violation)
            _ = say("503 5.5.1 Nothing may follow DATA before its answer")
            return false
        }
        guard say("354 End with CRLF.CRLF") else { return false }
        var content: [UInt8] = []
        var isTooLarge = false
        // A chunk without a line end is the part of an overlong line; a dot counts only where a line begins.
        var isLineStart = true
        while let line = stream.line(limit: 65_536) {
            if isLineStart, line == [0x2E, 0x0D, 0x0A] { return finish(content, isTooLarge: isTooLarge) }
            content += isLineStart && line.first == 0x2E ? line.dropFirst() : line[...]
            isLineStart = content.suffix(2) == [0x0D, 0x0A]
            if content.count > options.largestMessage {
                isTooLarge = true
                content = content.suffix(2)
            }
        }
        return false
    }

    private func chunkSize(_ rest: String) -> (size: Int, isLast: Bool)? {
        let words = rest.split(separator: " ")
        guard let size = words.first.flatMap({ Int($0) }), size >= 0, words.count <= 2 else { return nil }
        guard words.count == 1 || words[1].uppercased() == "LAST" else { return nil }
        return (size, words.count == 2)
    }

    private mutating func takeChunk(_ rest: String) -> Bool {
        guard options.offersChunking, let (size, isLast) = chunkSize(rest) else {
            // What follows cannot be told from commands: the session ends.
            _ = breach("501 5.5.4 BDAT size [LAST]")
            return false
        }
        guard size <= options.largestMessage, let chunk = stream.exactly(size) else {
            _ = say("552 5.3.4 Too large")
            return false
        }
        guard sender != nil else { return breach("503 5.5.1 MAIL first") }
        guard !recipients.isEmpty else { return say("554 5.5.1 No valid recipients") }
        hasChunks = true
        chunks += chunk
        if isLast || chunks.count > options.largestMessage {
            return finish(chunks, isTooLarge: chunks.count > options.largestMessage)
        }
        return say("250 2.0.0 \(size) octets")
    }

    /// Checks and stores a message; the mail is over either way.
    private mutating func finish(_ content: [UInt8], isTooLarge: Bool) -> Bool {
        let sender = sender ?? "", recipients = recipients
        forgetMail()
        if let refusal = isTooLarge ? "552 5.3.4 Too large" : Self.refusal(of: content) {
            tell(.refused)
            return say(refusal)
        }
        do {
            let (number, file) = try folder.store(content)
            tell(
                .accepted(
                    SunkMail(
                        number: number, file: file, sender: sender, recipients: recipients,
                        size: content.count)))
            return say("250 2.0.0 Stored as \(number)")
        } catch {
            tell(.refused)
            return say("452 4.3.1 Cannot store it now")
        }
    }

    /// Why the content of a message is refused: bare line ends (SMTP smuggling), overlong lines, NUL.
    private static func refusal(of content: [UInt8]) -> String? {
        var length = 0
        var isAfterReturn = false
        for octet in content {
            length += 1
            switch octet {
            case 0x0A:
                guard isAfterReturn else { return "550 5.6.11 Bare LF" }
                guard length <= 1_000 else { return "500 5.6.0 A line is longer than 998 octets" }
                length = 0
            case 0x00: return "550 5.6.0 NUL"
            case _ where isAfterReturn: return "550 5.6.11 Bare CR"
            default: break
            }
            isAfterReturn = octet == 0x0D
        }
        return isAfterReturn || length > 998 ? "550 5.6.11 The last line has no CRLF" : nil
    }
}

/// Base64 of log-ins, decoded strictly (RFC 4648).
enum SinkBase64 {
    /// The octets of a text; nil when it is not base64 with its padding.
    static func decode(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 4) else { return nil }
        let padding = digits.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        var octets: [UInt8] = []
        var bits: UInt32 = 0
        for (place, digit) in digits.enumerated() {
            let isPadding = place >= digits.count - padding
            guard let value = isPadding ? 0 : value(of: digit) else { return nil }
            bits = bits << 6 | value
            guard place % 4 == 3 else { continue }
            octets += [UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8)]
            octets.append(UInt8(truncatingIfNeeded: bits))
            bits = 0
        }
        return Array(octets.dropLast(padding))
    }

    private static func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
