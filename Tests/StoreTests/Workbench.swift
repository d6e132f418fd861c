// SPDX-License-Identifier: Apache-2.0
// What the store tests share: a directory of their own, mails, moments. It checks nothing.

import DockModel
import Foundation
import Post

@testable import Store

/// All directories of this run; gone when the process ends.
private let root: String = {
    let path = FileManager.default.temporaryDirectory.path + "/roost-store-\(UUID().uuidString)"
    // A left-over directory in the temporary folder is harmless.
    atexit { try? FileManager.default.removeItem(atPath: root) }
    return path
}()

/// A directory of its own for one test.
struct Workbench {
    var directory = root + "/" + UUID().uuidString
    var path: String { directory + "/roost.db" }

    func open() throws -> RoostDatabase { try RoostDatabase.open(directory: directory) }

    /// The queue of a new database, seen by a process that lives on `boot`.
    func outbox() throws -> Outbox { Outbox(try open()) }
}

let noon = Moment(boot: Instant(nanoseconds: 5_000_000_000), wall: WallTime(milliseconds: 1_790_000_000_000))

func later(_ seconds: Int) -> WallTime { noon.wall + .seconds(seconds) }

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func mail(
    _ subject: String = "test", to recipients: [String] = ["ops@example.org"],
    priority: MailPriority = .normal,
    dedupe: String? = nil
) -> NewMail {
    NewMail(
        kind: "mail", priority: priority, sender: "roost@example.org", recipients: recipients,
        messageID: "<\(subject)@example.org>", subject: subject,
        octets: bytes("Subject: \(subject)\r\n\r\nbody\r\n"),
        dedupe: dedupe)
}

extension Outbox {
    /// Queues mails and returns their numbers.
    func take(_ mails: NewMail...) throws -> [Int64] {
        try enqueue(mails, at: noon).map { answer in
            guard case .queued(let id) = answer else { throw NotQueued(answer: answer) }
            return id
        }
    }

    /// Leases with the usual arguments.
    func leased(
        _ owner: String, limit: Int = 10, now: WallTime = noon.wall, all: Bool = false
    ) throws -> [QueuedMail] {
        try lease(limit: limit, owner: owner, now: now, span: .seconds(60), includeDeferred: all)
    }

    struct NotQueued: Error { let answer: Answer }
}

func sent(_ recipient: String = "ops@example.org") -> RecipientOutcome {
    RecipientOutcome(
        recipient: recipient, outcome: .sent(SMTPReply(code: 250, lines: ["2.0.0 taken as 4711"])))
}

func refused(_ recipient: String = "ops@example.org") -> RecipientOutcome {
    RecipientOutcome(recipient: recipient, outcome: .refused(SMTPReply(code: 550, lines: ["5.1.1 nobody"])))
}

func deferred(_ recipient: String = "ops@example.org", for span: Duration = .seconds(60)) -> RecipientOutcome
{
    RecipientOutcome(
        recipient: recipient, outcome: .deferred(reason: "connection lost", reply: nil, retryAfter: span))
}
