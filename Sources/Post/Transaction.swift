// SPDX-License-Identifier: Apache-2.0
// One mail transaction (MAIL, RCPT, content) inside a session: its octets and what each recipient has been
// answered so far. It sends nothing itself.

/// One mail transaction.
struct Transaction: Sendable {
    /// What is known about a recipient.
    enum Mark: Sendable, Equatable {
        case unanswered, accepted
        case postponed(SMTPReply)
        /// A verdict has been reported.
        case settled
    }

    let serial: Int
    let mail: Int64
    let sender: String
    let recipients: [String]
    let octets: [UInt8]
    var usesSMTPUTF8 = false
    var uses8BitMIME = false
    var marks: [Mark]
    /// Octets of the session before its first command; beyond everything until that command is queued for
    /// writing.
    var begin = Int.max
    /// Octets of the session up to the end of its content.
    var contentEnd = Int.max
    var usesChunking = false

    init(serial: Int, mail: QueuedMail, recipients: [String]) {
        self.serial = serial
        self.mail = mail.id
        sender = mail.sender
        self.recipients = recipients
        octets = mail.octets
        marks = Array(repeating: .unanswered, count: recipients.count)
    }

    /// Whether any recipient will receive the content.
    var hasAccepted: Bool { marks.contains(.accepted) }

    /// The verdict on every recipient that has none yet, by `decide`; they count as settled afterwards.
    mutating func settle(_ decide: (Mark) -> RecipientVerdict?) -> [String: RecipientVerdict] {
        var verdicts: [String: RecipientVerdict] = [:]
        for index in marks.indices where marks[index] != .settled {
            guard let verdict = decide(marks[index]) else { continue }
            verdicts[recipients[index]] = verdict
            marks[index] = .settled
        }
        return verdicts
    }

    /// The content for BDAT, behind its command: never dot-stuffed (R18).
    var chunk: [UInt8] { Array("BDAT \(octets.count) LAST\r\n".utf8) + octets }

    /// The content for DATA, dot-stuffed (R18), with the final dot.
    var stuffed: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(octets.count + octets.count / 64 + 8)
        var isLineStart = true
        for octet in octets {
            if isLineStart, octet == 46 { output.append(46) }
            output.append(octet)
            isLineStart = octet == 10
        }
        return output + Array(".\r\n".utf8)
    }
}

/// Whether octets may be put on the wire as they are (R33): CRLF line ends only, no NUL, lines up to 998
/// octets.
func isWireForm(_ octets: [UInt8]) -> Bool {
    var width = 0
    var previous: UInt8 = 0
    for octet in octets {
        switch octet {
        case 0: return false
        case 10:
            guard previous == 13 else { return false }
            width = 0
        default:
            guard previous != 13 else { return false }
            width += 1
            guard width <= 999 else { return false }
            if width == 999, octet != 13 { return false }
        }
        previous = octet
    }
    return previous == 10
}
