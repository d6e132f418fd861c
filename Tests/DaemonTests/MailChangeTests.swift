// SPDX-License-Identifier: Apache-2.0
// Mail settings changed at the console: judged before anything is written, written whole with the secret beside them,
// in the audit trail without it, in force at once, and read again by the next start.

import Access
import DockModel
import Foundation
import Host
import Post
import Settings
import Store
import Synchronization
import Testing

@testable import Console
@testable import RoostDaemon

private struct ChangeRoom {
    let bureau: MailBureau
    let desk: MailDesk
    let taken = Taken()
    let storage: String

    /// What was put in force.
    final class Taken: Sendable {
        let settings = Mutex<[MailSettings]>([])
    }

    init(_ lines: String = "  user: dock\n  password_file: secret\n") throws {
        bureau = try MailBureau(lines)
        let clock = PacedClock(start: bureauNoon, speed: 1), dock = bureau.configuration.dock
        try PrivateFile.replace(bureau.directory + "/secret", by: Array("first one".utf8))
        let outbox = Outbox(bureau.database), taken = taken
        let office = PostOffice(
            outbox: outbox, database: bureau.database,
            account: MailAccount(dock, directory: bureau.directory, clock: { clock.now() }), clock: clock,
            logger: silent)
        storage = bureau.directory + "/" + dock.storageDirectory
        desk = MailDesk(
            dock, directory: bureau.directory, outbox: outbox, office: office,
            changer: MailChanger(
                keeper: MailKeeper(
                    source: MailSource(files: bureau.files), dock: dock, directory: bureau.directory),
                database: bureau.database, clock: clock
            ) { mail in
                for address in mail.allRecipients { _ = try MailAddress(address) }
                return { taken.settings.withLock { $0.append(mail) } }
            }, logger: silent)
    }

    func change(_ edit: MailEdit) -> ChangeAnswer {
        desk.change(
            edit,
            AuditEntry(
                at: bureauTime(0), who: "boss", role: "administer", way: "session", address: "10.0.0.1",
                action: edit.action, subject: "mail"))
    }

    /// The settings that a start would read now.
    func next() throws -> MailSettings {
        var files = bureau.files
        let path = storage + "/" + MailOverlay.fileName
        files.mailOverlay = FileManager.default.contents(atPath: path).map {
            MailOverlay(name: path, octets: Array($0))
        }
        return try DockSettings.load(files: files).mail
    }

    func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    var secrets: [String] {
        // A folder that is not there holds none.
        ((try? FileManager.default.contentsOfDirectory(atPath: storage + "/secrets")) ?? []).sorted()
    }
}

@Suite struct MailChangeTests {
    private let server = MailEdit.server(
        host: "mail.example.org", port: 465, security: "tls", from: "north@example.org")

    @Test
    func `a server that is changed holds at once and after the next start, with its line in the audit trail`()
        throws
    {
        let room = try ChangeRoom()
        let preview = room.desk.preview(server)
        #expect(preview.faults.isEmpty && preview.facts.map(\.name) == ["Now", "Then"])
        #expect(preview.facts[1].value == "mail.example.org:465 tls, from north@example.org")
        #expect(room.taken.settings.withLock { $0.isEmpty } && room.desk.changer?.keeper.isChanged == false)
        guard case .done = room.change(server) else {
            Issue.record("not changed")
            return
        }
        let mail = try #require(room.taken.settings.withLock { $0.last })
        #expect(mail.server == NetworkAddress(host: "mail.example.org", port: 465) && mail.security == .tls)
        #expect(room.desk.dock.mail == mail && mail.from == "north@example.org")
        #expect(try room.next() == mail)
        #expect(try room.mode(room.storage + "/mail.yaml") == 0o600)
        let lines = try room.bureau.database.auditTrail().map(\.entry)
        #expect(lines.map(\.action) == ["mail-server"] && lines[0].who == "boss" && lines[0].result == "done")
        #expect(lines[0].before == "localhost:587 starttls, from dock@example.org")
        #expect(lines[0].after == preview.facts[1].value)
    }

    @Test
    func `a password is kept in a file of mode 0600 and stands nowhere else, and an old one is removed`()
        throws
    {
        let room = try ChangeRoom()
        for word in ["correct horse 1", "correct horse 2"] {
            let edit = MailEdit.account(way: "password", user: "north", password: FormSecret(word))
            guard case .done = room.change(edit) else {
                Issue.record("not changed")
                return
            }
            let names = room.secrets
            #expect(names.count == 1 && names[0].hasPrefix("mail-"))
            let path = room.storage + "/secrets/" + (names.first ?? "")
            #expect(try room.mode(path) == 0o600)
            #expect(try room.mode(room.storage + "/secrets") == 0o700)
            let secret = try #require(try room.next().secret)
            #expect(try SecretSource(baseDirectory: room.bureau.directory).read(secret) == word)
        }
        let overlay = try String(contentsOfFile: room.storage + "/mail.yaml", encoding: .utf8)
        let trail = try room.bureau.database.auditTrail().map { "\($0)" }.joined()
        #expect(!overlay.contains("horse") && !trail.contains("horse") && trail.contains("with a new secret"))
        // An empty field keeps the password that there is.
        let kept = try room.next().secret
        _ = room.change(.account(way: "scram-sha-256", user: "north", password: nil))
        #expect(try room.next().secret == kept)
        let mail = try room.next()
        #expect(mail.authentication == .scramSHA256 && room.secrets.count == 1)
        #expect(!room.desk.page(at: bureauTime(0)).rendered(TimeStyle()).contains("horse"))
    }

    @Test(arguments: [
        (
            MailEdit.server(host: "no host", port: 465, security: "tls", from: "a@b.c"),
            "mail.yaml:4:7: mail.host"
        ),
        (
            .server(host: "m.example", port: 25, security: "tls", from: "a@b.c"),
            "is for servers among themselves"
        ),
        (.server(host: "m.example", port: 465, security: "tls", from: "nobody"), "is not a mail address"),
        (.recipients(["alerts": []]), "nobody would hear of an emergency"),
        (.recipients(["alerts": ["ops@example.org", "x y"]]), "is not a mail address"),
        (.addRoute(RouteEdit(to: ["crew"])), "neither a group nor a mail address"),
        (.addRoute(RouteEdit(to: ["a@b.de"], kinds: ["gossip"])), "mail.routes[1].kinds[1]"),
        (.addRoute(RouteEdit(to: ["a@b.de"], hours: "25:00-26:00")), "are no hours"),
        (.removeRoute(number: 1, mark: "0"), "load the page again"),
        (
            .oauth(OAuthEdit(preset: "relay", grant: "refresh_token", user: "d", clientID: "c")),
            "mail.oauth.token_url is missing"
        ),
        (
            .oauth(
                OAuthEdit(
                    preset: "relay", grant: "refresh_token", user: "d", clientID: "c", tokenURL: "http://x/",
                    scope: "s")), "is no https address"
        ),
        (.account(way: "password", user: "", password: nil), "needs user"),
    ])
    func `what the settings refuse changes nothing and says where`(edit: MailEdit, words: String) throws {
        let room = try ChangeRoom()
        let faults = room.desk.preview(edit).faults
        #expect(faults.contains { $0.contains(words) }, "\(faults)")
        guard case .refused = room.change(edit) else {
            Issue.record("not refused")
            return
        }
        #expect(!FileManager.default.fileExists(atPath: room.storage + "/mail.yaml") && room.secrets.isEmpty)
        #expect(try room.bureau.database.auditTrail().isEmpty && room.taken.settings.withLock { $0.isEmpty })
    }

    @Test func `routes are added behind those of dock yaml with their groups, and removed by what was shown`()
        throws
    {
        let room = try ChangeRoom(
            "  groups: {crew: [a@example.org, b@example.org]}\n  routes:\n    - {to: [crew], kinds: [incident]}\n"
        )
        _ = room.change(
            .addRoute(
                RouteEdit(
                    to: ["crew"], kinds: ["digest"], language: "de", quiet: "22:00-06:00", days: ["mon"])))
        var mail = try room.next()
        #expect(
            mail.routes.map(\.recipients) == Array(repeating: ["a@example.org", "b@example.org"], count: 2))
        let quiet = mail.routes[1].quiet
        #expect(mail.routes[1].kinds == [.digest] && quiet?.from == 1_320 && quiet?.to == 360)
        let overlay = try String(contentsOfFile: room.storage + "/mail.yaml", encoding: .utf8)
        #expect(overlay.contains("\"crew\"") && !overlay.contains("a@example.org"))
        let rows = room.desk.page(at: bureauTime(0)).routes.filter { $0.mark != nil }
        #expect(rows.map { $0.mark?.number } == [1, 2])
        #expect(room.change(.removeRoute(number: 1, mark: rows[1].mark?.text ?? "")) != .done(""))
        _ = room.change(.removeRoute(number: 1, mark: rows[0].mark?.text ?? ""))
        mail = try room.next()
        #expect(mail.routes.map(\.kinds) == [[.digest]])
        guard case .done = room.change(.revert) else {
            Issue.record("not taken back")
            return
        }
        #expect(try room.next() == room.bureau.configuration.dock.mail)
        #expect(!FileManager.default.fileExists(atPath: room.storage + "/mail.yaml"))
        #expect(room.desk.dock.mail == room.bureau.configuration.dock.mail)
    }

    @Test func `OAuth2 takes the place of the password, and a log-in without a provider is refused`()
        async throws
    {
        let room = try ChangeRoom()
        let edit = OAuthEdit(
            preset: "microsoft365", grant: "refresh_token", user: "dock@example.org", clientID: "c-1",
            clientSecret: FormSecret("client horse"), tenant: "example.org")
        #expect(room.desk.preview(.oauth(edit)).says.contains { $0.contains("log in with a code") })
        _ = room.change(.oauth(edit))
        let mail = try room.next()
        #expect(mail.oauth?.clientID == "c-1" && mail.authentication == .oauth2 && mail.secret == nil)
        guard case .secret(let place, inForm: true)? = mail.oauth?.proof else {
            Issue.record("no proof")
            return
        }
        #expect(try SecretSource(baseDirectory: room.bureau.directory).read(place) == "client horse")
        #expect(room.desk.form?.oauth?.tenant == "example.org" && room.desk.form?.canLogIn == true)
        #expect(room.desk.form?.oauth?.clientSecret == nil)
        // Back to a password: the client's secret goes with it.
        _ = room.change(.account(way: "password", user: "dock", password: FormSecret("horse")))
        #expect(try room.next().oauth == nil && room.secrets.count == 1)
        let entry = AuditEntry(
            at: bureauTime(0), who: "boss", way: "session", action: "mail-login", subject: "mail")
        guard case .refused = await room.desk.logIn(entry) else {
            Issue.record("not refused")
            return
        }
    }

    @Test func `what cannot be written is not in force, and the trail says so`() throws {
        let room = try ChangeRoom()
        // A file where the folder should be.
        try PrivateFile.replace(room.bureau.directory + "/var", by: [])
        guard case .notStored = room.change(server) else {
            Issue.record("not told")
            return
        }
        #expect(room.taken.settings.withLock { $0.isEmpty })
        #expect(room.desk.dock.mail.server.host == "localhost")
        let results = try room.bureau.database.auditTrail().map(\.entry.result)
        #expect(results.count == 2 && results[0].hasPrefix("not written: "))
    }
}
