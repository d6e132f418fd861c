// SPDX-License-Identifier: Apache-2.0
// Why a flush could not reach the server or was cut short. None of these is about a mail: every mail that had
// no final answer stays in the queue (R10).

import DockModel
import Post

/// Why a flush ended early.
public enum MailerError: Error, Sendable, Equatable {
    /// The server's name has no address, or none was found in time.
    case resolve(host: String, reason: String)
    /// No address of the server took the connection in time.
    case connect(host: String, port: Int, reason: String)
    /// The server's certificate is not trusted, not for this name, or outside its dates (R22).
    case certificate(reason: String, subject: String)
    /// A certificate was refused for its dates while this machine's clock is not known to be set (R27).
    case clockNotSet(reason: String)
    /// The TLS handshake failed for another reason.
    case tls(reason: String)
    /// The file with the trusted certificates cannot be read.
    case certificateFile(path: String, reason: String)
    /// The password or token could not be obtained.
    case secret(reason: String)
    /// The token's endpoint gives none now; that is a matter of the network, not of the account.
    case secretLater(reason: String, retryAfter: Duration)
    /// Port 25 without a word in the settings that the relay is one's own.
    case relayPort
    /// The SMTP session ended early; a time-out names its wait.
    case session(SubmissionFault)
    /// The owner asked for the end before anything of a mail was under way.
    case stopped

    /// Whether waiting will not help before someone changes something here or at the account (R11).
    public var isAboutCredentials: Bool {
        switch self {
        case .session(let fault): fault.isAboutCredentials
        case .secret: true
        case .resolve, .connect, .certificate, .clockNotSet, .tls, .certificateFile, .secretLater, .relayPort,
            .stopped:
            false
        }
    }

    /// Whether somebody tampers with the connection, or the settings name the wrong server or certificate.
    public var isAboutTrust: Bool {
        switch self {
        case .certificate, .certificateFile, .session(.startTLSNotOffered), .session(.injectedBeforeTLS),
            .session(.serverUnproven):
            true
        case .resolve, .connect, .clockNotSet, .tls, .secret, .secretLater, .relayPort, .session, .stopped: false
        }
    }
}

extension MailerError: CustomStringConvertible {
    /// What, where, and what to look at, in one line.
    public var description: String {
        switch self {
        case .resolve(let host, let reason): "mail server \(host) not found: \(reason)"
        case .connect(let host, let port, let reason):
            "no connection to mail server \(host):\(port): \(reason)"
        case .certificate(let reason, let subject):
            "mail server's certificate refused: \(reason)\(subject.isEmpty ? "" : " (\(subject))")"
        case .clockNotSet(let reason):
            "this machine's clock is not set, so no certificate can be checked: \(reason)"
        case .tls(let reason): "TLS with the mail server failed: \(reason)"
        case .certificateFile(let path, let reason): "trusted certificates \(path): \(reason)"
        case .secret(let reason): "no password or token for the mail server: \(reason)"
        case .secretLater(let reason, _): "no token for the mail server now: \(reason)"
        case .relayPort:
            "port 25 is for servers among themselves; use 465 or 587, or say under private_relay why this is your relay"
        case .session(let fault): fault.description
        case .stopped: "stopped before any mail was under way"
        }
    }
}

extension MailerError {
    /// What a technician should do next.
    public var remedy: String? {
        switch self {
        case .resolve: "check mail.host, and the name servers of this machine (resolvectl query HOST)"
        case .connect: "check mail.port, the uplink and the firewalls on the way; many networks block port 25"
        case .certificate:
            "check that mail.host is the name in the certificate; for an authority of your own set mail.ca_file"
        case .clockNotSet: "set this machine's clock"
        case .tls: "check mail.security: tls is for port 465, starttls for 587"
        case .certificateFile: "put the PEM file there, readable for the service"
        case .secret: "follow the text; the secret is a file with mode 0600 or a systemd credential"
        case .secretLater: "wait; it is tried again by itself"
        case .relayPort: "use 465 or 587, or set mail.private_relay to the reason"
        case .session(let fault): fault.remedy
        case .stopped: nil
        }
    }
}

extension SubmissionFault {
    /// What a technician should do next.
    var remedy: String? {
        switch self {
        case .credentialsRefused(let reply) where reply.enhanced == EnhancedStatus(5, 7, 30):
            "the provider has switched passwords off; use mail.oauth (roost mail login)"
        case .notAuthorised(let reply) where reply.enhanced == EnhancedStatus(5, 7, 30):
            "the provider has switched passwords off; use mail.oauth (roost mail login)"
        case .credentialsRefused: "check mail.user and its password or token"
        case .notAuthorised: "allow this account to send by SMTP at the provider"
        case .mechanismNotOffered: "set mail.auth to one that the server offers"
        case .credentialUnusable: "write user and secret in ASCII on one line, or use auth: plain"
        case .startTLSNotOffered: "check mail.port and mail.security; somebody on the way may remove STARTTLS"
        case .injectedBeforeTLS, .serverUnproven: "do not trust this connection; check mail.host and the network"
        case .serviceRefused, .serviceClosing, .authenticationPostponed: "follow the server's text, or wait"
        case .outOfStep, .badReply: "check that this is a mail server's submission port"
        case .timedOut, .connectionLost: "check the uplink; try again"
        }
    }
}
