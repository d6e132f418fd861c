// SPDX-License-Identifier: Apache-2.0
// Each route is in the table, and the table is kept: by nobody, by each role, for reading and for changing.

import Access
import DockModel
import Foundation
import Synchronization
import Testing

@testable import Console

/// The paths that the sources match, read from them: a new route is in these tests before anybody thinks of it. They
/// stand in the table of what can be read, or after `case` where a path is matched.
private func writtenPaths() throws -> [String] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/Console")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    var paths: [String] = []
    for file in files {
        let name = file.lastPathComponent
        let isTable = name.hasPrefix("ConsoleEndpoint")
        guard isTable || name.hasPrefix("ConsoleRoute") else { continue }
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let line = line.drop { $0 == " " }
            guard isTable ? !line.hasPrefix("//") : line.hasPrefix("case \"/") else { continue }
            for piece in line.split(separator: "\"", omittingEmptySubsequences: false)
            where piece.hasPrefix("/") {
                paths.append(
                    piece.split(separator: "{id}", omittingEmptySubsequences: false).joined(separator: "x"))
            }
        }
    }
    return paths + DeskRoute.paths
}

@Suite struct AccessTableTests {
    @Test func `each path that is matched needs what the table says, and nobody gets it without`()
        async throws
    {
        let desk = SampleDesk(), site = desk.site(AccessTerms(anonymous: nil))
        let paths = try writtenPaths()
        #expect(paths.count >= 14)
        var open: Set<String> = []
        for path in paths {
            let need = try #require(AccessTable.need(ofReading: path), "\(path)")
            let nobody = await site.answer(desk.request("GET", path))
            switch need {
            case .open:
                open.insert(path)
                #expect(nobody.status == 200, "\(path)")
            case .role(let role):
                #expect([303, 401].contains(nobody.status), "\(path)")
                #expect(!String(decoding: nobody.body, as: UTF8.self).contains("Nordhang"), "\(path)")
                for other in Role.allCases {
                    let reply = await site.answer(desk.request("GET", path, as: other))
                    #expect((reply.status == 403) == !other.includes(role), "\(path) \(other)")
                }
            }
        }
        #expect(open == ["/style.css", "/live.js", "/sign-in"])
    }

    @Test(arguments: ChangeRoute.allCases)
    func `each change needs its role, a form of ours and its proof`(route: ChangeRoute) async throws {
        let desk = SampleDesk(), site = desk.site(), path = route.rawValue
        let form = ("incident=1-2&hours=8&reason=noon&part=fan&serial=X&schedule=perimeter&used=0"
            + "&host=m.example.org&port=587&security=tls&from=d@example.org&way=password&user=d&preset=relay"
            + "&grant=refresh_token&client_id=c&alerts=o@example.org&to=o@example.org&severity=any&language=en"
            + "&number=1&mark=0123456789abcdef").split(separator: "&").filter {
                // What a shelf and a route call hours is not the same.
                !($0.hasPrefix("hours") && route == .mailRoute)
            }
        let fields = (route == .replace ? form.filter { !$0.hasPrefix("reason") } + ["reason=failed"] : form)
            .joined(separator: "&")
        // By reading methods nothing is changed, whoever asks.
        for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            let reply = await site.answer(desk.request(method, path, as: .administer))
            #expect(reply.status == 405 || (route == .signIn && reply.status == 200), "\(method)")
        }
        guard route != .signIn else { return }
        let nobody = await site.answer(desk.request("POST", path, form: fields))
        #expect(nobody.status == 303)
        let unproven = await site.answer(
            desk.request("POST", path, as: .administer, form: fields, proof: false))
        #expect(unproven.status == 403)
        var foreign = desk.request("POST", path, as: .administer, form: fields)
        foreign.origin = "https://evil.example"
        #expect(await site.answer(foreign).status == 403)
        var json = desk.request("POST", path, as: .administer, form: fields)
        json.contentType = "application/json"
        #expect(await site.answer(json).status == 415)
        if route != .signOut {
            let reader = await site.answer(desk.request("POST", path, as: .view, form: fields))
            #expect(reader.status == 403)
        }
        #expect(desk.done.withLock { $0 }.isEmpty)
        guard route != .signOut, route != .confirm else { return }
        let asker = Role.allCases.first { role in AccessTable.need(of: route) == .role(role) } ?? .administer
        if asker == .administer {
            let other = await site.answer(desk.request("POST", path, as: .operate, form: fields))
            #expect(other.status == 403)
        }
        let reply = await site.answer(desk.request("POST", path, as: asker, form: fields))
        #expect(reply.status == 200)
        let done = desk.done.withLock { $0 }
        let asksTwice =
            [.run, .callHome, .lockOut, .reset, .resume].contains(route)
            || (asker == .administer && route != .mailLogin)
        #expect(done.count == (asksTwice ? 0 : 1))
    }

    @Test func `a token may what its role may, without a form's proof, and a wrong one nothing`() async throws
    {
        let desk = SampleDesk(), site = desk.site(AccessTerms(anonymous: .view))
        var request = desk.request("POST", "/operate/acknowledge", form: "incident=1-2")
        request.origin = nil
        request.authorization = "Bearer " + (desk.secrets[.operate]?.token ?? "")
        #expect(await site.answer(request).status == 200)
        request.authorization = "Bearer " + (desk.secrets[.view]?.token ?? "")
        #expect(await site.answer(request).status == 403)
        for wrong in ["Bearer \(BearerSecret().token)", "Bearer x", "Basic eDp5", ""] {
            request.authorization = wrong
            #expect(await site.answer(request).status == 401, "\(wrong)")
        }
        #expect(desk.done.withLock { $0 } == [.acknowledge(incident: "1-2")])
    }

    @Test func `what moves something is done by the second word alone, once, by who asked`() async throws {
        let desk = SampleDesk(), site = desk.site()
        let asked = await site.answer(
            desk.request("POST", "/operate/run", as: .operate, form: "schedule=perimeter"))
        let page = String(decoding: asked.body, as: UTF8.self)
        #expect(asked.status == 200 && asked.policy == .form && page.contains("gusts &lt;15 m/s&gt;"))
        #expect(desk.done.withLock { $0 }.isEmpty)
        let ticket = try #require(page.firstMatch(of: /name="ticket" value="([0-9a-f]{64})"/)?.1)
        let other = await site.answer(
            desk.request("POST", "/operate/confirm", as: .administer, form: "ticket=\(ticket)"))
        #expect(other.status == 410)
        let mine = await site.answer(
            desk.request("POST", "/operate/confirm", as: .operate, form: "ticket=\(ticket)"))
        #expect(mine.status == 200)
        let again = await site.answer(
            desk.request("POST", "/operate/confirm", as: .operate, form: "ticket=\(ticket)"))
        #expect(again.status == 410)
        #expect(desk.done.withLock { $0 } == [.run(schedule: "perimeter")])
        let unknown = await site.answer(
            desk.request("POST", "/operate/run", as: .operate, form: "schedule=other"))
        #expect(unknown.status == 404)
    }

    @Test(arguments: [
        ("/operate/acknowledge", ""), ("/operate/acknowledge", "incident=%3Cscript%3E"),
        ("/operate/acknowledge", "incident=\(String(repeating: "1", count: 200))"),
        ("/operate/shelve", "incident=1-2&hours=5&reason=x"), ("/operate/shelve", "incident=1-2&hours=8"),
        ("/operate/shelve", "incident=1-2&hours=8&reason=\(String(repeating: "x", count: 201))"),
        ("/operate/shelve", "incident=1-2&hours=8&reason=a%E2%80%AEb"),
        ("/operate/replace", "part=fan&reason=failed"),
        ("/operate/replace", "part=fan&reason=stolen&serial=1"),
        ("/operate/replace", "part=fan&reason=failed&serial=1&used=-1"),
        ("/operate/replace", "part=fan&reason=failed&serial=1&used=inf"),
        ("/operate/lock-out", "reason=+++"), ("/operate/acknowledge", "incident=1%0D%0ASet-Cookie:+a=b"),
        ("/operate/acknowledge", "incident=1&incident=2"), ("/operate/acknowledge", "incident"),
    ])
    func `a form that asks for nothing sound is refused with a word`(path: String, form: String) async {
        let desk = SampleDesk()
        let reply = await desk.site().answer(desk.request("POST", path, as: .operate, form: form))
        #expect(reply.status == 400)
        #expect(desk.done.withLock { $0 }.isEmpty)
        #expect(!String(decoding: reply.body, as: UTF8.self).contains("<script>"))
    }

    @Test func `what people write is shown and never run`() async throws {
        let desk = SampleDesk(), site = desk.site()
        let hostile = #""><script>alert(1)</script><img src=x onerror=alert(1)>"#
        desk.page.withLock { page in
            page.incidents = [
                IncidentChoice(
                    id: hostile, title: hostile, severity: .critical, opened: page.now, taken: hostile),
                IncidentChoice(id: "1-2", title: hostile, severity: .warning, opened: page.now),
            ]
            page.schedules = [ScheduleChoice(name: hostile, paused: hostile)]
            page.parts = [PartChoice(id: hostile, name: hostile, serial: hostile)]
            (page.waitsFor, page.lockOut) = (hostile, hostile)
        }
        for (path, role) in [("/operate", Role.operate), ("/audit", .administer), ("/settings", .view)] {
            let reply = await site.answer(desk.request("GET", path, as: role))
            let text = String(decoding: reply.body, as: UTF8.self)
            #expect(reply.status == 200)
            #expect(!text.contains("<script") && !text.contains("<img") && !text.contains("<b>"), "\(path)")
            #expect(reply.securityFields.contains { $0.value.hasPrefix("default-src 'none'") })
            #expect(reply.body.count < 60_000)
        }
        let json = await site.answer(desk.request("GET", "/api/audit", as: .administer))
        #expect(!String(decoding: json.body, as: UTF8.self).contains("<"))
    }

    @Test func `nobody sees a form, and a reader sees none that the role does not allow`() async {
        let desk = SampleDesk(), site = desk.site()
        desk.page.withLock { page in
            page.incidents = [
                IncidentChoice(id: "1-2", title: "smoke", severity: .critical, opened: page.now)
            ]
            page.schedules = [ScheduleChoice(name: "perimeter")]
        }
        for role in [nil, Role.view] {
            let text = String(
                decoding: await site.answer(desk.request("GET", "/operate", as: role)).body, as: UTF8.self)
            #expect(text.contains("smoke") && !text.contains("<form"))
        }
        let text = String(
            decoding: await site.answer(desk.request("GET", "/operate", as: .operate)).body, as: UTF8.self)
        #expect(text.contains(#"action="/operate/acknowledge""#) && text.contains(#"action="/operate/run""#))
    }
}
