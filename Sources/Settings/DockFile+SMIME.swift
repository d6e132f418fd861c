// SPDX-License-Identifier: Apache-2.0
// Decodes mail.smime: the dock's certificate and key, and the certificates of those whose mails are encrypted. With
// `required: true` an address without a certificate is an error here, not a mail in the clear.

extension DockFile {
    /// Most certificates of recipients.
    static let mostCertificates = 200

    static func smime(_ mail: MappingReader, _ settings: MailSettings) -> SMIMESettings? {
        guard let reader = mail.mapping("smime") else { return nil }
        defer { reader.finish() }
        var smime = SMIMESettings()
        let file = reader.optionalText("certificate_file", limit: 1_000)
        let key = secret("key", reader)
        if let file, let key {
            smime.signer = ClientCertificateSettings(certificateFile: file, key: key)
        } else if file != nil || key != nil {
            reader.log.report(
                reader.place, "mail.smime.certificate_file and its key belong together",
                "add certificate_file and key_file or key_credential")
        }
        if let list = reader.mapping("recipients") {
            if list.keys.count > mostCertificates {
                list.log.report(
                    list.place, "mail.smime.recipients has more than \(mostCertificates) entries",
                    "remove some")
            }
            for address in list.keys.prefix(mostCertificates) {
                if !isMailAddress(address) {
                    list.log.report(
                        list.place(of: address),
                        "mail.smime.recipients: \(quoted(address)) is not a mail address",
                        "write for example ops@example.org: ops.pem")
                }
                smime.certificateFiles[address] = list.text(address, example: "ops.pem", limit: 1_000)
            }
            list.finish()
        }
        if smime.signer == nil, smime.certificateFiles.isEmpty {
            reader.log.report(
                reader.place, "mail.smime neither signs nor encrypts",
                "add certificate_file and key_file, or recipients: {ops@example.org: ops.pem}")
        }
        if reader.flag("required", default: false) {
            for address in settings.allRecipients where smime.certificateFiles[address] == nil {
                reader.log.report(
                    reader.place(of: "required"),
                    "mail.smime: there is no certificate for \(quoted(address))",
                    "add it to mail.smime.recipients, or remove required")
            }
        }
        return smime
    }
}

extension MailSettings {
    /// Every address that a mail may go to, each once.
    public var allRecipients: [String] {
        var seen: Set<String> = []
        let lists =
            [recipients.alerts, recipients.notices, recipients.confirmations, recipients.digest, recipients.compliance]
            + routes.map(\.recipients) + escalation.map(\.recipients)
        return lists.flatMap { $0 }.filter { seen.insert($0).inserted }
    }
}
