// SPDX-License-Identifier: Apache-2.0
// Signed and encrypted mails as the openssl program judges them: it is the reader that did not write them.

import DockModel
import Foundation
import Mailer
import Post
import Testing

@Suite(.enabled(if: hasPrograms, "python3-aiosmtpd and openssl are needed")) struct MailSealTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "roost-seal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, kind) in [("dock", "ec"), ("rsa", "rsa"), ("ops", "rsa"), ("second", "rsa")] {
            let key = kind == "ec" ? ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"] : ["rsa:2048"]
            let result = try openssl(
                ["req", "-x509", "-newkey"] + key + [
                    "-nodes", "-days", "2", "-keyout", "\(name).key", "-out", "\(name).pem", "-subj",
                    "/CN=\(name)",
                    "-addext", "extendedKeyUsage=emailProtection", "-addext",
                    "subjectAltName=email:\(name)@example.org",
                ])
            #expect(result == 0)
        }
    }

    private func openssl(_ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    private func octets(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    private func write(_ octets: [UInt8], _ name: String) throws {
        try Data(octets).write(to: folder.appendingPathComponent(name))
    }

    private func draft() throws -> MailDraft {
        MailDraft(
            from: Mailbox(address: try MailAddress("dock@example.org")),
            to: [Mailbox(address: try MailAddress("ops@example.org"))], subject: "Dock 7",
            text: "Grüße\n.dot\n", html: "<p>Grüße</p>\n",
            attachments: [MailAttachment(fileName: "a.csv", mediaType: "text/csv", octets: [1, 2, 3])],
            date: WallTime(seconds: 1_800_000_000), messageID: "<1@example.org>")
    }

    @Test(arguments: ["dock", "rsa"])
    func `openssl takes the signature, and refuses one changed octet`(name: String) throws {
        let signer = try MailSigner(certificate: try text("\(name).pem"), key: try text("\(name).key"))
        let draft = try draft()
        let mail = try draft.rendered { try signer.sign($0, seed: draft.messageID) }
        let verify = [
            "cms", "-verify", "-in", "mail.eml", "-CAfile", "\(name).pem", "-purpose", "smimesign", "-out",
            "entity",
        ]
        try write(mail, "mail.eml")
        #expect(try openssl(verify) == 0)
        let whole = ParsedMail(mail), inner = ParsedMail(try octets("entity"))
        #expect(whole.subject == "Dock 7" && whole.text == "Grüße\n.dot\n" && inner.html == "<p>Grüße</p>\n")
        #expect(inner.attachments.first?.octets == [1, 2, 3])
        var forged = mail
        let mark = Array("Content-Disposition: attachment".utf8)
        let index = try #require(
            (0..<(forged.count - mark.count)).first { Array(forged[$0..<($0 + mark.count)]) == mark })
        forged[index + 21] = UInt8(ascii: "b")
        try write(forged, "mail.eml")
        #expect(try openssl(verify) != 0)
        #expect(mail.allSatisfy { $0 < 0x80 })
    }

    @Test func `only the recipients open the envelope, and the signature is inside`() throws {
        let signer = try MailSigner(certificate: try text("rsa.pem"), key: try text("rsa.key"))
        let draft = try draft()
        let recipients = [try text("ops.pem"), try text("second.pem")]
        let mail = try draft.rendered { entity in
            try MailEnvelope.seal(try signer.sign(entity, seed: draft.messageID), for: recipients)
        }
        try write(mail, "mail.eml")
        #expect(!String(decoding: mail, as: UTF8.self).contains("a.csv"))
        for name in ["ops", "second"] {
            let open = [
                "cms", "-decrypt", "-in", "mail.eml", "-recip", "\(name).pem", "-inkey", "\(name).key",
                "-out",
            ]
            #expect(try openssl(open + ["open.eml"]) == 0)
            let check = [
                "cms", "-verify", "-in", "open.eml", "-CAfile", "rsa.pem", "-purpose", "smimesign", "-out",
            ]
            #expect(try openssl(check + ["entity"]) == 0)
            #expect(ParsedMail(try octets("entity")).text == "Grüße\n.dot\n")
        }
        let stranger = [
            "cms", "-decrypt", "-in", "mail.eml", "-recip", "rsa.pem", "-inkey", "rsa.key", "-out", "no",
        ]
        #expect(try openssl(stranger) != 0)
    }

    @Test func `what is no key or certificate is refused in words`() throws {
        let certificate = try text("rsa.pem"), key = try text("rsa.key")
        #expect(throws: MailSealError.self) { try MailSigner(certificate: "x", key: key) }
        #expect(throws: MailSealError.self) { try MailSigner(certificate: certificate, key: certificate) }
        #expect(throws: MailSealError.self) {
            try MailSigner(certificate: certificate, key: try text("ops.key"))
        }
        let entity = MIMEEntity(octets: [])
        #expect(throws: MailSealError.self) { try MailEnvelope.seal(entity, for: []) }
        #expect(throws: MailSealError.self) { try MailEnvelope.seal(entity, for: ["no certificate"]) }
    }
}
