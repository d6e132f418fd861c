// SPDX-License-Identifier: Apache-2.0
// What a disk may hold when the power goes: all that was synchronised, and of the rest any part. It follows the calls
// SQLite made and forgets nothing; which part survives is drawn from a seed. It knows nothing of pages or logs.

import Foundation

/// One call on a file of the disk, as it was made.
enum DiskCall: Sendable {
    /// A file was opened; `existing` is its content when the disk had not heard of it yet.
    case open(String, isSynchronisingDirectory: Bool, existing: [UInt8]?)
    case write(String, at: Int, [UInt8])
    case truncate(String, to: Int)
    case synchronise(String)
    /// The flush was refused: the system forgets what it could not write, and later flushes do not write it either.
    case failSynchronise(String, seed: UInt64)
    case delete(String, isSynchronised: Bool)
    /// The work had come so far; no call on a file.
    case mark(Int)
}

/// How much of what was not synchronised survives.
enum Survival: CaseIterable {
    /// Nothing.
    case none
    /// Everything: the disk was quick, or only the process died.
    case all
    /// The first changes of each file, the last of them torn.
    case front
    /// Any of the changes: whole, torn, zeroed or lost.
    case scattered
}

/// The files of one directory, as the process sees them and as the disk is sure of them.
struct DiskModel {
    /// Sectors are written whole or not at all.
    static let sector = 512

    private enum Change {
        case write(at: Int, [UInt8])
        case truncate(to: Int)
    }

    private struct File {
        var kept: [UInt8]
        var changes: [Change] = []
        /// SQLite synchronises the directory with the first flush of a new log or journal.
        var isSynchronisingDirectory: Bool
    }

    private var files: [File] = []
    /// The names as the process sees them.
    private var seen: [String: Int] = [:]
    /// The names that are on the disk for sure.
    private var kept: [String: Int] = [:]
    /// What happened to each name since the directory was synchronised, in order; nil is a deletion.
    private var renamed: [String: [Int?]] = [:]

    /// Follows one call.
    mutating func apply(_ call: DiskCall) {
        switch call {
        case .open(let path, let isSynchronisingDirectory, let existing):
            open(path, isSynchronisingDirectory, existing)
        case .write(let path, let offset, let octets): change(path, .write(at: offset, octets))
        case .truncate(let path, let size): change(path, .truncate(to: size))
        case .synchronise(let path):
            guard let file = seen[path] else { return }
            for change in files[file].changes { Self.apply(change, to: &files[file].kept) }
            files[file].changes = []
            if files[file].isSynchronisingDirectory { synchroniseNames() }
        case .failSynchronise(let path, let seed):
            guard let file = seen[path] else { return }
            var choice = SeededChoice(seed: seed)
            files[file].kept = Self.content(of: files[file], surviving: .scattered, &choice)
            files[file].changes = []
        case .delete(let path, let isSynchronised):
            guard seen.removeValue(forKey: path) != nil else { return }
            renamed[path, default: []].append(nil)
            if isSynchronised { synchroniseNames() }
        case .mark: break
        }
    }

    /// The files on the disk after a power cut now, by path.
    func image(surviving survival: Survival, _ choice: inout SeededChoice) -> DiskImage {
        var image = DiskImage()
        for path in Set(kept.keys).union(renamed.keys).sorted() {
            let steps = renamed[path] ?? []
            let survived =
                switch survival {
                case .none: 0
                case .all: steps.count
                case .front, .scattered: Int.random(in: 0...steps.count, using: &choice)
                }
            let file = survived == 0 ? kept[path] : steps[survived - 1]
            guard let file else { continue }
            image.files[URL(filePath: path).lastPathComponent] = Self.content(
                of: files[file], surviving: survival, &choice)
        }
        return image
    }

    /// How many changes the disk is not sure of.
    var unsynchronised: Int { seen.values.reduce(0) { $0 + files[$1].changes.count } }

    // MARK: - Calls

    private mutating func open(_ path: String, _ isSynchronisingDirectory: Bool, _ existing: [UInt8]?) {
        if let file = seen[path] {
            if isSynchronisingDirectory { files[file].isSynchronisingDirectory = true }
            return
        }
        files.append(File(kept: existing ?? [], isSynchronisingDirectory: isSynchronisingDirectory))
        let file = files.count - 1
        seen[path] = file
        if existing != nil {
            kept[path] = file
        } else {
            renamed[path, default: []].append(file)
        }
    }

    private mutating func change(_ path: String, _ change: Change) {
        guard let file = seen[path] else { return }
        files[file].changes.append(change)
    }

    private mutating func synchroniseNames() {
        for (path, steps) in renamed { kept[path] = steps.last ?? nil }
        renamed = [:]
    }

    // MARK: - Contents

    private static func apply(_ change: Change, to content: inout [UInt8]) {
        switch change {
        case .write(let offset, let octets):
            extend(&content, to: offset + octets.count)
            content.replaceSubrange(offset..<offset + octets.count, with: octets)
        case .truncate(let size):
            extend(&content, to: size)
            content.removeLast(content.count - size)
        }
    }

    private static func extend(_ content: inout [UInt8], to size: Int) {
        if content.count < size { content += [UInt8](repeating: 0, count: size - content.count) }
    }

    private static func content(
        of file: File, surviving survival: Survival, _ choice: inout SeededChoice
    ) -> [UInt8] {
        var content = file.kept
        switch survival {
        case .none: break
        case .all: for change in file.changes { apply(change, to: &content) }
        case .front:
            let whole = Int.random(in: 0...file.changes.count, using: &choice)
            for change in file.changes.prefix(whole) { apply(change, to: &content) }
            if whole < file.changes.count { tear(file.changes[whole], into: &content, &choice) }
        case .scattered:
            for change in file.changes {
                switch Int.random(in: 0..<4, using: &choice) {
                case 0: break
                case 1: apply(change, to: &content)
                case _: tear(change, into: &content, &choice)
                }
            }
        }
        return content
    }

    /// Writes some sectors of a change, zeroes some, and leaves some as they were. A truncate is done or not.
    private static func tear(_ change: Change, into content: inout [UInt8], _ choice: inout SeededChoice) {
        guard case .write(let offset, let octets) = change, !octets.isEmpty else {
            if choice.oneIn(2) { apply(change, to: &content) }
            return
        }
        let isZeroing = choice.oneIn(2)
        var begin = 0
        while begin < octets.count {
            let end = min(octets.count, ((offset + begin) / sector + 1) * sector - offset)
            switch Int.random(in: 0..<4, using: &choice) {
            case 0, 1: apply(.write(at: offset + begin, Array(octets[begin..<end])), to: &content)
            case 2 where isZeroing:
                apply(.write(at: offset + begin, [UInt8](repeating: 0, count: end - begin)), to: &content)
            case _: break
            }
            begin = end
        }
    }
}
