// SPDX-License-Identifier: Apache-2.0
// One temperature for each count that occurs in a picture: computed once a count, not once a pixel. Temperatures rise
// with the count; a count without one, or that does not occur, has NaN.

/// The temperature of every count that occurs in a picture.
struct TemperatureTable {
    private let first: Int
    private let celsius: [Double]
    /// The counts that occur and have a temperature, rising.
    private let known: [UInt16]

    /// Computes the temperatures; what is not possible becomes NaN.
    init(_ histogram: CountHistogram, _ celsius: (UInt16) -> Double) {
        let first = Int(histogram.range.lowerBound)
        var values = [Double](repeating: .nan, count: histogram.range.count)
        known = histogram.forEachCount([]) { known, count, _ in
            let value = celsius(count)
            guard Radiometry.possible.contains(value) else { return }
            values[Int(count) - first] = value
            known.append(count)
        }
        self.celsius = values
        self.first = first
    }

    /// The temperature of a count in degrees Celsius; NaN when it has none.
    @inline(__always)
    subscript(_ count: UInt16) -> Double {
        let index = Int(count) - first
        return index >= 0 && index < celsius.count ? celsius[index] : .nan
    }

    /// The counts from the lowest that is at least so warm to the highest with a temperature; nil when there is none.
    func counts(atLeast wanted: Double) -> ClosedRange<UInt16>? {
        var low = 0, high = known.count
        while low < high {
            let middle = low + (high - low) / 2
            if self[known[middle]] >= wanted { high = middle } else { low = middle + 1 }
        }
        guard low < known.count, let last = known.last else { return nil }
        return known[low]...last
    }
}
