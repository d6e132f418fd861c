// SPDX-License-Identifier: Apache-2.0
// The detector's memory as one short text: how it is stored and read back. A text that is damaged or of another
// version is refused; the caller then begins with a new detector and goes on with rules alone.

import DockModel

extension SignalDetector: Codable, Equatable {
    /// The version of the layout; another one is not read.
    private static let version: UInt8 = 2

    /// Whether both would judge alike from now on.
    public static func == (left: Self, right: Self) -> Bool { left.octets == right.octets }

    /// Reads the memory back.
    /// - Throws: `DecodingError.dataCorrupted` when it is damaged or of another version.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let octets = Base64Text.octets(text), let detector = Self(octets: octets) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "the detector's memory is damaged or of another version")
        }
        self = detector
    }

    /// Writes the memory: at most 16 KiB, whatever was seen.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Base64Text.text(octets))
    }

    /// The memory with its check sum, to be stored beside the reading's decision: about 8 KiB, whatever was seen.
    public var octets: [UInt8] {
        var out = OctetWriter()
        out.put(Self.version)
        var copy = self
        copy.carry(&out)
        out.put(OctetWriter.checksum(out.octets[...]))
        return out.octets
    }

    /// Reads the memory back; nil when it is damaged or of another version: then begin with a new detector.
    public init?(octets: [UInt8]) {
        guard octets.count > 9, octets[0] == Self.version else { return nil }
        var tail = OctetReader(octets[(octets.count - 8)...])
        let body = octets.dropLast(8)
        var sum: UInt64 = 0
        tail.carry(&sum)
        guard sum == OctetWriter.checksum(body) else { return nil }
        self.init()
        var reader = OctetReader(body.dropFirst())
        carry(&reader)
        guard reader.isWhole, isSane else { return nil }
    }

    /// The one list of what is kept, for writing and reading alike.
    private mutating func carry(_ form: inout some OctetForm) {
        form.carry(&rows)
        form.carry(&missed)
        form.carry(&sinceEmission)
        form.carry(&emitted)
        clock.carry(&form)
        moments.carry(&form)
        contexts.carry(&form)
        for index in histories.indices { histories[index].carry(&form) }
        episodes.carry(&form)
    }

    /// Whether all that was read can be worked with.
    private var isSane: Bool {
        missed.isFinite && emitted.isFinite && sinceEmission >= 0 && moments.isSane && contexts.isSane
            && histories.allSatisfy(\.isSane) && episodes.isSane && clock.interval.isFinite
    }
}

extension SampleClock {
    mutating func carry(_ form: inout some OctetForm) {
        form.carry(&interval)
        form.carry(&inOrder)
        form.carry(&last)
        form.carry(&earlier)
    }
}

extension SignalMoments {
    mutating func carry(_ form: inout some OctetForm) {
        form.carry(&count)
        form.carry(&longMean)
        form.carry(&longVariance)
        form.carry(&shortMean)
        form.carry(&slowMean)
        form.carry(&secondShortMean)
        form.carry(&secondSlowMean)
        form.carry(&mean)
        form.carry(&variance)
        form.carry(&restMean)
        form.carry(&restVariance)
        form.carry(&dayDistance)
        for part in dayMeans.indices { form.carry(&dayMeans[part]) }
        for part in daySeen.indices { form.carry(&daySeen[part]) }
        for phase in phaseMeans.indices { form.carry(&phaseMeans[phase]) }
        for phase in phaseSeen.indices { form.carry(&phaseSeen[phase]) }
    }

    var isSane: Bool {
        count >= 0 && count <= Self.mostCounted
            && [
                longMean, longVariance, shortMean, slowMean, secondShortMean, secondSlowMean, mean, variance,
                restMean, restVariance,
                dayDistance,
            ].allSatisfy(\.isFinite) && dayMeans.allSatisfy(\.isFinite) && phaseMeans.allSatisfy(\.isFinite)
    }
}

extension ContextMemory {
    mutating func carry(_ form: inout some OctetForm) {
        form.carry(&low)
        form.carry(&high)
        form.carry(&earlierLow)
        form.carry(&earlierHigh)
        form.carry(&width)
        form.carry(&anchor)
        form.carry(&last)
        form.carry(&lastButOne)
        form.carry(&run)
        for index in stride(from: 0, to: counts.count, by: 2) {
            var pair = counts[index] | counts[index + 1] << 4
            form.carry(&pair)
            (counts[index], counts[index + 1]) = (pair & 15, pair >> 4)
        }
        for index in seen.indices { form.carry(&seen[index]) }
    }

    var isSane: Bool {
        let levels = 0..<Self.levels
        return levels.contains(last) && levels.contains(lastButOne) && (0...2).contains(run) && width.isFinite
            && width >= 0 && anchor.isFinite && (low.isFinite || low == .infinity)
            && (high.isFinite || high == -.infinity) && !earlierLow.isNaN && !earlierHigh.isNaN
    }
}

extension SurpriseHistory {
    mutating func carry(_ form: inout some OctetForm) {
        form.carry(&highest)
        form.carry(&total)
        for bin in counts.indices { form.carry(&counts[bin]) }
    }

    var isSane: Bool {
        (-1..<Self.bins).contains(highest) && total.isFinite && total >= 0
            && counts.allSatisfy { $0.isFinite && $0 >= 0 }
    }
}

extension EpisodeMemory {
    mutating func carry(_ form: inout some OctetForm) {
        form.carry(&held)
        form.carry(&next)
        for index in places.indices { form.carry(&places[index]) }
        for index in times.indices {
            var low = UInt8(truncatingIfNeeded: times[index].quarter)
            var high = UInt8(truncatingIfNeeded: times[index].quarter >> 8)
            form.carry(&low)
            form.carry(&high)
            times[index].quarter = UInt16(high) << 8 | UInt16(low)
        }
    }

    var isSane: Bool { (0...Self.most).contains(held) && (0..<Self.most).contains(next) }
}
