// SPDX-License-Identifier: Apache-2.0
// One look at the dock serves all who ask at the same time: many browsers must not make many questions. What is shown
// is never older than its freshness and its grace, and a page that was made for one reader is shown to no other.

internal import Access
internal import DockModel

/// The last answer to one question, kept for a short while; those who ask meanwhile wait for the same answer.
actor Snapshot<Value: Sendable> {
    private let freshness: Duration
    /// For so long beyond its freshness the last answer is still given, while another is asked for: who reads does not
    /// wait for the dock.
    private let grace: Duration
    private let clock = ContinuousClock()
    private var taken: (value: Value, at: ContinuousClock.Instant)?
    private var asking: Task<Value, Never>?

    init(freshness: Duration, grace: Duration = .zero) { (self.freshness, self.grace) = (freshness, grace) }

    /// The value, asked anew when it is too old.
    func value(_ ask: @escaping @Sendable () async -> Value) async -> Value {
        if let taken {
            let age = taken.at.duration(to: clock.now)
            if age < freshness { return taken.value }
            if age < freshness + grace {
                if asking == nil { begin(ask) }
                return taken.value
            }
        }
        return await (asking ?? begin(ask)).value
    }

    @discardableResult
    private func begin(_ ask: @escaping @Sendable () async -> Value) -> Task<Value, Never> {
        // Not on this actor: those who are given the last answer meanwhile must not wait for the next one.
        let task = Task { @concurrent in
            let value = await ask()
            await take(value)
            return value
        }
        asking = task
        return task
    }

    private func take(_ value: Value) { (taken, asking) = ((value, clock.now), nil) }
}

/// The last answers to questions that name something: a page, a part, an incident.
actor NamedSnapshots<Name: Hashable & Sendable, Value: Sendable> {
    /// Names kept at a time; another one takes the place of all.
    static var mostNames: Int { 32 }

    private let freshness: Duration, grace: Duration
    private var kept: [Name: Snapshot<Value>] = [:]

    init(freshness: Duration, grace: Duration = .zero) { (self.freshness, self.grace) = (freshness, grace) }

    /// The value of a name, asked anew when it is too old.
    func value(_ name: Name, _ ask: @escaping @Sendable () async -> Value) async -> Value {
        if kept[name] == nil, kept.count >= Self.mostNames { kept = [:] }
        let snapshot = kept[name] ?? Snapshot(freshness: freshness, grace: grace)
        kept[name] = snapshot
        return await snapshot.value(ask)
    }
}

/// A model whose answers are shared for a moment.
struct CachedModel: ConsoleModel {
    private let model: any ConsoleModel
    private let overviews = Snapshot<OverviewPage>(
        freshness: .milliseconds(250), grace: .milliseconds(250))
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

/// What a made overview depends on beside the dock: who reads it, since the frame names the reader, and whether it
/// loads itself again.
struct OverviewReader: Hashable, Sendable {
    var isLive: Bool
    var role: String?
    var holder: String?

    /// The one who reads now.
    init(isLive: Bool) {
        let reader = Visitor.reader
        (self.isLive, role, holder) = (isLive, reader?.role.rawValue, reader?.holder)
    }
}
