// SPDX-License-Identifier: Apache-2.0
// What a submission session is told before it begins, and the words in which it reports. It holds no
// addresses of servers and opens nothing.

/// How TLS comes about; there is no third way (R22).
public enum SubmissionSecurity: String, Sendable, Equatable, Codable {
    /// TLS from the first octet, as on port 465 (RFC 8314).
    case tls
    /// TLS after STARTTLS, as on port 587 (RFC 3207).
    case starttls
}

/// What was learnt about one server and is worth remembering (R17, R19).
public struct HostTraits: Sendable, Equatable, Codable {
    /// BDAT went wrong here: use DATA.
    public var avoidsChunking: Bool
    /// Grouped commands went wrong here: wait for each reply.
    public var avoidsPipelining: Bool

    /// Nothing bad is known.
    public init(avoidsChunking: Bool = false, avoidsPipelining: Bool = false) {
        self.avoidsChunking = avoidsChunking
        self.avoidsPipelining = avoidsPipelining
    }
}

/// What a submission session is told before it begins.
public struct SubmissionPolicy: Sendable {
    /// The name in EHLO: a host name or an address literal.
    public var helloName: String
    /// How TLS comes about.
    public var security: SubmissionSecurity
    /// Who sends; nil for a server that knows us otherwise.
    public var credential: SubmissionCredential?
    /// Mails that may be unanswered at the same time, whatever their size.
    public var window: Int
    /// Mails that may be unanswered at the same time while together they hold few octets: four small mails do
    /// not fill a long link (R15).
    public var smallMailWindow: Int
    /// What is known about the server.
    public var traits: HostTraits
    /// Whether to ask for failure notices where the server can send them (R36).
    public var requestsNotices: Bool
    /// Time-outs of each wait.
    public var timeouts: SubmissionTimeouts

    /// A session's policy; `helloName` is replaced by "[127.0.0.1]" unless it is a host name or an address
    /// literal.
    public init(
        helloName: String, security: SubmissionSecurity, credential: SubmissionCredential?, window: Int = 4,
        smallMailWindow: Int = 8, traits: HostTraits = HostTraits(), requestsNotices: Bool = true,
        timeouts: SubmissionTimeouts = SubmissionTimeouts()
    ) {
        // Why the name is refused does not matter: the literal takes its place.
        let isName = (try? MailAddress("x@\(helloName)")).map { !$0.needsSMTPUTF8 } ?? false
        self.helloName = isName ? helloName : "[127.0.0.1]"
        self.security = security
        self.credential = credential
        self.window = min(max(window, 1), 32)
        self.smallMailWindow = min(max(smallMailWindow, self.window), 32)
        self.traits = traits
        self.requestsNotices = requestsNotices
        self.timeouts = timeouts
    }
}

/// What a session found out about one recipient.
public enum RecipientVerdict: Sendable, Equatable {
    /// The server took the mail for this recipient.
    case sent(SMTPReply)
    /// Not now; the server said so.
    case postponed(SMTPReply)
    /// Never; the server, or a check of ours in the words of a reply, said so.
    case refused(SMTPReply)
    /// The session ended first. `mayBeSent` when the content was on its way: then a retry may be a duplicate.
    case unfinished(SubmissionFault, mayBeSent: Bool)
    /// Nothing of this mail had been sent when the session ended.
    case untouched
}

/// What a session tells its owner.
public enum SubmissionEvent: Sendable, Equatable {
    /// Run the TLS handshake now, then call `tlsEstablished`.
    case startTLS
    /// Logged in; mails may be offered.
    case ready(ServerCapabilities)
    /// Results for recipients of one mail; each recipient gets exactly one. Store them before the next octet
    /// is sent.
    case verdicts(mail: Int64, [String: RecipientVerdict])
    /// The server takes no more mails in this session; what is under way is finished.
    case windingUp(SMTPReply?)
    /// The session ended early; results of all mails came before.
    case fault(SubmissionFault)
    /// QUIT was answered or did not need to be.
    case finished
}

/// What an enhanced status says about a refusal (R14), for notices to people.
public enum RefusalReason: String, Sendable, Equatable, Codable {
    /// The address is wrong (x.1.x).
    case badAddress
    /// A mailbox or the system is full (x.2.2, x.3.1).
    case full
    /// The mail is too large (x.2.3, x.3.4).
    case tooLarge
    /// A rule forbids it (x.7.x).
    case policy
    /// Anything else, or no enhanced status.
    case other

    /// The reason behind a negative reply.
    public init(_ reply: SMTPReply) {
        switch (reply.enhanced?.subject, reply.enhanced?.detail) {
        case (2, 2), (3, 1): self = .full
        case (2, 3), (3, 4): self = .tooLarge
        case (1, _): self = .badAddress
        case (7, _): self = .policy
        default: self = reply.code == 552 ? .tooLarge : .other
        }
    }
}
