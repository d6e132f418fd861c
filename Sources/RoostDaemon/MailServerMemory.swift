// SPDX-License-Identifier: Apache-2.0
// What one flush leaves for the next about a mail server: what it cannot do (R19), failures in a row, and
// until when a refused log-in must not be repeated (R11). It holds no secret.

public import DockModel
internal import Foundation
public import Mailer
public import Post
public import Store

/// The memory of one mail server, kept as a note in the database.
public struct MailServerMemory: Sendable, Codable, Equatable {
    /// What it cannot do.
    public var traits = HostTraits()
    /// Flushes in a row that ended with a fault.
    public var failures = 0
    /// The refused log-in, while it must not be repeated.
    public var refusal: Refusal?

    /// A log-in that was refused.
    public struct Refusal: Sendable, Codable, Equatable {
        /// The account and the version of its password file: a new password may be tried at once.
        public var account: String
        /// When it was refused.
        public var since: WallTime
        /// When it may be tried again.
        public var until: WallTime
    }

    /// Nothing is known.
    public init() {}

    /// When the log-in of `account` may be tried again; nil for at once. A refusal "later than now" shows
    /// that the wall clock was set back: it binds no longer.
    public func holdOff(for account: String, now: WallTime) -> WallTime? {
        guard let refusal, refusal.account == account, refusal.since <= now, now < refusal.until else {
            return nil
        }
        return refusal.until
    }

    /// The memory of a server; a new one when there is none or it cannot be read.
    public static func load(_ server: String, from database: RoostDatabase) throws(StoreError)
        -> MailServerMemory
    {
        guard let text = try database.note(key(server)) else { return MailServerMemory() }
        // An unreadable memory costs one slower session; a mail is never lost by it.
        return (try? JSONDecoder().decode(Self.self, from: Data(text.utf8))) ?? MailServerMemory()
    }

    /// Keeps the memory of a server, unless nothing changed.
    public func save(_ server: String, over old: MailServerMemory, in database: RoostDatabase) throws {
        guard self != old else { return }
        try database.setNote(
            Self.key(server), to: String(decoding: try JSONEncoder().encode(self), as: UTF8.self))
    }

    /// Learns from a flush. `account` names the account and the version of its secret; a refusal of it is kept for at
    /// least a quarter of an hour (R11).
    public mutating func learn(from report: FlushReport, traits: HostTraits, account: String, now: WallTime) {
        self.traits = traits
        failures = report.fault == nil ? 0 : min(failures + 1, 1_000)
        refusal = nil
        guard let fault = report.fault, fault.isAboutCredentials else { return }
        refusal = Refusal(
            account: account, since: now,
            until: now + max(report.retryAfter ?? .zero, RetryPlan.credentialDelay))
    }

    private static func key(_ server: String) -> String { "server \(server)" }
}
