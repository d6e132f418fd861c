// SPDX-License-Identifier: Apache-2.0
// Mail settings that the console has changed: laid over dock.yaml key by key, judged by the same rules, each problem at
// its place in its own file.

import Foundation
import Testing

@testable import Settings

@Suite struct MailOverlayTests {
    private func load(_ overlay: String) throws(SettingsError) -> MailSettings {
        var files = DefaultConfiguration.files
        files.mailOverlay = MailOverlay(name: "/var/lib/roost/mail.yaml", octets: Array(overlay.utf8))
        return try DockConfiguration.load(files: files).dock.mail
    }

    private func problems(_ overlay: String) -> [String] {
        do throws(SettingsError) {
            _ = try load(overlay)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func `keys of the overlay stand in place of those of dock yaml, and null takes one away`() throws {
        let plain = try DockConfiguration.load(files: DefaultConfiguration.files).dock.mail
        var mail = try load(
            "schema: roost-mail/1\nhost: mail.example.org\nport: 465\nsecurity: tls\n"
                + "password_file: /p\ncredential: null\n"
        )
        #expect(mail.server == NetworkAddress(host: "mail.example.org", port: 465) && mail.security == .tls)
        #expect(mail.secret == .file(path: "/p"))
        (mail.server, mail.security, mail.secret) = (plain.server, plain.security, plain.secret)
        #expect(mail == plain)
    }

    @Test func `a problem is told at its place in the file that has it`() {
        let found = problems("schema: roost-mail/1\nhost: mail.example.org\nport: 70000\nsecurity: none\n")
        #expect(found.count == 2)
        #expect(found[0].hasPrefix("/var/lib/roost/mail.yaml:3:7: mail.port \"70000\" is above 65535"))
        #expect(found[1].hasPrefix("/var/lib/roost/mail.yaml:4:11: "))
        // What the overlay does to a key of dock.yaml is told there.
        #expect(problems("schema: roost-mail/1\nuser: null\n").contains { $0.hasPrefix("dock.yaml:") })
    }

    @Test(arguments: [
        ("", "the file is empty"), ("schema: roost-mail/2\n", "schema"), ("host: x\n", "schema is missing"),
        ("schema: roost-mail/1\nsmime: {}\n", "unknown key \"smime\""),
        ("schema: roost-mail/1\nhost: [\n", "not YAML"),
        ("schema: roost-mail/1\npassword: x\n", "unknown key \"password\""), ("- a\n", "not a mapping"),
        ("schema: roost-mail/1\nhost: a\nhost: b\n", "occurs again"),
        ("schema: roost-mail/1\nhost: &a b\n", "anchors"),
    ])
    func `a file that is none of ours refuses the configuration with its name`(text: String, words: String) {
        let found = problems(text)
        #expect(
            found.contains { $0.hasPrefix("/var/lib/roost/mail.yaml:") && $0.contains(words) }, "\(found)")
    }

    @Test(arguments: [
        "plain", "a: b # c", "\"quoted\\\"", "ä€ 中", "null", "", "*a", "[x", "{y", "tab\there", "yes", "0x10",
        "a\u{7F}b",
    ])
    func `what is written is read back as it was`(text: String) throws {
        let changes = MailChanges([
            "user": .text(text), "credential": MailValue.none,
            "recipients": .map(["alerts": .texts([text, "b@c.de"])]),
            "routes": .list([.map(["to": .texts([text])]), .map(["quiet": .text("22:00-06:00")])]),
        ])
        let overlay = MailOverlay(name: "mail.yaml", changes)
        #expect(overlay.changes == changes)
    }

    @Test func `a directory's configuration is read with the overlay beside its store`() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/roost-overlay-\(UUID().uuidString)"
        // A left-over folder in the temporary one is harmless.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (path, octets) in DefaultConfiguration.files.contents {
            let file = folder + "/" + path
            try FileManager.default.createDirectory(
                atPath: String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]),
                withIntermediateDirectories: true)
            try Data(octets).write(to: URL(fileURLWithPath: file))
        }
        #expect(try ConfigurationFiles(directory: folder).mailOverlay == nil)
        let storage = try DockConfiguration.load(directory: folder).dock.storageDirectory
        let place = folder + "/" + storage
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let overlay = MailOverlay(
            name: storage + "/mail.yaml", MailChanges(["host": .text("mail.example.org")]))
        try Data(overlay.octets).write(to: URL(fileURLWithPath: place + "/mail.yaml"))
        #expect(try ConfigurationFiles(directory: folder).mailOverlay == overlay)
        #expect(try DockSettings.load(directory: folder).mail.server.host == "mail.example.org")
        try Data("schema: x\n".utf8).write(to: URL(fileURLWithPath: place + "/mail.yaml"))
        #expect(checkConfiguration(directory: folder).contains { $0.file == storage + "/mail.yaml" })
    }
}
