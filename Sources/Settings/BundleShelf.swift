// SPDX-License-Identifier: Apache-2.0
// Files that a fleet sent, kept beside the dock's store: each bundle in a folder of its own with all files that it lays
// over the dock's, and a link that names the one in use, exchanged in one step. It checks no signature and judges no
// file; what it cannot read whole it leaves alone and says so, and the dock's own files count.

import DockModel
import Foundation
import Post

/// Files laid over those of a configuration.
public struct BundleOverlay: Sendable, Equatable {
    /// The bundle whose files they are, and the one before it; nil for none.
    public var number: Int64, previous: Int64?
    /// What it is called.
    public var name: String
    /// Contents by path, and paths that are hidden.
    public var files: [String: [UInt8]], removed: Set<String>

    /// An overlay of a bundle's files on what was laid over before.
    public init(
        number: Int64, name: String, files: [String: [UInt8]], removed: [String], over before: BundleOverlay?
    ) {
        (self.number, self.name, previous) = (number, name, before?.number)
        self.files = (before?.files ?? [:]).filter { !removed.contains($0.key) }.merging(files) { $1 }
        self.removed = (before?.removed ?? []).filter { files[$0] == nil }.union(removed)
    }

    fileprivate init(
        number: Int64, previous: Int64?, name: String, files: [String: [UInt8]], removed: Set<String>
    ) {
        (self.number, self.previous, self.name) = (number, previous, name)
        (self.files, self.removed) = (files, removed)
    }
}

/// What a running configuration has of the fleet's files.
public struct BundleStanding: Sendable, Equatable {
    /// The bundle whose files are in use; nil for none.
    public var number: Int64?
    /// Why the newest ones are not; nil when they are.
    public var trouble: String?

    /// How it stands.
    public init(number: Int64? = nil, trouble: String? = nil) {
        (self.number, self.trouble) = (number, trouble)
    }
}

extension ConfigurationFiles {
    /// The files with others laid over them.
    public func laid(under overlay: BundleOverlay) -> ConfigurationFiles {
        var files = self
        files.contents = contents.filter { !overlay.removed.contains($0.key) }.merging(overlay.files) { $1 }
        return files
    }
}

/// Why the fleet's files cannot be kept or read.
public struct BundleShelfError: Error, Sendable, CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String
}

/// The fleet's files of one dock.
public struct BundleShelf: Sendable {
    /// Folders of bundles that are kept beside the one in use and the one before it.
    static let kept = 4
    private static let link = "current", manifest = "manifest.json"

    /// `fleet` in the folder of the dock's store.
    public let path: String

    /// The shelf of a store's folder.
    public init(storage: String) { path = storage + "/fleet" }

    /// The shelf of a configuration; nil when its dock.yaml names no folder that can be read.
    init?(files: ConfigurationFiles, directory: String) {
        guard let octets = files.contents["dock.yaml"] else { return nil }
        let log = ProblemLog(file: "dock.yaml")
        guard let root = parseYAML(octets, log: log), let top = MappingReader(root, path: "", log: log) else {
            return nil
        }
        let storage = top.mapping("storage")?.text("directory", default: "./var", limit: 1_000) ?? "./var"
        self.init(storage: storage.hasPrefix("/") ? storage : directory + "/" + storage)
    }

    /// The files in use; nil when there are none.
    /// - Throws: when they are torn or cannot be read.
    public func current() throws(BundleShelfError) -> BundleOverlay? {
        // A missing link is the usual case: a dock whose fleet sends nothing.
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(path)/\(Self.link)")
        else {
            return nil
        }
        guard let number = Self.number(of: target) else {
            throw BundleShelfError(description: "\(path)/\(Self.link) names no bundle; remove it")
        }
        return try overlay(number)
    }

    /// The files of a bundle that was kept.
    public func overlay(_ number: Int64) throws(BundleShelfError) -> BundleOverlay {
        let folder = "\(path)/\(Self.folder(number))"
        guard let octets = FileManager.default.contents(atPath: "\(folder)/\(Self.manifest)"),
            let node = JSONNode([UInt8](octets)), node["number"]?.wholeNumber == number,
            case .array(let files)? = node["files"], case .array(let removed)? = node["removed"]
        else {
            throw BundleShelfError(description: "\(folder): the fleet's files are torn or cannot be read")
        }
        var contents: [String: [UInt8]] = [:]
        for (index, file) in files.enumerated() {
            guard let name = file["path"]?.text,
                let data = FileManager.default.contents(atPath: "\(folder)/\(index)"),
                SHA256.hexadecimal(SHA256.of([UInt8](data))) == file["sha256"]?.text
            else { throw BundleShelfError(description: "\(folder)/\(index): the file is torn or missing") }
            contents[name] = [UInt8](data)
        }
        return BundleOverlay(
            number: number, previous: node["previous"]?.wholeNumber, name: node["name"]?.text ?? "",
            files: contents,
            removed: Set(removed.compactMap(\.text)))
    }

    /// Keeps the files of a bundle, on the disk when it returns; they are not in use yet.
    public func keep(_ overlay: BundleOverlay) throws(BundleShelfError) {
        let folder = "\(path)/\(Self.folder(overlay.number))"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
            var entries: [String] = []
            for (index, file) in overlay.files.sorted(by: { $0.key < $1.key }).enumerated() {
                try Self.write(file.value, to: "\(folder)/\(index)")
                let sum = SHA256.hexadecimal(SHA256.of(file.value))
                entries.append("{\"path\":\(JSONNode.quoted(file.key)),\"sha256\":\"\(sum)\"}")
            }
            let removed = overlay.removed.sorted().map(JSONNode.quoted).joined(separator: ",")
            let text = """
                {"number":\(overlay.number),"previous":\(overlay.previous.map { "\($0)" } ?? "null"),\
                "name":\(JSONNode.quoted(overlay.name)),"files":[\(entries.joined(separator: ","))],\
                "removed":[\(removed)]}

                """
            try Self.write(Array(text.utf8), to: "\(folder)/\(Self.manifest)")
        } catch {
            throw BundleShelfError(
                description: "\(folder): \(error.localizedDescription); check the disk and its owner")
        }
    }

    /// Brings the files of a kept bundle into use, or none of any; in one step.
    public func use(_ number: Int64?) throws(BundleShelfError) {
        let link = "\(path)/\(Self.link)", new = link + ".new"
        do {
            // What a kill left behind is made anew.
            try? FileManager.default.removeItem(atPath: new)
            guard let number else {
                // Without a link nothing is in use.
                guard (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) != nil else {
                    return
                }
                return try FileManager.default.removeItem(atPath: link)
            }
            try FileManager.default.createSymbolicLink(atPath: new, withDestinationPath: Self.folder(number))
            // rename(2) exchanges the link in one step; FileManager would refuse an existing one.
            guard unsafe rename(new, link) == 0 else {
                throw BundleShelfError(description: unsafe String(cString: strerror(errno)))
            }
        } catch {
            throw BundleShelfError(description: "\(link): \(error); check the disk and its owner")
        }
    }

    /// Removes the folders of old bundles, but for those in use, before it, and a few more.
    public func prune() {
        // What cannot be listed or removed now is tried again with the next bundle.
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return }
        let numbers = names.compactMap(Self.number).sorted()
        let inUse = try? current()  // Torn ones are in nobody's use.
        let needed = Set([inUse?.number, inUse?.previous].compactMap { $0 })
        for number in numbers.dropLast(Self.kept) where !needed.contains(number) {
            // What cannot be removed now is tried again with the next bundle.
            try? FileManager.default.removeItem(atPath: "\(path)/\(Self.folder(number))")
        }
    }

    private static func folder(_ number: Int64) -> String { "bundle-\(number)" }

    private static func number(of folder: String) -> Int64? {
        guard folder.hasPrefix("bundle-"), let number = Int64(folder.dropFirst(7)), number > 0 else {
            return nil
        }
        return Self.folder(number) == folder ? number : nil
    }

    private static func write(_ octets: [UInt8], to path: String) throws {
        try Data(octets).write(to: URL(fileURLWithPath: path))
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try handle.synchronize()
        try handle.close()
    }
}

extension DockConfiguration {
    /// The configuration in a directory, with the files of its fleet laid over it. Where these cannot be read, or do
    /// not fit the dock's own any more, the dock's own count alone, and `bundle` says why.
    static func loadLaid(_ directory: String) throws(SettingsError) -> DockConfiguration {
        let own = try ConfigurationFiles(directory: directory)
        guard let shelf = BundleShelf(files: own, directory: directory) else { return try load(files: own) }
        var trouble: String?
        do throws(BundleShelfError) {
            if let overlay = try shelf.current() {
                do throws(SettingsError) {
                    var laid = try load(files: own.laid(under: overlay))
                    laid.bundle = BundleStanding(number: overlay.number)
                    return laid
                } catch {
                    trouble =
                        "bundle \(overlay.number) does not fit the dock's own files: "
                        + (error.problems.first.map { "\($0)" } ?? "it cannot be used")
                }
            }
        } catch { trouble = "\(error)" }
        var alone = try load(files: own)
        alone.bundle = BundleStanding(trouble: trouble)
        return alone
    }
}
