// SPDX-License-Identifier: Apache-2.0
// The files that a disk holds after a power cut, and how they are laid out for the next start.

import Foundation

/// Files of one directory.
struct DiskImage: Hashable {
    /// Content by name.
    var files: [String: [UInt8]] = [:]

    func hash(into hasher: inout Hasher) {
        for (name, content) in files.sorted(by: { $0.key < $1.key }) {
            hasher.combine(name)
            unsafe content.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        }
    }

    /// Writes the files into a fresh directory. What is left of the shared memory may be anything: it is no file that
    /// anybody flushes.
    func lay(into directory: String, _ choice: inout SeededChoice) throws {
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for (name, content) in files { try Data(content).write(to: URL(filePath: "\(directory)/\(name)")) }
        guard files["roost.db"] != nil, choice.oneIn(2) else { return }
        let filling = choice.oneIn(2) ? 0 : choice.next()
        let memory = unsafe [UInt64](repeating: filling, count: 4_096).withUnsafeBytes { unsafe Data($0) }
        try memory.write(to: URL(filePath: "\(directory)/roost.db-shm"))
    }
}
