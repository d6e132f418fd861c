// SPDX-License-Identifier: Apache-2.0
// What sizes a measure of strangeness has had so far, and so how rare its size of now is. It keeps counts of
// quarter octaves, no readings, and forgets slowly. It judges nothing alone.

/// The distribution of one measure over its own past.
struct SurpriseHistory: Sendable, Equatable {
    /// Quarter octaves from 2^-14 to 2^10.
    static let bins = 96
    private static let octaveOfFirst = 14.0
    /// Fewer readings than this say nothing on rarity.
    static let fewest: Float = 20

    /// How often each size was seen.
    var counts = [Float](repeating: 0, count: bins)
    /// The sum of all counts.
    var total: Float = 0
    /// The largest bin that is not empty; -1 at first.
    var highest = -1

    /// The place of a size on the scale, 0 up to the number of bins.
    @inline(__always)
    static func place(_ size: Double) -> Double {
        let place = (LogScale.log2(size) + octaveOfFirst) * 4
        return place > 0 ? Swift.min(place, Double(bins) - 0.001) : 0
    }

    /// Rarity in powers of ten: 3 means that one reading in a thousand is at least that large. Beyond all that was
    /// seen it grows by `step` for each further quarter octave.
    @inline(__always)
    func rarity(at place: Double, step: Double) -> Double {
        guard total >= Self.fewest else { return 0 }
        let bin = Int(place)
        var above: Float = 0
        var other = highest
        while other > bin {
            above += counts[other]
            other -= 1
        }
        above += counts[bin] * Float(1 - (place - Double(bin)))
        let share = Double((above + 0.5) / (total + 1))
        let rarity = -LogScale.log10(share)
        return bin > highest ? rarity + (place - Double(highest + 1)) * step : rarity
    }

    /// Learns one size.
    @inline(__always)
    mutating func add(_ place: Double) {
        let bin = Int(place)
        counts[bin] += 1
        total += 1
        if bin > highest { highest = bin }
    }

    /// Halves all counts, so that old readings weigh less; what was seen once and long ago is forgotten.
    mutating func age() {
        total = 0
        highest = -1
        for bin in counts.indices {
            counts[bin] = counts[bin] < 0.4 ? 0 : counts[bin] * 0.5
            if counts[bin] > 0 { highest = bin }
            total += counts[bin]
        }
    }

    /// The size that `share` of the past stays below.
    func size(below share: Double) -> Double {
        guard total > 0 else { return 0 }
        var rest = Float(share) * total
        for bin in counts.indices {
            if rest <= counts[bin], counts[bin] > 0 {
                let place = Double(bin) + Double(rest / counts[bin])
                return Self.size(at: place)
            }
            rest -= counts[bin]
        }
        return Self.size(at: Double(highest + 1))
    }

    /// The inverse of `place`, to a hundredth of an octave.
    private static func size(at place: Double) -> Double {
        let octave = place / 4 - octaveOfFirst
        let whole = octave.rounded(.down)
        let part = octave - whole
        // The inverse of the parabola of LogScale.
        let root = (1.3465 * 1.3465 - 4 * 0.3465 * part).squareRoot()
        return Double(sign: .plus, exponent: Int(whole), significand: 1 + (1.3465 - root) / (2 * 0.3465))
    }
}
