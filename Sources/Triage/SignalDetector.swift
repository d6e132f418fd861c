// SPDX-License-Identifier: Apache-2.0
// Watches one signal, row by row: how strange is this reading, given all before it? It never looks ahead, reads no
// clock and gives the same scores for the same rows. It advises; no mail depends on it, and it never lowers a
// rule's word.

public import DockModel

/// The judgement of one reading.
public struct Assessment: Sendable, Equatable {
    /// How strange the reading is, 0 to 1; 0 also while an episode that was told goes on.
    public var score: Double
    /// What the form of the reading says.
    public var quality: SampleQuality
    /// The same before quiet times are taken off: the rarity of the reading in powers of ten.
    public var rarity: Double
}

/// A streaming detector of one signal.
public struct SignalDetector: Sendable {
    /// The score from which a reading is worth a line in a digest, chosen on public series.
    public static let advisedThreshold = 0.5

    /// Largest magnitude that is told apart; beyond it all values are one.
    static let largestValue = 1e30

    var clock = SampleClock()
    var moments = SignalMoments()
    var contexts = ContextMemory()
    /// What sizes each view has had, and the second pair of levels.
    var histories = [SurpriseHistory](repeating: SurpriseHistory(), count: SignalMoments.sizes)
    /// The running mean of missed contexts.
    var missed = 0.0
    /// Usable readings so far.
    var rows: UInt64 = 0
    /// Readings since the last emission, and how rare that was.
    var sinceEmission = Int32.max
    var emitted = 0.0
    var episodes = EpisodeMemory()
    private var places = [UInt8](repeating: 0, count: DetectorView.count)
    var figures = DetectorFigures.standard
    var sizes = [Double](repeating: 0, count: SignalMoments.sizes)

    /// A detector that knows nothing yet.
    public init() {}

    /// Judges a value read at `time`, then learns it; the score from 0 to 1.
    public mutating func update(at time: WallTime, value: Double?, phase: UInt8 = 0) -> Double {
        take(Sample(time: time, value: value, phase: phase)).score
    }

    /// Judges a reading, then learns it.
    public mutating func take(_ sample: Sample) -> Assessment {
        let quality = clock.take(sample)
        guard quality.isUsable, let raw = sample.value else {
            return Assessment(score: 0, quality: quality, rarity: 0)
        }
        let value = Swift.min(Swift.max(raw, -Self.largestValue), Self.largestValue)
        let second = sample.time.secondOfDay
        let phase = Int(sample.phase) & (ContextMemory.phases - 1)
        let continues = quality == .good
        moments.take(
            value, dayPart: second * SignalMoments.dayParts / 86_400, phase: phase, figures: figures,
            sizes: &sizes)
        let share = contexts.take(
            value, hour: second * ContextMemory.hours / 86_400, phase: phase, continues: continues)
        missed += Swift.max(2 / (figures.contextSpan + 1), 1 / moments.count) * (share - missed)
        sizes[DetectorView.contexts.rawValue] = missed
        let rarity = weigh()
        rows += 1
        if rows.isMultiple(of: UInt64(figures.epoch)) { age(at: value) }
        return Assessment(score: emit(rarity, at: sample.time), quality: quality, rarity: rarity)
    }

    /// The size a view measured last.
    func size(of view: DetectorView) -> Double { sizes[view.rawValue] }

    /// How rare the sizes are against their own past, all views together, once with each pair of levels.
    private mutating func weigh() -> Double {
        let second = [rarity(ofSize: DetectorView.count), rarity(ofSize: DetectorView.count + 1)]
        var loudest = 0.0, loudestOfSecond = 0.0, sum = 0.0, weights = 0.0
        for view in 0..<DetectorView.count where figures.weights[view] > 0 {
            places[view] = UInt8(SurpriseHistory.place(sizes[view]))
            let weight = figures.weights[view]
            let first = rarity(ofSize: view)
            // The short and the long level are the first two views.
            let other = view < second.count ? second[view] : first
            loudest = Swift.max(loudest, first * weight)
            loudestOfSecond = Swift.max(loudestOfSecond, other * weight)
            sum += (first + other) / 2 * weight
            weights += weight
        }
        let loud = (loudest + loudestOfSecond) / 2
        return figures.loudest * loud + (1 - figures.loudest) * sum / weights * 1.5
    }

    /// How rare a size is against its own past; then it is learned.
    private mutating func rarity(ofSize index: Int) -> Double {
        let place = SurpriseHistory.place(sizes[index])
        defer { histories[index].add(place) }
        return histories[index].rarity(at: place, step: figures.step)
    }

    /// One emission an episode: within the quiet time only what is clearly rarer scores. What earlier episodes
    /// exceeded in every view scores less the more of them there were, and less still at the same time of day.
    private mutating func emit(_ rarity: Double, at time: WallTime) -> Double {
        if sinceEmission < .max { sinceEmission += 1 }
        let isQuiet = sinceEmission < figures.quiet
        if isQuiet { episodes.grow(places) }
        guard rarity >= figures.least, rows >= UInt64(figures.learning) else { return 0 }
        if isQuiet, rarity < emitted + figures.clearly { return 0 }
        let covering = episodes.covering(
            places, tolerance: figures.coverTolerance, spared: figures.coverSpared)
        let now = EpisodeTime(time)
        let recurring = episodes.covering(
            places, tolerance: figures.coverTolerance + figures.recurringTolerance,
            spared: figures.coverSpared, at: now)
        if !isQuiet { episodes.begin(places, at: now) }
        sinceEmission = 0
        emitted = rarity
        let news =
            rarity - figures.coverWeight * LogScale.log2(1 + Double(covering)) - figures.recurringWeight
            * LogScale.log2(1 + Double(recurring))
        return Swift.max(0, Swift.min(1, news / (2 * figures.half)))
    }

    private mutating func age(at value: Double) {
        for view in histories.indices { histories[view].age() }
        contexts.age(at: value)
        episodes.age()
    }
}
