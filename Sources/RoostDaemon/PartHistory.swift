// SPDX-License-Identifier: Apache-2.0
// The journal of one part read back: each line with what became of it, and the part that the lines lead to. It reads;
// it never writes.

public import DockModel
internal import Foundation
internal import RoostCore
public import Store
public import Wear

/// What happened to one part.
public struct PartHistory: Sendable {
    /// One line.
    public struct Line: Sendable, Equatable {
        /// Its number in the journal.
        public var sequence: Int64
        /// When it was committed.
        public var time: WallTime
        /// What it tells: opened, row, replaced, kept.
        public var kind: String
        /// The unit's use after it, in the part's uses; nil when it tells none.
        public var use: Double?
        /// What was measured; nil when nothing was.
        public var measure: Double?
        /// What became of it.
        public var result: String
    }

    /// The lines, oldest first.
    public private(set) var lines: [Line] = []
    /// What was measured and believed of the unit in service.
    public private(set) var measured: [(time: WallTime, measure: Double)] = []
    /// The notices about the unit in service.
    public private(set) var notices: [(time: WallTime, stage: NoticeStage)] = []
    /// The part as the lines leave it; nil when there are none.
    public private(set) var last: PartWear?
    /// The rows of each unit, named by part and number; t in days since it was installed.
    public private(set) var units: [UnitRecord] = []

    /// Most lines that are replayed where a decision waits: some tens of milliseconds.
    static let mostReplayed = 500

    /// What a chart shows of a part: of a long journal only the newest measures of the unit in service, as they came
    /// and without the notices, so that the time it takes does not grow with the years.
    init(forChartOf part: PartID, in database: RoostDatabase) throws(StoreError) {
        let newest = try database.newestWear(of: part.text, limit: Self.mostReplayed + 1)
        guard newest.count > Self.mostReplayed else {
            self = try PartHistory(of: part, in: database)
            return
        }
        for stored in newest {
            // A line that cannot be read has no measure.
            guard let entry = try? StateCoding.decode(WearEntry.self, from: stored.record.body) else { continue }
            switch entry {
            case .row(_, let row):
                if let measure = row.measure, measure.isFinite { measured.append((row.at, measure)) }
            case .replaced: measured = []
            case .opened, .kept: break
            }
        }
    }

    /// The history of a part.
    public init(of part: PartID, in database: RoostDatabase) throws(StoreError) {
        var replay = WearReplay()
        var after: Int64 = 0
        while true {
            let page = try database.wear(of: part.text, after: after, limit: StoreLimit.rowsPerRead)
            guard let final = page.last else { break }
            after = final.sequence
            for stored in page {
                // A line that cannot be read is shown as one.
                guard let entry = try? StateCoding.decode(WearEntry.self, from: stored.record.body) else {
                    add(stored, nil, "not understood by this version")
                    continue
                }
                take(entry, stored, &replay)
            }
        }
        last = replay.parts[part]?.wear
    }

    private mutating func take(_ entry: WearEntry, _ stored: StoredWear, _ replay: inout WearReplay) {
        let answer = replay.take(entry)
        switch (entry, answer) {
        case (.opened(let description, let wear), _):
            add(stored, nil, "known as \(description.name), serial \(wear.unit.serial)", use: wear.use)
        case (.row(let part, let row), .row(let outcome)):
            let told = outcome.notices.map { "; notice \($0.stage.rawValue) \($0.kind.rawValue)" }.joined()
            add(stored, row.measure, outcome.verdict.rawValue + told, use: row.use)
            if outcome.verdict == .used, let measure = row.measure { measured.append((row.at, measure)) }
            notices += outcome.notices.filter { $0.kind == .issued }.map { (row.at, $0.stage) }
            guard outcome.verdict == .used || outcome.verdict == .counted, let wear = replay.parts[part]?.wear else {
                return
            }
            let days = wear.unit.installedAt.duration(to: row.at).inSeconds / 86_400
            let name = "\(part)-\(wear.epoch)"
            if units.last?.name != name { units.append(UnitRecord(name: name)) }
            units[units.count - 1].rows.append(UnitRow(time: days, use: row.use, measure: row.measure ?? .nan))
        case (.replaced(_, let replacement), .closed(let closed)):
            (measured, notices) = ([], [])
            add(
                stored, nil,
                "serial \(closed.serial) out after \(closed.use) uses (\(replacement.reason.rawValue)), "
                    + "\(replacement.reason == .mistaken ? "undone" : "serial \(replacement.serial) in")")
        case (.kept, _): add(stored, nil, "a person looked: not replaced")
        case (_, .misfit(let why)): add(stored, nil, why)
        case (.row, _), (.replaced, _): add(stored, nil, "taken")
        }
    }

    private mutating func add(_ stored: StoredWear, _ measure: Double?, _ result: String, use: Double? = nil) {
        lines.append(
            Line(
                sequence: stored.sequence, time: stored.time, kind: stored.record.kind, use: use, measure: measure,
                result: result))
    }
}
