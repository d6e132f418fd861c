// SPDX-License-Identifier: Apache-2.0
// One temperature for each count that a picture holds: computed once a count, not once a pixel. Temperatures rise with
// the count; a count without one has NaN.

/// The temperature of every count that a picture holds.
struct TemperatureTable {
    private let first: Int
    private let celsius: [Double]
    /// The places with a temperature, from the first to the last.
    private let known: Range<Int>

    /// Computes the temperatures; what is not possible becomes NaN.
    init(counts: ClosedRange<UInt16>, _ celsius: (UInt16) -> Double) {
        first = Int(counts.lowerBound)
        let values = counts.map { count in
            let value = celsius(count)
            return Radiometry.possible.contains(value) ? value : .nan
        }
        self.celsius = values
        let start = values.firstIndex { !$0.isNaN } ?? 0
        known = start..<max(start, values.lastIndex { !$0.isNaN }.map { $0 + 1 } ?? 0)
    }

    /// The temperature of a count in degrees Celsius; NaN when it has none.
    @inline(__always)
    subscript(_ count: UInt16) -> Double {
        let index = Int(count) - first
        return index >= 0 && index < celsius.count ? celsius[index] : .nan
    }

    /// The counts from the lowest that is at least so warm to the highest with a temperature; nil when there is none.
    func counts(atLeast wanted: Double) -> ClosedRange<UInt16>? {
        var low = known.lowerBound, high = known.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if celsius[middle] >= wanted { high = middle } else { low = middle + 1 }
        }
        guard low < known.upperBound else { return nil }
        return UInt16(
            truncatingIfNeeded: first + low)...UInt16(truncatingIfNeeded: first + known.upperBound - 1)
    }
}
