// SPDX-License-Identifier: Apache-2.0
// Judges every reading before the core sees it: a value that was read well and cannot be true (out of range, faster
// than nature, stuck) is no evidence. It never makes a value better and never remembers one in place of another.

internal import DockModel
internal import Fieldbus
internal import Registers
internal import RoostCore
internal import Settings
internal import Synchronization

/// Follows all points of the field bus.
final class SensorWatch: Sendable {
    /// What was found about one reading.
    struct Finding: Sendable, Equatable {
        /// The reading, uncertain when it is doubted.
        var reading: Reading
        /// What it means for a point whose samples must agree; nil for any other point.
        var standing: SampleQuorum.Standing?
        /// What to say of the sensor: doubted once some reads were, believed once none was for as many; nil while it is
        /// neither, as with a reading that has no value.
        var word: SensorWord.Finding?
    }

    private struct Follower {
        var watch: PlausibilityWatch
        var point: PointProfile
        var quorum: SampleQuorum?

        mutating func judge(_ reading: Reading) -> Finding {
            let judged = watch.judge(reading)
            var finding = Finding(reading: judged.reading, standing: quorum?.take(judged.reading.quality))
            if let doubt = judged.doubt {
                if judged.isHeld { finding.word = .doubted(doubt.inWords(of: reading, point)) }
            } else if judged.reading.quality == .good, !judged.isHeld {
                finding.word = .believed
            }
            return finding
        }

        mutating func reset() {
            watch.reset()
            quorum?.reset()
        }
    }

    private let followers: Mutex<[PointReference: Follower]>

    /// A watch for the points of some devices; of the points in `quorate` two of three samples must be good.
    init(devices: [FieldbusDevice], quorate: Set<PointReference> = []) {
        var all: [PointReference: Follower] = [:]
        for device in devices {
            for point in device.profile.points {
                let place = PointReference(device: device.id, point: point.id)
                all[place] = Follower(
                    watch: PlausibilityWatch(point: point), point: point,
                    quorum: quorate.contains(place) ? SampleQuorum() : nil)
            }
        }
        followers = Mutex(all)
    }

    /// Judges one reading.
    func judge(_ reading: Reading) -> Finding {
        let place = PointReference(device: reading.device, point: reading.point)
        return followers.withLock { followers in followers[place]?.judge(reading) ?? Finding(reading: reading) }
    }

    /// Forgets what a device showed before it went away.
    func reset(_ device: DeviceID) {
        followers.withLock { followers in
            for place in followers.keys where place.device == device { followers[place]?.reset() }
        }
    }
}

/// What the core was told about sensors: a word is news only when the finding is another one than before.
final class SensorNews: Sendable {
    private enum Kind { case doubted, believed, unknown }
    private struct Place: Hashable {
        var sensor: String
        var question: SensorWord.Question
    }

    private let told = Mutex<[Place: Kind]>([:])

    /// The word to tell; nil when it was told already.
    func news(of sensor: String, _ question: SensorWord.Question, _ finding: SensorWord.Finding) -> SensorWord? {
        let kind: Kind =
            switch finding {
            case .doubted: .doubted
            case .believed: .believed
            case .unknown: .unknown
            }
        return told.withLock { told in
            let place = Place(sensor: sensor, question: question)
            let before = told[place] ?? .unknown
            told[place] = kind
            return before == kind ? nil : SensorWord(sensor, question, finding)
        }
    }

    /// Whether a sensor was last said to be doubted.
    func isDoubted(_ sensor: String, _ question: SensorWord.Question) -> Bool {
        told.withLock { $0[Place(sensor: sensor, question: question)] == .doubted }
    }

    /// The words for a device that went away: of no sensor that was doubted anything is known now.
    func lose(_ device: DeviceID) -> [SensorWord] {
        told.withLock { told in
            var words: [SensorWord] = []
            for (place, kind) in told where place.sensor.isOf(device) {
                told[place] = .unknown
                if kind == .doubted { words.append(SensorWord(place.sensor, place.question, .unknown)) }
            }
            return words.sorted { ($0.sensor, $0.question.rawValue) < ($1.sensor, $1.question.rawValue) }
        }
    }
}

extension String {
    /// Whether a sensor's name is that of a device or of one of its points.
    fileprivate func isOf(_ device: DeviceID) -> Bool { self == device.text || hasPrefix("\(device.text).") }
}

extension Doubt {
    /// For people: "96 m/s is outside 0 to 75 m/s".
    fileprivate func inWords(of reading: Reading, _ point: PointProfile) -> String {
        let shown = reading.value.map { $0.shown(unit: point.unit) } ?? "no value"
        return switch self {
        case .range:
            point.range.map { "\(shown) is outside \($0.low) to \($0.high) \(point.unit)" } ?? shown
        case .meaning: "\(shown) may mean that nothing was measured"
        case .rate: "\(shown) came faster than \(point.rate.map { "\($0) \(point.unit)/s" } ?? "can be")"
        case .stuck: "\(shown) has not changed for \(point.stuckAfterSeconds.map { "\(Int($0)) s" } ?? "long")"
        }
    }
}
