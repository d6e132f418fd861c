// SPDX-License-Identifier: Apache-2.0
// The wear of all parts of the dock and the counters it is told on. It is part of the state, so that a row and the
// notice that follows from it are stored in one commit.

public import DockModel
public import Wear

/// A part as the site describes it: what it is, and which reading tells its wear.
public struct PartRule: Sendable, Equatable {
    /// The part's catalogue figures.
    public var description: PartDescription
    /// The reading that is its measure; nil for a part that is only counted.
    public var measure: Role?
    /// The serial number of the unit installed when the dock was commissioned.
    public var serial: String
    /// Uses that unit had run by then.
    public var useAtStart: Double

    /// A part from its catalogue figures.
    public init(
        description: PartDescription, measure: Role? = nil, serial: String = "unknown", useAtStart: Double = 0
    ) {
        self.description = description
        self.measure = measure
        self.serial = serial
        self.useAtStart = useAtStart
    }
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
    mutating func adopt(_ rules: [PartRule], at time: WallTime) {
        for rule in rules where units[rule.description.id] == nil {
            let id = rule.description.id
            units[id] = PartWear(
                installing: rule.serial, of: rule.description, at: time, use: rule.useAtStart)
            baseline[id] = (counters[rule.description.use] ?? 0) - rule.useAtStart
        }
    }

    /// Forgets every instant: the boot clock of the next process may begin anew.
    mutating func forgetInstants() {
        (integratedTo, deviceTravelsRead, travelReadTo, poweredTo) = (nil, nil, nil, nil)
        (travelSum, travelCount) = (0, 0)
    }

    /// Counts the time under power since the step before; a gap of over a minute is not filled in.
    mutating func notePower(to now: Instant) {
        let span = poweredTo?.duration(to: now).inSeconds ?? 0
        if span > 0, span <= 60 { counters.notePower(hours: span / 3600) }
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
        return max(0, installed.duration(to: time).inSeconds / 86_400) - (baseline[part.id] ?? 0)
    }

    /// Takes one row of a part and returns the notices it makes due.
    mutating func takeRow(_ rule: PartRule, measure: Double?, at time: WallTime) -> [WearNotice] {
        let part = rule.description
        guard var unit = units[part.id] else { return [] }
        let row = WearRow(at: time, use: use(of: part, at: time), measure: measure)
        let outcome = unit.take(row, of: part)
        units[part.id] = unit
        return outcome.notices
    }

    /// Takes over rows that were kept before this dock was supervised by Roost, oldest first; the part's use goes on
    /// from the last of them. Returns the notices they made due; nobody is told of those.
    public mutating func takeOver(_ rows: [WearRow], of rule: PartRule) -> [WearNotice] {
        let part = rule.description
        guard var unit = units[part.id] else { return [] }
        var notices: [WearNotice] = []
        for row in rows { notices += unit.take(row, of: part).notices }
        units[part.id] = unit
        baseline[part.id] = (counters[part.use] ?? 0) - unit.use
        return notices
    }

    /// Records a replacement; one that cannot be recorded changes nothing and says why.
    mutating func replace(_ replacement: Replacement, of rule: PartRule) -> ReplacementRefusal? {
        let part = rule.description
        guard var unit = units[part.id] else { return .nothingToUndo(part: part.id) }
        do throws(ReplacementRefusal) { _ = try unit.replace(replacement, of: part) } catch { return error }
        units[part.id] = unit
        baseline[part.id] = (counters[part.use] ?? 0) - unit.use
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
            wear: unit.wear, measure: unit.unit.lastMeasure, measureUnit: unitText, endOfLife: endOfLife,
            remaining: unit.remaining(of: part), stage: unit.stage, leadDays: part.leadDays + part.orderDays)
    }
}
