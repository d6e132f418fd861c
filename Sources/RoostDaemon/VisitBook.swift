// SPDX-License-Identifier: Apache-2.0
// From what is left of the parts and what the catalogue says of them to the trips that are worth planning, and the
// count of new parts at hand. It orders nothing and tells nobody.

public import DockModel
internal import Foundation
public import RoostCore
public import Settings
public import Store
public import Wear

/// New parts at hand, kept in the dock's store.
public enum PartStock {
    private static let note = "wear.stock"
    /// Most of one part.
    public static let most = 10_000

    /// How many new ones there are of each part.
    public static func count(in database: RoostDatabase) throws(StoreError) -> [PartID: Int] {
        guard let text = try database.note(note) else { return [:] }
        // A note that is none is that of nothing; setting a count writes it anew.
        let counts = (try? JSONDecoder().decode([String: Int].self, from: Data(text.utf8))) ?? [:]
        return Dictionary(uniqueKeysWithValues: counts.map { (PartID($0.key), min(max($0.value, 0), most)) })
    }

    /// Sets how many new ones there are of a part.
    public static func set(_ part: PartID, to number: Int, in database: RoostDatabase) throws(StoreError) {
        var counts: [String: Int] = [:]
        for (part, number) in try count(in: database) { counts[part.text] = number }
        counts[part.text] = min(max(number, 0), most)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        do {
            try database.setNote(note, to: String(decoding: encoder.encode(counts), as: UTF8.self))
        } catch let error as StoreError {
            throw error
        } catch {
            throw .failed(doing: "counting parts", detail: "\(error)")
        }
    }
}

/// The parts of a dock as things to change.
public enum VisitBook {
    /// What may be changed on a visit, one for each thing: of what is replaced together the part that ends first.
    public static func candidates(
        _ outlooks: [PartOutlook], _ catalogue: PartCatalogue, stock: [PartID: Int]
    ) -> [VisitCandidate] {
        var chosen: [PartID: VisitCandidate] = [:]
        for outlook in outlooks {
            guard let settings = catalogue.parts.first(where: { $0.id == outlook.part }) else { continue }
            let candidate = candidate(outlook, settings, stock: stock)
            guard let other = chosen[settings.thing] else {
                chosen[settings.thing] = candidate
                continue
            }
            if (candidate.dueDays, candidate.part) < (other.dueDays, other.part) { chosen[settings.thing] = candidate }
        }
        return chosen.values.sorted { ($0.dueDays, $0.part) < ($1.dueDays, $1.part) }
    }

    /// The visits that the parts of a dock need, first one first.
    public static func visits(
        _ outlooks: [PartOutlook], _ catalogue: PartCatalogue, stock: [PartID: Int], windowDays: Double? = nil,
        horizonDays: Double = VisitPlan.horizonDays
    ) -> [Visit] {
        VisitPlan.visits(
            candidates(outlooks, catalogue, stock: stock),
            windowDays: windowDays ?? catalogue.visitWindow.inSeconds / 86_400, horizonDays: horizonDays)
    }

    private static func candidate(
        _ outlook: PartOutlook, _ settings: PartSettings, stock: [PartID: Int]
    ) -> VisitCandidate {
        let lead = settings.leadTime.inSeconds / 86_400, order = settings.orderTime.inSeconds / 86_400
        return VisitCandidate(
            part: outlook.part, name: outlook.name, serial: outlook.serial, remaining: outlook.remaining,
            stage: outlook.stage, severity: settings.severity, leadDays: lead, orderDays: order,
            stock: stock[outlook.part] ?? stock[settings.thing] ?? 0, article: settings.article,
            cost: settings.cost, workMinutes: settings.workTime.map { $0.inSeconds / 60 }, why: why(outlook))
    }

    /// Why a part is due, in a line: "3.92 A, end of life 4.16 A; 12,400 moves".
    private static func why(_ outlook: PartOutlook) -> String {
        let used = String(format: "%.0f %@", outlook.use, outlook.useUnit)
        guard let measure = outlook.measure, let end = outlook.endOfLife else { return used }
        let unit = outlook.measureUnit
        return "\(amount(measure, unit)), end of life \(amount(end, unit)); \(used)"
    }

    /// A measure with its unit; a plain number has none.
    public static func amount(_ value: Double, _ unit: String) -> String {
        String(format: "%.4g", value) + (unit.isEmpty || unit == "1" ? "" : " " + unit)
    }
}
