// SPDX-License-Identifier: Apache-2.0
// Signs and encrypts the mails of a dock before they are queued, so that every attempt sends the same octets. What was
// to be encrypted and cannot be is never sent in the clear.

internal import Foundation
internal import Mailer
internal import Post
internal import Settings

/// The dock's S/MIME keys, read once at the start.
struct MailSealer: Sendable {
    private var certificate: String?
    private var key: String?
    private var recipients: [String: String] = [:]

    /// Keys and certificates as the settings name them, each proven usable.
    /// - Throws: `MailSealError`, `SecretError` or a file's error.
    init(_ settings: SMIMESettings, directory: String) throws {
        func text(_ path: String) throws -> String {
            do {
                return try CertificateText.read(path.hasPrefix("/") ? path : directory + "/" + path)
            } catch {
                throw MailSealError(description: "\(path) cannot be read: \(error.localizedDescription)")
            }
        }
        if let signer = settings.signer {
            let key = try SecretSource(baseDirectory: directory).readDocument(signer.key)
            let certificate = try text(signer.certificateFile)
            _ = try MailSigner(certificate: certificate, key: key)
            (self.certificate, self.key) = (certificate, key)
        }
        for (address, file) in settings.certificateFiles {
            let certificate = try text(file)
            do throws(MailSealError) {
                _ = try MailEnvelope.seal(MIMEEntity(octets: Array("\r\n".utf8)), for: [certificate])
            } catch {
                throw MailSealError(description: "\(file) for \(address): \(error.description)")
            }
            recipients[address] = certificate
        }
    }

    /// The octets of a draft, signed where there is a key and encrypted when `isEncrypted`.
    func octets(of draft: MailDraft, isEncrypted: Bool) throws -> [UInt8] {
        try draft.rendered { entity in
            var sealed = entity
            if let certificate, let key {
                sealed = try MailSigner(certificate: certificate, key: key).sign(
                    sealed, seed: draft.messageID)
            }
            guard isEncrypted else { return sealed }
            let certificates = draft.to.compactMap { recipients[$0.address.text] }
            guard certificates.count == draft.to.count else {
                throw MailSealError(description: "a recipient's certificate is missing")
            }
            return try MailEnvelope.seal(sealed, for: certificates)
        }
    }
}
