// SPDX-License-Identifier: Apache-2.0
// What the computer itself tells of its parts: how much of its write life the disk has used, and how long the uplink
// was down. It reads small files only; what nothing tells is not guessed.

internal import DockModel
internal import Foundation
internal import Host
internal import RoostCore
internal import Wear

/// The write life of the disk that a directory lies on.
struct DiskGauge: Sendable {
    /// Where the kernel shows its devices; another place in tests.
    var root = "/sys/block"

    /// The used share of the write life in percent, of the most worn disk that says it; nil when none does.
    ///
    /// An eMMC shows two estimates (cells of type A and B) in `device/life_time`, each a step of ten percent from 0x01
    /// (0 to 10 % used) to 0x0a, and 0x0b for beyond (JEDEC eMMC 5.0, EXT_CSD 268 and 269). The middle of the
    /// worse step counts.
    func lifeUsed() -> Double? {
        // A machine without that folder has no such disk.
        let disks = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return disks.compactMap { disk in
            // Most disks have no such file.
            guard let text = try? String(contentsOfFile: "\(root)/\(disk)/device/life_time", encoding: .utf8) else {
                return nil
            }
            return Self.used(text)
        }.max()
    }

    /// The percentage of a life_time file: "0x02 0x01".
    static func used(_ text: String) -> Double? {
        let steps = text.split(whereSeparator: \.isWhitespace).prefix(2).compactMap { word -> Double? in
            guard word.hasPrefix("0x"), let step = UInt8(word.dropFirst(2), radix: 16), (0x01...0x0B).contains(step)
            else { return nil }
            return Double(step) * 10 - 5
        }
        return steps.max()
    }
}

/// How long the uplink is down, over the last week that it was watched.
struct UplinkGauge: Sendable {
    /// Hours that are looked back on.
    static let hours = 168
    /// Least time watched before a figure is told: a short night says nothing of a week.
    static let leastWatched = Duration.seconds(86_400)
    /// A longer gap between two looks was no watching.
    static let longestGap = Duration.seconds(300)

    private var buckets: [(watched: Double, down: Double)] = [(0, 0)]
    private var last: Instant?

    /// Takes one look; `isDown` holds since the look before.
    mutating func look(isDown: Bool, at now: Instant) {
        defer { last = now }
        guard let last, now > last, last.duration(to: now) <= Self.longestGap else { return }
        let span = last.duration(to: now).inSeconds
        if buckets[buckets.count - 1].watched >= 3_600 {
            buckets.append((0, 0))
            if buckets.count > Self.hours { buckets.removeFirst() }
        }
        buckets[buckets.count - 1].watched += span
        if isDown { buckets[buckets.count - 1].down += span }
    }

    /// Hours a week without an uplink; nil while it was not watched for a day.
    var hoursAWeek: Double? {
        let watched = buckets.reduce(0) { $0 + $1.watched }, down = buckets.reduce(0) { $0 + $1.down }
        guard watched >= Self.leastWatched.inSeconds else { return nil }
        return down / watched * Double(Self.hours)
    }
}

/// Tells the computer's figures every hour until the task is cancelled.
func runHostGauges(
    _ disk: DiskGauge = DiskGauge(), clock: any DockClock, isUplinkDown: @Sendable () -> Bool,
    inbox: @Sendable (Event) -> Void
) async {
    var uplink = UplinkGauge()
    var toldAt: Instant?
    while !Task.isCancelled {
        let now = clock.now().boot
        uplink.look(isDown: isUplinkDown(), at: now)
        if toldAt.map({ $0.duration(to: now) >= .seconds(3_600) }) ?? true {
            toldAt = now
            var figures: [PartMeasurement] = []
            if let used = disk.lifeUsed() { figures.append(PartMeasurement(.diskLifeUsed, used)) }
            if let hours = uplink.hoursAWeek { figures.append(PartMeasurement(.uplinkLoss, hours)) }
            if !figures.isEmpty { inbox(.measured(figures)) }
        }
        do { try await clock.sleep(for: .seconds(60)) } catch { return }
    }
}
