// SPDX-License-Identifier: Apache-2.0
// What a copy of a dock's store holds: every file with its size and SHA-256, the schema, the program that made it. A
// copy without a readable manifest is no copy.

public import DockModel
internal import Foundation

/// The contents of one copy, kept in it as `manifest.json`.
public struct BackupManifest: Sendable, Equatable, Codable {
    /// The form of this document.
    public static let form = "roost-backup/1"
    /// Its name in a copy.
    static let name = "manifest.json"
    /// The longest document that is read.
    static let longest = 64 << 20

    /// One file of the copy.
    public struct File: Sendable, Equatable, Codable {
        /// Its path in the copy: "roost.db", "records/…", "config/…".
        public var path: String
        /// Its size.
        public var octets: Int64
        /// Its SHA-256 in hexadecimal digits.
        public var sha256: String
    }

    /// A file that was not copied, and why.
    public struct LeftOut: Sendable, Equatable, Codable {
        /// Its path below the configuration.
        public var path: String
        /// Why.
        public var reason: String
    }

    /// `BackupManifest.form`.
    public var form = BackupManifest.form
    /// The dock.
    public var dock: String
    /// When the copy was begun, UTC, as "2026-11-26T02:30:00Z".
    public var made: String
    /// The version of the program that made it.
    public var program: String
    /// The number of the store's schema.
    public var schema: Int
    /// Every file but this one.
    public var files: [File]
    /// What was left out on purpose.
    public var leftOut: [LeftOut]

    /// Octets of all files.
    public var octets: Int64 { files.reduce(0) { $0 + $1.octets } }

    /// The document of a copy.
    /// - Throws: `StoreError.damaged` when it is none.
    static func read(in folder: String) throws(StoreError) -> BackupManifest {
        let path = StoredFile.join(folder, name)
        guard let octets = try StoredFile.content(of: path, most: longest) else {
            throw .damaged(path: path, detail: "the manifest is missing")
        }
        let manifest: BackupManifest
        do { manifest = try JSONDecoder().decode(Self.self, from: Data(octets)) } catch {
            throw .damaged(path: path, detail: "the manifest cannot be read")
        }
        guard manifest.form == form else {
            throw .damaged(path: path, detail: "its form is \(manifest.form), this Roost knows \(form)")
        }
        // A name that leads out of the copy is not ours.
        guard manifest.files.allSatisfy({ isInside($0.path) }) else {
            throw .damaged(path: path, detail: "it names files outside of the copy")
        }
        return manifest
    }

    /// Writes the document, flushed to the disk.
    func write(in folder: String) throws(StoreError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let path = StoredFile.join(folder, Self.name)
        do { try StoredFile.write([UInt8](encoder.encode(self)), to: path) } catch {
            throw StoreError(error, doing: "writing the manifest", path: path)
        }
    }

    private static func isInside(_ path: String) -> Bool {
        !path.isEmpty && !path.hasPrefix("/")
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !["", ".", ".."].contains($0)
            }
    }
}

/// A wall time as names and manifests of copies write it.
public enum BackupTime {
    /// "2026-11-26T02:30:00Z".
    public static func text(_ time: WallTime) -> String {
        let seconds = Int((Double(time.milliseconds) / 1_000).rounded(.down))
        let days = Int((Double(seconds) / 86_400).rounded(.down)), rest = seconds - days * 86_400
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "\(CivilDate(daysSince1970: days))T\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }

    /// The same as the name of a folder: "2026-11-26T023000Z".
    public static func name(_ time: WallTime) -> String { text(time).filter { $0 != ":" } }
}

/// Octets as people read them.
public enum OctetCount {
    /// "512 B", "40 kB", "12.5 MB", "3.1 GB".
    public static func text(_ octets: Int64) -> String {
        var value = Double(max(0, octets)), unit = 0
        let units = ["B", "kB", "MB", "GB", "TB"]
        while value >= 1_000, unit < units.count - 1 { (value, unit) = (value / 1_000, unit + 1) }
        let tenths = Int((value * 10).rounded())
        let isWhole = unit < 2 || tenths >= 1_000 || tenths.isMultiple(of: 10)
        return isWhole
            ? "\((tenths + 5) / 10) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
