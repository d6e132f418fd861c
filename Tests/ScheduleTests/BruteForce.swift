// SPDX-License-Identifier: Apache-2.0
// A second, slow opinion on when a cron expression is due: it walks every minute of UTC and asks Foundation
// for the local clock. It shares no code with the target, so that one mistake cannot hide in both.

import Foundation

/// The due seconds of `cron` in `zone` for instants in `after+1 ... through`, by walking minutes.
func bruteForce(_ cron: String, zone: TimeZone, after: Int, through: Int) -> [Int] {
    let fields = cron.split(separator: " ").map(String.init)
    let sets = [
        naiveSet(fields[0], 0, 59), naiveSet(fields[1], 0, 23), naiveSet(fields[2], 1, 31),
        naiveSet(fields[3], 1, 12), naiveSet(fields[4], 0, 7),
    ]
    var utc = Calendar(identifier: .gregorian)
    utc.timeZone = TimeZone(secondsFromGMT: 0)!
    func matches(_ local: Int) -> Bool {
        guard sets[0].contains(local / 60 % 60), sets[1].contains(local / 3600 % 24) else { return false }
        let parts = utc.dateComponents(
            [.month, .day, .weekday], from: Date(timeIntervalSince1970: Double(local)))
        guard sets[3].contains(parts.month!) else { return false }
        let dom = sets[2].contains(parts.day!)
        let weekday = parts.weekday! - 1
        let dow = sets[4].contains(weekday) || (weekday == 0 && sets[4].contains(7))
        return fields[2] != "*" && fields[4] != "*" ? dom || dow : dom && dow
    }
    var due: [Int] = []
    // Start three days early, so that the highest local time seen is right when `after` lies in an overlap.
    var instant = (after - 3 * 86_400) / 60 * 60
    var highest = instant + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
    while instant <= through {
        let local = instant + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
        var isDue = false
        while highest < local {
            highest += 60
            if matches(highest) { isDue = true }
        }
        if isDue, instant > after { due.append(instant) }
        instant += 60
    }
    return due
}

private func naiveSet(_ field: String, _ low: Int, _ high: Int) -> Set<Int> {
    let names = [
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
        "oct": 10, "nov": 11, "dec": 12, "sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6,
    ]
    var result: Set<Int> = []
    for part in field.split(separator: ",") {
        let halves = part.split(separator: "/").map(String.init)
        let step = halves.count == 2 ? Int(halves[1])! : 1
        let ends = halves[0].split(separator: "-").map { names[$0.lowercased()] ?? Int($0) ?? -1 }
        var first = low, last = high
        if halves[0] != "*" {
            first = ends[0]
            last = ends.count == 2 ? ends[1] : halves.count == 2 ? high : first
        }
        for (index, value) in (first...last).enumerated() where index % step == 0 { result.insert(value) }
    }
    return result
}

/// A small fixed-seed generator (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
