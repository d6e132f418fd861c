// SPDX-License-Identifier: Apache-2.0
// How a draft becomes the octets that every attempt sends: header order, MIME structure and transfer
// encodings. The output is 7-bit with CRLF only; no line is longer than 998 octets (R33, R34, R35).

extension MailDraft {
    /// Fields that only the renderer, or servers on the way, may write.
    private static let reserved: Set<String> = [
        "from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references",
        "mime-version", "auto-submitted", "return-path", "received", "dkim-signature",
    ]

    /// The frozen RFC 5322 octets: CRLF only, 7-bit, and the same for the same draft (R4).
    public func rendered() throws(MailDraftError) -> [UInt8] {
        var output = try headerOctets()
        let files = try attachments.map { file throws(MailDraftError) in try attachmentPart(file) }
        output += files.isEmpty ? body() : multipart("mixed", [body()] + files)
        return output
    }

    private func headerOctets() throws(MailDraftError) -> [UInt8] {
        guard !to.isEmpty else { throw .noRecipient }
        guard Self.isMessageID(messageID) else { throw .badMessageID(messageID) }
        for reference in references where !Self.isMessageID(reference) { throw .badMessageID(reference) }
        guard HeaderText.isSafe(subject) else { throw .unsafeHeader(name: "Subject") }
        guard let dateText = MailDate.text(date, utcOffsetSeconds: utcOffsetSeconds) else { throw .badDate }
        var output = HeaderText.field("Date", words: [dateText])
        output += HeaderText.field("From", words: try mailboxWords([from], field: "From"))
        output += HeaderText.field("To", words: try mailboxWords(to, field: "To"))
        output += HeaderText.unstructured("Subject", subject)
        output += HeaderText.field("Message-ID", words: [messageID])
        if let last = references.last {
            output += HeaderText.field("In-Reply-To", words: [last])
            output += HeaderText.field("References", words: references)
        }
        output += HeaderText.field("Auto-Submitted", words: ["auto-generated"])
        for header in extraHeaders {
            guard HeaderText.isFieldName(header.name), HeaderText.isSafe(header.value) else {
                throw .unsafeHeader(name: header.name)
            }
            let name = header.name.lowercased()
            guard !Self.reserved.contains(name), !name.hasPrefix("content-") else {
                throw .reservedHeader(name: header.name)
            }
            output += HeaderText.unstructured(header.name, header.value)
        }
        return output + HeaderText.field("MIME-Version", words: ["1.0"])
    }

    /// Mailboxes of an address field. A recipient that only SMTPUTF8 can carry is written as a name without
    /// address (RFC 6857 3.1.8), so that the header stays 7-bit for everybody else; the envelope keeps the
    /// address.
    private func mailboxWords(_ mailboxes: [Mailbox], field: String) throws(MailDraftError) -> [String] {
        var words: [String] = []
        for (index, mailbox) in mailboxes.enumerated() {
            let name = mailbox.name ?? ""
            guard HeaderText.isSafe(name), !name.contains("\t") else { throw .unsafeHeader(name: field) }
            var written: [String]
            if mailbox.address.needsSMTPUTF8, field != "From" {
                let label = name.isEmpty ? mailbox.address.text : "\(name) \(mailbox.address.text)"
                written = HeaderText.encodedWords(label, firstWidth: 0) + [":;"]
            } else if name.isEmpty {
                written = [mailbox.address.text]
            } else {
                written = HeaderText.phrase(name) + ["<\(mailbox.address.text)>"]
            }
            if index + 1 < mailboxes.count, let last = written.popLast() { written.append(last + ",") }
            words += written
        }
        return words
    }

    // MARK: - Parts: each starts with its Content- fields and ends with CRLF

    private func body() -> [UInt8] {
        guard let html else { return textPart(text, subtype: "plain") }
        return multipart("alternative", [textPart(text, subtype: "plain"), textPart(html, subtype: "html")])
    }

    private func multipart(_ subtype: String, _ parts: [[UInt8]]) -> [UInt8] {
        let boundary = boundary(for: subtype)
        var output = Array("Content-Type: multipart/\(subtype); boundary=\"\(boundary)\"\r\n\r\n".utf8)
        for part in parts { output += Array("--\(boundary)\r\n".utf8) + part + crlf }
        return output + Array("--\(boundary)--\r\n".utf8)
    }

    /// "=_" can stand neither in quoted-printable nor in base64, and 7-bit text that holds it is never sent
    /// as such.
    private func boundary(for subtype: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for octet in "\(messageID)/\(subtype)".utf8 { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01b3 }
        return "=_roost_\(String(hash, radix: 36))"
    }

    private func textPart(_ text: String, subtype: String) -> [UInt8] {
        let octets = Array(text.utf8)
        let lines = textLines(octets)
        let isASCII = octets.allSatisfy { $0 < 0x80 }
        let charset = isASCII ? "us-ascii" : "utf-8"
        var output = Array("Content-Type: text/\(subtype); charset=\(charset)\r\n".utf8)
        if isASCII, lines.allSatisfy(Self.isPlainLine) {
            output += Array("Content-Transfer-Encoding: 7bit\r\n\r\n".utf8)
            output.reserveCapacity(output.count + octets.count + 2 * lines.count)
            for line in lines {
                output += line
                output += crlf
            }
            return output
        }
        let escaped = octets.reduce(0) { $0 + ($1 >= 0x80 ? 1 : 0) }
        if escaped <= octets.count / 5 {
            output += Array("Content-Transfer-Encoding: quoted-printable\r\n\r\n".utf8)
            return output + QuotedPrintable.encode(lines: lines)
        }
        output += Array("Content-Transfer-Encoding: base64\r\n\r\n".utf8)
        return output + Base64.encodeLines(lines.flatMap { $0 + crlf })
    }

    /// Whether a line can cross every server as it is.
    private static func isPlainLine(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.count <= 998, line.allSatisfy({ (32...126).contains($0) || $0 == 9 }) else { return false }
        guard line.last != 32, line.last != 9, !line.starts(with: "From ".utf8) else { return false }
        return !line.contains(UInt8(ascii: "="))
            || !String(decoding: line, as: UTF8.self).contains("=_roost_")
    }

    private func attachmentPart(_ file: MailAttachment) throws(MailDraftError) -> [UInt8] {
        let type = file.mediaType.utf8.split(separator: 47, omittingEmptySubsequences: false)
        guard type.count == 2,
            type.allSatisfy({ (1...100).contains($0.count) && $0.allSatisfy(Self.isToken) })
        else {
            throw .badMediaType(file.mediaType)
        }
        let name = file.fileName
        guard (1...255).contains(name.utf8.count), HeaderText.isSafe(name), !name.contains("/") else {
            throw .badFileName(name)
        }
        let isASCII = name.utf8.allSatisfy { (32...126).contains($0) }
        let parameter =
            isASCII ? "filename=\(HeaderText.quoted(name))" : "filename*=utf-8''\(Self.percent(name))"
        var output = Array("Content-Type: \(file.mediaType)\r\nContent-Transfer-Encoding: base64\r\n".utf8)
        output += Array("Content-Disposition: attachment;\r\n \(parameter)\r\n\r\n".utf8)
        return output + Base64.encodeLines(file.octets)
    }

    /// A token character of RFC 2045 that is also safe in RFC 2231 values.
    private static func isToken(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: ".+-_!#$&^".utf8.contains(octet)
        }
    }

    private static func percent(_ text: String) -> String {
        var output: [UInt8] = []
        for octet in text.utf8 {
            switch octet {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 45, 46, 95: output.append(octet)
            default: output += [37, hexadecimal[Int(octet >> 4)], hexadecimal[Int(octet & 15)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
