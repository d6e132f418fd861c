// SPDX-License-Identifier: Apache-2.0
// The views a detector takes of a signal, and its fixed figures. They are the same for every signal: nothing is tuned
// for one, and none is read from a file.

/// One way of looking at a signal.
public enum DetectorView: Int, Sendable, Codable, CaseIterable {
    /// The mean of a dozen readings against the mean of hundreds.
    case shortLevel
    /// The mean of three dozen readings against the mean of hundreds.
    case longLevel
    /// The value against all values so far.
    case distance
    /// The value against the same time of day and phase.
    case timeOfDay
    /// The share of contexts (levels before, hour, phase) that had not foreseen this level.
    case contexts
    /// Much less movement than usual.
    case stillness

    static let count = 6
}

/// The fixed figures of the detector.
struct DetectorFigures: Sendable, Equatable {
    /// Share of a new reading in the long mean.
    var longShare = 0.003
    /// Lengths of the two short means, in readings, and of a second pair. Each pair gives a verdict with the other
    /// views, and the mean of both counts: no signal hangs on one length.
    var spans = [12.0, 36.0]
    var secondSpans = [16.0, 48.0]
    /// Length over which missed contexts are averaged, in readings.
    var contextSpan = 4.0
    /// How much each view says, in the order of their declaration.
    var weights: [Double] = [1, 1, 0.5, 0.7, 1, 0.5]
    /// Part of the loudest view in the verdict; the rest is the mean of all.
    var loudest = 0.5
    /// Growth of rarity beyond all that was seen, a quarter octave.
    var step = 0.1
    /// Readings after an emission in which only a clearly rarer one is emitted.
    var quiet = 120
    /// How much rarer, in powers of ten.
    var clearly = 0.5
    /// Rarity that begins an emission.
    var least = 1.3
    /// Rarity that scores one half.
    var half = 1.5
    /// Readings in which nothing is emitted and no episode begins: too little is known of the signal.
    var learning = 100
    /// Quarter octaves by which an episode may exceed an earlier one and still be no news.
    var coverTolerance = 0
    /// Views in which it may exceed them by more.
    var coverSpared = 1
    /// Rarity that is taken off for each doubling of such episodes.
    var coverWeight = 0.6
    /// The same for such episodes at the same time of another day, which may be exceeded by a little more.
    var recurringWeight = 0.2
    var recurringTolerance = 2
    /// Readings of one epoch: memories are halved after each.
    var epoch = 8_192

    static let standard = DetectorFigures()
}
