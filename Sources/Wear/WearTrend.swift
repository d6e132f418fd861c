// SPDX-License-Identifier: Apache-2.0
// The level of wear and its slope, learned row by row from noisy measures: recursive least squares whose
// slope may drift and is drawn back to the catalogue's, with bounded influence. One odd row can never move it
// far.

/// What one measure did to the trend.
enum TrendVerdict: Equatable {
    /// It was used, perhaps with less weight.
    case used
    /// It lies too far off to be believed.
    case rejected
    /// It is one of several in a row that show much less wear than before.
    case rejectedAsStepUp
}

/// Level and slope of wear against life fraction x = use / typical life, with their covariance.
struct WearTrend: Equatable, Sendable {
    /// Rows beyond this many standard deviations are not believed.
    static let rejection = 4.0
    /// Between this and `rejection` a row loses weight.
    static let fullWeight = 2.0
    /// Rejected rows in a row, all on one side, after which the new level is believed.
    static let rowsForNewLevel = 5
    /// Rows in a row that show less wear by six deviations: the part may have been replaced.
    static let rowsForStepUp = 3
    /// Rejected rows in a row, on any side, after which the noise is taken to be larger.
    static let rowsForMoreNoise = 8
    /// The memory of the slope, in lives: beyond it the catalogue's slope is expected.
    static let slopeMemory = 1.5
    /// How far the slope strays from the catalogue's within that memory: wear bends, most often upwards.
    static let slopeWander = 1.5
    /// Wander of the level that no slope explains (rest, temperature), as variance a life.
    static let levelWander = 0.0025
    private static let leastNoise = 1e-5, mostNoise = 0.25

    /// Uses of one typical life: the scale of x.
    let lifeScale: Double
    private(set) var level: Double
    private(set) var slope = 1.0
    private(set) var levelVariance: Double
    private(set) var covariance = 0.0
    private(set) var slopeVariance: Double
    /// Variance of one measure, in wear.
    private(set) var noise = 0.0025
    /// Measures that were used.
    private(set) var rows = 0
    /// Rejected rows in a row: above (+) or below (-) the trend, far below it, and on any side.
    private var rejectedOnOneSide = 0, rejectedFarBelow = 0, rejectedInARow = 0

    /// The trend of a unit that has run `use` of a typical life of `lifeScale`, before its first measure.
    init(lifeScale: Double, lifeSpread: Double, use: Double) {
        self.lifeScale = lifeScale
        let slopeSpread = min(max(lifeSpread / lifeScale, 0.15), 0.5)
        level = min(use / lifeScale, 0.9)
        let unknown = slopeSpread * level
        levelVariance = 0.0144 + unknown * unknown
        slopeVariance = slopeSpread * slopeSpread
    }

    /// Whether the last rows show much less wear than the trend.
    var showsStepUp: Bool { rejectedFarBelow >= Self.rowsForStepUp }

    /// Lets `uses` more pass.
    mutating func advance(byUses uses: Double) {
        guard uses > 0 else { return }
        let next = state(after: uses / lifeScale)
        (level, slope) = (next.level, next.slope)
        (levelVariance, covariance, slopeVariance) = (next.levelVariance, next.covariance, next.slopeVariance)
    }

    /// Takes one measured wear at the present use.
    mutating func observe(_ wear: Double) -> TrendVerdict {
        let error = wear - level
        let expected = levelVariance + noise
        let deviations = error / expected.squareRoot()
        adaptNoise(deviations: deviations, expected: expected)
        guard abs(deviations) > Self.rejection else {
            (rejectedOnOneSide, rejectedFarBelow, rejectedInARow) = (0, 0, 0)
            let weight = min(1, Self.fullWeight / max(abs(deviations), 1e-9))
            update(error: error, noise: noise / weight)
            return .used
        }
        return reject(error)
    }

    /// Believes the next measure, whatever it shows: a person said that this is still the same part.
    mutating func forgetLevel() {
        levelVariance += 1
        covariance = 0
        (rejectedOnOneSide, rejectedFarBelow, rejectedInARow) = (0, 0, 0)
    }

    /// How many deviations the wear stands above its end, `lives` from now: the share of parts that are worn
    /// out by then is the normal share below this number.
    func deviationsPastEnd(after lives: Double) -> Double {
        let then = state(after: lives)
        return (then.level - 1) / max(then.levelVariance, 1e-12).squareRoot()
    }

    // MARK: - Private

    private struct Forecast {
        var level, slope, levelVariance, covariance, slopeVariance: Double
    }

    /// The exact solution of a level driven by a slope that is drawn back to 1 (an integrated
    /// Ornstein-Uhlenbeck process), so that one long step equals many short ones.
    private func state(after x: Double) -> Forecast {
        let memory = Self.slopeMemory
        let h = x / memory
        let decay = Exponential.exp(-h)
        let reach = memory * (1 - decay)
        let spread = Self.slopeWander * Self.slopeWander
        // Below h = 0.001 the closed form loses its digits.
        let wander = h < 1e-3 ? 2.0 / 3.0 * h * h * h : 2 * h - 3 + 4 * decay - decay * decay
        return Forecast(
            level: level + x + (slope - 1) * reach,
            slope: 1 + (slope - 1) * decay,
            levelVariance: levelVariance + 2 * reach * covariance + reach * reach * slopeVariance
                + spread * memory * memory * wander + Self.levelWander * x,
            covariance: decay * (covariance + reach * slopeVariance)
                + spread * memory * (1 - decay) * (1 - decay),
            slopeVariance: decay * decay * slopeVariance + spread * (1 - decay * decay)
        )
    }

    private mutating func update(error: Double, noise: Double) {
        let total = levelVariance + noise
        let levelGain = levelVariance / total, slopeGain = covariance / total
        level += levelGain * error
        slope += slopeGain * error
        slopeVariance = max(slopeVariance - slopeGain * covariance, 1e-9)
        covariance -= levelGain * covariance
        levelVariance = max(levelVariance - levelGain * levelVariance, 1e-9)
        rows += 1
    }

    /// Moves the noise towards what the row shows; a gross error says nothing about noise.
    private mutating func adaptNoise(deviations: Double, expected: Double) {
        guard abs(deviations) < 10 else { return }
        let gain = 1 / (Double(min(rows, 60)) + 10)
        let surprise = min(deviations * deviations, 9) - 1
        noise *= 1 + gain * (noise / expected) * surprise
        noise = min(max(noise, Self.leastNoise), Self.mostNoise)
    }

    private mutating func reject(_ error: Double) -> TrendVerdict {
        rejectedInARow += 1
        let isStepUp = error < -6 * (noise + 0.0009).squareRoot()
        rejectedFarBelow = isStepUp ? rejectedFarBelow + 1 : 0
        if isStepUp { return showsStepUp ? .rejectedAsStepUp : .rejected }
        let side = error > 0 ? 1 : -1
        rejectedOnOneSide = rejectedOnOneSide * side > 0 ? rejectedOnOneSide + side : side
        if abs(rejectedOnOneSide) >= Self.rowsForNewLevel {
            // The level did move at once. A jump says nothing about the slope, which goes on as before.
            levelVariance += error * error
            covariance = 0
            (rejectedOnOneSide, rejectedInARow) = (0, 0)
            update(error: error, noise: noise)
            return .used
        }
        if rejectedInARow >= Self.rowsForMoreNoise {
            noise = min(noise * 4, Self.mostNoise)
            rejectedInARow = 0
        }
        return .rejected
    }
}

/// A trend is stored as a list of numbers: a dock keeps two a part, and their names would be most of it.
extension WearTrend: Codable {
    func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        for number in [lifeScale, level, slope, levelVariance, covariance, slopeVariance, noise] {
            try list.encode(number)
        }
        for count in [rows, rejectedOnOneSide, rejectedFarBelow, rejectedInARow] { try list.encode(count) }
    }

    private enum OldKeys: String, CodingKey {
        case lifeScale, level, slope, levelVariance, covariance, slopeVariance, noise
        case rows, rejectedOnOneSide, rejectedFarBelow, rejectedInARow
    }

    init(from decoder: any Decoder) throws {
        // Before 0.2 each number had its name; what is neither is an error of the list below.
        if let named = try? decoder.container(keyedBy: OldKeys.self) {
            func number(_ key: OldKeys) throws -> Double { try named.decode(Double.self, forKey: key) }
            func count(_ key: OldKeys) throws -> Int { try named.decode(Int.self, forKey: key) }
            (lifeScale, level, slope) = (try number(.lifeScale), try number(.level), try number(.slope))
            (levelVariance, covariance) = (try number(.levelVariance), try number(.covariance))
            (slopeVariance, noise) = (try number(.slopeVariance), try number(.noise))
            (rows, rejectedOnOneSide) = (try count(.rows), try count(.rejectedOnOneSide))
            (rejectedFarBelow, rejectedInARow) = (try count(.rejectedFarBelow), try count(.rejectedInARow))
            return
        }
        var list = try decoder.unkeyedContainer()
        lifeScale = try list.decode(Double.self)
        level = try list.decode(Double.self)
        slope = try list.decode(Double.self)
        levelVariance = try list.decode(Double.self)
        covariance = try list.decode(Double.self)
        slopeVariance = try list.decode(Double.self)
        noise = try list.decode(Double.self)
        rows = try list.decode(Int.self)
        rejectedOnOneSide = try list.decode(Int.self)
        rejectedFarBelow = try list.decode(Int.self)
        rejectedInARow = try list.decode(Int.self)
    }
}
