// SPDX-License-Identifier: Apache-2.0
// Whether a running dock owns the lines of a configuration. A line has one owner (a second one garbles a serial
// line and uses up the only connection of a small device), so a tool must never use it beside the daemon.

import ArgumentParser
import DockModel
import Foundation
import RoostCore
import RoostDaemon
import Settings
import Store

/// The owner of the lines.
enum HardwareOwner {
    /// Ends the command when the dock of this configuration runs.
    static func refuseWhileDockRuns(_ configuration: DockConfiguration, directory: String) throws {
        let storage = configuration.dock.storageDirectory
        let path = storage.hasPrefix("/") ? storage : directory + "/" + storage
        guard FileManager.default.fileExists(atPath: path + "/roost.db") else { return }
        let snapshot: DockSnapshot?
        do throws(StoreError) {
            snapshot = try DockSnapshot.read(from: try RoostDatabase.open(directory: path))
        } catch {
            throw CommandExit.fail(error)
        }
        let now = WallTime(seconds: Date().timeIntervalSince1970)
        guard let snapshot, snapshot.isAlive(at: now) else { return }
        let age = max(0, snapshot.committed.duration(to: now).inSeconds)
        CommandOutput.complain(
            """
            the dock wrote \(Int(age)) s ago: it runs and owns its lines, so nothing was sent; see its values \
            with roost status and in the console, or stop it (systemctl stop roost) and wait \
            \(Int(CommitPace.busy.inSeconds * 3 / 60)) minutes
            """)
        throw CommandExit.tryLater
    }
}
