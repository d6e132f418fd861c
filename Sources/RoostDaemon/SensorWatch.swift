// SPDX-License-Identifier: Apache-2.0
// Judges every reading before the core sees it: a value that was read well and cannot be true (out of range, faster
// than nature, stuck) is no evidence. It never makes a value better and never remembers one in place of another.

internal import DockModel
internal import Fieldbus
internal import Registers
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
        /// Why it has been doubted for some reads; nil while it is believed, or doubted for the first time.
        var heldDoubt: String?
    }

    private struct Follower {
        var watch: PlausibilityWatch
        var point: PointProfile
        var quorum: SampleQuorum?

        mutating func judge(_ reading: Reading) -> Finding {
            let judged = watch.judge(reading)
            var finding = Finding(reading: judged.reading, standing: quorum?.take(judged.reading.quality))
            if let doubt = judged.doubt, judged.isHeld { finding.heldDoubt = doubt.inWords(of: reading, point) }
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
