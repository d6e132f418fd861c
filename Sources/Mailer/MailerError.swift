// SPDX-License-Identifier: Apache-2.0
// Why a flush could not reach the server or was cut short. None of these is about a mail: every mail that had
// no final answer stays in the queue (R10).

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
    /// The SMTP session ended early; a time-out names its wait.
    case session(SubmissionFault)
    /// The owner asked for the end before anything of a mail was under way.
    case stopped

    /// Whether waiting will not help before someone changes something here or at the account (R11).
    public var isAboutCredentials: Bool {
        switch self {
        case .session(let fault): fault.isAboutCredentials
        case .secret: true
        case .resolve, .connect, .certificate, .clockNotSet, .tls, .certificateFile, .stopped: false
        }
    }

    /// Whether somebody tampers with the connection, or the settings name the wrong server or certificate.
    public var isAboutTrust: Bool {
        switch self {
        case .certificate, .certificateFile, .session(.startTLSNotOffered), .session(.injectedBeforeTLS): true
        case .resolve, .connect, .clockNotSet, .tls, .secret, .session, .stopped: false
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
        case .session(let fault): fault.description
        case .stopped: "stopped before any mail was under way"
        }
    }
}
