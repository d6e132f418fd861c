// SPDX-License-Identifier: Apache-2.0
// From the mail section of dock.yaml to what the submission engine wants: server, log-in, certificates. Secrets are
// read at the moment of use; the version of a secret tells one from the next without keeping either.

public import DockModel
internal import Foundation
public import Mailer
internal import Post
public import Settings
internal import Tokens

/// Gives a token that is good now; `isRefused` when the server has just refused the one that was given last. It may
/// wait for the token's endpoint.
public typealias MailTokenReader = @Sendable (_ isRefused: Bool) throws -> String

/// The account that a dock sends its mail with.
public struct MailAccount: Sendable {
    /// Which server, and how.
    public let submission: SubmissionSettings
    /// The password or token, read now.
    public let secret: @Sendable (SecretRequest) throws -> String
    /// What a person should know of the account although mail goes out: tokens that cannot be kept on the disk.
    public let warning: @Sendable () -> String?
    private let secretFiles: [String]

    /// The account of a dock whose configuration is in `directory`, with the tokens that `mail.oauth` names.
    public init(_ dock: DockSettings, directory: String, clock: @escaping @Sendable () -> Moment) {
        let source = MailTokens.source(for: dock, directory: directory, clock: clock)
        var tokens: MailTokenReader?
        if let source { tokens = { isRefused in try source.waitForToken(isRefused: isRefused) } }
        self.init(dock.mail, directory: directory, tokens: tokens, warning: { source?.warning })
    }

    /// The account of a configuration in `directory`. `tokens` gives the tokens of `mail.oauth`.
    public init(
        _ mail: MailSettings, directory: String, tokens: MailTokenReader? = nil,
        warning: @escaping @Sendable () -> String? = { nil }
    ) {
        self.warning = warning
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : directory + "/" + path }
        let source = SecretSource(baseDirectory: directory)
        var submission = SubmissionSettings(
            host: mail.server.host, port: mail.server.port, security: mail.security.forMailer,
            caFile: mail.caFile.map(absolute), helloName: Self.helloName(of: mail.from),
            user: mail.authentication == .none ? nil : mail.user)
        submission.mechanisms = mail.authentication.forMailer
        submission.pins = mail.pins
        submission.privateRelay = mail.privateRelay
        submission.recipientsPerDay = mail.recipientsPerDay
        submission.identity = mail.client.map { client in
            ClientIdentity(
                certificateFile: absolute(client.certificateFile),
                key: { try source.readDocument(client.key) })
        }
        self.submission = submission
        let reference = mail.secret
        secret = { request in
            if let tokens { return try tokens(request == .refreshed) }
            guard let reference else { throw MailAccountError.noSecret }
            return try source.read(reference)
        }
        secretFiles = [reference, mail.oauth?.refreshToken, mail.oauth?.serviceAccount].compactMap {
            $0.flatMap { source.path(of: $0) }
        }
    }

    /// An account of its parts, for tests.
    init(
        submission: SubmissionSettings, secretFiles: [String] = [],
        secret: @escaping @Sendable (SecretRequest) throws -> String
    ) {
        self.submission = submission
        self.secret = secret
        warning = { nil }
        self.secretFiles = secretFiles
    }

    /// Which version of its secret files the account has: it changes whenever one is written or replaced.
    public var secretVersion: String {
        secretFiles.map { path in
            var status = stat()
            guard unsafe stat(path, &status) == 0 else { return "none" }
            let time = status.st_mtim
            return "\(status.st_dev)/\(status.st_ino)/\(status.st_size)/\(time.tv_sec).\(time.tv_nsec)"
        }.joined(separator: " ")
    }

    /// The domain of our own sender names us to the server.
    private static func helloName(of sender: String) -> String {
        sender.split(separator: "@").last.map(String.init) ?? "localhost"
    }
}

/// Why an account has no secret.
public enum MailAccountError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nothing in the settings names one.
    case noSecret

    /// What is wrong and what to do.
    public var description: String { "dock.yaml names no password_file, credential or oauth under mail" }
}

extension MailSecurity {
    fileprivate var forMailer: SubmissionSecurity {
        switch self {
        case .starttls: .starttls
        case .tls: .tls
        }
    }
}

extension MailAuthentication {
    fileprivate var forMailer: [AuthenticationMechanism] {
        switch self {
        case .none, .password: AuthenticationMechanism.forPasswords
        case .scramSHA256: [.scramSHA256]
        case .plain: [.plain]
        case .login: [.login]
        case .oauth2: AuthenticationMechanism.forTokens
        case .xoauth2: [.xoauth2]
        case .oauthbearer: [.oauthBearer]
        }
    }
}

/// Certificates are no secret: any mode will do.
enum CertificateText {
    /// The text of a PEM file.
    static func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}
