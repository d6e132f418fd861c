// SPDX-License-Identifier: Apache-2.0
// Signing in against a real store: sessions on the boot clock, waits after wrong passwords, users that change, and
// changes that reach the store with their line in the audit trail.

import Access
import DockModel
import Host
import Logging
import Settings
import Store
import Synchronization
import Testing

@testable import Console
@testable import RoostDaemon

/// A keeper whose boot clock is set by hand.
private final class KeeperRoom: Sendable {
    let database: RoostDatabase
    let seconds = Mutex(1_000.0)

    init() throws { database = try RoostDatabase.open(directory: freshDirectory()) }

    var keeper: ConsoleKeeper {
        ConsoleKeeper(
            database, clock: SystemClock(trust: .set), logger: silent,
            realNow: { [self] in Instant(seconds: seconds.withLock { $0 }) })
    }

    func pass(_ span: Double) { seconds.withLock { $0 += span } }

    func add(_ name: String, _ password: String, role: Role = .operate) throws {
        let hash = try #require(PasswordHash(of: password))
        let entry = AuditEntry(
            at: bureauTime(0), who: "root", way: "command", action: "user-add", subject: name)
        _ = try database.addAccount(name, role: role.rawValue, password: hash.description, by: entry, most: 9)
    }
}

@Suite struct ConsoleKeeperTests {
    @Test func `a session is believed until it is idle, over, or its user changes`() async throws {
        let room = try KeeperRoom(), keeper = room.keeper
        try room.add("kim", "a long enough one")
        guard
            case .welcome(let secret) = await keeper.signIn(
                name: "kim", password: "a long enough one", from: "10.0.0.1")
        else {
            Issue.record("not let in")
            return
        }
        let visitor = await keeper.visitor(session: secret, from: "10.0.0.9")
        #expect(visitor?.name == "kim" && visitor?.role == .operate && visitor?.address == "10.0.0.9")
        #expect(visitor?.formToken == secret.formToken)
        #expect(await keeper.visitor(session: BearerSecret(), from: "10.0.0.1") == nil)
        // The secret itself is not in the store, only its hash.
        #expect(try room.database.session(secret.text) == nil && room.database.session(secret.hash) != nil)
        // In use it lasts; another keeper, as after a restart of the daemon, knows it too.
        for _ in 0..<4 {
            room.pass(1_700)
            #expect(await room.keeper.visitor(session: secret, from: "a") != nil)
        }
        room.pass(1_801)
        #expect(await room.keeper.visitor(session: secret, from: "a") == nil)
        let again = await keeper.signIn(name: "kim", password: "a long enough one", from: "10.0.0.1")
        guard case .welcome(let second) = again else {
            Issue.record("not let in again")
            return
        }
        #expect(await keeper.visitor(session: second, from: "a") != nil)
        let entry = AuditEntry(
            at: bureauTime(0), who: "root", way: "command", action: "user-role", subject: "kim")
        _ = try room.database.changeAccount("kim", role: "view", by: entry)
        room.pass(2.5)
        #expect(await keeper.visitor(session: second, from: "a") == nil)
    }

    @Test func `wrong passwords wait, unknown names look the same, and the trail names both`() async throws {
        let room = try KeeperRoom(), keeper = room.keeper
        try room.add("kim", "a long enough one")
        #expect(
            await keeper.signIn(name: "lee", password: "a long enough one", from: "10.0.0.1")
                == .refused(wait: .zero))
        for _ in 0..<5 {
            #expect(
                await keeper.signIn(name: "kim", password: "wrong wrong", from: "10.0.0.1")
                    == .refused(wait: .zero))
        }
        #expect(
            await keeper.signIn(name: "kim", password: "wrong wrong", from: "10.0.0.1")
                == .refused(wait: .seconds(30)))
        #expect(
            await keeper.signIn(name: "kim", password: "a long enough one", from: "10.0.0.2")
                == .wait(.seconds(30)))
        room.pass(31)
        guard
            case .welcome = await keeper.signIn(name: "kim", password: "a long enough one", from: "10.0.0.2")
        else {
            Issue.record("not let in after the wait")
            return
        }
        let trail = try room.database.auditTrail().map(\.entry).filter { $0.action == "sign-in" }
        #expect(trail.count == 8 && trail.first?.result == "done" && trail.last?.who == "lee")
        #expect(trail.allSatisfy { !"\($0)".contains("wrong wrong") })
    }

    @Test func `a token is good until its day`() async throws {
        let room = try KeeperRoom(), secret = BearerSecret(), now = SystemClock(trust: .set).now().wall
        let entry = AuditEntry(
            at: bureauTime(0), who: "root", way: "command", action: "token-add", subject: "p")
        for (name, until) in [("p", now + .seconds(60)), ("q", now + .seconds(-1))] {
            let token = TokenRecord(name: name, role: "view", made: now, until: until)
            let hash = name == "p" ? secret.hash : "other"
            #expect(try room.database.addToken(token, hash: hash, by: entry, most: 9))
        }
        let visitor = await room.keeper.visitor(token: secret, from: "10.0.0.1")
        #expect(visitor?.name == "token p" && visitor?.way == .token && visitor?.formToken == nil)
        #expect(await room.keeper.visitor(token: BearerSecret(), from: "10.0.0.1") == nil)
        _ = try room.database.removeToken("p", by: entry)
        #expect(await room.keeper.visitor(token: secret, from: "10.0.0.1") == nil)
    }
}
