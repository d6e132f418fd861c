// SPDX-License-Identifier: Apache-2.0
// When the demonstration begins, and what an earlier one left behind.
// The next run goes on with the next day; nothing of the last one is deleted.

import DockModel
import Foundation
import Glibc
import RoostCore
import RoostDaemon
import RoostSim
import Schedule
import Store
import Wear

/// The day that is shown.
enum DemoDay {
    /// Minutes after local midnight at which the demonstration begins: three minutes before its mission is due.
    static let startMinute = 17 * 60 + 22

    /// When it begins: today, or the day after the one shown last.
    static func start(zone: Zone, after last: WallTime?) -> WallTime {
        let now = Int(Date().timeIntervalSince1970)
        var day = (now + zone.offset(at: now)) / 86_400
        if let last {
            let seconds = Int(last.milliseconds / 1000)
            day = max(day, (seconds + zone.offset(at: seconds)) / 86_400 + 1)
        }
        let local = day * 86_400 + startMinute * 60
        return WallTime(milliseconds: Int64(local - zone.offset(at: local)) * 1000)
    }

    /// When the dock of an earlier demonstration committed last; nil in a fresh directory.
    static func lastCommit(in directory: String) -> WallTime? { snapshot(in: directory)?.committed }

    /// The cover's motor current that an earlier demonstration ended with.
    static func coverCurrent(in directory: String) -> Double? {
        snapshot(in: directory)?.state.wear.units["cover-motor"]?.unit.lastMeasure
    }

    private static func snapshot(in directory: String) -> DockSnapshot? {
        guard FileManager.default.fileExists(atPath: directory + "/roost.db") else { return nil }
        // What cannot be read here is reported by the daemon, which opens the same store.
        return try? DockSnapshot.read(from: RoostDatabase.open(directory: directory))
    }

    /// `wanted`, or 0 when another program uses it; for 0 one that is free now.
    static func freePort(_ wanted: Int) -> Int {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard file >= 0 else { return wanted }
        defer { close(file) }
        var yes: Int32 = 1
        unsafe setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(wanted)).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(file, pointer, length) == 0 && getsockname(file, pointer, &length) == 0
            }
        }
        return isBound ? Int(UInt16(bigEndian: address.sin_port)) : 0
    }
}
