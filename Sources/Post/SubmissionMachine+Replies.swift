// SPDX-License-Identifier: Apache-2.0
// What the replies to MAIL, RCPT, DATA, BDAT and the final dot mean (R9-R14, R17). Each reply answers the
// oldest unanswered command; a reply that does not fit ends the session, and nothing is given up because of
// it.

extension SubmissionMachine {
    /// A reply while mails are under way.
    mutating func handleMailReply(_ reply: SMTPReply) {
        guard let expectation = expected.first else { return end(.outOfStep(.nextMail, reply)) }
        // A server may refuse before it has read everything; it cannot agree before.
        let isEarly = expectation.end > octetsTaken && (reply.isPositive || reply.isIntermediate)
        guard !isEarly else { return end(.outOfStep(replyWait, reply)) }
        expected.removeFirst()
        switch expectation.question {
        case .quit:
            return close()
        case .reset:
            guard reply.isPositive else { return end(.outOfStep(.reset, reply)) }
        case .mail, .recipient, .data, .content:
            guard let serial = expectation.serial,
                let index = inFlight.firstIndex(where: { $0.serial == serial })
            else { return end(.outOfStep(Self.wait(for: expectation.question), reply)) }
            if let fault = answer(expectation.question, reply, at: index) { return end(fault) }
            endIfAnswered(serial)
        }
        pump()
    }

    /// Notes one reply of a transaction; a fault when the reply does not fit or concerns the whole session.
    private mutating func answer(_ question: Question, _ reply: SMTPReply, at index: Int) -> SubmissionFault?
    {
        if reply.isPermanent, inFlight[index].hasUnsettled, Self.isAboutAccount(reply) {
            return .notAuthorised(reply)
        }
        switch question {
        case .mail: return answerMail(reply, at: index)
        case .recipient(let number): return answerRecipient(reply, number, at: index)
        case .data: return answerData(reply, at: index)
        case .content: return answerContent(reply, at: index)
        case .reset, .quit: return nil
        }
    }

    private mutating func answerMail(_ reply: SMTPReply, at index: Int) -> SubmissionFault? {
        if reply.isPositive { return nil }
        guard !reply.isIntermediate, !Self.isMisfit(reply) else { return .outOfStep(.mail, reply) }
        report(index) { _ in reply.isTransient ? .postponed(reply) : .refused(reply) }
        // "Not now" to MAIL is about the session or the account: the other mails stay due instead of failing
        // too.
        if reply.isTransient { windUp(reply) }
        return nil
    }

    private mutating func answerRecipient(_ reply: SMTPReply, _ number: Int, at index: Int)
        -> SubmissionFault?
    {
        guard inFlight[index].marks[number] != .settled else { return nil }
        guard !reply.isIntermediate, !Self.isMisfit(reply) else { return .outOfStep(.recipient, reply) }
        if reply.isPositive {
            inFlight[index].marks[number] = .accepted
        } else if reply.isTransient {
            inFlight[index].marks[number] = .postponed(reply)
        } else {
            inFlight[index].marks[number] = .settled
            let recipient = inFlight[index].recipients[number]
            events.append(.verdicts(mail: inFlight[index].mail, [recipient: .refused(reply)]))
        }
        return nil
    }

    private mutating func answerData(_ reply: SMTPReply, at index: Int) -> SubmissionFault? {
        let serial = inFlight[index].serial
        if reply.code == 354 {
            // RFC 2920 3.1: a 354 without a recipient is answered with the dot alone.
            let octets = inFlight[index].hasAccepted ? inFlight[index].stuffed : Array(".\r\n".utf8)
            items.insert(.command(octets, Expectation(question: .content, serial: serial)), at: 0)
            return nil
        }
        guard inFlight[index].hasAccepted else {
            return reply.isPositive ? .outOfStep(.dataStart, reply) : nil
        }
        guard reply.isTransient || reply.isPermanent, !Self.isMisfit(reply) else {
            return .outOfStep(.dataStart, reply)
        }
        report(index) { mark in
            mark == .accepted ? (reply.isTransient ? .postponed(reply) : .refused(reply)) : nil
        }
        return nil
    }

    private mutating func answerContent(_ reply: SMTPReply, at index: Int) -> SubmissionFault? {
        let usesChunking = inFlight[index].usesChunking
        guard !reply.isIntermediate else { return .outOfStep(.finalReply, reply) }
        guard inFlight[index].hasAccepted else {
            // Nobody was to receive it: a server that takes it nevertheless counts differently from us.
            return reply.isPositive && usesChunking ? .outOfStep(.finalReply, reply) : nil
        }
        // A server that offers BDAT and then does not know it must not cost us the mail.
        if usesChunking, (500...504).contains(reply.code) { return .outOfStep(.finalReply, reply) }
        report(index) { mark in
            guard mark == .accepted else { return nil }
            if reply.isPositive { return .sent(reply) }
            return reply.isTransient ? .postponed(reply) : .refused(reply)
        }
        if reply.isPositive, inFlight.count == 1 { isClean = true }
        return nil
    }

    /// Ends a transaction when no reply of it is due and nothing of it waits to be sent.
    private mutating func endIfAnswered(_ serial: Int) {
        guard let transaction = inFlight.first(where: { $0.serial == serial }) else { return }
        if !transaction.hasUnsettled { dropUnsent(serial, keepingDot: !transaction.usesChunking) }
        let isAwaited = expected.contains { $0.serial == serial } || items.contains { $0.serial == serial }
        if !isAwaited { endTransaction(serial) }
    }

    /// Commands that make no sense any more and have not been sent: one step at a time this saves their round
    /// trips.
    private mutating func dropUnsent(_ serial: Int, keepingDot: Bool) {
        items.removeAll { item in
            // The dot after a 354 has to be sent in any case.
            if keepingDot, case .command(_, let expectation) = item, expectation.question == .content {
                return false
            }
            return item.serial == serial
        }
    }

    /// Reports what is left of a transaction and forgets it.
    mutating func endTransaction(_ serial: Int) {
        guard let index = inFlight.firstIndex(where: { $0.serial == serial }) else { return }
        report(index) { mark in
            if case .postponed(let reply) = mark { return .postponed(reply) }
            return .untouched
        }
        inFlight.remove(at: index)
    }

    private mutating func report(_ index: Int, _ decide: (Transaction.Mark) -> RecipientVerdict?) {
        let verdicts = inFlight[index].settle(decide)
        if !verdicts.isEmpty { events.append(.verdicts(mail: inFlight[index].mail, verdicts)) }
    }

    /// 530, 535, 538 and 5.7.30 speak about the account, whatever command they answer (R10, R30).
    private static func isAboutAccount(_ reply: SMTPReply) -> Bool {
        [530, 535, 538].contains(reply.code) || reply.enhanced == EnhancedStatus(5, 7, 30)
    }

    /// Unknown command and bad sequence: the two sides no longer agree on where they are.
    private static func isMisfit(_ reply: SMTPReply) -> Bool { [500, 502, 503].contains(reply.code) }
}

extension Transaction {
    /// Whether any recipient still has no verdict.
    var hasUnsettled: Bool { marks.contains { $0 != .settled } }
}

extension SubmissionMachine.Item {
    /// The transaction an item belongs to.
    var serial: Int? {
        switch self {
        case .command(_, let expectation): expectation.serial
        case .gate(let serial): serial
        }
    }
}
