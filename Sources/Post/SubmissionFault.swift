// SPDX-License-Identifier: Apache-2.0
// What ends a submission session early. A fault belongs to the connection, never to a mail: nothing is given
// up because of it (R10).

/// What a session waits for; each wait has its own time-out (RFC 5321 4.5.3.2, R37).
public enum SubmissionWait: String, Sendable, Equatable, Codable, CaseIterable {
    /// The server's first words.
    case greeting
    /// The reply to EHLO.
    case hello
    /// The reply to STARTTLS.
    case startTLS
    /// The end of the TLS handshake, which the edge runs.
    case handshake
    /// The reply to a step of AUTH.
    case authentication
    /// The reply to MAIL.
    case mail
    /// The reply to RCPT.
    case recipient
    /// The reply to DATA.
    case dataStart
    /// Progress while octets are being written.
    case writing
    /// The reply to the final dot or to BDAT LAST: shorter than 10 minutes means duplicates.
    case finalReply
    /// The reply to RSET.
    case reset
    /// The reply to QUIT; every result is stored by then.
    case quit
    /// The next mail of the queue: nothing is outstanding.
    case nextMail
}

/// How long each wait may last.
public struct SubmissionTimeouts: Sendable, Equatable {
    /// For replies that have no time of their own below: greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, RSET.
    public var reply = Duration.seconds(300)
    /// For the reply to DATA.
    public var dataStart = Duration.seconds(120)
    /// For the TLS handshake.
    public var handshake = Duration.seconds(60)
    /// Without a single octet written, while there is something to write.
    public var writing = Duration.seconds(180)
    /// For the reply that says who is responsible for the mail.
    public var finalReply = Duration.seconds(600)
    /// For the reply to QUIT.
    public var quit = Duration.seconds(10)

    /// The times of RFC 5321.
    public init() {}

    /// The time of one wait.
    public func span(of wait: SubmissionWait) -> Duration {
        switch wait {
        case .greeting, .hello, .startTLS, .authentication, .mail, .recipient, .reset, .nextMail: reply
        case .dataStart: dataStart
        case .handshake: handshake
        case .writing: writing
        case .finalReply: finalReply
        case .quit: quit
        }
    }
}

/// What ends a session early.
public enum SubmissionFault: Error, Sendable, Equatable {
    /// The greeting, EHLO or STARTTLS was answered with 4xx or 5xx.
    case serviceRefused(SubmissionWait, SMTPReply)
    /// 421: the server closes the session, at any point.
    case serviceClosing(SMTPReply)
    /// The credentials were refused for good (5xx to AUTH).
    case credentialsRefused(SMTPReply)
    /// The server cannot check credentials now (4xx to AUTH).
    case authenticationPostponed(SMTPReply)
    /// The server says mid-session that we may not send at all (530, 535, 538, 5.7.30).
    case notAuthorised(SMTPReply)
    /// The wanted SASL mechanism is not offered.
    case mechanismNotOffered(wanted: String, offered: [String])
    /// The user name or the secret cannot be sent: empty, too long, or with a character its mechanism
    /// forbids (SCRAM takes ASCII only).
    case credentialUnusable
    /// The server says that the log-in is good without a proof that it knows the account (RFC 5802 3).
    case serverUnproven
    /// The server offers no STARTTLS: there is no way to go on without TLS (R22).
    case startTLSNotOffered
    /// Octets followed the reply to STARTTLS before TLS began: an attack or a broken server (R24).
    case injectedBeforeTLS
    /// A reply that does not fit what was sent; the outcome of unanswered mails is unknown.
    case outOfStep(SubmissionWait, SMTPReply)
    /// Octets that are no reply.
    case badReply(ReplyFault)
    /// Nothing came in time.
    case timedOut(SubmissionWait)
    /// The connection ended.
    case connectionLost(during: SubmissionWait, reason: String)

    /// Whether waiting will not help before someone changes the credentials or the account (R11).
    public var isAboutCredentials: Bool {
        switch self {
        case .credentialsRefused, .mechanismNotOffered, .credentialUnusable, .notAuthorised, .serverUnproven:
            true
        case .serviceRefused, .serviceClosing, .authenticationPostponed, .startTLSNotOffered,
            .injectedBeforeTLS,
            .outOfStep, .badReply, .timedOut, .connectionLost:
            false
        }
    }
}

extension SubmissionFault: CustomStringConvertible {
    /// One line for a technician.
    public var description: String {
        switch self {
        case .serviceRefused(let wait, let reply): "server refused service at \(wait.rawValue): \(reply)"
        case .serviceClosing(let reply): "server closed the session: \(reply)"
        case .credentialsRefused(let reply): "server refused the credentials: \(reply)"
        case .authenticationPostponed(let reply): "server cannot check the credentials now: \(reply)"
        case .notAuthorised(let reply): "server does not let this account send: \(reply)"
        case .mechanismNotOffered(let wanted, let offered):
            "server offers no AUTH \(wanted), only [\(offered.joined(separator: " "))]"
        case .credentialUnusable: "user name or secret is empty, too long or holds a forbidden character"
        case .serverUnproven: "server did not prove that it knows the account; it may not be the real one"
        case .startTLSNotOffered: "server offers no STARTTLS; mail is never sent without TLS"
        case .injectedBeforeTLS: "octets followed the STARTTLS reply before TLS began"
        case .outOfStep(let wait, let reply): "reply does not fit at \(wait.rawValue): \(reply)"
        case .badReply(.endless): "server sent an endless reply"
        case .badReply(.malformed(let text)): "server sent no SMTP reply: \(text)"
        case .timedOut(let wait): "no answer in time at \(wait.rawValue)"
        case .connectionLost(let wait, let reason): "connection lost at \(wait.rawValue): \(reason)"
        }
    }
}
