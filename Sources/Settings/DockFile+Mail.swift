// SPDX-License-Identifier: Apache-2.0
// Decodes the mail section of dock.yaml. A secret never stands in the file: only the file or credential that holds it.
// There is no setting that weakens TLS, and port 25 needs a reason.

import Foundation

extension DockFile {
    static func mail(_ top: MappingReader) -> MailSettings {
        var mail = MailSettings(
            server: NetworkAddress(host: "localhost", port: 587), security: .starttls, caFile: nil, user: "",
            secret: nil, authentication: .none, from: "", recipients: RecipientSettings())
        let example =
            "{host: mail.example.org, from: dock@example.org, recipients: {alerts: [ops@example.org]}}"
        guard let reader = top.requiredMapping("mail", example: example) else { return mail }
        mail.oauth = oauth(reader)
        let provider = mail.oauth?.preset.server
        mail.security = reader.choice("security", default: provider?.security ?? .starttls, orElse: .starttls)
        let host = reader.text("host", default: provider?.host, example: "mail.example.org", limit: 253)
        if !host.isEmpty, !isHostName(host), networkAddress("[\(host)]:1") == nil {
            reader.log.report(
                reader.place(of: "host"), "mail.host \(quoted(host)) is not a host name",
                "write for example mail.example.org")
        }
        mail.server = NetworkAddress(host: host, port: port(reader, &mail))
        mail.caFile = reader.optionalText("ca_file", limit: 1_000)
        mail.user = reader.text("user", default: "", limit: 254)
        mail.secret = secret(reader)
        authentication(reader, &mail)
        mail.recipientsPerDay =
            reader.optionalInteger("recipients_per_day", in: 1...1_000_000)
            ?? mail.oauth?.preset.recipientsPerDay
        mail.pins = pins(reader)
        mail.client = clientCertificate(reader)
        mail.from = reader.text("from", example: "dock@example.org", limit: 254)
        checkAddress(mail.from, reader.place(of: "from"), "mail.from", reader)
        mail.recipients = recipients(reader)
        mail.heartbeat = heartbeat(reader)
        mail.expiry = expiry(reader)
        mail.links = links(reader)
        mail.linkFile = reader.optionalText("link_file", limit: 1_000)
        let terms = routeTerms(reader)
        mail.language = terms.language
        mail.routes = routes(reader, terms)
        mail.escalation = escalation(reader, terms)
        mail.acknowledgeURL = acknowledgeURL(reader)
        mail.smime = smime(reader, mail)
        reader.finish()
        return mail
    }

    /// The kinds of mail whose patience can be set.
    private static let expiryKinds = [
        "incident", "escalation", "mission", "part-notice", "digest", "heartbeat", "expiry",
    ]

    /// How long mails may wait, by their kind; less than five days would give up what a long weekend holds up (R13).
    private static func expiry(_ mail: MappingReader) -> [String: Duration] {
        guard let reader = mail.mapping("expiry") else { return [:] }
        var spans: [String: Duration] = [:]
        for kind in expiryKinds where reader.keys.contains(kind) {
            spans[kind] = reader.duration(kind, in: 5 * 86_400...400 * 86_400)
        }
        reader.finish()
        return spans
    }

    private static func port(_ reader: MappingReader, _ mail: inout MailSettings) -> Int {
        let port = reader.integer("port", in: 1...65_535, default: mail.security == .tls ? 465 : 587)
        mail.privateRelay = reader.optionalText("private_relay", limit: 200)
        if port == 25, mail.privateRelay == nil {
            reader.log.report(
                reader.place(of: "port"), "mail.port 25 is for servers among themselves",
                "use 465 or 587, or say why it is your relay: private_relay: \"the mast's own relay\"")
        }
        return port
    }

    private static func authentication(_ reader: MappingReader, _ mail: inout MailSettings) {
        let standard: MailAuthentication =
            mail.oauth != nil ? .oauth2 : mail.secret == nil ? .none : .password
        mail.authentication = reader.choice("auth", default: standard, orElse: standard)
        let word = mail.authentication.rawValue
        if mail.oauth != nil {
            if mail.secret != nil {
                reader.log.report(
                    reader.place(of: "oauth"), "mail has both oauth and a secret of its own",
                    "remove password_file or credential")
            }
            if !mail.authentication.usesToken {
                reader.log.report(
                    reader.place(of: "auth"), "mail.auth \(word) does not take the token of mail.oauth",
                    "remove it, or write oauth2")
            }
            if mail.user.isEmpty {
                reader.log.report(
                    reader.place, "mail.oauth needs mail.user", "add for example user: dock@example.org")
            }
        } else if mail.authentication != .none, mail.secret == nil || mail.user.isEmpty {
            reader.log.report(
                reader.place,
                "mail.auth \(word) needs user and credential or password_file",
                "add them, or set auth: none")
        }
    }

    private static func secret(_ reader: MappingReader) -> SecretReference? {
        for key in ["password", "secret", "token"] where reader.keys.contains(key) {
            _ = reader.node(key)
            reader.log.report(
                reader.place(of: key), "mail.\(key) must not stand in this file",
                "put it into a file with mode 0600 and name that as password_file, or use credential")
        }
        let file = reader.optionalText("password_file", limit: 1_000)
        let credential = reader.optionalText("credential", limit: 64)
        if file != nil, credential != nil {
            reader.log.report(
                reader.place(of: "credential"), "mail has both password_file and credential", "keep one")
        }
        return credential.map { .credential(name: $0) } ?? file.map { .file(path: $0) }
    }

    /// Where the secret `name` is kept: `name_file` or `name_credential`; `name` itself is refused.
    static func secret(_ name: String, _ reader: MappingReader) -> SecretReference? {
        if reader.keys.contains(name) {
            _ = reader.node(name)
            reader.log.report(
                reader.place(of: name), "\(reader.name(name)) must not stand in this file",
                "put it into a file with mode 0600 and name that as \(name)_file, or use \(name)_credential")
        }
        let file = reader.optionalText("\(name)_file", limit: 1_000)
        let credential = reader.optionalText("\(name)_credential", limit: 64)
        if file != nil, credential != nil {
            reader.log.report(
                reader.place(of: "\(name)_credential"),
                "\(reader.path) has both \(name)_file and \(name)_credential",
                "keep one")
        }
        return credential.map { .credential(name: $0) } ?? file.map { .file(path: $0) }
    }

    private static func pins(_ reader: MappingReader) -> [[UInt8]] {
        reader.texts("pins", limit: 10).compactMap { text, place in
            let prefix = "sha256/"
            if text.hasPrefix(prefix), let digest = Data(base64Encoded: String(text.dropFirst(prefix.count))),
                digest.count == 32
            {
                return Array(digest)
            }
            reader.log.report(
                place, "\(reader.name("pins")) \(quoted(text)) is no pin",
                "write sha256/ and the base64 of a key's SHA-256, as roost mail check shows it")
            return nil
        }
    }

    private static func clientCertificate(_ reader: MappingReader) -> ClientCertificateSettings? {
        let file = reader.optionalText("client_certificate_file", limit: 1_000)
        let key = secret("client_key", reader)
        guard let file, let key else {
            if file != nil || key != nil {
                reader.log.report(
                    reader.place, "mail.client_certificate_file and the client key belong together",
                    "add client_certificate_file and client_key_file or client_key_credential")
            }
            return nil
        }
        return ClientCertificateSettings(certificateFile: file, key: key)
    }

    private static func recipients(_ mail: MappingReader) -> RecipientSettings {
        guard let reader = mail.requiredMapping("recipients", example: "{alerts: [ops@example.org]}") else {
            return RecipientSettings()
        }
        let alerts = addresses(reader, "alerts")
        if alerts.isEmpty, mail.log.problems.isEmpty {
            reader.log.report(
                reader.place, "mail.recipients.alerts is empty, so nobody would hear of an emergency",
                "add for example alerts: [ops@example.org]")
        }
        func list(_ key: String) -> [String] { reader.node(key) == nil ? alerts : addresses(reader, key) }
        // A record with its files is much for who only wants to be alerted: absent is nobody.
        let recipients = RecipientSettings(
            digest: list("digest"), notices: list("notices"), confirmations: list("confirmations"),
            alerts: alerts, compliance: addresses(reader, "compliance"))
        reader.finish()
        return recipients
    }

    static func addresses(_ reader: MappingReader, _ key: String) -> [String] {
        var seen: [String] = []
        for (text, place) in reader.texts(key) {
            checkAddress(text, place, reader.name(key), reader)
            if !seen.contains(text) { seen.append(text) }
        }
        return seen
    }

    private static func checkAddress(_ text: String, _ place: Place, _ name: String, _ reader: MappingReader)
    {
        guard !text.isEmpty || place != reader.place, !isMailAddress(text) else { return }
        reader.log.report(
            place, "\(name) \(quoted(text)) is not a mail address", "write for example ops@example.org")
    }
}
