// SPDX-License-Identifier: Apache-2.0
// Which databases this process has open. The locks of POSIX belong to a process and a file: one descriptor of ours on a
// database, closed again, drops the locks of every SQLite connection of the process, and another process then takes
// itself for the last one and removes the log under us. So nobody here opens such a file but SQLite.

internal import Synchronization

/// The databases that connections of this process hold.
enum OpenFiles {
    private struct Place: Hashable {
        var device: UInt64, inode: UInt64

        init(_ file: StoredFile.Identity) { (device, inode) = (file.device, file.inode) }
    }

    private static let counts = Mutex<[Place: Int]>([:])

    /// Whether a connection of this process holds a file.
    static func holds(_ file: StoredFile.Identity) -> Bool { counts.withLock { $0[Place(file)] != nil } }

    /// Notes a connection that is about to be opened, until the value it gives is ended or gone.
    /// - Parameter look: looks at the file's octets; not called while another connection holds the file.
    static func take(_ file: StoredFile.Identity, look: () throws(StoreError) -> Void) throws(StoreError) -> Hold {
        let fault = counts.withLock { counts -> StoreError? in
            if counts[Place(file)] == nil {
                do throws(StoreError) { try look() } catch { return error }
            }
            counts[Place(file), default: 0] += 1
            return nil
        }
        if let fault { throw fault }
        return Hold(file)
    }

    private static func end(_ place: Place) {
        counts.withLock { counts in
            let left = (counts[place] ?? 1) - 1
            counts[place] = left > 0 ? left : nil
        }
    }

    /// One connection's hold on its file.
    final class Hold: Sendable {
        private let place: Place
        private let isHeld = Mutex(true)

        fileprivate init(_ file: StoredFile.Identity) { place = Place(file) }

        /// The connection is closed.
        func end() {
            let wasHeld = isHeld.withLock { held in
                defer { held = false }
                return held
            }
            if wasHeld { OpenFiles.end(place) }
        }

        deinit { end() }
    }
}
