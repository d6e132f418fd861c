// SPDX-License-Identifier: Apache-2.0
// When notices about parts are due, and that each is said once.

import DockModel
import Testing

@testable import Wear

private let battery = TestPart.battery()

@Test(arguments: [0.0, 0.02, 0.05]) func `each stage is said once, in order, over a whole life`(noise: Double)
{
    for seed in UInt64(1)...5 {
        var wear = PartWear(installing: "A1", of: battery, at: Degradation.start)
        let notices = wear.takeAll(Degradation(noise: noise, seed: seed).rows(upTo: 1.3), of: battery)
        #expect(notices.map(\.stage) == [.plan, .replace, .stop], "seed \(seed)")
        #expect(notices.allSatisfy { $0.kind == .issued && $0.epoch == 1 && $0.serial == "A1" })
        #expect(Set(notices.map(\.key)).count == notices.count)
        #expect(wear.isPastLimit)
    }
}

@Test func `the plan notice leaves time to order and is not absurdly early`() throws {
    var wear = PartWear(installing: "A1", of: battery, at: Degradation.start)
    let notices = wear.takeAll(Degradation(noise: 0.02).rows(upTo: 1), of: battery)
    let plan = try #require(notices.first)
    let daysLeft = (1_000 - plan.use) / 4
    #expect(daysLeft >= 16 && daysLeft < 60, "\(daysLeft) days")
    guard case .earlyEndWithinLead(let p10, 14, 2)? = plan.reasons.first else {
        Issue.record("\(plan.reasons)")
        return
    }
    #expect(p10 <= 16)
}

@Test func `two bad rows say nothing, three say it`() {
    var record = StageRecord()
    #expect(record.weigh(isBad: true, isGood: false) == nil)
    #expect(record.weigh(isBad: true, isGood: false) == nil)
    #expect(record.weigh(isBad: false, isGood: false) == nil)
    #expect(record.weigh(isBad: true, isGood: false) == nil)
    #expect(record.weigh(isBad: true, isGood: false) == nil)
    #expect(record.weigh(isBad: true, isGood: false) == .issued)
    #expect(record.weigh(isBad: true, isGood: false) == nil)
}

@Test func `a stage is withdrawn once and reinstated once, then never again`() {
    var record = StageRecord()
    var said: [NoticeKind] = []
    for _ in 0..<10 {
        for _ in 0..<5 { record.weigh(isBad: true, isGood: false).map { said.append($0) } }
        for _ in 0..<5 { record.weigh(isBad: false, isGood: true).map { said.append($0) } }
    }
    #expect(said == [.issued, .withdrawn, .reinstated])
    #expect(record.isStanding)
}

@Test func `a plan notice is withdrawn when the dock flies much less`() throws {
    let part = TestPart.battery(leadDays: 10, orderDays: 0)
    var wear = PartWear(installing: "A1", of: part, at: Degradation.start)
    var notices: [WearNotice] = []
    var time = Degradation.start
    var use = 0.0
    while notices.isEmpty, use < 1_000 {
        use += 4
        time = time + .seconds(86_400)
        notices += wear.take(WearRow(at: time, use: use, measure: 10 - 2 * use / 1_000), of: part).notices
    }
    #expect(notices.map(\.stage) == [.plan])
    // One use in five days from now on.
    for _ in 0..<12 {
        use += 1
        time = time + .seconds(5 * 86_400)
        notices += wear.take(WearRow(at: time, use: use, measure: 10 - 2 * use / 1_000), of: part).notices
    }
    #expect(notices.map(\.kind) == [.issued, .withdrawn])
    #expect(wear.stage == nil)
    let withdrawn = try #require(notices.last)
    #expect(withdrawn.remaining.days.p10 > 20)
}

@Test func `a part that collapses is told by its most advanced stage alone`() {
    var wear = PartWear(installing: "A1", of: battery, at: Degradation.start)
    var notices = wear.takeAll(Degradation().rows(upTo: 0.3), of: battery)
    #expect(notices.isEmpty)
    for index in 1...20 {
        let use = 300 + Double(index) * 4
        notices +=
            wear.take(
                WearRow(at: Degradation().time(of: use), use: use, measure: 7.5), of: battery
            ).notices
    }
    #expect(notices.first?.stage == .stop)
    #expect(notices.count == 1)
    #expect(wear.isPastLimit)
}

@Test func `single rows past the end of life stop nothing`() {
    var wear = PartWear(installing: "A1", of: battery, at: Degradation.start)
    for (index, row) in Degradation().rows(upTo: 0.5).enumerated() {
        var row = row
        if index % 4 < 2 { row.measure = 1 }
        #expect(!wear.take(row, of: battery).notices.contains { $0.stage == .stop })
    }
    #expect(!wear.isPastLimit)
}

@Test func `a counted part stops at its limit`() throws {
    let part = TestPart.propellers()
    var wear = PartWear(installing: "P1", of: part, at: Degradation.start)
    var notices: [WearNotice] = []
    for hour in 1...210 {
        notices +=
            wear.take(
                WearRow(at: Degradation.start + .seconds(hour * 43_200), use: Double(hour), measure: nil),
                of: part
            ).notices
    }
    #expect(notices.map(\.stage) == [.plan, .replace, .stop])
    #expect(notices.allSatisfy { $0.remaining.basis == .catalogue && $0.measure == nil })
    #expect(notices.last?.reasons == [.countAtLimit(use: 202, limit: 200, unit: "flight h")])
}

@Test func `a part that becomes new by itself raises one question and no false hope`() {
    var wear = PartWear(installing: "A1", of: battery, at: Degradation.start)
    _ = wear.takeAll(Degradation(noise: 0.02).rows(upTo: 0.6), of: battery)
    let before = wear.remaining(of: battery).p50
    var notices: [WearNotice] = []
    for index in 1...12 {
        let use = 600 + Double(index) * 4
        notices +=
            wear.take(
                WearRow(at: Degradation().time(of: use), use: use, measure: 10), of: battery
            ).notices
    }
    #expect(notices.map(\.kind) == [.replacementSuspected])
    #expect(wear.isReplacementSuspected)
    #expect(wear.remaining(of: battery).p50 <= before)
    wear.keepPart()
    #expect(!wear.isReplacementSuspected)
    _ = wear.take(WearRow(at: Degradation().time(of: 652), use: 652, measure: 10), of: battery)
    #expect((wear.wear ?? 1) < 0.2)
}

@Test func `a recorded replacement opens a new epoch whose stages are said again`() throws {
    var wear = PartWear(installing: "A1", of: battery, at: Degradation.start)
    let first = wear.takeAll(Degradation().rows(upTo: 1.1), of: battery)
    let closed = try wear.replace(
        Replacement(reason: .failed, serial: "A2", at: Degradation().time(of: 1_100)), of: battery)
    #expect(closed.serial == "A1" && closed.use == 1_100 && closed.isComplete && closed.epoch == 1)
    #expect(wear.use == 0 && wear.epoch == 2 && wear.stage == nil && !wear.isPastLimit)
    #expect(wear.remaining(of: battery).basis == .catalogue)
    let second = wear.takeAll(Degradation().rows(upTo: 1.1), of: battery)
    #expect(first.map(\.stage) == second.map(\.stage))
    #expect(Set((first + second).map(\.key)).count == 6)
    #expect(second.allSatisfy { $0.serial == "A2" && $0.epoch == 2 })
}

@Test func `a mistaken replacement gives the old unit back with all its uses and nothing said twice`() throws
{
    var wear = PartWear(installing: "A1", of: battery, at: Degradation.start)
    let rows = Degradation().rows(upTo: 1.2)
    let split = 240
    var notices = wear.takeAll(Array(rows.prefix(split)), of: battery)
    let usedUp = wear.use
    _ = try wear.replace(Replacement(reason: .preventive, serial: "A2", at: rows[split].at), of: battery)
    _ = wear.take(WearRow(at: rows[split].at, use: 10, measure: nil), of: battery)
    _ = try wear.replace(Replacement(reason: .mistaken, serial: "", at: rows[split].at), of: battery)
    #expect(wear.unit.serial == "A1" && wear.use == usedUp + 10 && wear.epoch == 3)
    notices += wear.takeAll(Array(rows.suffix(from: split + 3)), of: battery)
    #expect(notices.map(\.stage) == [.plan, .replace, .stop])
    #expect(throws: ReplacementRefusal.nothingToUndo(part: "flight-battery")) {
        try wear.replace(Replacement(reason: .mistaken, serial: "", at: rows[split].at), of: battery)
    }
}

@Test func `impossible catalogue rows are refused with the figure's name`() {
    func make(new: Double, end: Double, life: Double) throws(PartDescriptionError) -> PartDescription {
        try PartDescription(
            id: "x", name: "X", measure: .measured(kind: "k", unit: "A", new: new, endOfLife: end),
            use: .flights,
            typicalLife: life, lifeSpread: 1, plannedUsesPerDay: 1, leadDays: 1, orderDays: 1,
            severity: .error)
    }
    #expect(throws: PartDescriptionError.noSpan(part: "x", value: 3)) { try make(new: 3, end: 3, life: 9) }
    #expect(throws: PartDescriptionError.self) { try make(new: .nan, end: 3, life: 9) }
    #expect(throws: PartDescriptionError.self) { try make(new: 1, end: 3, life: 0) }
    #expect(throws: PartDescriptionError.self) { try make(new: 1, end: 3, life: .infinity) }
    // A throw gives nil, which is neither direction.
    #expect((try? make(new: 1, end: 3, life: 9))?.direction == .rising)
    #expect((try? make(new: 3, end: 1, life: 9))?.direction == .falling)  // As above.
}

@Test func `the reference parts are possible and each starts from the catalogue`() throws {
    let parts = try PartDescription.referenceParts()
    #expect(Set(parts.map(\.id)).count == parts.count && parts.count >= 5)
    for part in parts {
        let wear = PartWear(installing: "1", of: part, at: Degradation.start)
        #expect(wear.remaining(of: part).basis == .catalogue)
        #expect(wear.remaining(of: part).p50 > 0)
    }
}
