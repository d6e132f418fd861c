// SPDX-License-Identifier: Apache-2.0
// Who may come into the console, from the dock's store: passwords are compared on a thread of their own, one at a time,
// and what was wrong is counted before the next is looked at. It knows no page, and keeps no password.

internal import Access
internal import Console
internal import DockModel
internal import Foundation
internal import Host
internal import Logging
internal import Store
internal import Synchronization

/// Compares passwords, one after the other: each takes a third of a second and 32 MiB.
private actor PasswordBench {
    private let executor = ThreadExecutor(name: "passwords")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    func isRight(_ password: String, _ hash: PasswordHash) -> Bool { hash.matches(password) }
}

/// Users, sessions and tokens of a dock.
final class ConsoleKeeper: ConsoleAccess {
    /// Most passwords that wait to be compared.
    static let mostWaiting = 4
    /// How long a session or a token is believed without another look at the store: a user who is removed is out after
    /// that.
    static let shortestLook = Duration.seconds(2)
    /// Most visitors that are remembered so.
    static let mostKnown = 500

    private struct Known: Sendable {
        var visitor: Visitor?
        var at: Instant
    }

    private let database: RoostDatabase
    private let clock: any DockClock
    private let realNow: @Sendable () -> Instant
    private let life: SessionLife
    private let boot: String
    private let logger: Logger
    private let bench = PasswordBench()
    private let guesses = Mutex(SignInGuard())
    private let waiting = Mutex(0)
    private let known = Mutex<[String: Known]>([:])

    /// The users of a store. `realNow` is the machine's boot clock, also in a dock whose own time runs faster.
    init(
        _ database: RoostDatabase, clock: any DockClock, life: SessionLife = SessionLife(), logger: Logger,
        realNow: (@Sendable () -> Instant)? = nil
    ) {
        (self.database, self.clock, self.life, self.logger) = (database, clock, life, logger)
        boot = RoostDatabase.boot
        let system = SystemClock(trust: .set)
        self.realNow = realNow ?? { system.now().boot }
    }

    var now: Instant { realNow() }

    // MARK: Who it is

    func visitor(session secret: BearerSecret, from address: String) async -> Visitor? {
        let hash = secret.hash, now = now
        return remembered(hash, from: address, at: now) {
            guard let session = try self.database.session(hash), session.boot == self.boot,
                !self.life.isOver(begun: session.begun, seen: session.seen, now: now),
                let role = Role(rawValue: session.role)
            else { return nil }
            if self.life.isToBeNoted(seen: session.seen, now: now) {
                try self.database.noteSession(hash, seen: now)
            }
            return Visitor(
                name: session.user, role: role, way: .session, address: address, formToken: secret.formToken)
        }
    }

    func visitor(token secret: BearerSecret, from address: String) async -> Visitor? {
        let hash = secret.hash
        return remembered(hash, from: address, at: now) {
            guard let token = try self.database.token(hash: hash), self.clock.now().wall < token.until,
                let role = Role(rawValue: token.role)
            else { return nil }
            return Visitor(name: "token \(token.name)", role: role, way: .token, address: address)
        }
    }

    /// What was found of a secret a moment ago, or now.
    private func remembered(
        _ hash: String, from address: String, at now: Instant, _ look: () throws -> Visitor?
    ) -> Visitor? {
        let found = known.withLock { $0[hash] }
        if let found, found.at <= now, found.at.duration(to: now) < Self.shortestLook {
            var visitor = found.visitor
            visitor?.address = address
            return visitor
        }
        let visitor: Visitor?
        do { visitor = try look() } catch {
            logger.error("the console cannot read who somebody is: \(error)")
            return nil
        }
        known.withLock { known in
            if known.count >= Self.mostKnown { known = [:] }
            // What is unknown is not remembered: nobody can fill the memory with guesses.
            known[hash] = visitor.map { Known(visitor: $0, at: now) }
        }
        return visitor
    }

    // MARK: Signing in and out

    func signIn(name: String, password: String, from address: String) async -> SignInAnswer {
        let start = now
        let wait = guesses.withLock { $0.wait(user: name, address: address, now: start) }
        guard wait <= .zero else { return .wait(wait) }
        let mayWait = waiting.withLock { waiting in
            guard waiting < Self.mostWaiting else { return false }
            waiting += 1
            return true
        }
        guard mayWait else { return .busy }
        defer { waiting.withLock { $0 -= 1 } }
        do throws(StoreError) {
            let user = try database.account(name)
            // Somebody who is not there takes as long as somebody who is.
            let hash = user.flatMap { PasswordHash($0.password) }
            let isRight = await bench.isRight(password, hash ?? PasswordHash.nobody)
            guard let user, hash != nil, isRight else { return try refuse(name, address) }
            let secret = BearerSecret()
            let stored = try database.beginSession(
                secret.hash, of: user, boot: boot, most: SessionLife.mostOfOneUser,
                by: entry(name, user.role, "session", address, "sign-in", at: realMoment))
            guard stored else { return try refuse(name, address) }
            guesses.withLock { $0.noteSuccess(user: name) }
            logger.notice("console: \(name) has signed in from \(address)")
            return .welcome(secret)
        } catch {
            logger.error("a sign-in could not be stored: \(error)")
            return .notStored
        }
    }

    /// Counts a wrong password and says so; what stands in the audit trail is bounded by the waits.
    private func refuse(_ name: String, _ address: String) throws(StoreError) -> SignInAnswer {
        let now = now
        let wait = guesses.withLock { $0.noteFailure(user: name, address: address, now: now) }
        logger.warning("console: a wrong name or password for \(name) from \(address)")
        var refused = entry(name, "", "session", address, "sign-in", at: clock.now())
        refused.result = wait > .zero ? "refused; the next try waits \(Int(wait.inSeconds)) s" : "refused"
        try database.audit(refused)
        return .refused(wait: wait)
    }

    func signOut(_ session: BearerSecret, of visitor: Visitor) async {
        let hash = session.hash
        known.withLock { $0[hash] = nil }
        do throws(StoreError) {
            try database.endSession(
                hash,
                by: entry(
                    visitor.name, visitor.role.rawValue, "session", visitor.address, "sign-out",
                    at: clock.now()))
        } catch {
            logger.error("a session could not be ended: \(error)")
        }
    }

    /// Sessions count on the machine's boot clock, whatever the dock's own time does.
    private var realMoment: Moment {
        var moment = clock.now()
        moment.boot = now
        return moment
    }

    private func entry(
        _ name: String, _ role: String, _ way: String, _ address: String, _ action: String, at moment: Moment
    ) -> AuditEntry {
        AuditEntry(
            at: moment, who: name, role: role, way: way, address: address, action: action, subject: "console")
    }
}
