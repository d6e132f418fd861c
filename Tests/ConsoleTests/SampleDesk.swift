// SPDX-License-Identifier: Apache-2.0
// Users and changes without a store: what was asked is noted, and secrets are fixed.

import Access
import DockModel
import Synchronization

@testable import Console

/// Three users, one for each role, whose sessions and tokens are fixed, and a desk that notes what it is asked to do.
final class SampleDesk: ConsoleAccess, ConsoleDesk {
    let secrets: [Role: BearerSecret] = Dictionary(
        uniqueKeysWithValues: Role.allCases.map { ($0, BearerSecret()) })
    let done = Mutex<[Change]>([])
    let tries = Mutex<[String]>([])
    let time = Mutex(Instant(seconds: 100))
    let page = Mutex(OperatePage(now: WallTime(milliseconds: 0), phase: "idle"))
    let answer = Mutex(SignInAnswer.refused(wait: .zero))

    var now: Instant { time.withLock { $0 } }

    func visitor(session: BearerSecret, from address: String) async -> Visitor? {
        secrets.first { $0.value == session }.map {
            Visitor(
                name: $0.key.rawValue, role: $0.key, way: .session, address: address,
                formToken: session.formToken)
        }
    }

    func visitor(token: BearerSecret, from address: String) async -> Visitor? {
        secrets.first { $0.value == token }.map {
            Visitor(name: "token \($0.key.rawValue)", role: $0.key, way: .token, address: address)
        }
    }

    func signIn(name: String, password: String, from address: String) async -> SignInAnswer {
        tries.withLock { $0.append("\(name) \(password) \(address)") }
        return answer.withLock { $0 }
    }

    func signOut(_ session: BearerSecret, of visitor: Visitor) async { tries.withLock { $0.append("out") } }

    func operations() async -> OperatePage { page.withLock { $0 } }

    func preview(_ change: Change) async -> ChangePreview? {
        if case .run(let schedule) = change, schedule != "perimeter" { return nil }
        if case .mail(.server(let host, _, _, _)) = change, host.contains("<") {
            return ChangePreview(faults: ["mail.yaml:4:7: mail.host \"\(host)\" is not a host name"])
        }
        return ChangePreview(
            says: ["It flies."], facts: [("Phase", "idle")],
            gates: [GateRow(name: "wind", verdict: .hold, reason: "gusts <15 m/s>")])
    }

    func carryOut(_ change: Change, by visitor: Visitor) async -> ChangeAnswer {
        done.withLock { $0.append(change) }
        return .done("stored for \(visitor.name)")
    }

    func audit(before: Int64?) async -> AuditPage {
        AuditPage(lines: [
            AuditLine(
                id: 7, at: WallTime(milliseconds: 0), who: "<b>kim", role: "operate", way: "session",
                address: "10.0.0.1", action: "acknowledge", subject: "\"><script>", before: nil, after: "x",
                result: "done")
        ])
    }

    func notifications() async -> NotificationsPage {
        var page = NotificationsPage(now: WallTime(milliseconds: 0), server: [("Server", "mail.example.org")])
        page.form = MailForm(
            host: "mail.example.org", port: 587, security: "starttls", from: "\"><script>@example.org", way: "password",
            user: "dock", lists: ["alerts": ["ops@example.org", "<b>"]])
        page.form?.isChanged = true
        var route = RouteRow(what: "all kinds", to: "ops@example.org")
        route.mark = (1, "0123456789abcdef")
        page.routes = [route]
        return page
    }

    func settingsCheck() async -> SettingsCheckPage {
        SettingsCheckPage(directory: "/etc/roost", problems: ["a <b>"])
    }

    /// A site with this desk behind it.
    func site(
        _ terms: AccessTerms = AccessTerms(), listeningOn host: String = "127.0.0.1", names: [String] = []
    ) -> ConsoleSite {
        ConsoleSite(
            model: SampleDock(), hosts: HostRule(listeningOn: host, names: names),
            door: TriggerDoor(key: "0123456789abcdef") { _, _ in .asked },
            acknowledge: AcknowledgeDoor(look: { _ in .unknown }, take: { _, _ in .unknown }),
            gate: ConsoleGate(terms: terms, access: self, desk: self))
    }

    /// A request as it would come from a browser on this machine.
    func request(
        _ method: String, _ target: String, as role: Role? = nil, form: String? = nil, proof: Bool = true
    ) -> ConsoleRequest {
        var request = ConsoleRequest(
            method: method, target: target, hosts: ["localhost:8437"], peer: "127.0.0.1")
        if let secret = role.flatMap({ secrets[$0] }) {
            request.cookies = ["roost=\(secret.text)"]
            if method == "POST", proof { request.content = Array("csrf=\(secret.formToken)&".utf8) }
        }
        if method == "POST" {
            request.contentType = "application/x-www-form-urlencoded"
            request.origin = "http://localhost:8437"
            request.content += Array((form ?? "").utf8)
            if request.content.last == UInt8(ascii: "&") { request.content.removeLast() }
        }
        return request
    }
}
