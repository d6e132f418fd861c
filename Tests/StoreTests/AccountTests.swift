// SPDX-License-Identifier: Apache-2.0
// Users, sessions, tokens and the audit trail: a change and its line are one transaction, and nothing is changed later.

import DockModel
import Testing

@testable import Store

private func entry(_ action: String, _ seconds: Double = 0, who: String = "root") -> AuditEntry {
    AuditEntry(at: moment(seconds), who: who, way: "command", action: action, subject: "it")
}

private func moment(_ seconds: Double) -> Moment {
    Moment(
        boot: Instant(seconds: seconds),
        wall: WallTime(milliseconds: 1_790_000_000_000) + .seconds(Int64(seconds)))
}

@Suite struct AccountTests {
    private let database: RoostDatabase

    init() throws { database = try Workbench().open() }

    @Test func `a user is added once, changed and removed, each with its line`() throws {
        #expect(try database.addAccount("kim", role: "view", password: "h1", by: entry("user-add"), most: 2))
        #expect(try !database.addAccount("kim", role: "view", password: "h2", by: entry("user-add"), most: 2))
        #expect(
            try database.addAccount("lee", role: "operate", password: "h3", by: entry("user-add"), most: 2))
        #expect(try !database.addAccount("max", role: "view", password: "h4", by: entry("user-add"), most: 2))
        #expect(try database.changeAccount("kim", role: "administer", by: entry("user-role", 5)))
        #expect(try database.changeAccount("kim", password: "h5", by: entry("user-password", 6)))
        #expect(try !database.changeAccount("max", role: "view", by: entry("user-role")))
        #expect(try database.account("kim")?.password == "h5")
        #expect(
            try database.removeAccount("lee", by: entry("user-remove"))
                && database.accounts().map(\.name) == ["kim"])
        #expect(try !database.removeAccount("lee", by: entry("user-remove")))
        let trail = try database.auditTrail().map(\.entry)
        #expect(trail.map(\.action) == ["user-remove", "user-password", "user-role", "user-add", "user-add"])
        #expect(trail[2].before == "view" && trail[2].after == "administer" && trail[0].before == "operate")
        #expect(trail.allSatisfy { !"\($0)".contains("h5") })
        #expect(try database.auditTrail(before: database.auditTrail().last.map { $0.id + 1 }).count == 1)
        #expect(try database.auditTrail(who: "nobody").isEmpty)
    }

    @Test func `a session lasts until it ends, its user changes, or the machine starts anew`() throws {
        _ = try database.addAccount("kim", role: "view", password: "h", by: entry("user-add"), most: 9)
        let kim = try #require(try database.account("kim"))
        func begin(_ hash: String, _ seconds: Double, boot: String = "b1") throws -> Bool {
            try database.beginSession(
                hash, of: kim, boot: boot, most: 3, by: entry("sign-in", seconds, who: "kim"))
        }
        for number in 0..<5 { #expect(try begin("s\(number)", Double(number))) }
        // The oldest beyond three are gone.
        #expect(
            try (0..<5).map { try database.session("s\($0)") != nil } == [false, false, true, true, true])
        try database.noteSession("s4", seen: Instant(seconds: 90))
        let last = try #require(try database.session("s4"))
        #expect(
            last.seen.seconds == 90 && last.begun.seconds == 4 && last.role == "view" && last.boot == "b1")
        try database.endSession("s4", by: entry("sign-out", 91, who: "kim"))
        try database.endSession("s4", by: entry("sign-out", 92, who: "kim"))
        #expect(try database.session("s4") == nil)
        #expect(try database.auditTrail().filter { $0.entry.action == "sign-out" }.count == 1)
        #expect(try begin("s9", 100, boot: "b2") && database.session("s3") == nil)
        #expect(try database.account("kim")?.lastSignIn == moment(100).wall)
        _ = try database.changeAccount("kim", password: "new", by: entry("user-password"))
        #expect(try database.session("s9") == nil)
        // The password that was compared is no longer the one.
        #expect(try !begin("s10", 101))
        let now = try #require(try database.account("kim"))
        #expect(try database.beginSession("s11", of: now, boot: "b2", most: 3, by: entry("sign-in", 102)))
        _ = try database.removeAccount("kim", by: entry("user-remove"))
        #expect(try database.session("s11") == nil)
    }

    @Test func `a token is kept by its hash and found by it`() throws {
        let token = TokenRecord(
            name: "prometheus", role: "view", made: moment(0).wall, until: moment(0).wall + .seconds(60))
        #expect(try database.addToken(token, hash: "abc", by: entry("token-add"), most: 1))
        #expect(try !database.addToken(token, hash: "abd", by: entry("token-add"), most: 9))
        #expect(try database.token(hash: "abc") == token && database.token(hash: "abd") == nil)
        #expect(
            try database.removeToken("prometheus", by: entry("token-remove")) && database.tokens().isEmpty)
        #expect(try database.auditTrail().map(\.entry.action) == ["token-remove", "token-add"])
    }

    @Test func `a change that is not made leaves no line of one that was`() throws {
        let change = entry("acknowledge")
        #expect(
            try database.acknowledge("9-9", who: "kim", way: "console", at: moment(0), audit: change) == nil)
        #expect(try database.unshelve("9-9", who: "kim", at: moment(0), audit: change) == nil)
        #expect(try database.auditTrail().isEmpty)
        var decision = DecisionCommit(moment: moment(0))
        decision.incidents = [
            IncidentRecord(
                id: "1-1", severity: .warning, kind: "LINK.device-lost", opened: moment(0).wall, isOpen: true,
                body: [])
        ]
        _ = try database.commit(decision)
        _ = try database.acknowledge("1-1", who: "kim", way: "console", at: moment(1), audit: change)
        _ = try database.acknowledge("1-1", who: "lee", way: "console", at: moment(2), audit: change)
        _ = try database.shelve(
            "1-1", until: moment(90).wall, who: "kim", reason: "noon", at: moment(3), audit: entry("shelve"))
        _ = try database.unshelve("1-1", who: "lee", at: moment(4), audit: entry("unshelve"))
        #expect(try database.enqueueNote("reset", in: "operator.word", audit: entry("reset")))
        let trail = try database.auditTrail().map(\.entry)
        #expect(trail.map(\.action) == ["reset", "unshelve", "shelve", "acknowledge", "acknowledge"])
        #expect(trail[1].before == "shelved by kim: noon")
        #expect(trail[3].before == "taken note of by kim" && trail[3].result != AuditEntry.done)
        #expect(trail[4].before == nil && trail[4].result == AuditEntry.done)
    }
}
