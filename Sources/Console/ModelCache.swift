// SPDX-License-Identifier: Apache-2.0
// One look at the dock serves all who ask at the same time: many browsers must not make many questions. What is shown
// is never older than its freshness, and no answer is kept that nobody may see again: pages are made anew each time.

internal import DockModel

/// The last answer to one question, kept for a short while; those who ask meanwhile wait for the same answer.
actor Snapshot<Value: Sendable> {
    private let freshness: Duration
    private let clock = ContinuousClock()
    private var taken: (value: Value, at: ContinuousClock.Instant)?
    private var asking: Task<Value, Never>?

    init(freshness: Duration) { self.freshness = freshness }

    /// The value, asked anew when it is too old.
    func value(_ ask: @escaping @Sendable () async -> Value) async -> Value {
        if let taken, taken.at.duration(to: clock.now) < freshness { return taken.value }
        if let asking { return await asking.value }
        let task = Task { await ask() }
        asking = task
        let value = await task.value
        taken = (value, clock.now)
        asking = nil
        return value
    }
}

/// The last answers to questions that name something: a page, a part, an incident.
actor NamedSnapshots<Name: Hashable & Sendable, Value: Sendable> {
    /// Names kept at a time; another one takes the place of all.
    static var mostNames: Int { 32 }

    private let freshness: Duration
    private var kept: [Name: Snapshot<Value>] = [:]

    init(freshness: Duration) { self.freshness = freshness }

    /// The value of a name, asked anew when it is too old.
    func value(_ name: Name, _ ask: @escaping @Sendable () async -> Value) async -> Value {
        if kept[name] == nil, kept.count >= Self.mostNames { kept = [:] }
        let snapshot = kept[name] ?? Snapshot(freshness: freshness)
        kept[name] = snapshot
        return await snapshot.value(ask)
    }
}

/// A model whose answers are shared for a moment.
struct CachedModel: ConsoleModel {
    private let model: any ConsoleModel
    private let overviews = Snapshot<OverviewPage>(freshness: .milliseconds(250))
    private let healths = Snapshot<HealthPage>(freshness: .milliseconds(500))
    private let queues = Snapshot<OutboxPage>(freshness: .milliseconds(500))
    private let mailboxes = Snapshot<[MailboxEntry]>(freshness: .seconds(1))
    private let hardwares = Snapshot<HardwarePage>(freshness: .milliseconds(500))
    private let wears = Snapshot<WearPage>(freshness: .seconds(1))
    private let flights = Snapshot<FlightPage>(freshness: .milliseconds(500))
    private let readinesses = Snapshot<ReadinessFact>(freshness: .seconds(1))
    private let systems = Snapshot<SystemPage>(freshness: .seconds(1))
    private let calendars = Snapshot<String>(freshness: .seconds(10))
    private let missionPages = NamedSnapshots<Int, MissionsPage>(freshness: .seconds(1))
    private let incidentPages = NamedSnapshots<Int, IncidentsPage>(freshness: .seconds(1))
    private let heldPages = NamedSnapshots<Int, HeldPage>(freshness: .seconds(1))
    private let incidentsByID = NamedSnapshots<String, IncidentPage?>(freshness: .seconds(1))
    private let partsByID = NamedSnapshots<String, WearPartPage?>(freshness: .seconds(2))
    private let charts = NamedSnapshots<String, [UInt8]?>(freshness: .seconds(30))

    init(_ model: any ConsoleModel) { self.model = model }

    func overview() async -> OverviewPage { await overviews.value { [model] in await model.overview() } }
    func health() async -> HealthPage { await healths.value { [model] in await model.health() } }
    func outbox() async -> OutboxPage { await queues.value { [model] in await model.outbox() } }
    func mailbox() async -> [MailboxEntry] { await mailboxes.value { [model] in await model.mailbox() } }
    func mail(_ id: String) async -> MailView? { await model.mail(id) }
    func rawMail(_ id: String) async -> [UInt8]? { await model.rawMail(id) }
    func hardware() async -> HardwarePage { await hardwares.value { [model] in await model.hardware() } }
    func wear() async -> WearPage { await wears.value { [model] in await model.wear() } }
    func wear(of part: String) async -> WearPartPage? {
        await partsByID.value(part) { [model] in await model.wear(of: part) }
    }
    func wearChart(of part: String) async -> [UInt8]? {
        await charts.value(part) { [model] in await model.wearChart(of: part) }
    }
    func missions(page: Int) async -> MissionsPage {
        await missionPages.value(page) { [model] in await model.missions(page: page) }
    }
    func readiness() async -> ReadinessFact { await readinesses.value { [model] in await model.readiness() } }
    func calendar() async -> String { await calendars.value { [model] in await model.calendar() } }
    func flight() async -> FlightPage { await flights.value { [model] in await model.flight() } }
    func incidents(page: Int) async -> IncidentsPage {
        await incidentPages.value(page) { [model] in await model.incidents(page: page) }
    }
    func incident(_ id: String) async -> IncidentPage? {
        await incidentsByID.value(id) { [model] in await model.incident(id) }
    }
    func heldBack(page: Int) async -> HeldPage {
        await heldPages.value(page) { [model] in await model.heldBack(page: page) }
    }
    func system() async -> SystemPage { await systems.value { [model] in await model.system() } }
}
