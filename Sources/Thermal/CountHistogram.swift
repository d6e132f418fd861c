// SPDX-License-Identifier: Apache-2.0
// How often each count occurs in a picture: all figures of the picture come from it, so that a figure costs a pass over
// the counts that occur and not over the pixels.

/// How often each count occurs.
struct CountHistogram {
    /// The counts that occur, from the least on, and how many pixels have them.
    private let found: [(count: UInt16, pixels: Int)]
    /// From the least count to the greatest.
    let range: ClosedRange<UInt16>

    init(_ counts: some Collection<UInt16>) {
        var least = UInt16.max, most = UInt16.min
        for count in counts {
            if count < least { least = count }
            if count > most { most = count }
        }
        range = least <= most ? least...most : 0...0
        // Few pixels with counts far apart: a sorted copy is shorter than a field of all counts between.
        found = 16 * counts.count < range.count ? Self.sorted(counts) : Self.spread(counts, range)
    }

    private static func sorted(_ counts: some Collection<UInt16>) -> [(count: UInt16, pixels: Int)] {
        var found: [(count: UInt16, pixels: Int)] = []
        for count in counts.sorted() {
            if found.last?.count == count {
                found[found.count - 1].pixels += 1
            } else {
                found.append((count, 1))
            }
        }
        return found
    }

    private static func spread(
        _ counts: some Collection<UInt16>, _ range: ClosedRange<UInt16>
    ) -> [(count: UInt16, pixels: Int)] {
        let first = Int(range.lowerBound)
        var numbers = [Int](repeating: 0, count: range.count)
        for count in counts { numbers[Int(count) - first] += 1 }
        var found: [(count: UInt16, pixels: Int)] = []
        for (index, pixels) in numbers.enumerated() where pixels > 0 {
            found.append((UInt16(truncatingIfNeeded: first + index), pixels))
        }
        return found
    }

    /// Pixels whose count is of a kind.
    func pixels(_ isWanted: (UInt16) -> Bool) -> Int {
        forEachCount(0) { total, count, pixels in if isWanted(count) { total += pixels } }
    }

    /// Goes through the counts that occur, from the least on.
    func forEachCount<Result>(_ start: Result, _ take: (inout Result, UInt16, Int) -> Void) -> Result {
        var result = start
        for (count, pixels) in found { take(&result, count, pixels) }
        return result
    }

    /// The temperature below which a share of the pixels lies, between neighbours in proportion.
    func quantile(_ share: Double, _ table: TemperatureTable) -> Double? {
        let known = pixels { !table[$0].isNaN }
        guard known > 0 else { return nil }
        let place = share * Double(known - 1)
        let low = Int(place.rounded(.down))
        var before = 0
        var lower: Double?
        for (count, pixels) in found {
            let celsius = table[count]
            guard !celsius.isNaN else { continue }
            before += pixels
            if lower == nil, before > low { lower = celsius }
            if let lower, before > min(low + 1, known - 1) {
                return lower + (celsius - lower) * (place - Double(low))
            }
        }
        return lower
    }
}
