// SPDX-License-Identifier: Apache-2.0
// How mails go out: local checks, the commands of a transaction, and what may be grouped (RFC 2920, RFC
// 3030). The order of preference is a chain of BDAT, a chain of DATA, then one step at a time (R15).

extension SubmissionMachine {
    /// Takes one mail; only when `wantsMail` says so. Its verdicts arrive as events, sooner or later.
    public mutating func offer(_ mail: QueuedMail) {
        precondition(wantsMail, "a mail was offered that the session did not ask for")
        if let reply = refusal(of: mail) {
            let verdicts = mail.recipients.map { ($0, RecipientVerdict.refused(reply)) }
            return events.append(.verdicts(mail: mail.id, Dictionary(verdicts) { first, _ in first }))
        }
        var refused: [String: RecipientVerdict] = [:]
        var wanted: [String] = []
        for recipient in mail.recipients where refused[recipient] == nil && !wanted.contains(recipient) {
            if let reply = refusal(of: recipient) {
                refused[recipient] = .refused(reply)
            } else {
                wanted.append(recipient)
            }
        }
        if !refused.isEmpty { events.append(.verdicts(mail: mail.id, refused)) }
        let most = min(capabilities.mostRecipients ?? Self.mostRecipients, Self.mostRecipients)
        for start in stride(from: 0, to: wanted.count, by: most) {
            let group = Array(wanted[start..<min(start + most, wanted.count)])
            var part = Transaction(serial: nextSerial, mail: mail, recipients: group)
            part.uses8BitMIME = mail.octets.contains { $0 >= 0x80 }
            part.usesSMTPUTF8 = (group + [mail.sender]).contains { !$0.utf8.allSatisfy { $0 < 0x80 } }
            nextSerial += 1
            parts.append(part)
        }
        pump()
    }

    /// Why a mail cannot be sent here at all, in the words of a reply.
    private func refusal(of mail: QueuedMail) -> SMTPReply? {
        if let most = capabilities.largestMessage, mail.octets.count > most {
            return .local(552, "5.3.4 \(mail.octets.count) octets, the server takes \(most)")
        }
        guard isWireForm(mail.octets) else { return .local(554, "5.6.0 the message is not in wire form") }
        if !capabilities.offers8BitMIME, mail.octets.contains(where: { $0 >= 0x80 }) {
            return .local(554, "5.6.3 8-bit content, and the server offers no 8BITMIME")
        }
        if mail.sender.isEmpty { return nil }
        return refusal(of: mail.sender)
    }

    /// Why an address cannot be used here, in the words of a reply.
    private func refusal(of address: String) -> SMTPReply? {
        do throws(MailAddressError) {
            let checked = try MailAddress(address)
            guard checked.needsSMTPUTF8, !capabilities.offersSMTPUTF8 else { return nil }
            return .local(553, "5.6.7 the address needs SMTPUTF8, which the server does not offer")
        } catch {
            return .local(553, "5.1.3 not a mail address")
        }
    }

    // MARK: - Sending

    /// Sends whatever may be sent now.
    mutating func pump() {
        guard stage == .ready else { return }
        while stage == .ready {
            if items.isEmpty {
                guard beginNextPart() else { break }
            } else if !sendNextItem() {
                break
            }
        }
        let isIdle = items.isEmpty && expected.isEmpty && inFlight.isEmpty && parts.isEmpty
        if stage == .ready, isFinishing, isIdle {
            stage = .quitting
            send(Array("QUIT\r\n".utf8), Expectation(question: .quit))
        }
    }

    /// Sends the first item if its time has come.
    private mutating func sendNextItem() -> Bool {
        // DATA ends a group: nothing may follow before its reply (R16).
        guard expected.last?.question != .data else { return false }
        guard isPipelining || expected.isEmpty else { return false }
        switch items[0] {
        case .command(let octets, let expectation):
            items.removeFirst()
            send(octets, expectation)
        case .gate(let serial):
            guard expected.isEmpty else { return false }
            items.removeFirst()
            openGate(serial)
        }
        return true
    }

    private mutating func send(_ octets: [UInt8], _ expectation: Expectation) {
        let begin = octetsTaken + output.count - outputStart
        var expectation = expectation
        expectation.end = begin + octets.count
        output += octets
        expected.append(expectation)
        guard let index = inFlight.firstIndex(where: { $0.serial == expectation.serial }) else { return }
        if expectation.question == .mail { inFlight[index].begin = begin }
        guard expectation.question == .content else { return }
        inFlight[index].contentEnd = expectation.end
        // After the final dot the server has no transaction, whatever it answers. After BDAT only 250 proves
        // that.
        if !inFlight[index].usesChunking { isClean = true }
    }

    /// The envelope is answered: the content follows if anybody wants it.
    private mutating func openGate(_ serial: Int) {
        guard let transaction = inFlight.first(where: { $0.serial == serial }) else { return }
        guard transaction.hasAccepted else { return endTransaction(serial) }
        let command =
            transaction.usesChunking
            ? Item.command(transaction.chunk, Expectation(question: .content, serial: serial))
            : Item.command(Array("DATA\r\n".utf8), Expectation(question: .data, serial: serial))
        items.insert(command, at: 0)
    }

    /// Queues the commands of the next transaction, if there is one and the session takes it.
    private mutating func beginNextPart() -> Bool {
        guard !parts.isEmpty, expected.last?.question != .data else { return false }
        guard hasRoom else { return false }
        guard !isWindingUp, mailsStarted < capabilities.mostMails ?? .max else {
            releaseParts()
            return false
        }
        var transaction = parts.removeFirst()
        let serial = transaction.serial
        mailsStarted += 1
        transaction.usesChunking = isChunking
        if !isClean { queue("RSET", .reset, nil) }
        isClean = false
        queue(mailCommand(transaction), .mail, serial)
        for (index, recipient) in transaction.recipients.enumerated() {
            let notice = capabilities.offersDSN && policy.requestsNotices ? " NOTIFY=FAILURE" : ""
            queue("RCPT TO:<\(recipient)>\(notice)", .recipient(index), serial)
        }
        if isChunking, transaction.octets.count <= Self.largestPipelinedMail {
            items.append(.command(transaction.chunk, Expectation(question: .content, serial: serial)))
        } else if isChunking || !isPipelining {
            items.append(.gate(serial))
        } else {
            queue("DATA", .data, serial)
        }
        inFlight.append(transaction)
        if mailsStarted >= capabilities.mostMails ?? .max, parts.isEmpty { windUp(nil) }
        return true
    }

    private func mailCommand(_ transaction: Transaction) -> String {
        var command = "MAIL FROM:<\(transaction.sender)>"
        if capabilities.offersSize { command += " SIZE=\(transaction.octets.count)" }
        if transaction.uses8BitMIME { command += " BODY=8BITMIME" }
        if transaction.usesSMTPUTF8 { command += " SMTPUTF8" }
        if capabilities.offersDSN, policy.requestsNotices { command += " RET=HDRS ENVID=\(transaction.mail)" }
        return command
    }

    private mutating func queue(_ line: String, _ question: Question, _ serial: Int?) {
        items.append(.command(Array(line.utf8) + crlf, Expectation(question: question, serial: serial)))
    }

    /// The server takes no more mails in this session (R20).
    mutating func windUp(_ reply: SMTPReply?) {
        guard !isWindingUp else { return }
        isWindingUp = true
        events.append(.windingUp(reply))
        releaseParts()
    }

    private mutating func releaseParts() {
        for index in parts.indices {
            events.append(.verdicts(mail: parts[index].mail, parts[index].settle { _ in .untouched }))
        }
        parts = []
        if !isWindingUp {
            isWindingUp = true
            events.append(.windingUp(nil))
        }
    }
}

extension SMTPReply {
    /// A refusal of our own, before a byte of content is sent, in the words a server would use (R12).
    static func local(_ code: Int, _ text: String) -> SMTPReply { SMTPReply(code: code, lines: [text]) }
}
