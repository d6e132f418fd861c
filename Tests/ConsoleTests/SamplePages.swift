// SPDX-License-Identifier: Apache-2.0
// The facts of the pages for the tests, every text of them the same one: a plain word, or a hostile one.

import DockModel

@testable import Console

/// One of each page whose every text is one text.
struct SamplePages: Sendable {
    var hardware: HardwarePage
    var wear: WearPage
    var part: WearPartPage
    var missions: MissionsPage
    var flight: FlightPage
    var incidents: IncidentsPage
    var incident: IncidentPage
    var held: HeldPage
    var system: SystemPage

    init(_ text: String, count: Int) {
        hardware = Self.hardware(text, count)
        let worn = Self.worn(text)
        wear = WearPage(now: SampleDock.now, parts: Self.rows(worn, count))
        part = WearPartPage(
            now: SampleDock.now, part: worn, hasChart: true,
            lines: Self.rows(
                WearLine(time: SampleDock.now, kind: text, use: text, measure: text, detail: text), count))
        part.part.id = "p1"
        missions = Self.missions(text, count)
        flight = Self.flight(text, count)
        (incidents, incident) = Self.incidents(text, count)
        held = Self.held(text, count)
        system = Self.system(text, count)
    }

    private static func rows<Row>(_ row: Row, _ count: Int) -> [Row] { Array(repeating: row, count: count) }

    private static func hardware(_ text: String, _ count: Int) -> HardwarePage {
        var device = DeviceFact(id: text, model: text, line: text, unit: .max)
        (device.requests, device.good, device.connects) = (.max, .max, .max)
        device.faults = rows(FaultCount(name: text, count: .max), count)
        (device.middleReplyTime, device.slowestReplyTime) = (.milliseconds(1), .seconds(1e9))
        device.lastGoodAge = .nanoseconds(Int64.max)
        device.leftAlone = rows(text, count)
        let reading = ReadingRow(
            name: text, value: .text(text), unit: text, quality: .uncertain, age: .seconds(3))
        return HardwarePage(
            now: SampleDock.now, devices: rows(device, count),
            points: rows(PointFact(device: text, role: text, reading: reading, assumed: text), count))
    }

    private static func worn(_ text: String) -> WornPart {
        var part = WornPart(
            id: text,
            row: PartRow(name: text, used: text, p10Days: 3, p50Days: 1e301, p90Days: .infinity, notice: text)
        )
        (part.serial, part.measure, part.endOfLife, part.basis) = (text, text, text, text)
        (part.stock, part.leadDays) = (.max, .infinity)
        return part
    }

    private static func missions(_ text: String, _ count: Int) -> MissionsPage {
        var page = MissionsPage(now: SampleDock.now)
        page.planned = (0..<count).map { index in
            PlannedFact(
                id: text, schedule: text, plan: text, due: SampleDock.now + .seconds(index * 21_600),
                latest: SampleDock.now, withheld: index % 2 == 0 ? text : nil)
        }
        var gate = GateFact(gate: text, title: text, verdict: .hold, value: text)
        (gate.limit, gate.because, gate.age, gate.ageLimit) = (text, text, .seconds(1), .seconds(2))
        (gate.opens, gate.isWaived) = (SampleDock.now, true)
        page.readiness.run = text
        page.readiness.due = WallTime(milliseconds: .max)
        page.readiness.gates = rows(gate, count)
        var past = PastFact(
            id: text, due: SampleDock.now,
            flight: FlightRow(run: text, launched: SampleDock.now, landed: nil, outcome: text, mark: .bad))
        (past.airTime, past.travelled) = (.seconds(61), Metres(.nan))
        (past.batteryStart, past.batteryEnd) = (Percent(99), Percent(.infinity))
        past.reasons = rows(text, 3)
        page.past = rows(past, count)
        page.hasOlder = true
        return page
    }

    private static func flight(_ text: String, _ count: Int) -> FlightPage {
        var page = FlightPage(now: SampleDock.now)
        page.dock = PositionFact(latitude: 47, longitude: 8)
        (page.run, page.plan, page.source) = (text, text, .live)
        let places = (0..<count * 10).map { index in
            MapPoint(east: Double(index) * 3.25, north: Double(index % 7) * 1_234.5, height: 10)
        }
        page.way = places + [MapPoint(east: .nan, north: 1), MapPoint(east: 1e300, north: -1e300)]
        page.path = places
        page.fence =
            rows(MapArea(corners: places, isInclusion: true), count)
            + rows(MapArea(corners: [MapPoint(east: 5, north: 5)], radius: 1e300, isInclusion: false), count)
        page.rally = places
        page.craft = MapPoint(east: 20, north: 30)
        page.vehicle = VehicleFact(name: text)
        page.vehicle?.mode = text
        (page.speed, page.distance, page.travelled) = (MetresPerSecond(.nan), Metres(36), Metres(1e300))
        (page.reachedItem, page.itemCount) = (.max, .max)
        return page
    }

    private static func incidents(_ text: String, _ count: Int) -> (IncidentsPage, IncidentPage) {
        var fact = IncidentFact(
            id: text, severity: .critical, kind: text, title: text, opened: SampleDock.now, isOpen: true)
        (fact.subject, fact.detail, fact.acknowledgedBy) = (text, text, text)
        fact.acknowledged = SampleDock.now
        var list = IncidentsPage(now: SampleDock.now)
        (list.open, list.all, list.hasOlder) = (rows(fact, count), rows(fact, count), true)
        var page = IncidentPage(now: SampleDock.now, fact: fact)
        page.before = (0..<count).map { index in
            SecondBefore(seconds: Double(count - index), values: [MeasuredText(name: text, value: text)])
        }
        (page.checkFirst, page.mission, page.shelf) = (text, text, text)
        page.timeline = rows(TimelineEntry(time: SampleDock.now, what: text, detail: text), count)
        return (list, page)
    }

    private static func held(_ text: String, _ count: Int) -> HeldPage {
        var event = HeldFact(
            id: .max, time: SampleDock.now, severity: .warning, kind: text, source: text, bin: text,
            rule: text,
            because: text)
        event.incident = text
        var page = HeldPage(now: SampleDock.now)
        (page.bins, page.events) = (rows(FaultCount(name: text, count: .max), count), rows(event, count))
        page.hasOlder = true
        return page
    }

    private static func system(_ text: String, _ count: Int) -> SystemPage {
        var page = SystemPage(now: SampleDock.now)
        page.versions = rows(VersionFact(name: text, version: text), count)
        (page.started, page.clockRule, page.storagePath) = (SampleDock.now, text, text)
        (page.residentBytes, page.cpuSeconds, page.openFiles) = (.max, 1e9, .max)
        (page.freeBytes, page.diskBytes) = (.max, .max)
        page.files = rows(FileFact(name: text, bytes: .max, written: SampleDock.now), count)
        page.backups = rows(FileFact(name: text, bytes: .min), count)
        page.threads = rows(ThreadFact(name: text, cpuSeconds: .infinity), count)
        page.life = rows(LifeFact(part: text, dueIn: .seconds(-5)), count)
        page.links = rows(LinkFact(name: text, state: text, mark: .bad, detail: text), count)
        page.checks = rows(HealthCheck(name: text, isPassing: false, detail: text), count)
        var fleet = FleetLinkFact()
        (fleet.isUp, fleet.waiting, fleet.oldest, fleet.made) = (true, .max, .seconds(1e9), .max)
        (fleet.delivered, fleet.shed, fleet.refused, fleet.bundle) = (.max, 0, 3, 1_795_690_000)
        page.fleet = fleet
        return page
    }
}
