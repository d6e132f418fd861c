// SPDX-License-Identifier: Apache-2.0
// The pages about hardware, wear, missions, flight, incidents and the system: what they say of sound, missing and
// overlong facts.

import DockModel
import Testing

@testable import Console

@Suite struct PagesTests {
    private func get(_ target: String, _ dock: SampleDock = SampleDock()) async -> ConsoleReply {
        let site = ConsoleSite(model: dock, hosts: HostRule(listeningOn: "127.0.0.1"))
        return await site.reply(method: "GET", target: target, hosts: ["localhost"])
    }

    // MARK: Hardware

    @Test func `points are shown a page at a time and each page exists once`() async {
        var dock = SampleDock()
        dock.pages.hardware.points = (1...120).map { index in
            PointFact(
                device: "plc",
                reading: ReadingRow(
                    name: "p\(index)", value: .number(1), unit: "A", quality: .good, age: .seconds(2)))
        }
        let first = await get("/hardware", dock).text, last = await get("/hardware?page=3", dock).text
        #expect(first.contains("plc.p1<") && first.contains("plc.p50<") && !first.contains("plc.p51<"))
        #expect(last.contains("plc.p120<") && last.contains("Page 3 of 3"))
        #expect(await get("/hardware?page=4", dock).status == 404)
    }

    @Test func `a point without a believed value shows none and what is taken in its place`() async {
        var dock = SampleDock()
        dock.pages.hardware.points = [
            PointFact(
                device: "mast", role: "wind_speed",
                reading: ReadingRow(
                    name: "wind", value: .number(7.5), unit: "m/s", quality: .stale, age: .seconds(99)),
                assumed: "failsafe 90 m/s (stale)")
        ]
        let page = await get("/hardware", dock).text
        #expect(!page.contains("7.5") && page.contains("taken as failsafe 90 m/s (stale)"))
        #expect(page.contains("1 min 39 s") && page.contains("wind_speed"))
    }

    // MARK: Wear

    @Test func `a band becomes dates, and one that is not in sight gets none`() async {
        var dock = SampleDock()
        dock.pages.wear.parts = [
            WornPart(id: "belt", row: PartRow(name: "Belt", p10Days: 10, p50Days: 20.5, p90Days: 36_500))
        ]
        let page = await get("/wear", dock).text
        #expect(page.contains(#"P10 <time datetime="2026-07-14">"#))
        #expect(page.contains(#"P50 <time datetime="2026-07-25">"#))
        #expect(page.contains("P90 not in sight") && page.contains(#"<a href="/wear/belt">Belt</a>"#))
    }

    @Test func `a part whose id cannot stand in a path has no link`() async {
        var dock = SampleDock()
        dock.pages.wear.parts = [WornPart(id: "../x", row: PartRow(name: "Belt"))]
        let page = await get("/wear", dock).text
        #expect(page.contains("Belt") && !page.contains("../x"))
        #expect(await get("/wear/none").status == 404)
        #expect(await get("/wear/none/chart.png").status == 404)
    }

    // MARK: Missions

    @Test func `the calendar shows four weeks from this week's Monday with the runs of each day`() async {
        var dock = SampleDock()
        dock.pages.missions.planned = [
            PlannedFact(
                id: "a@1", schedule: "perimeter", plan: "p.plan", due: SampleDock.now + .seconds(86_400),
                latest: SampleDock.now),
            PlannedFact(
                id: "a@2", schedule: "survey", plan: "p.plan", due: SampleDock.now + .seconds(2 * 86_400),
                latest: SampleDock.now, withheld: "quiet hours"),
        ]
        let page = await get("/missions", dock).text
        #expect(
            page.contains(#"<time datetime="2026-06-29">"#) && page.contains(#"<time datetime="2026-07-26">"#)
        )
        #expect(!page.contains(#"<time datetime="2026-07-27">2026-07-27</time>"#))
        #expect(page.contains(#"2026-07-05</time><ul><li>14:30 perimeter</li>"#))
        #expect(
            page.contains(#"<li class="withheld">14:30 survey<br><span class="soft">not: quiet hours</span>"#)
        )
    }

    @Test func `a gate that the dock settles at the launch does not make it unready`() {
        var fact = ReadinessFact(now: SampleDock.now)
        #expect(!fact.isReady)
        var gate = GateFact(gate: "vehicleReady", title: "vehicle ready", verdict: .hold, value: "mode HOLD")
        fact.gates = [gate]
        #expect(!fact.isReady)
        gate.isSettledAtLaunch = true
        fact.gates = [gate]
        #expect(fact.isReady)
    }

    @Test func `readiness is 200 or 503 with the same answers`() async {
        var dock = SampleDock()
        #expect(await get("/readyz", dock).status == 503)
        dock.pages.missions.readiness.gates = [
            GateFact(gate: "wind", title: "wind", verdict: .pass, value: "3 m/s")
        ]
        let reply = await get("/readyz", dock)
        #expect(reply.status == 200)
        #expect(reply.text.contains(#""ready":true"#) && reply.text.contains(#""gate":"wind""#))
    }

    @Test func `pages of past runs end`() async {
        var dock = SampleDock()
        #expect(await get("/missions?page=2", dock).status == 200)
        dock.pages.missions.past = []
        #expect(await get("/missions?page=2", dock).status == 404)
        #expect(await get("/missions", dock).status == 200)
    }

    // MARK: Flight

    @Test func `the map draws plan, fence and path in one scale and leaves out what is no place`() {
        var page = FlightPage(now: SampleDock.now)
        page.path = [
            MapPoint(east: 0, north: 0), MapPoint(east: 100, north: 0), MapPoint(east: 100, north: 100),
        ]
        page.way = [MapPoint(east: .nan, north: 0), MapPoint(east: 1e9, north: 0)]
        page.fence = [MapArea(corners: [MapPoint(east: 50, north: 50)], radius: 60, isInclusion: true)]
        let map = FlightMap(page).markup.text
        // 120 m upright fill 408 of 480 units.
        #expect(map.contains(#"<circle class="fence" cx="320" cy="240" r="204"/>"#))
        #expect(map.contains(#"<path class="path" d="M150 410L490 410L490 70"/>"#))
        #expect(!map.contains(#"class="way""#) && map.contains(">20 m</text>"))
        #expect(MarkupScan(map).faults == [])
    }

    @Test(arguments: [0.0, 1, 37, 999, 1e5, 9.9e5])
    func `the grid has a handful of lines at any span`(span: Double) {
        var page = FlightPage(now: SampleDock.now)
        page.path = [MapPoint(east: -span, north: 0), MapPoint(east: span, north: 5)]
        let lines = FlightMap(page).markup.text.components(of: " 0V480")
        #expect((3...14).contains(lines), "\(lines)")
    }

    @Test func `a dock without a flight says so`() async {
        var dock = SampleDock()
        dock.pages.flight = FlightPage(now: SampleDock.now)
        let page = await get("/flight", dock).text
        #expect(page.contains("No flight yet") && page.contains("not measured"))
    }

    // MARK: Incidents and system

    @Test func `an incident shows who took note, the shelf and its timeline`() async {
        var dock = SampleDock()
        var fact = IncidentFact(
            id: "i1", severity: .error, kind: "COVER.pinched", title: "Cover pinched", opened: SampleDock.now,
            isOpen: true)
        fact.acknowledgedBy = "Kim"
        dock.pages.incident = IncidentPage(now: SampleDock.now, fact: fact)
        dock.pages.incident.shelf = "by Kim: the mechanic comes"
        dock.pages.incident.timeline = [TimelineEntry(time: SampleDock.now, what: "opened", detail: "9.1 A")]
        dock.pages.incident.before = [
            SecondBefore(seconds: 2, values: [MeasuredText(name: "cover A", value: "8.8")]),
            SecondBefore(
                seconds: 1,
                values: [MeasuredText(name: "cover A", value: "9.1"), MeasuredText(name: "wind m/s", value: "4.5")]),
        ]
        let page = await get("/incidents/i1", dock).text
        // Two moments, each with both columns.
        #expect(page.matches(of: /data-label="wind m\/s"/).count == 2)
        for words in [
            "The seconds before", "8.8", "4.5", "Cover pinched", "by Kim", "the mechanic comes", "9.1 A",
            "depends on what is found",
        ] {
            #expect(page.contains(words), "\(words)")
        }
        #expect(await get("/incidents/i2", dock).status == 404)
        #expect(await get("/api/incidents/i2", dock).text.contains(#"{"error":"#))
    }

    @Test func `a part of the daemon that is late is bad`() async {
        var dock = SampleDock()
        dock.pages.system.life = [LifeFact(part: "loop", dueIn: .seconds(-61))]
        #expect(await get("/system", dock).text.contains("late by 1 min 1 s"))
    }

    // MARK: Sharing

    @Test func `one look at the dock serves all who ask at once`() async {
        let model = CountingDock()
        let cached = CachedModel(model)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { _ = await cached.system() } }
        }
        #expect(await model.count.value == 1)
    }

    @Test func `news are told when something changed and not for every age`() {
        var page = SampleDock.wellPage
        let first = DockNews(page)
        page.vehicle?.heartbeatAge = .seconds(1)
        page.weather[0].age = .seconds(5)
        page.now = page.now + .seconds(1)
        #expect(!DockNews(page).differs(from: first))
        page.phase?.name = "flying"
        #expect(DockNews(page).differs(from: first))
        #expect(first.event.hasPrefix("event: dock\ndata: {") && first.event.hasSuffix("}\n\n"))
        var listener = NewsListener()
        let told = (1...11).map { _ in listener.take(first) != nil }
        #expect(told.indices.filter { told[$0] } == [0, 5, 10])
    }
}

/// Counts how often it is asked.
private actor Count {
    private(set) var value = 0
    func add() { value += 1 }
}

/// A dock that is slow to answer: it lets others ask meanwhile.
private struct CountingDock: ConsoleModel {
    let count = Count()
    private let dock = SampleDock()

    func system() async -> SystemPage {
        await count.add()
        for _ in 0..<100 { await Task.yield() }
        return await dock.system()
    }

    func overview() async -> OverviewPage { await dock.overview() }
    func mailbox() async -> [MailboxEntry] { await dock.mailbox() }
    func mail(_ id: String) async -> MailView? { await dock.mail(id) }
    func rawMail(_ id: String) async -> [UInt8]? { await dock.rawMail(id) }
    func outbox() async -> OutboxPage { await dock.outbox() }
    func health() async -> HealthPage { await dock.health() }
    func hardware() async -> HardwarePage { await dock.hardware() }
    func wear() async -> WearPage { await dock.wear() }
    func wear(of part: String) async -> WearPartPage? { await dock.wear(of: part) }
    func wearChart(of part: String) async -> [UInt8]? { await dock.wearChart(of: part) }
    func missions(page: Int) async -> MissionsPage { await dock.missions(page: page) }
    func readiness() async -> ReadinessFact { await dock.readiness() }
    func calendar() async -> String { await dock.calendar() }
    func flight() async -> FlightPage { await dock.flight() }
    func incidents(page: Int) async -> IncidentsPage { await dock.incidents(page: page) }
    func incident(_ id: String) async -> IncidentPage? { await dock.incident(id) }
    func heldBack(page: Int) async -> HeldPage { await dock.heldBack(page: page) }
}
