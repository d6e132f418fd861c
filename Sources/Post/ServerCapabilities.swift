// SPDX-License-Identifier: Apache-2.0
// What a server offered in its reply to EHLO. What it said before TLS is a different value and is thrown away
// (R24).

/// What a server offers.
public struct ServerCapabilities: Sendable, Equatable {
    /// Whether STARTTLS is offered (RFC 3207).
    public var offersSTARTTLS = false
    /// SASL mechanisms in upper case.
    public var mechanisms: [String] = []
    /// Whether SIZE is offered (RFC 1870).
    public var offersSize = false
    /// The largest message in octets; nil when the server names no limit.
    public var largestMessage: Int?
    /// Whether commands may be grouped (RFC 2920).
    public var offersPipelining = false
    /// Whether BDAT is offered (RFC 3030).
    public var offersChunking = false
    /// Whether 8-bit content is taken (RFC 6152).
    public var offers8BitMIME = false
    /// Whether UTF-8 addresses are taken (RFC 6531).
    public var offersSMTPUTF8 = false
    /// Whether delivery status notifications can be asked for (RFC 3461).
    public var offersDSN = false
    /// Messages the server takes in one session (RFC 9422).
    public var mostMails: Int?
    /// Recipients the server takes in one message (RFC 9422).
    public var mostRecipients: Int?

    /// Nothing is offered.
    public init() {}

    /// Reads the lines of a positive reply to EHLO; the first line is a greeting.
    public init(_ reply: SMTPReply) {
        for line in reply.lines.dropFirst() {
            let words = line.uppercased().split(whereSeparator: { $0 == " " || $0 == "=" }).map(String.init)
            guard let keyword = words.first else { continue }
            switch keyword {
            case "STARTTLS": offersSTARTTLS = true
            case "AUTH": mechanisms += words.dropFirst().filter { !mechanisms.contains($0) }
            case "SIZE":
                offersSize = true
                largestMessage = words.dropFirst().first.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
            case "PIPELINING": offersPipelining = true
            case "CHUNKING": offersChunking = true
            case "8BITMIME": offers8BitMIME = true
            case "SMTPUTF8": offersSMTPUTF8 = true
            case "DSN": offersDSN = true
            case "LIMITS": readLimits(words.dropFirst())
            default: continue
            }
        }
    }

    /// "LIMITS MAILMAX=100 RCPTMAX=50" has become a flat list of names and numbers.
    private mutating func readLimits(_ words: ArraySlice<String>) {
        for (name, value) in zip(words, words.dropFirst()) {
            guard let number = Int(value), number > 0 else { continue }
            if name == "MAILMAX" { mostMails = number }
            if name == "RCPTMAX" { mostRecipients = number }
        }
    }
}
