// SPDX-License-Identifier: Apache-2.0
// The folder where pictures arrive: which files are whole, and where each goes once it is known. A file counts as whole
// when nobody has changed it for a while; it is renamed within the folder of pictures, or copied whole where that spans
// disks, so that no kill leaves half of one.

internal import DockModel
internal import Foundation

/// A file that arrived and is whole.
struct ArrivedFile: Sendable, Equatable {
    /// Its path below the folder where pictures arrive.
    var path: String
    /// Its octets.
    var octets: Int
    /// When it was first seen.
    var arrived: WallTime

    /// The folder that it lies in, below the folder where pictures arrive; empty for none.
    var folder: String { path.contains("/") ? String(path.prefix { $0 != "/" }) : "" }
    /// Its name.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// The folders of pictures of one dock.
struct PictureSpool {
    /// Dock time without a change after which a file is whole.
    static let quiet = Duration.seconds(10)
    /// The same for a file without octets, which is the beginning of one more often than one.
    static let emptyQuiet = Duration.seconds(600)
    /// Files that one look takes into account.
    static let mostFiles = 2_000
    /// Folders inside of folders.
    static let deepest = 6
    /// Ends of names that stand for a file which is still being written.
    static let unfinished = [".part", ".tmp", ".filepart", ".crdownload", ".partial"]

    /// The folder of pictures.
    let root: String
    private var seen: [String: Sight] = [:]

    private struct Sight {
        var octets: Int
        var changed: Date
        var number: UInt64
        var since: Instant
        var arrived: WallTime
    }

    /// A spool below a folder.
    init(root: String) { self.root = root }

    /// Where pictures arrive.
    var incoming: String { root + "/incoming" }

    /// Makes the folders.
    func prepare() throws {
        for name in ["incoming", "kept", "aside"] {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(name)", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o750])
        }
    }

    /// The files that are whole now, in the order of their names.
    mutating func look(at now: Moment) -> [ArrivedFile] {
        var found: [String: Sight] = [:]
        var whole: [ArrivedFile] = []
        for path in files(below: "", depth: 0).prefix(Self.mostFiles) {
            // A file that is gone by now was renamed by whoever brings it.
            guard let facts = try? FileManager.default.attributesOfItem(atPath: "\(incoming)/\(path)") else {
                continue
            }
            var sight = Sight(
                octets: (facts[.size] as? NSNumber)?.intValue ?? 0,
                changed: facts[.modificationDate] as? Date ?? .distantPast,
                number: (facts[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0, since: now.boot,
                arrived: now.wall)
            if let before = seen[path] {
                sight.arrived = before.arrived
                let isSame =
                    before.octets == sight.octets && before.changed == sight.changed
                    && before.number == sight.number
                if isSame { sight.since = before.since }
            }
            found[path] = sight
            let quiet = sight.octets == 0 ? Self.emptyQuiet : Self.quiet
            guard sight.since.duration(to: now.boot) >= quiet else { continue }
            whole.append(ArrivedFile(path: path, octets: sight.octets, arrived: sight.arrived))
        }
        seen = found
        return whole.sorted { $0.path < $1.path }
    }

    private func files(below folder: String, depth: Int) -> [String] {
        let place = folder.isEmpty ? incoming : "\(incoming)/\(folder)"
        // A folder that cannot be listed holds nothing that could be taken; the next look tries again.
        guard depth <= Self.deepest, let names = try? FileManager.default.contentsOfDirectory(atPath: place)
        else {
            return []
        }
        var files: [String] = []
        for name in names.sorted() where !name.hasPrefix(".") && files.count < Self.mostFiles {
            guard !Self.unfinished.contains(where: { name.lowercased().hasSuffix($0) }) else { continue }
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            // As above.
            let facts = try? FileManager.default.attributesOfItem(atPath: "\(incoming)/\(path)")
            if facts?[.type] as? FileAttributeType == .typeDirectory {
                files += self.files(below: path, depth: depth + 1)
            } else {
                files.append(path)
            }
        }
        return files
    }

    /// Moves a file that arrived to its place below the root; one that is there already is the same picture, and the
    /// new copy goes.
    func settle(_ file: ArrivedFile, at place: String) throws {
        let from = "\(incoming)/\(file.path)", to = "\(root)/\(place)"
        let folder = to.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
            separator: "/")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        try PictureFile.move(from, to: to)
    }

    /// Octets of a picture's name that its file keeps; with its number and what is added to a copy a file system takes
    /// them.
    static let longestName = 200

    /// A place for a picture of a flight, or among those set aside.
    static func place(of name: String, number: Int64, folder: String, isAside: Bool) -> String {
        // The end of a name says what the file is.
        var kept: [Character] = [], left = Self.longestName
        for character in VehicleAdapter.fileName(name).suffix(100).reversed() {
            left -= character.utf8.count
            guard left >= 0 else { break }
            kept.append(character)
        }
        let clean = String(kept.reversed())
        return isAside
            ? "aside/\(number)-\(clean)" : "kept/\(folder.isEmpty ? "no-flight" : folder)/\(number)-\(clean)"
    }
}
