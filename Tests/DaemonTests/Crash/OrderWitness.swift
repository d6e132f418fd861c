// SPDX-License-Identifier: Apache-2.0
// Notes at the simulated controller what is written to it that moves or energises, and when: the world's own record of
// what a daemon did. It changes nothing.

import DockModel
import Host
import RoostCore
import RoostSim
import Synchronization

/// The writes that a controller took.
final class OrderWitness: Sendable {
    /// A write that moves or energises.
    struct Write: Sendable {
        var action: Action
        var at: Instant
    }

    private let clock: PacedClock
    private let writes = Mutex<[Write]>([])

    init(clock: PacedClock) { self.clock = clock }

    /// All of them, oldest first.
    var all: [Write] { writes.withLock { $0 } }

    /// The device, watched.
    func watching(_ device: ServedDevice) -> ServedDevice {
        var watched = device
        let write = device.write
        watched.write = { [self] point, value in
            if let action = Self.action(point.text, value) {
                let now = clock.now().boot
                writes.withLock { $0.append(Write(action: action, at: now)) }
            }
            return write(point, value)
        }
        return watched
    }

    private static func action(_ point: String, _ value: ReadingValue) -> Action? {
        switch (point, value) {
        case ("cover_command", .number(CoverDrive.open.value)): .cover(.open)
        case ("cover_command", .number(CoverDrive.close.value)): .cover(.close)
        case ("charge_enable", .flag(true)): .charger(on: true)
        default: nil
        }
    }
}

extension CoverDrive {
    fileprivate var value: Double { Double(rawValue) }
}
