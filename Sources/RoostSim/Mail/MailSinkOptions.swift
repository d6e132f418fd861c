// SPDX-License-Identifier: Apache-2.0
// What a mail sink is told at its start, what it counts, and why it may fail to start. It holds no behaviour.
// Nothing here belongs to a real mail server; the password guards a test on loopback only.

/// How a mail sink is set up.
public struct MailSinkOptions: Sendable {
    /// The folder for accepted mail; `new/` and `tmp/` are made in it.
    public var folder: String
    /// Where the certificate of its throw-away authority is written (PEM), for the client to trust.
    public var authorityFile: String
    /// The one user that may submit.
    public var user: String
    /// The password of that user.
    public var password: String
    /// The port with STARTTLS; 0 takes a free one.
    public var startTLSPort: UInt16 = 0
    /// The port with TLS from the first octet; 0 takes a free one.
    public var implicitTLSPort: UInt16 = 0
    /// Octets of the largest message, offered as SIZE.
    public var largestMessage = 64 << 20
    /// Whether CHUNKING (BDAT) is offered.
    public var offersChunking = true
    /// Recipients that get "550 5.1.1".
    public var refusedRecipients: Set<String> = []
    /// How long a client may stay silent.
    public var silence = Duration.seconds(300)

    /// A sink on free loopback ports.
    public init(folder: String, authorityFile: String, user: String, password: String) {
        self.folder = folder
        self.authorityFile = authorityFile
        self.user = user
        self.password = password
    }
}

/// What a mail sink has seen so far.
public struct MailSinkStats: Sendable, Equatable {
    /// Connections accepted.
    public var connections = 0
    /// TLS handshakes finished.
    public var handshakes = 0
    /// Of these, resumed sessions.
    public var resumed = 0
    /// Log-ins that succeeded.
    public var logins = 0
    /// Log-ins that were refused.
    public var refusedLogins = 0
    /// Messages on the disk and answered with 250.
    public var accepted = 0
    /// Octets of these messages.
    public var octets = 0
    /// Messages that were refused after their content.
    public var refused = 0
    /// Breaches of the protocol by clients: bare line ends, octets before a TLS handshake, commands out of
    /// order.
    public var violations = 0

    /// All zero.
    public init() {}
}

/// One accepted message.
public struct SunkMail: Sendable, Equatable {
    /// Its number, from 1; it begins the file name.
    public var number: Int
    /// The file that holds exactly the octets received.
    public var file: String
    /// The envelope sender.
    public var sender: String
    /// The envelope recipients.
    public var recipients: [String]
    /// The size in octets.
    public var size: Int
}

/// Why a mail sink cannot start.
public enum MailSinkError: Error, Sendable, Equatable {
    /// A socket call failed.
    case socket(doing: String, code: Int32)
    /// The folder or the authority's file cannot be written.
    case storage(path: String, code: Int32)
    /// libcrypto or libssl failed.
    case crypto(doing: String)
}

extension MailSinkError: CustomStringConvertible {
    /// What failed and where.
    public var description: String {
        switch self {
        case .socket(let doing, let code): "mail sink: \(doing) failed with error \(code); is the port taken?"
        case .storage(let path, let code): "mail sink: \(path) cannot be written, error \(code)"
        case .crypto(let doing): "mail sink: \(doing) failed in libcrypto"
        }
    }
}
