// SPDX-License-Identifier: Apache-2.0
// One signal of a running dock under the detector: where an episode begins, what was expected then, and when it is
// over. It advises; it orders nothing, and what cannot be judged is counted and never an alarm.

public import DockModel

/// A time in which a signal is not as usual.
public struct UnusualEpisode: Sendable, Equatable {
    /// The reading that began it.
    public var since: WallTime
    /// How strange that reading was, 0 to 1.
    public var score: Double
    /// That reading.
    public var value: Double
    /// What came and what was expected, for people.
    public var words: String

    /// Longest words, in octets.
    static let longestWords = 160
}

/// What one reading came to.
public enum SignalFinding: Sendable, Equatable {
    /// It is not judged, and why.
    case unjudged(SampleQuality)
    /// Nothing is told of the signal: it is as usual, or too little is known of it yet.
    case usual
    /// An episode begins with it.
    case begins(UnusualEpisode)
    /// An episode goes on.
    case goesOn(UnusualEpisode)
    /// An episode is over.
    case ends
}

/// One signal with its detector and the episode that is open.
public struct WatchedSignal: Sendable {
    /// Readings in a row, none of them rare, after which an episode is over.
    public static let calmReadings = 12
    /// No episode begins within so many milliseconds of the first reading: who has not seen a whole day and night takes
    /// the next dawn for one.
    public static let learningMilliseconds: Int64 = 86_400_000
    /// Most octets of the memory of a signal.
    public static let mostOctets = 16 << 10
    /// The version of the layout; another one is not read.
    private static let version: UInt8 = 1

    /// What the signal has shown.
    public private(set) var detector = SignalDetector()
    /// The episode that is open; nil while the signal is as usual.
    public private(set) var episode: UnusualEpisode?
    /// The last reading's time.
    public private(set) var last: WallTime?
    private var first: WallTime?
    private var calm: UInt8 = 0
    /// How many readings there were of each quality, in the order of their declaration.
    private var marks = [UInt64](repeating: 0, count: SampleQuality.allCases.count)

    /// A signal of which nothing is known.
    public init() {}

    /// Readings that were judged so far.
    public var readings: UInt64 { detector.rows }

    /// Whether so little is known of it that no episode can begin.
    public var isLearning: Bool {
        guard let first, let last, detector.rows >= UInt64(detector.figures.learning) else { return true }
        return Double(last.milliseconds) - Double(first.milliseconds) < Double(Self.learningMilliseconds)
    }

    /// How many readings of a quality there were.
    public func count(of quality: SampleQuality) -> UInt64 {
        SampleQuality.allCases.firstIndex(of: quality).map { marks[$0] } ?? 0
    }

    /// Judges a reading, then learns it.
    /// - Parameters:
    ///   - threshold: the score from which an episode begins.
    ///   - unit: the unit of the signal, for the words.
    public mutating func take(_ sample: Sample, threshold: Double, unit: String) -> SignalFinding {
        let before = detector
        let assessment = detector.take(sample)
        if let index = SampleQuality.allCases.firstIndex(of: assessment.quality) { marks[index] &+= 1 }
        guard assessment.quality.isUsable, let value = sample.value else { return .unjudged(assessment.quality) }
        last = sample.time
        // A clock that was set back counts anew.
        first = Swift.min(first ?? sample.time, sample.time)
        let isStrange = assessment.score >= threshold && assessment.score > 0
        if let open = episode {
            calm = isStrange || assessment.rarity >= detector.figures.least ? 0 : calm + 1
            guard calm >= Self.calmReadings else { return .goesOn(open) }
            (episode, calm) = (nil, 0)
            return .ends
        }
        guard isStrange, !isLearning else { return .usual }
        let words = before.explanation(of: sample)?.leading.words(unit: unit) ?? "nothing usual is known"
        let begun = UnusualEpisode(
            since: sample.time, score: assessment.score, value: value,
            words: Self.cut("\(MeasuredText.shown(value, unit: unit)); \(words)"))
        (episode, calm) = (begun, 0)
        return .begins(begun)
    }

    /// At most so many octets; no character is cut in two.
    private static func cut(_ text: String) -> String {
        guard text.utf8.count > UnusualEpisode.longestWords else { return text }
        var kept = "", left = UnusualEpisode.longestWords
        for character in text {
            left -= character.utf8.count
            guard left >= 0 else { break }
            kept.append(character)
        }
        return kept
    }
}

extension WatchedSignal {
    /// The memory, at most `mostOctets`, to be stored beside the decisions.
    public var octets: [UInt8] {
        var out = OctetWriter()
        out.put(Self.version)
        var copy = self
        copy.carry(&out)
        return out.octets + detector.octets
    }

    /// Reads the memory back; nil when it is damaged or of another version: then the signal is learned anew.
    public init?(octets: [UInt8]) {
        guard octets.first == Self.version, octets.count <= Self.mostOctets else { return nil }
        self.init()
        var reader = OctetReader(octets.dropFirst())
        carry(&reader)
        guard let detector = SignalDetector(octets: Array(reader.takeRest())) else { return nil }
        self.detector = detector
        guard calm < Self.calmReadings else { return nil }
        if let episode, !episode.score.isFinite || !episode.value.isFinite { return nil }
    }

    private mutating func carry(_ form: inout some OctetForm) {
        form.carry(&first)
        form.carry(&last)
        form.carry(&calm)
        for index in marks.indices { form.carry(&marks[index]) }
        var since = episode?.since
        form.carry(&since)
        guard let since else {
            episode = nil
            return
        }
        var open = episode ?? UnusualEpisode(since: since, score: 0, value: 0, words: "")
        open.since = since
        form.carry(&open.score)
        form.carry(&open.value)
        form.carry(&open.words)
        episode = open
    }
}
