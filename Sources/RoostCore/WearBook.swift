// SPDX-License-Identifier: Apache-2.0
// The wear of all parts of the dock and the counters it is told on. It is part of the state, so that a row and the
// notice that follows from it are stored in one commit.

public import DockModel
public import Wear

/// The forecast of one unit by a prior.
struct FleetFollower: Sendable, Codable, Equatable {
    /// The prior's mark.
    var mark: UInt32
    /// The unit as the prior sees it.
    var unit: UnitPrognosis
}

/// The last figure that was told of a signal.
struct ToldMeasure: Sendable, Codable, Equatable {
    /// The figure.
    var value: Double
    /// When it was told; nil in a state that was stored before that was kept.
    var at: WallTime?
    /// A number that grows with each figure told.
    var number: Int64
}

/// A part and what is left of it.
public struct PartOutlook: Sendable, Codable, Equatable {
    /// The part.
    public var part: PartID
    /// Its name for people.
    public var name: String
    /// The serial number in service.
    public var serial: String
    /// Uses run.
    public var use: Double
    /// The unit of uses.
    public var useUnit: String
    /// Wear from 0 new to 1 worn out; nil when not measured.
    public var wear: Double?
    /// What is left by this part's own measure alone; nil when nothing else tells of the same thing.
    public var own: RemainingLife?
    /// The last believed measure.
    public var measure: Double?
    /// The unit of the measure; empty for a counted part.
    public var measureUnit: String
    /// The measure at its end of life.
    public var endOfLife: Double?
    /// What is left.
    public var remaining: RemainingLife
    /// The most advanced notice that stands.
    public var stage: NoticeStage?
    /// Days from order to arrival, with the time an order takes.
    public var leadDays: Double
}

/// The wear of all parts.
public struct WearBook: Sendable, Codable, Equatable {
    /// Each part's wear.
    public var units: [PartID: PartWear] = [:]
    /// The use clocks of the dock.
    public var counters = UseCounters()
    /// A part's own use is its clock's total less this.
    var baseline: [PartID: Double] = [:]
    /// The last figure told of each signal, by its name.
    var told: [String: ToldMeasure] = [:]
    /// How many figures were told.
    var figuresTold: Int64 = 0
    /// The number of the last figure that each part's rows have used, by the part's name.
    var figureUsed: [String: Int64] = [:]
    /// The units that a prior follows, by the part's name; and the units before them, in case of a mistake.
    var followed: [String: FleetFollower] = [:], followedBefore: [String: FleetFollower] = [:]
    /// Lines of the journal about what was taken over; they are stored with the first start.
    var takenOver: [WearEntry] = []
    /// A mark of the catalogue's figures that the journal knows, by the part's name.
    var described: [String: UInt32] = [:]
    /// Of a hundred travels of the cover, how many ended without a word of the switches.
    var switchFaults = 0.0
    /// Whether both limit switches of the cover told contact since the last travel ended.
    var sawContradiction = false
    /// Sum and count of motor current in the travel under way, A.
    var travelSum = 0.0, travelCount = 0.0
    /// The drive's own count of travels.
    var deviceTravels = DeviceCounter()
    /// When it was last read.
    var deviceTravelsRead: Instant?
    /// Travels counted here since then.
    var travelsSinceRead = 0.0
    /// When the charger's current was last integrated.
    var integratedTo: Instant?
    /// When the motor's current was last added to the travel under way.
    var travelReadTo: Instant?
    /// Up to when the time under power is counted.
    var poweredTo: Instant?

    /// A book in which nothing is worn yet beyond what the parts bring along.
    public init(rules: [PartRule], at time: WallTime) { adopt(rules, at: time) }

    /// Takes up parts that are new in the site's catalogue; parts already known keep their history.
    private mutating func adopt(_ rules: [PartRule], at time: WallTime) {
        for rule in rules where units[rule.description.id] == nil {
            let id = rule.description.id
            units[id] = PartWear(
                installing: rule.serial, of: rule.description, at: time, use: rule.useAtStart)
            baseline[id] = (counters[rule.description.use] ?? 0) - rule.useAtStart
        }
    }

    /// Takes up the site's catalogue at a start. Returns a journal line for each part that is new, or whose figures in
    /// the catalogue are.
    mutating func open(_ rules: [PartRule], at time: WallTime) -> [WearEntry] {
        adopt(rules, at: time)
        defer { takenOver = [] }
        return takenOver + rules.compactMap { rule in
            let part = rule.description
            let mark = Self.mark(of: part)
            guard described[part.id.text] != mark, let unit = units[part.id] else { return nil }
            described[part.id.text] = mark
            return .opened(part, unit)
        }
    }

    /// A number that differs when the figures do.
    private static func mark(of part: PartDescription) -> UInt32 { "\(part)".utf8.fnv1a }

    /// Whether the journal knows a part; one of a state that was stored before there was a journal enters it with the
    /// next start.
    public func isInJournal(_ part: PartID) -> Bool { described[part.text] != nil }

    /// Takes figures that were told of signals; one that no part is told by is dropped.
    mutating func take(_ figures: [PartMeasurement], _ rules: [PartRule], at time: WallTime) {
        for figure in figures where figure.value.isFinite && abs(figure.value) <= 1e9 {
            if figure.signal == .shots {
                let limits = DeviceCounter.Limits(modulus: nil, largestStep: 5_000, largestCatchUp: 20_000)
                counters.shots.observe(figure.value, limits: limits)
            }
            guard rules.contains(where: { $0.measure == figure.signal || $0.stress?.isTold(by: figure.signal) == true })
            else { continue }
            figuresTold += 1
            told[figure.signal.rawValue] = ToldMeasure(value: figure.value, at: time, number: figuresTold)
        }
    }

    /// The figure told of a part's signal since its last row; nil when there is none.
    private mutating func newFigure(for rule: PartRule) -> Double? {
        guard let signal = rule.measure, let told = told[signal.rawValue] else { return nil }
        let name = rule.description.id.text
        guard told.number > figureUsed[name] ?? 0 else { return nil }
        figureUsed[name] = told.number
        return told.value
    }

    /// Counts a travel of the cover that ended, and whether its switches told the position. Returns faults in a hundred
    /// travels, over the last fifty or so.
    mutating func noteSwitches(areSilent: Bool) -> Double {
        let isFault = areSilent || sawContradiction
        sawContradiction = false
        switchFaults += ((isFault ? 100 : 0) - switchFaults) / 50
        return switchFaults
    }

    /// Forgets every instant: the boot clock of the next process may begin anew.
    mutating func forgetInstants() {
        (integratedTo, deviceTravelsRead, travelReadTo, poweredTo) = (nil, nil, nil, nil)
        (travelSum, travelCount) = (0, 0)
    }

    /// Counts the time under power since the step before, and at rest with a nearly full pack; a gap of over a minute
    /// is not filled in.
    mutating func notePower(to now: Instant, restsFull: Bool) {
        let span = poweredTo?.duration(to: now).inSeconds ?? 0
        if span > 0, span <= 60 {
            counters.notePower(hours: span / 3600)
            if restsFull { counters.noteHighCharge(days: span / 86_400) }
        }
        poweredTo = now
    }

    /// Counts one travel that was ordered here.
    mutating func countTravel() {
        counters.coverMoves.add(1)
        travelsSinceRead += 1
    }

    /// Takes the drive's own count; travels that it made and that were not ordered here are added.
    mutating func reconcileTravels(deviceTotal: Double, taken: Instant) {
        guard deviceTravelsRead != taken else { return }
        deviceTravelsRead = taken
        let limits = DeviceCounter.Limits(modulus: 4_294_967_296, largestStep: 50, largestCatchUp: 1_000)
        let made = deviceTravels.observe(deviceTotal, limits: limits)
        counters.coverMoves.add(max(0, made - travelsSinceRead))
        travelsSinceRead = max(0, travelsSinceRead - made)
    }

    /// The part's own use now, on its clock.
    func use(of part: PartDescription, at time: WallTime) -> Double {
        if let total = counters[part.use] { return max(0, total - (baseline[part.id] ?? 0)) }
        guard let installed = units[part.id]?.unit.installedAt else { return 0 }
        return days(since: installed, at: time) - (baseline[part.id] ?? 0)
    }

    /// Takes one row of a part, measured now or told since its last row. Returns the row for the journal and the
    /// notices that it makes due.
    mutating func takeRow(
        _ rule: PartRule, measure: Double?, at time: WallTime, rules: [PartRule]
    ) -> (entry: WearEntry, notices: [WearNotice])? {
        let part = rule.description
        guard var unit = units[part.id] else { return nil }
        var row = WearRow(at: time, use: use(of: part, at: time), measure: measure ?? newFigure(for: rule))
        row.foretold = foretold(row, rule)
        row.stress = rule.stress.map { stress($0, part.stress ?? .plain, at: time) }
        let members = otherMembers(of: rule, rules)
        row.others = word(of: members)
        let outcome = unit.take(row, of: part)
        units[part.id] = unit
        return (.row(part.id, row), outcome.notices.compactMap { toldOnce($0, members) })
    }

    /// What the part's prior foretells after a row, in uses left; nil without a prior or before it has an own measure.
    private mutating func foretold(_ row: WearRow, _ rule: PartRule) -> LifeFigures? {
        guard let fleet = rule.fleet else { return nil }
        let name = rule.description.id.text
        var follower = followed[name].flatMap { $0.mark == fleet.mark ? $0 : nil }
            ?? FleetFollower(mark: fleet.mark, unit: UnitPrognosis(model: fleet.model))
        let told = UnitRow(time: row.use, use: row.use, measure: row.measure ?? .nan)
        let forecast = follower.unit.take(told, model: fleet.model)
        followed[name] = follower
        guard forecast.basis == .measured || forecast.basis == .ended else { return nil }
        return LifeFigures(mean: forecast.mean, p10: forecast.p10, p50: forecast.p50, p90: forecast.p90)
    }

    /// A person says that a part whose measures look new was not replaced.
    mutating func keep(_ part: PartID) -> WearEntry? {
        guard units[part] != nil else { return nil }
        units[part]?.keepPart()
        return .kept(part)
    }

    /// Takes over rows that were kept before this dock was supervised by Roost, oldest first; the part's use goes on
    /// from the last of them. Returns the notices they made due; nobody is told of those.
    public mutating func takeOver(_ rows: [WearRow], of rule: PartRule) -> [WearNotice] {
        let part = rule.description
        guard var unit = units[part.id] else { return [] }
        var notices: [WearNotice] = []
        takenOver.append(.opened(part, unit))
        described[part.id.text] = Self.mark(of: part)
        for row in rows {
            takenOver.append(.row(part.id, row))
            notices += unit.take(row, of: part).notices
        }
        units[part.id] = unit
        baseline[part.id] = (counters[part.use] ?? 0) - unit.use
        return notices
    }

    /// Records a replacement; one that cannot be recorded changes nothing.
    mutating func replace(_ replacement: Replacement, of rule: PartRule) -> WearEntry? {
        let part = rule.description
        guard var unit = units[part.id] else { return nil }
        do throws(ReplacementRefusal) { _ = try unit.replace(replacement, of: part) } catch { return nil }
        units[part.id] = unit
        let name = part.id.text
        if replacement.reason == .mistaken {
            (followed[name], followedBefore[name]) = (followedBefore[name], nil)
        } else {
            (followed[name], followedBefore[name]) = (nil, followed[name])
        }
        baseline[part.id] = (counters[part.use] ?? 0) - unit.use
        if part.use == .days { baseline[part.id] = -unit.use + days(since: unit.unit.installedAt, at: replacement.at) }
        return .replaced(part.id, replacement)
    }

    private func days(since installed: WallTime, at time: WallTime) -> Double {
        max(0, installed.duration(to: time).inSeconds / 86_400)
    }

    /// The share of its capacity that the vehicle's pack still holds, as last believed; nil when it is not measured.
    public func packHealth(_ rules: [PartRule]) -> Double? {
        for rule in rules where rule.measure == .packCapacity {
            guard case .measured(_, _, let new, _) = rule.description.measure, new > 0,
                let holds = units[rule.description.id]?.unit.lastMeasure
            else { continue }
            return min(max(holds / new, 0.3), 1)
        }
        return nil
    }

    /// The names of parts past their hard limit, in the order of their ids.
    func partsPastHardLimit(_ rules: [PartRule]) -> [String] {
        rules.filter { units[$0.description.id]?.isPastLimit == true && $0.description.severity <= .error }
            .map(\.description.name).sorted()
    }

    /// What is left of each part, worst first.
    public func outlooks(_ rules: [PartRule]) -> [PartOutlook] {
        rules.compactMap { outlook($0) }
            .sorted { ($0.remaining.days.p10, $0.part) < ($1.remaining.days.p10, $1.part) }
    }

    private func outlook(_ rule: PartRule) -> PartOutlook? {
        let part = rule.description
        guard let unit = units[part.id] else { return nil }
        var endOfLife: Double?, unitText = ""
        if case .measured(_, let symbol, _, let end) = part.measure { (endOfLife, unitText) = (end, symbol) }
        return PartOutlook(
            part: part.id, name: part.name, serial: unit.unit.serial, use: unit.use, useUnit: part.use.unit,
            wear: unit.wear, own: unit.unit.hasOthers ? unit.ownRemaining(of: part) : nil,
            measure: unit.unit.lastMeasure, measureUnit: unitText, endOfLife: endOfLife,
            remaining: unit.remaining(of: part), stage: unit.stage, leadDays: part.leadDays + part.orderDays)
    }
}
