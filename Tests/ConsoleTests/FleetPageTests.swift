// SPDX-License-Identifier: Apache-2.0
// The page of a fleet: worst first, silence shown, in pages, as JSON too; what it does not know or may not answer it
// refuses, and no name of a dock becomes markup.

import DockModel
import Foundation
import Logging
import Testing

@testable import Console

private struct FixedFleet: FleetModel {
    var page: FleetPageFacts
    func facts(_ question: FleetQuestion) async -> FleetPageFacts { page }
}

@Suite struct FleetPageTests {
    private let at = WallTime(milliseconds: 1_795_694_400_000)

    private func rows(_ count: Int) -> [FleetDockRow] {
        (0..<count).map { number in
            let words: (String, Mark) =
                number == 0 ? ("alarm", .bad) : number < 3 ? ("silent", .bad) : ("well", .good)
            var row = FleetDockRow(
                dock: "DOCK-\(number)", concern: words.0, mark: words.1,
                silent: .seconds(number < 3 ? 7_260 : 20))
            (row.phase, row.openIncidents, row.interval) = ("idle", number == 0 ? 2 : 0, .seconds(60))
            if number == 0 { row.worst = .emergency }
            return row
        }
    }

    private func site(_ facts: FleetPageFacts) -> FleetSite {
        FleetSite(model: FixedFleet(page: facts), hosts: HostRule(listeningOn: "127.0.0.1"))
    }

    private func get(
        _ target: String, _ facts: FleetPageFacts, method: String = "GET", host: String = "localhost"
    ) async
        -> (status: Int, text: String)
    {
        let reply = await site(facts).reply(method: method, target: target, hosts: [host])
        return (reply.status, String(decoding: reply.body, as: UTF8.self))
    }

    @Test func `docks stand worst first, a hundred a page, with how long they are silent`() async throws {
        let facts = FleetPageFacts(at: at, docks: rows(250))
        let first = await get("/", facts)
        #expect(first.status == 200 && first.text.contains("3 of 250 docks are not well."))
        let alarm = try #require(first.text.range(of: "DOCK-0<")),
            silent = try #require(first.text.range(of: "DOCK-1<"))
        #expect(alarm.lowerBound < silent.lowerBound)
        #expect(first.text.contains("2 h 1 min ago") && first.text.contains("2 P0"))
        #expect(first.text.contains("DOCK-99<") && !first.text.contains("DOCK-100<"))
        #expect(first.text.contains("/?page=2") && !first.text.contains("/missions"))
        let third = await get("/?page=3", facts)
        #expect(third.text.contains("DOCK-249<"))
        let silentOnly = await get("/?only=silent", facts)
        #expect(silentOnly.text.contains("DOCK-2<") && !silentOnly.text.contains("DOCK-0<"))
        #expect(await get("/?only=well&page=3", facts).text.contains("only=well&amp;page=2"))
        for target in [
            "/?page=4", "/?page=0", "/?page=2&page=2", "/?only=", "/?only=A", "/?x=1", "/missions",
            "/parts?a=b",
        ] {
            #expect(await get(target, facts).status == 404, "\(target)")
        }
    }

    @Test func `names of docks are text, and parts are listed with their docks`() async {
        var facts = FleetPageFacts(at: at, docks: rows(1))
        facts.docks[0].name = "<script>alert(1)</script>"
        facts.parts = [
            FleetPartRow(
                name: "Fan \"x\"", part: "fan", count: 14, docks: (0..<14).map { "D\($0)" }, stage: "replace",
                firstEndDays: .infinity, leadDays: 21)
        ]
        let page = await get("/", facts)
        #expect(!page.text.contains("<script>alert") && page.text.contains("&lt;script&gt;alert"))
        let parts = await get("/parts", facts)
        #expect(parts.text.contains("Fan &quot;x&quot;") && parts.text.contains("D11, …"))
        #expect(!parts.text.contains("D12"))
    }

    @Test func `JSON holds every dock, and a database that is away is said`() async throws {
        let facts = FleetPageFacts(at: at, docks: rows(2))
        let answer = await get("/api/fleet", facts)
        let tree = try #require(
            try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any])
        let docks = try #require(tree["docks"] as? [[String: Any]])
        #expect(
            docks.count == 2 && docks[0]["worst_severity"] as? String == "P0"
                && docks[0]["silent_s"] as? Double == 7_260)
        #expect(await get("/healthz", facts).status == 200)
        let away = FleetPageFacts(at: at, trouble: "PostgreSQL is away: <gone>")
        #expect(await get("/api/fleet", away).status == 503)
        #expect(await get("/healthz", away).status == 503)
        let page = await get("/", away)
        #expect(page.status == 200 && page.text.contains("&lt;gone&gt;"))
    }

    @Test func `it only reads, under its own name, on this machine`() async {
        let facts = FleetPageFacts(at: at)
        #expect(await get("/", facts, method: "POST").status == 405)
        #expect(await get("/", facts, host: "evil.example.org").status == 421)
        #expect(await get("/" + String(repeating: "a", count: 2_000), facts).status == 404)
        #expect(await get("/api/other", facts).status == 404)
        #expect(throws: ConsoleError.self) {
            try FleetConsole(
                listen: ListenAddress(host: "0.0.0.0", port: 0), model: FixedFleet(page: facts),
                logger: Logger(label: "test"))
        }
    }
}
