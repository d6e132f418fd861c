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
        output += try entity()
        return output
    }

    /// As `rendered`, with the content signed or encrypted by `seal`; the header stays readable (RFC 8551).
    public func rendered(sealedBy seal: (MIMEEntity) throws -> MIMEEntity) throws -> [UInt8] {
        try headerOctets() + seal(MIMEEntity(octets: try entity())).octets
    }

    /// The content with its own fields, without the header of the mail.
    private func entity() throws(MailDraftError) -> [UInt8] {
        var files: [[UInt8]] = []
        for file in attachments where file.contentID == nil { files.append(try attachmentPart(file)) }
        let body = try body()
        return files.isEmpty ? body : multipart("mixed", [body] + files)
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

    private func body() throws(MailDraftError) -> [UInt8] {
        var shown: [[UInt8]] = []
        for file in attachments {
            guard let id = file.contentID else { continue }
            guard html != nil, Self.isMessageID("<\(id)>") else { throw .badContentID(id) }
            shown.append(try attachmentPart(file))
        }
        guard let html else { return textPart(text, subtype: "plain") }
        let page = textPart(html, subtype: "html")
        // The text stands beside the page with its pictures, so that a plain reader loads none (RFC 2387).
        return multipart(
            "alternative",
            [textPart(text, subtype: "plain"), shown.isEmpty ? page : multipart("related", [page] + shown)])
    }

    private func multipart(_ subtype: String, _ parts: [[UInt8]]) -> [UInt8] {
        let boundary = boundary(for: subtype)
        let type = subtype == "related" ? " type=\"text/html\";" : ""
        var output = Array("Content-Type: multipart/\(subtype);\(type) boundary=\"\(boundary)\"\r\n\r\n".utf8)
        for part in parts { output += Array("--\(boundary)\r\n".utf8) + part + crlf }
        return output + Array("--\(boundary)--\r\n".utf8)
    }

    /// "=_" can stand neither in quoted-printable nor in base64, and 7-bit text that holds it is never sent
    /// as such.
    private func boundary(for subtype: String) -> String {
        "=_roost_\(MIMEEntity.hash("\(messageID)/\(subtype)"))"
    }

    private func textPart(_ text: String, subtype: String) -> [UInt8] {
        let octets = Array(text.utf8)
        let fixed = textLines(octets)
        let flowed = isFlowed && subtype == "plain" ? FlowedText.encode(fixed) : nil
        let lines = flowed ?? fixed
        let survey = TextSurvey(octets)
        let charset = survey.highOctets == 0 ? "us-ascii" : "utf-8"
        let format = flowed == nil ? "" : "; format=flowed"
        var output = Array("Content-Type: text/\(subtype); charset=\(charset)\(format)\r\n".utf8)
        if survey.isPlain, lines.allSatisfy({ Self.isPlainLine($0, mayEndWithSpace: flowed != nil) }) {
            output += Array("Content-Transfer-Encoding: 7bit\r\n\r\n".utf8)
            output.reserveCapacity(output.count + octets.count + 3 * lines.count)
            for line in lines {
                output += line
                output.append(13)
                output.append(10)
            }
            return output
        }
        if survey.highOctets <= octets.count / 5 {
            output += Array("Content-Transfer-Encoding: quoted-printable\r\n\r\n".utf8)
            return output + QuotedPrintable.encode(lines: lines)
        }
        output += Array("Content-Transfer-Encoding: base64\r\n\r\n".utf8)
        return output + Base64.encodeLines(lines.flatMap { $0 + crlf })
    }

    /// Whether a line of plain octets can cross every server as it is.
    private static func isPlainLine(_ line: ArraySlice<UInt8>, mayEndWithSpace: Bool) -> Bool {
        line.count <= 998 && (mayEndWithSpace || line.last != 32) && line.last != 9
            && !line.starts(with: "From ".utf8)
    }

    private func attachmentPart(_ file: MailAttachment) throws(MailDraftError) -> [UInt8] {
        guard Self.isMediaType(file.mediaType) else { throw .badMediaType(file.mediaType) }
        let name = file.fileName
        guard (1...255).contains(name.utf8.count), HeaderText.isSafe(name), !name.contains("/") else {
            throw .badFileName(name)
        }
        var output = Array("Content-Type: \(file.mediaType)\r\nContent-Transfer-Encoding: base64\r\n".utf8)
        if let id = file.contentID { output += Array("Content-ID: <\(id)>\r\n".utf8) }
        let place = file.contentID == nil ? "attachment" : "inline"
        output += Array("Content-Disposition: \(place)\(Self.nameParameters(name))\r\n\r\n".utf8)
        return output + Base64.encodeLines(file.octets)
    }

    /// "type/subtype" and parameters whose values are tokens.
    private static func isMediaType(_ text: String) -> Bool {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        guard parts.count <= 5, let type = parts.first else { return false }
        func isPair(_ pair: some StringProtocol, _ separator: UInt8) -> Bool {
            let words = pair.utf8.split(separator: separator, omittingEmptySubsequences: false)
            return words.count == 2
                && words.allSatisfy { (1...100).contains($0.count) && $0.allSatisfy(Self.isToken) }
        }
        return isPair(type, 47) && parts.dropFirst().allSatisfy { $0.first == " " && isPair($0.dropFirst(), 61) }
    }

    /// The file name as RFC 2231 writes it: quoted when it is ASCII and short, else encoded, in pieces when it is long.
    private static func nameParameters(_ name: String) -> String {
        let isASCII = name.utf8.allSatisfy { (32...126).contains($0) }
        if isASCII, name.utf8.count <= 60 { return ";\r\n filename=\(HeaderText.quoted(name))" }
        var pieces = [""]
        for octet in name.utf8 {
            let word = percent(octet)
            if (pieces.last?.utf8.count ?? 0) + word.utf8.count > 54 { pieces.append("") }
            pieces[pieces.count - 1] += word
        }
        if pieces.count == 1 { return ";\r\n filename*=utf-8''\(pieces[0])" }
        return pieces.enumerated().map { index, piece in
            ";\r\n filename*\(index)*=" + (index == 0 ? "utf-8''" : "") + piece
        }.joined()
    }

    /// A token character of RFC 2045 that is also safe in RFC 2231 values.
    private static func isToken(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: ".+-_!#$&^".utf8.contains(octet)
        }
    }

    private static func percent(_ octet: UInt8) -> String {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 45, 46, 95: String(UnicodeScalar(octet))
        default: String(decoding: [37, hexadecimal[Int(octet >> 4)], hexadecimal[Int(octet & 15)]], as: UTF8.self)
        }
    }
}
