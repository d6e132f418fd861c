// SPDX-License-Identifier: Apache-2.0
// Which server takes our mail, how it is reached, and what a flush reports. There is no setting that weakens
// or skips the verification of the server (R22, R27).

import DockModel
import Post

/// Which server takes our mail and how it is reached.
public struct SubmissionSettings: Sendable {
    /// The host name that is resolved and that the certificate must bear; or an IP address.
    public var host: String
    /// The port: 465 with `.tls`, 587 with `.starttls`.
    public var port: Int
    /// How TLS comes about.
    public var security: SubmissionSecurity
    /// A PEM file with the only certificates to trust; nil for the system's.
    public var caFile: String?
    /// The name given in EHLO.
    public var helloName: String
    /// The account; nil for a server that knows us otherwise.
    public var user: String?
    /// How the account may be proven, the best first; the first that the server offers is taken.
    public var mechanisms: [AuthenticationMechanism]
    /// SHA-256 of public keys (SubjectPublicKeyInfo), one of which must stand in the server's verified chain; empty for
    /// no pins.
    public var pins: [[UInt8]] = []
    /// Our own certificate, for relays that ask for one.
    public var identity: ClientIdentity?
    /// Recipients that the provider takes in 24 h, less a share for alerts; nil for no limit (R31). Alerts go on beyond
    /// it.
    public var recipientsPerDay: Int?
    /// Why port 25 may be used: a relay of one's own that offers no submission port. nil refuses port 25.
    public var privateRelay: String?
    /// Mails that may be unanswered at the same time, whatever their size.
    public var window = 4
    /// Small mails that may be unanswered at the same time; see `SubmissionPolicy.smallMailWindow`. The larger
    /// of the two windows bounds the mails that a lost connection can make arrive twice.
    public var smallMailWindow = 8
    /// Time for the name, and again for the TCP connection.
    public var connectTimeout = Duration.seconds(30)
    /// The kernel gives the connection up when sent octets stay unacknowledged this long (R37).
    public var unacknowledgedTimeout = Duration.seconds(180)
    /// Time-outs of each wait inside the session.
    public var timeouts = SubmissionTimeouts()
    /// How long a flush that shall stop still waits for the replies to what is under way.
    public var stopGrace = Duration.seconds(10)
    /// For how long mails are leased; renewed while the flush makes progress.
    public var leaseSpan = Duration.seconds(1_200)

    /// Settings of a server; everything else has its default.
    public init(
        host: String, port: Int, security: SubmissionSecurity, caFile: String? = nil,
        helloName: String = "localhost", user: String? = nil, mechanism: AuthenticationMechanism = .plain
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.caFile = caFile
        self.helloName = helloName
        self.user = user
        mechanisms = [mechanism]
    }
}

extension SubmissionSettings {
    /// Lets each step of a session wait for `span`; connecting and taking leave at most so long.
    public mutating func setWaits(to span: Duration) {
        connectTimeout = min(connectTimeout, span)
        unacknowledgedTimeout = min(unacknowledgedTimeout, span)
        timeouts.reply = span
        timeouts.dataStart = span
        timeouts.handshake = span
        timeouts.writing = span
        timeouts.finalReply = span
        timeouts.quit = min(timeouts.quit, span)
    }

    /// Lets no wait last longer than `span`. For a person who waits; a dock keeps the times of RFC 5321, because a
    /// final reply that is not awaited makes a duplicate (R37).
    public mutating func limitWaits(to span: Duration) {
        connectTimeout = min(connectTimeout, span)
        unacknowledgedTimeout = min(unacknowledgedTimeout, span)
        timeouts.reply = min(timeouts.reply, span)
        timeouts.dataStart = min(timeouts.dataStart, span)
        timeouts.handshake = min(timeouts.handshake, span)
        timeouts.writing = min(timeouts.writing, span)
        timeouts.finalReply = min(timeouts.finalReply, span)
        timeouts.quit = min(timeouts.quit, span)
    }
}

/// A certificate of our own with its key.
public struct ClientIdentity: Sendable {
    /// The PEM file with the certificate and those between it and the authority.
    public var certificateFile: String
    /// Reads the private key (PEM, without a password) at the moment of use.
    public var key: @Sendable () throws -> String

    /// An identity.
    public init(certificateFile: String, key: @escaping @Sendable () throws -> String) {
        self.certificateFile = certificateFile
        self.key = key
    }
}

/// Which secret is wanted.
public enum SecretRequest: Sendable, Equatable {
    /// The password, or the token that is at hand.
    case current
    /// A fresh token: the server has just refused the one at hand (R11).
    case refreshed
}

/// One outcome in a report.
public struct FlushOutcome: Sendable, Equatable {
    /// The queue's number of the mail.
    public var mail: Int64
    /// Its Message-ID.
    public var messageID: String
    /// The recipient and what became of it.
    public var outcome: RecipientOutcome
}

/// What one flush did.
public struct FlushReport: Sendable, Equatable {
    /// Recipients that were served.
    public internal(set) var sent = 0
    /// Recipients that are tried again later.
    public internal(set) var deferred = 0
    /// Recipients given up for good.
    public internal(set) var refused = 0
    /// Whether mails were left because the day's allowance is used up; alerts were not.
    public internal(set) var isAllowanceSpent = false
    /// Mails that still wait in the queue.
    public internal(set) var leftInQueue = 0
    /// The refusals and deferrals, for notices to people and for the log.
    public internal(set) var troubles: [FlushOutcome] = []
    /// What ended the flush early; nil when it went through the queue.
    public internal(set) var fault: MailerError?
    /// What the server said when it took no more mails for now.
    public internal(set) var stoppedBy: SMTPReply?
    /// Whether `shouldStop` ended the flush; what was not sent stays queued.
    public internal(set) var wasStopped = false
    /// When to try again after a fault or a reply that stopped the flush; nil when there was none.
    public internal(set) var retryAfter: Duration?
    /// Connections that were opened; 0 when nothing was due.
    public internal(set) var connections = 0
    /// Whether TLS resumed an earlier session (R25).
    public internal(set) var resumedSession = false
    /// Octets written to and read from the sockets, TLS included.
    public internal(set) var octetsOnWire = 0
    /// Time of the last connection's opening: name and one round trip; nil when there was none.
    public internal(set) var connectTime: Duration?
    /// Time that the connections lasted, all together.
    public internal(set) var sessionTime = Duration.zero

    /// An empty report.
    public init() {}
}
