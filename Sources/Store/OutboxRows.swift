// SPDX-License-Identifier: Apache-2.0
// Writes the rows of a mail: its line in the queue, its recipients, its octets and its short form. It judges nothing
// and makes no room.

internal import DockModel
internal import GRDB

/// The statements that write mails, for the length of one transaction.
struct OutboxRows {
    private let mail: PlainStatement
    private let recipient: PlainStatement
    private let body: PlainStatement
    private let db: Database

    init(in db: Database) throws {
        self.db = db
        mail = try PlainStatement(
            """
            INSERT INTO outbox (dedupe, message_id, kind, priority, sender, subject, size, state, created_ms,
                is_created_trusted, finished_ms, reply, severity, held_until_ms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, in: db)
        recipient = try PlainStatement(
            """
            INSERT INTO outbox_recipient (mail, position, address, state, reply, short_state)
            VALUES (?, ?, ?, ?, ?, ?)
            """, in: db)
        body = try PlainStatement("INSERT INTO outbox_body (mail, octets, checksum) VALUES (?, ?, ?)", in: db)
    }

    /// Writes a mail that waits, or a dead letter without octets; returns its number.
    func insert(_ checked: CheckedMail, state: MailState, reply: String?, at moment: Moment) throws -> Int64 {
        let new = checked.mail, isDead = state == .dead
        let id = try insertLine(new, state: state, reply: reply, at: moment)
        for (position, address) in new.recipients.enumerated() {
            try recipient.bind(1, id)
            try recipient.bind(2, Int64(position))
            try recipient.bind(3, address)
            try recipient.bind(4, isDead ? "dead" : "queued")
            try recipient.bind(5, reply)
            try recipient.bind(6, !isDead && new.short != nil ? "queued" : nil)
            try recipient.run()
        }
        guard !isDead else { return id }
        try body.bind(1, id)
        try body.bind(3, checked.checksum)
        try body.run(2, new.octets)
        if let short = new.short { try insert(short, of: id) }
        return id
    }

    private func insertLine(_ new: NewMail, state: MailState, reply: String?, at moment: Moment) throws -> Int64 {
        try mail.bind(1, new.dedupe)
        try mail.bind(2, new.messageID)
        try mail.bind(3, new.kind)
        try mail.bind(4, Int64(new.priority.rawValue))
        try mail.bind(5, new.sender)
        try mail.bind(6, new.subject)
        try mail.bind(7, Int64(new.octets.count))
        try mail.bind(8, state.rawValue)
        try mail.bind(9, moment.wall.milliseconds)
        try mail.bind(10, moment.isWallTrusted ? 1 : 0)
        try mail.bind(11, state == .dead ? moment.wall.milliseconds : nil)
        try mail.bind(12, reply)
        try mail.bind(13, new.severity.map { Int64($0.rawValue) })
        try mail.bind(14, new.heldUntil?.milliseconds)
        try mail.run()
        return db.lastInsertedRowID
    }

    private func insert(_ short: ShortMail, of id: Int64) throws {
        let statement = try PlainStatement(
            "INSERT INTO outbox_short (mail, message_id, octets, checksum) VALUES (?, ?, ?, ?)", in: db)
        try statement.bind(1, id)
        try statement.bind(2, short.messageID)
        try statement.bind(4, Checksum.of(short.octets))
        try statement.run(3, short.octets)
    }
}
