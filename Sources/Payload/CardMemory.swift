// SPDX-License-Identifier: Apache-2.0
// Which files of a vehicle's card are still to be fetched: those that were not there before the flight, have a
// picture's ending and are not written any more. It keeps names and lengths, and never decides by a file's contents.

/// Where a flight's pictures lie on the vehicle, and which files count.
public struct PictureFetch: Sendable, Codable, Equatable {
    /// The folder on the vehicle; folders inside of it are looked into.
    public var folder: String
    /// The MAVLink component that serves the files; nil for the autopilot.
    public var component: UInt8?
    /// Ends of the names of pictures, in small letters, without a dot.
    public var endings: [String]

    /// Endings of radiometric pictures.
    public static let usualEndings = ["jpg", "jpeg", "rjpeg", "tif", "tiff", "fff"]

    /// Pictures below a folder.
    public init(folder: String, component: UInt8? = nil, endings: [String] = usualEndings) {
        (self.folder, self.component, self.endings) = (folder, component, endings)
    }

    /// The card's name: "1:/fs/microsd/DCIM"; component 0 stands for the autopilot.
    public var card: String { "\(component ?? 0):\(folder)" }

    /// Whether a file is a picture by its name.
    public func isPicture(_ name: String) -> Bool {
        let name = name.lowercased()
        return endings.contains { name.hasSuffix("." + $0) }
    }
}

/// A file on a vehicle's card.
public struct CardFile: Sendable, Hashable {
    /// Its path below the folder of pictures.
    public var path: String
    /// Its octets; nil where the vehicle does not say it.
    public var octets: Int?

    /// A file.
    public init(path: String, octets: Int?) { (self.path, self.octets) = (path, octets) }
}

/// What is known of the files of one card.
public struct CardMemory: Sendable, Equatable {
    /// How often the vehicle may refuse a file before it is left where it is.
    public static let mostAttempts = 3

    /// A file that was seen.
    public struct Entry: Sendable, Equatable {
        /// Its octets when it was seen; nil where the vehicle did not say it.
        public var octets: Int?
        /// Whether nothing more is to be done: it was there before, or it was fetched.
        public var isDone: Bool
        /// How often the vehicle refused it.
        public var attempts: Int

        /// A file that was seen.
        public init(octets: Int?, isDone: Bool, attempts: Int = 0) {
            (self.octets, self.isDone, self.attempts) = (octets, isDone, attempts)
        }
    }

    /// The files by their paths.
    public private(set) var entries: [String: Entry]

    /// What was stored.
    public init(entries: [String: Entry] = [:]) { self.entries = entries }

    /// Takes all files that lie there for known: they are of flights before.
    public mutating func begin(_ listing: [CardFile]) {
        entries = [:]
        for file in listing { entries[file.path] = Entry(octets: file.octets, isDone: true) }
    }

    /// What is to be fetched, by path: files that are new or have another length, and that did not grow between two
    /// listings. Files that are gone are forgotten, so that their names count as new when the card was emptied.
    public mutating func wanted(_ earlier: [CardFile], _ now: [CardFile], _ fetch: PictureFetch) -> [CardFile] {
        let settled = Set(earlier)
        let paths = Set(now.map(\.path))
        entries = entries.filter { paths.contains($0.key) }
        return now.filter { file in
            guard settled.contains(file), fetch.isPicture(file.path), file.octets != 0 else { return false }
            guard let entry = entries[file.path], entry.octets == file.octets else { return true }
            return !entry.isDone && entry.attempts < Self.mostAttempts
        }.sorted { $0.path < $1.path }
    }

    /// A file is here.
    public mutating func took(_ file: CardFile) { entries[file.path] = Entry(octets: file.octets, isDone: true) }

    /// The vehicle refused a file.
    /// - Returns: whether it is left where it is from now on.
    public mutating func refused(_ file: CardFile) -> Bool {
        let known = entries[file.path].flatMap { $0.octets == file.octets ? $0.attempts : nil } ?? 0
        entries[file.path] = Entry(octets: file.octets, isDone: false, attempts: known + 1)
        return known + 1 >= Self.mostAttempts
    }
}
