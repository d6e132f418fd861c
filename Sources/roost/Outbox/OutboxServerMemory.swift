// SPDX-License-Identifier: Apache-2.0
// What one flush leaves for the next about a mail server: what it cannot do (R19), failures in a row, and
// until when a refused log-in must not be repeated (R11). It holds no secret.

import DockModel
import Foundation
import Post
import Store

/// The memory of one mail server, kept as a note in the database.
struct OutboxServerMemory: Codable, Equatable {
    /// What it cannot do.
    var traits = HostTraits()
    /// Flushes in a row that ended with a fault.
    var failures = 0
    /// The refused log-in, while it must not be repeated.
    var refusal: Refusal?

    /// A log-in that was refused.
    struct Refusal: Codable, Equatable {
        /// The account and the version of its password file: a new password may be tried at once.
        var account: String
        /// When it was refused.
        var since: WallTime
        /// When it may be tried again.
        var until: WallTime
    }

    /// When the log-in of `account` may be tried again; nil for at once. A refusal "later than now" shows
    /// that the wall clock was set back: it binds no longer.
    func holdOff(for account: String, now: WallTime) -> WallTime? {
        guard let refusal, refusal.account == account, refusal.since <= now, now < refusal.until else {
            return nil
        }
        return refusal.until
    }

    /// The memory of a server; a new one when there is none or it cannot be read.
    static func load(_ server: String, from database: RoostDatabase) throws(StoreError) -> OutboxServerMemory
    {
        guard let text = try database.note(key(server)) else { return OutboxServerMemory() }
        // An unreadable memory costs one slower session; a mail is never lost by it.
        return (try? JSONDecoder().decode(Self.self, from: Data(text.utf8))) ?? OutboxServerMemory()
    }

    /// Keeps the memory of a server, unless nothing changed.
    func save(_ server: String, over old: OutboxServerMemory, in database: RoostDatabase) throws {
        guard self != old else { return }
        try database.setNote(
            Self.key(server), to: String(decoding: try JSONEncoder().encode(self), as: UTF8.self))
    }

    private static func key(_ server: String) -> String { "server \(server)" }
}
