// SPDX-License-Identifier: Apache-2.0
// How fast mails become durable, one a commit and many a commit, by the library and by the command, against a bare
// SQLite loop that commits the same rows one mail at a time in the same directory with the same settings (WAL,
// synchronous=FULL). TMPDIR says on which disk.

import DockModel
import Foundation
import GRDBSQLite
import Store

/// Octets of a usual mail.
let usualMailOctets = 4_096
/// Mails of one commit when they come in a stream.
private let streamedMails = 100

/// A mail as the queue takes it.
func newMail(_ number: Int, octets: Int = usualMailOctets) -> NewMail {
    var text = "From: <roost@example.org>\r\nTo: <ops@example.org>\r\nMessage-ID: <\(number)@example.org>\r\n"
    text += "Subject: bench \(number)\r\n\r\n"
    while text.utf8.count < octets - 66 {
        text += "The cover travelled in 14.2 s at 3.4 A; the usual is 14.1 s, 3.3 A.\r\n"
    }
    return NewMail(
        kind: "mail", priority: .normal, sender: "roost@example.org", recipients: ["ops@example.org"],
        messageID: "<\(number)@example.org>", subject: "bench \(number)", octets: Array(text.utf8))
}

/// The figures of the queue.
func storeFigures(_ bench: Bench) async throws -> [Figure] {
    let directory = try TemporaryDirectory()
    defer { directory.remove() }
    let moment = Moment(boot: Instant(seconds: 5), wall: WallTime(seconds: 1_790_000_000))
    let outbox = Outbox(try RoostDatabase.open(directory: directory.path + "/ours"))
    let crowded = Outbox(try RoostDatabase.open(directory: directory.path + "/crowded"))
    let waiting = bench.rounds.turns(20_000)
    for start in stride(from: 0, to: waiting, by: 1_000) {
        let some = (start..<min(start + 1_000, waiting)).map { newMail($0, octets: 256) }
        _ = try crowded.enqueue(some, at: moment)
    }
    let plain = try PlainQueue(directory: directory.path + "/plain")
    // Short turns: a disk that others use too is never the same for long.
    let rounds = Rounds(count: bench.rounds.count * 8, share: bench.rounds.share)
    let turns = rounds.turns(40)
    let mails = (0..<turns).map { newMail($0) }
    let stream = (0..<streamedMails).map { newMail($0) }
    let times = try rounds.compare([
        { try seconds(each: turns) { try take([mails[$0]], outbox, moment) } },
        {
            let groups = max(1, turns * 5 / streamedMails)
            return try seconds(each: groups) { _ in try take(stream, outbox, moment) } / Double(streamedMails)
        },
        { try seconds(each: turns) { try take([mails[$0]], crowded, moment) } },
        { try seconds(each: turns) { try plain.insert(mails[$0], at: moment) } },
    ])
    let reference = "bare SQLite, one commit a mail"
    let rates = times.map { 1 / $0 }
    return [
        Figure(
            "durable enqueue, one by one", rates[0], "mails/s", reference: reference, rates[3],
            target: .ratioAtLeast(0.9)),
        Figure(
            "durable enqueue, streamed", rates[1], "mails/s", reference: reference, rates[3],
            target: .ratioAtLeast(4)),
        Figure(
            "durable enqueue, \(number(Double(waiting))) mails waiting", rates[2], "mails/s",
            reference: reference,
            rates[3]),
        try commandFigure(bench, directory.path, plain, moment),
    ]
}

/// The command with a file of lines, from its start to its end, against the same loop in the same minutes.
private func commandFigure(_ bench: Bench, _ directory: String, _ plain: PlainQueue, _ moment: Moment) throws
    -> Figure
{
    let lines = try commandLines(bench, in: directory), queue = directory + "/command"
    let mails = (0..<40).map { newMail($0) }
    let times = try bench.rounds.compare([
        {
            let start = secondsNow()
            try Child(bench.roostPath, ["outbox", "enqueue", "--queue", queue], input: lines.path).wait()
            return (secondsNow() - start) / Double(lines.count)
        },
        { try seconds(each: mails.count * 10) { try plain.insert(mails[$0 % mails.count], at: moment) } },
    ])
    let taken = try Outbox(RoostDatabase.open(directory: queue)).stats(now: moment.wall).created
    guard taken == lines.count * (bench.rounds.count + 1) else {
        throw BenchError("`roost outbox enqueue` took \(taken) mails")
    }
    return Figure(
        "`roost outbox enqueue` of \(number(Double(lines.count))) lines", 1 / times[0], "mails/s",
        reference: "bare SQLite, one commit a mail", 1 / times[1], target: .ratioAtLeast(4))
}

/// A file of lines as the command reads them, with bodies as long as the mails above.
private func commandLines(_ bench: Bench, in directory: String) throws -> (path: String, count: Int) {
    let count = bench.rounds.turns(5_000)
    let path = directory + "/lines"
    var body = ""
    while body.utf8.count < usualMailOctets - 450 {
        body += "The cover travelled in 14.2 s at 3.4 A; the usual is 14.1 s, 3.3 A.\\n"
    }
    let text = (0..<count).map { #"{"to":"ops@example.org","subject":"bench \#($0)","body":"\#(body)"}"# + "\n" }
    try text.joined().write(toFile: path, atomically: true, encoding: .utf8)
    return (path, count)
}

private func take(_ mails: [NewMail], _ outbox: Outbox, _ moment: Moment) throws {
    for answer in try outbox.enqueue(mails, at: moment) {
        guard case .queued = answer else { throw BenchError("a mail was not taken: \(answer)") }
    }
}

/// The same rows through sqlite3 and nothing else: the least that a durable queue of these tables can cost.
@safe private final class PlainQueue {
    private let database: OpaquePointer
    private var statements: [OpaquePointer] = unsafe []

    /// Makes the tables as Roost makes them, then opens them without it.
    init(directory: String) throws {
        let made = try RoostDatabase.open(directory: directory)
        try made.close()
        var opened: OpaquePointer?
        guard unsafe sqlite3_open(made.path, &opened) == SQLITE_OK, let opened = unsafe opened else {
            throw BenchError("sqlite3 does not open \(made.path)")
        }
        unsafe database = opened
        let texts = [
            "BEGIN IMMEDIATE", "COMMIT",
            """
            INSERT INTO outbox (dedupe, message_id, kind, priority, sender, subject, size, state, created_ms,
                is_created_trusted, finished_ms, reply)
            VALUES (NULL, ?, 'mail', 1, ?, ?, ?, 'queued', ?, 1, NULL, NULL)
            """,
            """
            INSERT INTO outbox_recipient (mail, position, address, state, reply)
            VALUES (?, 0, ?, 'queued', NULL)
            """,
            "INSERT INTO outbox_body (mail, octets, checksum) VALUES (?, ?, 0)",
        ]
        for pragma in ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON"] {
            guard unsafe sqlite3_exec(database, pragma, nil, nil, nil) == SQLITE_OK else {
                throw BenchError("sqlite3 refuses \(pragma)")
            }
        }
        for text in texts {
            var statement: OpaquePointer?
            guard unsafe sqlite3_prepare_v2(database, text, -1, &statement, nil) == SQLITE_OK,
                let statement = unsafe statement
            else { throw BenchError("sqlite3 refuses \(text)") }
            unsafe statements.append(statement)
        }
    }

    deinit {
        unsafe statements.forEach { unsafe sqlite3_finalize($0) }
        unsafe sqlite3_close(database)
    }

    /// One mail in one durable transaction.
    func insert(_ mail: NewMail, at moment: Moment) throws {
        try run(0)
        bind(2, 1, mail.messageID)
        bind(2, 2, mail.sender)
        bind(2, 3, mail.subject)
        unsafe sqlite3_bind_int64(statements[2], 4, Int64(mail.octets.count))
        unsafe sqlite3_bind_int64(statements[2], 5, moment.wall.milliseconds)
        try run(2)
        let id = unsafe sqlite3_last_insert_rowid(database)
        unsafe sqlite3_bind_int64(statements[3], 1, id)
        bind(3, 2, mail.recipients[0])
        try run(3)
        unsafe sqlite3_bind_int64(statements[4], 1, id)
        try unsafe mail.octets.withUnsafeBytes { octets in
            // Without a destructor: the octets outlive the statement's run.
            unsafe sqlite3_bind_blob(statements[4], 2, octets.baseAddress, Int32(octets.count), nil)
            try run(4)
        }
        try run(1)
    }

    private func bind(_ statement: Int, _ index: Int32, _ text: String) {
        // sqlite3 copies the text, because it is gone after the call.
        let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        unsafe sqlite3_bind_text(statements[statement], index, text, -1, copies)
    }

    private func run(_ statement: Int) throws {
        let code = unsafe sqlite3_step(statements[statement])
        unsafe sqlite3_reset(statements[statement])
        guard code == SQLITE_DONE else { throw BenchError("sqlite3 answers \(code)") }
    }
}
