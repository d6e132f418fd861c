// SPDX-License-Identifier: Apache-2.0
// The mail section: presets, tokens, pins, certificates, port 25; and that no secret stands in the file.

import Foundation
import Testing

@testable import Settings

@Suite struct MailSettingsTests {
    /// The mail settings of the example with other lines in place of user, secret and log-in.
    private func mail(_ lines: String, host: String = "  host: localhost\n  port: 587\n") throws
        -> MailSettings
    {
        try #require(read(lines, host: host).configuration).dock.mail
    }

    private func problems(_ lines: String, host: String = "  host: localhost\n  port: 587\n") -> [String] {
        read(lines, host: host).problems.map { "\($0.message) (\($0.remedy))" }
    }

    private func read(_ lines: String, host: String) -> (
        configuration: DockConfiguration?, problems: [SettingsProblem]
    ) {
        var texts = DefaultConfiguration.files.contents.mapValues { String(decoding: $0, as: UTF8.self) }
        var text = texts["dock.yaml"] ?? ""
        let start = text.range(of: "\nmail:"), end = text.range(of: "\nclock:")
        guard let start, let end else { return (nil, []) }
        text.replaceSubrange(
            start.lowerBound..<end.lowerBound,
            with:
                "\nmail:\n\(host)\(lines)  from: dock@example.org\n  recipients: {alerts: [ops@example.org]}\n"
        )
        texts["dock.yaml"] = text
        do throws(SettingsError) {
            return (try DockConfiguration.load(files: ConfigurationFiles(texts: texts)), [])
        } catch {
            return (nil, error.problems)
        }
    }

    @Test func `a password goes the best way unless one is named`() throws {
        #expect(try mail("  user: dock\n  password_file: pw\n").authentication == .password)
        #expect(
            try mail("  user: dock\n  password_file: pw\n  auth: scram-sha-256\n").authentication
                == .scramSHA256)
        #expect(try mail("").authentication == .none)
    }

    @Test func `kinds may wait for other times, and none less than five days`() throws {
        let read = try mail("  expiry: {incident: 60 d, digest: 240 h}\n")
        #expect(read.expiry == ["incident": .seconds(60 * 86_400), "digest": .seconds(10 * 86_400)])
        #expect(try mail("").expiry.isEmpty)
        #expect(problems("  expiry: {incident: 4 d}\n").count == 1)
        #expect(problems("  expiry: {alarm: 10 d}\n").count == 1)
    }

    @Test func `a preset knows the addresses of its provider`() throws {
        let google = try mail(
            "  user: dock@example.org\n  oauth: {preset: gmail, client_id: id, refresh_token_file: rt}\n",
            host: "")
        #expect(
            google.server.host == "smtp.gmail.com" && google.server.port == 465 && google.security == .tls)
        #expect(
            google.authentication == .oauth2
                && google.oauth?.tokenURL == "https://oauth2.googleapis.com/token")
        #expect(google.oauth?.scope == "https://mail.google.com/" && google.oauth?.deviceURL == nil)
        #expect(google.oauth?.refreshToken == .file(path: "rt"))
        let microsoft = try mail(
            "  user: dock@example.org\n  oauth: {preset: microsoft365, tenant: t.example, client_id: id}\n",
            host: "")
        #expect(microsoft.server.host == "smtp.office365.com" && microsoft.server.port == 587)
        let base = "https://login.microsoftonline.com/t.example/oauth2/v2.0/"
        #expect(
            microsoft.oauth?.tokenURL == base + "token" && microsoft.oauth?.deviceURL == base + "devicecode")
        #expect(microsoft.oauth?.scope == "https://outlook.office.com/SMTP.Send offline_access")
        let app = try mail(
            "  user: dock@example.org\n  oauth: {preset: microsoft365, tenant: t.example, client_id: id, "
                + "grant: client_credentials, certificate_file: c.pem, key_credential: k}\n", host: "")
        #expect(app.oauth?.scope == "https://outlook.office365.com/.default")
        #expect(
            app.oauth?.proof
                == .certificate(key: .credential(name: "k"), certificateFile: "c.pem", isPSS: true))
    }

    @Test(arguments: [
        ("  oauth: {client_id: a, token_url: 'http://x/t'}\n  user: u\n", "no https address"),
        ("  oauth: {client_id: a}\n  user: u\n", "token_url is missing"),
        ("  oauth: {client_id: a, token_url: 'https://x/t'}\n", "needs mail.user"),
        (
            "  oauth: {client_id: a, token_url: 'https://x/t', client_secret: hunter2}\n  user: u\n",
            "must not stand"
        ),
        ("  oauth: {token_url: 'https://x/t', grant: service_account}\n  user: u\n", "key file"),
        (
            "  oauth: {client_id: a, token_url: 'https://x/t', grant: client_credentials}\n  user: u\n",
            "proof"
        ),
        (
            "  oauth: {client_id: a, token_url: 'https://x/t'}\n  user: u\n  password_file: p\n",
            "both oauth and"
        ),
        (
            "  oauth: {client_id: a, token_url: 'https://x/t'}\n  user: u\n  auth: plain\n",
            "does not take the token"
        ),
        ("  pins: [sha256/AAAA]\n", "is no pin"), ("  client_certificate_file: c.pem\n", "belong together"),
        ("  oauth: {preset: microsoft365, tenant: 'a/../b', client_id: a}\n  user: u\n", "neither a domain"),
    ])
    func `a mistake is told`(lines: String, words: String) {
        let found = problems(lines)
        #expect(
            found.contains { $0.contains(words) } && !found.contains { $0.contains("hunter2") }, "\(found)")
    }

    @Test func `port 25 needs a reason`() throws {
        let host = "  host: relay.example\n  port: 25\n"
        #expect(problems("", host: host).contains { $0.contains("port 25") })
        let relay = try mail("  private_relay: the mast's own relay\n", host: host)
        #expect(relay.privateRelay == "the mast's own relay" && relay.server.port == 25)
    }

    @Test func `pins and a certificate of our own are read`() throws {
        let pin = Data(repeating: 7, count: 32).base64EncodedString()
        let mail = try mail(
            "  pins: [sha256/\(pin)]\n  client_certificate_file: c.pem\n  client_key_file: k.pem\n")
        #expect(mail.pins == [[UInt8](repeating: 7, count: 32)])
        #expect(mail.client == ClientCertificateSettings(certificateFile: "c.pem", key: .file(path: "k.pem")))
    }
}
